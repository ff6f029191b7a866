/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "mends-fixture.h"

/* What is in the way because of what the profile says. */

static AdwDialog *
wait_for_step (GtkWidget  *window,
               const char *text)
{
  AdwDialog *dialog;

  waited_for = text;
  while ((dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window))) == NULL ||
         !sees (GTK_WIDGET (dialog), text))
    g_main_context_iteration (NULL, TRUE);

  return dialog;
}

/* What the number begins with is chosen beside the first day; and it is said where no
 * beginning helps. */
static void
choose_prefix (GtkWidget *window,
               gpointer   data)
{
  Office *office = data;
  GtkWidget *pane;

  be_quick ();
  pane = look_at (window, office, "long-number", "exceptions", "Blocked");
  wait_for (pane, "Where Wello’s number alone is too long");
  mend (pane, "The number is too long for Business Central", "Choose…");
  adw_dialog_force_close (wait_for_step (window, "Put before Wello’s number, in External Document No."));
}

static void
test_choose_prefix (Office        *office,
                    gconstpointer  options)
{
  office_run (office, choose_prefix);
}

/* The card of another VAT treatment is named in the profile only: the text says where, and the
 * button looks again whether it may be billed by now. */
static void
check_vat_customer (GtkWidget *window,
                    gpointer   data)
{
  Office *office = data;
  g_autofree char *card = office_find_case (office, "warranty", "company_code");
  g_autofree char *id = office_find (office, "bc", "customers", "number", card, "id");
  GtkWidget *pane;

  be_quick ();
  pane = look_at (window, office, "zero-price", "exceptions", "Blocked");
  wait_for (pane, "under [VatCustomer] in the profile");
  office_change (office, "bc", "customers", id, "\"blocked\":\"_x0020_\"");
  mend (pane, "The profile names a customer that can’t be used", "Check Again");
  look_at (window, office, "zero-price", "review", "Ready");
}

/* Of the first line of a case. */
static char *
find_vat_code (Office     *office,
               const char *name)
{
  g_autofree char *number = office_find_case (office, name, "internal_number");
  g_autoptr(JsonNode) node = office_read (office, "dump");
  JsonArray *rows = psr_json_get_array (psr_json_get_object (json_node_get_object (node), "wello"), "invoices");

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      if (g_strcmp0 (psr_json_get_string (row, "internal_number"), number) == 0)
        return g_strdup (psr_json_get_string (json_array_get_object_element (psr_json_get_array (row, "lines"), 0),
                                              "company_vat_code"));
    }

  g_assert_not_reached ();
}

static void
test_check_vat_customer (Office        *office,
                         gconstpointer  options)
{
  g_autofree char *code = office_find_case (office, "zero-price", "company_code");
  g_autofree char *vat = find_vat_code (office, "zero-price");
  g_autofree char *key = g_strdup_printf ("%s,%s", code, vat);
  g_autofree char *card = office_find_case (office, "warranty", "company_code");
  g_autofree char *id = office_find (office, "bc", "customers", "number", card, "id");

  office_change (office, "bc", "customers", id, "\"blocked\":\"All\"");
  office_set (office, "VatCustomer", key, card);
  office_run (office, check_vat_customer);
}

/* How much is in the way belongs to the state; and what was never billed isn't billed again. */
static void
stand (GtkWidget *window,
       gpointer   data)
{
  Office *office = data;
  GtkWidget *pane;

  be_quick ();
  pane = look_at (window, office, "zero-price", "review", "Ready but for 1 thing");
  mend (pane, "Something costs nothing, for no reason", "Accept");
  wait_until_gone (pane, "Ready but for");
  g_assert_true (sees (pane, "Ready"));
  pane = look_at (window, office, "hand-typed-part", "exceptions", "Blocked · 1 thing to mend");
  pane = look_at (window, office, "before-start", "review", "Before start");
  g_assert_true (sees (pane, "Bill Anyway"));
  g_assert_false (sees (pane, "Bill Again"));
}

static void
test_stand (Office        *office,
            gconstpointer  options)
{
  office_run (office, stand);
}

int
main (int    argc,
      char **argv)
{
  static const char * const few[] = { "--customers", "30", "--items", "30", "--work-orders", "20", NULL };

  setlocale (LC_ALL, "");
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/app/mends/choose-prefix", Office, few, office_set_up, test_choose_prefix, office_tear_down);
  g_test_add ("/app/mends/check-vat-customer", Office, few, office_set_up, test_check_vat_customer, office_tear_down);

  g_test_add ("/app/mends/stand", Office, few, office_set_up, test_stand, office_tear_down);

  return g_test_run ();
}
