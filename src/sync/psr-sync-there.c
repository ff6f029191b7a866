/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-there"

#include "config.h"

#include "psr-json.h"
#include "psr-odata-pager.h"
#include "psr-sync-couple.h"
#include "psr-sync-person.h"
#include "psr-sync-target.h"
#include "psr-sync-there.h"

/* What the job that reads a page needs. */
typedef struct
{
  PsrWelloSet  set;
  char        *organization; /* whose companies are ours; NULL: all */
} Wanted;

static void
wanted_finalize (gpointer data)
{
  g_free (((Wanted *) data)->organization);
}

static void
wanted_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, wanted_finalize);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wanted, wanted_unref)

static void
there_free (gpointer data)
{
  PsrSyncThere *self = data;

  g_free (self->id);
  g_free (self->code);
  g_free (self->name);
  g_free (self->city);
  g_free (self);
}

/**
 * psr_sync_there_is_ours:
 * @set: what @object is of
 * @organization: (nullable): id of the sales organization whose companies are ours; %NULL
 *   for all
 * @object: a record of Wello
 *
 * Sites, who isn't a client, what is hidden, and other organizations' are nobody's. May be
 * called on any thread.
 *
 * Returns: whether it could be coupled
 */
gboolean
psr_sync_there_is_ours (PsrWelloSet  set,
                        const char  *organization,
                        JsonObject  *object)
{
  g_autofree char *parent = NULL;
  g_autofree char *owner = NULL;

  g_return_val_if_fail (object != NULL, FALSE);

  if (psr_json_get_boolean (object, "archived"))
    return FALSE;
  if (set != PSR_WELLO_SET_COMPANIES)
    return TRUE;

  parent = psr_json_dup_guid (object, "parent_id");
  owner = psr_json_dup_guid (object, "sales_organization_id");

  return parent == NULL && psr_json_get_boolean (object, "is_client") &&
         (organization == NULL || g_strcmp0 (owner, organization) == 0);
}

/* On the "parse" lane. */
static GPtrArray *
make_there (JsonArray  *rows,
            gpointer    data,
            GError    **error)
{
  const Wanted *wanted = data;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (there_free);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      char *id = object != NULL && psr_sync_there_is_ours (wanted->set, wanted->organization, object) ? psr_json_dup_guid (object, "id")
                                                                                                      : NULL;
      PsrSyncThere *there;

      if (id == NULL)
        continue;

      there = g_new0 (PsrSyncThere, 1);
      there->id = id;
      there->code = g_strdup (psr_json_get_string (object, "code"));
      there->name = wanted->set == PSR_WELLO_SET_CONTACTS ? psr_sync_person_dup_name (object)
                                                           : g_strdup (psr_json_get_string (object, "name"));
      there->city = g_strdup (psr_json_get_string (object, "city"));
      g_ptr_array_add (all, there);
    }

  return g_steal_pointer (&all);
}

/**
 * psr_sync_list_there:
 * @context: what flows work with
 * @flow: a flow
 * @error: return location for an error
 *
 * Reads what Wello has of what the flow is about: without what is hidden, sites, who
 * isn't a client, and what belongs to another sales organization. Has to be called in a
 * fiber.
 *
 * Returns: (transfer full) (nullable) (element-type PsrSyncThere): the records
 */
GPtrArray *
psr_sync_list_there (PsrSyncContext  *context,
                     PsrSyncFlow      flow,
                     GError         **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (there_free);
  g_autoptr (PsrODataPager) pager = NULL;
  g_autoptr (Wanted) wanted = NULL;
  g_autofree char *select = NULL;
  PsrSyncTarget targets[PSR_SYNC_MAX_PARTS];

  g_return_val_if_fail (context != NULL, NULL);

  if (psr_sync_target_list (context, flow, targets) == 0)
    {
      psr_sync_set_no_coupling (error, flow);
      return NULL;
    }

  wanted = g_atomic_rc_box_new0 (Wanted);
  wanted->set = targets[0].set;
  if (context->has_organizations)
    wanted->organization = g_strdup (context->sales_organization_id);

  select = psr_sync_target_dup_wello_select (&targets[0]);
  pager = psr_wello_client_pull (context->wello, targets[0].set, select, NULL, PSR_TIMESTAMP_NONE, NULL);
  while (!psr_odata_pager_is_done (pager))
    {
      g_autoptr (PsrODataPage) page = dex_await_object (psr_odata_pager_next (pager, make_there, g_atomic_rc_box_acquire (wanted),
                                                                              wanted_unref),
                                                        error);

      if (page == NULL)
        return NULL;
      g_ptr_array_extend_and_steal (all, g_ptr_array_ref (psr_odata_page_get_rows (page)));
    }

  return g_steal_pointer (&all);
}
