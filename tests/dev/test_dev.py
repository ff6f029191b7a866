#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""build-aux/dev on a computer that has nothing: makes its root once, whoever interrupts it or starts it twice.

What makes a root and what enters it are stand-ins: nothing is downloaded.
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

SCRIPTS = sys.argv.pop(1)
PATIENCE = 30

# What the script may use of this computer.
TOOLS = ('bash', 'cat', 'chmod', 'cut', 'dirname', 'env', 'flock', 'getent', 'grep', 'mkdir', 'mktemp', 'mv', 'paste',
         'readlink', 'rm', 'sed', 'sh', 'sha256sum', 'sleep', 'sort', 'tail', 'tar', 'touch', 'tr')

# Writes an archive, once it may.
MMDEBSTRAP = '''#!/bin/sh
echo "$*" >> "$FAKES/made"
while [ -e "$FAKES/hold" ]; do sleep 0.05; done
[ ! -e "$FAKES/broken" ] || { echo "E: no network" >&2; exit 1; }
cd "$FAKES/tree" && exec tar -c .
'''
BWRAP = '''#!/bin/sh
echo "$*" >> "$FAKES/entered"
while [ "$1" != -- ]; do shift; done
shift
exec "$@"
'''


def heed_signals():
    """What nohup, or a program in the background, ignores is inherited, and a shell can't trap it any more."""
    for how in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(how, signal.SIG_DFL)


class Computer:
    def __init__(self, user=0, tools=('mmdebstrap', 'bwrap', 'newuidmap')):
        self.folder = tempfile.mkdtemp(prefix='passerelle-dev-')
        self.bin = self.path('bin')
        for name in ('bin', 'tree/etc', 'checkout/build-aux', 'home'):
            os.makedirs(self.path(name))
        for name in TOOLS:
            os.symlink(shutil.which(name), os.path.join(self.bin, name))
        self.program('id', f'#!/bin/sh\necho {user}\n')
        for name, text in (('mmdebstrap', MMDEBSTRAP), ('bwrap', BWRAP), ('newuidmap', '#!/bin/sh\n')):
            if name in tools:
                self.program(name, text)
        for name in ('dev', 'packages.list'):
            shutil.copy(os.path.join(SCRIPTS, name), self.path('checkout/build-aux'))
        # Another root than that in which this may be running.
        self.add_packages('only-here')

    def path(self, name):
        return os.path.join(self.folder, name)

    def program(self, name, text):
        with open(os.path.join(self.bin, name), 'w', encoding='utf-8') as file:
            file.write(text)
        os.chmod(os.path.join(self.bin, name), 0o755)

    def add_packages(self, text):
        with open(self.path('checkout/build-aux/packages.list'), 'a', encoding='utf-8') as file:
            file.write(text + '\n')

    def touch(self, name):
        with open(self.path(name), 'a', encoding='utf-8'):
            pass

    def lines(self, name):
        try:
            with open(self.path(name), encoding='utf-8') as file:
                return file.read().splitlines()
        except FileNotFoundError:
            return []

    def roots(self):
        """All that lies in the cache but locks and reports."""
        cache = self.path('cache/passerelle')
        return sorted(name for name in os.listdir(cache) if not name.endswith(('.lock', '.log')))

    def start(self, *words):
        environment = {'PATH': self.bin, 'HOME': self.path('home'), 'XDG_CACHE_HOME': self.path('cache'), 'FAKES': self.folder}
        return subprocess.Popen([self.path('checkout/build-aux/dev'), *words], env=environment, cwd=self.folder,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                preexec_fn=heed_signals)

    def end(self, process):
        out, err = process.communicate(timeout=PATIENCE)
        return process.returncode, out, err

    def run(self, *words):
        return self.end(self.start(*words))

    def wait_until(self, condition):
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, 'waited in vain'
            time.sleep(0.02)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        shutil.rmtree(self.folder)


