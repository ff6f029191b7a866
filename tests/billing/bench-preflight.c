/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ten thousand open invoices: how long until each is read, checked and written
 * down, until the document of each is made ready, and until each was looked up in
 * Business Central. There is no network: its answers come at once, from a stand-in
 * in the same process, whose time counts too. Figures are printed, not asserted.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "billing-fixture.h"

static double
seconds_since (gint64 begun)
{
  return (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;
}

static void
print (const char *what,
       gint64      begun,
       guint       rows,
       const char *more)
{
  printf ("  %-44s %7.2f s for %u%s\n", what, seconds_since (begun), rows, more);
}

int
main (int   argc,
      char *argv[])
{
  guint total = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 10000;
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GPtrArray) documents = NULL;
  g_autoptr(PsrBillingReport) collected = NULL;
  g_autoptr(PsrBillingReport) made = NULL;
  g_autoptr(PsrBcLookup) lookup = NULL;
  g_auto(GStrv) numbers = NULL;
  gint64 begun;

  for (guint i = 0; i < total; i++)
    {
      g_autofree char *number = g_strdup_printf ("INV2600%05u", i);

      fake_world_add_invoice (fixture->world, number);
      g_strv_builder_take (builder, g_strconcat ("W-", number, NULL));
    }

  printf ("%u open invoices\n", total);
  begun = g_get_monotonic_time ();
  collected = collect (fixture);
  print ("read, checked and written down", begun, collected->found, "");

  documents = list_documents (fixture);
  for (guint i = 0; i < documents->len; i++)
    g_array_append_val (ids, ((PsrLedgerDocument *) g_ptr_array_index (documents, i))->id);

  begun = g_get_monotonic_time ();
  made = expect_boxed (fixture, psr_billing_dry_run (fixture->context, (const gint64 *) (gpointer) ids->data, ids->len,
                                                     PSR_BILLING_KIND_DEFAULT, PSR_APPROVE_NONE, NULL));
  print ("made ready from the ledger (pre-flight)", begun, made->results->len, " (bar, with the next: 2 s)");

  numbers = g_strv_builder_end (builder);
  begun = g_get_monotonic_time ();
  lookup = expect_boxed (fixture, psr_bc_client_find_documents (fixture->context->bc, (const char * const *) numbers));
  print ("looked up in Business Central", begun, g_strv_length (numbers), "");

  return EXIT_SUCCESS;
}
