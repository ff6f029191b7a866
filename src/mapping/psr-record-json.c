/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-record"

#include "config.h"

#include <string.h>

#include "psr-json.h"
#include "psr-record.h"

/**
 * psr_record_to_json_text:
 * @self: a record
 *
 * Returns: (transfer full): an object with the values in order
 */
char *
psr_record_to_json_text (const PsrRecord *self)
{
  g_autoptr (PsrJsonWriter) writer = NULL;
  g_autoptr (GBytes) body = NULL;
  gconstpointer data;
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);

  writer = psr_json_writer_new ();
  psr_record_write_json (self, writer);
  body = psr_json_writer_finish (writer);
  data = g_bytes_get_data (body, &length);

  return g_strndup (data, length);
}

/**
 * psr_record_from_json_text:
 * @text: what psr_record_to_json_text() made
 * @error: return location for an error of #PSR_JSON_ERROR
 *
 * A GUID comes back as a text; it equals what it was.
 *
 * Returns: (transfer full) (nullable): the record, or %NULL
 */
PsrRecord *
psr_record_from_json_text (const char  *text,
                           GError     **error)
{
  g_autoptr (PsrRecord) self = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GBytes) body = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  g_return_val_if_fail (text != NULL, NULL);

  body = g_bytes_new_static (text, strlen (text));
  root = psr_json_parse (body, error);
  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, PSR_JSON_ERROR, PSR_JSON_ERROR_TYPE, "The record is not an object");
      return NULL;
    }

  self = psr_record_new ();
  json_object_iter_init_ordered (&iter, json_node_get_object (root));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autoptr (PsrValue) value = psr_value_new_json (node, error);

      if (value == NULL)
        {
          g_prefix_error (error, "“%s”: ", name);
          return NULL;
        }
      psr_record_set_value (self, name, value);
    }

  return g_steal_pointer (&self);
}
