/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "posting-fixture.h"

/* More than a page of what is followed. */
#define MANY 510

static void
test_happy (void)
{
  static const PsrBillingKind kinds[] = { PSR_BILLING_KIND_INVOICE, PSR_BILLING_KIND_ORDER };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(Fixture) fixture = with_one_to_post (kinds[i]);
      g_autoptr(PsrBillingReport) report = push (fixture);

      g_assert_no_error (report->stopped);
      g_assert_cmpuint (report->done, ==, 1);
      g_assert_cmpuint (fixture->world->n_actions, ==, 1);
      assert_posted_once (fixture);
    }
}

/* Whatever becomes of the request: posted once, and told. */
static void
test_fates (void)
{
  static const FakeFate fates[] = { FAKE_DROP_BEFORE, FAKE_DROP_AFTER, FAKE_GATEWAY_AFTER, FAKE_NOT_SENT };
  static const PsrBillingKind kinds[] = { PSR_BILLING_KIND_INVOICE, PSR_BILLING_KIND_ORDER };

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (fates); i++)
        {
          g_autoptr(Fixture) fixture = with_one_to_post (kinds[k]);

          for (guint n = 0; n <= i % 2; n++)
            g_array_append_val (fixture->world->post_fates, fates[i]);

          push_until_rest (fixture);
          assert_posted_once (fixture);
        }
    }
}

/* Another state folder has billed it meanwhile, and Wello shows that number. */
static void
test_told_meanwhile (void)
{
  g_autoptr(Fixture) fixture = with_one_to_post (PSR_BILLING_KIND_INVOICE);
  FakeInvoice *invoice = fake_world_get_invoice (fixture->world, 0);
  g_autoptr(DexFuture) pushed = NULL;

  fixture->world->renumbers = TRUE;
  fixture->world->hold = "Microsoft.NAV.post";
  pushed = psr_billing_push (fixture->context, NULL, NULL, NULL, NULL);
  while (fixture->world->held == NULL)
    g_main_context_iteration (NULL, FALSE);

  g_set_str (&invoice->status, FAKE_IMPORTED);
  g_set_str (&invoice->erp_number, "PS-INV999");
  fake_world_let_arrive (fixture->world);
  expect_done (fixture, g_steal_pointer (&pushed));

  g_assert_cmpuint (fixture->world->n_posted, ==, 1);
  g_assert_cmpstr (invoice->erp_number, ==, "PS-INV999");
  assert_state (fixture, "1001", "needs-look: confirm-refused");
}

/* Ends before each request of a run, and after it was carried out. */
static void
test_killed (void)
{
  guint n = 0;

  for (guint round = 0; round < 2; round++)
    {
      for (n = 1; n < 40; n++)
        {
          g_autoptr(Fixture) fixture = with_one_to_post (PSR_BILLING_KIND_INVOICE);
          g_autoptr(DexFuture) lost = NULL;
          gboolean reached;

          fixture->world->freeze_at = fixture->world->n_requests + n;
          fixture->world->freeze_before = round == 1;
          lost = psr_billing_push (fixture->context, NULL, NULL, NULL, NULL);
          settle_loop ();
          reached = fixture->world->frozen;
          dex_clear (&lost);
          stop_program (fixture);
          start_program (fixture);
          push_until_rest (fixture);
          assert_posted_once (fixture);

          if (!reached)
            break;
        }

      g_assert_cmpuint (n, >, 6);
      g_assert_cmpuint (n, <, 40);
    }
}

static void
test_refused (void)
{
  g_autoptr(Fixture) fixture = with_one_to_post (PSR_BILLING_KIND_INVOICE);
  FakeFate fate = FAKE_REFUSED;

  g_array_append_val (fixture->world->post_fates, fate);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: post-refused");
  g_assert_false (fake_world_find (fixture->world, "W-1001")->is_posted);
  g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->status, ==, FAKE_READY);

  /* The draft is taken and posted once that is put right. */
  approve_to_post (fixture);
  push_until_rest (fixture);
  assert_posted_once (fixture);
}

