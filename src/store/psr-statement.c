/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-statement"

#include "config.h"

#include "psr-connection-private.h"
#include "psr-statement.h"

struct _PsrStatement
{
  PsrConnection *connection; /* unowned: outlives its statements */
  sqlite3_stmt *statement;
  int bind_result; /* of the first value that couldn't be bound */
};

/*
 * Wraps a prepared statement of @connection, to be handed back to it.
 */
PsrStatement *
psr_statement_new (PsrConnection *connection,
                   sqlite3_stmt  *statement)
{
  PsrStatement *self;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (statement != NULL, NULL);

  self = g_new0 (PsrStatement, 1);
  self->connection = connection;
  self->statement = statement;
  self->bind_result = SQLITE_OK;

  return self;
}

/**
 * psr_statement_free:
 * @self: (transfer full): a #PsrStatement
 *
 * Resets the statement and hands it back to its connection.
 */
void
psr_statement_free (PsrStatement *self)
{
  g_return_if_fail (self != NULL);

  psr_connection_take_back (self->connection, self->statement);
  g_free (self);
}

/**
 * psr_statement_get_sql:
 * @self: a #PsrStatement
 *
 * Returns: (transfer none): its text
 */
const char *
psr_statement_get_sql (PsrStatement *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return sqlite3_sql (self->statement);
}

static void
remember (PsrStatement *self,
          int           result)
{
  g_assert (self != NULL);

  if (self->bind_result == SQLITE_OK)
    self->bind_result = result;
}

/**
 * psr_statement_bind_text:
 * @self: a #PsrStatement
 * @index: number of the parameter, from 1
 * @value: (nullable): a text, copied; %NULL is SQL's NULL
 *
 * Sets a parameter.
 */
void
psr_statement_bind_text (PsrStatement *self,
                         int           index,
                         const char   *value)
{
  g_return_if_fail (self != NULL);

  remember (self, sqlite3_bind_text (self->statement, index, value, -1, SQLITE_TRANSIENT));
}

/**
 * psr_statement_bind_static_text:
 * @self: a #PsrStatement
 * @index: number of the parameter, from 1
 * @value: (nullable): a text that stays as it is until the statement was run or
 *   reset; %NULL is SQL's NULL
 *
 * Sets a parameter without copying it.
 */
void
psr_statement_bind_static_text (PsrStatement *self,
                                int           index,
                                const char   *value)
{
  g_return_if_fail (self != NULL);

  remember (self, sqlite3_bind_text (self->statement, index, value, -1, SQLITE_STATIC));
}

/**
 * psr_statement_bind_int64:
 * @self: a #PsrStatement
 * @index: number of the parameter, from 1
 * @value: a number
 *
 * Sets a parameter.
 */
void
psr_statement_bind_int64 (PsrStatement *self,
                          int           index,
                          gint64        value)
{
  g_return_if_fail (self != NULL);

  remember (self, sqlite3_bind_int64 (self->statement, index, value));
}

/**
 * psr_statement_bind_boolean:
 * @self: a #PsrStatement
 * @index: number of the parameter, from 1
 * @value: stored as 0 or 1
 *
 * Sets a parameter.
 */
void
psr_statement_bind_boolean (PsrStatement *self,
                            int           index,
                            gboolean      value)
{
  psr_statement_bind_int64 (self, index, !!value);
}

/**
 * psr_statement_bind_decimal:
 * @self: a #PsrStatement
 * @index: number of the parameter, from 1
 * @value: stored as a whole number of 1/100000
 *
 * Sets a parameter.
 */
void
psr_statement_bind_decimal (PsrStatement *self,
                            int           index,
                            PsrDecimal    value)
{
  psr_statement_bind_int64 (self, index, value.units);
}

/**
 * psr_statement_bind_timestamp:
 * @self: a #PsrStatement
 * @index: number of the parameter, from 1
 * @value: stored as microseconds; %PSR_TIMESTAMP_NONE is SQL's NULL
 *
 * Sets a parameter.
 */
void
psr_statement_bind_timestamp (PsrStatement *self,
                              int           index,
                              PsrTimestamp  value)
{
  if (value == PSR_TIMESTAMP_NONE)
    psr_statement_bind_static_text (self, index, NULL);
  else
    psr_statement_bind_int64 (self, index, value);
}

