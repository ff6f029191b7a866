/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-fixture.h"

static void
add (GPtrArray  *documents,
     const char *number,
     const char *customer,
     const char *date,
     gint64      net,
     const char *currency,
     const char *state)
{
  PsrLedgerDocument *document = psr_ledger_document_new ();

  g_set_str (&document->wello_invoice_id, number);
  g_set_str (&document->internal_number, number);
  g_set_str (&document->version, "1");
  g_set_str (&document->customer_name, customer);
  g_set_str (&document->date, date);
  g_set_str (&document->currency, currency);
  g_set_str (&document->state, state);
  document->net = PSR_DECIMAL_INIT (net * PSR_DECIMAL_SCALE);
  document->gross = PSR_DECIMAL_INIT (2 * net * PSR_DECIMAL_SCALE);
  document->vat = PSR_DECIMAL_INIT ((100 - net) * PSR_DECIMAL_SCALE);
  document->site = (g_free (document->site), g_strdup_printf ("Hall %s", number));
  /* What is internal is an order as soon as it is sent. */
  document->internal = net == 20;
  if (net == 30)
    g_set_str (&document->kind, "invoice");
  /* As if they had been sent by two people, the last one first. */
  document->bc_number = (g_free (document->bc_number), g_strdup_printf ("S-%" G_GINT64_FORMAT, 100 - net));
  g_set_str (&document->approved_by, net == 20 ? "anna" : "Bert");
  psr_ledger_document_add_line (document, psr_ledger_line_new ());
  g_ptr_array_add (documents, document);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const char * const refreshable[] = { NULL };
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);

  fixture_set_up (fixture, data);
  add (documents, "INV-1", "Zwaan", "2026-08-03", 30, "EUR", "ready");
  add (documents, "INV-2", "adatum", "2026-08-01", 10, "EUR", "ready");
  add (documents, "INV-3", "Bakkerij 100%", "2026-08-02", 20, "USD", "ready");
  add (documents, "INV-4", "Café", "2026-08-02", 40, "EUR", "blocked");
  expect_done (psr_ledger_upsert_found (fixture->ledger, documents, refreshable, "test"));
}

static void
expect_ids (Fixture        *fixture,
            const char     *search,
            PsrLedgerOrder  order,
            gboolean        descending,
            const char     *expected)
{
  const char * const states[] = { "ready", NULL };
  g_autoptr (PsrLedgerView) view = psr_ledger_view_new (states, search, order, descending);
  g_autoptr (GArray) ids = expect_boxed (psr_ledger_list_ids (fixture->ledger, view));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, g_array_index (ids, gint64, i));
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_order (Fixture       *fixture,
            gconstpointer  unused)
{
  expect_ids (fixture, NULL, PSR_LEDGER_ORDER_DATE, FALSE, "231");
  expect_ids (fixture, NULL, PSR_LEDGER_ORDER_DATE, TRUE, "132");
  expect_ids (fixture, NULL, PSR_LEDGER_ORDER_NUMBER, TRUE, "321");
  expect_ids (fixture, NULL, PSR_LEDGER_ORDER_CUSTOMER, FALSE, "231");
  expect_ids (fixture, NULL, PSR_LEDGER_ORDER_NET, FALSE, "231");
  expect_ids (fixture, NULL, PSR_LEDGER_ORDER_VAT, FALSE, "132");
  expect_ids (fixture, NULL, PSR_LEDGER_ORDER_GROSS, TRUE, "132");
  expect_ids (fixture, NULL, PSR_LEDGER_ORDER_SITE, FALSE, "123");
  expect_ids (fixture, NULL, PSR_LEDGER_ORDER_KIND, TRUE, "312");
  expect_ids (fixture, NULL, PSR_LEDGER_ORDER_BC_NUMBER, FALSE, "132");
  expect_ids (fixture, NULL, PSR_LEDGER_ORDER_APPROVED_BY, FALSE, "312");
}

