/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-prices.h"

/* What is set aside is tried once more. */
static PsrSyncReport *
retry (Fixture *f)
{
  g_autoptr (GPtrArray) skipped = list_skipped (f);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (DexFuture) future = NULL;

  for (guint i = 0; i < skipped->len; i++)
    g_ptr_array_add (rows, ((PsrSkippedRow *) g_ptr_array_index (skipped, i))->row_id);
  g_ptr_array_add (rows, NULL);
  future = psr_test_await (psr_sync_run_rows (f->world.context, PSR_SYNC_PRICES, PSR_SYNC_DEFAULT,
                                              (const char * const *) rows->pdata, NULL, NULL, NULL, NULL, NULL));

  return g_value_dup_boxed (dex_future_get_value (future, NULL));
}

static void
set_label (Fixture *f,
           guint    customer,
           guint    as)
{
  json_object_set_string_member (world_get_wello (f->world.companies, customer), "article_price_label_id",
                                 psr_json_get_string (world_get_wello (f->world.companies, as), "article_price_label_id"));
}

/* One that isn't listed any more loses the label that we gave it, once; whatever somebody gives it then stays. */
static void
test_listed_no_more (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = run (f, PSR_SYNC_DEFAULT);
  g_autoptr (PsrSyncReport) gone = NULL;
  g_autoptr (PsrSyncReport) again = NULL;
  g_autoptr (PsrSyncReport) back = NULL;
  char *number = strstr (f->groups->str, "\"C3\"") + 1;

  g_assert_cmpstr (get_label_of (f, 3), ==, "G:GOLD:EUR");
  *number = 'X';
  gone = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpstr (get_label_of (f, 3), ==, "");
  g_assert_cmpuint (gone->changed, ==, 1);

  set_label (f, 3, 1);
  again = run (f, PSR_SYNC_FULL);
  g_assert_cmpstr (get_label_of (f, 3), ==, "ALL:EUR");
  g_assert_cmpuint (again->changed, ==, 0);

  *number = 'C';
  back = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpstr (get_label_of (f, 3), ==, "G:GOLD:EUR");
}

/* One that somebody chose after us isn't ours to take back. */
static void
test_chosen_since (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = run (f, PSR_SYNC_DEFAULT);
  g_autoptr (PsrSyncReport) gone = NULL;
  guint writes;

  set_label (f, 3, 1);
  strstr (f->groups->str, "\"C3\"")[1] = 'X';
  writes = world_count_writes (&f->world);
  gone = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpstr (get_label_of (f, 3), ==, "ALL:EUR");
  g_assert_cmpuint (world_count_writes (&f->world), ==, writes);

  /* Ours is forgotten: that it has the same one again is nobody's doing but theirs. */
  set_label (f, 3, 2);
  g_clear_pointer (&gone, psr_sync_report_unref);
  gone = run (f, PSR_SYNC_FULL);
  g_assert_cmpstr (get_label_of (f, 3), ==, "G:GOLD:EUR");
}

/* Where nobody is listed, however few there are, that isn't believed by any run, until somebody says so. */
static void
test_many_not_listed (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = run (f, PSR_SYNC_DEFAULT);
  g_autofree char *groups = g_strdup (f->groups->str);
  const PsrSyncFlags flags[] = { PSR_SYNC_DEFAULT, PSR_SYNC_FULL, PSR_SYNC_DEFAULT };

  g_string_truncate (f->groups, 0);
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      g_autoptr (PsrSyncReport) none = run (f, flags[i]);
      g_autoptr (GPtrArray) skipped = list_skipped (f);

      g_assert_cmpuint (none->changed, ==, 0);
      g_assert_cmpuint (none->skipped, ==, 1);
      g_assert_cmpstr (get_label_of (f, 2), ==, "G:GOLD:EUR");
      g_assert_cmpuint (skipped->len, ==, 1);
      g_assert_cmpstr (((PsrSkippedRow *) g_ptr_array_index (skipped, 0))->code, ==, "many-unlisted");
    }

  /* They are listed again: nothing is left of it. */
  if (data != NULL)
    {
      g_autoptr (PsrSyncReport) back = NULL;

      g_string_assign (f->groups, groups);
      back = run (f, PSR_SYNC_DEFAULT);
      g_assert_cmpuint (back->skipped, ==, 0);
      g_assert_cmpuint (back->changed, ==, 0);
    }
  else
    {
      g_autoptr (PsrSyncReport) meant = retry (f);

      g_assert_no_error (meant->error);
      g_assert_cmpuint (meant->changed, ==, 6);
    }
  g_assert_cmpstr (get_label_of (f, 2), ==, data != NULL ? "G:GOLD:EUR" : "");
  g_assert_cmpuint (count_skipped (f), ==, 0);
}

