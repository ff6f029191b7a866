/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mapper"

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-field-label.h"
#include "psr-guid.h"
#include "psr-json.h"
#include "psr-mapper.h"
#include "psr-mapping-error.h"
#include "psr-text.h"

typedef struct
{
  PsrFieldMap    *map;
  JsonObject     *source;
  PsrRecord      *record;
  PsrMapNotes    *notes;
  PsrMapLinkFunc  find_link;
  gpointer        user_data;
} Mapper;

static const char *
source_service (const Mapper *mapper)
{
  return psr_field_map_get_direction (mapper->map) == PSR_MAP_BC_TO_WELLO ? "Business Central" : "Wello";
}

static const char *
target_service (const Mapper *mapper)
{
  return psr_field_map_get_direction (mapper->map) == PSR_MAP_BC_TO_WELLO ? "Wello" : "Business Central";
}

static gboolean
set_aside (GError     **error,
           const char  *why,
           const char  *mend)
{
  psr_set_explained_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_SET_ASIDE,
                           _("The record was set aside."), why, mend);
  return FALSE;
}

static gboolean
set_aside_value (const Mapper    *mapper,
                 const PsrField  *field,
                 const char      *reason,
                 GError         **error)
{
  g_autofree char *why = g_strdup_printf (_("“%s”: %s."), psr_field_label_get (field->source), reason);
  g_autofree char *mend = g_strdup_printf (_("Correct it in %s."), source_service (mapper));

  return set_aside (error, why, mend);
}

static void
note (Mapper         *mapper,
      const PsrField *field,
      PsrMapNoteKind  kind,
      const char     *original,
      const char     *written)
{
  if (mapper->notes != NULL)
    psr_map_notes_add (mapper->notes, kind, field->source, field->target, original, written);
}

/* The first condition that doesn't hold, or NULL when all do. */
static const char *
find_obstacle (const Mapper   *mapper,
               const PsrField *field)
{
  GHashTableIter iter;
  gpointer source;
  gpointer expected;

  if (field->conditions == NULL)
    return NULL;

  g_hash_table_iter_init (&iter, field->conditions);
  while (g_hash_table_iter_next (&iter, &source, &expected))
    {
      g_autofree char *text = psr_json_dup_text (mapper->source, source);
      g_autofree char *plain = psr_field_decode_member (text);

      if (strcmp (plain, expected) != 0)
        return source;
    }

  return NULL;
}

static gboolean
check_length (const Mapper    *mapper,
              const PsrField  *field,
              const char      *text,
              GError         **error)
{
  g_autofree char *why = NULL;
  g_autofree char *mend = NULL;

  if (psr_text_length (text) <= field->max_length)
    return TRUE;

  why = g_strdup_printf (ngettext ("“%s” is “%s”; %s takes %u character, and it must not be cut.",
                                   "“%s” is “%s”; %s takes %u characters, and it must not be cut.",
                                   field->max_length),
                         psr_field_label_get (field->source), text, target_service (mapper), field->max_length);
  mend = g_strdup_printf (_("Shorten it in %s."), source_service (mapper));

  return set_aside (error, why, mend);
}

static gboolean
apply_text (Mapper          *mapper,
            const PsrField  *field,
            const char      *text,
            GError         **error)
{
  g_autofree char *changed = NULL;

  switch ((int) field->transform)
    {
    case PSR_TRANSFORM_CUT:
      changed = psr_text_cut (text, field->max_length);
      if (strcmp (changed, text) != 0)
        note (mapper, field, PSR_MAP_NOTE_CUT, text, changed);
      break;

    case PSR_TRANSFORM_UPPER:
      changed = psr_text_code (text);
      if (!check_length (mapper, field, changed, error))
        return FALSE;
      break;

    case PSR_TRANSFORM_NEVER_CUT:
      if (!check_length (mapper, field, text, error))
        return FALSE;
      break;

    default:
      break;
    }

  psr_record_set_string (mapper->record, field->target, changed != NULL ? changed : text);
  return TRUE;
}

