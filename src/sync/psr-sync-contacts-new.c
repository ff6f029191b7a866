/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-contacts-new"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-json.h"
#include "psr-odata-pager.h"
#include "psr-sync-account.h"
#include "psr-sync-contacts.h"
#include "psr-sync-error.h"
#include "psr-sync-person.h"

/* New contacts of companies that are no customer's yet: the company, a slash, the contact.
 * Nothing else would tell them again once the company is accepted, or coupled. */
#define LATE "contacts.new"

/**
 * psr_sync_contacts_is_new:
 * @contact: a contact of Wello that isn't coupled
 *
 * Returns: whether it is one that could become a contact of Business Central
 */
gboolean
psr_sync_contacts_is_new (JsonObject *contact)
{
  g_autofree char *company = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (contact != NULL, FALSE);

  company = psr_json_dup_guid (contact, "company_id");
  name = psr_sync_person_dup_name (contact);

  return company != NULL && *name != '\0' && !psr_json_get_boolean (contact, "archived");
}

/**
 * psr_sync_contacts_prepare:
 * @run: a run of contacts
 * @contact: a contact of Wello
 * @error: return location for an error
 *
 * Adds what it is recognised by: `name`, the whole of it, and as `zip` the number of the
 * contact of Business Central that its customer is. A new contact names its company by that
 * number: its relation can't be written. Has to be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the contact with its name in the form of the mapping
 */
JsonObject *
psr_sync_contacts_prepare (PsrSyncRun  *run,
                           JsonObject  *contact,
                           GError     **error)
{
  g_autoptr (JsonObject) prepared = NULL;
  g_autoptr (PsrLink) customer = NULL;
  g_autoptr (GHashTable) relations = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *company = NULL;
  g_autofree char *name = NULL;
  const PsrMirrorRecord *relation = NULL;

  g_return_val_if_fail (run != NULL, NULL);
  g_return_val_if_fail (contact != NULL, NULL);

  company = psr_json_dup_guid (contact, "company_id");
  customer = dex_await_boxed (psr_link_store_find_by_wello (run->context->links, PSR_ENTITY_CUSTOMER, company), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  if (customer != NULL)
    {
      const char *ids[] = { customer->bc_id, NULL };

      relations = dex_await_boxed (psr_mirror_store_get_records (run->context->mirror, PSR_ENTITY_CONTACT_COMPANY,
                                                                 PSR_MIRROR_WELLO, ids),
                                   error);
      if (relations == NULL)
        return NULL;
      relation = g_hash_table_lookup (relations, customer->bc_id);
    }

  if (relation == NULL || *relation->number == '\0')
    {
      g_autofree char *why = customer != NULL ? g_strdup_printf (_("The customer %s has no contact that is a company."), customer->bc_number)
                                              : g_strdup (_("Its company in Wello isn’t coupled with a customer."));

      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED,
                               _("Business Central doesn’t say to which company the contact would belong."), why,
                               _("Make the customer a contact in Business Central, sync the contacts, and accept it again."));
      return NULL;
    }

  prepared = psr_sync_person_compose (contact);
  name = psr_sync_person_dup_name (contact);
  json_object_set_string_member (prepared, "name", name);
  json_object_set_string_member (prepared, "zip", relation->number);

  return g_steal_pointer (&prepared);
}

/* Of which customers the companies are. */
static GHashTable *
map_companies (PsrSyncRun  *run,
               GPtrArray   *accounts,
               GError     **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < accounts->len; i++)
    g_strv_builder_take (builder, psr_json_dup_guid (((const PsrSyncAccount *) g_ptr_array_index (accounts, i))->object, "company_id"));
  ids = g_strv_builder_end (builder);

  return dex_await_boxed (psr_link_store_map_by_wello (run->context->links, PSR_ENTITY_CUSTOMER, (const char * const *) ids), error);
}

