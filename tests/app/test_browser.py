# SPDX-License-Identifier: GPL-3.0-or-later
"""Without a display the window is in a web browser, at an address of this computer, until it is ended.

    test_browser.py IN-BROWSER PROGRAM
"""

import glob
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

# Long enough for a machine that is busy with something else.
PATIENCE = 120

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def read(url):
    with OPENER.open(url, timeout=PATIENCE) as answer:
        return answer.read()


def is_gone(url):
    try:
        read(url)
    except (urllib.error.URLError, OSError):
        return True
    return False


def test_shows_and_ends(script, program):
    with tempfile.TemporaryDirectory(prefix="passerelle-test-") as folder:
        environment = {name: value for name, value in os.environ.items()
                       if name not in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "GTK_A11Y")}
        environment |= {"HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder, "XDG_CACHE_HOME": folder,
                        "TMPDIR": folder}
        said = os.path.join(folder, "said")
        with open(said, "w", encoding="utf-8") as file:
            process = subprocess.Popen([script, program, "--demo"], env=environment, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.PIPE, stderr=file, text=True)
        patience = threading.Timer(PATIENCE, process.kill)
        patience.start()
        try:
            line = process.stdout.readline()
            assert line.startswith("Open http://127.0.0.1:"), line
            url = line.split()[1]
            assert b"<html" in read(url).lower()
            # At work: what it works with is swept away when it ends in order.
            while not glob.glob(os.path.join(folder, "passerelle-demo-*", "state", "ledger.db")):
                assert process.poll() is None, process.returncode
                time.sleep(0.05)
            process.send_signal(signal.SIGTERM)
            status = process.wait()
            with open(said, encoding="utf-8") as file:
                assert status == 0, (status, file.read())
            assert is_gone(url)
            assert not glob.glob(os.path.join(folder, "passerelle-*")), os.listdir(folder)
        finally:
            patience.cancel()
            process.kill()
            process.wait()


def test_says_what_is_missing(script, _):
    answer = subprocess.run([script, "/nowhere/program"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, timeout=PATIENCE, check=False)
    assert answer.returncode == 1 and "/nowhere/program" in answer.stderr, answer


def main(words):
    tests = [test_shows_and_ends, test_says_what_is_missing]
    print("TAP version 13")
    print(f"1..{len(tests)}", flush=True)
    failed = 0
    for number, test in enumerate(tests, 1):
        try:
            test(*words)
            print(f"ok {number} {test.__name__}", flush=True)
        except Exception as error:  # pylint: disable=broad-except
            failed += 1
            print(f"# {error!r}")
            print(f"not ok {number} {test.__name__}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
