/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "billing-fixture.h"

static void
collect_again (Fixture *fixture)
{
  psr_billing_report_unref (collect (fixture));
}

static Fixture *
with_ready (void)
{
  Fixture *fixture = fixture_new ();

  fake_world_add_invoice (fixture->world, "1001");
  collect_again (fixture);
  assert_state (fixture, "1001", "ready");

  return fixture;
}

static void
approve (Fixture         *fixture,
         const char      *number,
         PsrApproveFlags  flags)
{
  gint64 id = id_of (fixture, number);

  psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, PSR_BILLING_KIND_DEFAULT,
                                                                        flags, "An")));
}

static void
test_skip (void)
{
  g_autoptr(Fixture) fixture = with_ready ();
  g_autofree char *why = NULL;

  act (fixture, PSR_BILLING_ACT_SKIP, "1001", NULL);
  assert_state (fixture, "1001", "skipped: skipped");

  /* Whatever Wello says, and whoever asks for all. */
  g_set_str (&fake_world_get_invoice (fixture->world, 0)->memo, "Autre chose");
  collect_again (fixture);
  approve_all (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "skipped: skipped");
  g_assert_cmpuint (fixture->world->n_posts, ==, 0);

  act (fixture, PSR_BILLING_ACT_UNSKIP, "1001", NULL);
  assert_state (fixture, "1001", "found");
  collect_again (fixture);
  assert_state (fixture, "1001", "ready");
  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");

  why = refuse_act (fixture, PSR_BILLING_ACT_SKIP, "1001", NULL);
  g_assert_nonnull (strstr (why, "withdraw"));
}

static void
test_audited (void)
{
  g_autoptr(Fixture) fixture = with_ready ();
  g_autoptr(GPtrArray) entries = NULL;
  const PsrAuditEntry *entry;

  act (fixture, PSR_BILLING_ACT_SKIP, "1001", NULL);
  entries = expect_boxed (fixture, psr_ledger_list_audit (fixture->context->ledger, id_of (fixture, "1001"), 0, 1));
  g_assert_cmpuint (entries->len, ==, 1);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (entry->who, ==, "An");
  g_assert_cmpstr (entry->action, ==, "skip");
  g_assert_cmpstr (entry->old_value, ==, "ready");
  g_assert_cmpstr (entry->new_value, ==, "skipped");
  g_assert_cmpstr (entry->reason, ==, "because");
}

static void
test_mark_billed (void)
{
  g_autoptr(Fixture) fixture = with_ready ();
  g_autoptr(GPtrArray) documents = NULL;

  /* 19.99 for a part and 45.00 for the hours. */
  fake_world_add_typed (fixture->world, "PS-1", "", 6499);
  act (fixture, PSR_BILLING_ACT_MARK_BILLED, "1001", "ps-1");
  assert_state (fixture, "1001", "already-invoiced: already-invoiced");

  documents = list_documents (fixture);
  g_assert_cmpstr (((PsrLedgerDocument *) g_ptr_array_index (documents, 0))->bc_number, ==, "PS-1");
  g_assert_true (((PsrLedgerDocument *) g_ptr_array_index (documents, 0))->live);

  collect_again (fixture);
  approve_all (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "already-invoiced: already-invoiced");
  g_assert_cmpuint (fixture->world->n_posts, ==, 0);

  act (fixture, PSR_BILLING_ACT_UNMARK, "1001", NULL);
  collect_again (fixture);
  assert_state (fixture, "1001", "ready");
}

static void
assert_not_marked (Fixture    *fixture,
                   const char *number,
                   const char *bc_number,
                   const char *words)
{
  g_autofree char *before = state_of (fixture, number);
  g_autofree char *why = refuse_act (fixture, PSR_BILLING_ACT_MARK_BILLED, number, bc_number);

  g_test_message ("%s", why);
  g_assert_nonnull (strstr (why, words));
  assert_state (fixture, number, before);
}

