/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mapper"

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-field-label.h"
#include "psr-guid.h"
#include "psr-mapper.h"
#include "psr-mapping-error.h"
#include "psr-record-private.h"
#include "psr-text.h"

/* The texts of @record are lent by @map and @source where they are the same. */
typedef struct
{
  PsrFieldMap       *map;
  const PsrJsonItem *source;
  PsrRecord         *record;
  PsrMapNotes       *notes;
  PsrMapLinkFunc     find_link;
  gpointer           user_data;
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

/* A member of an enumeration as people write it: @text itself, or @decoded. */
static const char *
decode_member (const char  *text,
               char       **decoded)
{
  gsize length = strlen (text);

  if (length > 0 && strchr (text, '_') == NULL && !g_ascii_isspace (*text) && !g_ascii_isspace (text[length - 1]))
    return text;

  return *decoded = psr_field_decode_member (text);
}

/* The text of an item, which is its own, or @written. */
static const char *
text_of (const PsrJsonItem  *item,
         char              **written)
{
  const char *text = psr_json_item_peek_text (item);

  return text != NULL ? text : (*written = psr_json_item_dup_text (item));
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
      g_autofree char *written = NULL;
      g_autofree char *decoded = NULL;
      const char *text = text_of (psr_json_item_find (mapper->source, source), &written);

      if (strcmp (decode_member (text, &decoded), expected) != 0)
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

  if (strnlen (text, field->max_length + 1) <= field->max_length || psr_text_length (text) <= field->max_length)
    return TRUE;

  why = g_strdup_printf (ngettext ("“%s” is “%s”; %s takes %u character, and it must not be cut.",
                                   "“%s” is “%s”; %s takes %u characters, and it must not be cut.",
                                   field->max_length),
                         psr_field_label_get (field->source), text, target_service (mapper), field->max_length);
  mend = g_strdup_printf (_("Shorten it in %s."), source_service (mapper));

  return set_aside (error, why, mend);
}

/* @text belongs to the source, unless it is @written. */
static gboolean
apply_text (Mapper          *mapper,
            const PsrField  *field,
            const char      *text,
            char           **written,
            GError         **error)
{
  g_autofree char *changed = NULL;

  switch ((int) field->transform)
    {
    case PSR_TRANSFORM_CUT:
      /* No text has more characters than bytes. */
      if (strnlen (text, field->max_length + 1) <= field->max_length)
        break;
      changed = psr_text_cut (text, field->max_length);
      if (strcmp (changed, text) != 0)
        note (mapper, field, PSR_MAP_NOTE_CUT, text, changed);
      break;

    case PSR_TRANSFORM_UPPER:
      if (!psr_text_is_code (text))
        changed = psr_text_code (text);
      if (!check_length (mapper, field, changed != NULL ? changed : text, error))
        return FALSE;
      break;

    case PSR_TRANSFORM_NEVER_CUT:
      if (!check_length (mapper, field, text, error))
        return FALSE;
      break;

    default:
      break;
    }

  if (changed == NULL)
    changed = g_steal_pointer (written);

  if (changed != NULL)
    psr_record_take_text (mapper->record, field->name, PSR_VALUE_STRING, g_steal_pointer (&changed));
  else
    psr_record_lend_text (mapper->record, field->name, PSR_VALUE_STRING, text);

  return TRUE;
}

static char *
dup_unlinked (Mapper         *mapper,
              const PsrField *field,
              const char     *id)
{
  const char *label = psr_field_label_get (field->source);
  const char *service = target_service (mapper);

  if (field->link == PSR_ENTITY_CUSTOMER)
    /* Translators: the name of a field, the id of a record, and a service. */
    return g_strdup_printf (_("“%s”: the customer %s has no counterpart in %s."), label, id, service);

  if (field->link == PSR_ENTITY_ITEM)
    /* Translators: the name of a field, the id of a record, and a service. */
    return g_strdup_printf (_("“%s”: the item %s has no counterpart in %s."), label, id, service);

  if (field->link == PSR_ENTITY_LOCATION)
    /* Translators: the name of a field, the id of a record, and a service. */
    return g_strdup_printf (_("“%s”: the location %s has no counterpart in %s."), label, id, service);

  /* Translators: the name of a field, the id of a record, and a service. */
  return g_strdup_printf (_("“%s”: the record %s has no counterpart in %s."), label, id, service);
}

static gboolean
apply_guid (Mapper             *mapper,
            const PsrField     *field,
            const PsrJsonItem  *item,
            const char         *text,
            GError            **error)
{
  g_autofree char *id = NULL;
  g_autofree char *linked = NULL;
  gboolean has_links = field->transform == PSR_TRANSFORM_LINK && mapper->find_link != NULL;

  if (!has_links && item != NULL && psr_json_item_peek_text (item) == text && psr_guid_is_canonical (text))
    {
      psr_record_lend_text (mapper->record, field->name, PSR_VALUE_GUID, text);
      return TRUE;
    }

  id = psr_guid_normalize (text);
  if (id == NULL)
    {
      g_autofree char *reason = g_strdup_printf (_("“%s” isn’t a GUID"), text);

      return set_aside_value (mapper, field, reason, error);
    }

  if (has_links)
    {
      g_autofree char *found = mapper->find_link (field->link, id, mapper->user_data);

      linked = psr_guid_normalize (found);
      if (linked == NULL)
        {
          g_autofree char *why = dup_unlinked (mapper, field, id);

          return set_aside (error, why, _("Sync it first, or couple the two by their code."));
        }
    }

  psr_record_take_text (mapper->record, field->name, PSR_VALUE_GUID,
                        linked != NULL ? g_steal_pointer (&linked) : g_steal_pointer (&id));
  return TRUE;
}

static gboolean
apply_number (Mapper             *mapper,
              const PsrField     *field,
              const PsrJsonItem  *item,
              GError            **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *original = NULL;
  g_autofree char *written = NULL;
  PsrDecimal decimal;
  gint64 whole;

  if (!psr_json_item_to_decimal (item, &decimal, &local_error))
    return set_aside_value (mapper, field, local_error->message, error);

  if (field->transform == PSR_TRANSFORM_DECIMAL)
    {
      psr_record_put (mapper->record, field->name, (PsrValue) { .type = PSR_VALUE_DECIMAL, .decimal = decimal });
      return TRUE;
    }

  whole = MAX (psr_decimal_floor (decimal), 0);
  psr_record_put (mapper->record, field->name, (PsrValue) { .type = PSR_VALUE_INT64, .int64 = whole });

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
  g_autofree char *decoded = NULL;
  g_autofree char *reason = NULL;
  const PsrValue *value = g_hash_table_lookup (field->values, decode_member (text, &decoded));

  if (value == NULL)
    value = field->fallback;
  if (value != NULL)
    {
      psr_record_put (mapper->record, field->name, *value);
      return TRUE;
    }

  reason = g_strdup_printf (_("“%s” is none of the values that the mapping knows"), text);
  return set_aside_value (mapper, field, reason, error);
}

static void
put_boolean (Mapper         *mapper,
             const PsrField *field,
             gboolean        truth)
{
  psr_record_put (mapper->record, field->name, (PsrValue) { .type = PSR_VALUE_BOOLEAN, .boolean = truth });
}

/* Nothing is known of a property that is absent; one that is empty is. */
static gboolean
apply_empty (Mapper             *mapper,
             const PsrField     *field,
             const PsrJsonItem  *item,
             GError            **error)
{
  if (field->fallback != NULL)
    {
      psr_record_put (mapper->record, field->name, *field->fallback);
      return TRUE;
    }

  if (field->omit_empty && (!field->clears || item == NULL))
    return TRUE;

  switch (field->transform)
    {
    case PSR_TRANSFORM_GUID:
      /* Whether it was something before is known to who compares. */
      if (field->clears)
        {
          psr_record_lend_text (mapper->record, field->name, PSR_VALUE_GUID, PSR_GUID_ZERO_TEXT);
          return TRUE;
        }
      return set_aside_value (mapper, field, _("the id is missing"), error);

    case PSR_TRANSFORM_LINK:
      return set_aside_value (mapper, field, _("the id is missing"), error);

    case PSR_TRANSFORM_DECIMAL:
    case PSR_TRANSFORM_FLOOR_INT:
      return apply_number (mapper, field, item, error);

    case PSR_TRANSFORM_BOOLEAN:
    case PSR_TRANSFORM_NOT:
      put_boolean (mapper, field, field->transform == PSR_TRANSFORM_NOT);
      return TRUE;

    case PSR_TRANSFORM_ENUM:
      return apply_enum (mapper, field, "", error);

    case PSR_TRANSFORM_COPY:
    case PSR_TRANSFORM_CUT:
    case PSR_TRANSFORM_NEVER_CUT:
    case PSR_TRANSFORM_UPPER:
    case PSR_TRANSFORM_CONSTANT:
    default:
      psr_record_lend_text (mapper->record, field->name, PSR_VALUE_STRING, "");
      return TRUE;
    }
}

static gboolean
apply_value (Mapper             *mapper,
             const PsrField     *field,
             const PsrJsonItem  *item,
             const char         *text,
             char              **written,
             GError            **error)
{
  switch (field->transform)
    {
    case PSR_TRANSFORM_GUID:
    case PSR_TRANSFORM_LINK:
      return apply_guid (mapper, field, item, text, error);

    case PSR_TRANSFORM_DECIMAL:
    case PSR_TRANSFORM_FLOOR_INT:
      return apply_number (mapper, field, item, error);

    case PSR_TRANSFORM_BOOLEAN:
    case PSR_TRANSFORM_NOT:
      put_boolean (mapper, field, psr_json_item_to_boolean (item) != (field->transform == PSR_TRANSFORM_NOT));
      return TRUE;

    case PSR_TRANSFORM_ENUM:
      return apply_enum (mapper, field, text, error);

    case PSR_TRANSFORM_COPY:
    case PSR_TRANSFORM_CUT:
    case PSR_TRANSFORM_NEVER_CUT:
    case PSR_TRANSFORM_UPPER:
    case PSR_TRANSFORM_CONSTANT:
    default:
      return apply_text (mapper, field, text, written, error);
    }
}

/* NULL of what is absent; the others of its object are of no account. */
static const PsrJsonItem *
find_item (const Mapper   *mapper,
           const PsrField *field)
{
  const PsrJsonItem *outer;

  if (field->outer == NULL)
    return psr_json_item_find (mapper->source, field->source);

  outer = psr_json_item_find (mapper->source, field->outer);

  return outer != NULL && psr_json_item_get_type (outer) == PSR_JSON_OBJECT
           ? psr_json_item_find (outer, strchr (field->source, '/') + 1)
           : NULL;
}

/* One line of @text, which is @written then. */
static const char *
take_line (const PsrField  *field,
           const char      *text,
           char           **written)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  char *line = g_strdup (g_strv_length (lines) >= field->line ? g_strstrip (lines[field->line - 1]) : "");

  g_free (*written);

  return *written = line;
}

