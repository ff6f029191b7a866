/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "psr-bc-document.h"
#include "psr-json.h"
#include "psr-lookup.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define MINUTE (60 * SECOND)
#define CUSTOMER "2f1c6a5e-7b2d-ef11-8409-6045bde9ca0b"

static PsrBcDocument *
make_document (PsrBcDocumentKind  kind,
               const char        *number,
               const char        *customer,
               const char        *status,
               const char        *net,
               const char        *order_number)
{
  g_autofree char *json = g_strdup_printf ("{\"id\":\"dddd0000-0000-4000-8000-%012u\",\"number\":\"%s\",\"externalDocumentNumber\":\"W-1\","
                                           "\"customerId\":\"%s\",\"status\":\"%s\",\"orderNumber\":\"%s\","
                                           "\"totalAmountExcludingTax\":%s,\"totalAmountIncludingTax\":%s}",
                                           g_str_hash (number) % 1000, number, customer, status, order_number, net, net);
  g_autoptr(GBytes) bytes = g_bytes_new (json, strlen (json));
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = psr_json_parse (bytes, &error);
  PsrBcDocument *document;

  g_assert_no_error (error);
  document = psr_bc_document_from_json (kind, json_node_get_object (node), &error);
  g_assert_no_error (error);

  return document;
}

static PsrSight
judge (GPtrArray  *documents,
       const char *net)
{
  g_autoptr(PsrBcLookup) lookup = psr_bc_lookup_new (documents, 0, 0);
  PsrDecimal amount;

  g_assert_true (psr_decimal_parse (net, &amount, NULL));

  return psr_lookup_judge (lookup, "w-1", CUSTOMER, &amount, 3, NULL);
}

static void
test_judge (void)
{
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_bc_document_unref);

  g_assert_cmpint (judge (documents, "100"), ==, PSR_SIGHT_NOTHING);

  /* What no longer bills anything doesn't count. */
  g_ptr_array_add (documents, make_document (PSR_BC_DOCUMENT_INVOICE, "1", CUSTOMER, "Canceled", "100", ""));
  g_assert_cmpint (judge (documents, "100"), ==, PSR_SIGHT_NOTHING);

  /* One with goods at no price isn't void: the look-up would have said so. */
  g_ptr_array_add (documents, make_document (PSR_BC_DOCUMENT_INVOICE, "2", CUSTOMER, "Open", "0", ""));
  g_assert_cmpint (judge (documents, "100"), ==, PSR_SIGHT_DIFFERS);
  g_ptr_array_remove_index (documents, 1);

  g_ptr_array_add (documents, make_document (PSR_BC_DOCUMENT_INVOICE, "3", CUSTOMER, "Draft", "100.02", ""));
  g_assert_cmpint (judge (documents, "100"), ==, PSR_SIGHT_FITS);
  g_assert_cmpint (judge (documents, "100.1"), ==, PSR_SIGHT_DIFFERS);

  g_ptr_array_add (documents, make_document (PSR_BC_DOCUMENT_ORDER, "4", CUSTOMER, "Draft", "100", ""));
  g_assert_cmpint (judge (documents, "100"), ==, PSR_SIGHT_SEVERAL);
}

static void
test_order_and_its_invoice (void)
{
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_bc_document_unref);

  g_ptr_array_add (documents, make_document (PSR_BC_DOCUMENT_ORDER, "SO-1", CUSTOMER, "Draft", "100", ""));
  g_ptr_array_add (documents, make_document (PSR_BC_DOCUMENT_INVOICE, "PS-1", CUSTOMER, "Open", "40", "SO-1"));
  g_assert_cmpint (judge (documents, "100"), ==, PSR_SIGHT_FITS);
}

static void
test_other_customer (void)
{
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_bc_document_unref);

  g_ptr_array_add (documents, make_document (PSR_BC_DOCUMENT_INVOICE, "1", "99999999-7b2d-ef11-8409-6045bde9ca0b",
                                             "Draft", "100", ""));
  g_assert_cmpint (judge (documents, "100"), ==, PSR_SIGHT_DIFFERS);
}

static void
test_proof (void)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  PsrTimestamp intent = 1000 * MINUTE;
  g_autoptr(PsrBcLookup) early = psr_bc_lookup_new (none, intent + 20 * MINUTE - SECOND, intent + 30 * MINUTE);
  g_autoptr(PsrBcLookup) late = psr_bc_lookup_new (none, intent + 20 * MINUTE, intent + 20 * MINUTE);
  g_autoptr(PsrBcLookup) undated = psr_bc_lookup_new (none, PSR_TIMESTAMP_NONE, intent + 90 * MINUTE);

  g_assert_false (psr_lookup_is_proof (early, intent, 20 * MINUTE));
  g_assert_true (psr_lookup_is_proof (late, intent, 20 * MINUTE));
  g_assert_false (psr_lookup_is_proof (undated, intent, 20 * MINUTE));
  g_assert_false (psr_lookup_is_proof (late, PSR_TIMESTAMP_NONE, 20 * MINUTE));
}

static void
test_next (void)
{
  PsrTimestamp sent = 1000 * MINUTE;

  g_assert_cmpint (psr_lookup_next (sent, sent, 20 * MINUTE), ==, sent + 5 * SECOND);
  g_assert_cmpint (psr_lookup_next (sent, sent + 5 * SECOND, 20 * MINUTE), ==, sent + 30 * SECOND);
  g_assert_cmpint (psr_lookup_next (sent, sent + 11 * MINUTE, 20 * MINUTE), ==, sent + 20 * MINUTE);
  g_assert_cmpint (psr_lookup_next (sent, sent + 20 * MINUTE, 20 * MINUTE), ==, sent + 20 * MINUTE + 2 * SECOND);
  g_assert_cmpint (psr_lookup_next (sent, sent + 21 * MINUTE, 20 * MINUTE), ==, sent + 31 * MINUTE);

  /* A server that is known to be quicker is asked sooner. */
  g_assert_cmpint (psr_lookup_next (sent, sent + 5 * SECOND, 10 * SECOND), ==, sent + 12 * SECOND);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/lookup/judge", test_judge);
  g_test_add_func ("/billing/lookup/order-and-its-invoice", test_order_and_its_invoice);
  g_test_add_func ("/billing/lookup/other-customer", test_other_customer);
  g_test_add_func ("/billing/lookup/proof", test_proof);
  g_test_add_func ("/billing/lookup/next", test_next);

  return g_test_run ();
}
