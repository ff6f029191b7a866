#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of a sales document in passerelle-sandbox, over HTTP: posting, quotes, a person's acts, rights, faults."""
import http.client
import threading
import time
import unittest
import urllib.error

from smoke import Sandbox

DEFAULTS = {
    'bc.mail': 'sent', 'bc.drafts-visible': 'yes', 'bc.posted-visible': 'yes', 'bc.ledger-visible': 'yes', 'bc.automate': 'yes', 'bc.may-post': 'yes',
    'bc.automate-without-right': 'error', 'bc.permission-status': '400', 'bc.post-dialog': 'no', 'bc.action-not-found': 'dialog',
    'bc.approval': 'not-needed', 'bc.template-posting-window': 'none', 'bc.user-posting-window': 'none', 'bc.posting-date-text': 'v28',
    'bc.missing-posting-setup': 'none', 'bc.ext-doc-mandatory': 'no', 'bc.journal-template': 'given', 'bc.blocked-dimensions': 'none', 'bc.location-mandatory': 'no',
    'bc.negative-stock': 'allowed', 'bc.default-ship-quantity': 'remainder', 'bc.posting-adds-charges': 'yes',
    'bc.invoice-series': 'separate', 'bc.posted-series': 'present', 'bc.quote-series': 'present', 'bc.post-fails-late': 'no',
    'bc.posted-deletion': 'allowed', 'bc.combined-external-number': 'blank', 'bc.combined-orders': 'deleted',
    'bc.credited-status': 'Paid', 'bc.closed-invoice-credit': 'refused', 'bc.archive-orders': 'no', 'bc.quotes': 'yes',
    'bc.quote-approval': 'not-needed', 'bc.quote-status': 'Draft', 'bc.quote-dialog': 'no', 'bc.quote-commit': 'atomic',
    'bc.property-order': 'payload', 'bc.posting-group-check': 'at-create', 'bc.released-deletion': 'refused',
}
ITEM = {'lineType': 'Item', 'lineObjectNumber': 'PUMP', 'quantity': 2, 'unitPrice': 10, 'discountPercent': 0}


