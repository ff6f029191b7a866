/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "psr-fake-transport.h"
#include "psr-inline-executor.h"
#include "psr-test.h"
#include "psr-virtual-clock.h"
#include "psr-wello-client.h"

#define STATUS PSR_WELLO_STATUS_ID_READY
#define START  "2026-08-24T09:00:00.000Z"

/* An invoice of the list that is served: when it was changed, in seconds after
 * START, and whether it is still in the list. */
typedef struct
{
  guint    number;
  gint64   changed;
  gboolean gone;
  gboolean other;  /* has another status */
} Row;

typedef struct
{
  PsrFakeTransport *transport;
  PsrWelloClient   *client;
  GArray           *rows;
  /* What happens to the list after each page. */
  void            (*shift) (gpointer fixture);
  guint             n_shifts;
  gboolean          no_status_filter;
} Fixture;

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const Row *row_a = a;
  const Row *row_b = b;

  if (row_a->changed != row_b->changed)
    return row_a->changed < row_b->changed ? -1 : 1;

  return row_a->number < row_b->number ? -1 : row_a->number > row_b->number;
}

static PsrResponse *
serve (const char *method,
       const char *url,
       const char *body,
       gpointer    data)
{
  Fixture *fixture = data;
  const char *since_text = strstr (url, "modified_dateutc ge '");
  const char *skip_text = strstr (url, "$skip=");
  g_autoptr (GString) json = g_string_new ("{\"value\":[");
  PsrTimestamp start;
  PsrTimestamp since = G_MININT64;
  guint skip = skip_text != NULL ? strtoul (skip_text + strlen ("$skip="), NULL, 10) : 0;
  guint matched = 0;
  guint sent = 0;

  g_assert_nonnull (strstr (url, "/InvoiceView?"));
  if (fixture->no_status_filter && strstr (url, "invoice_status_id") != NULL)
    return psr_fake_answer (400, "{\"Message\":\"The property 'invoice_status_id' can't be filtered.\"}");
  g_assert_true (fixture->no_status_filter || strstr (url, "invoice_status_id eq " STATUS) != NULL);
  g_assert_nonnull (strstr (url, "$orderby=modified_dateutc"));
  g_assert_true (psr_timestamp_parse (START, &start, NULL));

  if (since_text != NULL)
    {
      g_autofree char *text = g_strndup (since_text + strlen ("modified_dateutc ge '"), 24);

      g_assert_true (psr_timestamp_parse (text, &since, NULL));
    }

  g_array_sort (fixture->rows, compare_rows);

  for (guint i = 0; i < fixture->rows->len; i++)
    {
      const Row *row = &g_array_index (fixture->rows, Row, i);
      PsrTimestamp changed = start + row->changed * G_USEC_PER_SEC;
      g_autofree char *text = psr_timestamp_to_string (changed);

      if (row->gone || changed < since || matched++ < skip)
        continue;

      if (sent == PSR_WELLO_PAGE)
        {
          g_autofree char *clean = skip_text != NULL ? g_strndup (url, skip_text - url - 1) : g_strdup (url);
          g_autofree char *escaped = g_uri_escape_string (clean, ":/?&=$,()'", FALSE);

          g_string_append_printf (json, "],\"@odata.nextlink\":\"%s&$skip=%u\"}", escaped, skip + sent);
          goto out;
        }

      g_string_append_printf (json, "%s{\"id\":\"%08x-0000-0000-0000-000000000001\",\"internal_number\":\"%u\",\"modified_dateutc\":\"%s\","
                              "\"invoice_status_id\":\"%s\"}",
                              sent > 0 ? "," : "", row->number + 1, row->number, text,
                              row->other ? PSR_WELLO_STATUS_ID_IMPORTED : STATUS);
      sent++;
    }

  g_string_append (json, "]}");

out:
  if (fixture->shift != NULL)
    fixture->shift (fixture);

  return psr_fake_answer (200, json->str);
}

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (0);
  g_autoptr (PsrExecutor) executor = psr_inline_executor_new ();
  g_autoptr (PsrServiceClient) service = NULL;

  dex_init ();
  fixture->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  fixture->transport = psr_fake_transport_new (serve, fixture);
  service = psr_fake_service_client_new (fixture->transport, PSR_SERVICE_WELLO, clock, executor);
  fixture->client = psr_wello_client_new (service, "https://wello.example/api");
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  g_assert_finalize_object (fixture->client);
  g_object_unref (fixture->transport);
  g_array_unref (fixture->rows);
}

static void
add_rows (Fixture *fixture,
          guint    n_rows,
          gint64   step)
{
  for (guint i = 0; i < n_rows; i++)
    {
      Row row = { .number = i, .changed = i * step };

      g_array_append_val (fixture->rows, row);
    }
}

/* Reads the list and checks that each of the first @n_rows is there once,
 * unless it may be missing because it left. */
