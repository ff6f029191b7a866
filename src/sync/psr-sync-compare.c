/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-compare"

#include "config.h"

#include <string.h>

#include "psr-json-writer.h"
#include "psr-json.h"
#include "psr-sync-compare.h"

/* What Wello has; NULL when it doesn't say: its helper properties, such as the
 * codes of countries, read as null. */
static PsrValue *
read_theirs (JsonObject *current,
             const char *name)
{
  JsonNode *node = json_object_get_member (current, name);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;

  return psr_value_new_json (node, NULL);
}

/* Whether Wello has some value behind a code that it doesn't tell: the id that
 * goes with it. */
static gboolean
has_hidden_value (JsonObject *current,
                  const char *name)
{
  g_autofree char *id_name = NULL;
  g_autofree char *id = NULL;

  if (!g_str_has_suffix (name, "_code"))
    return FALSE;

  id_name = g_strdup_printf ("%.*s_id", (int) (strlen (name) - strlen ("_code")), name);
  id = psr_json_dup_guid (current, id_name);
  return id != NULL;
}

static gboolean
is_empty (const PsrValue *value)
{
  return value == NULL ||
         ((value->type == PSR_VALUE_STRING || value->type == PSR_VALUE_GUID) && *value->text == '\0');
}

/* Three sides: what Business Central wants now, what both last agreed on, and
 * what Wello has. */
static gboolean
needs_write (const PsrField *field,
             const char     *name,
             const PsrValue *wanted,
             const PsrValue *agreed,
             const PsrValue *theirs,
             JsonObject     *current)
{
  gboolean bc_changed = !psr_value_equal (wanted, agreed);

  if (theirs != NULL && psr_value_equal (wanted, theirs))
    return FALSE;

  /* The id is what they are coupled by. */
  if (g_str_equal (name, "id"))
    return FALSE;

  /* Nothing is known of Wello's side: only a change of ours is a reason, or
   * that nothing is there yet. */
  if (theirs == NULL)
    return agreed != NULL ? bc_changed : !has_hidden_value (current, name);

  /* Somebody in Wello hid it: it isn't brought back before the other side
   * says something new. */
  if (g_str_equal (name, "archived") && theirs->type == PSR_VALUE_BOOLEAN && theirs->boolean)
    return agreed != NULL && bc_changed;

  switch (field != NULL ? field->master : PSR_MASTER_BC)
    {
    case PSR_MASTER_BC:
      return TRUE;

    case PSR_MASTER_BOTH:
      /* Business Central wins unless only Wello changed; where nothing was
       * agreed on yet, an empty value doesn't wipe out one that is there. */
      return agreed != NULL ? bc_changed : !is_empty (wanted);

    case PSR_MASTER_WELLO:
      return agreed == NULL && is_empty (theirs);

    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * psr_sync_compare:
 * @map: how the record is made
 * @wanted: the record as Business Central wants it
 * @agreed: (nullable): what both sides last agreed on
 * @current: the record as Wello has it
 *
 * Decides what has to be written. Values that were cut or rounded on the way
 * are compared in their cut form.
 *
 * Returns: (transfer full) (nullable): a JSON object of what to set; %NULL when
 *   nothing has to be written
 */
GBytes *
psr_sync_compare (PsrFieldMap     *map,
                  const PsrRecord *wanted,
                  const PsrRecord *agreed,
                  JsonObject      *current)
{
  g_autoptr (PsrJsonWriter) writer = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint n_values;
  guint n_changes = 0;

  g_return_val_if_fail (map != NULL, NULL);
  g_return_val_if_fail (wanted != NULL, NULL);
  g_return_val_if_fail (current != NULL, NULL);

  writer = psr_json_writer_new ();
  psr_json_writer_begin_object (writer);

  n_values = psr_record_get_n_values (wanted);

  for (guint i = 0; i < n_values; i++)
    {
      const char *name = psr_record_get_name (wanted, i);
      const PsrValue *value = psr_record_get_value (wanted, name);
      const PsrValue *agreed_value = agreed != NULL ? psr_record_get_value (agreed, name) : NULL;
      g_autoptr (PsrValue) theirs = read_theirs (current, name);

      if (!needs_write (psr_field_map_find_target (map, name), name, value, agreed_value, theirs,
                        current))
        continue;

      psr_json_writer_member (writer, name);
      psr_value_write_json (value, writer);
      n_changes++;
    }

  psr_json_writer_end_object (writer);
  bytes = psr_json_writer_finish (writer);

  return n_changes > 0 ? g_steal_pointer (&bytes) : NULL;
}