class Documents(unittest.TestCase):
    last = 0

    @classmethod
    def setUpClass(cls):
        cls.box = Sandbox('--customers', '0', '--items', '0', '--work-orders', '0')
        cls.customer = cls.box.add('customers', number='C1', displayName='One', taxRegistrationNumber='0123456749',
                                   addressLine1='Kerkstraat 1', city='Gent', postalCode='9000', country='BE')
        cls.item = cls.box.add('items', number='PUMP', displayName='Pump', type='Inventory', baseUnitOfMeasureCode='PCS', taxGroupCode='G3',
                               unitPrice=10.01, generalProductPostingGroupCode='RETAIL', inventory=100)

    @classmethod
    def tearDownClass(cls):
        assert cls.box.stop() == 0

    def tearDown(self):
        self.box.control('DELETE', 'faults')
        self.set(**DEFAULTS)
        self.change('customers', self.customer, blocked='_x0020_', **{'al.privacyBlocked': False, 'al.eInvoice': False, 'al.lacksPostingGroup': False,
                    'al.mandatoryDimension': '', 'al.serviceCharge': 0, 'al.invoiceDiscountPercent': 0, 'taxRegistrationNumber': '0123456749'})
        self.change('items', self.item, blocked=False, **{'al.salesBlocked': False, 'al.tracking': '', 'al.defaultDimension2': ''})

    def set(self, **switches):
        self.assertEqual(self.box.control('POST', 'set', switches), {'done': 'set'})

    def change(self, table, row, **values):
        self.assertIn('done', self.box.control('POST', 'change', {'service': 'bc', 'set': table, 'id': row, 'values': values}))

    def act(self, verb, number=None, table='salesInvoices', **more):
        return self.box.control('POST', 'act', {'verb': verb, 'set': table, **({'externalDocumentNumber': number} if number else {}), **more})

    def make(self, table='salesInvoices', lines=(ITEM,), **more):
        Documents.last += 1
        number = f'D{Documents.last}'
        body = {'customerNumber': 'C1', 'externalDocumentNumber': number, **more}
        if lines:
            body[table[:-1] + 'Lines'] = list(lines)
        status, answer, _ = self.box.bc('POST', table, body)
        self.assertEqual(status, 201, answer)
        return answer['id'], number

    def find(self, table, number):
        return self.box.bc('GET', f"{table}?$filter=externalDocumentNumber eq '{number}'")[1]['value']

    def get(self, table, row):
        return self.box.bc('GET', f'{table}({row})')[1]

    def run_action(self, table, row, action, **headers):
        status, answer, _ = self.box.bc('POST', f'{table}({row})/Microsoft.NAV.{action}', {}, **headers)
        return status, answer['error']['message'] if status >= 400 else None

    def refused(self, text, table, row, action, status=400):
        before = self.box.control('GET', 'dump')['bc']
        got, message = self.run_action(table, row, action)
        self.assertEqual(got, status, message)
        self.assertTrue(message.startswith(text), message)
        after = self.box.control('GET', 'dump')['bc']
        for name in ('postedSalesInvoices', 'generalLedgerEntries', 'salesShipments'):
            self.assertEqual(before[name], after[name])

    def automate(self, query=''):
        company = self.box.ready['company_id']
        return self.box.bc('GET', f"{self.box.ready['bc']}/Production/api/microsoft/automate/v1.0/companies({company})/postedSalesInvoices{query}")

    def test_post(self):
        row, number = self.make(postingDate='2026-03-04', invoiceDate='2026-03-05')
        draft = self.get('salesInvoices', row)
        self.assertEqual((draft['postingDate'], draft['invoiceDate']), ('2026-03-04', '2026-03-05'))
        lines = [line['id'] for line in self.box.bc('GET', f'salesInvoices({row})/salesInvoiceLines')[1]['value']]
        self.assertEqual(self.automate(f"?$filter=externalDocumentNumber eq '{number}'")[1]['value'], [])
        stock = self.get('items', self.item)['inventory']
        self.assertEqual(self.run_action('salesInvoices', row, 'post')[0], 204)
        posted = self.get('salesInvoices', row)
        self.assertEqual((posted['status'], posted['id'], posted['remainingAmount']), ('Open', row, 24.2))
        self.assertTrue(posted['number'].startswith('PS-INV'))
        self.assertNotEqual(posted['@odata.etag'], draft['@odata.etag'])
        self.assertEqual([line['id'] for line in self.box.bc('GET', f'salesInvoices({row})/salesInvoiceLines')[1]['value']], lines)
        proof = self.automate(f"?$filter=apiId eq {row}")[1]['value']
        self.assertEqual([(p['number'], p['externalDocumentNumber'], p['apiId']) for p in proof], [(posted['number'], number, row)])
        entries = self.box.bc('GET', f"generalLedgerEntries?$filter=documentNumber eq '{posted['number']}'")[1]['value']
        self.assertEqual(sum(e['debitAmount'] for e in entries), 24.2)
        self.assertAlmostEqual(sum(e['creditAmount'] for e in entries), 24.2)
        self.assertEqual(self.get('items', self.item)['inventory'], stock - 2)
        self.refused('The action can be applied to a draft invoice only', 'salesInvoices', row, 'post')
        self.assertIn('can no longer be modified', self.box.bc('PATCH', f'salesInvoices({row})', {'email': 'x@y.z'}, If_Match='*')[1]['error']['message'])
        self.refused('The invoice cannot be found', 'salesInvoices', '11111111-1111-1111-1111-111111111111', 'post')

    def test_refusals(self):
        row, _ = self.make(postingDate='2026-03-01', invoiceDate='2026-03-01')
        empty, _ = self.make(lines=())
        nothing, _ = self.make(lines=({**ITEM, 'quantity': 0},))
        self.refused('Please add at least one line item to the invoice', 'salesInvoices', empty, 'post')
        self.refused('There is nothing to post because', 'salesInvoices', nothing, 'post')
        customer = [({'blocked': 'All'}, 'You cannot post this type of document when Customer C1 is blocked with type All'),
                    ({'blocked': 'Invoice'}, 'You cannot post this type of document when Customer C1 is blocked with type Invoice'),
                    ({'al.lacksPostingGroup': True}, 'Gen. Bus. Posting Group must have a value in Customer: No.=C1'),
                    ({'al.mandatoryDimension': 'DEPARTMENT'}, 'Select a Dimension Value Code for the Dimension Code DEPARTMENT for Customer C1'),
                    ({'al.eInvoice': True}, 'Your Reference must have a value in Sales Header')]
        for values, text in customer:
            self.change('customers', self.customer, **values)
            self.refused(text, 'salesInvoices', row, 'post')
            self.tearDown()
        for values, text in (({'blocked': True}, "Blocked must be equal to 'No'  in Item: No.=PUMP"),
                             ({'al.salesBlocked': True}, 'You cannot sell Item PUMP because'),
                             ({'al.tracking': 'serial'}, 'You must assign a serial number for item PUMP')):
            self.change('items', self.item, **values)
            self.refused(text, 'salesInvoices', row, 'post')
            self.tearDown()
        for name, value, text in (('user-posting-window', '2026-04-01..', 'Posting Date is not within your range'),
                                  ('template-posting-window', '..2026-02-28', 'Posting Date is not within your range'),
                                  ('missing-posting-setup', 'DOMESTIC,RETAIL', 'The General Posting Setup does not exist'),
                                  ('journal-template', 'missing', 'Journal Templ. Name must have a value'),
                                  ('location-mandatory', 'yes', 'Location Code must have a value in Sales Line'),
                                  ('approval', 'needed', 'Sales Invoice 1022'),
                                  ('posted-series', 'missing', 'Starting No. must have a value in No. Series Line'),
                                  ('may-post', 'no', 'Sorry, the current permissions prevented the action'),
                                  ('post-dialog', 'yes', 'Microsoft Dynamics 365 Business Central Server attempted')):
            self.set(**{'bc.' + name: value})
            self.refused(text, 'salesInvoices', row, 'post')
            self.tearDown()
        # The template's window comes before the user's; blocked customer before the date; the date before blocked items.
        self.set(**{'bc.template-posting-window': '2026-01-01..2026-12-31', 'bc.user-posting-window': '2026-04-01..'})
        self.change('items', self.item, blocked=True)
        self.refused('Blocked must be', 'salesInvoices', row, 'post')
        self.set(**{'bc.template-posting-window': 'none'})
        self.refused('Posting Date', 'salesInvoices', row, 'post')
        self.change('customers', self.customer, blocked='All')
        self.refused('You cannot post', 'salesInvoices', row, 'post')
        self.tearDown()
        self.assertEqual(self.run_action('salesInvoices', row, 'post')[0], 204)

    def test_e_invoice(self):
        self.change('customers', self.customer, **{'al.eInvoice': True})
        row, _ = self.make(customerPurchaseOrderReference='PO 7')
        self.change('customers', self.customer, taxRegistrationNumber='')
        self.refused('You must specify either GLN, VAT Registration No. or Enterprise No. for Customer C1', 'salesInvoices', row, 'post')
        self.change('customers', self.customer, taxRegistrationNumber='0123456749')
        order, number = self.make('salesOrders')
        self.refused('Your Reference must have a value in Sales Header: Document Type=Order', 'salesOrders', order, 'shipAndInvoice')
        self.assertIn('done', self.act('edit', number, 'salesOrders', values={'al.yourReference': 'PO 8'}))
        self.assertEqual(self.run_action('salesOrders', order, 'shipAndInvoice')[0], 204)
        self.assertEqual(self.find('salesInvoices', number)[0]['customerPurchaseOrderReference'], 'PO 8')
        self.assertEqual(self.run_action('salesInvoices', row, 'post')[0], 204)

    def test_charges(self):
        self.change('customers', self.customer, **{'al.serviceCharge': 5, 'al.invoiceDiscountPercent': 10})
        row, _ = self.make()
        self.assertEqual(self.get('salesInvoices', row)['totalAmountExcludingTax'], 20)
        self.assertEqual(self.run_action('salesInvoices', row, 'post')[0], 204)
        self.assertEqual(self.get('salesInvoices', row)['totalAmountExcludingTax'], 23)

    def test_order(self):
        self.set(**{'bc.archive-orders': 'yes'})
        empty, _ = self.make('salesOrders', lines=())
        self.refused('Please add at least one line item to the estimate', 'salesOrders', empty, 'shipAndInvoice')
        row, number = self.make('salesOrders')
        order = self.get('salesOrders', row)['number']
        self.assertEqual(self.run_action('salesOrders', row, 'shipAndInvoice')[0], 204)
        self.assertEqual(self.box.bc('GET', f'salesOrders({row})')[0], 404)
        invoice = self.box.bc('GET', f"salesInvoices?$filter=orderNumber eq '{order}'")[1]['value']
        self.assertEqual([(i['externalDocumentNumber'], i['status'], i['orderId'], i['totalAmountIncludingTax']) for i in invoice], [(number, 'Open', row, 24.2)])
        self.assertNotEqual(invoice[0]['id'], row)
        self.assertEqual(self.automate(f"?$filter=orderNumber eq '{order}'")[1]['value'][0]['apiId'], invoice[0]['id'])
        self.assertEqual(len(self.box.bc('GET', f"salesShipments?$filter=orderNumber eq '{order}'")[1]['value']), 1)
        self.assertEqual(len(self.box.bc('GET', f"salesOrderArchives?$filter=number eq '{order}'")[1]['value']), 1)
        self.refused('The order cannot be found', 'salesOrders', row, 'shipAndInvoice')

    def test_order_in_parts(self):
        row, number = self.make('salesOrders')
        line = self.box.bc('GET', f'salesOrders({row})/salesOrderLines')[1]['value'][0]['id']
        self.box.bc('PATCH', f'salesOrderLines({line})', {'shipQuantity': 2, 'invoiceQuantity': 1}, If_Match='*')
        self.assertEqual(self.run_action('salesOrders', row, 'shipAndInvoice')[0], 204)
        self.assertTrue(self.get('salesOrders', row)['fullyShipped'])
        self.assertEqual(self.find('salesInvoices', number)[0]['totalAmountExcludingTax'], 10)
        self.assertEqual(self.run_action('salesOrders', row, 'shipAndInvoice')[0], 204)
        self.assertEqual(self.box.bc('GET', f'salesOrders({row})')[0], 404)
        self.assertEqual(len(self.find('salesInvoices', number)), 2)
        self.set(**{'bc.default-ship-quantity': 'blank'})
        row, _ = self.make('salesOrders')
        self.refused('There is nothing to post', 'salesOrders', row, 'shipAndInvoice')

    def test_order_beyond_what_was_shipped(self):
        row, _ = self.make('salesOrders', lines=({**ITEM, 'quantity': 5},))
        line = self.box.bc('GET', f'salesOrders({row})/salesOrderLines')[1]['value'][0]['id']

        def patch(**values):
            status, answer, _ = self.box.bc('PATCH', f'salesOrderLines({line})', values, If_Match='*')
            return answer['error']['message'].split('.  Corr')[0] if status >= 400 else (answer['shipQuantity'], answer['invoiceQuantity'])

        self.assertEqual(patch(shipQuantity=6), 'You cannot ship more than 5 units')
        self.assertEqual(patch(shipQuantity=2), (2, 2))
        self.assertEqual(patch(invoiceQuantity=3), 'You cannot invoice more than 2 units')
        self.assertEqual(patch(invoiceQuantity=1), (2, 1))
        self.assertEqual(self.run_action('salesOrders', row, 'shipAndInvoice')[0], 204)
        self.act('reopen', None, 'salesOrders', id=row)
        self.assertEqual(patch(shipQuantity=0), (0, 1))
        self.assertEqual(patch(invoiceQuantity=2), 'You cannot invoice more than 1 units')
        self.assertIn('Quantity must not be less than Quantity Shipped', patch(quantity=1))
        self.assertEqual(patch(quantity=3), (1, 2))

    def combine(self, count=2, **customer):
        made = [self.make('salesOrders') for _ in range(count)]
        numbers = [self.get('salesOrders', row)['number'] for row, _ in made]
        for row, _ in made:
            self.assertEqual(self.act('ship', None, 'salesOrders', id=row), {'done': 'done'})
            self.assertEqual((self.get('salesOrders', row)['status'], self.get('salesOrders', row)['fullyShipped']), ('Open', True))
        self.assertEqual(self.box.control('POST', 'act', {'verb': 'combine', 'orders': numbers}), {'done': 'done'})
        return made, numbers

    def test_combined(self):
        before = len(self.automate()[1]['value'])
        stock = self.get('items', self.item)['inventory']
        made, numbers = self.combine()
        self.assertEqual(self.get('items', self.item)['inventory'], stock - 4)
        posted = self.automate()[1]['value'][before:]
        self.assertEqual([(p['externalDocumentNumber'], p['orderNumber']) for p in posted], [('', '')])
        invoice = self.get('salesInvoices', posted[0]['apiId'])
        self.assertEqual((invoice['totalAmountExcludingTax'], invoice['status']), (40, 'Open'))
        lines = self.box.bc('GET', f"salesInvoices({invoice['id']})/salesInvoiceLines")[1]['value']
        self.assertEqual([line['lineType'] for line in lines], ['Comment', 'Item', 'Comment', 'Item'])
        for (row, number), order in zip(made, numbers):
            self.assertEqual(self.box.bc('GET', f'salesOrders({row})')[0], 404)
            self.assertEqual(self.box.bc('GET', f"salesInvoices?$filter=orderNumber eq '{order}'")[1]['value'], [])
            self.assertEqual(self.find('salesInvoices', number), [])
            self.assertEqual(len(self.box.bc('GET', f"salesShipments?$filter=orderNumber eq '{order}'")[1]['value']), 1)
            self.assertEqual(self.box.bc('GET', f"salesOrderArchives?$filter=number eq '{order}'")[1]['value'], [])

    def test_combined_readings(self):
        self.set(**{'bc.combined-external-number': 'first', 'bc.combined-orders': 'kept', 'bc.archive-orders': 'yes'})
        made, numbers = self.combine()
        self.assertEqual([r['totalAmountExcludingTax'] for r in self.find('salesInvoices', made[0][1])], [40])
        self.assertEqual(self.find('salesInvoices', made[1][1]), [])
        for row, _ in made:
            self.assertEqual(self.get('salesOrders', row)['fullyShipped'], True)
            self.refused('There is nothing to post', 'salesOrders', row, 'shipAndInvoice')
        self.assertIn('nothing to combine', self.box.control('POST', 'act', {'verb': 'combine', 'orders': numbers})['error'])

    def test_credit(self):
        row, number = self.make()
        self.refused('The action can be applied to a posted invoice only', 'salesInvoices', row, 'makeCorrectiveCreditMemo')
        self.assertEqual(self.run_action('salesInvoices', row, 'post')[0], 204)
        invoice = self.get('salesInvoices', row)
        stock = self.get('items', self.item)['inventory']
        self.assertEqual(self.run_action('salesInvoices', row, 'makeCorrectiveCreditMemo')[0], 204)
        memo = self.box.bc('GET', f'salesCreditMemos?$filter=invoiceId eq {row}&$expand=salesCreditMemoLines')[1]['value']
        self.assertEqual([(m['status'], m['invoiceNumber'], m['externalDocumentNumber'], m['totalAmountIncludingTax']) for m in memo],
                         [('Draft', invoice['number'], number, 24.2)])
        self.assertEqual([line['quantity'] for line in memo[0]['salesCreditMemoLines']], [2])
        self.assertEqual(self.get('salesInvoices', row)['status'], 'Open')
        self.assertEqual(self.run_action('salesCreditMemos', memo[0]['id'], 'post')[0], 204)
        posted = self.get('salesCreditMemos', memo[0]['id'])
        self.assertEqual((posted['status'], posted['number'][:5]), ('Paid', 'PS-CR'))
        self.refused('The action can be applied to a draft credit memo only', 'salesCreditMemos', memo[0]['id'], 'post')
        self.assertEqual((self.get('salesInvoices', row)['status'], self.get('salesInvoices', row)['remainingAmount']), ('Paid', 0))
        self.assertEqual(self.get('items', self.item)['inventory'], stock + 2)
        self.refused('The invoice is closed', 'salesInvoices', row, 'makeCorrectiveCreditMemo')
        self.set(**{'bc.posted-visible': 'no'})
        self.assertEqual(self.box.bc('GET', f'salesCreditMemos?$filter=invoiceId eq {row}')[1]['value'], [])
        self.set(**{'bc.posted-visible': 'yes', 'bc.closed-invoice-credit': 'made'})
        self.assertEqual(self.run_action('salesInvoices', row, 'makeCorrectiveCreditMemo')[0], 204)
        row, number = self.make()
        self.assertEqual(self.run_action('salesInvoices', row, 'post')[0], 204)
        self.act('pay', number, amount=4.2)
        self.set(**{'bc.closed-invoice-credit': 'refused'})
        self.refused('The invoice is partially paid or credited', 'salesInvoices', row, 'makeCorrectiveCreditMemo')
        self.refused('Canceling the invoice failed because of the following error', 'salesInvoices', row, 'cancel')

    def test_credit_memo_of_ones_own(self):
        row, _ = self.make()
        line = {'lineType': 'Account', 'lineObjectNumber': '705000', 'quantity': 1, 'unitPrice': 5}
        status, answer, _ = self.box.bc('POST', 'salesCreditMemos', {'customerNumber': 'C1', 'invoiceId': row, 'salesCreditMemoLines': [line]})
        self.assertEqual((status, answer['error']['message'].split('.')[0]), (400, 'The "invoiceId" does not match to an Invoice'))
        self.assertEqual(self.run_action('salesInvoices', row, 'post')[0], 204)
        self.change('customers', self.customer, blocked='Invoice')
        memo, _ = self.make('salesCreditMemos', lines=(line,), invoiceId=row)
        self.set(**{'bc.credited-status': 'Canceled'})
        self.assertEqual(self.run_action('salesCreditMemos', memo, 'post')[0], 204)
        self.assertEqual((self.get('salesInvoices', row)['status'], self.get('salesInvoices', row)['remainingAmount']), ('Open', 18.15))
        self.assertEqual(self.run_action('salesInvoices', row, 'post')[0], 400)
        empty, _ = self.make('salesCreditMemos', lines=())
        self.refused('Please add at least one line item to the credit memo', 'salesCreditMemos', empty, 'post')
        self.assertEqual(self.box.bc('DELETE', f'salesCreditMemos({empty})')[0], 204)

    def test_quote_released_by_a_person(self):
        self.set(**{'bc.quote-approval': 'needed'})
        row, number = self.make('salesQuotes')
        self.refused('Sales Quote', 'salesQuotes', row, 'makeInvoice')
        self.act('release', number, 'salesQuotes')
        self.assertEqual(self.run_action('salesQuotes', row, 'makeInvoice')[0], 204)
        self.assertEqual(len(self.find('salesInvoices', number)), 1)

    def test_line_changed_by_a_person(self):
        row, _ = self.make(lines=(ITEM, ITEM))
        lines = [line['id'] for line in self.box.bc('GET', f'salesInvoices({row})/salesInvoiceLines')[1]['value']]
        self.act('edit', None, 'salesInvoiceLines', id=lines[0], values={'unitPrice': 12})
        self.assertEqual(self.get('salesInvoices', row)['totalAmountExcludingTax'], 44)
        self.act('delete', None, 'salesInvoiceLines', id=lines[1])
        self.assertEqual(self.get('salesInvoices', row)['totalAmountExcludingTax'], 24)

    def test_delete(self):
        for table in ('salesInvoices', 'salesOrders', 'salesQuotes'):
            row, number = self.make(table)
            etag = self.get(table, row)['@odata.etag']
            self.act('edit', number, table, values={'email': 'a@b.c'})
            self.assertEqual(self.box.bc('DELETE', f'{table}({row})', If_Match=etag)[0], 409)
            etag = self.get(table, row)['@odata.etag']
            self.assertEqual(self.box.bc('DELETE', f'{table}({row})', If_Match=etag)[0], 204)
            self.assertEqual(self.find(table, number), [])
            self.assertEqual(self.find('salesInvoices', number), [])

    def void_of(self, number):
        rows = self.find('salesInvoices', number)
        self.assertEqual([(r['totalAmountIncludingTax'], r['status']) for r in rows], [(0, 'Paid')])
        lines = self.box.bc('GET', f"salesInvoices({rows[0]['id']})/salesInvoiceLines")[1]['value']
        self.assertEqual([line['lineType'] for line in lines], ['Comment'])
        self.assertEqual(self.automate(f"?$filter=externalDocumentNumber eq '{number}'")[1]['value'][0]['apiId'], rows[0]['id'])
        self.assertEqual([d['void'] for d in self.box.control('GET', 'dump')['bc']['salesInvoices'] if d['externalDocumentNumber'] == number], [True])
        return rows[0]

    def test_empty_invoice(self):
        self.set(**{'bc.invoice-series': 'shared'})
        row, number = self.make()
        draft = self.get('salesInvoices', row)['number']
        self.assertEqual(self.box.bc('DELETE', f'salesInvoices({row})')[0], 204)
        void = self.void_of(number)
        self.assertEqual(void['number'], draft)
        self.assertNotEqual(void['id'], row)
        row, number = self.make()
        draft = self.get('salesInvoices', row)['number']
        self.assertEqual(self.run_action('salesInvoices', row, 'post')[0], 204)
        self.assertEqual(self.get('salesInvoices', row)['number'], draft)

    def test_late_failure(self):
        self.set(**{'bc.post-fails-late': 'once'})
        row, number = self.make()
        self.refused('The activity was deadlocked', 'salesInvoices', row, 'post')
        self.assertEqual(self.get('salesInvoices', row)['status'], 'Draft')
        self.assertEqual(self.box.bc('DELETE', f'salesInvoices({row})')[0], 204)
        self.assertTrue(self.void_of(number)['number'].startswith('PS-INV'))
        self.set(**{'bc.negative-stock': 'refused'})
        row, _ = self.make(lines=({**ITEM, 'quantity': 1000},))
        self.refused('You have insufficient quantity of Item PUMP on inventory', 'salesInvoices', row, 'post')

    def test_person(self):
        row, number = self.make()
        for verb, status in (('release', 'Open'), ('reopen', 'Draft'), ('send-for-approval', 'In_x0020_Review'), ('approve', 'Open')):
            before = self.get('salesInvoices', row)['@odata.etag']
            self.assertEqual(self.act(verb, number), {'done': 'done'})
            after = self.get('salesInvoices', row)
            self.assertEqual(after['status'], status)
            self.assertNotEqual(after['@odata.etag'], before)
            if verb == 'send-for-approval':
                self.refused('Sales Invoice ', 'salesInvoices', row, 'post')
        # Released looks posted, and is not.
        self.assertEqual(self.automate(f"?$filter=apiId eq {row}")[1]['value'], [])
        self.assertEqual(self.box.bc('DELETE', f'salesInvoices({row})')[0], 400)
        self.assertIn('error', self.act('pay', number))
        self.assertEqual(self.act('post', number), {'done': 'done'})
        self.assertEqual(len(self.automate(f"?$filter=apiId eq {row}")[1]['value']), 1)
        for amount, left in ((0.123455, 24.07654), ('0.1', 23.97654), (-0.223455, 24.2)):
            self.act('pay', number, amount=amount)
            self.assertEqual(self.get('salesInvoices', row)['remainingAmount'], left)
        self.assertIn('error', self.act('pay', number, amount='much'))
        self.act('pay', number, amount=4.2)
        self.assertEqual((self.get('salesInvoices', row)['remainingAmount'], self.get('salesInvoices', row)['status']), (20, 'Open'))
        self.assertEqual(self.act('pay', number), {'done': 'done'})
        self.assertEqual(self.get('salesInvoices', row)['status'], 'Paid')
        self.assertIn('closed', self.act('credit', number)['error'])
        for verb, status in (('credit', 'Paid'), ('cancel', 'Canceled')):
            row, number = self.make()
            self.act('post', number)
            self.assertEqual(self.act(verb, number), {'done': 'done'})
            self.assertEqual(self.get('salesInvoices', row)['status'], status)
        memos = self.box.bc('GET', f'salesCreditMemos?$filter=invoiceId eq {row}')[1]['value']
        self.assertEqual([memo['status'] for memo in memos], ['Corrective'])
        self.refused('The invoice cannot be canceled because', 'salesInvoices', row, 'cancel')
        self.set(**{'bc.posted-deletion': 'refused'})
        self.assertIn('You cannot delete posted sales documents', self.box.bc('DELETE', f'salesInvoices({row})')[1]['error']['message'])
        row, number = self.make()
        self.assertEqual(self.act('delete', number), {'done': 'done'})
        self.assertEqual(self.find('salesInvoices', number), [])
        self.assertIn('error', self.act('delete', number))

    def test_person_in_between(self):
        for verb, text in (('post', 'The action can be applied to a draft invoice only'), ('delete', 'The invoice cannot be found'),
                           ('send-for-approval', 'Sales Invoice ')):
            row, number = self.make()
            self.box.fault('queue', path='post$', method='POST', seconds=0.5)
            answers = []
            thread = threading.Thread(target=lambda: answers.append(self.run_action('salesInvoices', row, 'post')))
            thread.start()
            while self.box.control('GET', 'faults')['faults'][-1]['hits'] == 0:
                time.sleep(0.01)
            self.assertEqual(self.act(verb, number), {'done': 'done'})
            thread.join()
            self.assertEqual(answers[0][0], 400)
            self.assertTrue(answers[0][1].startswith(text), answers)
        row, number = self.make()
        etag = self.get('salesInvoices', row)['@odata.etag']
        self.act('edit', number, values={'email': 'a@b.c'})
        self.assertEqual(self.run_action('salesInvoices', row, 'post', If_Match=etag)[0], 409)
        self.assertEqual(self.get('salesInvoices', row)['status'], 'Draft')

    def test_company_window(self):
        setup = self.box.control('GET', 'rows?service=bc&set=generalLedgerSetup')['rows'][0]['id']
        row, _ = self.make(postingDate='2026-03-01')
        self.change('generalLedgerSetup', setup, allowPostingFrom='2026-03-02')
        try:
            self.refused('Posting Date is not within your range of allowed posting dates', 'salesInvoices', row, 'post')
            # The user's window comes first, wherever the company's ends.
            self.set(**{'bc.user-posting-window': '2026-01-01..'})
            self.assertEqual(self.run_action('salesInvoices', row, 'post')[0], 204)
        finally:
            self.change('generalLedgerSetup', setup, allowPostingFrom='0001-01-01')

    def test_shipping_advice(self):
        row, number = self.make('salesOrders', partialShipping=False)
        line = self.box.bc('GET', f'salesOrders({row})/salesOrderLines')[1]['value'][0]['id']
        self.box.bc('PATCH', f'salesOrderLines({line})', {'shipQuantity': 1, 'invoiceQuantity': 1}, If_Match='*')
        self.refused('This document cannot be shipped completely', 'salesOrders', row, 'shipAndInvoice')
        self.assertEqual(self.find('salesInvoices', number), [])

    def test_further_refusals(self):
        place = self.box.add('locations', code='WMS', displayName='Hall', **{'al.requiresWarehouse': True})
        row, _ = self.make(lines=({**ITEM, 'locationId': place},))
        self.refused('Warehouse handling is required for Document Type = Invoice', 'salesInvoices', row, 'post')
        row, number = self.make()
        self.act('edit', number, values={'al.prepaymentUnpaid': True})
        self.refused('There are unpaid prepayment invoices related to the document of type Invoice with the number', 'salesInvoices', row, 'post')
        self.act('edit', number, values={'al.prepaymentUnpaid': False, 'externalDocumentNumber': ''})
        self.set(**{'bc.ext-doc-mandatory': 'yes'})
        self.refused('External Document No. must have a value in Sales Header', 'salesInvoices', row, 'post')
        self.set(**{'bc.ext-doc-mandatory': 'no', 'bc.user-posting-window': '2027-01-01..2027-12-31', 'bc.posting-date-text': 'v29'})
        self.refused('The Posting Date is not within', 'salesInvoices', row, 'post')
        self.set(**{'bc.user-posting-window': 'none', 'bc.action-not-found': '404'})
        self.refused('The Sales Invoice', 'salesInvoices', '11111111-1111-1111-1111-111111111111', 'post', 404)
        unit = [u['id'] for u in self.box.bc('GET', 'unitsOfMeasure')[1]['value'] if u['code'] == 'PCS'][0]
        self.change('customers', self.customer, **{'al.eInvoice': True})
        self.act('edit', number=None, id=row, values={'customerPurchaseOrderReference': 'PO'})
        self.change('unitsOfMeasure', unit, internationalStandardCode='')
        try:
            self.refused('You must specify a valid International Standard Code for the Unit of Measure for PCS', 'salesInvoices', row, 'post')
        finally:
            self.change('unitsOfMeasure', unit, internationalStandardCode='C62')
        self.change('unitsOfMeasure', unit, internationalStandardCode='')
        try:
            error = self.act('release', number=None, id=row)
            self.assertIn('You must specify a valid International Standard Code', error['error'])
        finally:
            self.change('unitsOfMeasure', unit, internationalStandardCode='C62')
        self.act('edit', number=None, id=row, values={'billToPostCode': ''})
        self.refused('Bill-to Post Code must have a value in Sales Header', 'salesInvoices', row, 'post')
        self.act('edit', number=None, id=row, values={'billToPostCode': '9000'})
        self.act('release', number=None, id=row)
        self.act('reopen', number=None, id=row)
        self.change('items', self.item, **{'al.tracking': 'lot'})
        self.refused('You must assign a lot number for item PUMP', 'salesInvoices', row, 'post')

    def test_readings(self):
        self.set(**{'bc.released-deletion': 'allowed', 'bc.post-fails-late': 'once', 'bc.late-posting-number': 'taken-back'})
        row, number = self.make()
        self.refused('The activity was deadlocked', 'salesInvoices', row, 'post')
        self.act('release', number)
        self.assertEqual(self.box.bc('DELETE', f'salesInvoices({row})')[0], 204)
        self.assertEqual(self.find('salesInvoices', number), [])
        self.set(**{'bc.posting-group-check': 'at-post', 'bc.late-posting-number': 'left'})
        self.change('customers', self.customer, **{'al.lacksPostingGroup': True})
        row, _ = self.make()
        self.refused('Gen. Bus. Posting Group must have', 'salesInvoices', row, 'post')
        self.set(**{'bc.posting-group-check': 'at-create'})
        self.assertEqual(self.box.bc('POST', 'salesInvoices', {'customerNumber': 'C1'})[0], 400)

    def test_posted_but_not_sent(self):
        row, _ = self.make()
        self.set(**{'bc.mail': 'fails'})
        status, message = self.run_action('salesInvoices', row, 'postAndSend')
        self.assertEqual((status, message.split('.')[0]), (400, 'An email account must be configured to send emails'))
        self.assertEqual(len(self.automate(f'?$filter=apiId eq {row}')[1]['value']), 1)
        self.set(**{'bc.mail': 'sent'})
        row, _ = self.make()
        self.assertEqual(self.run_action('salesInvoices', row, 'postAndSend')[0], 204)

    def test_merge(self):
        twin = self.box.add('customers', number='C1B', displayName='One again')
        row, _ = self.make(customerNumber='C1B')
        self.assertEqual(self.act('merge', number=None, **{'into': 'C1'}), {'error': 'Both customers must be there.'})
        answer = self.box.control('POST', 'act', {'verb': 'merge', 'number': 'C1B', 'into': 'C1'})
        self.assertEqual(answer, {'done': 'done'})
        self.assertEqual(self.get('salesInvoices', row)['customerId'], self.customer)
        self.assertEqual(self.box.bc('GET', f'customers({twin})')[0], 404)

    def test_rights(self):
        draft, draft_number = self.make()
        posted, posted_number = self.make()
        self.run_action('salesInvoices', posted, 'post')
        released, released_number = self.make()
        self.act('release', released_number)
        self.set(**{'bc.drafts-visible': 'no'})
        self.assertEqual([len(self.find('salesInvoices', n)) for n in (draft_number, posted_number, released_number)], [0, 1, 0])
        self.assertEqual([self.box.bc('GET', f'salesInvoices({r})')[0] for r in (draft, posted, released)], [404, 200, 404])
        self.assertIn('You do not have permissions to read Sales Orders', self.box.bc('GET', 'salesOrders')[1]['error']['message'])
        self.set(**{'bc.drafts-visible': 'yes', 'bc.posted-visible': 'no', 'bc.permission-status': '403'})
        self.assertEqual([len(self.find('salesInvoices', n)) for n in (draft_number, posted_number, released_number)], [1, 0, 1])
        self.assertEqual(self.automate()[0], 403)
        self.set(**{'bc.automate-without-right': 'empty'})
        self.assertEqual(self.automate()[1]['value'], [])
        self.set(**{'bc.automate': 'no', 'bc.ledger-visible': 'no'})
        self.assertEqual(self.automate()[0], 404)
        self.assertEqual(self.box.bc('GET', 'generalLedgerEntries')[0], 403)

    def test_quotes(self):
        for action, table in (('makeInvoice', 'salesInvoices'), ('makeOrder', 'salesOrders')):
            row, number = self.make('salesQuotes', lines=(ITEM, {'description': 'Thanks'}))
            quote = self.get('salesQuotes', row)
            self.assertEqual((quote['status'], quote['totalAmountIncludingTax'], quote['number'][:5]), ('Draft', 24.2, 'S-QUO'))
            self.assertEqual(len(self.box.bc('GET', f'salesQuotes({row})/salesQuoteLines')[1]['value']), 2)
            self.assertEqual(self.run_action('salesQuotes', row, action)[0], 204)
            made = self.find(table, number)
            self.assertEqual([(m['status'], m['totalAmountIncludingTax']) for m in made], [('Draft', 24.2)])
            self.assertNotEqual(made[0]['id'], row)
            self.assertEqual(len(self.box.bc('GET', f"{table}({made[0]['id']})/{table[:-1]}Lines")[1]['value']), 2)
            self.assertEqual(self.find('salesQuotes', number), [])
            self.refused('The quote cannot be found', 'salesQuotes', row, action)
            self.assertEqual(len(self.find(table, number)), 1)

    def test_quotes_refused(self):
        row, number = self.make('salesQuotes')
        self.assertEqual(self.box.bc('POST', 'salesQuotes', {'customerNumber': 'C1', 'customerPurchaseOrderReference': 'x'})[0], 400)
        self.change('customers', self.customer, blocked='Invoice')
        self.refused('You cannot create this type of document', 'salesQuotes', row, 'makeInvoice')
        self.tearDown()
        self.change('items', self.item, blocked=True)
        self.refused('Blocked must be', 'salesQuotes', row, 'makeInvoice')
        self.tearDown()
        for name, value, text in (('quote-approval', 'needed', 'Sales Quote'), ('quote-dialog', 'yes', 'Microsoft Dynamics 365')):
            self.set(**{'bc.' + name: value})
            self.refused(text, 'salesQuotes', row, 'makeInvoice')
            self.tearDown()
        self.assertEqual((len(self.find('salesQuotes', number)), self.find('salesInvoices', number)), (1, []))
        self.set(**{'bc.quote-commit': 'between-once'})
        self.refused('The activity was deadlocked', 'salesQuotes', row, 'makeInvoice')
        self.assertEqual((len(self.find('salesQuotes', number)), len(self.find('salesInvoices', number))), (1, 1))
        self.set(**{'bc.quotes': 'no'})
        self.assertEqual(self.box.bc('GET', 'salesQuotes')[0], 404)
        self.set(**{'bc.quotes': 'yes', 'bc.quote-series': 'missing'})
        self.assertIn('Starting No. must have', self.box.bc('POST', 'salesQuotes', {'customerNumber': 'C1'})[1]['error']['message'])
        # On quote lines the page has the price before the quantity: applied in its order, the line is priced anew.
        self.set(**{'bc.quote-series': 'present', 'bc.quote-status': 'Sent'})
        row, number = self.make('salesQuotes')
        self.assertEqual(self.get('salesQuotes', row)['status'], 'Sent')
        self.assertEqual(self.box.bc('PATCH', f'salesQuotes({row})', {'email': 'a@b.c'}, If_Match='*')[0], 200)
        self.assertIn('error', self.act('approve', number, 'salesQuotes'))
        self.set(**{'bc.quote-status': 'Draft', 'bc.property-order': 'page'})
        row, _ = self.make('salesQuotes')
        self.assertEqual(self.get('salesQuotes', row)['totalAmountExcludingTax'], 20.02)

    def test_faults(self):
        for kind, done in (('drop-before', False), ('drop-after', True), ('504-after', True), ('deadlock', False), ('lock', False), ('409', False), ('429', False)):
            for table, action, target in (('salesInvoices', 'post', None), ('salesOrders', 'shipAndInvoice', None), ('salesQuotes', 'makeInvoice', 'salesInvoices')):
                row, number = self.make(table)
                self.box.fault(kind, path=action + '$', method='POST')
                try:
                    self.assertGreaterEqual(self.run_action(table, row, action)[0], 409)
                except (TypeError, http.client.HTTPException, ConnectionError, urllib.error.URLError):
                    pass
                made = self.find('salesInvoices', number)
                if target or table == 'salesOrders':
                    self.assertEqual(len(made), int(done), (kind, table))
                else:
                    self.assertEqual(made[0]['number'].startswith('PS-INV'), done, (kind, table))


if __name__ == '__main__':
    unittest.main(verbosity=2)