static gboolean
apply_guid (Mapper          *mapper,
            const PsrField  *field,
            const char      *text,
            GError         **error)
{
  g_autofree char *id = psr_guid_normalize (text);
  g_autofree char *linked = NULL;

  if (id == NULL)
    {
      g_autofree char *reason = g_strdup_printf (_("“%s” is not a GUID"), text);

      return set_aside_value (mapper, field, reason, error);
    }

  if (field->transform == PSR_TRANSFORM_LINK && mapper->find_link != NULL)
    {
      linked = mapper->find_link (field->link, id, mapper->user_data);
      if (linked == NULL)
        {
          g_autofree char *why = g_strdup_printf (_("“%s”: the %s %s has no counterpart in %s."),
                                                  psr_field_label_get (field->source),
                                                  psr_entity_to_string (field->link), id, target_service (mapper));

          return set_aside (error, why, _("Synchronize it first, or couple the two by their code."));
        }
    }

  psr_record_set_guid (mapper->record, field->target, linked != NULL ? linked : id);
  return TRUE;
}

static gboolean
apply_number (Mapper          *mapper,
              const PsrField  *field,
              GError         **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *original = NULL;
  g_autofree char *written = NULL;
  PsrDecimal decimal;
  gint64 whole;

  if (!psr_json_node_get_decimal (json_object_get_member (mapper->source, field->source), &decimal, &local_error))
    return set_aside_value (mapper, field, local_error->message, error);

  if (field->transform == PSR_TRANSFORM_DECIMAL)
    {
      psr_record_set_decimal (mapper->record, field->target, decimal);
      return TRUE;
    }

  whole = MAX (psr_decimal_floor (decimal), 0);
  psr_record_set_int64 (mapper->record, field->target, whole);

  original = psr_decimal_to_string (decimal);
  written = g_strdup_printf ("%" G_GINT64_FORMAT, whole);
  if (psr_decimal_is_negative (decimal))
    note (mapper, field, PSR_MAP_NOTE_RAISED, original, written);
  else if (strcmp (original, written) != 0)
    note (mapper, field, PSR_MAP_NOTE_FLOORED, original, written);

  return TRUE;
}

static gboolean
apply_enum (Mapper          *mapper,
            const PsrField  *field,
            const char      *text,
            GError         **error)
{
  g_autofree char *plain = psr_field_decode_member (text);
  g_autofree char *reason = NULL;
  const PsrValue *value = g_hash_table_lookup (field->values, plain);

  if (value == NULL)
    value = field->fallback;
  if (value != NULL)
    {
      psr_record_set_value (mapper->record, field->target, value);
      return TRUE;
    }

  reason = g_strdup_printf (_("“%s” is none of the values that the mapping knows"), text);
  return set_aside_value (mapper, field, reason, error);
}

/* Nothing is known of a property that is absent; one that is empty is. */
static gboolean
apply_empty (Mapper          *mapper,
             const PsrField  *field,
             GError         **error)
{
  if (field->fallback != NULL)
    {
      psr_record_set_value (mapper->record, field->target, field->fallback);
      return TRUE;
    }

  if (field->omit_empty)
    return TRUE;

  switch (field->transform)
    {
    case PSR_TRANSFORM_GUID:
    case PSR_TRANSFORM_LINK:
      return set_aside_value (mapper, field, _("the id is missing"), error);

    case PSR_TRANSFORM_DECIMAL:
    case PSR_TRANSFORM_FLOOR_INT:
      return apply_number (mapper, field, error);

    case PSR_TRANSFORM_BOOLEAN:
    case PSR_TRANSFORM_NOT:
      psr_record_set_boolean (mapper->record, field->target, field->transform == PSR_TRANSFORM_NOT);
      return TRUE;

    case PSR_TRANSFORM_ENUM:
      return apply_enum (mapper, field, "", error);

    case PSR_TRANSFORM_COPY:
    case PSR_TRANSFORM_CUT:
    case PSR_TRANSFORM_NEVER_CUT:
    case PSR_TRANSFORM_UPPER:
    case PSR_TRANSFORM_CONSTANT:
    default:
      psr_record_set_string (mapper->record, field->target, "");
      return TRUE;
    }
}

