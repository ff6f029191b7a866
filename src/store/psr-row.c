/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-row"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-entity.h"
#include "psr-row.h"
#include "psr-store-error-private.h"

#define MEMBER(row, Type, field) (*(Type *) G_STRUCT_MEMBER_P (row, (field)->offset))
#define CONST_MEMBER(row, Type, field) (*(const Type *) G_STRUCT_MEMBER_P (row, (field)->offset))

/*
 * Gives the members of a zeroed record the values that mean “none”.
 */
void
psr_row_init (gpointer           row,
              const PsrRowField *fields)
{
  g_return_if_fail (row != NULL);
  g_return_if_fail (fields != NULL);

  for (const PsrRowField *field = fields; field->column != NULL; field++)
    {
      if (field->type == PSR_ROW_TEXT)
        MEMBER (row, char *, field) = g_strdup ("");
      else if (field->type == PSR_ROW_TIMESTAMP)
        MEMBER (row, PsrTimestamp, field) = PSR_TIMESTAMP_NONE;
    }
}

/*
 * Frees the texts of a record.
 */
void
psr_row_clear (gpointer           row,
               const PsrRowField *fields)
{
  g_return_if_fail (row != NULL);
  g_return_if_fail (fields != NULL);

  for (const PsrRowField *field = fields; field->column != NULL; field++)
    {
      if (field->type == PSR_ROW_TEXT)
        g_clear_pointer (&MEMBER (row, char *, field), g_free);
    }
}

static gboolean
field_is_wanted (gconstpointer      from,
                 const PsrRowField *field,
                 PsrRowFlags        flags)
{
  g_assert (field != NULL);

  if (flags != PSR_ROW_PLAIN && (field->flags & flags) == 0)
    return FALSE;

  if ((field->flags & PSR_ROW_READ_SET) == 0 || flags == PSR_ROW_PLAIN)
    return TRUE;

  g_assert (field->type == PSR_ROW_TEXT);

  return CONST_MEMBER (from, char *, field)[0] != '\0';
}

/*
 * Sets the members of @row that have one of @flags (all of them for
 * PSR_ROW_PLAIN) to those of @from.
 */
void
psr_row_copy (gpointer           row,
              gconstpointer      from,
              const PsrRowField *fields,
              PsrRowFlags        flags)
{
  g_return_if_fail (row != NULL);
  g_return_if_fail (from != NULL);
  g_return_if_fail (fields != NULL);

  for (const PsrRowField *field = fields; field->column != NULL; field++)
    {
      if (!field_is_wanted (from, field, flags))
        continue;

      switch (field->type)
        {
        case PSR_ROW_ID:
        case PSR_ROW_INT64:
        case PSR_ROW_TIMESTAMP:
          MEMBER (row, gint64, field) = CONST_MEMBER (from, gint64, field);
          break;

        case PSR_ROW_ENUM:
        case PSR_ROW_ENTITY:
        case PSR_ROW_BOOLEAN:
          MEMBER (row, int, field) = CONST_MEMBER (from, int, field);
          break;

        case PSR_ROW_DECIMAL:
          MEMBER (row, PsrDecimal, field) = CONST_MEMBER (from, PsrDecimal, field);
          break;

        case PSR_ROW_TEXT:
          g_set_str (&MEMBER (row, char *, field), CONST_MEMBER (from, char *, field));
          break;

        default:
          g_assert_not_reached ();
        }
    }
}

/*
 * Whether psr_row_copy() of @b over @a would change nothing.
 */
gboolean
psr_row_equal (gconstpointer      a,
               gconstpointer      b,
               const PsrRowField *fields,
               PsrRowFlags        flags)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);
  g_return_val_if_fail (fields != NULL, FALSE);

  for (const PsrRowField *field = fields; field->column != NULL; field++)
    {
      gboolean equal = FALSE;

      if (!field_is_wanted (b, field, flags))
        continue;

      switch (field->type)
        {
        case PSR_ROW_ID:
        case PSR_ROW_INT64:
        case PSR_ROW_TIMESTAMP:
          equal = CONST_MEMBER (a, gint64, field) == CONST_MEMBER (b, gint64, field);
          break;

        case PSR_ROW_ENUM:
        case PSR_ROW_ENTITY:
          equal = CONST_MEMBER (a, int, field) == CONST_MEMBER (b, int, field);
          break;

        case PSR_ROW_BOOLEAN:
          equal = !CONST_MEMBER (a, int, field) == !CONST_MEMBER (b, int, field);
          break;

        case PSR_ROW_DECIMAL:
          equal = CONST_MEMBER (a, PsrDecimal, field).units == CONST_MEMBER (b, PsrDecimal, field).units;
          break;

        case PSR_ROW_TEXT:
          equal = g_str_equal (CONST_MEMBER (a, char *, field), CONST_MEMBER (b, char *, field));
          break;

        default:
          g_assert_not_reached ();
        }

      if (!equal)
        return FALSE;
    }

  return TRUE;
}

/*
 * Binds all members, the first to parameter 1. Texts aren't copied: the record
 * has to stay as it is until the statement ran.
 */