static void
test_mark_billed_not (void)
{
  g_autoptr(Fixture) fixture = with_ready ();
  FakeDocument *document;

  fake_world_add_invoice (fixture->world, "1002");
  collect_again (fixture);
  assert_not_marked (fixture, "1001", "PS-9", "no order or invoice PS-9");

  document = fake_world_add_typed (fixture->world, "PS-1", "", 6499);
  fake_world_add_typed (fixture->world, "PS-2", "", 6400);
  assert_not_marked (fixture, "1001", "PS-2", "64");

  g_set_str (&document->customer, "2f1c6a5e-0000-4000-8000-000000000009");
  assert_not_marked (fixture, "1001", "PS-1", "another customer");
  g_set_str (&document->customer, FAKE_CUSTOMER);

  g_set_str (&document->status, "Canceled");
  assert_not_marked (fixture, "1001", "PS-1", "credited");
  g_set_str (&document->status, "Paid");

  act (fixture, PSR_BILLING_ACT_MARK_BILLED, "1001", "PS-1");
  assert_not_marked (fixture, "1002", "PS-1", "bills invoice 1001");

  /* Somebody has looked, and knows. */
  expect_done (fixture, psr_billing_act (fixture->context, PSR_BILLING_ACT_MARK_BILLED, id_of (fixture, "1002"), "PS-2",
                                         TRUE, "An", NULL));
  assert_state (fixture, "1002", "already-invoiced: already-invoiced");
}

/* What the ledger knows isn't forgotten as long as it is there: it would bill the same again. */
static void
test_mark_billed_own (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");
  g_autofree char *number = NULL;

  fixture->world->tax_percent = 6;
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: vat-differs");
  number = g_strdup (fake_world_find (fixture->world, "W-1001")->number);
  fake_world_add_typed (fixture->world, "PS-1", "", 6499);
  assert_not_marked (fixture, "1001", "PS-1", "a second time");

  /* It is billed by its own. */
  act (fixture, PSR_BILLING_ACT_MARK_BILLED, "1001", number);
  assert_state (fixture, "1001", "already-invoiced: already-invoiced");
}

/* The same once it is gone. */
static void
test_mark_billed_own_gone (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");

  fixture->world->tax_percent = 6;
  push_until_rest (fixture);
  g_ptr_array_set_size (fixture->world->documents, 0);
  fake_world_add_typed (fixture->world, "PS-1", "", 6499);
  act (fixture, PSR_BILLING_ACT_MARK_BILLED, "1001", "PS-1");
  assert_state (fixture, "1001", "already-invoiced: already-invoiced");
}

/* A quote became the draft that was withdrawn: what is approved next isn't made yet. */
static void
test_withdrawn_of_quote (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");

  psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_QUOTE);
  fixture->world->gives_back = FAKE_BECOMES_READY;
  push_until_rest (fixture);
  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);
  push_until_rest (fixture);
  collect_again (fixture);
  approve_all (fixture);
  act (fixture, PSR_BILLING_ACT_UNAPPROVE, "1001", NULL);
  assert_state (fixture, "1001", "ready");
}

static void
test_mark_before_start (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();

  g_assert_true (psr_billing_rules_set_from (fixture->rules, "2026-09-01", NULL));
  fake_world_add_invoice (fixture->world, "1001");
  collect_again (fixture);
  assert_state (fixture, "1001", "before-start: before-start");
  fake_world_add_typed (fixture->world, "PS-1", "", 6499);
  act (fixture, PSR_BILLING_ACT_MARK_BILLED, "1001", "PS-1");
  assert_state (fixture, "1001", "already-invoiced: already-invoiced");
  act (fixture, PSR_BILLING_ACT_UNMARK, "1001", NULL);
  collect_again (fixture);
  assert_state (fixture, "1001", "before-start: before-start");

  /* Named, it is billed all the same. */
  approve (fixture, "1001", PSR_APPROVE_NAMED);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");
}

static void
test_retry (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");
  FakeInvoice *invoice = fake_world_get_invoice (fixture->world, 0);
  g_autofree char *why = NULL;

  fake_world_plan (fixture->world, FAKE_REFUSED);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "refused: refused");
  g_assert_cmpstr (invoice->status, ==, FAKE_ERROR);

  act (fixture, PSR_BILLING_ACT_RETRY, "1001", NULL);
  assert_state (fixture, "1001", "approved");

  /* Wello still says that it was refused; that is no reason to let it go. */
  collect_again (fixture);
  assert_state (fixture, "1001", "approved");
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");

  why = refuse_act (fixture, PSR_BILLING_ACT_RETRY, "1001", NULL);
  g_assert_nonnull (strstr (why, "nothing to try again"));
}