static gboolean
apply_value (Mapper          *mapper,
             const PsrField  *field,
             const char      *text,
             GError         **error)
{
  gboolean truth;

  switch (field->transform)
    {
    case PSR_TRANSFORM_GUID:
    case PSR_TRANSFORM_LINK:
      return apply_guid (mapper, field, text, error);

    case PSR_TRANSFORM_DECIMAL:
    case PSR_TRANSFORM_FLOOR_INT:
      return apply_number (mapper, field, error);

    case PSR_TRANSFORM_BOOLEAN:
    case PSR_TRANSFORM_NOT:
      truth = psr_json_get_boolean (mapper->source, field->source);
      psr_record_set_boolean (mapper->record, field->target, truth != (field->transform == PSR_TRANSFORM_NOT));
      return TRUE;

    case PSR_TRANSFORM_ENUM:
      return apply_enum (mapper, field, text, error);

    case PSR_TRANSFORM_COPY:
    case PSR_TRANSFORM_CUT:
    case PSR_TRANSFORM_NEVER_CUT:
    case PSR_TRANSFORM_UPPER:
    case PSR_TRANSFORM_CONSTANT:
    default:
      return apply_text (mapper, field, text, error);
    }
}

static gboolean
apply_field (Mapper          *mapper,
             const PsrField  *field,
             GError         **error)
{
  g_autofree char *text = NULL;
  const char *obstacle;
  gboolean is_id;

  g_assert (mapper != NULL);
  g_assert (field != NULL);

  if (field->transform != PSR_TRANSFORM_CONSTANT)
    text = psr_json_dup_text (mapper->source, field->source);

  obstacle = find_obstacle (mapper, field);
  if (obstacle != NULL)
    {
      if (field->list_when_omitted && mapper->notes != NULL && text != NULL && *text != '\0')
        psr_map_notes_add_omitted (mapper->notes, field->source, field->target, text, obstacle);
      return TRUE;
    }

  if (field->transform == PSR_TRANSFORM_CONSTANT)
    {
      psr_record_set_value (mapper->record, field->target, field->fallback);
      return TRUE;
    }

  is_id = field->transform == PSR_TRANSFORM_GUID || field->transform == PSR_TRANSFORM_LINK;
  if (!json_object_has_member (mapper->source, field->source) && !is_id && field->fallback == NULL)
    return TRUE;

  if (*text == '\0' || (is_id && strcmp (text, PSR_GUID_ZERO_TEXT) == 0))
    return apply_empty (mapper, field, error);

  return apply_value (mapper, field, text, error);
}

/**
 * psr_mapper_apply_linked:
 * @map: how to map
 * @source: a record as its service wrote it
 * @notes: (nullable): where to note what values lost on their way
 * @find_link: (nullable) (scope call): finds the other half of a pair; without
 *   it such ids are taken over as they are, which holds only for records that
 *   this program made
 * @user_data: passed to @find_link
 * @error: return location for an error of #PSR_MAPPING_ERROR
 *
 * Runs on a worker, as everything that reads JSON.
 *
 * Returns: (transfer full) (nullable): the record in the form of the target,
 *   or %NULL with %PSR_MAPPING_ERROR_SET_ASIDE and the reason
 */
PsrRecord *
psr_mapper_apply_linked (PsrFieldMap     *map,
                         JsonObject      *source,
                         PsrMapNotes     *notes,
                         PsrMapLinkFunc   find_link,
                         gpointer         user_data,
                         GError         **error)
{
  g_autoptr (PsrRecord) record = NULL;
  Mapper mapper = { map, source, NULL, notes, find_link, user_data };

  g_return_val_if_fail (map != NULL, NULL);
  g_return_val_if_fail (source != NULL, NULL);

  mapper.record = record = psr_record_new ();
  for (guint i = 0; i < psr_field_map_get_n_fields (map); i++)
    {
      if (!apply_field (&mapper, psr_field_map_get_field (map, i), error))
        return NULL;
    }

  return g_steal_pointer (&record);
}

/**
 * psr_mapper_apply:
 * @map: how to map
 * @source: a record as its service wrote it
 * @notes: (nullable): where to note what values lost on their way
 * @error: return location for an error of #PSR_MAPPING_ERROR
 *
 * As psr_mapper_apply_linked() without a link table.
 *
 * Returns: (transfer full) (nullable): the record in the form of the target,
 *   or %NULL with %PSR_MAPPING_ERROR_SET_ASIDE and the reason
 */
PsrRecord *
psr_mapper_apply (PsrFieldMap  *map,
                  JsonObject   *source,
                  PsrMapNotes  *notes,
                  GError      **error)
{
  return psr_mapper_apply_linked (map, source, notes, NULL, NULL, error);
}
