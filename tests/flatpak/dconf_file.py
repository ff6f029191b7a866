# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what “dconf update” makes of an administrator's files, where there is no dconf: truth values, and locks.

The form is GVDB's, of GLib's gvdb-format.h: tables of items, each with a hash, its parent, what its name has beyond the
parent's, and where its value lies.
"""

import struct

NOTHING = 0xFFFFFFFF


def hash_of(name):
    value = 5381
    for byte in name.encode():
        value = (value * 33 + (byte if byte < 128 else byte - 256)) & NOTHING
    return value


class Writer:
    def __init__(self):
        self.data = bytearray(24)

    def put(self, chunk, alignment):
        self.data += bytes(-len(self.data) % alignment)
        start = len(self.data)
        self.data += chunk
        return start, len(self.data)

    def table(self, items):
        """Items: (whole name, own part, number of the parent or None, kind, value), all in one bucket."""
        size = 8 + 4 + 24 * len(items)
        start, end = self.put(bytes(size), 4)
        rows = []
        for whole, part, parent, kind, value in items:
            key, _ = self.put(part.encode(), 1)
            if kind == "L":
                where = self.put(b"".join(struct.pack("<I", child) for child in value), 4)
            elif kind == "H":
                where = self.table(value)
            else:
                where = self.put(bytes([value, 0]) + b"b", 8)
            rows.append(struct.pack("<IIIHcBII", hash_of(whole), NOTHING if parent is None else parent, key, len(part.encode()),
                                    kind.encode(), 0, *where))
        self.data[start:end] = struct.pack("<III", 0, 1, 0) + b"".join(rows)
        return start, end


def write_dconf(path, values, locks):
    """Values: truth values by their paths; locks: the paths that are locked."""
    items, places = [], {}

    def place(whole):
        if whole in places:
            return places[whole]
        folder = whole.endswith("/")
        above = whole[:-1].rpartition("/")[0] + "/" if folder else whole.rpartition("/")[0] + "/"
        parent = None if whole == "/" else place(above)
        places[whole] = len(items)
        items.append([whole, whole if parent is None else whole[len(above):], parent, "L" if folder else "v",
                      [] if folder else values[whole]])
        if parent is not None:
            items[parent][4].append(places[whole])
        return places[whole]

    for name in values:
        place(name)
    items.append([".locks", ".locks", None, "H", [(lock, lock, None, "v", True) for lock in locks]])
    writer = Writer()
    root = writer.table(items)
    writer.data[:24] = b"GVariant" + struct.pack("<IIII", 0, 0, *root)
    with open(path, "wb") as file:
        file.write(writer.data)
