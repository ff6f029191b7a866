/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-json-fields"

#include "config.h"

#include "psr-json-fields.h"
#include "psr-text.h"

/* "2026-08-24", also where a service sends a time along; "" for the dates by
 * which services without nulls say "none". */
static gboolean
read_date (JsonObject  *object,
           const char  *member,
           char       **out,
           GError     **error)
{
  const char *text;
  g_autofree char *date = NULL;

  g_assert (object != NULL);
  g_assert (out != NULL);

  text = psr_json_get_string (object, member);
  date = g_strndup (text, 10);

  if (*text == '\0' || g_str_equal (date, "0001-01-01") || g_str_equal (date, "1980-01-01"))
    {
      *out = g_strdup ("");
      return TRUE;
    }

  if (!psr_date_is_valid (date))
    {
      g_set_error (error, PSR_JSON_ERROR, PSR_JSON_ERROR_TYPE,
                   "The member “%s” is not a date", member);
      return FALSE;
    }

  *out = g_steal_pointer (&date);
  return TRUE;
}

static gboolean
read_field (const PsrJsonField  *field,
            JsonObject          *object,
            gpointer             place,
            GError             **error)
{
  g_assert (field != NULL);
  g_assert (place != NULL);

  switch (field->type)
    {
    case PSR_JSON_FIELD_ID:
      *(char **) place = psr_json_dup_guid (object, field->member);
      if (*(char **) place == NULL)
        {
          g_set_error (error, PSR_JSON_ERROR, PSR_JSON_ERROR_TYPE,
                       "The member “%s” is missing or not a GUID", field->member);
          return FALSE;
        }
      return TRUE;

    case PSR_JSON_FIELD_GUID:
      *(char **) place = psr_json_dup_guid (object, field->member);
      return TRUE;

    case PSR_JSON_FIELD_TEXT:
      *(char **) place = psr_json_dup_text (object, field->member);
      if (*(char **) place == NULL)
        *(char **) place = g_strdup ("");
      return TRUE;

    case PSR_JSON_FIELD_CODE:
      {
        g_autofree char *text = psr_json_dup_text (object, field->member);

        *(char **) place = psr_text_code (text != NULL ? text : "");
        return TRUE;
      }

    case PSR_JSON_FIELD_DATE:
      return read_date (object, field->member, place, error);

    case PSR_JSON_FIELD_DECIMAL:
      return psr_json_get_decimal (object, field->member, place, error);

    case PSR_JSON_FIELD_INT64:
      return psr_json_get_int64 (object, field->member, place, error);

    case PSR_JSON_FIELD_BOOLEAN:
      *(gboolean *) place = psr_json_get_boolean (object, field->member);
      return TRUE;

    case PSR_JSON_FIELD_TIMESTAMP:
      return psr_json_get_timestamp (object, field->member, place, error);

    default:
      g_assert_not_reached ();
    }
}

/**
 * psr_json_fields_read:
 * @fields: (array zero-terminated=1): the table
 * @object: what a service sent
 * @record: a struct of the table's type, zeroed
 * @error: return location for a #PsrJsonError
 *
 * Fills @record from @object. Unknown members are ignored. On failure @record
 * is partly filled and has to be cleared all the same.
 *
 * Returns: whether every field could be read
 */
gboolean
psr_json_fields_read (const PsrJsonField  *fields,
                      JsonObject          *object,
                      gpointer             record,
                      GError             **error)
{
  g_return_val_if_fail (fields != NULL, FALSE);
  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (record != NULL, FALSE);

  for (; fields->member != NULL; fields++)
    {
      if (!read_field (fields, object, (guint8 *) record + fields->offset, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * psr_json_fields_clear:
 * @fields: (array zero-terminated=1): the table
 * @record: a struct of the table's type
 *
 * Frees the texts in @record.
 */
void
psr_json_fields_clear (const PsrJsonField *fields,
                       gpointer            record)
{
  g_return_if_fail (fields != NULL);
  g_return_if_fail (record != NULL);

  for (; fields->member != NULL; fields++)
    {
      switch (fields->type)
        {
        case PSR_JSON_FIELD_ID:
        case PSR_JSON_FIELD_GUID:
        case PSR_JSON_FIELD_TEXT:
        case PSR_JSON_FIELD_CODE:
        case PSR_JSON_FIELD_DATE:
          g_clear_pointer ((char **) G_STRUCT_MEMBER_P (record, fields->offset), g_free);
          break;

        case PSR_JSON_FIELD_DECIMAL:
        case PSR_JSON_FIELD_INT64:
        case PSR_JSON_FIELD_BOOLEAN:
        case PSR_JSON_FIELD_TIMESTAMP:
          break;

        default:
          g_assert_not_reached ();
        }
    }
}