static void
assert_whole (Fixture *fixture,
              guint    n_rows)
{
  g_autoptr (DexFuture) future = psr_test_await (psr_wello_client_list_invoices (fixture->client, STATUS));
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  GPtrArray *invoices;

  g_assert_no_error (error);
  invoices = g_value_get_boxed (value);

  for (guint i = 0; i < invoices->len; i++)
    g_assert_true (g_hash_table_add (seen, ((PsrWelloInvoice *) g_ptr_array_index (invoices, i))->internal_number));

  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      gboolean gone = FALSE;

      for (guint j = 0; j < fixture->rows->len; j++)
        {
          const Row *row = &g_array_index (fixture->rows, Row, j);

          gone |= row->number == i && row->gone;
        }

      if (!gone)
        g_assert_true (g_hash_table_contains (seen, number));
    }
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  assert_whole (fixture, 0);
  g_assert_cmpuint (psr_fake_transport_get_length (fixture->transport), ==, 1);
}

static void
test_still (Fixture       *fixture,
            gconstpointer  data)
{
  add_rows (fixture, 450, 60);
  assert_whole (fixture, 450);
  g_assert_cmpuint (psr_fake_transport_get_length (fixture->transport), ==, 5);
}

/* Everything was changed in the same second: Wello's links have to do. */
static void
test_same_second (Fixture       *fixture,
                  gconstpointer  data)
{
  add_rows (fixture, 350, 0);
  assert_whole (fixture, 350);
}

/* After each page, rows at the front of the list are imported by somebody. */
static void
lose_first (gpointer data)
{
  Fixture *fixture = data;
  guint lost = 0;

  for (guint i = 0; i < fixture->rows->len && lost < 30; i++)
    {
      Row *row = &g_array_index (fixture->rows, Row, i);

      if (!row->gone)
        {
          row->gone = TRUE;
          lost++;
        }
    }
}

static void
test_leaving (Fixture       *fixture,
              gconstpointer  data)
{
  add_rows (fixture, 600, 60);
  fixture->shift = lose_first;
  assert_whole (fixture, 600);
}

static void
lose_first_times (gpointer data)
{
  Fixture *fixture = data;

  if (fixture->n_shifts++ < 4)
    lose_first (fixture);
}

static void
test_leaving_same_second (Fixture       *fixture,
                          gconstpointer  data)
{
  add_rows (fixture, 600, 0);
  fixture->shift = lose_first_times;
  assert_whole (fixture, 600);
}

/* After each page, rows of the next page are changed, and so go to the end. */
static void
change_next (gpointer data)
{
  Fixture *fixture = data;

  if (fixture->n_shifts++ >= 3)
    return;

  for (guint i = 0; i < 20; i++)
    {
      Row *row = &g_array_index (fixture->rows, Row, fixture->n_shifts * 100 + i * 2);

      row->changed += 1000000;
    }
}

static void
test_changing (Fixture       *fixture,
               gconstpointer  data)
{
  add_rows (fixture, 600, 60);
  fixture->shift = change_next;
  assert_whole (fixture, 600);
}

/* Once the first page was read, somebody imports one of it. */
static void
import_one (gpointer data)
{
  Fixture *fixture = data;

  for (guint i = 0; fixture->n_shifts == 0 && i < fixture->rows->len; i++)
    {
      Row *row = &g_array_index (fixture->rows, Row, i);

      if (row->number == 4)
        {
          row->other = TRUE;
          row->changed += 1000000;
        }
    }

  fixture->n_shifts++;
}

/* The view can't be filtered by the status: all are read, and others left out. */
static void
test_no_status_filter (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (DexFuture) future = NULL;
  GPtrArray *invoices;

  fixture->no_status_filter = TRUE;
  add_rows (fixture, 250, 60);
  for (guint i = 0; i < 250; i += 3)
    g_array_index (fixture->rows, Row, i).other = TRUE;
  fixture->shift = import_one;
  future = psr_test_await (psr_wello_client_list_invoices (fixture->client, STATUS));
  invoices = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_assert_cmpuint (invoices->len, ==, 165);

  for (guint i = 0; i < invoices->len; i++)
    {
      PsrWelloInvoice *invoice = g_ptr_array_index (invoices, i);

      g_assert_cmpstr (invoice->status_id, ==, STATUS);
      g_assert_cmpstr (invoice->internal_number, !=, "4");
    }
}

#define ADD(path, func) \
  g_test_add ("/wello/invoices/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("empty", test_empty);
  ADD ("still", test_still);
  ADD ("same-second", test_same_second);
  ADD ("leaving", test_leaving);
  ADD ("leaving-same-second", test_leaving_same_second);
  ADD ("changing", test_changing);
  ADD ("no-status-filter", test_no_status_filter);

  return g_test_run ();
}