/**
 * psr_sync_contacts_propose:
 * @run: a run of contacts
 * @accounts: (element-type PsrSyncAccount): contacts of Wello that were made or changed and
 *   aren't coupled, each with psr_sync_contacts_is_new()
 * @error: return location for an error
 *
 * Lists as proposals those of customers; default contacts aren't among them. Those of other
 * companies are remembered for psr_sync_contacts_propose_late(). Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_contacts_propose (PsrSyncRun  *run,
                           GPtrArray   *accounts,
                           GError     **error)
{
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) taken = NULL;
  g_autoptr (GHashTable) companies = NULL;
  g_auto (GStrv) ids = NULL;

  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (accounts != NULL, FALSE);

  if (accounts->len == 0)
    return TRUE;

  for (guint i = 0; i < accounts->len; i++)
    g_strv_builder_add (builder, ((const PsrSyncAccount *) g_ptr_array_index (accounts, i))->id);
  ids = g_strv_builder_end (builder);

  if (!psr_sync_contacts_list_taken (run, PSR_ENTITY_PERSON, (const char * const *) ids, &taken, error) ||
      (companies = map_companies (run, accounts, error)) == NULL)
    return FALSE;

  for (guint i = 0; i < accounts->len; i++)
    {
      const PsrSyncAccount *account = g_ptr_array_index (accounts, i);
      g_autofree char *company = psr_json_dup_guid (account->object, "company_id");
      g_autofree char *name = psr_sync_person_dup_name (account->object);
      const PsrLink *customer = g_hash_table_lookup (companies, company);
      g_autofree char *why = NULL;
      gboolean rejected;

      if (g_hash_table_contains (taken, account->id) || g_hash_table_contains (run->told, account->id))
        continue;
      if (customer == NULL)
        {
          g_autofree char *late = g_strconcat (company, "/", account->id, NULL);

          psr_mirror_page_add_pending (page, LATE, late);
          continue;
        }
      if (!psr_sync_account_is_rejected (run, account->id, &rejected, error))
        return FALSE;
      if (rejected)
        continue;

      why = g_strdup_printf (_("“%s”, of the customer %s."), name, customer->bc_number);
      psr_sync_skip (run, page, account->id, name, PSR_SYNC_CODE_NEW_ACCOUNT,
                     _("Wello has a new contact, which isn’t one of Business Central yet."), why,
                     _("Accept or reject it: “passerellectl proposals” lists them."));
    }

  return psr_sync_run_is_dry (run) || dex_await (psr_mirror_store_commit (run->context->mirror, page), error);
}

static GPtrArray *
make_accounts (JsonArray  *rows,
               gpointer    data,
               GError    **error)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (psr_sync_account_free);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      char *id = JSON_NODE_HOLDS_OBJECT (node) ? psr_json_dup_guid (json_node_get_object (node), "id") : NULL;

      if (id != NULL && psr_sync_contacts_is_new (json_node_get_object (node)))
        g_ptr_array_add (made, psr_sync_account_new (id, json_node_get_object (node)));
      g_free (id);
    }

  return g_steal_pointer (&made);
}

/* The contact as Wello has it now; none where it isn't a new one any more. */
static gboolean
propose_one (PsrSyncRun  *run,
             const char  *id,
             GError     **error)
{
  g_autofree char *select = psr_sync_target_dup_wello_select (&run->targets[0]);
  g_autofree char *filter = g_strconcat ("id eq ", id, NULL);
  g_autoptr (PsrODataPager) pager = NULL;
  g_autoptr (PsrODataPage) page = NULL;

  pager = psr_wello_client_pull (run->context->wello, run->targets[0].set, select, filter, PSR_TIMESTAMP_NONE, NULL);
  page = dex_await_object (psr_odata_pager_next (pager, make_accounts, NULL, NULL), error);

  return page != NULL && psr_sync_contacts_propose (run, psr_odata_page_get_rows (page), error);
}

/**
 * psr_sync_contacts_propose_late:
 * @run: a run of contacts that goes both ways
 * @error: return location for an error
 *
 * Lists those new contacts of which the company has become a customer's since they were come
 * across. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_contacts_propose_late (PsrSyncRun  *run,
                                GError     **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) customers = NULL;
  g_auto (GStrv) companies = NULL;
  g_auto (GStrv) late = NULL;

  g_return_val_if_fail (run != NULL, FALSE);

  late = dex_await_boxed (psr_mirror_store_list_pending (run->context->mirror, LATE, 0), error);
  if (late == NULL)
    return FALSE;

  for (gsize i = 0; late[i] != NULL; i++)
    g_strv_builder_take (builder, g_strndup (late[i], strcspn (late[i], "/")));
  companies = g_strv_builder_end (builder);

  customers = dex_await_boxed (psr_link_store_map_by_wello (run->context->links, PSR_ENTITY_CUSTOMER,
                                                            (const char * const *) companies),
                               error);
  if (customers == NULL)
    return FALSE;

  for (gsize i = 0; late[i] != NULL; i++)
    {
      const char *slash = strchr (late[i], '/');
      g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();

      if (!g_hash_table_contains (customers, companies[i]))
        continue;
      if (!psr_sync_run_goes_on (run, error) || (slash != NULL && !propose_one (run, slash + 1, error)))
        return FALSE;

      psr_mirror_page_clear_pending (page, LATE, late[i]);
      if (!psr_sync_run_is_dry (run) && !dex_await (psr_mirror_store_commit (run->context->mirror, page), error))
        return FALSE;
    }

  return TRUE;
}
