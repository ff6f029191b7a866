# SPDX-License-Identifier: GPL-3.0-or-later
"""The window beside GNOME Text Editor and Calculator, on the same display and in the same run: from the start of the
process until its window is drawn, and its memory at rest. What isn't installed is left out."""

import ctypes
import os
import shutil
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "integration"))

ROUNDS = 7
PATIENCE = 60
REST = 5
BAR_RSS = 150

# As people start programs, not as tests do: a warning of another program is its own.
ENVIRONMENT = {name: value for name, value in os.environ.items()
               if name not in ("G_DEBUG", "MALLOC_PERTURB_", "MALLOC_CHECK_")}

SUBSTRUCTURE_NOTIFY = 1 << 19
MAP_NOTIFY = 19
Z_PIXMAP = 2


class MapEvent(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
                ("event", ctypes.c_ulong), ("window", ctypes.c_ulong), ("override_redirect", ctypes.c_int),
                ("rest", ctypes.c_char * 192)]


class Image(ctypes.Structure):
    _fields_ = [("width", ctypes.c_int), ("height", ctypes.c_int), ("xoffset", ctypes.c_int), ("format", ctypes.c_int),
                ("data", ctypes.c_void_p), ("byte_order", ctypes.c_int), ("bitmap_unit", ctypes.c_int),
                ("bitmap_bit_order", ctypes.c_int), ("bitmap_pad", ctypes.c_int), ("depth", ctypes.c_int),
                ("bytes_per_line", ctypes.c_int)]


ERROR_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class Display:
    """What is on the display, as its server sees it."""

    def __init__(self):
        self.x = ctypes.CDLL("libX11.so.6")
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x.XGetImage.restype = ctypes.POINTER(Image)
        # A window may go while it is looked at.
        self.handler = ERROR_HANDLER(lambda display, event: 0)
        self.x.XSetErrorHandler(self.handler)
        self.display = ctypes.c_void_p(self.x.XOpenDisplay(None))
        if not self.display:
            raise RuntimeError("there is no display")
        self.x.XSelectInput(self.display, ctypes.c_ulong(self.x.XDefaultRootWindow(self.display)),
                            ctypes.c_long(SUBSTRUCTURE_NOTIFY))

    def take_mapped(self):
        """The windows that were shown since the last call."""
        windows = []
        event = MapEvent()
        while self.x.XPending(self.display):
            self.x.XNextEvent(self.display, ctypes.byref(event))
            if event.type == MAP_NOTIFY:
                windows.append(event.window)
        return windows

    def is_drawn(self, window):
        """Whether there is more in it than one colour."""
        root = ctypes.c_ulong()
        numbers = [ctypes.c_int(), ctypes.c_int(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()]
        if not self.x.XGetGeometry(self.display, ctypes.c_ulong(window), ctypes.byref(root), *[ctypes.byref(n) for n in numbers]):
            return False
        width, height = numbers[2].value, numbers[3].value
        if width < 100 or height < 100:
            return False
        image = self.x.XGetImage(self.display, ctypes.c_ulong(window), 0, 0, width, height,
                                 ctypes.c_ulong(0xffffffff), Z_PIXMAP)
        if not image:
            return False
        data = ctypes.string_at(image.contents.data, image.contents.bytes_per_line * image.contents.height)
        self.x.XFree(ctypes.c_void_p(image.contents.data))
        self.x.XFree(image)
        return data != data[:4] * (len(data) // 4)


def read_processor(pid):
    """How long the processor worked for it, in ms."""
    total = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/schedstat", encoding="ascii") as file:
            total += int(file.read().split()[0])
    return total / 1e6


def read_memory(pid):
    """Resident, and of it what is its own or its part of what is shared, in MB."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        lines = dict(line.split(":") for line in file if ":" in line and line.split(":")[0] in ("Rss", "Pss"))
    return [int(lines[name].split()[0]) / 1024 for name in ("Rss", "Pss")]


def measure(display, command, rests):
    display.take_mapped()
    begun = time.monotonic()
    with subprocess.Popen(command, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as process:
        try:
            windows = []
            while not any(display.is_drawn(window) for window in windows):
                windows += display.take_mapped()
                if process.poll() is not None or time.monotonic() - begun > PATIENCE:
                    raise RuntimeError(f"{command[0]} shows no window")
                time.sleep(0.002)
            drawn = (time.monotonic() - begun) * 1000
            processor = read_processor(process.pid)
            if rests:
                time.sleep(REST)
            return drawn, processor, read_memory(process.pid)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def compare(ours):
    programs = [("Passerelle", ours), ("Text Editor", ["gnome-text-editor"]), ("Calculator", ["gnome-calculator"])]
    found = [(name, command) for name, command in programs if shutil.which(command[0])]
    for name, _ in programs:
        if name not in [other for other, _ in found]:
            print(f"{name} is not installed and not measured; build-aux/benchmark beside has it")
    display = Display()
    results = {name: [] for name, _ in found}
    # In turns, so that what else the machine does meets all of them; the first round only fills the caches.
    for n in range(ROUNDS + 1):
        for name, command in found:
            result = measure(display, command, n == ROUNDS)
            if n > 0:
                results[name].append(result)

    print(f"start until drawn, median of {ROUNDS}; memory after {REST} s")
    for name, _ in found:
        drawn, processor = (statistics.median(row[i] for row in results[name]) for i in (0, 1))
        rss, pss = results[name][-1][2]
        print(f"  {name:12} {drawn:6.0f} ms, {processor:6.0f} ms of the processor; {rss:5.0f} MB resident, {pss:5.0f} MB of them its own part")
    if "Text Editor" in results:
        for what, i in (("start", 0), ("start, by the processor's time", 1)):
            mine, bar = (statistics.median(row[i] for row in results[name]) for name in ("Passerelle", "Text Editor"))
            print(f"bar of the {what}: {mine:.0f} ms of Text Editor's {bar:.0f} ms: {'held' if mine <= bar else 'NOT held'}")
    rss = results["Passerelle"][-1][2][0]
    print(f"bar of memory: {rss:.0f} MB of {BAR_RSS} MB: {'held' if rss <= BAR_RSS else 'NOT held'}")


def main():
    if len(sys.argv) > 1:
        compare(sys.argv[1:])
        return

    from harness import Desktop, Sandbox  # pylint: disable=import-outside-toplevel

    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        subprocess.run([os.environ["WITH_DISPLAY"], sys.executable, __file__, os.environ["PASSERELLE"],
                        "--profile", desktop.profile, "--state", desktop.state, "--credentials", desktop.credentials],
                       check=True)


if __name__ == "__main__":
    main()
