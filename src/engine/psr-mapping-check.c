/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mapping-check"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-mapping-check.h"
#include "psr-mapping-error.h"
#include "psr-mapping-example-private.h"

static gboolean
refuse (GError     **error,
        const char  *why,
        const char  *mend)
{
  psr_set_explained_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_INVALID, _("The mapping stays as it was."), why, mend);

  return FALSE;
}

/* The name that differs in capitals only. */
static const char *
find_alike (const char * const *names,
            const char         *name)
{
  for (; *names != NULL; names++)
    {
      if (g_ascii_strcasecmp (*names, name) == 0)
        return *names;
    }

  return NULL;
}

static gboolean
refuse_name (GError             **error,
             const char          *service,
             const char          *name,
             const char * const  *names)
{
  const char *alike = find_alike (names, name);
  g_autofree char *why = g_strdup_printf (_("The record in %s has no property “%s”."), service, name);
  g_autofree char *mend = alike != NULL ? g_strdup_printf (_("Write “%s”: capitals count."), alike)
                                        : g_strdup (_("Choose one of those that are offered."));

  return refuse (error, why, mend);
}

/* Wello takes codes for what it shows by ids, and doesn't show them. */
static gboolean
check_names (PsrMappingExample  *example,
             PsrFieldMap        *map,
             const PsrField     *field,
             GError            **error)
{
  const char * const *sources = psr_mapping_example_get_sources (example);
  const char * const *targets = psr_mapping_example_get_targets (example, psr_field_map_get_target (map));

  if (*sources != NULL && !g_strv_contains (sources, field->source))
    return refuse_name (error, "Business Central", field->source, sources);
  if (*targets != NULL && !g_strv_contains (targets, field->target) &&
      (!g_str_has_suffix (field->target, "_code") || find_alike (targets, field->target) != NULL))
    return refuse_name (error, "Wello", field->target, targets);

  return TRUE;
}

static gboolean
check_conditions (PsrMappingExample  *example,
                  const PsrField     *field,
                  GError            **error)
{
  const char * const *sources = psr_mapping_example_get_sources (example);
  GHashTableIter iter;
  gpointer name;

  if (*sources == NULL || field->conditions == NULL)
    return TRUE;

  g_hash_table_iter_init (&iter, field->conditions);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (!g_strv_contains (sources, name))
        return refuse_name (error, "Business Central", name, sources);
    }

  return TRUE;
}

/* Of the sets whose properties aren't read nothing is known. */
static gboolean
check_set (PsrMappingExample  *example,
           const char         *set,
           const char         *property,
           GError            **error)
{
  g_autofree char *why = NULL;

  if (set == NULL || example->schema == NULL || !psr_bc_schema_has_set (example->schema, set) ||
      psr_bc_schema_has (example->schema, set, property))
    return TRUE;

  /* Translators: the names of a set of records and of a property. */
  why = g_strdup_printf (_("“%s” of Business Central has no property “%s”."), set, property);

  return refuse (error, why, _("Name another set."));
}

static gboolean
check_tables (PsrMappingExample  *example,
              const PsrField     *field,
              GError            **error)
{
  return check_set (example, field->via, "code", error) && check_set (example, field->embed, "code", error) &&
         check_set (example, field->embed, "displayName", error);
}

static PsrMappingKind
kind_that_is_read (const PsrField *field)
{
  switch (field->transform)
    {
    case PSR_TRANSFORM_DECIMAL:
    case PSR_TRANSFORM_FLOOR_INT:
      return PSR_MAPPING_NUMBER;
    case PSR_TRANSFORM_BOOLEAN:
    case PSR_TRANSFORM_NOT:
      return PSR_MAPPING_BOOLEAN;
    case PSR_TRANSFORM_CUT:
    case PSR_TRANSFORM_NEVER_CUT:
    case PSR_TRANSFORM_UPPER:
    case PSR_TRANSFORM_COPY:
    case PSR_TRANSFORM_GUID:
    case PSR_TRANSFORM_LINK:
    case PSR_TRANSFORM_ENUM:
    case PSR_TRANSFORM_CONSTANT:
    default:
      return PSR_MAPPING_TEXT;
    }
}