static void
test_search (Fixture       *fixture,
             gconstpointer  unused)
{
  expect_ids (fixture, "ADATUM", PSR_LEDGER_ORDER_NUMBER, FALSE, "2");
  expect_ids (fixture, "inv", PSR_LEDGER_ORDER_NUMBER, FALSE, "123");
  expect_ids (fixture, "hall inv-3", PSR_LEDGER_ORDER_NUMBER, FALSE, "3");
  expect_ids (fixture, "  inv  zwaan ", PSR_LEDGER_ORDER_NUMBER, FALSE, "1");
  /* What means something to SQL is an ordinary character here. */
  expect_ids (fixture, "%", PSR_LEDGER_ORDER_NUMBER, FALSE, "3");
  expect_ids (fixture, "_", PSR_LEDGER_ORDER_NUMBER, FALSE, "");
  expect_ids (fixture, "\\", PSR_LEDGER_ORDER_NUMBER, FALSE, "");
  expect_ids (fixture, "'", PSR_LEDGER_ORDER_NUMBER, FALSE, "");
  /* A word is in one of them, and not at the seam of two. */
  expect_ids (fixture, "1Zwaan", PSR_LEDGER_ORDER_NUMBER, FALSE, "");
  expect_ids (fixture, "a a a a a a a a a a a a a a a a a", PSR_LEDGER_ORDER_NUMBER, FALSE, "123");
}

static void
test_filter (Fixture       *fixture,
             gconstpointer  unused)
{
  const char * const states[] = { "ready", NULL };
  const struct { const char *since, *until, *customer, *expected; } cases[] = {
    { NULL, NULL, NULL, "123" },
    { "2026-08-02", NULL, NULL, "13" },
    { NULL, "2026-08-01", NULL, "2" },
    { "2026-08-02", "2026-08-02", NULL, "3" },
    { NULL, NULL, "nobody", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PsrLedgerView) view = psr_ledger_view_new (states, "inv", PSR_LEDGER_ORDER_NUMBER, FALSE);
      g_autoptr (PsrLedgerView) copy = NULL;
      g_autoptr (GArray) ids = NULL;
      g_autoptr (GString) text = g_string_new (NULL);

      psr_ledger_view_filter (view, cases[i].since, cases[i].until, cases[i].customer);
      copy = psr_ledger_view_copy (view);
      ids = expect_boxed (psr_ledger_list_ids (fixture->ledger, copy));
      for (guint j = 0; j < ids->len; j++)
        g_string_append_printf (text, "%" G_GINT64_FORMAT, g_array_index (ids, gint64, j));
      g_assert_cmpstr (text->str, ==, cases[i].expected);
    }
}

static char *
list (Fixture       *fixture,
      PsrLedgerView *view)
{
  g_autoptr (PsrLedgerView) copy = psr_ledger_view_copy (view);
  g_autoptr (GArray) ids = expect_boxed (psr_ledger_list_ids (fixture->ledger, copy));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, g_array_index (ids, gint64, i));

  return g_string_free_and_steal (text);
}

static void
expect_of_kind (Fixture    *fixture,
                const char *kind,
                const char *usual_kind,
                const char *expected)
{
  const char * const states[] = { "ready", NULL };
  g_autoptr (PsrLedgerView) view = psr_ledger_view_new (states, NULL, PSR_LEDGER_ORDER_NUMBER, FALSE);
  g_autofree char *ids = NULL;

  psr_ledger_view_set_kind (view, kind, usual_kind);
  ids = list (fixture, view);
  g_assert_cmpstr (ids, ==, expected);
}

/* What isn't decided is what is usual. */
static void
test_kind (Fixture       *fixture,
           gconstpointer  unused)
{
  expect_of_kind (fixture, "invoice", "invoice", "12");
  expect_of_kind (fixture, "order", "invoice", "3");
  expect_of_kind (fixture, "invoice", "order", "1");
  expect_of_kind (fixture, "order", "order", "23");
  expect_of_kind (fixture, NULL, "order", "123");
}

