/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-batch.h"
#include "state-fixture.h"

/* What is sent in one go, and what of it was made, in money. */

static void
add_document (State      *state,
              guint       number,
              gint64      net,
              const char *currency)
{
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);
  const char * const refreshable[] = { NULL };
  PsrLedgerDocument *document = psr_ledger_document_new ();
  g_autofree char *id = g_strdup_printf ("id-%u", number);

  g_set_str (&document->wello_invoice_id, id);
  g_set_str (&document->internal_number, id);
  g_set_str (&document->version, "1");
  g_set_str (&document->date, "2026-08-24");
  g_set_str (&document->state, "approved");
  g_set_str (&document->currency, currency);
  document->net = PSR_DECIMAL_INIT (net);
  g_ptr_array_add (documents, document);
  state_await (psr_ledger_upsert_found (state_get_ledger (state), documents, refreshable, "test"));
}

static void
move (State      *state,
      gint64      id,
      const char *from,
      const char *to)
{
  g_autoptr(PsrLedgerTransition) step = psr_ledger_transition_new (id, from, -1, to);

  psr_ledger_transition_set_audit (step, "test", "test", "");
  state_await (psr_ledger_transition (state_get_ledger (state), step));
}

static PsrBatch *
follow (State    *state,
        PsrBatch *before)
{
  return state_get (psr_engine_follow_batch (state->engine, before));
}

static void
assert_amount (const PsrBatch *batch,
               const char     *currency,
               gint64          done,
               gint64          whole)
{
  const PsrAmount *made = psr_batch_find_done (batch, currency);
  gboolean is_there = FALSE;

  g_assert_cmpint (made != NULL ? made->net.units : 0, ==, done);
  for (guint i = 0; i < batch->whole->len; i++)
    {
      const PsrAmount *amount = batch->whole->pdata[i];

      if (g_str_equal (amount->currency, currency))
        {
          is_there = TRUE;
          g_assert_cmpint (amount->net.units, ==, whole);
        }
    }
  g_assert_true (is_there);
}

/* What is refused was not sent, what is looked up is when it is found, and what is taken back
 * doesn't belong to it. */
static void
test_follow (State         *state,
             gconstpointer  unused)
{
  g_autoptr(PsrBatch) begun = NULL;
  g_autoptr(PsrBatch) middle = NULL;
  g_autoptr(PsrBatch) later = NULL;
  g_autoptr(PsrBatch) end = NULL;

  add_document (state, 1, 1000000, "EUR");
  add_document (state, 2, 200000, "EUR");
  add_document (state, 3, 30000, "USD");
  add_document (state, 4, 4000, "EUR");
  add_document (state, 5, 500, "EUR");
  move (state, 5, "approved", "withdrawing");

  begun = follow (state, NULL);
  assert_amount (begun, "EUR", 0, 1204000);
  assert_amount (begun, "USD", 0, 30000);

  move (state, 1, "approved", "followed");
  move (state, 2, "approved", "refused");
  move (state, 3, "approved", "checking");
  middle = follow (state, begun);
  assert_amount (middle, "EUR", 1000000, 1204000);
  assert_amount (middle, "USD", 0, 30000);

  /* One more is approved meanwhile. */
  move (state, 3, "checking", "created");
  add_document (state, 6, 60, "EUR");
  later = follow (state, middle);
  assert_amount (later, "EUR", 1000000, 1204060);
  assert_amount (later, "USD", 0, 30000);

  move (state, 3, "created", "followed");
  move (state, 4, "approved", "closed");
  move (state, 6, "approved", "followed");
  end = follow (state, later);
  assert_amount (end, "EUR", 1004060, 1204060);
  assert_amount (end, "USD", 30000, 30000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add ("/engine/batch/follow", State, NULL, state_set_up, test_follow, state_tear_down);

  return g_test_run ();
}
