/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include "psr-bc-client-private.h"
#include "psr-fetch.h"

static const struct
{
  const char *set;
  const char *select;
  const char *filter;
} choices[] = {
  /* Goods are too many to choose from, and no hours are billed as goods. */
  [PSR_BC_CHOICE_ITEM] = { "items", "number,displayName,blocked", "type ne 'Inventory'" },
  [PSR_BC_CHOICE_RESOURCE] = { "resources", "resourceNo,resourceName", NULL },
  [PSR_BC_CHOICE_ACCOUNT] = { "accounts", "number,displayName,blocked,accountType,directPosting", NULL },
  [PSR_BC_CHOICE_TAX_GROUP] = { "taxGroups", "code,displayName", NULL },
};

/* A PsrFetchFunc; @data is the kind. */
static gpointer
read_choice (JsonObject  *object,
             gpointer     data,
             GError     **error)
{
  return psr_bc_choice_from_json (GPOINTER_TO_INT (data), object, error);
}

static void
free_choice (gpointer choice)
{
  psr_bc_choice_unref (choice);
}

static DexFuture *
take_usable (DexFuture *completed,
             gpointer   data)
{
  PsrODataPage *page = g_value_get_object (dex_future_get_value (completed, NULL));
  GPtrArray *rows = psr_odata_page_get_rows (page);
  g_autoptr (GPtrArray) usable = g_ptr_array_new_with_free_func (free_choice);

  for (guint i = 0; i < rows->len; i++)
    {
      PsrBcChoice *choice = rows->pdata[i];

      if (choice->is_usable)
        g_ptr_array_add (usable, psr_bc_choice_ref (choice));
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&usable));
}

/**
 * psr_bc_client_list_choices:
 * @self: a client with a company
 * @kind: of what
 *
 * Lists what a person can map hours, parts or VAT codes to, without what no line
 * may name. Resources are in no standard entity: who asks for them has to reckon
 * with %PSR_SERVICE_ERROR_NOT_FOUND.
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcChoice; rejects
 *   with #PsrServiceErrorCode or #PsrBcError
 */
DexFuture *
psr_bc_client_list_choices (PsrBcClient     *self,
                            PsrBcChoiceKind  kind)
{
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (kind < G_N_ELEMENTS (choices), NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  query = psr_odata_query_new (choices[kind].set);
  psr_odata_query_select (query, choices[kind].select);
  if (choices[kind].filter != NULL)
    psr_odata_query_filter (query, choices[kind].filter);

  if (kind == PSR_BC_CHOICE_RESOURCE)
    {
      PsrBcEndpoint *endpoint = psr_bc_client_get_endpoint (self);
      g_autofree char *base = psr_bc_endpoint_get_analytics_url (endpoint, psr_bc_client_get_company (self), "");
      g_autofree char *bare = psr_odata_query_to_url (query, base);

      url = psr_bc_endpoint_complete (endpoint, bare);
    }
  else
    {
      url = psr_bc_client_dup_url (self, "", query);
    }

  return dex_future_then (psr_fetch_rows (psr_odata_pager_new (psr_bc_client_get_service (self), url, 0),
                                          read_choice, GINT_TO_POINTER (kind), free_choice),
                          take_usable, NULL, NULL);
}