/* The begin of a list is what the whole of it begins with, whatever it is ordered by and
 * however many states it has. */
static void
test_limit (Fixture       *fixture,
            gconstpointer  unused)
{
  const char * const states[] = { "blocked", "ready", "closed", NULL };
  const char * const searches[] = { NULL, "inv", "a", "hall", "nobody" };

  for (PsrLedgerOrder order = PSR_LEDGER_ORDER_DATE; order <= PSR_LEDGER_ORDER_APPROVED_BY; order++)
    {
      for (gsize i = 0; i < 2 * G_N_ELEMENTS (searches); i++)
        {
          g_autoptr (PsrLedgerView) view = psr_ledger_view_new (states, searches[i / 2], order, i % 2);
          g_autofree char *all = list (fixture, view);

          for (guint limit = 1; limit <= 5; limit++)
            {
              g_autofree char *begin = NULL;
              g_autofree char *expected = g_strndup (all, limit);

              psr_ledger_view_set_limit (view, limit);
              begin = list (fixture, view);
              g_assert_cmpstr (begin, ==, expected);
            }
        }
    }
}

/* A list that nobody wants any more isn't read, and the next one is. */
static void
test_cancelled (Fixture       *fixture,
                gconstpointer  unused)
{
  const char * const states[] = { "ready", NULL };
  g_autoptr (PsrLedgerView) view = psr_ledger_view_new (states, "inv", PSR_LEDGER_ORDER_NUMBER, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *ids = NULL;

  psr_ledger_view_set_cancellable (view, cancellable);
  g_cancellable_cancel (cancellable);
  future = psr_test_await (psr_ledger_list_ids (fixture->ledger, view));
  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_cancellable_reset (cancellable);
  ids = list (fixture, view);
  g_assert_cmpstr (ids, ==, "123");
}

static void
expect_with_status (Fixture    *fixture,
                    const char *state,
                    const char *bc_status,
                    const char *expected)
{
  const char *states[] = { state, NULL };
  g_autoptr (PsrLedgerView) view = psr_ledger_view_new (states, NULL, PSR_LEDGER_ORDER_DATE, FALSE);
  g_autoptr (PsrLedgerView) copy = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  psr_ledger_view_set_bc_status (view, bc_status);
  copy = psr_ledger_view_copy (view);
  ids = expect_boxed (psr_ledger_list_ids (fixture->ledger, copy));
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, g_array_index (ids, gint64, i));
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_bc_status (Fixture       *fixture,
                gconstpointer  unused)
{
  for (gint64 id = 1; id <= 3; id++)
    {
      g_autoptr (PsrLedgerTransition) step = psr_ledger_transition_new (id, "ready", 1, "closed");

      psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_STATUS, id == 2 ? "paid" : "posted");
      expect_done (psr_ledger_transition (fixture->ledger, step));
    }

  expect_with_status (fixture, "closed", "posted", "31");
  expect_with_status (fixture, "closed", "paid", "2");
  expect_with_status (fixture, "closed", NULL, "231");
  expect_with_status (fixture, "blocked", "posted", "");
  expect_with_status (fixture, "blocked", NULL, "4");
}

