/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-prices.h"

static void
test_labels (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) again = NULL;
  g_autoptr (PsrSyncReport) full = NULL;
  guint writes;

  add_line (f, 1, "All Customers", "", "I1", "90", "");
  add_line (f, 2, "Customer Price Group", "GOLD", "I1", "80", "");
  add_line (f, 3, "Customer", "C6", "I2", "45", "");
  report = run (f, PSR_SYNC_DEFAULT);

  g_assert_cmpstr (get_label_of (f, 1), ==, "ALL:EUR");
  g_assert_cmpstr (get_label_of (f, 2), ==, "G:GOLD:EUR");
  g_assert_cmpstr (get_label_of (f, 3), ==, "G:GOLD:EUR");
  g_assert_cmpstr (get_label_of (f, 4), ==, "G:GOLD:USD");
  /* Who gets the invoices has prices of its own. */
  g_assert_cmpstr (get_label_of (f, 5), ==, "C:C6:EUR");
  g_assert_cmpstr (get_label_of (f, 6), ==, "C:C6:EUR");

  g_assert_cmpint (get_price (f, "ALL:EUR", 1), ==, 9000);
  g_assert_cmpint (get_price (f, "G:GOLD:EUR", 1), ==, 8000);
  g_assert_cmpint (get_price (f, "C:C6:EUR", 1), ==, 9000);
  g_assert_cmpint (get_price (f, "C:C6:EUR", 2), ==, 4500);
  /* As the standard price: no row. In another currency that isn't the standard price. */
  g_assert_cmpint (get_price (f, "ALL:EUR", 2), ==, -1);
  g_assert_cmpint (get_price (f, "G:GOLD:USD", 1), ==, 8800);
  g_assert_cmpint (get_price (f, "G:GOLD:USD", 2), ==, 5500);

  /* Nothing changed: nothing is written, neither by a run that reads everything. */
  writes = world_count_writes (&f->world);
  again = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (again->requests, ==, 6);
  full = run (f, PSR_SYNC_FULL);
  g_assert_cmpuint (world_count_writes (&f->world), ==, writes);
}

/* A line that ends and one that begins: the day itself changes the price, also back to the
 * standard price. */
static void
test_days (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  add_line (f, 1, "All Customers", "", "I1", "90", ",\"EndingDate\":\"2026-08-25\"");
  add_line (f, 2, "All Customers", "", "I2", "40", ",\"StartingDate\":\"2026-08-26\"");
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_price (f, "ALL:EUR", 1), ==, 9000);
  g_assert_cmpint (get_price (f, "ALL:EUR", 2), ==, -1);

  set_rules (f, "2026-08-25", FALSE);
  world_clear_log (&f->world);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (world_count_writes (&f->world), ==, 0);

  set_rules (f, "2026-08-26", FALSE);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_price (f, "ALL:EUR", 1), ==, 10000);
  g_assert_cmpint (get_price (f, "ALL:EUR", 2), ==, 4000);
}

static void
test_fill (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  set_rules (f, "2026-08-24", TRUE);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_price (f, "ALL:EUR", 1), ==, 10000);
  g_assert_cmpint (get_price (f, "ALL:EUR", 2), ==, 5000);
  g_assert_cmpint (get_price (f, "G:GOLD:USD", 2), ==, 5500);
}

/* One price changes on the item's card, and one customer changes group: only these are
 * written. */
static void
test_changes (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autofree char *now = NULL;
  const char *found;

  add_line (f, 1, "Customer Price Group", "GOLD", "I1", "80", "");
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpstr (get_label_of (f, 1), ==, "ALL:EUR");

  world_let_pass (&f->world, 30);
  now = world_dup_now (&f->world);
  json_object_set_int_member (g_ptr_array_index (f->world.items, 1), "unitPrice", 60);
  json_object_set_string_member (g_ptr_array_index (f->world.items, 1), "lastModifiedDateTime", now);
  found = strstr (f->groups->str, "\"Customer_Price_Group\":\"\"");
  g_string_insert (f->groups, found - f->groups->str + strlen ("\"Customer_Price_Group\":\""), "GOLD");
  world_clear_log (&f->world);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpstr (get_label_of (f, 1), ==, "G:GOLD:EUR");
  g_assert_cmpint (get_price (f, "G:GOLD:USD", 2), ==, 6600);
  g_assert_cmpuint (psr_fake_transport_count (f->world.wello_transport, "PUT", "/Company("), ==, 1);
  g_assert_cmpuint (world_count_writes (&f->world), ==, 2);
}

