/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-account-alike"

#include "config.h"

#include <string.h>

#include "psr-json.h"
#include "psr-odata-literal.h"
#include "psr-sync-account.h"
#include "psr-text.h"

/* Few values of each row: as many as Business Central puts on a page. */
#define PAGE 20000
#define SELECT "id,number,displayName,email,postalCode,taxRegistrationNumber"
#define SELECT_V1 "id,number,displayName,email,address,taxRegistrationNumber"
#define PERSON_SELECT "id,number,displayName,email,companyNumber"
#define ITEM_SELECT "id,number,displayName,gtin"

/* What the job that looks through the customers has, and fills. */
typedef struct
{
  JsonObject *values;
  GPtrArray  *alike;
} Search;

static void
search_finalize (gpointer data)
{
  Search *search = data;

  g_clear_pointer (&search->values, json_object_unref);
  g_clear_pointer (&search->alike, g_ptr_array_unref);
}

static void
search_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, search_finalize);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_unref)

static void
alike_free (gpointer data)
{
  PsrSyncAlike *alike = data;

  g_free (alike->id);
  g_free (alike->number);
  g_free (alike);
}

/**
 * psr_sync_account_make_values:
 * @customer: a customer, a contact or an item, as Business Central writes it
 *
 * Of a contact its company is what the postal code is of a customer, which API v1.0 has in
 * an address.
 *
 * Returns: (transfer full): what it is recognised by, in Wello's form
 */
JsonObject *
psr_sync_account_make_values (JsonObject *customer)
{
  JsonObject *values;
  JsonObject *address;

  g_return_val_if_fail (customer != NULL, NULL);

  values = json_object_new ();
  address = psr_json_get_object (customer, "address");
  json_object_set_string_member (values, "name", psr_json_get_string (customer, "displayName"));
  json_object_set_string_member (values, "zip",
                                 address != NULL ? psr_json_get_string (address, "postalCode") :
                                 psr_json_get_string (customer, json_object_has_member (customer, "companyNumber") ? "companyNumber"
                                                                                                                   : "postalCode"));
  json_object_set_string_member (values, "vat_reg_code", psr_json_get_string (customer, "taxRegistrationNumber"));
  json_object_set_string_member (values, "email", psr_json_get_string (customer, "email"));
  json_object_set_string_member (values, "barcode", psr_json_get_string (customer, "gtin"));

  return values;
}

static gboolean
has_same_key (JsonObject     *a,
              JsonObject     *b,
              PsrSyncKeyKind  kind)
{
  g_autofree char *first = psr_sync_keys_dup_key (a, kind);
  g_autofree char *second = psr_sync_keys_dup_key (b, kind);

  return first != NULL && g_strcmp0 (first, second) == 0;
}

/* Also where neither has a postal code. */
static gboolean
has_same_name (JsonObject *a,
               JsonObject *b)
{
  return has_same_key (a, b, PSR_SYNC_KEY_NAME) ||
         (*psr_json_get_string (a, "zip") == '\0' && *psr_json_get_string (b, "zip") == '\0' &&
          *psr_json_get_string (a, "name") != '\0' &&
          g_ascii_strcasecmp (psr_json_get_string (a, "name"), psr_json_get_string (b, "name")) == 0);
}

static gboolean
has_same_email (JsonObject *a,
                JsonObject *b)
{
  g_autofree char *first = g_strstrip (g_strdup (psr_json_get_string (a, "email")));
  g_autofree char *second = g_strstrip (g_strdup (psr_json_get_string (b, "email")));

  return *first != '\0' && g_ascii_strcasecmp (first, second) == 0;
}

static gboolean
has_same_barcode (JsonObject *a,
                  JsonObject *b)
{
  g_autofree char *first = psr_text_code (psr_json_get_string (a, "barcode"));
  g_autofree char *second = psr_text_code (psr_json_get_string (b, "barcode"));

  return *first != '\0' && g_str_equal (first, second);
}

static gboolean
is_known (GPtrArray  *alike,
          const char *id)
{
  for (guint i = 0; i < alike->len; i++)
    {
      if (g_str_equal (((PsrSyncAlike *) g_ptr_array_index (alike, i))->id, id))
        return TRUE;
    }

  return FALSE;
}

