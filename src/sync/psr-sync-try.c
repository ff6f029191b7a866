/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-try"

#include "config.h"

#include "psr-json.h"
#include "psr-odata-pager.h"
#include "psr-sync-couple.h"
#include "psr-sync-person.h"
#include "psr-sync-target.h"
#include "psr-sync-try.h"

/* Enough to see what a filter leaves. */
#define PAGE 20

#define BC_SELECT "id,number,displayName"

static char *
dup_name (JsonObject *object)
{
  const char *number = psr_json_get_string (object, json_object_has_member (object, "number") ? "number" : "code");
  const char *name = psr_json_get_string (object, json_object_has_member (object, "displayName") ? "displayName" : "name");
  g_autofree char *person = json_object_has_member (object, "lastname") ? psr_sync_person_dup_name (object) : NULL;

  if (person != NULL)
    return g_steal_pointer (&person);
  if (number == NULL || *number == '\0')
    return g_strdup (name != NULL ? name : "");

  return name != NULL && *name != '\0' ? g_strdup_printf ("%s %s", number, name) : g_strdup (number);
}

/* On the "parse" lane. */
static GPtrArray *
make_names (JsonArray  *rows,
            gpointer    data,
            GError    **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        g_ptr_array_add (names, dup_name (json_node_get_object (node)));
    }

  return g_steal_pointer (&names);
}

/**
 * psr_sync_try_filter:
 * @context: what flows work with
 * @flow: a flow whose records are coupled
 * @side: whose filter it is
 * @filter: an OData expression
 * @has_more: (out): whether there are more records than are told
 * @error: return location for an error
 *
 * Asks a service for the first records that a filter leaves, as a run would: whatever else
 * the flow asks for is asked for, too. Nothing is written. Has to be called in a fiber.
 *
 * Returns: (transfer full) (nullable) (element-type utf8): what they are called, or %NULL
 *   where the service doesn't take the filter, or can't be asked
 */
GPtrArray *
psr_sync_try_filter (PsrSyncContext  *context,
                     PsrSyncFlow      flow,
                     PsrSyncSide      side,
                     const char      *filter,
                     gboolean        *has_more,
                     GError         **error)
{
  g_autoptr (PsrODataPager) pager = NULL;
  g_autoptr (PsrODataPage) page = NULL;
  PsrSyncTarget targets[PSR_SYNC_MAX_PARTS];

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (filter != NULL && has_more != NULL, NULL);

  if (psr_sync_target_list (context, flow, targets) == 0)
    {
      psr_sync_set_no_coupling (error, flow);
      return NULL;
    }

  if (side == PSR_SYNC_SIDE_BC)
    {
      g_autofree char *both = psr_sync_target_dup_bc_filter (flow, filter);

      pager = psr_bc_client_pull (context->bc, psr_sync_target_get_bc_set (flow), BC_SELECT, both, PSR_TIMESTAMP_NONE, PAGE, NULL);
    }
  else
    {
      g_autofree char *select = psr_sync_target_dup_wello_select (&targets[0]);

      /* What was ever changed: a run asks for what was changed since, and the two have to go together. */
      pager = psr_wello_client_pull (context->wello, targets[0].set, select, filter, 0, NULL);
    }

  page = dex_await_object (psr_odata_pager_next (pager, make_names, NULL, NULL), error);
  if (page == NULL)
    return NULL;
  *has_more = !psr_odata_pager_is_done (pager);

  return g_ptr_array_ref (psr_odata_page_get_rows (page));
}
