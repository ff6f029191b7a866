/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quote-fixture.h"
#include "withdraw-fixture.h"

/* Wello takes it back: what was withdrawn is ready again, and is billed under the same
 * number. */
static void
test_ready (void)
{
  g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);

  fixture->world->gives_back = FAKE_BECOMES_READY;
  withdraw (fixture);
  assert_withdrawn (fixture, "withdrawn: withdrawn");
  g_assert_cmpuint (count_audit (fixture, "1001", "An withdraw"), ==, 1);
  g_assert_cmpuint (count_audit (fixture, "1001", "passerelle holder-gone"), ==, 0);
  g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->status, ==, FAKE_READY);
  g_assert_cmpuint (fixture->world->n_document_deletes, ==, 1);

  bill_again (fixture);
  g_assert_cmpuint (fake_world_count (fixture->world, "W-1001"), ==, 1);
  assert_billed_once (fixture, "1001");
}

static void
test_error (void)
{
  g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_ORDER);
  FakeInvoice *invoice = fake_world_get_invoice (fixture->world, 0);

  fixture->world->gives_back = FAKE_BECOMES_ERROR;
  withdraw (fixture);
  assert_withdrawn (fixture, "withdrawn: withdrawn");
  g_assert_cmpstr (invoice->status, ==, FAKE_ERROR);
  g_assert_nonnull (strstr (invoice->message, "Withdrawn"));

  /* Once somebody has put it right in Wello. */
  g_set_str (&invoice->status, FAKE_READY);
  bill_again (fixture);
  assert_billed_once (fixture, "1001");
}

/* Wello keeps it as imported: it can be made again all the same. */
static void
test_imported (void)
{
  g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);
  FakeInvoice *invoice = fake_world_get_invoice (fixture->world, 0);
  g_autofree char *first = g_strdup (fake_world_find (fixture->world, "W-1001")->number);
  g_autoptr(GPtrArray) documents = NULL;
  const PsrLedgerDocument *document;

  withdraw (fixture);
  assert_withdrawn (fixture, "withdrawn: withdrawn-imported");
  g_assert_cmpstr (invoice->status, ==, FAKE_IMPORTED);
  g_assert_cmpstr (invoice->erp_number, ==, first);

  act (fixture, PSR_BILLING_ACT_RETRY, "1001", NULL);
  assert_state (fixture, "1001", "approved");

  /* It isn't on Wello's list of what is ready, and stays approved. */
  psr_billing_report_unref (collect (fixture));
  assert_state (fixture, "1001", "approved");
  push_until_rest (fixture);
  g_assert_cmpuint (fake_world_count (fixture->world, "W-1001"), ==, 1);
  assert_state (fixture, "1001", "followed: number-untold");
  g_assert_cmpuint (count_audit (fixture, "1001", "passerelle confirmed"), ==, 1);
  g_assert_cmpuint (count_audit (fixture, "1001", "passerelle number-refused Wello doesn’t take the new number: "), ==, 1);
  g_assert_cmpstr (invoice->erp_number, ==, first);
  g_assert_true (has_live_lines (fixture));

  /* What isn't withdrawn still says which number Wello shows. */
  fake_world_release (fake_world_find (fixture->world, "W-1001"));
  withdraw (fixture);
  assert_state (fixture, "1001", "followed: not-withdrawn-open");
  documents = list_documents (fixture);
  document = g_ptr_array_index (documents, 0);
  g_assert_nonnull (strstr (document->reason_why, first));
  g_assert_null (strstr (document->bc_number, first));
}

static void
test_not_again (void)
{
  g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);
  FakeInvoice *invoice = fake_world_get_invoice (fixture->world, 0);
  g_autofree char *why = NULL;

  withdraw (fixture);
  g_set_str (&invoice->erp_number, "SOMEBODY-ELSES");
  why = refuse_act (fixture, PSR_BILLING_ACT_RETRY, "1001", NULL);
  g_assert_nonnull (strstr (why, "SOMEBODY-ELSES"));
  assert_withdrawn (fixture, "withdrawn: withdrawn-imported");
}

