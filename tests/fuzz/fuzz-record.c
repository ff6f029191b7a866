/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "psr-bc-company.h"
#include "psr-bc-customer.h"
#include "psr-bc-document.h"
#include "psr-bc-environment.h"
#include "psr-bc-item-ledger-entry.h"
#include "psr-bc-item.h"
#include "psr-bc-line.h"
#include "psr-bc-location.h"
#include "psr-bc-posted.h"
#include "psr-json.h"
#include "psr-wello-merge.h"
#include "psr-wello-row.h"
#include "psr-wello-statuses.h"

/* A line with the kind of record, then its JSON. */

static gboolean
check (gpointer  record,
       GError   *error)
{
  if (record == NULL)
    fuzz_check_error (error);
  else
    g_assert_no_error (error);

  g_clear_error (&error);

  return record != NULL;
}

#define DEFINE(name, call, unref) \
  static void \
  name (JsonObject *object) \
  { \
    GError *error = NULL; \
    gpointer record = call; \
    if (check (record, error)) \
      unref (record); \
  }

#define DEFINE_BC(name) \
  DEFINE (bc_##name, psr_bc_##name##_from_json (object, &error), psr_bc_##name##_unref)
#define DEFINE_WELLO(name) \
  DEFINE (wello_##name, psr_wello_##name##_kind.read (object, &error), psr_wello_##name##_kind.free_func)

DEFINE_BC (company)
DEFINE_BC (customer)
DEFINE_BC (environment)
DEFINE_BC (item)
DEFINE_BC (item_ledger_entry)
DEFINE_BC (line)
DEFINE_BC (location)
DEFINE_BC (posted)
DEFINE (bc_invoice, psr_bc_document_from_json (PSR_BC_DOCUMENT_INVOICE, object, &error), psr_bc_document_unref)
DEFINE (bc_order, psr_bc_document_from_json (PSR_BC_DOCUMENT_ORDER, object, &error), psr_bc_document_unref)
DEFINE_WELLO (article)
DEFINE_WELLO (company)
DEFINE_WELLO (contact)
DEFINE_WELLO (currency)
DEFINE_WELLO (invoice)
DEFINE_WELLO (invoice_line)
DEFINE_WELLO (job)
DEFINE_WELLO (labour_usage)
DEFINE_WELLO (part_usage)
DEFINE_WELLO (sales_organization)
DEFINE_WELLO (stock_location)

#define BC(name) { "bc-" #name, bc_##name }
#define WELLO(name) { "wello-" #name, wello_##name }

static const struct
{
  const char *name;
  void (*read) (JsonObject *object);
} records[] = {
  BC (company),
  BC (customer),
  BC (environment),
  BC (item),
  BC (item_ledger_entry),
  BC (line),
  BC (location),
  BC (posted),
  BC (invoice),
  BC (order),
  WELLO (article),
  WELLO (company),
  WELLO (contact),
  WELLO (currency),
  WELLO (invoice),
  WELLO (invoice_line),
  WELLO (job),
  WELLO (labour_usage),
  WELLO (part_usage),
  WELLO (sales_organization),
  WELLO (stock_location),
};

/* What Wello has, with the record itself as the changes. */
static void
merge (GBytes *bytes)
{
  static const char current[] = "{\"id\":\"1\",\"name\":\"Fils\",\"e_login\":\"x\",\"address\":{\"zip\":\"1000\"},\"list\":[1]}";
  g_autoptr (GBytes) base = g_bytes_new_static (current, strlen (current));
  g_autoptr (GBytes) merged = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  merged = psr_wello_merge (base, bytes, &error);
  if (merged == NULL)
    {
      fuzz_check_error (error);
      return;
    }

  node = psr_json_parse (merged, &error);
  g_assert_no_error (error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) body = NULL;
  g_autofree char *name = fuzz_take_line (data, size, &body);
  g_autoptr (JsonNode) root = psr_json_parse (body, NULL);

  if (root == NULL)
    return 0;

  if (strcmp (name, "wello-merge") == 0)
    {
      merge (body);
    }
  else if (JSON_NODE_HOLDS_OBJECT (root))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
        {
          if (strcmp (records[i].name, name) == 0)
            records[i].read (json_node_get_object (root));
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (root) && strcmp (name, "wello-statuses") == 0)
    {
      PsrWelloStatuses *statuses = psr_wello_statuses_from_json (json_node_get_array (root));

      g_assert_nonnull (statuses);
      psr_wello_statuses_unref (statuses);
    }

  return 0;
}
