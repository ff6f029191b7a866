/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "quote-fixture.h"

#define OTHER "BY TELEPHONE"

/* Its draft needs a look. */
static Fixture *
with_odd_draft (PsrBillingKind   kind,
                FakeDocument   **document)
{
  Fixture *fixture = fixture_new ();
  g_autoptr(PsrBillingReport) report = NULL;

  psr_billing_rules_set_kind (fixture->rules, kind);
  fake_world_add_invoice (fixture->world, "1001");
  report = collect (fixture);
  approve_all (fixture);
  fixture->world->tax_percent = 6;
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: vat-differs");
  fixture->world->tax_percent = 21;
  *document = fake_world_find (fixture->world, "W-1001");

  return fixture;
}

static void
renumber (FakeDocument *document,
          const char   *number)
{
  g_set_str (&document->external, number);
}

static void
bill_again (Fixture *fixture)
{
  approve_all (fixture);
  push_until_rest (fixture);
}

/* Somebody wrote another number on what needs a look: billed again it is found by its id, as
 * whatever kind it is billed, and isn't made a second time. */
static void
test_billed_again (void)
{
  static const PsrBillingKind kinds[] = { PSR_BILLING_KIND_INVOICE, PSR_BILLING_KIND_ORDER };

  for (guint i = 0; i < 4; i++)
    {
      FakeDocument *document;
      g_autoptr(Fixture) fixture = with_odd_draft (kinds[i % 2], &document);
      g_autoptr(PsrBillingReport) report = NULL;
      gint64 id = id_of (fixture, "1001");

      renumber (document, OTHER);
      fake_world_set_tax (document, 21);
      report = expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, kinds[i / 2], PSR_APPROVE_NONE, "An"));
      push_until_rest (fixture);
      assert_state (fixture, "1001", "followed");
      g_assert_cmpuint (fixture->world->n_posts, ==, 1);
      g_assert_cmpuint (fixture->world->documents->len, ==, 1);
      g_assert_cmpstr (document->external, ==, OTHER);
    }
}

/* It stays what it was made for, whatever else is changed on it. */
static void
test_differs_still (void)
{
  FakeDocument *document;
  g_autoptr(Fixture) fixture = with_odd_draft (PSR_BILLING_KIND_INVOICE, &document);

  renumber (document, OTHER);
  fake_world_set_tax (document, 21);
  fake_world_set_price (fixture->world, document, 1, "7");

  for (guint i = 0; i < 2; i++)
    {
      bill_again (fixture);
      assert_state (fixture, "1001", "needs-look: echo-differs");
      g_assert_cmpuint (fixture->world->n_posts, ==, 1);
    }

  fake_world_set_price (fixture->world, document, 1, "19.99");
  bill_again (fixture);
  assert_state (fixture, "1001", "followed");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* Where drafts aren't shown to this account any more it isn't believed to be gone. */
static void
test_unseen (void)
{
  FakeDocument *document;
  g_autoptr(Fixture) fixture = with_odd_draft (PSR_BILLING_KIND_INVOICE, &document);

  renumber (document, OTHER);
  fake_world_set_tax (document, 21);
  fixture->world->drafts_hidden = TRUE;
  bill_again (fixture);
  assert_state (fixture, "1001", "needs-look: unseen");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);

  fixture->world->drafts_hidden = FALSE;
  bill_again (fixture);
  assert_state (fixture, "1001", "followed");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* Deleted, it is made once more. */
static void
test_deleted (void)
{
  FakeDocument *document;
  g_autoptr(Fixture) fixture = with_odd_draft (PSR_BILLING_KIND_INVOICE, &document);

  g_ptr_array_set_size (fixture->world->documents, 0);
  bill_again (fixture);
  assert_state (fixture, "1001", "followed");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);
}

/* Business Central doesn't say: that one waits, the others don't. */
static void
test_unknown (void)
{
  FakeDocument *document;
  g_autoptr(Fixture) fixture = with_odd_draft (PSR_BILLING_KIND_INVOICE, &document);
  g_autoptr(PsrBillingReport) report = NULL;

  renumber (document, OTHER);
  fake_world_set_tax (document, 21);
  fake_world_add_invoice (fixture->world, "1002");
  report = collect (fixture);
  approve_all (fixture);
  fixture->world->ids_unread = TRUE;
  run_once (fixture);
  assert_state (fixture, "1001", "approved: waiting");
  assert_state (fixture, "1002", "followed");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);

  fixture->world->ids_unread = FALSE;
  push_until_rest (fixture);
  assert_state (fixture, "1001", "followed");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);
}