static void
test_released (void)
{
  g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);

  fake_world_release (fake_world_find (fixture->world, "W-1001"));
  withdraw (fixture);
  assert_state (fixture, "1001", "followed: not-withdrawn-open");
  g_assert_cmpuint (fixture->world->n_document_deletes, ==, 0);
  g_assert_true (has_live_lines (fixture));

  g_set_str (&fake_world_find (fixture->world, "W-1001")->status, "Draft");
  withdraw (fixture);
  assert_withdrawn (fixture, "withdrawn: withdrawn-imported");
}

static void
test_changed (void)
{
  g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);

  fake_world_raise_price (fake_world_find (fixture->world, "W-1001"));
  withdraw (fixture);
  assert_state (fixture, "1001", "followed: not-withdrawn-changed");
  g_assert_cmpuint (fixture->world->n_document_deletes, ==, 0);
}

/* Somebody edits the draft between our reading and our deleting it. */
static void
test_changed_meanwhile (void)
{
  g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);

  fixture->world->before_delete = fake_world_raise_price;
  withdraw (fixture);
  assert_state (fixture, "1001", "followed: not-withdrawn-changed");
  g_assert_nonnull (fake_world_find (fixture->world, "W-1001"));
  g_assert_cmpuint (fixture->world->n_document_deletes, ==, 1);
}

static void
post_it (FakeDocument *document)
{
  fake_world_post (document, 7);
}

static void
test_posted_meanwhile (void)
{
  g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);

  fixture->world->renumbers = TRUE;
  fixture->world->before_delete = post_it;
  withdraw (fixture);
  assert_state (fixture, "1001", "closed");
  g_assert_true (fake_world_find (fixture->world, "W-1001")->is_posted);
  g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->erp_number, ==, "PS-INV00007");
  g_assert_cmpuint (fixture->world->n_document_deletes, ==, 1);
}

static void
test_refused (void)
{
  g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);
  FakeFate fate = FAKE_REFUSED;

  g_array_append_val (fixture->world->delete_fates, fate);
  withdraw (fixture);
  assert_state (fixture, "1001", "followed: not-withdrawn-refused");
  g_assert_cmpuint (fixture->world->n_document_deletes, ==, 1);
  g_assert_true (has_live_lines (fixture));
}

static void
test_lost (void)
{
  static const FakeFate fates[] = { FAKE_DROP_BEFORE, FAKE_DROP_AFTER, FAKE_GATEWAY_AFTER, FAKE_NOT_SENT };

  for (guint i = 0; i < G_N_ELEMENTS (fates); i++)
    {
      g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);

      fixture->world->gives_back = FAKE_BECOMES_READY;
      g_array_append_val (fixture->world->delete_fates, fates[i]);
      withdraw (fixture);
      assert_withdrawn (fixture, "withdrawn: withdrawn");
      bill_again (fixture);
      assert_billed_once (fixture, "1001");
    }
}

/* The answer of every request is lost together with the program, and every request is
 * lost before it arrives. */
static void
test_killed (void)
{
  guint n = 0;

  for (guint round = 0; round < 2; round++)
    {
      for (n = 1; n < 40; n++)
        {
          g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);
          g_autoptr(DexFuture) lost = NULL;
          gboolean reached;

          fixture->world->gives_back = FAKE_BECOMES_READY;
          act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);
          fixture->world->freeze_at = fixture->world->n_requests + n;
          fixture->world->freeze_before = round == 1;
          lost = psr_billing_push (fixture->context, NULL, NULL, NULL, NULL);
          settle_loop ();
          reached = fixture->world->frozen;
          dex_clear (&lost);
          stop_program (fixture);
          start_program (fixture);
          push_until_rest (fixture);
          assert_withdrawn (fixture, "withdrawn: withdrawn");
          bill_again (fixture);
          assert_billed_once (fixture, "1001");

          if (!reached)
            break;
        }

      g_assert_cmpuint (n, >, 6);
      g_assert_cmpuint (n, <, 40);
    }
}

/* An empty posted invoice with our number is none of ours: not for whoever looks
 * before sending, nor for whoever looks for duplicates. */
