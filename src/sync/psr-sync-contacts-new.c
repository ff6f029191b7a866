/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-contacts-new"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-json.h"
#include "psr-sync-account.h"
#include "psr-sync-contacts.h"
#include "psr-sync-error.h"
#include "psr-sync-person.h"

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

static gboolean
is_rejected (PsrSyncRun  *run,
             const char  *id,
             gboolean    *rejected,
             GError     **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *mark = dex_await_string (psr_link_store_get_mark (run->context->links, id), &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *rejected = mark != NULL && g_str_has_prefix (mark, PSR_SYNC_ACCOUNT_REJECTED);

  return TRUE;
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
 * Lists as proposals those of customers; default contacts aren't among them. Has to be
 * called in a fiber.
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

      if (customer == NULL || g_hash_table_contains (taken, account->id))
        continue;
      if (!is_rejected (run, account->id, &rejected, error))
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