/* What a label can't say is counted and listed. */
static void
test_lost (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  gboolean minimum = FALSE, unit = FALSE;

  add_line (f, 1, "All Customers", "", "I1", "90", ",\"MinimumQuantity\":10");
  add_line (f, 2, "All Customers", "", "I2", "500", ",\"UnitofMeasureCode\":\"BOX\"");
  report = run (f, PSR_SYNC_DEFAULT);
  for (guint i = 0; i < report->notes->len; i++)
    {
      const PsrSyncRow *row = g_ptr_array_index (report->notes, i);

      if (!g_str_equal (row->number, "ALL:EUR"))
        continue;
      minimum |= g_str_equal (row->code, "too-few") && strstr (row->why, "I1 (S1 1)") != NULL;
      unit |= g_str_equal (row->code, "other-unit") && strstr (row->why, "I2 (S1 2)") != NULL;
    }
  g_assert_true (minimum);
  g_assert_true (unit);
}

/* A line that counts and can't be converted: neither the next one's price nor the card's is
 * written, and what Wello has stays, with a row that says so. */
static void
test_unknown (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  guint writes;

  add_line (f, 1, "All Customers", "", "I1", "90", "");
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_price (f, "ALL:EUR", 1), ==, 9000);

  writes = world_count_writes (&f->world);
  add_line (f, 2, "All Customers", "", "I1", "60.5", ",\"PriceIncludesVAT\":true,\"VATBusPostingGrPrice\":\"DOM\"");
  add_line (f, 3, "All Customers", "", "I2", "40", "");
  add_line (f, 4, "All Customers", "", "I2", "42", ",\"PriceIncludesVAT\":true");
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (world_count_writes (&f->world), ==, writes);
  g_assert_cmpint (get_price (f, "ALL:EUR", 1), ==, 9000);
  g_assert_cmpint (get_price (f, "ALL:EUR", 2), ==, -1);
  g_assert_cmpuint (report->skipped, ==, 2);
}

/* Lines for groups, and nobody says who belongs to them. */
static void
test_no_groups (Fixture       *f,
                gconstpointer  data)
{
  const char *services[] = { "Lines", NULL };
  g_autoptr (PsrSyncReport) report = NULL;
  guint writes = world_count_writes (&f->world);

  psr_sync_context_take_prices (f->world.context, psr_sync_price_rules_new ("CRONUS", services, NULL, "2026-08-24", FALSE));
  add_line (f, 1, "Customer Price Group", "GOLD", "I1", "80", "");
  report = world_run (&f->world, PSR_SYNC_PRICES, PSR_SYNC_DEFAULT);
  g_assert_error (report->error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED);
  g_assert_cmpuint (world_count_writes (&f->world), ==, writes);
}

/* A customer whom the service doesn't list gets no label, and the others get theirs. */
static void
test_not_listed (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  f->groups->str[strstr (f->groups->str, "\"C3\"") - f->groups->str + 1] = 'X';
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpstr (psr_json_get_string (world_get_wello (f->world.companies, 3), "article_price_label_id"), ==, "");
  g_assert_cmpstr (get_label_of (f, 2), ==, "G:GOLD:EUR");
  g_assert_true (world_has_note (report, "no-groups", "C3"));
}

/* A label that somebody made is used, and so are its prices. */
static void
test_theirs (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autofree char *article = world_dup_id (1);
  g_autofree char *json = NULL;
  GHashTable *labels = world_new_rows ();
  GHashTable *prices = world_new_rows ();

  g_hash_table_insert (f->world.more, g_strdup ("ArticlePriceLabel"), labels);
  g_hash_table_insert (f->world.more, g_strdup ("ArticlePriceList"), prices);
  world_add_wello (labels, "{\"id\":\"50000001-0000-4000-8000-000000000000\",\"code\":\"all:eur\",\"name\":\"Everybody\"}");
  json = g_strdup_printf ("{\"id\":\"50000002-0000-4000-8000-000000000000\",\"article_price_label_id\":\"50000001-0000-4000-8000-000000000000\","
                          "\"article_id\":\"%s\",\"price\":1}", article);
  world_add_wello (prices, json);
  add_line (f, 1, "All Customers", "", "I1", "90", "");
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpstr (psr_json_get_string (world_get_wello (f->world.companies, 1), "article_price_label_id"), ==,
                   "50000001-0000-4000-8000-000000000000");
  g_assert_cmpint (get_price (f, "all:eur", 1), ==, 9000);
  g_assert_cmpuint (g_hash_table_size (labels), ==, 3);
}

