/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-fixture.h"

static GPtrArray *
make_links (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) psr_link_unref);
}

static DexFuture *
add (Fixture    *fixture,
     PsrEntity   entity,
     const char *bc_id,
     const char *wello_id)
{
  g_autoptr (GPtrArray) links = make_links ();

  g_ptr_array_add (links, psr_link_new (entity, bc_id, wello_id, "10000", PSR_LINK_BY_CODE));

  return psr_link_store_add (fixture->links, links);
}

static guint
expect_uint (DexFuture *future)
{
  g_autoptr (DexFuture) done = resolved (future);

  return g_value_get_uint (dex_future_get_value (done, NULL));
}

static void
test_both_ways (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (PsrLink) by_bc = NULL;
  g_autoptr (PsrLink) by_wello = NULL;
  g_autoptr (GPtrArray) list = NULL;

  g_assert_cmpuint (expect_uint (add (fixture, PSR_ENTITY_CUSTOMER, "b1", "w1")), ==, 1);
  by_bc = expect_boxed (psr_link_store_find_by_bc (fixture->links, PSR_ENTITY_CUSTOMER, "b1"));
  by_wello = expect_boxed (psr_link_store_find_by_wello (fixture->links, PSR_ENTITY_CUSTOMER, "w1"));
  g_assert_cmpstr (by_bc->wello_id, ==, "w1");
  g_assert_cmpstr (by_wello->bc_id, ==, "b1");
  g_assert_cmpstr (by_wello->bc_number, ==, "10000");
  g_assert_cmpstr (by_wello->how, ==, PSR_LINK_BY_CODE);
  g_assert_cmpint (by_wello->created, ==, START);
  g_assert_null (expect_boxed (psr_link_store_find_by_bc (fixture->links, PSR_ENTITY_CUSTOMER, "w1")));
  g_assert_null (expect_boxed (psr_link_store_find_by_bc (fixture->links, PSR_ENTITY_ITEM, "b1")));

  list = expect_boxed (psr_link_store_list (fixture->links, PSR_ENTITY_CUSTOMER));
  g_assert_cmpuint (list->len, ==, 1);
}

static void
test_unique (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GPtrArray) links = make_links ();
  g_autoptr (GPtrArray) renumbered = make_links ();
  g_autoptr (PsrLink) link = NULL;

  expect_done (add (fixture, PSR_ENTITY_ITEM, "b1", "w1"));
  expect_done (add (fixture, PSR_ENTITY_ITEM, "b2", "w2"));
  expect_refused (add (fixture, PSR_ENTITY_ITEM, "b1", "w3"), PSR_STORE_ERROR_CONFLICT);
  expect_refused (add (fixture, PSR_ENTITY_ITEM, "b3", "w1"), PSR_STORE_ERROR_CONFLICT);
  expect_refused (add (fixture, PSR_ENTITY_ITEM, "b1", "w2"), PSR_STORE_ERROR_CONFLICT);
  g_assert_false (psr_ledger_is_stopped (fixture->ledger));

  /* The same ids may be of another kind. */
  expect_done (add (fixture, PSR_ENTITY_CUSTOMER, "b1", "w2"));

  /* Again the same is no conflict; a new number is taken over. */
  g_assert_cmpuint (expect_uint (add (fixture, PSR_ENTITY_ITEM, "b1", "w1")), ==, 0);
  g_ptr_array_add (renumbered, psr_link_new (PSR_ENTITY_ITEM, "b1", "w1", "10001", PSR_LINK_MANUAL));
  g_assert_cmpuint (expect_uint (psr_link_store_add (fixture->links, renumbered)), ==, 0);
  link = expect_boxed (psr_link_store_find_by_bc (fixture->links, PSR_ENTITY_ITEM, "b1"));
  g_assert_cmpstr (link->bc_number, ==, "10001");
  g_assert_cmpstr (link->how, ==, PSR_LINK_BY_CODE);

  /* All or none. */
  g_ptr_array_add (links, psr_link_new (PSR_ENTITY_ITEM, "b5", "w5", NULL, PSR_LINK_MADE));
  g_ptr_array_add (links, psr_link_new (PSR_ENTITY_ITEM, "b6", "w1", NULL, PSR_LINK_MADE));
  expect_refused (psr_link_store_add (fixture->links, links), PSR_STORE_ERROR_CONFLICT);
  g_assert_null (expect_boxed (psr_link_store_find_by_bc (fixture->links, PSR_ENTITY_ITEM, "b5")));
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GPtrArray) links = make_links ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;
  g_autoptr (GHashTable) by_bc = NULL;
  g_autoptr (GHashTable) by_wello = NULL;
  const char *some[] = { "w-7", "w-unknown", NULL };
  const PsrLink *link;

  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *bc_id = g_strdup_printf ("b-%u", i);
      g_autofree char *wello_id = g_strdup_printf ("w-%u", i);

      g_ptr_array_add (links, psr_link_new (PSR_ENTITY_ITEM, bc_id, wello_id, NULL, PSR_LINK_MADE));
      g_strv_builder_add (builder, bc_id);
    }
  g_strv_builder_add (builder, "b-unknown");
  ids = g_strv_builder_end (builder);

  g_assert_cmpuint (expect_uint (psr_link_store_add (fixture->links, links)), ==, 3000);
  by_bc = expect_boxed (psr_link_store_map_by_bc (fixture->links, PSR_ENTITY_ITEM, (const char * const *) ids));
  g_assert_cmpuint (g_hash_table_size (by_bc), ==, 3000);
  by_wello = expect_boxed (psr_link_store_map_by_wello (fixture->links, PSR_ENTITY_ITEM, some));
  g_assert_cmpuint (g_hash_table_size (by_wello), ==, 1);
  link = g_hash_table_lookup (by_wello, "w-7");
  g_assert_cmpstr (link->bc_id, ==, "b-7");
}

