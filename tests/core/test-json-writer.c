/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "psr-json.h"
#include "psr-json-writer.h"
#include "psr-seeded-random.h"

#define N_VALUES 1000000
#define N_PARSED 100000
#define N_PAGE 10000

static char *
finish (PsrJsonWriter *writer)
{
  g_autoptr (GBytes) body = psr_json_writer_finish (writer);

  return g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

static void
test_members (void)
{
  g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();
  g_autofree char *text = NULL;
  g_autofree char *second = NULL;

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "z", "first");
  psr_json_writer_add_decimal (writer, "unitPrice", PSR_DECIMAL_INIT (1999000));
  psr_json_writer_add_int64 (writer, "n", -5);
  psr_json_writer_add_boolean (writer, "t", TRUE);
  psr_json_writer_add_null (writer, "null");
  psr_json_writer_add_string (writer, "none", NULL);
  psr_json_writer_member (writer, "lines");
  psr_json_writer_begin_array (writer);
  psr_json_writer_begin_object (writer);
  psr_json_writer_end_object (writer);
  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "a", "");
  psr_json_writer_end_object (writer);
  psr_json_writer_begin_array (writer);
  psr_json_writer_end_array (writer);
  psr_json_writer_int64 (writer, 1);
  psr_json_writer_int64 (writer, 2);
  psr_json_writer_end_array (writer);
  psr_json_writer_add_boolean (writer, "a", FALSE);
  psr_json_writer_end_object (writer);

  text = finish (writer);
  g_assert_cmpstr (text, ==,
                   "{\"z\":\"first\",\"unitPrice\":19.99,\"n\":-5,\"t\":true,\"null\":null,\"none\":null,"
                   "\"lines\":[{},{\"a\":\"\"},[],1,2],\"a\":false}");

  /* It may be used again. */
  psr_json_writer_string (writer, "x");
  second = finish (writer);
  g_assert_cmpstr (second, ==, "\"x\"");
}

static void
test_escapes (void)
{
  static const struct
  {
    const char *value;
    const char *text;
  } cases[] = {
    { "O'Brien", "\"O'Brien\"" },
    { "\"\\/", "\"\\\"\\\\/\"" },
    { "\n\r\t\b\f\x01\x1f\x7f", "\"\\n\\r\\t\\u0008\\u000c\\u0001\\u001f\\u007f\"" },
    { "Caf\xc3\xa9 \xf0\x9f\x98\x80", "\"Caf\xc3\xa9 \xf0\x9f\x98\x80\"" },
    { "a\xff" "b", "\"a\xef\xbf\xbd" "b\"" },
    { "\xf0\x9f\x98", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();
      g_autoptr (JsonNode) root = NULL;
      g_autoptr (GBytes) body = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *valid = NULL;

      psr_json_writer_string (writer, cases[i].value);
      body = psr_json_writer_finish (writer);
      g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), cases[i].text, strlen (cases[i].text));

      root = psr_json_parse (body, &error);
      g_assert_no_error (error);
      valid = g_utf8_make_valid (cases[i].value, -1);
      if (!g_utf8_validate (cases[i].value, -1, NULL))
        continue;
      g_assert_cmpstr (json_node_get_string (root), ==, valid);
    }
}

/* What is read and passed on arrives as it was. */
static void
test_raw (void)
{
  static const char text[] =
    "{\"z\":\"x\\n\",\"latitude\":50.84655712345678,\"longitude\":4.351697,\"price\":19.99,\"sum\":0.30000000000000004,"
    "\"n\":9007199254740993,\"t\":true,\"null\":null,\"list\":[1,[],{}],\"small\":1e-07,\"a\":{\"b\":[{\"c\":\"\"}]}}";
  g_autoptr (GBytes) body = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = psr_json_parse (body, &error);
  g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();
  g_autofree char *written = NULL;

  g_assert_no_error (error);
  psr_json_writer_raw (writer, root);
  written = finish (writer);
  g_assert_cmpstr (written, ==, text);
}

static void
test_misuse (void)
{
  g_autoptr (PsrJsonWriter) writer = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      g_test_trap_assert_stderr ("*psr_json_writer_member*psr_json_writer_finish*");
      return;
    }

  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  writer = psr_json_writer_new ();
  psr_json_writer_begin_array (writer);
  psr_json_writer_member (writer, "a");
  g_assert_null (psr_json_writer_finish (writer));
}

