/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "billing-fixture.h"
#include "psr-automatic.h"

static void
collect_again (Fixture *fixture)
{
  psr_billing_report_unref (collect (fixture));
}

static void
approve_by_itself (Fixture    *fixture,
                   const char *limit)
{
  g_autoptr(PsrAutomatic) rules = psr_automatic_new ();

  if (limit != NULL)
    g_assert_true (psr_automatic_set_limit (rules, limit));
  psr_billing_report_unref (expect_boxed (fixture, psr_automatic_approve (rules, fixture->context)));
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
test_goes (void)
{
  g_autoptr(Fixture) fixture = with_ready ();

  approve_by_itself (fixture, NULL);
  assert_state (fixture, "1001", "approved");
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");
}

/* Who takes it in again is about to change it in Wello, say. */
static void
test_skipped (void)
{
  g_autoptr(Fixture) fixture = with_ready ();

  act (fixture, PSR_BILLING_ACT_SKIP, "1001", NULL);
  act (fixture, PSR_BILLING_ACT_UNSKIP, "1001", NULL);
  collect_again (fixture);
  assert_state (fixture, "1001", "ready");
  approve_by_itself (fixture, NULL);
  assert_state (fixture, "1001", "ready");

  approve_all (fixture);
  assert_state (fixture, "1001", "approved");
}

static void
test_marked (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  FakeInvoice *invoice = fake_world_add_invoice (fixture->world, "1001");

  collect_again (fixture);
  fake_world_add_typed (fixture->world, "PS-1", "", 6499);
  act (fixture, PSR_BILLING_ACT_MARK_BILLED, "1001", "PS-1");
  act (fixture, PSR_BILLING_ACT_UNMARK, "1001", NULL);
  g_set_str (&invoice->discount, "4.99");
  collect_again (fixture);
  assert_state (fixture, "1001", "ready");
  approve_by_itself (fixture, NULL);
  assert_state (fixture, "1001", "ready");
}

/* What the rules left out, and the worker takes in again, no person had in hand. */
static void
test_skipped_by_rules (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  FakeInvoice *invoice = fake_world_add_invoice (fixture->world, "1001");

  psr_billing_rules_set_zero_total (fixture->rules, PSR_ZERO_TOTAL_SKIP);
  g_set_str (&invoice->discount, "64.99");
  collect_again (fixture);
  assert_state (fixture, "1001", "skipped: zero-total");
  g_set_str (&invoice->discount, "4.99");
  collect_again (fixture);
  assert_state (fixture, "1001", "ready");
  approve_by_itself (fixture, NULL);
  assert_state (fixture, "1001", "approved");
}

/* Wello names no currency; the card in Business Central has one. */
static void
test_currency (void)
{
  static const struct { const char *of_customer, *limit, *state; } currencies[] = {
    { NULL, "750 EUR", "approved" },
    { NULL, "750 USD", "ready" },
    { "USD", "750 EUR", "ready" },
    { "USD", "750 USD", "approved" },
    { "", "750 EUR", "ready" },
    { "USD", NULL, "approved" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (currencies); i++)
    {
      g_autoptr(Fixture) fixture = with_ready ();

      fixture->world->currency = currencies[i].of_customer;
      approve_by_itself (fixture, currencies[i].limit);
      assert_state (fixture, "1001", currencies[i].state);
    }
}

static guint
count_state (Fixture    *fixture,
             const char *state)
{
  g_autoptr(GPtrArray) documents = list_documents (fixture);
  guint n = 0;

  for (guint i = 0; i < documents->len; i++)
    n += g_str_equal (((PsrLedgerDocument *) g_ptr_array_index (documents, i))->state, state);

  return n;
}

static guint
count_alike (Fixture *fixture)
{
  g_autoptr(GPtrArray) documents = list_documents (fixture);
  guint n = 0;

  for (guint i = 0; i < documents->len; i++)
    n += strstr (((PsrLedgerDocument *) g_ptr_array_index (documents, i))->checks, "? look-alike") != NULL;

  return n;
}

/* More wait than are looked at in one run, for the hours of the day, say; and meanwhile
 * somebody types one of them by hand. What was found before is believed of none. */
static void
test_many (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();

  for (guint i = 0; i < 250; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", 1001 + i);

      fake_world_add_invoice (fixture->world, number);
    }

  collect_again (fixture);
  g_assert_cmpuint (count_state (fixture, "ready"), ==, 250);
  g_assert_cmpuint (count_alike (fixture), ==, 0);

  fake_world_add_typed (fixture->world, "PS-1", "", 6499)->day = FAKE_DAY;
  collect_again (fixture);
  g_assert_cmpuint (count_alike (fixture), ==, 200);
  approve_by_itself (fixture, NULL);
  g_assert_cmpuint (count_state (fixture, "approved"), ==, 0);

  collect_again (fixture);
  g_assert_cmpuint (count_alike (fixture), ==, 250);
}

/* What was looked at goes, and all is looked at sooner or later. */
static void
test_many_go (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();

  for (guint i = 0; i < 250; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", 1001 + i);

      fake_world_add_invoice (fixture->world, number);
    }

  collect_again (fixture);
  collect_again (fixture);
  approve_by_itself (fixture, NULL);
  g_assert_cmpuint (count_state (fixture, "approved"), ==, 200);
  collect_again (fixture);
  approve_by_itself (fixture, NULL);
  g_assert_cmpuint (count_state (fixture, "approved"), ==, 250);
}

/* More never pass than are looked at in one run: each of them has its turn all the same,
 * and so have those that passed. */
static void
test_many_fail (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();

  for (guint i = 0; i < 1200; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", 1001 + i);
      FakeInvoice *invoice = fake_world_add_invoice (fixture->world, number);

      if (i % 12 == 11)
        g_set_str (&invoice->price, "29.99");
    }

  fake_world_add_typed (fixture->world, "PS-1", "", 6499)->day = FAKE_DAY;

  for (guint i = 0; i < 2; i++)
    {
      collect_again (fixture);
      g_assert_cmpuint (g_hash_table_size (fixture->context->looked_up), <=, 1000);
    }

  g_assert_cmpuint (count_alike (fixture), ==, 1100);

  fake_world_add_typed (fixture->world, "PS-2", "", 7499)->day = FAKE_DAY;
  collect_again (fixture);
  collect_again (fixture);
  g_assert_cmpuint (count_alike (fixture), ==, 1200);
}

/* Programs that read once and end take turns as one that goes on does: two that follow each
 * other look at all. */
static void
test_many_programs (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();

  for (guint i = 0; i < 250; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", 1001 + i);

      fake_world_add_invoice (fixture->world, number);
    }

  /* All pass; from then on 200 of them are looked at. */
  collect_again (fixture);

  for (guint pair = 0; pair < 5; pair++)
    {
      g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (guint i = 0; i < 2; i++)
        {
          GHashTableIter iter;
          gpointer id;

          stop_program (fixture);
          start_program (fixture);
          collect_again (fixture);
          g_assert_cmpuint (g_hash_table_size (fixture->context->looked_up), ==, 200);
          g_hash_table_iter_init (&iter, fixture->context->looked_up);
          while (g_hash_table_iter_next (&iter, &id, NULL))
            g_hash_table_add (seen, g_strdup (id));
        }

      g_assert_cmpuint (g_hash_table_size (seen), ==, 250);
    }
}

/* Those whose look-up failed are looked up once more; but what fails always doesn't keep the
 * others from their turn. */
static void
test_turn_failed (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *before = NULL;

  for (guint i = 0; i < 250; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", 1001 + i);

      fake_world_add_invoice (fixture->world, number);
    }

  collect_again (fixture);
  collect_again (fixture);
  before = g_strdup (fixture->context->last_other);
  fixture->world->documents_away = TRUE;

  for (guint time = 0; time < 2; time++)
    {
      g_autoptr(DexFuture) done = NULL;

      stop_program (fixture);
      start_program (fixture);
      done = drive (fixture, psr_billing_collect (fixture->context, NULL, NULL, NULL));
      g_assert_null (dex_future_get_value (done, NULL));
      g_assert_true (g_str_equal (fixture->context->last_other, before) == (time == 0));
    }

  fixture->world->documents_away = FALSE;
  collect_again (fixture);
  g_assert_cmpuint (g_hash_table_size (fixture->context->looked_up), ==, 200);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/automatic/goes", test_goes);
  g_test_add_func ("/billing/automatic/skipped", test_skipped);
  g_test_add_func ("/billing/automatic/marked", test_marked);
  g_test_add_func ("/billing/automatic/skipped-by-rules", test_skipped_by_rules);
  g_test_add_func ("/billing/automatic/currency", test_currency);
  g_test_add_func ("/billing/automatic/many", test_many);
  g_test_add_func ("/billing/automatic/many-go", test_many_go);
  g_test_add_func ("/billing/automatic/many-fail", test_many_fail);
  g_test_add_func ("/billing/automatic/many-programs", test_many_programs);
  g_test_add_func ("/billing/automatic/turn-failed", test_turn_failed);

  return g_test_run ();
}
