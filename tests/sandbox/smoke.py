#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Talks to passerelle-sandbox over HTTP: sign-in, paging, faults, limits, TLS."""
import base64
import http.client
import json
import os
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

PROGRAM = sys.argv.pop(1)
SCOPE = 'https://api.businesscentral.dynamics.com/.default'


class Sandbox:
    def __init__(self, *options):
        self.child = subprocess.Popen([PROGRAM, '--watch-stdin', *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.ready = json.loads(self.child.stdout.readline())
        cafile = self.ready['ca_file']
        self.context = ssl.create_default_context(cafile=cafile) if cafile else None
        self.token = None
        self.api = self.ready['bc'] + '/Production/api/v2.0'
        self.company = f"{self.api}/companies({self.ready['company_id']})"

    def stop(self):
        self.child.stdin.close()
        self.child.stdout.close()
        return self.child.wait(30)

    def send(self, method, url, body=None, headers=None, timeout=20):
        headers = dict(headers or {})
        data = body
        if body is not None and not isinstance(body, bytes):
            data = json.dumps(body).encode()
            headers.setdefault('Content-Type', 'application/json')
        request = urllib.request.Request(url, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=timeout, context=self.context) as answer:
                status, text, head = answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            status, text, head = error.code, error.read(), error.headers
        try:
            text = json.loads(text)
        except (ValueError, RecursionError):
            pass
        return status, text, head

    def sign_in(self, **changes):
        tenant = changes.pop('tenant', self.ready['tenant'])
        form = dict(grant_type='client_credentials', client_id=self.ready['client_id'],
                    client_secret=self.ready['client_secret'], scope=SCOPE)
        form.update(changes)
        return self.send('POST', f"{self.ready['authority']}/{tenant}/oauth2/v2.0/token",
                         urllib.parse.urlencode(form).encode(), {'Content-Type': 'application/x-www-form-urlencoded'})

    def bc(self, method, path, body=None, **headers):
        if self.token is None:
            self.token = self.sign_in()[1]['access_token']
        head = {'Authorization': 'Bearer ' + self.token, 'Accept-Language': 'en-US'}
        head.update({name.replace('_', '-'): value for name, value in headers.items()})
        url = path if path.startswith('http') else f'{self.company}/{path}'
        return self.send(method, url.replace(' ', '%20'), body, head)

    def control(self, method, path, body=None):
        return self.send(method, f"{self.ready['control']}/{path}", body)[1]

    def add(self, table, **values):
        return self.control('POST', 'change', {'service': 'bc', 'set': table, 'values': values})['done']

    def fault(self, kind, **parts):
        answer = self.control('POST', 'faults', {'service': 'bc', 'kind': kind, **parts})
        assert 'done' in answer, answer


def invoices(sandbox):
    return [d['externalDocumentNumber'] for d in sandbox.control('GET', 'dump')['bc']['salesInvoices']]


class Smoke(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.box = Sandbox('--customers', '0', '--items', '0', '--work-orders', '0')
        cls.box.add('customers', number='SMOKE', displayName="L'Étoile")

    @classmethod
    def tearDownClass(cls):
        assert cls.box.stop() == 0

    def tearDown(self):
        self.box.control('DELETE', 'faults')

    def post(self, number):
        return self.box.bc('POST', 'salesInvoices', {'customerNumber': 'SMOKE', 'externalDocumentNumber': number})

    def batch(self, requests, **headers):
        head = {'Accept': 'application/json', **headers}
        return self.box.bc('POST', self.box.api + '/$batch', {'requests': requests}, **head)

    def test_batch(self):
        """One after the other; the first that goes wrong ends it, unless it is preferred otherwise."""
        company = self.box.company[len(self.box.api) + 1:]
        make = {'method': 'POST', 'url': company + '/customers', 'headers': {'Content-Type': 'application/json'}}
        requests = [{'id': '1', **make, 'body': {'displayName': 'First of a batch'}},
                    {'id': '2', 'method': 'GET', 'url': company + '/customers(00000000-0000-0000-0000-00000000dead)'},
                    {'id': '3', **make, 'body': {'displayName': 'Last of a batch'}},
                    {'id': '4', 'method': 'GET', 'url': company + "/customers?$filter=displayName eq 'First of a batch'&$select=number"}]
        status, answer, _ = self.batch(requests)
        self.assertEqual((status, [(r['id'], r['status']) for r in answer['responses']]), (200, [('1', 201), ('2', 404)]))
        self.assertEqual(answer['responses'][0]['body']['displayName'], 'First of a batch')
        self.assertIn('error', answer['responses'][1]['body'])

        status, answer, _ = self.batch(requests[1:], Prefer='odata.continue-on-error')
        self.assertEqual((status, [r['status'] for r in answer['responses']]), (200, [404, 201, 200]))
        self.assertEqual(len(answer['responses'][2]['body']['value']), 1)

        status, answer, _ = self.batch([requests[3]] * 101)
        self.assertEqual((status, answer['error']['code']), (400, 'Unknown'))
        self.assertIn("'100'", answer['error']['message'])
        self.assertEqual(self.box.send('POST', self.box.api + '/$batch', {'requests': []})[0], 401)
        self.assertEqual(self.batch([{'id': '1', 'method': 'GET', 'url': '$batch'}])[0], 400)

    def test_sign_in(self):
        box = self.box
        for changes, status, code in (({'client_secret': 'x'}, 401, 'AADSTS7000215'), ({'tenant': 'x.example'}, 400, 'AADSTS90002'),
                                      ({'client_id': 'x'}, 400, 'AADSTS700016'), ({'tenant': 'common'}, 400, 'AADSTS50059')):
            answer = box.sign_in(**changes)
            self.assertEqual(answer[0], status)
            self.assertIn(code, answer[1]['error_description'])
        answer = box.sign_in(tenant=box.ready['tenant_domain'])
        self.assertEqual(answer[0], 200)
        old = answer[1]['access_token']
        url = box.api + '/companies'
        self.assertEqual(box.send('GET', url, headers={'Authorization': 'Bearer ' + old})[0], 200)
        box.control('POST', 'token-expire')
        answer = box.send('GET', url, headers={'Authorization': 'Bearer ' + old, 'Accept-Language': 'en'})
        self.assertEqual((answer[0], answer[1]['error']['code']), (401, 'Authentication_InvalidCredentials'))
        box.token = None

    def test_places(self):
        box = self.box
        for prefix in ('/Production', '/production', f"/{box.ready['tenant']}/Production", f"/{box.ready['tenant_domain']}/PRODUCTION"):
            self.assertEqual(box.bc('GET', f"{box.ready['bc']}{prefix}/api/v2.0/companies")[0], 200, prefix)
        answer = box.bc('GET', box.ready['bc'] + '/Nowhere/api/v2.0/companies')
        self.assertEqual(answer[0], 404)
        self.assertIn(b'<code>NoEnvironment</code>', answer[1])
        answer = box.bc('GET', f'{box.api}/companies(11111111-1111-1111-1111-111111111111)/items')
        self.assertEqual((answer[0], answer[1]['error']['code']), (404, 'Internal_CompanyNotFound'))
        self.assertEqual(box.bc('GET', f"{box.api}/items?company={box.ready['company']}")[0], 200)
        key = base64.b64encode(f"{box.ready['bc_user']}:{box.ready['bc_password']}".encode()).decode()
        on_premises = box.ready['bc_on_premises'] + '/api/v2.0/companies?tenant=default'
        self.assertEqual(box.send('GET', on_premises, headers={'Authorization': 'Basic ' + key})[0], 200)
        self.assertEqual(box.send('GET', box.api + '/companies', headers={'Authorization': 'Basic ' + key})[0], 401)
        origin = box.ready['bc'][:-len('/v2.0')]
        self.assertEqual(box.bc('GET', origin + '/environments/v1.2')[1]['value'][0]['name'], 'Production')
        automate = f"{box.ready['bc']}/Production/api/microsoft/automate/v1.0/companies({box.ready['company_id']})/postedSalesInvoices"
        self.assertEqual(box.bc('GET', automate)[1]['value'], [])
        self.assertEqual(box.bc('GET', 'items?$filter=' + 'x' * 9000)[0], 414)

    def test_paging(self):
        box = self.box
        for n in range(25):
            box.add('locations', code=f'P{n:03}', displayName='Place')
        seen, url = [], "locations?$filter=startswith(code,'P')&$select=code"
        pages = 0
        while url:
            status, page, head = box.bc('GET', url, Prefer='odata.maxpagesize=10')
            self.assertEqual((status, head['Preference-Applied']), (200, 'odata.maxpagesize=10'))
            seen += [row['code'] for row in page['value']]
            url = page.get('@odata.nextLink')
            pages += 1
            if url:
                self.assertIn('aid=FIN&$skiptoken=', url)
        self.assertEqual((pages, seen), (3, [f'P{n:03}' for n in range(25)]))
        status, page, _ = box.bc('GET', 'locations?$skiptoken=nonsense')
        self.assertEqual((status, page['error']['code']), (400, 'SkipTokenIsNoLongerValid'))

    def test_answers(self):
        for kind, status, code in (('429', 429, 'Application_TooManyRequests'), ('503', 503, None), ('409', 409, 'Request_EntityChanged'),
                                   ('deadlock', 409, 'Internal_ServerError'), ('lock', 409, 'Internal_ServerError'),
                                   ('expired-token', 401, 'Authentication_InvalidCredentials')):
            self.box.fault(kind, retry_after=7)
            answer = self.post('NEVER')
            self.assertEqual(answer[0], status)
            if code:
                self.assertEqual(answer[1]['error']['code'], code)
            if kind in ('429', '503'):
                self.assertEqual(answer[2]['Retry-After'], '7')
        self.box.fault('429', retry_after=None)
        self.assertIsNone(self.post('NEVER')[2]['Retry-After'])
        for kind, status, start in (('html', 502, b'<!DOCTYPE'), ('xml', 404, b'<error'), ('brackets', 200, b'[' * 100000)):
            self.box.fault(kind)
            answer = self.post('NEVER')
            self.assertEqual(answer[0], status)
            self.assertTrue(answer[1].startswith(start))
        self.assertNotIn('NEVER', invoices(self.box))
        self.box.fault('504-after')
        self.assertEqual(self.post('AFTER504')[0], 504)
        self.box.fault('malformed')
        self.assertIsInstance(self.post('MALFORMED')[1], bytes)
        self.assertTrue({'AFTER504', 'MALFORMED'} <= set(invoices(self.box)))

    def test_web_services(self):
        url = self.box.api.split('/api/')[0] + "/ODataV4/Company('CRONUS%20BE')/Customers?$filter=No%20eq%20'SMOKE'&$select=Name"
        self.assertEqual(self.box.bc('GET', url)[1]['value'][0]['Name'], "L'Étoile")
        self.box.fault('429', path='ODataV4')
        self.assertEqual(self.box.bc('GET', url)[0], 429)
        self.box.fault('skip-token', path='ODataV4')
        self.assertEqual(self.box.bc('GET', url)[1]['error']['code'], 'SkipTokenIsNoLongerValid')
        self.assertEqual(self.box.send('GET', url, headers={'Authorization': 'Bearer x', 'Accept-Language': 'en'})[0], 401)

    def test_dropped(self):
        for kind, there in (('drop-before', False), ('drop-after', True), ('truncate', True)):
            self.box.fault(kind, after=1, path='salesInvoices$', method='POST')
            self.assertEqual(self.post('FIRST-' + kind)[0], 201)
            with self.assertRaises((http.client.HTTPException, ConnectionError, urllib.error.URLError)):
                self.post('DROP-' + kind)
            self.assertEqual('DROP-' + kind.upper() in invoices(self.box), there)
            faults = self.box.control('GET', 'faults')['faults']
            self.assertEqual((faults[-1]['hits'], faults[-1]['times']), (1, 0))
            self.box.control('DELETE', 'faults')

    def test_commit_late(self):
        self.box.fault('commit-late', seconds=1)
        with self.assertRaises((http.client.HTTPException, ConnectionError, urllib.error.URLError)):
            self.post('LATE')
        self.assertNotIn('LATE', invoices(self.box))
        time.sleep(1.5)
        self.assertIn('LATE', invoices(self.box))

    def test_queue(self):
        self.box.bc('GET', 'items')
        self.box.fault('queue', seconds=1)
        thread = threading.Thread(target=self.post, args=('QUEUED',))
        start = time.monotonic()
        thread.start()
        time.sleep(0.5)
        self.assertNotIn('QUEUED', invoices(self.box))
        self.assertEqual(self.box.bc('GET', 'items')[0], 200)
        thread.join()
        self.assertGreater(time.monotonic() - start, 0.9)
        self.assertIn('QUEUED', invoices(self.box))

    def test_slow(self):
        self.box.fault('slow')
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.box.api).netloc, timeout=10)
        connection.request('GET', urllib.parse.urlsplit(self.box.company).path + '/items',
                           headers={'Authorization': 'Bearer ' + (self.box.token or '')})
        answer = connection.getresponse()
        start = time.monotonic()
        self.assertEqual(len(answer.read(2)), 2)
        self.assertGreater(time.monotonic() - start, 0.9)
        connection.close()

    def test_gzip_bomb(self):
        self.box.fault('gzip-bomb')
        status, text, head = self.box.bc('GET', 'items')
        self.assertEqual(head['Content-Encoding'], 'gzip')
        self.assertLess(len(text), 8 << 20)

    def test_log(self):
        self.box.control('POST', 'reset-requests')
        self.box.bc('GET', 'items')
        log = self.box.control('GET', 'requests')
        self.assertEqual(log['counts'].get('bc GET'), 1)
        entry = [e for e in log['requests'] if e['service'] == 'bc'][-1]
        self.assertEqual((entry['method'], entry['status'], entry['handled']), ('GET', 200, True))
        self.assertNotIn(self.box.token, json.dumps(log))

    def test_stock_move(self):
        box = self.box
        item = box.add('items', number='MOVED', displayName='Moved')
        before = box.bc('GET', f'items({item})')[1]
        box.control('POST', 'change', {'service': 'bc', 'set': 'items', 'id': item, 'values': {'inventory': 7.5}, 'touch': False})
        box.add('itemLedgerEntries', itemNumber='MOVED', quantity=7.5)
        after = box.bc('GET', f'items({item})')[1]
        self.assertEqual((after['inventory'], after['lastModifiedDateTime']), (7.5, before['lastModifiedDateTime']))
        entries = box.bc('GET', f"itemLedgerEntries?$filter=lastModifiedDateTime ge {before['lastModifiedDateTime']}")[1]['value']
        self.assertEqual(entries[-1]['itemNumber'], 'MOVED')


class Limits(unittest.TestCase):
    def test_at_once(self):
        box = Sandbox('--latency', '200', '--set', 'bc.limit-running=2', '--set', 'bc.limit-queued=3')
        try:
            box.bc('GET', 'items')
            results = []
            threads = [threading.Thread(target=lambda: results.append(box.bc('GET', 'items')[0])) for _ in range(8)]
            start = time.monotonic()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(sorted(results), [200] * 5 + [429] * 3)
            self.assertGreater(time.monotonic() - start, 0.55)
        finally:
            box.stop()

    def test_window(self):
        box = Sandbox('--set', 'bc.limit-requests=3', '--set', 'bc.retry-after=always')
        try:
            self.assertEqual([box.bc('GET', 'items')[0] for _ in range(4)], [200, 200, 200, 429])
            self.assertEqual(box.bc('GET', 'items')[2]['Retry-After'], '2')
        finally:
            box.stop()


class Secure(unittest.TestCase):
    def test_tls(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'dump.json')
            box = Sandbox('--tls', '--dump', path)
            try:
                self.assertTrue(box.ready['bc'].startswith('https://127.0.0.1:'))
                self.assertEqual(box.bc('GET', 'companyInformation')[0], 200)
                context = ssl.create_default_context(cafile=box.ready['ca_file'])
                context.set_alpn_protocols(['h2'])
                place = urllib.parse.urlsplit(box.api)
                with context.wrap_socket(__import__('socket').create_connection((place.hostname, place.port)), server_hostname='127.0.0.1') as link:
                    self.assertEqual(link.selected_alpn_protocol(), 'h2')
                with self.assertRaises(urllib.error.URLError):
                    urllib.request.urlopen(box.api, context=ssl.create_default_context())
            finally:
                box.stop()
            self.assertFalse(os.path.exists(box.ready['ca_file']))
            with open(path, encoding='utf-8') as dump:
                self.assertIn('salesInvoices', json.load(dump)['bc'])

    def test_bad_options(self):
        for options in (['--set', 'bc.nothing=1'], ['--fault', 'kind=sideways'], ['--customers', '-1']):
            done = subprocess.run([PROGRAM, *options], capture_output=True, check=False, timeout=20)
            self.assertEqual(done.returncode, 2)
            self.assertIn(b'passerelle-sandbox: ', done.stderr)


if __name__ == '__main__':
    unittest.main(verbosity=2)