/* On the "parse" lane. */
static GPtrArray *
search_rows (JsonArray  *rows,
             gpointer    data,
             GError    **error)
{
  Search *search = data;

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      g_autoptr (JsonObject) values = NULL;
      g_autofree char *id = NULL;
      PsrSyncAlike found = { NULL, };

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      values = psr_sync_account_make_values (json_node_get_object (node));
      id = psr_json_dup_guid (json_node_get_object (node), "id");
      found.by_name = has_same_name (search->values, values);
      found.by_vat = has_same_key (search->values, values, PSR_SYNC_KEY_VAT) || has_same_barcode (search->values, values);
      found.by_email = has_same_email (search->values, values);
      if (id == NULL || is_known (search->alike, id) || !(found.by_name || found.by_vat || found.by_email))
        continue;

      found.id = g_steal_pointer (&id);
      found.number = g_strdup (psr_json_get_string (json_node_get_object (node), "number"));
      g_ptr_array_add (search->alike, g_memdup2 (&found, sizeof found));
    }

  return g_ptr_array_new ();
}

static PsrODataPager *
make_pager (PsrSyncRun *run,
            JsonObject *values)
{
  PsrBcClient *bc = run->context->bc;
  g_autofree char *company = NULL;
  g_autofree char *filter = NULL;
  g_autofree char *select = NULL;

  if (run->flow == PSR_SYNC_ITEMS)
    {
      select = psr_sync_context_dup_select (run->context, "items", ITEM_SELECT);
      return psr_bc_client_pull (bc, PSR_BC_SET_ITEMS, select, NULL, PSR_TIMESTAMP_NONE, PAGE, NULL);
    }
  if (run->flow != PSR_SYNC_CONTACTS)
    {
      select = psr_sync_context_dup_select (run->context, "customers", psr_bc_client_is_v1 (bc) ? SELECT_V1 : SELECT);
      return psr_bc_client_pull (bc, PSR_BC_SET_CUSTOMERS, select, NULL, PSR_TIMESTAMP_NONE, PAGE, NULL);
    }

  select = psr_sync_context_dup_select (run->context, "contacts", PERSON_SELECT);
  company = psr_odata_string (psr_json_get_string (values, "zip"));
  filter = g_strdup_printf ("type eq 'Person' and companyNumber eq %s", company);

  return psr_bc_client_pull (bc, PSR_BC_SET_CONTACTS, select, filter, PSR_TIMESTAMP_NONE, PAGE, NULL);
}

/**
 * psr_sync_account_find_alike:
 * @run: a run
 * @values: what a company, or a person, is recognised by, in Wello's form
 * @error: return location for an error
 *
 * Looks through all customers as Business Central has them now: VAT numbers are written in
 * many ways, so that it can't be asked for one. In a run of contacts it looks through those
 * of the same company, in one of items through all items. Has to be called in a fiber.
 *
 * Returns: (transfer container) (element-type PsrSyncAlike) (nullable): the records with
 *   the same name and postal code, VAT number, GTIN or e-mail, coupled or not
 */
GPtrArray *
psr_sync_account_find_alike (PsrSyncRun  *run,
                             JsonObject  *values,
                             GError     **error)
{
  g_autoptr (Search) search = NULL;
  g_autoptr (PsrODataPager) pager = NULL;

  g_return_val_if_fail (run != NULL, NULL);
  g_return_val_if_fail (values != NULL, NULL);

  search = g_atomic_rc_box_new0 (Search);
  search->values = json_object_ref (values);
  search->alike = g_ptr_array_new_with_free_func (alike_free);

  pager = make_pager (run, values);
  while (!psr_odata_pager_is_done (pager))
    {
      g_autoptr (PsrODataPage) page = NULL;

      if (!psr_sync_run_goes_on (run, error))
        return NULL;

      page = dex_await_object (psr_odata_pager_next (pager, search_rows, g_atomic_rc_box_acquire (search), search_unref),
                               error);
      if (page == NULL)
        return NULL;
    }

  for (guint i = 0; i < search->alike->len; i++)
    {
      PsrSyncAlike *alike = g_ptr_array_index (search->alike, i);
      g_autoptr (PsrLink) link = NULL;
      g_autoptr (GError) local = NULL;

      link = dex_await_boxed (psr_link_store_find_by_bc (run->context->links, run->targets[0].entity, alike->id), &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      alike->coupled = link != NULL;
    }

  return g_ptr_array_ref (search->alike);
}