/* What somebody typed under our number, and gives another one when asked, isn't ours. */
static void
test_given_away (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");
  FakeDocument *typed = fake_world_add_typed (fixture->world, "S-77", "W-1001", 777);

  run_once (fixture);
  assert_state (fixture, "1001", "needs-look: found-differs");
  renumber (typed, OTHER);
  bill_again (fixture);
  assert_state (fixture, "1001", "followed");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* Put right under our number it is ours from then on. */
static void
test_put_right (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");
  FakeDocument *document;

  fake_world_plan (fixture->world, FAKE_DROP_AFTER);
  run_once (fixture);
  document = fake_world_find (fixture->world, "W-1001");
  fake_world_set_price (fixture->world, document, 1, "7");
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: found-differs");

  fake_world_set_price (fixture->world, document, 1, "19.99");
  bill_again (fixture);
  assert_state (fixture, "1001", "followed");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* Posted under its new number, it is proven to be. */
static void
test_posted (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");
  FakeDocument *document;

  fixture->world->renumbers = TRUE;
  push_until_rest (fixture);
  assert_state (fixture, "1001", "followed");
  document = fake_world_find (fixture->world, "W-1001");
  renumber (document, OTHER);
  run_once (fixture);
  assert_state (fixture, "1001", "followed");
  fake_world_post (document, 77);
  run_once (fixture);
  assert_state (fixture, "1001", "closed");
  g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->erp_number, ==, "PS-INV00077");
}

/* Somebody's copy has the number that ours had. */
static void
test_copied (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");
  FakeDocument *document;

  push_until_rest (fixture);
  assert_state (fixture, "1001", "followed");
  document = fake_world_find (fixture->world, "W-1001");
  renumber (document, OTHER);
  fake_world_add_typed (fixture->world, "S-77", "W-1001", 777);
  run_once (fixture);
  assert_state (fixture, "1001", "needs-look: duplicate");
}

/* Shown as one of several, it wasn't asked about as one that is missing. */
static void
test_unseen_of_several (void)
{
  FakeDocument *document;
  g_autoptr(Fixture) fixture = with_odd_draft (PSR_BILLING_KIND_INVOICE, &document);
  FakeDocument *typed = fake_world_add_typed (fixture->world, "S-77", "W-1001", 777);

  bill_again (fixture);
  assert_state (fixture, "1001", "needs-look: duplicate");
  g_ptr_array_remove (fixture->world->documents, typed);
  fixture->world->drafts_hidden = TRUE;
  bill_again (fixture);
  assert_state (fixture, "1001", "needs-look: unseen");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* What somebody typed under our number ended: of ours, which isn't shown, that says nothing. */
static void
test_unseen_beside_credited (void)
{
  FakeDocument *document;
  g_autoptr(Fixture) fixture = with_odd_draft (PSR_BILLING_KIND_INVOICE, &document);
  FakeDocument *typed;

  renumber (document, OTHER);
  fixture->world->drafts_hidden = TRUE;
  typed = fake_world_add_typed (fixture->world, "S-77", "W-1001", 777);
  fake_world_post (typed, 77);
  g_set_str (&typed->status, "Canceled");
  bill_again (fixture);
  assert_state (fixture, "1001", "needs-look: unseen");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* Somebody else's order has the number that our invoice had. */
static void
test_order_with_same_number (void)
{
  FakeDocument *document;
  g_autoptr(Fixture) fixture = with_odd_draft (PSR_BILLING_KIND_INVOICE, &document);
  g_autofree char *number = g_strdup (document->number);
  FakeDocument *typed;

  g_ptr_array_set_size (fixture->world->documents, 0);
  typed = fake_world_add_typed (fixture->world, "PS-1", "", 6499);
  typed->order_number = g_steal_pointer (&number);
  typed->is_posted = TRUE;
  g_set_str (&typed->status, "Open");
  bill_again (fixture);
  assert_state (fixture, "1001", "followed");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);
}

/* What was given away neither keeps another one from billing it, nor is deleted. */
static void
test_given_away_and_marked (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");
  FakeDocument *typed = fake_world_add_typed (fixture->world, "S-77", "W-1001", 777);
  g_autofree char *why = NULL;

  run_once (fixture);
  assert_state (fixture, "1001", "needs-look: found-differs");
  fake_world_add_typed (fixture->world, "PS-1", "", 6499);
  why = refuse_act (fixture, PSR_BILLING_ACT_MARK_BILLED, "1001", "PS-1");
  g_assert_nonnull (strstr (why, "S-77"));

  renumber (typed, OTHER);
  act (fixture, PSR_BILLING_ACT_MARK_BILLED, "1001", "PS-1");
  assert_state (fixture, "1001", "already-invoiced: already-invoiced");
}

/* It has our number still, and is seen again only once ours has another one, since what else had
 * it was credited. */
static void
test_given_away_not (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");
  FakeDocument *first = fake_world_add_typed (fixture->world, "S-77", "W-1001", 777);
  FakeDocument *other;

  run_once (fixture);
  assert_state (fixture, "1001", "needs-look: found-differs");
  fixture->world->drafts_hidden = TRUE;
  other = fake_world_add_typed (fixture->world, "S-78", "W-1001", 777);
  fake_world_post (other, 78);
  g_set_str (&other->status, "Canceled");
  bill_again (fixture);
  assert_state (fixture, "1001", "needs-look: unseen");
  g_assert_cmpuint (fixture->world->n_posts, ==, 0);

  fixture->world->drafts_hidden = FALSE;
  g_assert_cmpstr (first->external, ==, "W-1001");
  bill_again (fixture);
  assert_state (fixture, "1001", "needs-look: found-differs");
  g_assert_cmpuint (fixture->world->n_posts, ==, 0);
}

/* Nobody took what only has the number: it isn't ours to delete, even put right. */
static void
test_withdrawn_not (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");
  FakeDocument *document;

  fake_world_plan (fixture->world, FAKE_DROP_AFTER);
  run_once (fixture);
  document = fake_world_find (fixture->world, "W-1001");
  fake_world_set_price (fixture->world, document, 1, "7");
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: found-differs");

  fake_world_set_price (fixture->world, document, 1, "19.99");
  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: not-withdrawn-changed");
  g_assert_cmpuint (fixture->world->n_document_deletes, ==, 0);
}

/* What moved long ago is looked at in turn: a copy that somebody makes then is noticed. */
static void
test_sweep_in_turn (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  guint n_turns = 0;

  for (guint i = 0; i < 230; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", 3000 + i);

      fake_world_add_invoice (fixture->world, number);
    }

  psr_billing_report_unref (collect (fixture));
  approve_all (fixture);
  push_until_rest (fixture);
  advance (fixture, 10 * 24 * G_TIME_SPAN_HOUR);
  push_until_rest (fixture);
  fake_world_add_typed (fixture->world, "S-COPY", "W-3111", 6499);

  for (g_autofree char *state = NULL; g_strcmp0 (state, "needs-look: duplicate") != 0; n_turns++)
    {
      guint before = fixture->world->n_requests;

      g_assert_cmpuint (n_turns, <, 3);
      advance (fixture, G_TIME_SPAN_HOUR + 1);
      push_until_rest (fixture);
      /* A few of each kind, besides those that read what is followed. */
      g_assert_cmpuint (fixture->world->n_requests - before, <, 60);
      g_free (state);
      state = state_of (fixture, "3111");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/renumbered/billed-again", test_billed_again);
  g_test_add_func ("/billing/renumbered/differs-still", test_differs_still);
  g_test_add_func ("/billing/renumbered/unseen", test_unseen);
  g_test_add_func ("/billing/renumbered/deleted", test_deleted);
  g_test_add_func ("/billing/renumbered/unknown", test_unknown);
  g_test_add_func ("/billing/renumbered/given-away", test_given_away);
  g_test_add_func ("/billing/renumbered/put-right", test_put_right);
  g_test_add_func ("/billing/renumbered/posted", test_posted);
  g_test_add_func ("/billing/renumbered/copied", test_copied);
  g_test_add_func ("/billing/renumbered/unseen-of-several", test_unseen_of_several);
  g_test_add_func ("/billing/renumbered/unseen-beside-credited", test_unseen_beside_credited);
  g_test_add_func ("/billing/renumbered/order-with-same-number", test_order_with_same_number);
  g_test_add_func ("/billing/renumbered/given-away-and-marked", test_given_away_and_marked);
  g_test_add_func ("/billing/renumbered/given-away-not", test_given_away_not);
  g_test_add_func ("/billing/renumbered/withdrawn-not", test_withdrawn_not);
  g_test_add_func ("/billing/renumbered/sweep-in-turn", test_sweep_in_turn);

  return g_test_run ();
}
