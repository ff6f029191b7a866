/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "psr-sync-look.h"
#include "psr-test.h"
#include "sync-customers.h"
#include "sync-world.h"

static gpointer
await_boxed (DexFuture *made)
{
  g_autoptr (DexFuture) future = psr_test_await (made);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  g_assert_no_error (error);
  return g_value_dup_boxed (value);
}

static const PsrSyncLookField *
find_field (PsrSyncLook *look,
            const char  *label)
{
  for (guint i = 0; i < look->fields->len; i++)
    {
      const PsrSyncLookField *field = look->fields->pdata[i];

      if (g_str_equal (field->label, label))
        return field;
    }

  g_assert_not_reached ();
}

#define CASH "c0000000-0000-0000-0000-000000000001"
#define WELLO_CASH "d1000000-0000-0000-0000-000000000001"

/* What is looked up is shown by its code, and what the next run takes away differs. */
static void
test_look_looked_up (World         *world,
                     gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncLook) same = NULL;
  g_autoptr (PsrSyncLook) cleared = NULL;
  g_autoptr (PsrSyncLook) after = NULL;
  g_autofree char *id = world_dup_id (1);

  world_add_table (world, "paymentMethods", "{\"id\":\"" CASH "\",\"code\":\"CASH\"}");
  world_add_table (world, "DbPaymentMethods", "{\"id\":\"" WELLO_CASH "\",\"code\":\"CASH\"}");
  add_customers (world, 2);
  json_object_set_string_member (world->customers->pdata[0], "paymentMethodId", CASH);
  report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  same = await_boxed (psr_sync_look (world->context, PSR_SYNC_CUSTOMERS, id));
  g_assert_cmpstr (find_field (same, "Payment method")->bc, ==, "CASH");
  g_assert_cmpstr (find_field (same, "Payment method")->wello, ==, "CASH");
  g_assert_cmpstr (find_field (same, "Payment method")->agreed, ==, "CASH");
  g_assert_false (find_field (same, "Payment method")->differs);

  touch (world->customers->pdata[0], "paymentMethodId", "00000000-0000-0000-0000-000000000000");
  world_clear_log (world);
  cleared = await_boxed (psr_sync_look (world->context, PSR_SYNC_CUSTOMERS, id));
  g_assert_cmpstr (find_field (cleared, "Payment method")->bc, ==, "");
  g_assert_cmpstr (find_field (cleared, "Payment method")->wello, ==, "CASH");
  g_assert_true (find_field (cleared, "Payment method")->differs);
  g_assert_cmpuint (world_count_writes (world), ==, 0);

  g_clear_pointer (&report, psr_sync_report_unref);
  report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  after = await_boxed (psr_sync_look (world->context, PSR_SYNC_CUSTOMERS, id));
  g_assert_cmpstr (find_field (after, "Payment method")->wello, ==, "");
  g_assert_false (find_field (after, "Payment method")->differs);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/sync/look/looked-up", World, NULL, world_set_up, test_look_looked_up, world_tear_down);

  return g_test_run ();
}
