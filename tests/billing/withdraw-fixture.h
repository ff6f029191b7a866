/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "billing-fixture.h"

/* A draft that Wello was told of. */
static inline Fixture *
with_draft (PsrBillingKind kind)
{
  Fixture *fixture = fixture_new ();
  g_autoptr(PsrBillingReport) collected = NULL;
  gint64 id;

  fake_world_add_invoice (fixture->world, "1001");
  collected = collect (fixture);
  id = id_of (fixture, "1001");
  psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, kind, PSR_APPROVE_NAMED, "An")));
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");

  return fixture;
}

static inline void
withdraw (Fixture *fixture)
{
  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);
  push_until_rest (fixture);
}

static inline gboolean
has_live_lines (Fixture *fixture)
{
  g_autoptr(GPtrArray) documents = list_documents (fixture);
  const PsrLedgerDocument *document = g_ptr_array_index (documents, 0);

  for (guint i = 0; i < document->lines->len; i++)
    g_assert_cmpint (((PsrLedgerLine *) g_ptr_array_index (document->lines, i))->live, ==, document->live);

  return document->live;
}

static inline void
assert_withdrawn (Fixture    *fixture,
                  const char *state)
{
  assert_state (fixture, "1001", state);
  g_assert_null (fake_world_find (fixture->world, "W-1001"));
  g_assert_false (has_live_lines (fixture));
}

static inline void
bill_again (Fixture *fixture)
{
  psr_billing_report_unref (collect (fixture));
  assert_state (fixture, "1001", "ready");
  approve_all (fixture);
  push_until_rest (fixture);
}

/* The program ended when the draft was made, before it was compared. */
static inline Fixture *
not_compared (void)
{
  for (guint n = 1; n < 60; n++)
    {
      g_autoptr(Fixture) fixture = with_approved ("1001");
      g_autoptr(DexFuture) run = NULL;
      g_autofree char *now = NULL;

      fixture->executor->freeze_at = fixture->executor->n_jobs + n;
      run = drive (fixture, psr_billing_push (fixture->context, NULL, NULL, NULL, NULL));
      fixture->executor->frozen = TRUE;
      dex_clear (&run);
      stop_program (fixture);
      start_program (fixture);
      now = state_of (fixture, "1001");

      if (g_str_equal (now, "created"))
        return g_steal_pointer (&fixture);
    }

  g_assert_not_reached ();
}