static void
test_sum (Fixture       *fixture,
          gconstpointer  unused)
{
  const gint64 ids[] = { 1, 3, 4, 4, 99 };
  g_autoptr (GPtrArray) sums = expect_boxed (psr_ledger_sum (fixture->ledger, ids, G_N_ELEMENTS (ids), "invoice"));
  g_autoptr (GPtrArray) none = expect_boxed (psr_ledger_sum (fixture->ledger, NULL, 0, "invoice"));
  g_autoptr (GPtrArray) orders = expect_boxed (psr_ledger_sum (fixture->ledger, ids, G_N_ELEMENTS (ids), "order"));
  const PsrLedgerSum *sum;

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (sums->len, ==, 2);
  sum = sums->pdata[0];
  g_assert_cmpstr (sum->currency, ==, "EUR");
  g_assert_cmpint (sum->count, ==, 2);
  g_assert_cmpint (sum->net, ==, 70 * PSR_DECIMAL_SCALE);
  g_assert_cmpint (sum->gross, ==, 140 * PSR_DECIMAL_SCALE);
  g_assert_cmpint (sum->orders, ==, 0);
  sum = sums->pdata[1];
  g_assert_cmpstr (sum->currency, ==, "USD");
  g_assert_cmpint (sum->count, ==, 1);

  /* What is internal is an order in any case; of the first it is decided. */
  g_assert_cmpint (sum->orders, ==, 1);
  sum = orders->pdata[0];
  g_assert_cmpint (sum->orders, ==, 1);
}

static void
add_for (GPtrArray  *documents,
         const char *number,
         const char *customer_number,
         const char *customer,
         const char *state)
{
  add (documents, number, customer, "2026-08-05", 50, "EUR", state);
  g_set_str (&((PsrLedgerDocument *) documents->pdata[documents->len - 1])->customer_number, customer_number);
}

static void
expect_customers (Fixture            *fixture,
                  const char * const *states,
                  const char         *expected)
{
  g_autoptr (GPtrArray) customers = expect_boxed (psr_ledger_list_customers (fixture->ledger, states));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < customers->len; i++)
    {
      const PsrLedgerCustomer *customer = customers->pdata[i];

      g_string_append_printf (text, "%s %s %" G_GINT64_FORMAT ", ", customer->number, customer->name, customer->count);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

/* Those of some states, by their names, each as it is called by now; who has no number
 * can't be chosen by it. */
static void
test_customers (Fixture       *fixture,
                gconstpointer  unused)
{
  static const char * const refreshable[] = { NULL };
  const char *ready[] = { "ready", NULL };
  const char *both[] = { "ready", "blocked", NULL };
  const char *none[] = { "closed", NULL };
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);

  add_for (documents, "INV-5", "10", "Zwaan", "ready");
  add_for (documents, "INV-6", "20", "adatum", "ready");
  add_for (documents, "INV-7", "20", "Adatum SA", "ready");
  add_for (documents, "INV-8", "30", "Café", "blocked");
  expect_done (psr_ledger_upsert_found (fixture->ledger, documents, refreshable, "test"));

  expect_customers (fixture, ready, "20 Adatum SA 2, 10 Zwaan 1, ");
  expect_customers (fixture, both, "20 Adatum SA 2, 30 Café 1, 10 Zwaan 1, ");
  expect_customers (fixture, none, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/store/ledger-view/order", Fixture, NULL, set_up, test_order, fixture_tear_down);
  g_test_add ("/store/ledger-view/search", Fixture, NULL, set_up, test_search, fixture_tear_down);
  g_test_add ("/store/ledger-view/filter", Fixture, NULL, set_up, test_filter, fixture_tear_down);
  g_test_add ("/store/ledger-view/kind", Fixture, NULL, set_up, test_kind, fixture_tear_down);
  g_test_add ("/store/ledger-view/limit", Fixture, NULL, set_up, test_limit, fixture_tear_down);
  g_test_add ("/store/ledger-view/cancelled", Fixture, NULL, set_up, test_cancelled, fixture_tear_down);
  g_test_add ("/store/ledger-view/bc-status", Fixture, NULL, set_up, test_bc_status, fixture_tear_down);
  g_test_add ("/store/ledger-view/customers", Fixture, NULL, set_up, test_customers, fixture_tear_down);
  g_test_add ("/store/ledger-view/sum", Fixture, NULL, set_up, test_sum, fixture_tear_down);

  return g_test_run ();
}