/* One item that Wello refuses doesn't stop the others, and comes once it is mended. */
static void
test_coupled_later (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  add_line (f, 1, "All Customers", "", "I3", "9", "");
  report = run (f, PSR_SYNC_DEFAULT);
  world_let_pass (&f->world, 30);
  add_item (f, 3, 10);
  couple (f);
  world_let_pass (&f->world, 30);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = world_run (&f->world, PSR_SYNC_ITEMS, PSR_SYNC_FULL);
  g_assert_no_error (report->error);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_price (f, "ALL:EUR", 3), ==, 900);
}

/* What Wello has of either article already is changed, and not made a second time. */
static void
test_swapped (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  guint n;

  add_line (f, 1, "All Customers", "", "I1", "90", "");
  add_line (f, 2, "All Customers", "", "I2", "70", "");
  report = run (f, PSR_SYNC_DEFAULT);
  n = g_hash_table_size (get_rows (f, "ArticlePriceList"));
  world_couple_item (&f->world, 1, 9);
  world_couple_item (&f->world, 2, 1);
  world_couple_item (&f->world, 1, 2);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_no_error (report->error);
  g_assert_cmpuint (g_hash_table_size (get_rows (f, "ArticlePriceList")), ==, n);
  g_assert_cmpint (get_price (f, "ALL:EUR", 1), ==, 7000);
  g_assert_cmpint (get_price (f, "ALL:EUR", 2), ==, 9000);
}

/* With another article its price goes to that one, and nothing is written to the old one. */
static void
test_coupled_anew (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  add_line (f, 1, "All Customers", "", "I1", "90", "");
  report = run (f, PSR_SYNC_DEFAULT);
  world_couple_item (&f->world, 1, 9);
  g_string_assign (f->lines, "");
  add_line (f, 1, "All Customers", "", "I1", "80", "");
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_price (f, "ALL:EUR", 1), ==, 9000);
  g_assert_cmpint (get_price (f, "ALL:EUR", 9), ==, 8000);
}

/* One item that can't be read is set aside and tried five times; the others get their prices. */
static void
test_unreadable (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr (PsrSyncReport) items = NULL;
  g_autoptr (PsrSyncReport) report = NULL;
  guint n_asked = 0;

  /* One whose id no customer has. */
  add_item (f, 8, 10);
  items = world_run (&f->world, PSR_SYNC_ITEMS, PSR_SYNC_FULL);
  g_assert_no_error (items->error);
  json_object_set_string_member (g_ptr_array_index (f->world.items, 2), "unitPrice", "much");
  add_line (f, 1, "All Customers", "", "I1", "90", "");
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_price (f, "ALL:EUR", 1), ==, 9000);
  g_assert_cmpuint (report->failed, ==, 1);
  g_assert_cmpstr (((const PsrSyncRow *) g_ptr_array_index (report->rows, 0))->number, ==, "I8");

  /* Past the overlap it comes only because it is on the list. */
  world_let_pass (&f->world, 30);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (PsrSyncReport) again = run (f, PSR_SYNC_DEFAULT);

      g_assert_cmpuint (again->failed, ==, i < 4 ? 1 : 0);
      if (i == 0)
        n_asked = again->requests;
      g_assert_cmpuint (again->requests, ==, i < 4 ? n_asked : n_asked - 1);
    }
}

static void
test_dry (Fixture       *f,
          gconstpointer  data)
{
  g_autoptr (PsrSyncReport) dry = NULL;
  g_autoptr (PsrSyncReport) real = NULL;
  guint before = world_count_writes (&f->world);

  add_line (f, 1, "All Customers", "", "I1", "90", "");
  add_line (f, 2, "Customer", "C6", "I2", "45", "");
  dry = run (f, PSR_SYNC_DRY_RUN);
  g_assert_cmpuint (world_count_writes (&f->world), ==, before);
  real = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (dry->created, ==, real->created);
  g_assert_cmpuint (dry->changed, ==, real->changed);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/sync/prices/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("labels", test_labels);
  ADD ("days", test_days);
  ADD ("fill", test_fill);
  ADD ("changes", test_changes);
  ADD ("lost", test_lost);
  ADD ("unknown", test_unknown);
  ADD ("no-groups", test_no_groups);
  ADD ("not-listed", test_not_listed);
  ADD ("theirs", test_theirs);
  ADD ("coupled-later", test_coupled_later);
  ADD ("coupled-anew", test_coupled_anew);
  ADD ("swapped", test_swapped);
  ADD ("unreadable", test_unreadable);
  ADD ("dry", test_dry);

  return g_test_run ();
}