/* What was put right in Wello is what is sent. */
static void
test_retry_changed (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");
  FakeInvoice *invoice = fake_world_get_invoice (fixture->world, 0);
  g_autoptr(GPtrArray) documents = NULL;

  fake_world_plan (fixture->world, FAKE_REFUSED);
  push_until_rest (fixture);
  g_set_str (&invoice->price, "25.00");
  act (fixture, PSR_BILLING_ACT_RETRY, "1001", NULL);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");
  documents = list_documents (fixture);
  g_assert_cmpint (((PsrLedgerDocument *) g_ptr_array_index (documents, 0))->net.units, ==, 7000000);
}

static void
test_retry_keeps (void)
{
  g_autoptr(Fixture) fixture = with_ready ();

  approve (fixture, "1001", PSR_APPROVE_POST);
  fake_world_plan (fixture->world, FAKE_REFUSED);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "refused: refused");
  act (fixture, PSR_BILLING_ACT_RETRY, "1001", NULL);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "closed");
}

/* Wello is told only of what is posted. */
static void
test_confirm_posted (void)
{
  g_autoptr(Fixture) fixture = with_ready ();
  FakeInvoice *invoice = fake_world_get_invoice (fixture->world, 0);

  psr_billing_rules_set_tell_when_posted (fixture->rules, TRUE);
  approve_all (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "followed");
  g_assert_cmpstr (invoice->status, ==, FAKE_READY);

  /* That Wello still shows it as ready is as it should be. */
  advance (fixture, MINUTE);
  collect_again (fixture);
  approve_all (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "followed");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);

  fake_world_post (fake_world_find (fixture->world, "W-1001"), 7);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "closed");
  g_assert_cmpstr (invoice->status, ==, FAKE_IMPORTED);
  g_assert_cmpstr (invoice->erp_number, ==, "PS-INV00007");
}

/* Approved, or made, to be a draft; and then to be posted after all. */
static void
test_post_too (void)
{
  g_autoptr(Fixture) fixture = with_ready ();

  fixture->world->renumbers = TRUE;
  approve (fixture, "1001", PSR_APPROVE_NAMED);
  approve (fixture, "1001", PSR_APPROVE_NAMED | PSR_APPROVE_POST | PSR_APPROVE_POST_MADE);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "closed");

  fake_world_add_invoice (fixture->world, "1002");
  collect_again (fixture);
  approve (fixture, "1002", PSR_APPROVE_NAMED);
  push_until_rest (fixture);
  assert_state (fixture, "1002", "followed");

  /* Not because the profile would post what is approved now. */
  approve (fixture, "1002", PSR_APPROVE_NAMED | PSR_APPROVE_POST);
  push_until_rest (fixture);
  assert_state (fixture, "1002", "followed");

  approve (fixture, "1002", PSR_APPROVE_NAMED | PSR_APPROVE_POST | PSR_APPROVE_POST_MADE);
  assert_state (fixture, "1002", "checked");
  push_until_rest (fixture);
  assert_state (fixture, "1002", "closed");
}

/* A document is found after a lost answer; its invoice has changed in Wello meanwhile,
 * and would never be asked about again once Wello is told. */
static void
test_changed_since (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");
  FakeInvoice *invoice = fake_world_get_invoice (fixture->world, 0);

  fake_world_plan (fixture->world, FAKE_DROP_AFTER);

  {
    g_autoptr(PsrBillingReport) report = push (fixture);

    g_assert_cmpuint (report->checking, ==, 1);
  }

  g_set_str (&invoice->memo, "Autre chose");
  advance (fixture, MINUTE);
  collect_again (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: changed-since");
  g_assert_cmpstr (invoice->status, ==, FAKE_READY);

  act (fixture, PSR_BILLING_ACT_TAKE, "1001", NULL);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");
}

/* The document of an invoice that has changed in Wello since. */
static Fixture *
with_changed_since (void)
{
  Fixture *fixture = with_approved ("1001");

  fake_world_plan (fixture->world, FAKE_DROP_AFTER);
  psr_billing_report_unref (push (fixture));
  g_set_str (&fake_world_get_invoice (fixture->world, 0)->price, "25.00");
  advance (fixture, MINUTE);
  collect_again (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: changed-since");

  return fixture;
}

static void
test_changed_since_withdrawn (void)
{
  g_autoptr(Fixture) fixture = with_changed_since ();

  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "withdrawn: withdrawn");
  collect_again (fixture);
  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");
}

/* Billed again as it is: as long as its document is there nothing else becomes of it. */
static void
test_changed_since_approved (void)
{
  g_autoptr(Fixture) fixture = with_changed_since ();
  g_autofree char *why = NULL;

  approve_all (fixture);
  assert_state (fixture, "1001", "approved");
  collect_again (fixture);
  assert_state (fixture, "1001", "approved");
  why = refuse_act (fixture, PSR_BILLING_ACT_UNAPPROVE, "1001", NULL);
  g_assert_nonnull (strstr (why, "document already"));
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: changed-since");
  g_assert_cmpuint (fake_world_count (fixture->world, "W-1001"), ==, 1);
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);

  /* Somebody deleted it: what Wello says by now is read anew, and approved anew. */
  approve_all (fixture);
  g_ptr_array_set_size (fixture->world->documents, 0);
  collect_again (fixture);
  assert_state (fixture, "1001", "approved");
  push_until_rest (fixture);
  assert_state (fixture, "1001", "found: changed");
  collect_again (fixture);
  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);
}