/* Whatever time the computer shows: how long that is Business Central's answers tell. */
static void
test_refused_with_another_clock (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(Fixture) fixture = with_one_to_post (PSR_BILLING_KIND_INVOICE);
      FakeFate fates[] = { FAKE_DROP_BEFORE, FAKE_REFUSED, FAKE_REFUSED };

      g_array_append_vals (fixture->world->post_fates, fates, G_N_ELEMENTS (fates));
      psr_billing_report_unref (push (fixture));
      assert_state (fixture, "1001", "posting: post-refused");
      set_clock (fixture, (i == 0 ? -24 : 24) * 60 * MINUTE);
      advance (fixture, MINUTE);
      psr_billing_report_unref (push (fixture));
      assert_state (fixture, "1001", "posting: post-refused");
      g_assert_cmpuint (fixture->world->n_actions, ==, 2);
      advance (fixture, psr_billing_rules_get_longest_request (fixture->rules));
      psr_billing_report_unref (push (fixture));
      assert_state (fixture, "1001", "needs-look: post-refused");
    }
}

/* Refused while an attempt whose answer was lost may still run: it is only read until
 * that can't be any more, and no longer; then the refusal counts. */
static void
test_refused_in_doubt (void)
{
  g_autoptr(Fixture) fixture = with_one_to_post (PSR_BILLING_KIND_INVOICE);
  FakeFate fates[] = { FAKE_DROP_BEFORE, FAKE_REFUSED, FAKE_REFUSED };
  PsrTimestamp lost = psr_clock_now (fixture->clock);
  gint64 longest = psr_billing_rules_get_longest_request (fixture->rules);
  guint n_read = 0;

  g_array_append_vals (fixture->world->post_fates, fates, G_N_ELEMENTS (fates));

  while (TRUE)
    {
      g_autoptr(PsrBillingReport) report = push (fixture);

      if (fixture->world->n_actions > 2)
        break;

      n_read++;
      assert_state (fixture, "1001", "posting: post-refused");
      g_assert_cmpuint (fixture->world->n_actions, ==, 2);
      g_assert_cmpint (report->next_look_up, >, psr_clock_now (fixture->clock));
      advance (fixture, report->next_look_up - psr_clock_now (fixture->clock));
    }

  g_assert_cmpuint (n_read, >, 10);
  g_assert_cmpint (psr_clock_now (fixture->clock) - lost, >=, longest);
  g_assert_cmpint (psr_clock_now (fixture->clock) - lost, <, longest + 10 * SECOND);
  assert_state (fixture, "1001", "needs-look: post-refused");
  g_assert_false (fake_world_find (fixture->world, "W-1001")->is_posted);

  /* Nothing is in doubt any more, either, when the draft is deleted and made anew. */
  {
    g_autoptr(GPtrArray) documents = list_documents (fixture);

    g_assert_true (((PsrLedgerDocument *) g_ptr_array_index (documents, 0))->intent_server_date == PSR_TIMESTAMP_NONE);
  }
}

/* What differs is never posted, and released isn't posted. */
static void
test_gate (void)
{
  g_autoptr(Fixture) fixture = with_one_to_post (PSR_BILLING_KIND_INVOICE);
  FakeFate fate = FAKE_DROP_BEFORE;
  g_autoptr(PsrBillingReport) report = NULL;

  for (guint i = 0; i < 3; i++)
    g_array_append_val (fixture->world->post_fates, fate);

  report = push (fixture);
  assert_state (fixture, "1001", "posting: posting");

  fake_world_set_tax (fake_world_find (fixture->world, "W-1001"), 6);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: vat-differs");
  g_assert_cmpuint (fixture->world->n_posted, ==, 0);
}

static void
test_released (void)
{
  g_autoptr(Fixture) fixture = with_one_to_post (PSR_BILLING_KIND_INVOICE);
  FakeFate fate = FAKE_DROP_BEFORE;
  g_autoptr(PsrBillingReport) report = NULL;

  for (guint i = 0; i < 3; i++)
    g_array_append_val (fixture->world->post_fates, fate);

  report = push (fixture);
  g_set_str (&fake_world_find (fixture->world, "W-1001")->status, "Open");
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: not-draft");
  g_assert_cmpuint (fixture->world->n_actions, ==, 3);
}

/* Without the right to see what is posted nothing proves anything. */
static void
test_blind (void)
{
  g_autoptr(Fixture) fixture = with_one_to_post (PSR_BILLING_KIND_INVOICE);
  g_autoptr(PsrBillingReport) report = NULL;

  fixture->world->posted_hidden = TRUE;
  report = push (fixture);
  g_assert_error (report->stopped, PSR_BILLING_ERROR, PSR_BILLING_ERROR_BLIND);
  assert_state (fixture, "1001", "posting: posting");

  fixture->world->posted_hidden = FALSE;
  push_until_rest (fixture);
  assert_posted_once (fixture);
}

