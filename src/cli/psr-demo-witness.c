/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-demo-witness"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "psr-demo-witness.h"
#include "psr-json.h"

/* The mark of the demo's profile on the documents that it makes. */
#define MARK "WELLO-"

static void
read_documents (JsonObject     *bc,
                const char     *set,
                GHashTable     *numbers,
                GHashTable     *marks,
                PsrDemoWitness *witness)
{
  JsonArray *rows = psr_json_get_array (bc, set);

  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      const char *mark = psr_json_get_string (row, "externalDocumentNumber");

      if (!g_str_has_prefix (mark, MARK))
        continue;

      witness->documents++;
      g_hash_table_add (numbers, g_strdup (psr_json_get_string (row, "number")));
      if (!g_hash_table_add (marks, g_strdup (mark)))
        witness->twice++;
    }
}

static void
read_invoices (JsonObject     *wello,
               GHashTable     *numbers,
               PsrDemoWitness *witness)
{
  JsonArray *rows = psr_json_get_array (wello, "invoices");

  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      const char *number = psr_json_get_string (row, "invoice_number");

      /* Some were imported before the demo began; their numbers are others. */
      if (strcmp (psr_json_get_string (row, "invoice_status_name"), "ERP Imported") != 0 ||
          psr_json_get_boolean (row, "imported_before"))
        continue;

      witness->imported++;
      if (!g_hash_table_contains (numbers, number))
        witness->lost++;
    }
}

/**
 * psr_demo_witness_read:
 * @path: (type filename): what the stand-ins wrote when they ended
 * @witness: (out caller-allocates): return location for what it says
 * @error: return location for an error
 *
 * Counts what both services have, without asking our own state.
 *
 * Returns: whether @path could be read
 */
gboolean
psr_demo_witness_read (const char      *path,
                       PsrDemoWitness  *witness,
                       GError         **error)
{
  g_autoptr(GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *text = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) node = NULL;
  JsonObject *bc;
  JsonObject *wello;
  gsize length;

  g_return_val_if_fail (path != NULL && witness != NULL, FALSE);

  memset (witness, 0, sizeof *witness);

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;

  bytes = g_bytes_new_take (g_steal_pointer (&text), length);
  node = psr_json_parse (bytes, error);
  if (node == NULL)
    return FALSE;

  bc = JSON_NODE_HOLDS_OBJECT (node) ? psr_json_get_object (json_node_get_object (node), "bc") : NULL;
  wello = bc != NULL ? psr_json_get_object (json_node_get_object (node), "wello") : NULL;
  if (wello == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _("The stand-ins said something unexpected."));
      return FALSE;
    }

  read_documents (bc, "salesInvoices", numbers, marks, witness);
  read_documents (bc, "salesOrders", numbers, marks, witness);
  read_invoices (wello, numbers, witness);

  return TRUE;
}
