/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-link-rows"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-fields.h"
#include "psr-link-rows.h"
#include "psr-store-error.h"

/*
 * Reads the link of a record; NULL when it isn't coupled.
 */
gboolean
psr_link_rows_find (PsrConnection     *connection,
                    PsrLinkDirection   direction,
                    PsrEntity          entity,
                    const char        *id,
                    PsrLink          **found,
                    GError           **error)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (PsrLink) link = NULL;
  gboolean has_row;

  g_return_val_if_fail (connection != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (found != NULL, FALSE);

  *found = NULL;

  statement = psr_connection_prepare (connection,
                                      direction == PSR_LINK_DIRECTION_BC
                                        ? "SELECT id, entity, bc_id, wello_id, bc_number, how, created "
                                          "FROM links WHERE entity = ? AND bc_id = ?"
                                        : "SELECT id, entity, bc_id, wello_id, bc_number, how, created "
                                          "FROM links WHERE entity = ? AND wello_id = ?",
                                      error);
  if (statement == NULL)
    return FALSE;

  psr_statement_bind_static_text (statement, 1, psr_entity_to_string (entity));
  psr_statement_bind_static_text (statement, 2, id);
  if (!psr_statement_step (statement, &has_row, error))
    return FALSE;

  if (!has_row)
    return TRUE;

  link = psr_link_new (entity, "", "", "", "");
  if (!psr_row_read (link, psr_link_fields, statement, 0, error))
    return FALSE;

  *found = g_steal_pointer (&link);

  return TRUE;
}

static void
set_taken (GError        **error,
           const PsrLink  *link,
           const PsrLink  *existing)
{
  g_autofree char *why = NULL;

  why = g_strdup_printf (_("Record %s of Business Central (%s) is coupled to record %s of Wello already; %s and %s can’t be coupled, too."),
                         existing->bc_id, existing->bc_number, existing->wello_id, link->bc_id, link->wello_id);
  psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_CONFLICT,
                           _("Two records could not be coupled."), why,
                           _("Find out which of them belong together, and uncouple the others."));
}

static gboolean
insert_link (PsrConnection  *connection,
             PsrLink        *link,
             PsrTimestamp    now,
             GError        **error)
{
  g_autoptr (PsrStatement) statement = NULL;

  g_assert (connection != NULL);
  g_assert (link != NULL);

  if (!(statement = psr_connection_prepare (connection,
                                            "INSERT INTO links (entity, bc_id, wello_id, bc_number, how, created) "
                                            "VALUES (?, ?, ?, ?, ?, ?)", error)))
    return FALSE;

  psr_statement_bind_static_text (statement, 1, psr_entity_to_string (link->entity));
  psr_statement_bind_static_text (statement, 2, link->bc_id);
  psr_statement_bind_static_text (statement, 3, link->wello_id);
  psr_statement_bind_static_text (statement, 4, link->bc_number);
  psr_statement_bind_static_text (statement, 5, link->how);
  psr_statement_bind_timestamp (statement, 6, link->created != PSR_TIMESTAMP_NONE ? link->created : now);

  return psr_statement_run (statement, error);
}

static gboolean
renumber_link (PsrConnection  *connection,
               gint64          id,
               const char     *bc_number,
               GError        **error)
{
  g_autoptr (PsrStatement) statement = NULL;

  g_assert (connection != NULL);

  if (!(statement = psr_connection_prepare (connection, "UPDATE links SET bc_number = ? WHERE id = ?", error)))
    return FALSE;

  psr_statement_bind_static_text (statement, 1, bc_number);
  psr_statement_bind_int64 (statement, 2, id);

  return psr_statement_run (statement, error);
}

/*
 * Adds a link, within a write, and counts it if it is new.
 */
gboolean
psr_link_rows_add (PsrConnection  *connection,
                   PsrLink        *link,
                   PsrTimestamp    now,
                   guint          *added,
                   GError        **error)
{
  g_autoptr (PsrLink) by_bc = NULL;
  g_autoptr (PsrLink) by_wello = NULL;

  g_return_val_if_fail (connection != NULL, FALSE);
  g_return_val_if_fail (link != NULL, FALSE);

  if (!psr_link_rows_find (connection, PSR_LINK_DIRECTION_BC, link->entity, link->bc_id, &by_bc, error) ||
      !psr_link_rows_find (connection, PSR_LINK_DIRECTION_WELLO, link->entity, link->wello_id, &by_wello, error))
    return FALSE;

  if (by_bc == NULL && by_wello == NULL)
    {
      (*added)++;
      return insert_link (connection, link, now, error);
    }

  if (by_bc == NULL || by_wello == NULL || by_bc->id != by_wello->id)
    {
      set_taken (error, link, by_bc != NULL ? by_bc : by_wello);
      return FALSE;
    }

  if (g_str_equal (by_bc->bc_number, link->bc_number))
    return TRUE;

  return renumber_link (connection, by_bc->id, link->bc_number, error);
}

/*
 * What to set of an account, or to ask for without a text. Free with psr_account_mark_free().
 */
PsrAccountMark *
psr_account_mark_new (const char *wello_id,
                      const char *text)
{
  PsrAccountMark *mark = g_new0 (PsrAccountMark, 1);

  mark->wello_id = g_strdup (wello_id);
  mark->text = g_strdup (text);

  return mark;
}

void
psr_account_mark_free (gpointer data)
{
  PsrAccountMark *mark = data;

  g_free (mark->wello_id);
  g_free (mark->text);
  g_free (mark);
}

/*
 * Sets what is remembered of an account, within a write.
 */
DexFuture *
psr_link_rows_set_mark (PsrConnection *connection,
                        gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  PsrAccountMark *mark = data;
  GError *error = NULL;

  statement = psr_connection_prepare (connection,
                                      "INSERT INTO account_marks (wello_id, mark) VALUES (?1, ?2) "
                                      "ON CONFLICT (wello_id) DO UPDATE SET mark = excluded.mark", &error);
  if (statement == NULL)
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, mark->wello_id);
  psr_statement_bind_static_text (statement, 2, mark->text);

  if (!psr_statement_run (statement, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/*
 * What is remembered of an account.
 */
DexFuture *
psr_link_rows_get_mark (PsrConnection *connection,
                        gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  PsrAccountMark *mark = data;
  GError *error = NULL;
  gboolean has_row;

  if (!(statement = psr_connection_prepare (connection, "SELECT mark FROM account_marks WHERE wello_id = ?", &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, mark->wello_id);
  if (!psr_statement_step (statement, &has_row, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_string (has_row ? psr_statement_dup_text (statement, 0) : g_strdup (""));
}

/*
 * How many accounts have a mark other than @data.
 */
DexFuture *
psr_link_rows_count_marks (PsrConnection *connection,
                           gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  GError *error = NULL;
  gboolean has_row;

  if (!(statement = psr_connection_prepare (connection, "SELECT count (*) FROM account_marks WHERE mark NOT IN ('', ?)", &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, data);
  if (!psr_statement_step (statement, &has_row, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_int64 (has_row ? psr_statement_get_int64 (statement, 0) : 0);
}