static void
test_removed (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GPtrArray) audit = NULL;
  const PsrAuditEntry *entry;

  expect_done (add (fixture, PSR_ENTITY_ITEM, "b1", "w1"));
  expect_done (psr_link_store_remove (fixture->links, PSR_ENTITY_ITEM, "b1", "Els", "wrong one"));
  g_assert_null (expect_boxed (psr_link_store_find_by_wello (fixture->links, PSR_ENTITY_ITEM, "w1")));
  expect_refused (psr_link_store_remove (fixture->links, PSR_ENTITY_ITEM, "b1", "Els", "wrong one"),
                  PSR_STORE_ERROR_NOT_FOUND);

  audit = expect_boxed (psr_ledger_list_audit (fixture->ledger, 0, 0, 0));
  g_assert_cmpuint (audit->len, ==, 1);
  entry = g_ptr_array_index (audit, 0);
  g_assert_cmpstr (entry->old_value, ==, "item b1 = w1");
  g_assert_cmpstr (entry->reason, ==, "wrong one");
}

/* What is gone gives its place, and all that is coupled with it goes along, or nothing does. */
static void
test_take_place (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GPtrArray) links = make_links ();
  g_autoptr (GPtrArray) audit = NULL;
  g_autoptr (PsrLink) customer = NULL;
  g_autoptr (PsrLink) contact = NULL;

  expect_done (add (fixture, PSR_ENTITY_CUSTOMER, "old", "w1"));
  expect_done (add (fixture, PSR_ENTITY_CONTACT, "old", "w2"));
  expect_done (add (fixture, PSR_ENTITY_CONTACT, "new", "w3"));
  g_ptr_array_add (links, psr_link_new (PSR_ENTITY_CUSTOMER, "new", "w1", "C9", PSR_LINK_MANUAL));
  g_ptr_array_add (links, psr_link_new (PSR_ENTITY_CONTACT, "new", "w2", "C9", PSR_LINK_MANUAL));
  expect_refused (psr_link_store_take_place (fixture->links, links, "old", "Els"), PSR_STORE_ERROR_CONFLICT);
  customer = expect_boxed (psr_link_store_find_by_wello (fixture->links, PSR_ENTITY_CUSTOMER, "w1"));
  g_assert_cmpstr (customer->bc_id, ==, "old");
  audit = expect_boxed (psr_ledger_list_audit (fixture->ledger, 0, 0, 0));
  g_assert_cmpuint (audit->len, ==, 0);

  expect_done (psr_link_store_remove (fixture->links, PSR_ENTITY_CONTACT, "new", "Els", ""));
  expect_done (psr_link_store_take_place (fixture->links, links, "old", "Els"));
  contact = expect_boxed (psr_link_store_find_by_bc (fixture->links, PSR_ENTITY_CONTACT, "new"));
  g_assert_cmpstr (contact->wello_id, ==, "w2");
  g_assert_null (expect_boxed (psr_link_store_find_by_bc (fixture->links, PSR_ENTITY_CUSTOMER, "old")));
  g_assert_null (expect_boxed (psr_link_store_find_by_bc (fixture->links, PSR_ENTITY_CONTACT, "old")));
  g_clear_pointer (&audit, g_ptr_array_unref);
  audit = expect_boxed (psr_ledger_list_audit (fixture->ledger, 0, 0, 0));
  g_assert_cmpuint (audit->len, ==, 5);

  /* Somebody else did it meanwhile. */
  expect_refused (psr_link_store_take_place (fixture->links, links, "old", "Els"), PSR_STORE_ERROR_NOT_FOUND);
}

static void
expect_mark (Fixture    *fixture,
             const char *wello_id,
             const char *mark)
{
  g_autoptr (DexFuture) future = resolved (psr_link_store_get_mark (fixture->links, wello_id));

  g_assert_cmpstr (g_value_get_string (dex_future_get_value (future, NULL)), ==, mark);
}

static void
test_marks (Fixture       *fixture,
            gconstpointer  data)
{
  expect_mark (fixture, "w1", "");
  expect_done (psr_link_store_set_mark (fixture->links, "w1", "sent"));
  expect_done (psr_link_store_set_mark (fixture->links, "w2", "rejected"));
  expect_mark (fixture, "w1", "sent");
  expect_done (psr_link_store_set_mark (fixture->links, "w1", "rejected, sent"));
  expect_mark (fixture, "w1", "rejected, sent");
  expect_done (psr_link_store_set_mark (fixture->links, "w1", ""));
  expect_mark (fixture, "w1", "");
  expect_mark (fixture, "w2", "rejected");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/store/link-store/both-ways", test_both_ways);
  ADD ("/store/link-store/unique", test_unique);
  ADD ("/store/link-store/many", test_many);
  ADD ("/store/link-store/removed", test_removed);
  ADD ("/store/link-store/take-place", test_take_place);
  ADD ("/store/link-store/marks", test_marks);

  return g_test_run ();
}
