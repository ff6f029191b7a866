/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-target"

#include "config.h"

#include "psr-sync-target.h"

/**
 * psr_sync_target_list:
 * @context: what the flows work with
 * @flow: a flow
 * @targets: (out caller-allocates): %PSR_SYNC_MAX_PARTS targets
 *
 * Returns: how many parts a record of @flow has
 */
guint
psr_sync_target_list (PsrSyncContext *context,
                      PsrSyncFlow     flow,
                      PsrSyncTarget  *targets)
{
  g_return_val_if_fail (context != NULL, 0);
  g_return_val_if_fail (targets != NULL, 0);

  switch (flow)
    {
    case PSR_SYNC_CUSTOMERS:
      targets[0] = (PsrSyncTarget) { PSR_ENTITY_CUSTOMER, PSR_WELLO_SET_COMPANIES, context->customers };
      targets[1] = (PsrSyncTarget) { PSR_ENTITY_CONTACT, PSR_WELLO_SET_CONTACTS, context->contacts };
      return 2;

    case PSR_SYNC_ITEMS:
      targets[0] = (PsrSyncTarget) { PSR_ENTITY_ITEM, PSR_WELLO_SET_ARTICLES, context->items };
      return 1;

    case PSR_SYNC_CONTACTS:
      targets[0] = (PsrSyncTarget) { PSR_ENTITY_PERSON, PSR_WELLO_SET_CONTACTS, context->people };
      return 1;

    case PSR_SYNC_STOCK:
    case PSR_SYNC_PRICES:
    case PSR_SYNC_REFERENCE:
      return 0;

    case PSR_N_SYNC_FLOWS:
    default:
      g_return_val_if_reached (0);
    }
}

/**
 * psr_sync_target_get_entity:
 * @flow: a flow
 *
 * Returns: the kind of record that it is about, of a flow whose records are coupled
 */
PsrEntity
psr_sync_target_get_entity (PsrSyncFlow flow)
{
  if (flow == PSR_SYNC_ITEMS)
    return PSR_ENTITY_ITEM;

  return flow == PSR_SYNC_CONTACTS ? PSR_ENTITY_PERSON : PSR_ENTITY_CUSTOMER;
}

/**
 * psr_sync_target_get_bc_set:
 * @flow: a flow
 *
 * Returns: what it reads in Business Central
 */
PsrBcSet
psr_sync_target_get_bc_set (PsrSyncFlow flow)
{
  switch (flow)
    {
    case PSR_SYNC_ITEMS:
    case PSR_SYNC_STOCK:
    case PSR_SYNC_PRICES:
      return PSR_BC_SET_ITEMS;
    case PSR_SYNC_CONTACTS:
      return PSR_BC_SET_CONTACTS;
    case PSR_SYNC_CUSTOMERS:
    case PSR_SYNC_REFERENCE:
    case PSR_N_SYNC_FLOWS:
    default:
      return PSR_BC_SET_CUSTOMERS;
    }
}

/**
 * psr_sync_target_get_bc_filter:
 * @flow: a flow
 *
 * Returns: (nullable): which records of Business Central it is about whatever the profile
 *   says: of contacts people, but for those who asked not to be passed on; %NULL for all
 */
const char *
psr_sync_target_get_bc_filter (PsrSyncFlow flow)
{
  return flow == PSR_SYNC_CONTACTS ? "type eq 'Person' and privacyBlocked eq false" : NULL;
}

/**
 * psr_sync_target_dup_bc_filter:
 * @flow: a flow
 * @filter: (nullable): what the profile says
 *
 * Returns: (transfer full) (nullable): the records that are both
 */
char *
psr_sync_target_dup_bc_filter (PsrSyncFlow  flow,
                               const char  *filter)
{
  const char *own = psr_sync_target_get_bc_filter (flow);

  if (own == NULL || filter == NULL)
    return g_strdup (own != NULL ? own : filter);

  return g_strdup_printf ("%s and (%s)", own, filter);
}

static void
add_name (GPtrArray  *names,
          const char *name)
{
  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, (gpointer) name);
}

static char *
join_names (GPtrArray *names)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? "," : "", (const char *) g_ptr_array_index (names, i));

  return g_string_free (g_steal_pointer (&joined), FALSE);
}

/**
 * psr_sync_target_dup_bc_select:
 * @context: what the flows work with
 * @flow: a flow
 *
 * Returns: (transfer full): the properties that the maps read, for `$select`
 */
char *
psr_sync_target_dup_bc_select (PsrSyncContext *context,
                               PsrSyncFlow     flow)
{
  static const char * const always[] = { "id", "number", "displayName", "lastModifiedDateTime" };
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  PsrSyncTarget targets[PSR_SYNC_MAX_PARTS];
  guint n_parts;

  g_return_val_if_fail (context != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (always); i++)
    add_name (names, always[i]);

  n_parts = psr_sync_target_list (context, flow, targets);

  for (guint part = 0; part < n_parts; part++)
    {
      const char * const *select = psr_field_map_get_select (targets[part].map);

      for (; *select != NULL; select++)
        add_name (names, *select);
    }

  return join_names (names);
}

/**
 * psr_sync_target_dup_wello_select:
 * @target: a target
 *
 * Returns: (transfer full): the properties that the map writes and those by
 *   which records are matched, for `$select`; never a contact's secrets
 */
char *
psr_sync_target_dup_wello_select (const PsrSyncTarget *target)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint n_fields;

  g_return_val_if_fail (target != NULL, NULL);

  add_name (names, "id");
  add_name (names, "archived");
  add_name (names, "modified_dateutc");

  if (target->set == PSR_WELLO_SET_CONTACTS)
    add_name (names, "firstname");

  /* Those of sites tell them from new accounts. */
  if (target->set == PSR_WELLO_SET_COMPANIES)
    {
      add_name (names, "sales_organization_id");
      add_name (names, "parent_id");
      add_name (names, "is_client");
    }

  n_fields = psr_field_map_get_n_fields (target->map);
  for (guint i = 0; i < n_fields; i++)
    add_name (names, psr_field_map_get_field (target->map, i)->target);

  /* The code of a country is only written; what is there is seen by its id. */
  if (psr_field_map_find_target (target->map, "db_country_code") != NULL)
    add_name (names, "db_country_id");
  if (psr_field_map_find_target (target->map, "article_category_code") != NULL)
    add_name (names, "article_category_id");

  return join_names (names);
}