void
psr_row_bind (gconstpointer      row,
              const PsrRowField *fields,
              PsrStatement      *statement)
{
  int index = 1;

  g_return_if_fail (row != NULL);
  g_return_if_fail (fields != NULL);
  g_return_if_fail (statement != NULL);

  for (const PsrRowField *field = fields; field->column != NULL; field++, index++)
    {
      switch (field->type)
        {
        case PSR_ROW_ID:
          if (CONST_MEMBER (row, gint64, field) == 0)
            psr_statement_bind_static_text (statement, index, NULL);
          else
            psr_statement_bind_int64 (statement, index, CONST_MEMBER (row, gint64, field));
          break;

        case PSR_ROW_INT64:
          psr_statement_bind_int64 (statement, index, CONST_MEMBER (row, gint64, field));
          break;

        case PSR_ROW_ENUM:
          psr_statement_bind_int64 (statement, index, CONST_MEMBER (row, int, field));
          break;

        case PSR_ROW_ENTITY:
          psr_statement_bind_static_text (statement, index,
                                          psr_entity_to_string (CONST_MEMBER (row, int, field)));
          break;

        case PSR_ROW_BOOLEAN:
          psr_statement_bind_boolean (statement, index, CONST_MEMBER (row, gboolean, field));
          break;

        case PSR_ROW_DECIMAL:
          psr_statement_bind_decimal (statement, index, CONST_MEMBER (row, PsrDecimal, field));
          break;

        case PSR_ROW_TIMESTAMP:
          psr_statement_bind_timestamp (statement, index, CONST_MEMBER (row, PsrTimestamp, field));
          break;

        case PSR_ROW_TEXT:
          psr_statement_bind_static_text (statement, index,
                                          CONST_MEMBER (row, char *, field) != NULL
                                            ? CONST_MEMBER (row, char *, field) : "");
          break;

        default:
          g_assert_not_reached ();
        }
    }
}

/*
 * Reads all members from the present row, the first from @first_column. Fails
 * only on an entity that this program doesn't know.
 */
gboolean
psr_row_read (gpointer            row,
              const PsrRowField  *fields,
              PsrStatement       *statement,
              int                 first_column,
              GError            **error)
{
  int column = first_column;

  g_return_val_if_fail (row != NULL, FALSE);
  g_return_val_if_fail (fields != NULL, FALSE);
  g_return_val_if_fail (statement != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  for (const PsrRowField *field = fields; field->column != NULL; field++, column++)
    {
      switch (field->type)
        {
        case PSR_ROW_ID:
        case PSR_ROW_INT64:
          MEMBER (row, gint64, field) = psr_statement_get_int64 (statement, column);
          break;

        case PSR_ROW_ENUM:
          MEMBER (row, int, field) = (int) psr_statement_get_int64 (statement, column);
          break;

        case PSR_ROW_ENTITY:
          {
            PsrEntity entity;

            if (!psr_entity_from_string (psr_statement_get_text (statement, column), &entity))
              {
                psr_store_error_set_damaged_value (error, psr_statement_get_text (statement, column));
                return FALSE;
              }

            MEMBER (row, PsrEntity, field) = entity;
          }
          break;

        case PSR_ROW_BOOLEAN:
          MEMBER (row, gboolean, field) = psr_statement_get_boolean (statement, column);
          break;

        case PSR_ROW_DECIMAL:
          MEMBER (row, PsrDecimal, field) = psr_statement_get_decimal (statement, column);
          break;

        case PSR_ROW_TIMESTAMP:
          MEMBER (row, PsrTimestamp, field) = psr_statement_get_timestamp (statement, column);
          break;

        case PSR_ROW_TEXT:
          g_set_str (&MEMBER (row, char *, field), psr_statement_get_text (statement, column));
          break;

        default:
          g_assert_not_reached ();
        }
    }

  return TRUE;
}

/*
 * The names of all columns, in the order of psr_row_read(), of the table (or
 * its short name) @table if it isn't NULL.
 */
char *
psr_row_columns (const PsrRowField *fields,
                 const char        *table)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (fields != NULL, NULL);

  for (const PsrRowField *field = fields; field->column != NULL; field++)
    {
      if (field != fields)
        g_string_append (text, ", ");
      if (table != NULL)
        g_string_append_printf (text, "%s.", table);
      g_string_append_printf (text, "\"%s\"", field->column);
    }

  return g_string_free_and_steal (text);
}

/*
 * The statement that inserts a row, with its parameters in the order of
 * psr_row_bind().
 */
char *
psr_row_insert_sql (const PsrRowField *fields,
                    const char        *table)
{
  g_autofree char *columns = NULL;
  GString *text;

  g_return_val_if_fail (fields != NULL, NULL);
  g_return_val_if_fail (table != NULL, NULL);

  columns = psr_row_columns (fields, NULL);
  text = g_string_new (NULL);
  g_string_append_printf (text, "INSERT INTO %s (%s) VALUES (", table, columns);

  for (const PsrRowField *field = fields; field->column != NULL; field++)
    g_string_append (text, field == fields ? "?" : ", ?");

  g_string_append_c (text, ')');

  return g_string_free_and_steal (text);
}