static gboolean
apply_field (Mapper          *mapper,
             const PsrField  *field,
             GError         **error)
{
  const PsrJsonItem *item = NULL;
  g_autofree char *written = NULL;
  const char *text = NULL;
  const char *obstacle;
  gboolean is_id;

  g_assert (mapper != NULL);
  g_assert (field != NULL);

  if (field->transform != PSR_TRANSFORM_CONSTANT)
    {
      item = find_item (mapper, field);
      text = text_of (item, &written);
      if (field->line > 0)
        text = take_line (field, text, &written);
    }

  obstacle = find_obstacle (mapper, field);
  if (obstacle != NULL)
    {
      if (field->list_when_omitted && mapper->notes != NULL && text != NULL && *text != '\0')
        psr_map_notes_add_omitted (mapper->notes, field->source, field->target, text, obstacle);
      return TRUE;
    }

  if (field->transform == PSR_TRANSFORM_CONSTANT)
    {
      psr_record_put (mapper->record, field->name, *field->fallback);
      return TRUE;
    }

  is_id = field->transform == PSR_TRANSFORM_GUID || field->transform == PSR_TRANSFORM_LINK;
  if (item == NULL && !is_id && field->fallback == NULL)
    return TRUE;

  if (*text == '\0' || (is_id && strcmp (text, PSR_GUID_ZERO_TEXT) == 0))
    return apply_empty (mapper, field, item, error);

  return apply_value (mapper, field, item, text, &written, error);
}