/* More than half isn't believed either; another row that is tried again says nothing of it. */
static void
test_half_not_listed (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = run (f, PSR_SYNC_DEFAULT);
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (DexFuture) future = NULL;
  g_autofree char *item = world_dup_id (1);
  const char *rows[] = { item, NULL };

  for (guint i = 1; i < 5; i++)
    {
      g_autofree char *number = g_strdup_printf ("{\"No\":\"C%u\"", i);

      strstr (f->groups->str, number)[7] = 'X';
    }
  report = run (f, PSR_SYNC_FULL);
  g_assert_cmpstr (get_label_of (f, 2), ==, "G:GOLD:EUR");
  future = psr_test_await (psr_sync_run_rows (f->world.context, PSR_SYNC_PRICES, PSR_SYNC_DEFAULT, rows, NULL, NULL, NULL, NULL, NULL));
  g_assert_cmpstr (get_label_of (f, 2), ==, "G:GOLD:EUR");
}

static guint
count_pending (Fixture *f)
{
  g_autoptr (DexFuture) future = psr_test_await (psr_mirror_store_list_pending (f->world.context->mirror, "prices", 0));

  return g_strv_length (g_value_get_boxed (dex_future_get_value (future, NULL)));
}

/* An item that can't be read and is deleted, or uncoupled, isn't asked for for ever. */
static void
test_gone (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) items = NULL;
  g_autofree char *id = NULL;
  JsonObject *item;

  /* One whose id no customer has. */
  add_item (f, 8, 10);
  items = world_run (&f->world, PSR_SYNC_ITEMS, PSR_SYNC_FULL);
  g_assert_no_error (items->error);
  item = g_ptr_array_index (f->world.items, 2);
  id = g_strdup (psr_json_get_string (item, "id"));
  json_object_set_string_member (item, "unitPrice", "much");
  add_line (f, 1, "All Customers", "", "I1", "90", "");
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (report->failed, ==, 1);
  g_assert_cmpuint (count_pending (f), ==, 1);

  world_let_pass (&f->world, 30);
  if (data == NULL)
    g_ptr_array_remove_index (f->world.items, 2);
  else
    dex_unref (psr_test_await (psr_link_store_remove (f->world.context->links, PSR_ENTITY_ITEM, id, "test", "")));
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (report->failed, ==, 0);
  g_assert_cmpuint (report->skipped, ==, 0);
  g_assert_cmpuint (count_pending (f), ==, 0);
  g_assert_cmpuint (count_skipped (f), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, data, func) g_test_add ("/sync/labels/" name, Fixture, data, set_up, func, tear_down)
  ADD ("listed-no-more", NULL, test_listed_no_more);
  ADD ("chosen-since", NULL, test_chosen_since);
  ADD ("many-not-listed", NULL, test_many_not_listed);
  ADD ("many-listed-again", "back", test_many_not_listed);
  ADD ("half-not-listed", NULL, test_half_not_listed);
  ADD ("gone", NULL, test_gone);
  ADD ("uncoupled", "uncoupled", test_gone);

  return g_test_run ();
}