/* What is read for a number has to be one; any can be read as a text. */
static gboolean
check_source (PsrMappingExample  *example,
              const PsrField     *field,
              GError            **error)
{
  PsrMappingKind has = psr_mapping_example_get_source_kind (example, field->source);
  PsrMappingKind wants = kind_that_is_read (field);
  g_autofree char *why = NULL;

  if (has == PSR_MAPPING_OBJECT)
    why = g_strdup_printf (_("“%s” is no value: it has properties of its own."), field->source);
  else if (wants == PSR_MAPPING_NUMBER && has != PSR_MAPPING_NUMBER && has != PSR_MAPPING_UNKNOWN)
    why = g_strdup_printf (_("“%s” is no number."), field->source);
  else if (wants == PSR_MAPPING_BOOLEAN && has != PSR_MAPPING_BOOLEAN && has != PSR_MAPPING_UNKNOWN)
    why = g_strdup_printf (_("“%s” is neither yes nor no."), field->source);
  if (why == NULL)
    return TRUE;

  return refuse (error, why, _("Choose another property, or another way to carry it over."));
}

static PsrMappingKind
kind_of_value (const PsrValue *value)
{
  switch (value->type)
    {
    case PSR_VALUE_BOOLEAN:
      return PSR_MAPPING_BOOLEAN;
    case PSR_VALUE_DECIMAL:
    case PSR_VALUE_INT64:
      return PSR_MAPPING_NUMBER;
    case PSR_VALUE_STRING:
    case PSR_VALUE_GUID:
    default:
      return PSR_MAPPING_TEXT;
    }
}

/* What Wello would get by a table of values: @has, or the first that is something else. */
static PsrMappingKind
kind_of_table (const PsrField *field,
               PsrMappingKind  has)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, field->values);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      if (kind_of_value (value) != has)
        return kind_of_value (value);
    }

  return field->fallback != NULL ? kind_of_value (field->fallback) : has;
}

/* What Wello has there now tells what it takes. */
static gboolean
check_target (PsrMappingExample  *example,
              PsrFieldMap        *map,
              const PsrField     *field,
              GError            **error)
{
  PsrMappingKind has = psr_mapping_example_get_target_kind (example, psr_field_map_get_target (map), field->target);
  PsrMappingKind gets = kind_that_is_read (field);
  g_autofree char *why = NULL;

  if (field->transform == PSR_TRANSFORM_ENUM)
    gets = kind_of_table (field, has);

  /* An id is found by its code. */
  if (has == PSR_MAPPING_UNKNOWN || has == gets || field->look_up != NULL)
    return TRUE;

  if (has == PSR_MAPPING_NUMBER)
    why = g_strdup_printf (_("“%s” takes a number in Wello."), field->target);
  else if (has == PSR_MAPPING_BOOLEAN)
    why = g_strdup_printf (_("“%s” takes yes or no in Wello."), field->target);
  else if (has == PSR_MAPPING_TEXT)
    why = g_strdup_printf (_("“%s” takes a text in Wello."), field->target);
  else
    why = g_strdup_printf (_("“%s” is no value: it has properties of its own."), field->target);

  return refuse (error, why, _("Choose another property, or another way to carry it over."));
}

/**
 * psr_mapping_check_field:
 * @example: a record
 * @map: a mapping
 * @field: a field of it with a source
 * @error: return location for %PSR_MAPPING_ERROR_INVALID
 *
 * Looks by a record whether a field can do what it says, which a file by itself doesn't
 * tell.
 *
 * Returns: whether nothing speaks against it
 */
gboolean
psr_mapping_check_field (PsrMappingExample  *example,
                         PsrFieldMap        *map,
                         const PsrField     *field,
                         GError            **error)
{
  g_return_val_if_fail (example != NULL && map != NULL, FALSE);
  g_return_val_if_fail (field != NULL && field->source != NULL, FALSE);

  return check_names (example, map, field, error) && check_conditions (example, field, error) &&
         check_tables (example, field, error) && check_source (example, field, error) &&
         check_target (example, map, field, error);
}

/**
 * psr_mapping_check_get_length:
 * @example: a record
 * @source: a property of Business Central
 *
 * Returns: how many characters it takes there; 0 where that isn't known
 */
guint
psr_mapping_check_get_length (PsrMappingExample *example,
                              const char        *source)
{
  return psr_mapping_example_get_source_length (example, source);
}