/* Nor when it isn't ready in Wello any more. */
static void
test_changed_since_left (void)
{
  g_autoptr(Fixture) fixture = with_changed_since ();
  FakeInvoice *invoice = fake_world_get_invoice (fixture->world, 0);

  approve_all (fixture);
  g_set_str (&invoice->status, FAKE_OPEN);
  collect_again (fixture);
  assert_state (fixture, "1001", "approved");
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: changed-since");
  g_assert_cmpuint (fake_world_count (fixture->world, "W-1001"), ==, 1);

  approve_all (fixture);
  g_ptr_array_set_size (fixture->world->documents, 0);
  collect_again (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "found: changed");
  collect_again (fixture);
  assert_state (fixture, "1001", "withdrawn: left-queue");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* Its document is gone, and the invoice isn't ready any more: it is read once more
 * before another one is made, although what is ready was read a moment ago. */
static void
test_gone_and_left (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");
  FakeInvoice *invoice = fake_world_get_invoice (fixture->world, 0);

  fixture->world->tax_percent = 6;
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: vat-differs");
  approve_all (fixture);
  g_ptr_array_set_size (fixture->world->documents, 0);
  g_set_str (&invoice->status, FAKE_OPEN);
  collect_again (fixture);
  assert_state (fixture, "1001", "approved");
  push_until_rest (fixture);
  assert_state (fixture, "1001", "withdrawn: left-queue");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* An attempt to post whose answer was lost may still run when the next one is
 * refused. */
static void
test_refused_in_doubt (void)
{
  g_autoptr(Fixture) fixture = with_ready ();
  FakeFate lost = FAKE_DROP_BEFORE, refused = FAKE_REFUSED;
  FakeDocument *document;

  g_array_append_val (fixture->world->post_fates, lost);
  g_array_append_val (fixture->world->post_fates, refused);
  approve (fixture, "1001", PSR_APPROVE_POST);

  {
    g_autoptr(PsrBillingReport) report = push (fixture);

    g_assert_cmpuint (report->needs_look, ==, 0);
  }

  assert_state (fixture, "1001", "posting: post-refused");
  g_assert_cmpuint (fixture->world->n_actions, ==, 2);

  /* It is only read meanwhile; and then the first one has come to its end. */
  advance (fixture, 2 * MINUTE);
  psr_billing_report_unref (push (fixture));
  g_assert_cmpuint (fixture->world->n_actions, ==, 2);
  document = fake_world_find (fixture->world, "W-1001");
  fake_world_post (document, 7);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "closed");
  g_assert_cmpuint (fixture->world->n_actions, ==, 2);
}

static void
test_refused_after_doubt (void)
{
  g_autoptr(Fixture) fixture = with_ready ();
  FakeFate lost = FAKE_DROP_BEFORE, refused = FAKE_REFUSED;

  g_array_append_val (fixture->world->post_fates, lost);
  g_array_append_val (fixture->world->post_fates, refused);
  g_array_append_val (fixture->world->post_fates, refused);
  approve (fixture, "1001", PSR_APPROVE_POST);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: post-refused");
  g_assert_cmpuint (fixture->world->n_actions, ==, 3);
}

/* Of so many invoices that some had to wait for their turn to be looked up, those aren't
 * billed with all others. */
static void
test_unchecked (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  gint64 ids[2];
  g_autoptr(PsrBillingReport) report = NULL;
  g_autoptr(PsrBillingReport) dry = NULL;

  fake_world_add_invoice (fixture->world, "1001");
  fake_world_add_invoice (fixture->world, "1002");
  psr_billing_report_unref (collect (fixture));
  expect_done (fixture, psr_database_write (psr_store_get_ledger_database (fixture->store), run_sql_func,
                                            g_strdup ("UPDATE documents SET checks = replace (checks, '+ look-alike', '- look-alike') "
                                                      "WHERE internal_number = '1002'"), g_free));
  ids[0] = id_of (fixture, "1001");
  ids[1] = id_of (fixture, "1002");

  /* A dry run says which, and why; who names it is shown what would be sent. */
  dry = expect_boxed (fixture, psr_billing_dry_run (fixture->context, ids, 2, PSR_BILLING_KIND_DEFAULT, PSR_APPROVE_CHECKED, NULL));
  g_assert_nonnull (((PsrBillingResult *) dry->results->pdata[0])->body);
  g_assert_null (((PsrBillingResult *) dry->results->pdata[1])->body);
  g_assert_cmpstr (((PsrBillingResult *) dry->results->pdata[1])->reason, ==, "unchecked");
  g_clear_pointer (&dry, psr_billing_report_unref);
  dry = expect_boxed (fixture, psr_billing_dry_run (fixture->context, ids, 2, PSR_BILLING_KIND_DEFAULT, PSR_APPROVE_NAMED, NULL));
  g_assert_nonnull (((PsrBillingResult *) dry->results->pdata[1])->body);
  assert_state (fixture, "1002", "ready");

  report = expect_boxed (fixture, psr_billing_approve (fixture->context, ids, 2, PSR_BILLING_KIND_DEFAULT, PSR_APPROVE_CHECKED, "An"));
  g_assert_cmpuint (report->approved, ==, 1);
  g_assert_cmpuint (report->results->len, ==, 2);
  assert_state (fixture, "1001", "approved");
  assert_state (fixture, "1002", "ready: unchecked");
  g_assert_cmpuint (count_audit (fixture, "1002", "passerelle not-checked"), ==, 1);

  /* It has its turn. */
  psr_billing_report_unref (collect (fixture));
  assert_state (fixture, "1002", "ready");
  psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, ids, 2, PSR_BILLING_KIND_DEFAULT,
                                                                        PSR_APPROVE_CHECKED, "An")));
  assert_state (fixture, "1002", "approved");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/acts/skip", test_skip);
  g_test_add_func ("/billing/acts/audited", test_audited);
  g_test_add_func ("/billing/acts/mark-billed", test_mark_billed);
  g_test_add_func ("/billing/acts/mark-billed-not", test_mark_billed_not);
  g_test_add_func ("/billing/acts/mark-billed-own", test_mark_billed_own);
  g_test_add_func ("/billing/acts/mark-billed-own-gone", test_mark_billed_own_gone);
  g_test_add_func ("/billing/acts/withdrawn-of-quote", test_withdrawn_of_quote);
  g_test_add_func ("/billing/acts/mark-before-start", test_mark_before_start);
  g_test_add_func ("/billing/acts/retry", test_retry);
  g_test_add_func ("/billing/acts/retry-changed", test_retry_changed);
  g_test_add_func ("/billing/acts/retry-keeps", test_retry_keeps);
  g_test_add_func ("/billing/acts/confirm-posted", test_confirm_posted);
  g_test_add_func ("/billing/acts/post-too", test_post_too);
  g_test_add_func ("/billing/acts/changed-since", test_changed_since);
  g_test_add_func ("/billing/acts/changed-since-withdrawn", test_changed_since_withdrawn);
  g_test_add_func ("/billing/acts/changed-since-approved", test_changed_since_approved);
  g_test_add_func ("/billing/acts/changed-since-left", test_changed_since_left);
  g_test_add_func ("/billing/acts/gone-and-left", test_gone_and_left);
  g_test_add_func ("/billing/acts/refused-in-doubt", test_refused_in_doubt);
  g_test_add_func ("/billing/acts/refused-after-doubt", test_refused_after_doubt);
  g_test_add_func ("/billing/acts/unchecked", test_unchecked);

  return g_test_run ();
}
