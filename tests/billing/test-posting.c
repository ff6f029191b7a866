/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "billing-fixture.h"

static void
approve_to_post (Fixture *fixture)
{
  g_autoptr(GPtrArray) documents = list_documents (fixture);
  g_autoptr(PsrBillingReport) report = NULL;
  PsrLedgerDocument *document = g_ptr_array_index (documents, 0);

  report = expect_boxed (fixture, psr_billing_approve (fixture->context, &document->id, 1, PSR_BILLING_KIND_DEFAULT,
                                                       PSR_APPROVE_NAMED | PSR_APPROVE_POST, "An"));
  g_assert_cmpuint (report->approved, ==, 1);
}

static Fixture *
with_one_to_post (PsrBillingKind kind)
{
  Fixture *fixture = fixture_new ();
  g_autoptr(PsrBillingReport) report = NULL;

  psr_billing_rules_set_kind (fixture->rules, kind);
  fake_world_add_invoice (fixture->world, "1001");
  report = collect (fixture);
  approve_to_post (fixture);

  return fixture;
}

static void
assert_posted_once (Fixture *fixture)
{
  FakeDocument *document = fake_world_find (fixture->world, "W-1001");
  FakeInvoice *invoice = fake_world_get_invoice (fixture->world, 0);
  g_autoptr(GPtrArray) documents = list_documents (fixture);
  const PsrLedgerDocument *row = g_ptr_array_index (documents, 0);

  g_assert_cmpuint (fake_world_count (fixture->world, "W-1001"), ==, 1);
  g_assert_true (document->is_posted);
  g_assert_cmpuint (fixture->world->n_posted, ==, 1);
  g_assert_cmpstr (invoice->status, ==, FAKE_IMPORTED);
  g_assert_cmpstr (invoice->erp_number, ==, document->number);
  g_assert_cmpstr (row->state, ==, "closed");
  g_assert_cmpstr (row->bc_number, ==, document->number);
  g_assert_cmpstr (row->told_number, ==, document->number);
  g_assert_cmpstr (row->bc_status, ==, "posted");
  g_assert_true (row->intent_server_date == PSR_TIMESTAMP_NONE);
}

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

static const char *
status_of (Fixture *fixture)
{
  g_autoptr(GPtrArray) documents = list_documents (fixture);

  return g_intern_string (((PsrLedgerDocument *) g_ptr_array_index (documents, 0))->bc_status);
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
          g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->erp_number, ==, draft_number);
        }

      g_set_str (&document->status, "Paid");
      push_until_rest (fixture);
      g_assert_cmpstr (status_of (fixture), ==, "paid");
    }
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

/* Business Central says *Paid* of what is closed, by a payment or by a credit memo. */
static void
test_credited (void)
{
  static const struct { const char *status, *amount; gboolean hidden; const char *word; } cases[] = {
    { "Paid", "100000", FALSE, "credited" },
    { "Corrective", "100000", FALSE, "credited" },
    { "Paid", "1", FALSE, "paid" },
    { "Draft", "100000", FALSE, "paid" },
    { "Canceled", "100000", FALSE, "paid" },
    { "Open", "100000", FALSE, "credited" },
    { "Open", "100000", TRUE, "paid" },
  };

  for (guint round = 0; round < 2; round++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        {
          g_autoptr(Fixture) fixture = with_one_to_post (PSR_BILLING_KIND_INVOICE);
          FakeDocument *document;

          push_until_rest (fixture);
          assert_posted_once (fixture);
          document = fake_world_find (fixture->world, "W-1001");
          fixture->world->ledger_hidden = cases[i].hidden;
          g_set_str (&document->status, "Paid");

          /* It was paid, and nobody reads it any more, when it is credited. */
          if (round == 1)
            {
              push_until_rest (fixture);
              g_assert_cmpstr (status_of (fixture), ==, "paid");
              advance (fixture, 60 * 24 * 60 * MINUTE);
            }

          fake_world_credit (fixture->world, document, cases[i].status, cases[i].amount);
          push_until_rest (fixture);
          g_assert_cmpstr (status_of (fixture), ==, cases[i].word);
          push_until_rest (fixture);
          g_assert_cmpstr (status_of (fixture), ==, cases[i].word);
          assert_state (fixture, "1001", "closed");
        }
    }
}

