/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "fuzz.h"
#include "psr-json-writer.h"
#include "psr-json.h"

/* Asks for a member as everything that it may be. */
static void
ask_member (JsonObject *object,
            const char *name)
{
  g_autofree char *text = psr_json_dup_text (object, name);
  g_autofree char *guid = psr_json_dup_guid (object, name);
  g_autoptr (GError) decimal_error = NULL;
  g_autoptr (GError) int_error = NULL;
  g_autoptr (GError) time_error = NULL;
  PsrTimestamp time;
  PsrDecimal decimal;
  gint64 number;

  fuzz_check_text (text);
  fuzz_check_text (psr_json_get_string (object, name));
  psr_json_has (object, name);
  psr_json_get_boolean (object, name);
  psr_json_get_object (object, name);
  psr_json_get_array (object, name);

  if (!psr_json_get_decimal (object, name, &decimal, &decimal_error))
    fuzz_check_error (decimal_error);
  if (!psr_json_get_int64 (object, name, &number, &int_error))
    fuzz_check_error (int_error);
  if (!psr_json_get_timestamp (object, name, &time, &time_error))
    fuzz_check_error (time_error);
}

/* Returns whether all numbers in it are finite. */
static gboolean
ask_all (JsonNode *node)
{
  gboolean finite = TRUE;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &name, &member))
        {
          ask_member (json_node_get_object (node), name);
          finite &= ask_all (member);
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        finite &= ask_all (json_array_get_element (array, i));
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_DOUBLE)
    {
      finite = isfinite (json_node_get_double (node));
    }

  return finite;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (PsrJsonWriter) writer = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JsonNode) again = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_finite;

  root = psr_json_parse (body, &error);
  if (root == NULL)
    {
      fuzz_check_error (error);
      g_assert_true (g_str_has_prefix (error->message, "line "));
      return 0;
    }

  is_finite = ask_all (root);

  /* What is written of it is read as the same; only infinity can't be written. */
  writer = psr_json_writer_new ();
  psr_json_writer_raw (writer, root);
  written = psr_json_writer_finish (writer);
  again = psr_json_parse (written, &error);
  g_assert_no_error (error);
  g_assert_true (!is_finite || json_node_equal (root, again));

  return 0;
}
