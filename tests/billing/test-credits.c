/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "posting-fixture.h"

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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/credits/credited", test_credited);
  g_test_add_func ("/billing/credits/credited-untold", test_credited_untold);
  g_test_add_func ("/billing/credits/billed-after-credit", test_billed_after_credit);
  g_test_add_func ("/billing/credits/number-of-another", test_number_of_another);
  g_test_add_func ("/billing/credits/credited-in-doubt", test_credited_in_doubt);
  g_test_add_func ("/billing/credits/credited-beside", test_credited_beside);

  return g_test_run ();
}