/* A person releases and posts what was only made; Wello gets the legal number. */
static void
test_followed (void)
{
  static const gboolean renumbers[] = { TRUE, FALSE };

  for (gsize i = 0; i < G_N_ELEMENTS (renumbers); i++)
    {
      g_autoptr(Fixture) fixture = with_approved ("1001");
      FakeDocument *document;
      g_autofree char *draft_number = NULL;

      fixture->world->renumbers = renumbers[i];
      push_until_rest (fixture);
      assert_billed_once (fixture, "1001");
      document = fake_world_find (fixture->world, "W-1001");
      draft_number = g_strdup (document->number);
      g_assert_cmpstr (status_of (fixture), ==, "draft");

      g_set_str (&document->status, "Open");
      push_until_rest (fixture);
      assert_state (fixture, "1001", "followed");
      g_assert_cmpstr (status_of (fixture), ==, "released");

      fake_world_post (document, ++fixture->world->n_posted);
      push_until_rest (fixture);

      if (renumbers[i])
        {
          assert_posted_once (fixture);
        }
      else
        {
          assert_state (fixture, "1001", "closed: legal-number-untold");
          g_assert_cmpuint (count_audit (fixture, "1001", "passerelle finished"), ==, 0);
          g_assert_cmpuint (count_audit (fixture, "1001", "passerelle number-refused Wello doesn’t take the number of the posted"), ==, 1);
          g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->erp_number, ==, draft_number);
        }

      g_set_str (&document->status, "Paid");
      push_until_rest (fixture);
      g_assert_cmpstr (status_of (fixture), ==, "paid");
    }
}

/* However many are followed, each is read in each run, and many with one request. */
static void
test_many_followed (void)
{
  static const struct { const char *state, *before, *found, *after; } cases[] = {
    { "followed", "released", "Draft", "draft" },
    { "closed", "posted", "Paid", "paid" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) fixture = with_approved ("1001");
      g_autoptr(GPtrArray) documents = NULL;
      guint requests, n_read = 0;

      push_until_rest (fixture);
      assert_billed_once (fixture, "1001");
      copy_documents (fixture, MANY, cases[i].state, cases[i].before);
      if (i == 1)
        fake_world_post (fake_world_find (fixture->world, "W-1001"), ++fixture->world->n_posted);
      g_set_str (&fake_world_find (fixture->world, "W-1001")->status, cases[i].found);

      requests = fixture->world->n_requests;
      push_until_rest (fixture);
      g_assert_cmpuint (fixture->world->n_requests - requests, <, MANY / 8);

      documents = list_documents (fixture);
      for (guint j = 0; j < documents->len; j++)
        {
          const PsrLedgerDocument *document = g_ptr_array_index (documents, j);

          n_read += g_str_has_prefix (document->internal_number, cases[i].state) &&
                    g_str_equal (document->state, cases[i].state) && g_str_equal (document->bc_status, cases[i].after);
        }
      g_assert_cmpuint (n_read, ==, MANY);
    }
}

/* A released draft may have the number of what was posted on another day. */
static void
test_ledger_of_another_day (void)
{
  g_autoptr(Fixture) fixture = with_one_to_post (PSR_BILLING_KIND_INVOICE);
  FakeFate fate = FAKE_DROP_BEFORE;

  for (guint i = 0; i < 3; i++)
    g_array_append_val (fixture->world->post_fates, fate);

  psr_billing_report_unref (push (fixture));
  fake_world_post (fake_world_find (fixture->world, "W-1001"), 1);
  fixture->world->posted_missing = TRUE;
  fixture->world->ledger_day = "2019-08-24";
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: not-draft");
}

/* Where the list of posted invoices can't be read, the general ledger proves it. */
static void
test_ledger_proof (void)
{
  static const PsrBillingKind kinds[] = { PSR_BILLING_KIND_INVOICE, PSR_BILLING_KIND_ORDER };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      for (guint hidden = 0; hidden < 2; hidden++)
        {
          g_autoptr(Fixture) fixture = with_one_to_post (kinds[i]);

          fixture->world->posted_missing = TRUE;
          fixture->world->ledger_hidden = hidden;

          if (!hidden)
            {
              push_until_rest (fixture);
              assert_posted_once (fixture);
              continue;
            }

          /* Nothing proves it: a person has to look, and it is posted once all the same. */
          for (guint n = 0; n < 3; n++)
            {
              psr_billing_report_unref (push (fixture));
              advance (fixture, 5 * MINUTE);
            }
          assert_state (fixture, "1001", kinds[i] == PSR_BILLING_KIND_INVOICE ? "needs-look: not-draft" : "needs-look: order-gone");
          g_assert_cmpuint (fixture->world->n_posted, ==, 1);
          g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->erp_number, ==, "");
        }
    }
}

