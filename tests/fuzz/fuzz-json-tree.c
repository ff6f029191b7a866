/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "psr-json-item.h"

/* Reads the same bytes by the tree and by json-glib, which have to agree on
 * whether it is JSON and on each value in it. Two differences are meant: only
 * the tree refuses all unescaped control characters, and only it has whole
 * numbers of any length. */

static void check_value (const PsrJsonItem *item,
                         JsonNode          *node);

static void
check_scalar (const PsrJsonItem *item,
              JsonObject        *object,
              const char        *name)
{
  g_autofree char *ours = psr_json_item_dup_text (item);
  g_autofree char *theirs = psr_json_dup_text (object, name);
  g_autoptr (GError) our_error = NULL;
  g_autoptr (GError) their_error = NULL;
  PsrDecimal our_decimal;
  PsrDecimal their_decimal;

  fuzz_check_text (ours);
  if (psr_json_item_get_type (item) != PSR_JSON_INTEGER || strlen (ours) < 19)
    g_assert_cmpstr (ours, ==, theirs);

  g_assert_cmpint (psr_json_item_to_decimal (item, &our_decimal, &our_error), ==,
                   psr_json_get_decimal (object, name, &their_decimal, &their_error));
  if (our_error == NULL)
    g_assert_cmpint (our_decimal.units, ==, their_decimal.units);
  else
    g_assert_error (our_error, their_error->domain, their_error->code);
}

/* Of a name that is there twice both take the last one. */
static void
check_member (const PsrJsonItem *item,
              JsonObject        *object,
              const char        *name)
{
  const PsrJsonItem *member = psr_json_item_find (item, name);
  g_autofree char *our_guid = psr_json_item_dup_guid (item, name);
  g_autofree char *their_guid = psr_json_dup_guid (object, name);
  g_autoptr (GError) our_error = NULL;
  g_autoptr (GError) their_error = NULL;
  PsrTimestamp our_time;
  PsrTimestamp their_time;

  g_assert_nonnull (member);
  g_assert_cmpstr (psr_json_item_get_name (member), ==, name);
  check_value (member, json_object_get_member (object, name));
  check_scalar (member, object, name);

  g_assert_cmpstr (our_guid, ==, their_guid);
  g_assert_cmpstr (psr_json_item_get_string (item, name), ==, psr_json_get_string (object, name));
  g_assert_cmpint (psr_json_item_get_boolean (item, name), ==, psr_json_get_boolean (object, name));
  g_assert_cmpint (psr_json_item_get_timestamp (item, name, &our_time, &our_error), ==,
                   psr_json_get_timestamp (object, name, &their_time, &their_error));
  g_assert_cmpint (our_time, ==, their_time);
}

static void
check_value (const PsrJsonItem *item,
             JsonNode          *node)
{
  guint n_items = 0;

  switch (psr_json_item_get_type (item))
    {
    case PSR_JSON_OBJECT:
      g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
      for (const PsrJsonItem *member = psr_json_item_get_first (item); member != NULL;
           member = psr_json_item_get_next (item, member), n_items++)
        check_member (item, json_node_get_object (node), psr_json_item_get_name (member));
      g_assert_cmpuint (n_items, >=, json_object_get_size (json_node_get_object (node)));
      break;

    case PSR_JSON_ARRAY:
      g_assert_true (JSON_NODE_HOLDS_ARRAY (node));
      for (const PsrJsonItem *element = psr_json_item_get_first (item); element != NULL;
           element = psr_json_item_get_next (item, element), n_items++)
        {
          g_assert_null (psr_json_item_get_name (element));
          check_value (element, json_array_get_element (json_node_get_array (node), n_items));
        }
      g_assert_cmpuint (n_items, ==, json_array_get_length (json_node_get_array (node)));
      break;

    case PSR_JSON_NULL:
      g_assert_true (JSON_NODE_HOLDS_NULL (node));
      break;

    case PSR_JSON_STRING:
      g_assert_cmpint (json_node_get_value_type (node), ==, G_TYPE_STRING);
      g_assert_cmpstr (psr_json_item_peek_text (item), ==, json_node_get_string (node));
      fuzz_check_text (psr_json_item_peek_text (item));
      break;

    case PSR_JSON_BOOLEAN:
      g_assert_cmpint (json_node_get_value_type (node), ==, G_TYPE_BOOLEAN);
      g_assert_cmpint (psr_json_item_to_boolean (item), ==, json_node_get_boolean (node));
      break;

    case PSR_JSON_INTEGER:
      g_assert_cmpint (json_node_get_value_type (node), ==, G_TYPE_INT64);
      break;

    case PSR_JSON_NUMBER:
      g_assert_cmpint (json_node_get_value_type (node), ==, G_TYPE_DOUBLE);
      break;

    default:
      g_assert_not_reached ();
    }

  g_assert_cmpuint (psr_json_item_get_length (item), ==, n_items);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (PsrJsonTree) tree = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) our_error = NULL;
  g_autoptr (GError) their_error = NULL;

  tree = psr_json_tree_new (body, &our_error);
  root = psr_json_parse (body, &their_error);

  if (tree != NULL)
    {
      g_assert_no_error (their_error);
      check_value (psr_json_tree_get_root (tree), root);
      return 0;
    }

  fuzz_check_error (our_error);
  g_assert_true (g_str_has_prefix (our_error->message, "line "));
  g_assert_true (root == NULL || strstr (our_error->message, "control character") != NULL);

  return 0;
}
