/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-context"

#include "config.h"

#include "psr-sync-context.h"
#include "psr-sync-lack.h"

/* What may be written back to an item only where the profile says so. */
#define PRICE "entered_price"

G_DEFINE_BOXED_TYPE (PsrSyncContext, psr_sync_context, psr_sync_context_ref, psr_sync_context_unref)

static void
psr_sync_context_finalize (gpointer data)
{
  PsrSyncContext *self = data;

  g_assert (self != NULL);

  g_clear_object (&self->bc);
  g_clear_object (&self->wello);
  g_clear_object (&self->links);
  g_clear_object (&self->mirror);
  g_clear_object (&self->clock);
  g_clear_object (&self->executor);
  g_clear_pointer (&self->customers, psr_field_map_unref);
  g_clear_pointer (&self->contacts, psr_field_map_unref);
  g_clear_pointer (&self->people, psr_field_map_unref);
  g_clear_pointer (&self->items, psr_field_map_unref);
  g_clear_pointer (&self->plain_items, psr_field_map_unref);
  g_clear_pointer (&self->item_template, g_free);
  g_clear_pointer (&self->sales_organization_id, g_free);
  g_clear_pointer (&self->awaited, g_hash_table_unref);
  g_clear_pointer (&self->would_couple, g_hash_table_unref);
  g_clear_pointer (&self->stock, psr_sync_stock_rules_free);
  g_clear_pointer (&self->prices, psr_sync_price_rules_free);
  g_clear_pointer (&self->schema, psr_bc_schema_unref);
  g_clear_error (&self->schema_problem);
  for (guint flow = 0; flow < PSR_N_SYNC_FLOWS; flow++)
    {
      psr_sync_rules_clear (&self->rules[flow]);
      g_clear_pointer (&self->lacks[flow], g_ptr_array_unref);
    }
}

/* A price goes back only where the profile says so. */
static void
derive_items (PsrSyncContext *self)
{
  const PsrSyncRules *rules = &self->rules[PSR_SYNC_ITEMS];

  g_clear_pointer (&self->items, psr_field_map_unref);
  self->items = rules->both_ways && rules->takes_prices ? psr_field_map_new_both (self->plain_items, PRICE)
                                                        : psr_field_map_ref (self->plain_items);
}

/**
 * psr_sync_context_new:
 * @bc: Business Central, with its company chosen
 * @wello: Wello
 * @links: the link table
 * @mirror: what was read before
 * @clock: the time
 * @executor: where pages are mapped
 * @maps_folder: (nullable): where the field maps are; %NULL for those built in
 * @sales_organization_id: (nullable): canonical GUID that new companies get
 * @error: return location for a #PsrMappingError
 *
 * Returns: (transfer full) (nullable): what the flows work with; %NULL with
 *   @error set when a field map can't be used
 */
PsrSyncContext *
psr_sync_context_new (PsrBcClient     *bc,
                      PsrWelloClient  *wello,
                      PsrLinkStore    *links,
                      PsrMirrorStore  *mirror,
                      PsrClock        *clock,
                      PsrExecutor     *executor,
                      const char      *maps_folder,
                      const char      *sales_organization_id,
                      GError         **error)
{
  g_autoptr (PsrSyncContext) self = NULL;
  gboolean is_v1;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (bc), NULL);
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (wello), NULL);
  g_return_val_if_fail (PSR_IS_LINK_STORE (links), NULL);
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (mirror), NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (PSR_IS_EXECUTOR (executor), NULL);

  self = g_atomic_rc_box_new0 (PsrSyncContext);
  self->bc = g_object_ref (bc);
  self->wello = g_object_ref (wello);
  self->links = g_object_ref (links);
  self->mirror = g_object_ref (mirror);
  self->clock = g_object_ref (clock);
  self->executor = g_object_ref (executor);
  self->sales_organization_id = g_strdup (sales_organization_id);
  self->would_couple = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->most_gone = 5;
  self->reference_age = 12 * 60 * 60 * (gint64) G_USEC_PER_SEC;
  self->longest_request = 20 * 60 * (gint64) G_USEC_PER_SEC;

  if (maps_folder != NULL && !psr_field_map_check_folder (maps_folder, error))
    return NULL;

  is_v1 = psr_bc_client_is_v1 (bc);
  self->customers = psr_field_map_load_named (is_v1 ? PSR_MAP_CUSTOMERS PSR_MAP_V1 : PSR_MAP_CUSTOMERS, maps_folder, error);
  if (self->customers == NULL)
    return NULL;

  self->contacts = psr_field_map_load_named (is_v1 ? PSR_MAP_CONTACTS PSR_MAP_V1 : PSR_MAP_CONTACTS, maps_folder, error);
  if (self->contacts == NULL)
    return NULL;

  self->people = psr_field_map_load_named (PSR_MAP_PEOPLE, maps_folder, error);
  if (self->people == NULL)
    return NULL;

  self->plain_items = psr_field_map_load_named (is_v1 ? PSR_MAP_ITEMS PSR_MAP_V1 : PSR_MAP_ITEMS, maps_folder, error);
  if (self->plain_items == NULL)
    return NULL;
  self->items = psr_field_map_ref (self->plain_items);

  return g_steal_pointer (&self);
}

/**
 * psr_sync_context_set_rules:
 * @self: a context that no flow has been run with yet
 * @flow: a flow
 * @rules: how it is to work
 *
 * Says how a flow is to work. Before that everything of Business Central is brought to
 * Wello, and nothing the other way.
 */
