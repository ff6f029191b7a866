# SPDX-License-Identifier: GPL-3.0-or-later
"""Each write reaches the server at most once and with its own body, whatever the server or a proxy does; what it came
to is never told better than it is known; reads are repeated a few times at most, and only at the same host."""

import atexit
import functools
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))

import http1  # noqa: E402
import http2  # noqa: E402
import proxy  # noqa: E402
from harness import run  # noqa: E402
from http1 import answer, error, page  # noqa: E402
from torture import TALLY, WRITES, Case, run_case  # noqa: E402
from wire import Certificates  # noqa: E402

FOLDER = tempfile.mkdtemp(prefix="passerelle-torture-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
CERTIFICATES = Certificates(FOLDER)

MADE, NOT_MADE, REFUSED, STALE = ("made",), ("not-made",), ("refused",), ("stale",)
UNSENT = ("not-sent",)
LOST = ("no-answer",)
LATE = ("timed-out",)
LARGE = 400000
CUT = answer(201, http1.MADE, length=1000)
CHUNKED = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
UNTIL_CLOSE = b"HTTP/1.0 201 Created\r\nContent-Type: application/json\r\n\r\n"
CHALLENGE = 'WWW-Authenticate: Bearer realm="x"'
BASIC = 'WWW-Authenticate: Basic realm="x"'
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"


def redirect(status):
    return lambda elsewhere: http1.always(answer(status, b"", f"Location: {elsewhere}"))


def done(behave, **more):
    """A behaviour after which it's done, at once."""
    return Case(behave, **{"write": MADE, "read": "read", "read_hits": 1, "transport": ("answer",), **more})


def told(data, write=("unknown",), read_hits=1, **more):
    """A complete answer that is no success."""
    return Case(http1.always(data), **{"write": write, "read_hits": read_hits, "transport": ("answer",), **more})


def lost(behave, **more):
    return Case(behave, **{"transport": LOST, **more})


HTTP1 = {
    "answer": done(http1.always(answer(201))),
    "answer_without_body": done(http1.always(b"HTTP/1.1 204 No Content\r\n\r\n")),
    "answer_then_close": done(http1.always(answer(201), end="close")),
    "answer_then_reset": Case(http1.always(answer(201), end="reset"), write=("made", "unknown"), read="read", loose=True),
    "answer_until_close": done(http1.always(UNTIL_CLOSE + http1.MADE, end="close")),
    "answer_until_close_cut": Case(http1.always(UNTIL_CLOSE + http1.MADE[:-9], end="close"), read="read", read_hits=1),
    "answer_twice": done(http1.always(answer(201) + answer(500))),
    "answer_after_continue": done(http1.always(CONTINUE, answer(201))),
    "answer_after_hints": done(http1.always(HINTS, answer(201))),
    "answer_of_another": Case(http1.always(page(200)), read="read", read_hits=1, status=200),
    "answer_early": Case(http1.early(answer(201)), write=("made", "unknown"), read="read", loose=True),
    "answer_early_large": Case(http1.early(answer(201)), write=("made", "unknown"), read="read", loose=True, pad=LARGE),
    "drop_at_once": lost(http1.at_once, loose=True),
    "reset_at_once": Case(http1.reset_at_once, write=("unknown", "not-made"), loose=True),
    "drop_in_the_head": lost(http1.in_the_head),
    "drop_after_the_head": lost(http1.after_the_head),
    "drop_after_the_head_large": lost(http1.after_the_head, pad=LARGE),
    "drop_in_the_body": lost(http1.in_the_body, pad=LARGE),
    "drop_after_the_body": lost(http1.always(end="close")),
    "reset_after_the_body": lost(http1.always(end="reset")),
    "drop_after_a_large_body": lost(http1.always(end="close"), pad=LARGE),
    "drop_in_the_status": lost(http1.always(b"HTTP/1.1 2", end="close")),
    "drop_in_the_headers": lost(http1.always(answer(201)[:40], end="close")),
    "drop_in_the_answer": lost(http1.always(CUT, end="close")),
    "reset_in_the_answer": lost(http1.always(CUT, end="reset"), loose=True),
    "drop_in_a_chunk": lost(http1.always(CHUNKED + b"80\r\n" + http1.MADE, end="close")),
    "drop_between_chunks": lost(http1.always(CHUNKED + b"2d\r\n" + http1.MADE + b"\r\n", end="close")),
    "drop_after_continue": lost(http1.always(CONTINUE, end="close")),
    "drop_in_a_401": lost(http1.always(answer(401, http1.MADE, CHALLENGE, length=1000), end="close")),
    "nonsense": lost(http1.always(b"\0\1\2\3\r\n\r\n", end="close")),
    "silence": Case(http1.silent(), transport=LATE),
    "silence_after_continue": Case(http1.silent(CONTINUE), transport=LATE),
    "silence_in_the_answer": Case(http1.silent(CUT), transport=LATE),
    "deaf": Case(http1.deaf, transport=LATE, pad=LARGE, methods=("POST", "PATCH", "PUT")),
}

STATUSES = {
    "300": told(answer(300, b"")),
    "304": told(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "400": told(error(400), REFUSED, status=400),
    "400_of_another": told(page(400), status=400),
    "400_then_close": told(error(400, b"BadRequest", "Connection: close"), REFUSED),
    "401": told(answer(401, b"", CHALLENGE), NOT_MADE, 2, hits=2),
    "401_basic": told(answer(401, b"", BASIC), NOT_MADE, 2, hits=2),
    "401_then_close": Case(http1.always(answer(401, b"", CHALLENGE), end="close"), NOT_MADE, hits=2, read_hits=2),
    "401_then_answer": done(http1.in_turn(http1.say(answer(401, b"", CHALLENGE)), http1.say(answer(201))),
                            hits=2, read_hits=2),
    "401_then_drop": lost(http1.in_turn(http1.say(answer(401, b"", CHALLENGE)), http1.nothing), hits=2, read_hits=7),
    "401_then_503": Case(http1.in_turn(http1.say(answer(401, b"", CHALLENGE)), http1.say(error(503))),
                         hits=2, read_hits=6, transport=("answer",)),
    "401_early": Case(http1.early(answer(401, b"", CHALLENGE)), write=("not-made", "unknown"), hits=2, loose=True, pad=LARGE),
    "403": told(error(403), REFUSED),
    "404_of_another": told(page(404)),
    "407": told(page(407, 'Proxy-Authenticate: Basic realm="x"')),
    "408": told(answer(408, b"", "Connection: close"), read_hits=5),
    "408_own_words": told(error(408), read_hits=5),
    "409": told(error(409), REFUSED),
    "409_changed": told(error(409, b"Request_EntityChanged"), STALE),
    "412": told(error(412), STALE),
    "412_of_another": told(page(412)),
    "421": lost(http1.always(page(421)), read_hits=5),
    "421_then_close": lost(http1.always(page(421), end="close"), read_hits=5),
    "421_without_body": lost(http1.always(answer(421, b"")), read_hits=5),
    "421_own_words": lost(http1.always(error(421)), read_hits=5),
    "421_drop": lost(http1.always(answer(421, http1.PAGE, length=1000), end="close"), read_hits=5),
    "425": told(page(425)),
    "429": told(error(429, b"TooMany", "Retry-After: 7"), NOT_MADE, 5, retry_after=7),
    "500": told(error(500), read_hits=5),
    "501": told(page(501)),
    "502": told(page(502), read_hits=5),
    "503": told(page(503, "Retry-After: 9"), read_hits=5, retry_after=9),
    "503_long": told(error(503, b"Busy", "Retry-After: 86400"), retry_after=86400),
    "504": told(page(504), read_hits=5),
    **{f"{status}_elsewhere": Case(redirect(status), elsewhere=True, read_hits=1, status=status)
       for status in (301, 302, 303, 307, 308)},
    **{f"{status}_here": told(answer(status, b"", "Location: /v2.0/salesInvoices"), status=status)
       for status in (301, 302, 303, 307, 308)},
}

# The connection that was used before: a write never sees it, a read may be sent again on another one.
STALE_CONNECTIONS = {
    "closed_before": done(http1.warm(http1.at_once), warm="GET", loose=True, transport=()),
    "closed_before_after_a_write": done(http1.warm(http1.at_once), warm="POST", loose=True, transport=(), methods=WRITES),
    "closed_on_use": done(http1.warm(http1.closes_on_use), warm="GET", read_hits=2),
    "closed_on_use_after_a_write": done(http1.warm(http1.closes_on_use), warm="POST", methods=WRITES),
    "reset_on_use": done(http1.warm(http1.resets_on_use), warm="GET", read_hits=2),
    "closed_in_the_answer_on_use": done(http1.warm(http1.closes_on_use_with(CUT)), warm="GET", read_hits=2),
    "408_unasked": done(http1.warm(http1.says_unasked(answer(408, b"", "Connection: close"))), warm="GET", loose=True,
                        read_hits=2, transport=()),
    "421_on_use": done(http1.warm(http1.closes_on_use_with(page(421))), warm="GET", read_hits=2),
    "401_on_use": done(http1.warm(http1.closes_on_use_with(answer(401, b"", CHALLENGE))), warm="GET", read_hits=2),
}


def tls(behave, **more):
    return Case(behave, **{"tls": CERTIFICATES.context("http/1.1"), **more})


TLS = {
    "answer": tls(http1.always(answer(201)), write=MADE, read="read", read_hits=1),
    "closed_on_use": tls(http1.warm(http1.closes_on_use), warm="GET", write=MADE, read="read", read_hits=2),
    "drop_after_the_body": tls(http1.always(end="close"), transport=LOST),
    "reset_after_the_body": tls(http1.always(end="reset"), transport=LOST),
    "drop_in_the_body": tls(http1.in_the_body, transport=LOST, pad=LARGE),
    "untrusted": tls(http1.always(answer(201)), write=NOT_MADE, transport=("bad-certificate",), hits=0, read_hits=0,
                     ca=CERTIFICATES.other),
    "of_another": Case(http1.always(answer(201)), write=NOT_MADE, transport=("bad-certificate",), hits=0, read_hits=0,
                       tls=CERTIFICATES.context("http/1.1", name="other"), ca=CERTIFICATES.other),
}


def h2(behave, **more):
    """A write has to come over HTTP/1.1, and be made; a read goes over to that after it failed once."""
    case = {"write": MADE, "read": "read", "read_hits": 2, "tls": CERTIFICATES.context("h2", "http/1.1"), **more}
    return Case(http2.server(behave), **case)


# Once, libsoup may send a read again by itself, and does when a stream wasn't looked at.
HTTP2 = {
    "answer": h2(http2.fine, read_hits=1),
    "421": h2(http2.misdirected),
    "421_once": h2(http2.in_turn(http2.misdirected, http2.fine)),
    "refused_stream": h2(http2.cancels(http2.REFUSED_STREAM), read_hits=3),
    "refused_stream_once": h2(http2.in_turn(http2.cancels(http2.REFUSED_STREAM), http2.fine)),
    "refused_stream_on_use": h2(http2.in_turn(http2.fine, http2.cancels(http2.REFUSED_STREAM), http2.fine), warm="GET"),
    "goaway_before": h2(http2.goes_away_before, read_hits=3),
    "goaway_before_but_stays": h2(http2.goes_away_but_stays, read_hits=3),
    "goaway_before_once": h2(http2.in_turn(http2.goes_away_before, http2.fine)),
    "goaway_on_use": h2(http2.in_turn(http2.fine, http2.goes_away_before, http2.fine), warm="GET"),
    "goaway_after": h2(http2.goes_away_after),
    "goaway_in_error": h2(http2.goes_away_in_error),
    "goaway_in_the_answer": h2(http2.goes_away_in_the_answer, read_hits=3),
    "rst_stream": h2(http2.cancels(http2.INTERNAL_ERROR)),
    "rst_stream_cancel": h2(http2.cancels(http2.CANCEL)),
    "rst_stream_calm": h2(http2.cancels(http2.ENHANCE_YOUR_CALM)),
    "rst_stream_http1": h2(http2.cancels(http2.HTTP_1_1_REQUIRED)),
    "rst_stream_in_the_answer": h2(http2.cancels_in_the_answer),
    "drop": h2(http2.closes),
    "drop_on_use": h2(http2.in_turn(http2.fine, http2.closes, http2.fine), warm="GET"),
    "reset": h2(http2.resets),
    "drop_in_the_answer": h2(http2.closes_in_the_answer),
    "nonsense": h2(http2.talks_nonsense),
    "silence": h2(http2.is_silent),
    "silence_in_the_answer": h2(http2.is_silent_in_the_answer),
}


def refused(behave, **more):
    """No tunnel: nothing of the request may leave."""
    return Case(behave, **{"write": NOT_MADE, "transport": UNSENT, "hits": 0, "read_hits": 0, "proxied": True, **more})


def through(behave, **more):
    return Case(proxy.tunnel(behave), proxied=True, **more)


PROXY = {
    "answer": through(http1.always(answer(201)), write=MADE, read="read", read_hits=1),
    "407": refused(proxy.refuses(page(407, 'Proxy-Authenticate: Basic realm="x"'))),
    "502": refused(proxy.refuses(page(502))),
    "503": refused(proxy.refuses(error(503))),
    "421": refused(proxy.refuses(page(421))),
    "401": refused(proxy.refuses(answer(401, b"", BASIC))),
    "302": refused(proxy.refuses(answer(302, b"", "Location: https://elsewhere.torture.test/"))),
    "drop": refused(proxy.drops),
    "reset": refused(proxy.resets),
    "drop_in_the_answer": refused(proxy.drops_in_the_answer),
    "silence": refused(proxy.is_silent),
    "drop_before_tls": refused(proxy.opens_and_drops),
    "silence_before_tls": refused(proxy.opens_and_is_silent),
    "nonsense_before_tls": refused(proxy.opens_and_talks_nonsense),
    "drop_after_the_body": through(http1.always(end="close"), transport=LOST),
    "reset_after_the_body": through(http1.always(end="reset"), transport=LOST),
    "drop_in_the_body": through(http1.in_the_body, transport=LOST, pad=LARGE),
    "407_in_the_tunnel": through(http1.always(page(407, 'Proxy-Authenticate: Basic realm="x"')), read_hits=1),
    "421_in_the_tunnel": through(http1.always(page(421)), transport=LOST),
    "401_then_answer_in_the_tunnel": through(http1.in_turn(http1.say(answer(401, b"", BASIC)), http1.say(answer(201))),
                                             write=MADE, read="read", hits=2, read_hits=2),
    "502_in_the_tunnel": through(http1.always(page(502))),
    "silence_in_the_tunnel": through(http1.silent(), transport=LATE),
}

for table, cases in (("http1", HTTP1), ("status", STATUSES), ("stale", STALE_CONNECTIONS), ("tls", TLS), ("http2", HTTP2),
                     ("proxy", PROXY)):
    for name, case in cases.items():
        globals()[f"test_{table}_{name}"] = functools.partial(run_case, case, CERTIFICATES)

atexit.register(lambda: print(f"# covered: {TALLY}", flush=True))
run(globals(), at_once=4)