/* It is paid, and credited while Wello doesn't answer. Later on only what isn't paid yet
 * is read, and the credit memos after that one. */
static void
test_credited_untold (void)
{
  g_autoptr(Fixture) fixture = with_one_to_post (PSR_BILLING_KIND_INVOICE);
  FakeWorld *world = fixture->world;
  FakeDocument *document;

  world->renumbers = TRUE;
  push_until_rest (fixture);
  fake_world_add_invoice (world, "1002");
  psr_billing_report_unref (collect (fixture));
  approve_all (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1002", "followed");

  document = fake_world_find (world, "W-1002");
  fake_world_post (document, 2);
  g_set_str (&document->status, "Paid");
  world->wello_mute = TRUE;
  psr_billing_report_unref (push (fixture));
  assert_state (fixture, "1002", "confirming: confirm-waiting");

  fake_world_credit (world, document, "Paid", "100000");
  psr_billing_report_unref (push (fixture));
  advance (fixture, 30 * MINUTE);
  document = fake_world_find (world, "W-1001");
  g_set_str (&document->status, "Paid");
  fake_world_credit (world, document, "Paid", "100000");
  psr_billing_report_unref (push (fixture));
  psr_billing_report_unref (push (fixture));
  assert_state (fixture, "1002", "confirming: confirm-waiting");

  advance (fixture, 30 * MINUTE);
  world->wello_mute = FALSE;
  push_until_rest (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1002", "closed");

  {
    g_autoptr(GPtrArray) documents = list_documents (fixture);

    for (guint i = 0; i < documents->len; i++)
      g_assert_cmpstr (((PsrLedgerDocument *) g_ptr_array_index (documents, i))->bc_status, ==, "credited");
  }
}

/* Once it is credited and ready again it is billed anew: the credited invoice isn't
 * taken for it. */
static void
test_billed_after_credit (void)
{
  for (guint round = 0; round < 4; round++)
    {
      g_autoptr(Fixture) fixture = with_one_to_post (PSR_BILLING_KIND_INVOICE);
      guint credited = round % 2;
      FakeInvoice *invoice = fake_world_get_invoice (fixture->world, 0);
      FakeDocument *document;

      psr_billing_rules_set_via (fixture->rules, round < 2 ? PSR_BILLING_VIA_DIRECT : PSR_BILLING_VIA_QUOTE);
      push_until_rest (fixture);
      document = fake_world_find (fixture->world, "W-1001");
      g_set_str (&document->status, "Paid");

      for (guint n = 1; n <= 1 + credited; n++)
        {
          const char *external = n == 1 ? "W-1001-2" : "W-1001-3";

          if (credited)
            fake_world_credit (fixture->world, document, "Paid", "100000");

          push_until_rest (fixture);
          advance (fixture, MINUTE);
          g_set_str (&invoice->status, FAKE_READY);
          psr_billing_report_unref (collect (fixture));
          assert_state (fixture, "1001", credited ? "needs-look: ready-credited" : "needs-look: ready-again");
          approve_to_post (fixture);
          push_until_rest (fixture);
          g_assert_cmpuint (fake_world_count (fixture->world, "W-1001"), ==, 1);
          g_assert_cmpuint (fake_world_count (fixture->world, external), ==, credited);
          g_assert_cmpstr (invoice->status, ==, FAKE_IMPORTED);
          assert_state (fixture, "1001", "closed");

          if (credited)
            {
              document = fake_world_find (fixture->world, external);
              g_set_str (&document->status, "Paid");
            }

          g_assert_cmpstr (invoice->erp_number, ==, document->number);
        }
    }
}

/* The number of a document made anew looks like that of another invoice, which has it. */
static void
test_number_of_another (void)
{
  g_autoptr(Fixture) fixture = with_one_to_post (PSR_BILLING_KIND_INVOICE);
  FakeDocument *document;

  fake_world_add_invoice (fixture->world, "1001-2");
  psr_billing_report_unref (collect (fixture));
  approve_all (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1001-2", "followed");

  document = fake_world_find (fixture->world, "W-1001");
  g_set_str (&document->status, "Paid");
  fake_world_credit (fixture->world, document, "Paid", "100000");
  push_until_rest (fixture);
  advance (fixture, MINUTE);
  g_set_str (&fake_world_get_invoice (fixture->world, 0)->status, FAKE_READY);
  psr_billing_report_unref (collect (fixture));
  assert_state (fixture, "1001", "needs-look: ready-credited");
  approve_all (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "followed");
  g_assert_cmpuint (fake_world_count (fixture->world, "W-1001-2"), ==, 1);
  g_assert_cmpuint (fake_world_count (fixture->world, "W-1001-3"), ==, 1);
}

/* What needs a look is credited: that is for the person who looks. */
static void
test_credited_in_doubt (void)
{
  g_autoptr(Fixture) fixture = with_one_to_post (PSR_BILLING_KIND_INVOICE);
  FakeDocument *document;

  push_until_rest (fixture);
  document = fake_world_find (fixture->world, "W-1001");
  fake_world_add_typed (fixture->world, "S-77", "W-1001", 777);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: duplicate");
  g_set_str (&document->status, "Paid");
  fake_world_credit (fixture->world, document, "Paid", "100000");
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: duplicate");
}

/* Ours is credited, and somebody else's is there: billed again, that one is shown, and no
 * third is made. */
static void
test_credited_beside (void)
{
  g_autoptr(Fixture) fixture = with_one_to_post (PSR_BILLING_KIND_INVOICE);
  FakeDocument *document;

  push_until_rest (fixture);
  document = fake_world_find (fixture->world, "W-1001");
  g_set_str (&document->status, "Paid");
  fake_world_credit (fixture->world, document, "Paid", "100000");
  push_until_rest (fixture);
  g_assert_cmpstr (status_of (fixture), ==, "credited");

  fake_world_add_typed (fixture->world, "S-77", "W-1001", 777);
  advance (fixture, MINUTE);
  g_set_str (&fake_world_get_invoice (fixture->world, 0)->status, FAKE_READY);
  psr_billing_report_unref (collect (fixture));
  assert_state (fixture, "1001", "needs-look: ready-credited");
  approve_to_post (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: found-differs");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
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
  g_test_add_func ("/billing/posting/gate", test_gate);
  g_test_add_func ("/billing/posting/released", test_released);
  g_test_add_func ("/billing/posting/blind", test_blind);
  g_test_add_func ("/billing/posting/followed", test_followed);
  g_test_add_func ("/billing/posting/ledger-proof", test_ledger_proof);
  g_test_add_func ("/billing/posting/credited", test_credited);
  g_test_add_func ("/billing/posting/credited-untold", test_credited_untold);
  g_test_add_func ("/billing/posting/billed-after-credit", test_billed_after_credit);
  g_test_add_func ("/billing/posting/number-of-another", test_number_of_another);
  g_test_add_func ("/billing/posting/credited-in-doubt", test_credited_in_doubt);
  g_test_add_func ("/billing/posting/credited-beside", test_credited_beside);
  g_test_add_func ("/billing/posting/posted-differs", test_posted_differs);
  g_test_add_data_func ("/billing/posting/by-others-meanwhile/invoice", GINT_TO_POINTER (PSR_BILLING_KIND_INVOICE),
                        test_posted_by_others_meanwhile);
  g_test_add_data_func ("/billing/posting/by-others-meanwhile/order", GINT_TO_POINTER (PSR_BILLING_KIND_ORDER),
                        test_posted_by_others_meanwhile);
  g_test_add_func ("/billing/posting/gone", test_gone);

  return g_test_run ();
}