void
psr_sync_context_set_rules (PsrSyncContext     *self,
                            PsrSyncFlow         flow,
                            const PsrSyncRules *rules)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (flow < PSR_N_SYNC_FLOWS);
  g_return_if_fail (rules != NULL);

  psr_sync_rules_set (&self->rules[flow], rules);
  if (flow == PSR_SYNC_ITEMS)
    derive_items (self);
}

/**
 * psr_sync_context_take_schema:
 * @self: a context that no flow has been run with yet, and without a schema
 * @schema: (transfer full): which properties records have in Business Central
 *
 * Has properties that aren't there neither asked for nor written: a request that names one
 * is refused. What a flow can't do without stays; the flow says so instead of being run.
 */
void
psr_sync_context_take_schema (PsrSyncContext *self,
                              PsrBcSchema    *schema)
{
  PsrFieldMap **maps[] = { &self->customers, &self->contacts, &self->people, &self->plain_items };

  g_return_if_fail (self != NULL && self->schema == NULL);
  g_return_if_fail (schema != NULL);

  self->schema = schema;
  for (guint flow = 0; flow < PSR_N_SYNC_FLOWS; flow++)
    self->lacks[flow] = psr_sync_lacks_list (self, flow);

  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      g_autoptr (GPtrArray) fields = psr_sync_lacks_find_fields (schema, *maps[i]);
      PsrFieldMap *reduced = psr_field_map_new_without (*maps[i], fields);

      psr_field_map_unref (*maps[i]);
      *maps[i] = reduced;
    }
  derive_items (self);
}

/**
 * psr_sync_context_shows_moves:
 * @self: a context
 *
 * API v1.0 doesn't have the moves of stock, and another version may not tell what they are of.
 *
 * Returns: whether Business Central tells which items moved
 */
gboolean
psr_sync_context_shows_moves (PsrSyncContext *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !psr_bc_client_is_v1 (self->bc) &&
         (self->schema == NULL || (psr_bc_schema_has (self->schema, "itemLedgerEntries", "itemNumber") &&
                                   psr_bc_schema_has (self->schema, "itemLedgerEntries", "lastModifiedDateTime")));
}

/**
 * psr_sync_context_dup_select:
 * @self: a context
 * @set: what is read
 * @select: properties that the reader can do without, and those that each record has,
 *   separated by commas
 *
 * Returns: (transfer full): those that are there
 */
char *
psr_sync_context_dup_select (PsrSyncContext *self,
                             const char     *set,
                             const char     *select)
{
  g_auto (GStrv) names = NULL;
  g_autoptr (GString) there = g_string_new (NULL);

  g_return_val_if_fail (self != NULL && set != NULL && select != NULL, NULL);

  names = g_strsplit (select, ",", -1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (psr_sync_lacks_is_always (names[i]) || self->schema == NULL ||
          psr_bc_schema_has (self->schema, set, names[i]))
        g_string_append_printf (there, "%s%s", there->len > 0 ? "," : "", names[i]);
    }

  return g_string_free_and_steal (g_steal_pointer (&there));
}

/**
 * psr_sync_context_set_item_template:
 * @self: a context that no flow has been run with yet
 * @number: (nullable): the number of an item
 *
 * Says whose VAT and posting groups items get that are made of new articles. Without it
 * none is made.
 */
void
psr_sync_context_set_item_template (PsrSyncContext *self,
                                    const char     *number)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->item_template, number != NULL && *number != '\0' ? number : NULL);
}

/**
 * psr_sync_context_take_awaited:
 * @self: a context that no flow has been run with yet
 * @awaited: (transfer full) (nullable) (element-type utf8): a set of canonical GUIDs in Wello, or names
 *
 * Says which new accounts of Wello are proposed, so that work for them can be billed. Without it
 * each is.
 */
void
psr_sync_context_take_awaited (PsrSyncContext *self,
                               GHashTable     *awaited)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->awaited, g_hash_table_unref);
  self->awaited = awaited;
}

/**
 * psr_sync_context_take_stock:
 * @self: a context that no flow has been run with yet
 * @rules: (transfer full): how stock per location is carried over
 *
 * Says from where it is known how much is where. Before that %PSR_SYNC_STOCK fails.
 */
void
psr_sync_context_take_stock (PsrSyncContext    *self,
                             PsrSyncStockRules *rules)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (rules != NULL);

  g_clear_pointer (&self->stock, psr_sync_stock_rules_free);
  self->stock = rules;
}

/**
 * psr_sync_context_take_prices:
 * @self: a context that no flow has been run with yet
 * @rules: (transfer full): how prices are carried over
 *
 * Says where prices are. Before that %PSR_SYNC_PRICES fails.
 */
void
psr_sync_context_take_prices (PsrSyncContext    *self,
                              PsrSyncPriceRules *rules)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (rules != NULL);

  g_clear_pointer (&self->prices, psr_sync_price_rules_free);
  self->prices = rules;
}

/**
 * psr_sync_context_ref:
 * @self: a context
 *
 * Returns: (transfer full): @self
 */
PsrSyncContext *
psr_sync_context_ref (PsrSyncContext *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_sync_context_unref:
 * @self: (transfer full): a context
 *
 * Gives up a reference.
 */
void
psr_sync_context_unref (PsrSyncContext *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_sync_context_finalize);
}
