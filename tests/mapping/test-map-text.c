/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-map-text.h"

#define TEXT "{\n  \"entity\": \"customer\",\n  \"x\": { \"fields\": [ 1 ] },\n  \"fields\": [\n" \
  "    { \"source\": \"a,]}\\\"\", \"when\": { \"b\": [1, 2] } },\n    {\n      \"source\": \"b\"\n    },\n    { \"source\": \"c\" }\n  ],\n  \"z\": 1\n}\n"

static void
test_get (void)
{
  g_autofree char *first = psr_map_text_get_field (TEXT, 0);
  g_autofree char *second = psr_map_text_get_field (TEXT, 1);

  g_assert_cmpstr (first, ==, "{ \"source\": \"a,]}\\\"\", \"when\": { \"b\": [1, 2] } }");
  g_assert_cmpstr (second, ==, "{\n      \"source\": \"b\"\n    }");
  g_assert_null (psr_map_text_get_field (TEXT, 3));
  g_assert_null (psr_map_text_get_field ("[]", 0));
  g_assert_null (psr_map_text_get_field ("{ \"fields\": {} }", 0));
  g_assert_null (psr_map_text_get_field ("{ \"fields\"", 0));
  g_assert_null (psr_map_text_get_field ("", 0));
}

/* All else stays as it is, to the byte. */
static void
test_change (void)
{
  g_autofree char *replaced = psr_map_text_replace_field (TEXT, 1, "{ \"source\": \"B\" }");
  g_autofree char *third = psr_map_text_get_field (replaced, 2);
  g_autofree char *appended = psr_map_text_append_field (TEXT, "{ \"source\": \"d\" }");
  g_autofree char *without = psr_map_text_remove_field (TEXT, 1);
  g_autofree char *headless = psr_map_text_remove_field (TEXT, 0);
  g_autofree char *tailless = psr_map_text_remove_field (appended, 3);
  g_autofree char *last = psr_map_text_remove_field ("{\"fields\":[{\"a\":1}]}", 0);
  g_autofree char *begun = psr_map_text_append_field ("{\"fields\":[ ]}", "{}");
  g_autofree char *inline_text = psr_map_text_append_field ("{\"fields\":[{\"a\":1}]}", "{}");

  g_assert_nonnull (strstr (replaced, "    { \"source\": \"B\" },\n    { \"source\": \"c\" }\n  ],\n  \"z\": 1\n}\n"));
  g_assert_cmpstr (third, ==, "{ \"source\": \"c\" }");
  g_assert_nonnull (strstr (appended, "    { \"source\": \"c\" },\n    { \"source\": \"d\" }\n  ],\n  \"z\": 1\n}\n"));
  g_assert_nonnull (strstr (without, "[1, 2] } },\n    { \"source\": \"c\" }\n  ]"));
  g_assert_nonnull (strstr (headless, "\"fields\": [\n    {\n      \"source\": \"b\"\n    },"));
  g_assert_cmpstr (tailless, ==, TEXT);
  g_assert_cmpstr (last, ==, "{\"fields\":[]}");
  g_assert_cmpstr (begun, ==, "{\"fields\":[{} ]}");
  g_assert_cmpstr (inline_text, ==, "{\"fields\":[{\"a\":1}, {}]}");
}

/* As some editors write a file. */
static void
test_marked (void)
{
  g_autofree char *second = psr_map_text_get_field ("\xef\xbb\xbf" TEXT, 1);
  g_autofree char *appended = psr_map_text_append_field ("\xef\xbb\xbf{\"fields\":[ ]}", "{}");

  g_assert_cmpstr (second, ==, "{\n      \"source\": \"b\"\n    }");
  g_assert_cmpstr (appended, ==, "\xef\xbb\xbf{\"fields\":[{} ]}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mapping/text/get", test_get);
  g_test_add_func ("/mapping/text/change", test_change);
  g_test_add_func ("/mapping/text/marked", test_marked);

  return g_test_run ();
}