static gboolean
fill (Mapper  *mapper,
      GError **error)
{
  guint n_fields = psr_field_map_get_n_fields (mapper->map);

  for (guint i = 0; i < n_fields; i++)
    {
      if (!apply_field (mapper, psr_field_map_get_field (mapper->map, i), error))
        return FALSE;
    }

  return TRUE;
}

/**
 * psr_mapper_fill:
 * @map: how to map
 * @source: a record as its service wrote it
 * @notes: (nullable): where to note what values lost on their way
 * @record: an empty record
 * @error: return location for an error of #PSR_MAPPING_ERROR
 *
 * As psr_mapper_apply(), for many records one after another: the texts in
 * @record belong to @source and @map, and what is to be kept of it is a
 * psr_record_copy().
 *
 * Returns: %FALSE with %PSR_MAPPING_ERROR_SET_ASIDE and the reason; @record is
 *   partly filled then
 */
gboolean
psr_mapper_fill (PsrFieldMap        *map,
                 const PsrJsonItem  *source,
                 PsrMapNotes        *notes,
                 PsrRecord          *record,
                 GError            **error)
{
  Mapper mapper = { map, source, record, notes, NULL, NULL };

  g_return_val_if_fail (map != NULL, FALSE);
  g_return_val_if_fail (source != NULL, FALSE);
  g_return_val_if_fail (record != NULL && psr_record_get_n_values (record) == 0, FALSE);

  return fill (&mapper, error);
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
psr_mapper_apply_linked (PsrFieldMap        *map,
                         const PsrJsonItem  *source,
                         PsrMapNotes        *notes,
                         PsrMapLinkFunc      find_link,
                         gpointer            user_data,
                         GError            **error)
{
  g_autoptr (PsrRecord) record = NULL;
  Mapper mapper = { map, source, NULL, notes, find_link, user_data };

  g_return_val_if_fail (map != NULL, NULL);
  g_return_val_if_fail (source != NULL, NULL);

  mapper.record = record = psr_record_new ();

  return fill (&mapper, error) ? psr_record_copy (record) : NULL;
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
psr_mapper_apply (PsrFieldMap        *map,
                  const PsrJsonItem  *source,
                  PsrMapNotes        *notes,
                  GError            **error)
{
  return psr_mapper_apply_linked (map, source, notes, NULL, NULL, error);
}
