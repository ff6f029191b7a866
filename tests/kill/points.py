# SPDX-License-Identifier: GPL-3.0-or-later
"""The moments of a document's way at which something can go wrong.

A way is what is made of a Wello invoice and how: the kind of document, the way
of making it, and how it ends. Its points are the requests that it takes, by
what they are for, and its arrows, the commits of the ledger. Both are counted
on a way on which nothing goes wrong.
"""

import collections
import re
import tempfile

# SQLite says to the disk that a transaction is to stay with one of these.
SYNC = "fdatasync,fsync"

# kind: invoice or order; via: how it is made; ending: what becomes of it.
Way = collections.namedtuple("Way", "kind via ending")

# What a request is for, and how often it was asked for before on this way.
Request = collections.namedtuple("Request", "service method what occurrence pattern")

# The n-th commit of the ledger, by its own thread; write: a write that belongs to it.
Arrow = collections.namedtuple("Arrow", "number write")

GUID = r"[0-9a-f]{8}-[0-9a-f-]{27}"

# What requests are for, by the first pattern that fits. {own} and {other} are the sets of the document's kind and of
# the other one, {mark} the external number. Lists whose length depends on what is still to be billed, or was made
# before, count once: "many".
ROLES = [
    # service, method, what, pattern, many
    ("entra", "POST", "sign in", r"/token$", False),
    ("bc", "GET", "environments", r"^/environments", False),
    ("bc", "GET", "companies", r"/companies(\?|$)", False),
    ("bc", "GET", "customers", r"/customers\?", True),
    ("bc", "GET", "items by id", r"/items\?\$filter=id%20eq", True),
    ("bc", "GET", "items by number", r"/items\?\$filter=number%20eq", True),
    ("bc", "GET", "locations", r"/locations(\?|$)", False),
    ("bc", "GET", "proof of posting", r"/postedSalesInvoices\?", False),
    ("bc", "GET", "followed documents", r"/{own}\?\$filter=id%20eq", True),
    ("bc", "GET", "followed others", r"/{other}\?\$filter=id%20eq", True),
    ("bc", "GET", "look up, own kind", r"/{own}\?\$filter=externalDocumentNumber%20eq%20'{mark}'(&|$)", False),
    ("bc", "GET", "look up, other kind", r"/{other}\?\$filter=externalDocumentNumber%20eq%20'{mark}'(&|$)", False),
    ("bc", "GET", "sweep, own kind", r"/{own}\?\$filter=externalDocumentNumber", True),
    ("bc", "GET", "sweep, other kind", r"/{other}\?\$filter=externalDocumentNumber", True),
    ("bc", "POST", "quote", r"/salesQuotes(\?|$)", False),
    ("bc", "GET", "look for quotes", r"/salesQuotes\?", False),
    ("bc", "GET", "read the quote", r"/salesQuotes\({guid}\)(\?|$)", False),
    ("bc", "PATCH", "change the quote", r"/salesQuotes\({guid}\)(\?|$)", False),
    ("bc", "PATCH", "change a line of the quote", r"/salesQuoteLines\({guid}\)", False),
    ("bc", "DELETE", "remove the quote", r"/salesQuotes\({guid}\)(\?|$)", False),
    ("bc", "POST", "convert", r"\)/Microsoft\.NAV\.make(Invoice|Order)$", False),
    ("bc", "PATCH", "change it", r"/{own}\({guid}\)(\?|$)", False),
    ("bc", "PATCH", "change a line of it", r"/sales\w+Lines\({guid}\)", False),
    ("bc", "POST", "create", r"/{own}(\?|$)", False),
    ("bc", "GET", "read it", r"/{own}\({guid}\)", False),
    ("bc", "GET", "read the other kind", r"/{other}\({guid}\)", False),
    ("bc", "POST", "post", r"\)/Microsoft\.NAV\.(post|shipAndInvoice)$", False),
    ("wello", "POST", "tell Wello", r"/ChangeStatusId$", False),
]


def sets_of(kind):
    return ("salesOrders", "salesInvoices") if kind == "order" else ("salesInvoices", "salesOrders")


def expand(pattern, kind, mark):
    own, other = sets_of(kind)
    for name, value in (("own", own), ("other", other), ("mark", re.escape(mark).replace("\\-", "-")), ("guid", GUID)):
        pattern = pattern.replace("{" + name + "}", value)
    return pattern


def role_of(request, kind, mark):
    """What a request of the log is for: (what, pattern, many). Wello's lists go by their names."""
    for service, method, what, pattern, many in ROLES:
        if (service, method) == (request["service"], request["method"]):
            if re.search(expand(pattern, kind, mark), request["path"]):
                return what, pattern, many
    name = re.search(r"/(\w+)(\(.*\))?(\?|$)", request["path"]).group(1)
    return name, rf"/{name}(\?|\(|$)", True


def request_points(requests, kind, mark):
    points, seen = [], collections.Counter()
    for request in requests:
        what, pattern, many = role_of(request, kind, mark)
        key = (request["service"], request["method"], what)
        if not many or seen[key] == 0:
            points.append(Request(*key, seen[key], pattern))
        seen[key] += 1
    return points


def count_arrows(world, number, way, options):
    """How often the ledger's thread commits. The tracer counts for each thread by itself; the ledger has one that writes,
    the one with the most to do."""
    world.checkpoint()
    with tempfile.NamedTemporaryFile("r", prefix="passerelle-strace-") as trace:
        world.strace([*world.ledger_files(), "-e", f"trace={SYNC},pwrite64", "-o", trace.name], number, way.kind, *options)
        lines = [line.split(None, 1) for line in trace.read().splitlines()]
    writes, commits = collections.defaultdict(list), collections.Counter()
    counted = collections.Counter()
    for thread, call in lines:
        if re.match(r"f(data)?sync\(", call):
            commits[thread] += 1
            writes[thread].append(counted[thread])
        elif call.startswith("pwrite64("):
            counted[thread] += 1
    writer = max(commits, key=commits.get)
    # The write before the commit is its own, or, when it had none, a later one is struck.
    return [Arrow(number, max(write, 1)) for number, write in enumerate(writes[writer], 1)]


def count_points(world, way):
    """The points of a way, by name."""
    options = world.options_of(way)
    with world.prepared(way) as number:
        world.sandbox.reset_requests()
        world.bill(number, way.kind, *options)
        requests = request_points(world.sandbox.requests(), way.kind, world.mark(number))
    with world.prepared(way) as number:
        arrows = count_arrows(world, number, way, options)
    points = {f"{point.service} {point.method} {point.what}" + (f" {point.occurrence + 1}" if point.occurrence else ""): point
              for point in requests}
    assert len(points) == len(requests), requests
    points.update({f"commit {arrow.number}": arrow for arrow in arrows})
    assert len(requests) > 10 and len(arrows) > 5, points
    return points