static void
test_void (void)
{
  g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);

  fixture->world->gives_back = FAKE_BECOMES_READY;
  fixture->world->leaves_void = TRUE;
  withdraw (fixture);
  assert_state (fixture, "1001", "withdrawn: withdrawn-void");
  g_assert_cmpuint (fake_world_count (fixture->world, "W-1001"), ==, 1);
  g_assert_false (has_live_lines (fixture));

  bill_again (fixture);
  g_assert_cmpuint (fake_world_count (fixture->world, "W-1001"), ==, 2);
  assert_state (fixture, "1001", "followed");
  push_until_rest (fixture);
  assert_state (fixture, "1001", "followed");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);
}

static void
fail_to_post (Fixture *fixture)
{
  FakeFate fate = FAKE_REFUSED;
  gint64 id;

  fake_world_add_invoice (fixture->world, "1001");
  psr_billing_report_unref (collect (fixture));
  id = id_of (fixture, "1001");
  g_array_append_val (fixture->world->post_fates, fate);
  psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, PSR_BILLING_KIND_INVOICE,
                                                                        PSR_APPROVE_POST, "An")));
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: post-refused");
}

/* Told before: posting failed, so that deleting may leave a number. */
static void
test_void_foreseen (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *why = NULL;

  fail_to_post (fixture);
  why = refuse_act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);
  g_assert_nonnull (strstr (why, "empty posted invoice"));
  assert_state (fixture, "1001", "needs-look: post-refused");

  expect_done (fixture, psr_billing_act (fixture->context, PSR_BILLING_ACT_WITHDRAW, id_of (fixture, "1001"), NULL, TRUE, "An", ""));
  push_until_rest (fixture);
  assert_withdrawn (fixture, "withdrawn: withdrawn");

  /* Wello was never told of it. */
  g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->status, ==, FAKE_READY);
}

/* One that differs is ours to delete, too; what it is kept for stays. */
static void
test_needs_look (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");

  fixture->world->tax_percent = 6;
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: vat-differs");

  fake_world_raise_price (fake_world_find (fixture->world, "W-1001"));
  withdraw (fixture);
  assert_state (fixture, "1001", "needs-look: not-withdrawn-changed");
  g_assert_true (has_live_lines (fixture));
}

static void
test_needs_look_deleted (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");

  fixture->world->tax_percent = 6;
  push_until_rest (fixture);
  withdraw (fixture);
  assert_withdrawn (fixture, "withdrawn: withdrawn");
  fixture->world->tax_percent = 21;
  bill_again (fixture);
  assert_billed_once (fixture, "1001");
}

/* Somebody invoiced part of the order and reopened it: without it the part would be
 * billed once more. */
static void
test_invoiced_in_part (void)
{
  g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_ORDER);
  FakeDocument *part = fake_world_add_typed (fixture->world, "PS-INV00077", "W-1001", 777);

  part->order_number = g_strdup (((FakeDocument *) g_ptr_array_index (fixture->world->documents, 0))->number);
  part->is_posted = TRUE;
  g_set_str (&part->status, "Open");
  withdraw (fixture);
  assert_state (fixture, "1001", "followed: not-withdrawn-invoiced");
  g_assert_cmpuint (fixture->world->n_document_deletes, ==, 0);
  g_assert_true (has_live_lines (fixture));
}

/* Whoever edits a draft before it is compared has edited it all the same: neither a
 * price that differs then, nor a comment, by which nothing does, nor a cent, which would be
 * let pass, nor another text than the item's own is taken for ours. */
static void
test_changed_before_compared (void)
{
  for (guint round = 0; round < 5; round++)
    {
      g_autoptr(Fixture) fixture = not_compared ();
      FakeDocument *draft = fake_world_find (fixture->world, "W-1001");

      fixture->world->gives_back = FAKE_BECOMES_READY;

      if (round == 1)
        fake_world_set_price (fixture->world, draft, 1, "7");
      else if (round == 2)
        fake_world_add_comment (draft);
      else if (round == 3)
        fake_world_set_price (fixture->world, draft, 1, "20");
      else if (round == 4)
        fake_world_set_text (draft, 1, "As agreed");

      push_until_rest (fixture);
      assert_state (fixture, "1001", round == 1 ? "needs-look: echo-differs" : "followed");
      withdraw (fixture);

      if (round == 0)
        {
          assert_withdrawn (fixture, "withdrawn: withdrawn");
          continue;
        }

      assert_state (fixture, "1001", round == 1 ? "needs-look: not-withdrawn-changed" : "followed: not-withdrawn-changed");
      g_assert_cmpuint (fixture->world->n_document_deletes, ==, 0);
      g_assert_true (has_live_lines (fixture));
    }
}