/* An answer of Wello was lost when it was told the draft's number, which may arrive still:
 * the legal one isn't told before it can't any more. */
static void
test_told_in_doubt (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");
  FakeDocument *document;
  g_autofree char *draft_number = NULL;

  fixture->world->renumbers = TRUE;
  fixture->world->wello_fate = FAKE_DROP_AFTER;
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");
  document = fake_world_find (fixture->world, "W-1001");
  draft_number = g_strdup (document->number);
  fake_world_post (document, ++fixture->world->n_posted);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "followed");
  g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->erp_number, ==, draft_number);

  advance (fixture, 4 * MINUTE);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "closed");
  g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->erp_number, ==, document->number);
}

/* Somebody changed it and posted it: Wello isn't told that all is well. */
static void
test_posted_differs (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");
  FakeDocument *document;
  g_autofree char *draft_number = NULL;

  push_until_rest (fixture);
  document = fake_world_find (fixture->world, "W-1001");
  draft_number = g_strdup (document->number);
  fake_world_set_tax (document, 6);
  fake_world_post (document, ++fixture->world->n_posted);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: posted-differs");
  g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->erp_number, ==, draft_number);
}

/* Killed while a document is compared and told; meanwhile somebody invoices it, a
 * person or another desktop: it is taken as what it is, and not for lost. */
static void
test_posted_by_others_meanwhile (gconstpointer data)
{
  PsrBillingKind kind = (PsrBillingKind) GPOINTER_TO_INT (data);
  guint n_posted = 0;
  guint n;

  for (n = 1; n < 100; n++)
    {
      g_autoptr(Fixture) fixture = with_one_to_post (kind);
      g_autoptr(DexFuture) lost = NULL;
      FakeDocument *document;
      gboolean reached;

      fixture->executor->freeze_at = fixture->executor->n_jobs + n;
      lost = psr_billing_push (fixture->context, NULL, NULL, NULL, NULL);
      settle_loop ();
      reached = fixture->executor->frozen;
      dex_clear (&lost);
      stop_program (fixture);
      document = fake_world_find (fixture->world, "W-1001");

      if (document != NULL && !document->is_posted)
        {
          fake_world_post (document, ++fixture->world->n_posted);
          n_posted++;
        }

      start_program (fixture);
      push_until_rest (fixture);
      assert_posted_once (fixture);

      if (!reached)
        break;
    }

  g_assert_cmpuint (n, <, 100);
  g_assert_cmpuint (n_posted, >, 3);
}

static void
test_gone (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");

  push_until_rest (fixture);
  g_ptr_array_set_size (fixture->world->documents, 0);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: gone");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/posting/happy", test_happy);
  g_test_add_func ("/billing/posting/fates", test_fates);
  g_test_add_func ("/billing/posting/told-meanwhile", test_told_meanwhile);
  g_test_add_func ("/billing/posting/killed", test_killed);
  g_test_add_func ("/billing/posting/refused", test_refused);
  g_test_add_func ("/billing/posting/refused-in-doubt", test_refused_in_doubt);
  g_test_add_func ("/billing/posting/refused-with-another-clock", test_refused_with_another_clock);
  g_test_add_func ("/billing/posting/gate", test_gate);
  g_test_add_func ("/billing/posting/released", test_released);
  g_test_add_func ("/billing/posting/blind", test_blind);
  g_test_add_func ("/billing/posting/followed", test_followed);
  g_test_add_func ("/billing/posting/many-followed", test_many_followed);
  g_test_add_func ("/billing/posting/ledger-proof", test_ledger_proof);
  g_test_add_func ("/billing/posting/ledger-of-another-day", test_ledger_of_another_day);
  g_test_add_func ("/billing/posting/told-in-doubt", test_told_in_doubt);
  g_test_add_func ("/billing/posting/posted-differs", test_posted_differs);
  g_test_add_data_func ("/billing/posting/by-others-meanwhile/invoice", GINT_TO_POINTER (PSR_BILLING_KIND_INVOICE),
                        test_posted_by_others_meanwhile);
  g_test_add_data_func ("/billing/posting/by-others-meanwhile/order", GINT_TO_POINTER (PSR_BILLING_KIND_ORDER),
                        test_posted_by_others_meanwhile);
  g_test_add_func ("/billing/posting/gone", test_gone);

  return g_test_run ();
}
