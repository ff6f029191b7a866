/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-left"

#include "config.h"

#include "psr-json.h"
#include "psr-sync-left.h"
#include "psr-sync-target.h"

/* What a record of Wello is coupled with may be gone in Business Central: then another takes its
 * place. */

/* A PsrODataRowsFunc. */
static GPtrArray *
make_ids (JsonArray  *rows,
          gpointer    data,
          GError    **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      char *id = JSON_NODE_HOLDS_OBJECT (node) ? psr_json_dup_guid (json_node_get_object (node), "id") : NULL;

      if (id != NULL)
        g_ptr_array_add (ids, id);
    }

  return g_steal_pointer (&ids);
}

/**
 * psr_sync_left_is_gone:
 * @context: what flows work with
 * @flow: a flow whose records are coupled
 * @bc_id: canonical GUID in Business Central
 * @is_gone: (out): whether it has no such record any more
 * @error: return location for a #PsrServiceErrorCode
 *
 * Asks Business Central. Has to be called in a fiber.
 *
 * Returns: whether it answered
 */
gboolean
psr_sync_left_is_gone (PsrSyncContext  *context,
                       PsrSyncFlow      flow,
                       const char      *bc_id,
                       gboolean        *is_gone,
                       GError         **error)
{
  const char *ids[] = { bc_id, NULL };
  g_autoptr (GPtrArray) pagers = NULL;
  g_autoptr (PsrODataPage) page = NULL;

  g_return_val_if_fail (context != NULL && bc_id != NULL && is_gone != NULL, FALSE);

  pagers = psr_bc_client_pull_by_id (context->bc, psr_sync_target_get_bc_set (flow), "id,number", NULL, ids);
  page = dex_await_object (psr_odata_pager_next (g_ptr_array_index (pagers, 0), make_ids, NULL, NULL), error);
  if (page == NULL)
    return FALSE;
  *is_gone = psr_odata_page_get_rows (page)->len == 0;

  return TRUE;
}

/* A customer’s default contact stands for whoever has its place. */
static GPtrArray *
list_links (PsrSyncContext       *context,
            const PsrSyncTarget  *targets,
            guint                 n_parts,
            const char           *left,
            PsrLink              *link,
            GError              **error)
{
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_link_unref);

  g_ptr_array_add (links, psr_link_ref (link));
  for (guint part = 1; part < n_parts; part++)
    {
      g_autoptr (PsrLink) with = NULL;
      g_autoptr (GError) local = NULL;

      with = dex_await_boxed (psr_link_store_find_by_bc (context->links, targets[part].entity, left), &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      if (with != NULL)
        g_ptr_array_add (links, psr_link_new (targets[part].entity, link->bc_id, with->wello_id, link->bc_number,
                                              PSR_LINK_MANUAL));
    }

  return g_steal_pointer (&links);
}

/**
 * psr_sync_left_take_place:
 * @context: what flows work with
 * @flow: a flow whose records are coupled
 * @left: canonical GUID in Business Central of what is gone
 * @link: what takes its place, and with what
 * @who: who asks for it, for the audit
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Couples it, and forgets what was agreed on with the one that is gone: all of the coupling or
 * nothing. Has to be called in a fiber, while no flow runs.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_left_take_place (PsrSyncContext  *context,
                          PsrSyncFlow      flow,
                          const char      *left,
                          PsrLink         *link,
                          const char      *who,
                          GError         **error)
{
  PsrSyncTarget targets[PSR_SYNC_MAX_PARTS];
  g_autoptr (PsrMirrorPage) forget = psr_mirror_page_new ();
  g_autoptr (GPtrArray) links = NULL;
  guint n_parts;

  g_return_val_if_fail (context != NULL && left != NULL && link != NULL && who != NULL, FALSE);

  n_parts = psr_sync_target_list (context, flow, targets);
  links = list_links (context, targets, n_parts, left, link, error);
  if (links == NULL)
    return FALSE;

  for (guint part = 0; part < n_parts; part++)
    psr_mirror_page_remove_agreed (forget, targets[part].entity, left);
  psr_mirror_page_clear_skipped (forget, psr_sync_flow_to_string (flow), left);

  /* The sweep finds what is gone once more, should it stay coupled. */
  return dex_await (psr_mirror_store_commit (context->mirror, forget), error) &&
         dex_await (psr_link_store_take_place (context->links, links, left, who), error);
}