class Dev(unittest.TestCase):
    def test_made_once(self):
        with Computer() as computer:
            status, out, err = computer.run('--private', 'sh', '-c', 'echo "$PASSERELLE_ROOT"; exit 7')
            self.assertEqual((status, out), (7, 'trixie\n'), err)
            self.assertEqual(computer.run('--private', 'true')[0], 0)
            self.assertEqual(len(computer.lines('made')), 1)
            self.assertEqual(len(computer.roots()), 1)
            self.assertIn('--die-with-parent', computer.lines('entered')[0])
            self.assertIn(computer.roots()[0], computer.lines('entered')[0])

    def test_other_packages_other_root(self):
        with Computer() as computer:
            self.assertEqual(computer.run('--private', 'true')[0], 0)
            before = computer.roots()
            computer.add_packages('# only a comment')
            self.assertEqual(computer.run('--private', 'true')[0], 0)
            self.assertEqual(computer.roots(), before)
            computer.add_packages('one-more')
            self.assertEqual(computer.run('--private', 'true')[0], 0)
            self.assertEqual(len(computer.roots()), 1)
            self.assertNotEqual(computer.roots(), before)
            self.assertIn('one-more', computer.lines('made')[1])
            # That of the next release lies beside it.
            self.assertEqual(computer.run('--next', 'true')[0], 0)
            self.assertEqual(len(computer.roots()), 2)
            self.assertIn(' forky ', computer.lines('made')[2])

    def test_started_twice(self):
        with Computer() as computer:
            computer.touch('hold')
            first = computer.start('--private', 'true')
            computer.wait_until(lambda: computer.lines('made'))
            second = computer.start('--private', 'true')
            self.assertIn('waiting for it', second.stderr.readline())
            os.unlink(computer.path('hold'))
            self.assertEqual([computer.end(process)[0] for process in (first, second)], [0, 0])
            self.assertEqual(len(computer.lines('made')), 1)
            self.assertEqual(len(computer.roots()), 1)

    def test_interrupted(self):
        for how in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL):
            with self.subTest(how), Computer() as computer:
                computer.touch('hold')
                process = computer.start('--private', 'true')
                computer.wait_until(lambda: computer.lines('made'))
                process.send_signal(how)
                # One that was killed leaves behind what it started, and that is waited for.
                if how == signal.SIGKILL:
                    process.wait(PATIENCE)
                else:
                    self.assertEqual(computer.end(process)[0], 125)
                    self.assertEqual(computer.roots(), [])
                again = computer.start('--private', 'true')
                if how == signal.SIGKILL:
                    self.assertIn('waiting for it', again.stderr.readline())
                os.unlink(computer.path('hold'))
                self.assertEqual(computer.end(again)[0], 0)
                self.assertEqual(len(computer.lines('made')), 2)
                self.assertEqual(len(computer.roots()), 1)
                process.stdout.close()
                process.stderr.close()

    def test_not_made(self):
        with Computer() as computer:
            computer.touch('broken')
            status, _, err = computer.run('--private', 'true')
            self.assertEqual(status, 125)
            self.assertIn('E: no network', err)
            self.assertIn('make-root.log', err)
            self.assertEqual(computer.roots(), [])
            os.unlink(computer.path('broken'))
            self.assertEqual(computer.run('--private', 'true')[0], 0)

    def test_says_what_to_install(self):
        with Computer(user=1000, tools=()) as computer:
            status, _, err = computer.run('--private', 'true')
            self.assertEqual(status, 125)
            self.assertIn('sudo apt install mmdebstrap bubblewrap', err)
            self.assertIn('uidmap', err)
            self.assertEqual(computer.lines('made'), [])
        with Computer(user=1000) as computer:
            self.assertEqual(computer.run('--private', 'true')[0], 0)
            self.assertIn('--mode=unshare', computer.lines('made')[0])

    def test_words(self):
        with Computer() as computer:
            for words in ((), ('--private',), ('--bogus', 'true')):
                status, _, err = computer.run(*words)
                self.assertEqual(status, 125)
                self.assertIn('--help', err)


if __name__ == '__main__':
    unittest.main(verbosity=2)