/* What somebody typed under our number isn't ours. */
static void
test_not_ours (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");

  fake_world_add_typed (fixture->world, "S-77", "W-1001", 777);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: found-differs");
  withdraw (fixture);
  assert_state (fixture, "1001", "needs-look: not-withdrawn-changed");
  g_assert_cmpuint (fixture->world->n_document_deletes, ==, 0);
}

/* One of two: the lines are still in the other one. */
static void
test_duplicate (void)
{
  g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);

  fake_world_add_typed (fixture->world, "S-77", "W-1001", 777);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: duplicate");
  withdraw (fixture);
  assert_state (fixture, "1001", "needs-look: still-there");
  g_assert_cmpuint (fake_world_count (fixture->world, "W-1001"), ==, 1);
  g_assert_true (has_live_lines (fixture));
}

/* One of two orders was invoiced with others, which no invoice tells: whoever may see
 * shipments is told of it, and whoever may not is asked, since there was another. Ours is
 * deleted all the same. */
static void
test_duplicate_shipped (void)
{
  static const struct { gboolean shipped; guint status; const char *state; } cases[] = {
    { TRUE, 0, "needs-look: order-shipped" },
    { FALSE, 404, "needs-look: shipments-unseen" },
    { FALSE, 0, "withdrawn: withdrawn-imported" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_ORDER);
      FakeWorld *world = fixture->world;
      FakeDocument *copy = fake_world_add_typed (world, "S-77", "W-1001", 777);

      push_until_rest (fixture);
      assert_state (fixture, "1001", "needs-look: duplicate");
      g_ptr_array_remove (world->documents, copy);
      world->shipped = cases[i].shipped ? "W-1001" : NULL;
      world->shipments_status = cases[i].status;
      withdraw (fixture);
      assert_state (fixture, "1001", cases[i].state);
      g_assert_cmpuint (world->n_document_deletes, ==, 1);
    }
}

/* Without another one, a shipment is of an order that was billed and credited before. */
static void
test_shipped_before (void)
{
  g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_ORDER);

  fixture->world->shipped = "W-1001";
  withdraw (fixture);
  assert_withdrawn (fixture, "withdrawn: withdrawn-imported");
  g_assert_cmpuint (fixture->world->n_document_deletes, ==, 1);
}

/* Who takes one of two isn't asked about the other again, but about a third. */
static void
test_duplicate_taken (void)
{
  g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);

  fake_world_add_typed (fixture->world, "S-77", "W-1001", 777);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: duplicate");
  act (fixture, PSR_BILLING_ACT_TAKE, "1001", NULL);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "followed");
  push_until_rest (fixture);
  assert_state (fixture, "1001", "followed");

  fake_world_add_typed (fixture->world, "S-78", "W-1001", 888);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: duplicate");
}

/* Wello doesn't answer: it is told later, and the lines are free meanwhile. */
static void
test_wello_away (void)
{
  g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);

  fixture->world->gives_back = FAKE_BECOMES_READY;
  fixture->world->wello_fate = FAKE_DROP_AFTER;
  withdraw (fixture);
  assert_withdrawn (fixture, "withdrawn: withdrawn");
  g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->status, ==, FAKE_READY);
}

/* Gone because somebody deleted it first: that is what was asked for. */
static void
test_deleted_first (void)
{
  g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);

  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);
  g_ptr_array_set_size (fixture->world->documents, 0);
  push_until_rest (fixture);
  assert_withdrawn (fixture, "withdrawn: withdrawn-imported");
  g_assert_cmpuint (fixture->world->n_document_deletes, ==, 0);
}

/* The quote of which the draft was made is spent with it, unless an extension kept it. As long
 * as nobody can tell, it isn't forgotten: another request may convert it still. */
