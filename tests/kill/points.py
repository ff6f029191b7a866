# SPDX-License-Identifier: GPL-3.0-or-later
"""The moments of a document's way at which something can go wrong.

A way is what is made of a Wello invoice and how: the kind of document, the way
of making it, and how it ends. Its points are the requests that it takes, by
what they are for, and its arrows, the commits of the ledger. Both are counted
on a way on which nothing goes wrong.
"""

import collections
import re

# kind: invoice or order; via: how it is made; ending: what becomes of it.
Way = collections.namedtuple("Way", "kind via ending")

# What a request is for, and how often it was asked for before on this way.
Request = collections.namedtuple("Request", "service method what occurrence pattern")

# The n-th commit of the ledger.
Arrow = collections.namedtuple("Arrow", "number")

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
    ("bc", "GET", "accounts by number", r"/accounts\?\$filter=number%20eq|/accounts\?\$select=[^&]*&\$filter=number%20eq", True),
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


def needed(way):
    """What a way can't do without: were it missing, its cases would be missing, and nobody would notice."""
    names = {"entra POST sign in", "bc GET look up, own kind", "bc GET look up, other kind"}
    names.add("bc POST quote" if way.via == "quote" else "bc POST create")
    if way.via == "quote" and way.ending != "refused":
        names.add("bc POST convert")
    if way.ending in ("posted", "unposted"):
        names.add("bc POST post")
    if way.ending == "posted":
        names.add("bc GET proof of posting")
    if way.ending != "unposted":
        names.add("wello POST tell Wello")
    return names


def count_points(world, way):
    """The points of a way, by name."""
    options = world.options_of(way)
    with world.prepared(way) as number, world.striker() as striker:
        world.sandbox.reset_requests()
        world.bill(number, way.kind, *options, environment=striker.environment())
        requests = request_points(world.sandbox.requests(), way.kind, world.mark(number))
        arrows = [Arrow(number) for number in range(1, striker.commits() + 1)]
    points = {f"{point.service} {point.method} {point.what}" + (f" {point.occurrence + 1}" if point.occurrence else ""): point
              for point in requests}
    assert len(points) == len(requests), requests
    points.update({f"commit {arrow.number}": arrow for arrow in arrows})
    missing = needed(way) - points.keys()
    assert not missing and len(requests) > 10 and len(arrows) > 5, f"{way} lacks {missing}: {points}"
    return points
