#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What passerelle-sandbox does under each reading of what the documentation of Business Central leaves open."""
import unittest

import documents
from documents import ITEM


class Readings(unittest.TestCase):
    pass


# A company of its own, and what is done with it.
for name in ('setUpClass', 'tearDownClass', 'tearDown', 'set', 'change', 'act', 'make', 'find', 'get', 'run_action', 'refused'):
    setattr(Readings, name, vars(documents.Documents)[name])


class Dimensions(Readings):
    def test_dimensions(self):
        row, _ = self.make(shortcutDimension1Code='SALES', shortcutDimension2Code='LARGE')
        used = f"The combination of dimensions used in Invoice {self.get('salesInvoices', row)['number']}"
        self.set(**{'bc.blocked-dimensions': 'SALES,LARGE'})
        self.refused(used + ' is blocked. Dimension combinations DEPARTMENT - SALES', 'salesInvoices', row, 'post')
        self.set(**{'bc.blocked-dimensions': 'SALES,SMALL'})
        self.change('items', self.item, **{'al.defaultDimension2': 'SMALL'})
        self.refused(used + ', line no. 10000 is blocked. Dimension combinations', 'salesInvoices', row, 'post')
        self.change('items', self.item, **{'al.defaultDimension2': ''})
        self.assertEqual(self.run_action('salesInvoices', row, 'post')[0], 204)


class Writes(Readings):
    def test_writes(self):
        body = {'customerNumber': 'C1', 'externalDocumentNumber': 'R1', 'salesInvoiceLines': [ITEM]}
        for echo, totals in (('no', 'before-lines'), ('yes', 'after-lines')):
            self.set(**{'bc.deep-insert-echo': echo, 'bc.deep-insert-totals': totals})
            made = self.box.bc('POST', 'salesInvoices', body)[1]
            self.assertEqual('salesInvoiceLines' in made, echo == 'yes')
            self.assertEqual(made['totalAmountExcludingTax'], 20 if totals == 'after-lines' else 0)
            self.assertEqual(self.get('salesInvoices', made['id'])['totalAmountExcludingTax'], 20)
        self.set(**{'bc.deep-insert-echo': 'no', 'bc.deep-insert-totals': 'before-lines', 'bc.ext-doc-duplicate': 'refused'})
        self.assertEqual(self.box.bc('POST', 'salesInvoices', body)[0], 400)
        self.assertEqual(len(self.find('salesInvoices', 'R1')), 2)
        self.set(**{'bc.ext-doc-duplicate': 'accepted'})
        for discount, status in (('fails', 400), ('lost', 201)):
            self.set(**{'bc.header-discount': discount})
            got, made, _ = self.box.bc('POST', 'salesInvoices', {**body, 'discountAmount': 1})
            self.assertEqual(got, status, made)
        self.assertEqual(self.get('salesInvoices', made['id'])['totalAmountExcludingTax'], 20)
        self.set(**{'bc.header-discount': 'fails'})
        unknown = {'customerNumber': 'C1', 'salesInvoiceLines': [{'lineType': 'Item', 'lineObjectNumber': 'PUMP', 'quantity': 1,
                                                                  'unitOfMeasureCode': 'BARREL'}]}
        for status in (400, 405):
            self.set(**{'bc.method-not-allowed-status': str(status)})
            self.assertEqual(self.box.bc('POST', 'generalLedgerEntries', {})[0], status)
        self.assertEqual(self.box.bc('POST', 'salesInvoices', unknown)[0], 400)

    def test_voids(self):
        for status, comment in (('Open', 'yes'), ('Paid', 'no')):
            self.set(**{'bc.invoice-series': 'shared', 'bc.void-status': status, 'bc.void-comment': comment})
            row, number = self.make()
            self.assertEqual(self.box.bc('DELETE', f'salesInvoices({row})')[0], 204)
            void = self.find('salesInvoices', number)[0]
            self.assertEqual((void['status'], void['totalAmountIncludingTax']), (status, 0))
            lines = self.box.bc('GET', f"salesInvoices({void['id']})/salesInvoiceLines")[1]['value']
            self.assertEqual(len(lines), 1 if comment == 'yes' else 0)
        self.set(**{'bc.void-status': 'Paid', 'bc.void-comment': 'yes'})

    def test_languages(self):
        self.make()
        texts = set()
        for language in ('nl', 'en', 'fr'):
            self.set(**{'bc.default-language': language})
            answer = self.box.send('POST', f'{self.box.company}/salesInvoices', {'customerNumber': 'NOBODY'},
                                   {'Authorization': 'Bearer ' + self.box.token})
            texts.add(answer[1]['error']['message'].split('  Correlation')[0])
        self.set(**{'bc.default-language': 'nl'})
        self.assertEqual(len(texts), 3, texts)


if __name__ == '__main__':
    unittest.main(verbosity=2)
