/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-link-couple"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-audit-writer.h"
#include "psr-explain.h"
#include "psr-link-couple.h"
#include "psr-link-rows.h"
#include "psr-store-error.h"

typedef struct {
  GPtrArray *links;
  char *left;
  char *who;
  PsrTimestamp now;
} Coupling;

typedef struct {
  PsrEntity entity;
  char *bc_id;
  char *who;
  char *reason;
  PsrTimestamp now;
} Removing;

/*
 * @links, each of an entity of its own, are coupled; @left is what gives its place, or NULL.
 */
gpointer
psr_link_coupling_new (GPtrArray    *links,
                       const char   *left,
                       const char   *who,
                       PsrTimestamp  now)
{
  Coupling *coupling = g_new0 (Coupling, 1);

  coupling->links = g_ptr_array_ref (links);
  coupling->left = g_strdup (left);
  coupling->who = g_strdup (who);
  coupling->now = now;

  return coupling;
}

void
psr_link_coupling_free (gpointer data)
{
  Coupling *coupling = data;

  g_return_if_fail (coupling != NULL);

  g_clear_pointer (&coupling->links, g_ptr_array_unref);
  g_free (coupling->left);
  g_free (coupling->who);
  g_free (coupling);
}

static void
set_not_coupled (GError **error)
{
  psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_NOT_FOUND,
                           _("The record could not be uncoupled."),
                           _("It isn’t coupled."),
                           _("Look at it again: somebody may have uncoupled it meanwhile."));
}

/* @wello_id is with what it has to be coupled, or NULL. */
static gboolean
remove_link (PsrConnection   *connection,
             const Removing  *removing,
             const char      *wello_id,
             GError         **error)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (PsrAuditEntry) entry = NULL;
  g_autoptr (PsrLink) link = NULL;

  g_assert (connection != NULL);
  g_assert (removing != NULL);

  if (!psr_link_rows_find (connection, PSR_LINK_DIRECTION_BC, removing->entity, removing->bc_id, &link, error))
    return FALSE;

  if (link == NULL || (wello_id != NULL && !g_str_equal (link->wello_id, wello_id)))
    {
      set_not_coupled (error);
      return FALSE;
    }

  if (!(statement = psr_connection_prepare (connection, "DELETE FROM links WHERE id = ?", error)))
    return FALSE;

  psr_statement_bind_int64 (statement, 1, link->id);
  if (!psr_statement_run (statement, error))
    return FALSE;

  entry = psr_audit_entry_new (removing->who, "uncouple", 0);
  g_set_str (&entry->reason, removing->reason);
  g_free (entry->old_value);
  entry->old_value = g_strdup_printf ("%s %s = %s", psr_entity_to_string (link->entity), link->bc_id, link->wello_id);

  return psr_audit_writer_add (connection, entry, removing->now, error) &&
         psr_connection_bump_revision (connection, "links", error);
}

static gboolean
couple (PsrConnection   *connection,
        const Coupling  *coupling,
        PsrLink         *link,
        guint           *added,
        GError         **error)
{
  g_autoptr (PsrAuditEntry) entry = NULL;
  guint before = *added;

  if (coupling->left != NULL)
    {
      const Removing removing = { link->entity, coupling->left, coupling->who, (char *) "", coupling->now };

      if (!remove_link (connection, &removing, link->wello_id, error))
        return FALSE;
    }

  if (!psr_link_rows_add (connection, link, coupling->now, added, error))
    return FALSE;
  if (*added == before)
    return TRUE;

  entry = psr_audit_entry_new (coupling->who, "couple", 0);
  g_free (entry->new_value);
  entry->new_value = g_strdup_printf ("%s %s = %s", psr_entity_to_string (link->entity), link->bc_id, link->wello_id);

  return psr_audit_writer_add (connection, entry, coupling->now, error) &&
         psr_connection_bump_revision (connection, "links", error);
}

/*
 * Couples, within a write; resolves to whether anything wasn't coupled before.
 */
DexFuture *
psr_link_coupling_run (PsrConnection *connection,
                       gpointer       data)
{
  Coupling *coupling = data;
  GError *error = NULL;
  guint added = 0;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (coupling != NULL, NULL);

  for (guint i = 0; i < coupling->links->len; i++)
    {
      if (!couple (connection, coupling, g_ptr_array_index (coupling->links, i), &added, &error))
        return dex_future_new_for_error (error);
    }

  return added > 0 ? dex_future_new_true () : dex_future_new_false ();
}

/*
 * What to uncouple, and why.
 */
gpointer
psr_link_removing_new (PsrEntity     entity,
                       const char   *bc_id,
                       const char   *who,
                       const char   *reason,
                       PsrTimestamp  now)
{
  Removing *removing = g_new0 (Removing, 1);

  removing->entity = entity;
  removing->bc_id = g_strdup (bc_id);
  removing->who = g_strdup (who);
  removing->reason = g_strdup (reason);
  removing->now = now;

  return removing;
}

void
psr_link_removing_free (gpointer data)
{
  Removing *removing = data;

  g_return_if_fail (removing != NULL);

  g_free (removing->bc_id);
  g_free (removing->who);
  g_free (removing->reason);
  g_free (removing);
}

/*
 * Uncouples, within a write.
 */
DexFuture *
psr_link_removing_run (PsrConnection *connection,
                       gpointer       data)
{
  GError *error = NULL;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (data != NULL, NULL);

  if (!remove_link (connection, data, NULL, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}