static void
test_quote_unseen (void)
{
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr(Fixture) fixture = with_quote ("1001");
      g_autoptr(GPtrArray) documents = NULL;
      const PsrLedgerDocument *document;

      fixture->world->gives_back = FAKE_BECOMES_READY;
      fixture->world->commits_between = round == 1;
      push_until_rest (fixture);
      assert_converted_once (fixture, "1001");
      g_assert_cmpuint (fixture->world->quotes->len, ==, round);

      fixture->world->quotes_missing = round == 1;
      withdraw (fixture);
      assert_withdrawn (fixture, "withdrawn: withdrawn");
      documents = list_documents (fixture);
      document = g_ptr_array_index (documents, 0);
      g_assert_cmpint (document->quote_id[0] != '\0', ==, round == 1);

      bill_again (fixture);

      if (round == 1)
        {
          assert_state (fixture, "1001", "needs-look: quote-unread");
          g_assert_cmpuint (fake_world_count (fixture->world, "W-1001"), ==, 0);
          fixture->world->quotes_missing = FALSE;
          approve_all (fixture);
          push_until_rest (fixture);
        }

      assert_converted_once (fixture, "1001");
      g_assert_cmpuint (fixture->world->quotes->len, ==, 0);
    }
}

/* The program was killed, and the account has lost a right since: nothing is deleted
 * for it, and nothing may be billed anew. */
static void
test_unseen (void)
{
  for (guint round = 0; round < 3; round++)
    {
      g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);

      act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);

      if (round == 0)
        fixture->world->drafts_hidden = TRUE;
      if (round == 1)
        fixture->world->posted_hidden = TRUE;
      if (round > 0)
        post_it (fake_world_find (fixture->world, "W-1001"));
      if (round == 2)
        fixture->world->posted_hidden = fixture->world->drafts_hidden = TRUE;

      /* A posted one that isn't shown can't be read by its id either. */
      if (round > 0)
        fake_world_find (fixture->world, "W-1001")->appears = G_MAXINT64;

      push_until_rest (fixture);
      assert_state (fixture, "1001", "needs-look: not-withdrawn-unseen");
      g_assert_cmpuint (fixture->world->n_document_deletes, ==, 0);
      g_assert_cmpuint (fixture->world->n_posts, ==, 1);
      g_assert_true (has_live_lines (fixture));

      if (round > 0)
        continue;

      fixture->world->drafts_hidden = FALSE;
      withdraw (fixture);
      assert_withdrawn (fixture, "withdrawn: withdrawn-imported");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/withdraw/ready", test_ready);
  g_test_add_func ("/billing/withdraw/error", test_error);
  g_test_add_func ("/billing/withdraw/imported", test_imported);
  g_test_add_func ("/billing/withdraw/not-again", test_not_again);
  g_test_add_func ("/billing/withdraw/released", test_released);
  g_test_add_func ("/billing/withdraw/changed", test_changed);
  g_test_add_func ("/billing/withdraw/changed-meanwhile", test_changed_meanwhile);
  g_test_add_func ("/billing/withdraw/posted-meanwhile", test_posted_meanwhile);
  g_test_add_func ("/billing/withdraw/refused", test_refused);
  g_test_add_func ("/billing/withdraw/lost", test_lost);
  g_test_add_func ("/billing/withdraw/killed", test_killed);
  g_test_add_func ("/billing/withdraw/void", test_void);
  g_test_add_func ("/billing/withdraw/unseen", test_unseen);
  g_test_add_func ("/billing/withdraw/void-foreseen", test_void_foreseen);
  g_test_add_func ("/billing/withdraw/needs-look", test_needs_look);
  g_test_add_func ("/billing/withdraw/needs-look-deleted", test_needs_look_deleted);
  g_test_add_func ("/billing/withdraw/changed-before-compared", test_changed_before_compared);
  g_test_add_func ("/billing/withdraw/invoiced-in-part", test_invoiced_in_part);
  g_test_add_func ("/billing/withdraw/not-ours", test_not_ours);
  g_test_add_func ("/billing/withdraw/duplicate", test_duplicate);
  g_test_add_func ("/billing/withdraw/duplicate-shipped", test_duplicate_shipped);
  g_test_add_func ("/billing/withdraw/shipped-before", test_shipped_before);
  g_test_add_func ("/billing/withdraw/duplicate-taken", test_duplicate_taken);
  g_test_add_func ("/billing/withdraw/quote-unseen", test_quote_unseen);
  g_test_add_func ("/billing/withdraw/wello-away", test_wello_away);
  g_test_add_func ("/billing/withdraw/deleted-first", test_deleted_first);

  return g_test_run ();
}