/**
 * psr_statement_step:
 * @self: a #PsrStatement
 * @has_row: (out): whether there is a row to look at
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Goes on to the next row.
 *
 * Returns: whether that worked
 */
gboolean
psr_statement_step (PsrStatement  *self,
                    gboolean      *has_row,
                    GError       **error)
{
  int result;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (has_row != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  *has_row = FALSE;

  if (!psr_connection_check (self->connection, self->bind_result, error))
    return FALSE;

  result = sqlite3_step (self->statement);
  if (result == SQLITE_ROW)
    {
      *has_row = TRUE;
      return TRUE;
    }

  if (result == SQLITE_DONE)
    return TRUE;

  return psr_connection_check (self->connection, result, error);
}

/**
 * psr_statement_run:
 * @self: a #PsrStatement
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Runs a statement whose rows, if any, are of no interest, and resets it for
 * the next values.
 *
 * Returns: whether that worked
 */
gboolean
psr_statement_run (PsrStatement  *self,
                   GError       **error)
{
  gboolean has_row;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  do
    {
      if (!psr_statement_step (self, &has_row, error))
        {
          psr_statement_reset (self);
          return FALSE;
        }
    }
  while (has_row);

  psr_statement_reset (self);

  return TRUE;
}

/**
 * psr_statement_reset:
 * @self: a #PsrStatement
 *
 * Makes the statement ready to be run again; all parameters become NULL.
 */
void
psr_statement_reset (PsrStatement *self)
{
  g_return_if_fail (self != NULL);

  /* Returns the error of the last step once more: it was reported there. */
  (void) sqlite3_reset (self->statement);
  (void) sqlite3_clear_bindings (self->statement);
  self->bind_result = SQLITE_OK;
}

/**
 * psr_statement_is_null:
 * @self: a #PsrStatement that has a row
 * @column: number of the column, from 0
 *
 * Returns: whether the value is NULL
 */
gboolean
psr_statement_is_null (PsrStatement *self,
                       int           column)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return sqlite3_column_type (self->statement, column) == SQLITE_NULL;
}

/**
 * psr_statement_get_text:
 * @self: a #PsrStatement that has a row
 * @column: number of the column, from 0
 *
 * Returns: (transfer none): the text, until the next step; "" for NULL
 */
const char *
psr_statement_get_text (PsrStatement *self,
                        int           column)
{
  const unsigned char *text;

  g_return_val_if_fail (self != NULL, "");

  text = sqlite3_column_text (self->statement, column);

  return text != NULL ? (const char *) text : "";
}

/**
 * psr_statement_dup_text:
 * @self: a #PsrStatement that has a row
 * @column: number of the column, from 0
 *
 * Returns: (transfer full): the text; "" for NULL
 */
char *
psr_statement_dup_text (PsrStatement *self,
                        int           column)
{
  return g_strdup (psr_statement_get_text (self, column));
}

/**
 * psr_statement_get_int64:
 * @self: a #PsrStatement that has a row
 * @column: number of the column, from 0
 *
 * Returns: the number; 0 for NULL
 */
gint64
psr_statement_get_int64 (PsrStatement *self,
                         int           column)
{
  g_return_val_if_fail (self != NULL, 0);

  return sqlite3_column_int64 (self->statement, column);
}

/**
 * psr_statement_get_boolean:
 * @self: a #PsrStatement that has a row
 * @column: number of the column, from 0
 *
 * Returns: whether the number isn't 0
 */
gboolean
psr_statement_get_boolean (PsrStatement *self,
                           int           column)
{
  return psr_statement_get_int64 (self, column) != 0;
}

/**
 * psr_statement_get_decimal:
 * @self: a #PsrStatement that has a row
 * @column: number of the column, from 0
 *
 * Returns: the decimal; zero for NULL
 */
PsrDecimal
psr_statement_get_decimal (PsrStatement *self,
                           int           column)
{
  return (PsrDecimal) { .units = psr_statement_get_int64 (self, column) };
}

/**
 * psr_statement_get_timestamp:
 * @self: a #PsrStatement that has a row
 * @column: number of the column, from 0
 *
 * Returns: the time; %PSR_TIMESTAMP_NONE for NULL
 */
PsrTimestamp
psr_statement_get_timestamp (PsrStatement *self,
                             int           column)
{
  if (psr_statement_is_null (self, column))
    return PSR_TIMESTAMP_NONE;

  return psr_statement_get_int64 (self, column);
}
