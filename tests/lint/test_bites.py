#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each rule finds what it forbids, and only that: faults are planted in a small
tree that is otherwise clean. Prints TAP."""

import os
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from rules import RULES  # noqa: E402
from tree import Tree  # noqa: E402

# Put together, so that it isn’t taken for the licence of this file.
LICENCE = "SPDX-License-" + "Identifier: GPL-3.0-or-later"
H = f"/* {LICENCE} */\n#pragma once\n\n#include <glib.h>\n\nvoid psr_thing_do (void);\n"


def c(*lines, includes=(), domain="psr-thing", config=True):
    text = f'/* {LICENCE} */\n#define G_LOG_DOMAIN "{domain}"\n\n'
    if config:
        text += '#include "config.h"\n\n'
    text += "".join(f"#include {name}\n" for name in includes)
    return text + "\n" + "".join(line + "\n" for line in lines)


CLEAN = {
    "src/core/meson.build": f"# {LICENCE}\ndeps = [glib_dep, dex_dep, json_dep]\n",
    "src/core/psr-decimal.h": H.replace("thing", "decimal"),
    "src/core/psr-thing-private.h": H,
    "src/core/psr-json.c": c("double number = json_node_get_double (node);", domain="psr-json", includes=("<json-glib/json-glib.h>",)),
    "src/core/psr-system-clock.c": c("g_get_real_time ();", "dex_timeout_new_usec (1);", domain="psr-system-clock"),
    "src/core/psr-system-random.c": c("getrandom (buffer, 1, 0);", domain="psr-system-random"),
    "src/core/psr-thread-executor.c": c("g_thread_new (name, run, NULL);", domain="psr-thread-executor"),
    "src/net/meson.build": f"# {LICENCE}\ndeps = [psr_core_dep, soup_dep, secret_dep]\n",
    "src/net/psr-request.h": H.replace("thing", "request"),
    "src/net/psr-soup-connections.c": c("g_message (\"x\");", domain="psr-soup-connections"),
    "src/net/psr-soup-exchange.c": c("g_message (\"x\");", domain="psr-soup"),
    "src/net/psr-soup-transport.c": c("soup_message_new (\"GET\", url);", domain="psr-soup-transport",
                                      includes=("<libsoup/soup.h>", '"psr-request.h"', '"psr-decimal.h"')),
    "src/store/psr-store.c": c("/* a double, g_get_real_time () and time () in a comment */", 'print ("double 1.5 sleep (1) %s", "g_random_int");',
                               domain="psr-store", includes=("<sqlite3.h>", "<string.h>", '"psr-store-resources.h"')),
    "src/store/meson.build": f"# {LICENCE}\ngnome.compile_resources('psr-store-resources')\n",
    "src/app/psr-show.c": c("static char *", "dup_text (const GError *error)", "{", "  return psr_details_dup_error (error);", "}", "",
                            "static void", "show (const GError *error)", "{", "  print (psr_details_dup_error (error));",
                            "  psr_help_link_new (psr_help_find_error (error), NULL);", "}", domain="psr-show"),
    "src/mapping/psr-map.c": c("char *text = _(\"Words\");", "g_print (_(\"\\nA line\\n\"));", "psr_clock_sleep (clock, 1);", "self->time (self);", domain="psr-map",
                               includes=("<glib/gi18n.h>", '"psr-decimal.h"')),
    "src/bc/psr-bc.c": c("int a;", domain="psr-bc", includes=('"psr-request.h"',)),
    "src/billing/psr-bill.h": f"/* {LICENCE} */\n#pragma once\n\nvoid psr_say (const char *format, ...) G_GNUC_PRINTF (1, 2);\n",
    "src/billing/psr-bill.c": c("void", "psr_say (const char *format,", "         ...)", "{", "}", domain="psr-bill", includes=('"psr-bill.h"',)),
    "src/sandbox/sbx-main.c": c("double a = 1.5;", "g_get_real_time ();", "json_node_get_double (node);", domain="sbx-main",
                                includes=("<libsoup/soup.h>",)),
    "tests/core/test-thing.c": c("g_get_monotonic_time ();", "double a;", config=False, includes=('"psr-decimal.h"', '"psr-test.h"')),
    "tests/net/test-net.c": c("int a;", config=False, includes=("<libsoup/soup.h>", '"raw-server.h"', '"psr-decimal.h"')),
    "tests/net/raw-server.h": H,
    "tests/support/psr-test.h": H,
    "po/POTFILES": "# made by a program\nsrc/mapping/psr-map.c\n",
    "build-aux/tool": f"#!/bin/sh\n# {LICENCE}\n",
    "README.md": "Words about work/main and /network/.\n",
}

A = "src/billing/psr-fault.c"


def fault(*lines, **words):
    return {A: c(*lines, domain="psr-fault", **words)}


# rule, planted files (None takes one away), path and line of the only fault
FAULTS = [
    ("layer-edges", fault(includes=('"../store/psr-store.h"',)), (A, 6)),
    ("layer-edges", fault(includes=('"core/psr-decimal.h"',)), (A, 6)),
    ("layer-edges", fault(includes=("<psr-decimal.h>",)), (A, 6)),
    ("layer-edges", fault(includes=('"psr-unknown.h"',)), (A, 6)),
    ("layer-edges", fault(includes=('"psr-thing-private.h"',)), (A, 6)),
    ("layer-edges", {"src/sync/psr-sync.c": c(includes=('"psr-bill.h"',))}, ("src/sync/psr-sync.c", 6)),
    ("layer-edges", {"src/mapping/psr-up.c": c(includes=('"psr-request.h"',))}, ("src/mapping/psr-up.c", 6)),
    ("layer-edges", {"src/cli/psr-cli.c": c(includes=('"psr-request.h"',))}, ("src/cli/psr-cli.c", 6)),
    ("layer-edges", {"src/sandbox/sbx-a.c": c(includes=('"psr-decimal.h"',))}, ("src/sandbox/sbx-a.c", 6)),
    ("layer-edges", {"tests/core/test-up.c": c(includes=('"psr-request.h"',))}, ("tests/core/test-up.c", 6)),
    ("layer-edges", {"src/net/psr-thing-private.h": H}, ("src/net/psr-thing-private.h", 1)),
    ("layer-edges", {"src/new/psr-new.c": c()}, ("src/new/psr-new.c", 1)),
    ("foreign-libraries", fault(includes=("<libsoup/soup.h>",)), (A, 6)),
    ("foreign-libraries", fault(includes=("<sqlite3.h>",)), (A, 6)),
    ("foreign-libraries", {"src/store/psr-s.c": c(includes=("<libsecret/secret.h>",))}, ("src/store/psr-s.c", 6)),
    ("foreign-libraries", {"src/cli/psr-gui.c": c(includes=("<gtk/gtk.h>",))}, ("src/cli/psr-gui.c", 6)),
    ("foreign-libraries", {"src/cli/psr-gui.c": c(includes=("<adwaita.h>",))}, ("src/cli/psr-gui.c", 6)),
    ("foreign-libraries", {"src/sandbox/sbx-a.c": c(includes=("<libdex.h>",))}, ("src/sandbox/sbx-a.c", 6)),
    ("foreign-libraries", fault(includes=("<curl/curl.h>",)), (A, 6)),
    ("meson-edges", {"src/bc/meson.build": "deps = [psr_core_dep, psr_store_dep]\n"}, ("src/bc/meson.build", 1)),
    ("meson-edges", {"src/bc/meson.build": "# psr_store_dep\ndeps = [soup_dep]\n"}, ("src/bc/meson.build", 2)),
    ("meson-edges", {"src/bc/meson.build": "dependency('libcurl')\n"}, ("src/bc/meson.build", 1)),
    ("seams", fault("g_get_real_time ();"), (A, 7)),
    ("seams", fault("x = g_get_monotonic_time();"), (A, 7)),
    ("seams", fault("g_date_time_new_now_utc ();"), (A, 7)),
    ("seams", fault("time (NULL);"), (A, 7)),
    ("seams", fault("dex_timeout_new_seconds (1);"), (A, 7)),
    ("seams", fault("g_timeout_add_seconds_full (1);"), (A, 7)),
    ("seams", fault("g_usleep (1);"), (A, 7)),
    ("seams", fault("g_random_int_range (1, 2);"), (A, 7)),
    ("seams", fault("g_uuid_string_random ();"), (A, 7)),
    ("seams", fault("soup_message_new_from_uri (m, u);"), (A, 7)),
    ("seams", {"src/net/psr-n.c": c("soup_message_new (m, u);")}, ("src/net/psr-n.c", 7)),
    ("seams", fault("g_thread_new (n, f, d);"), (A, 7)),
    ("seams", fault("dex_future_all_racev (futures, 2);"), (A, 7)),
    ("seams", fault("dex_future_all_race (a, b, NULL);"), (A, 7)),
    ("seams", {"src/core/psr-system-clock.c": None}, ("src/core/psr-system-clock.c", 1)),
    ("json-doubles", fault("json_object_get_double_member (o, m);"), (A, 7)),
    ("json-doubles", fault("json_builder_add_double_value (b, x);"), (A, 7)),
    ("json-doubles", fault("json_node_get_value (n, &v);"), (A, 7)),
    ("floating-point", fault("static double a;"), (A, 7)),
    ("floating-point", fault("(gfloat) a;"), (A, 7)),
    ("floating-point", fault("a = b * 1.21;"), (A, 7)),
    ("floating-point", fault("g_ascii_strtod (t, NULL);"), (A, 7)),
    ("floating-point", {"src/wello/psr-w.c": c("gdouble a;")}, ("src/wello/psr-w.c", 7)),
    ("never-idempotent", {"src/net/psr-n.c": c("SOUP_MESSAGE_IDEMPOTENT;")}, ("src/net/psr-n.c", 7)),
    ("licence-line", {A: "int a;\n"}, (A, 1)),
    ("licence-line", {"build-aux/tool": "#!/bin/sh\nexit 0\n"}, ("build-aux/tool", 1)),
    ("licence-line", {"src/bc/meson.build": "a = 1\n"}, ("src/bc/meson.build", 1)),
    ("file-length", fault(*["int a;"] * 600), (A, 600)),
    ("config-first", fault(includes=("<string.h>",), config=False), (A, 4)),
    ("config-first", fault(config=False), (A, 1)),
    ("config-first", {"src/bc/psr-a.h": H.replace("#pragma once\n", "")}, ("src/bc/psr-a.h", 1)),
    ("config-first", {"src/bc/psr-a.h": H.replace("<glib.h>", '"config.h"')}, ("src/bc/psr-a.h", 4)),
    ("log-domain", {A: c("g_debug (\"x\");", domain="psr-other")}, (A, 2)),
    ("log-domain", {A: f'/* {LICENCE} */\n#include "config.h"\n\ng_warning ("x");\n'}, (A, 4)),
    ("nothing-switched-off", {"tests/core/test-a.c": c("g_test_skip (\"x\");", config=False)}, ("tests/core/test-a.c", 5)),
    ("nothing-switched-off", fault("#if 0"), (A, 7)),
    ("nothing-switched-off", {"tests/kill/test_a.py": "raise Skipped\n"}, ("tests/kill/test_a.py", 1)),
    ("potfiles", fault("g_print (_(\"Words\"));"), (A, 1)),
    ("potfiles", fault("g_print (ngettext (\"a\", \"b\", n));"), (A, 1)),
    ("potfiles", {"po/POTFILES": "src/mapping/psr-map.c\nsrc/gone.c\n"}, ("po/POTFILES", 2)),
    ("potfiles", {"po/POTFILES": "src/mapping/psr-map.c\nsrc/store/psr-store.c\n"}, ("po/POTFILES", 2)),
    ("potfiles", {"po/POTFILES": "src/mapping/psr-map.c\nsrc/bc/psr-bc.c\n", "src/bc/psr-bc.c": c("_(\"x\")")}, ("po/POTFILES", 2)),
    ("potfiles", {"po/POTFILES": None}, ("po/POTFILES", 1)),
    ("apostrophes", {"src/mapping/psr-map.c": c("_(\"It isn't\")")}, ("src/mapping/psr-map.c", 7)),
    ("self-contained", {"README.md": "See ../" + "shared/design.md.\n"}, ("README.md", 1)),
    ("self-contained", fault("/* /" + "work/main */"), (A, 7)),
    ("linked-mends", {"src/app/psr-a.c": c("static void", "show (const GError *error)", "{", "  psr_details_dup_error (error);", "}")}, ("src/app/psr-a.c", 8)),
    ("linked-mends", {"src/app/psr-a.c": c("static void", "show (PsrExplanation *words)", "{", "  print (words->mend);", "}")}, ("src/app/psr-a.c", 8)),
    ("whole-texts", {"src/mapping/psr-map.c": c("_(\" and more\")")}, ("src/mapping/psr-map.c", 7)),
    ("whole-texts", {"src/mapping/psr-map.c": c("_(\"More: \")")}, ("src/mapping/psr-map.c", 7)),
    ("whole-texts", {"src/mapping/psr-map.c": c("_(\"One\"", "   \" and \"", "   \"the end \")")}, ("src/mapping/psr-map.c", 7)),
    ("whole-texts", {"src/mapping/psr-map.c": c("_(\"\\nMore\")")}, ("src/mapping/psr-map.c", 7)),
    ("whole-texts", {"src/mapping/psr-map.c": c("ngettext (\"%u more\", \"%u more \", n)")}, ("src/mapping/psr-map.c", 7)),
    ("checked-arguments", fault("void psr_say_it (const char *format, ...);"), (A, 7)),
    ("checked-arguments", fault("static void", "say (const char *format,", "     ...)", "{", "}"), (A, 10)),
    ("white-space", fault("\tint a;"), (A, 7)),
    ("white-space", fault("int a; "), (A, 7)),
]


def check(files):
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            if text is not None:
                os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                    file.write(text)
        tree = Tree(root)
        return {(name, path, line) for name, function in RULES.items() for path, line, _ in function(tree)}


def main():
    number = failed = 0

    def report(good, name, seen):
        nonlocal number, failed
        number += 1
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} {name}")
        if not good:
            print(f"# found {sorted(seen)}")

    seen = check(CLEAN)
    report(not seen, "a clean tree has no faults", seen)
    for name, planted, place in FAULTS:
        seen = {(path, line) for found, path, line in check({**CLEAN, **planted}) if found == name}
        words = next((text for text in planted.values() if text), "nothing").rstrip("\n").split("\n")[-1].strip()
        report(seen == {place}, f"{name}: {words}", seen)
    proven = {name for name, _, _ in FAULTS}
    report(not sys.argv[1:] or set(sys.argv[1:]) == set(RULES), "meson runs every rule", set(sys.argv[1:]) ^ set(RULES))
    report(proven == set(RULES), "every rule is proven", proven ^ set(RULES))
    print(f"# covered: {len(FAULTS)} planted faults, {len(RULES)} rules")
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