/* Up to eleven digits before the point, as many as the magnitude says. */
static PsrDecimal
random_decimal (PsrRandom *random)
{
  gint64 limit = 1;
  gint64 units;

  for (guint64 i = psr_random_below (random, 16); i > 0; i--)
    limit *= 10;
  limit = MIN (limit * 10, G_GINT64_CONSTANT (6871947673600000));
  units = (gint64) psr_random_below (random, (guint64) limit);

  return PSR_DECIMAL_INIT (psr_random_below (random, 2) ? units : -units);
}

/* The ends of what is allowed, and what is next to a power of ten. */
static PsrDecimal
edge_decimal (guint i)
{
  gint64 units = 1;

  for (guint power = 0; power < (i / 6) % 17; power++)
    units *= 10;

  units = MIN (units, G_GINT64_CONSTANT (6871947673600000) - 2) + (gint64) (i % 3) - 1;

  return PSR_DECIMAL_INIT (i % 6 < 3 ? units : -units);
}

/* Written as text, and made a double as json-glib does it, the way to which from a
 * decimal and back is what can lose something: not one of a million differs. */
static void
test_round_trip (void)
{
  g_autoptr (PsrRandom) random = psr_seeded_random_new (20260824);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);
  g_autofree PsrDecimal *values = g_new (PsrDecimal, N_PAGE);

  for (guint page = 0; page < N_VALUES / N_PAGE; page++)
    {
      g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();
      g_autofree char *text = NULL;
      char *place;

      psr_json_writer_begin_array (writer);
      for (guint i = 0; i < N_PAGE; i++)
        {
          values[i] = random_decimal (random);
          psr_json_writer_decimal (writer, values[i]);
        }
      psr_json_writer_end_array (writer);
      text = finish (writer);
      place = text;

      for (guint i = 0; i < N_PAGE; i++)
        {
          g_autoptr (GError) error = NULL;
          PsrDecimal value;

          g_assert_cmpint (*place, ==, i == 0 ? '[' : ',');
          json_node_set_double (node, g_ascii_strtod (place + 1, &place));
          psr_json_node_get_decimal (node, &value, &error);
          g_assert_no_error (error);
          g_assert_cmpint (value.units, ==, values[i].units);
        }

      g_assert_cmpstr (place, ==, "]");
    }
}

/* The same as a service would send them: pages that json-glib reads. */
static void
test_pages (void)
{
  g_autoptr (PsrRandom) random = psr_seeded_random_new (20260825);
  g_autofree PsrDecimal *values = g_new (PsrDecimal, N_PAGE);

  for (guint page = 0; page < N_PARSED / N_PAGE; page++)
    {
      g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();
      g_autoptr (GBytes) body = NULL;
      g_autoptr (JsonNode) root = NULL;
      g_autoptr (GError) error = NULL;
      JsonArray *array;

      psr_json_writer_begin_array (writer);
      for (guint i = 0; i < N_PAGE; i++)
        {
          values[i] = page == 0 ? edge_decimal (i) : random_decimal (random);
          psr_json_writer_decimal (writer, values[i]);
        }
      psr_json_writer_end_array (writer);

      body = psr_json_writer_finish (writer);
      root = psr_json_parse (body, &error);
      g_assert_no_error (error);
      array = json_node_get_array (root);
      g_assert_cmpuint (json_array_get_length (array), ==, N_PAGE);

      for (guint i = 0; i < N_PAGE; i++)
        {
          PsrDecimal value;

          psr_json_node_get_decimal (json_array_get_element (array, i), &value, &error);
          g_assert_no_error (error);
          g_assert_cmpint (value.units, ==, values[i].units);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/json-writer/members", test_members);
  g_test_add_func ("/core/json-writer/escapes", test_escapes);
  g_test_add_func ("/core/json-writer/raw", test_raw);
  g_test_add_func ("/core/json-writer/misuse", test_misuse);
  g_test_add_func ("/core/json-writer/round-trip", test_round_trip);
  g_test_add_func ("/core/json-writer/pages", test_pages);

  return g_test_run ();
}
