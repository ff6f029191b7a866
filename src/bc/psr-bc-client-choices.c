/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include "psr-bc-client-private.h"
#include "psr-fetch.h"
#include "psr-json.h"
#include "psr-net-future.h"
#include "psr-odata-literal.h"
#include "psr-text.h"

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
  psr_odata_query_select (query, kind == PSR_BC_CHOICE_ACCOUNT && psr_bc_client_is_v1 (self) ? "number,displayName,blocked"
                                                                                            : choices[kind].select);
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

typedef struct
{
  char *number;
  char *id;
} Account;

static void
free_account (gpointer data)
{
  Account *account = data;

  g_free (account->number);
  g_free (account->id);
  g_free (account);
}

/* A PsrFetchFunc. One that can't be billed to has no id. */
static gpointer
read_account (JsonObject  *object,
              gpointer     data,
              GError     **error)
{
  g_autofree char *number = psr_json_dup_text (object, "number");
  Account *account = g_new0 (Account, 1);

  account->number = psr_text_code (number);
  account->id = psr_json_get_boolean (object, "blocked") ? NULL : psr_json_dup_guid (object, "id");

  return account;
}

static void
free_pagers (gpointer data)
{
  g_ptr_array_unref (data);
}

static DexFuture *
accounts_fiber (gpointer data)
{
  GPtrArray *pagers = data;
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < pagers->len; i++)
    {
      g_autoptr (PsrODataPage) page = NULL;
      g_autoptr (GError) error = NULL;
      GPtrArray *rows;

      page = dex_await_object (psr_fetch_rows (g_object_ref (g_ptr_array_index (pagers, i)), read_account, NULL, free_account),
                               &error);
      if (page == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));

      rows = psr_odata_page_get_rows (page);
      for (guint row = 0; row < rows->len; row++)
        {
          const Account *account = g_ptr_array_index (rows, row);

          if (account->id != NULL)
            g_hash_table_replace (ids, g_strdup (account->number), g_strdup (account->id));
        }
    }

  return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, g_steal_pointer (&ids));
}

/**
 * psr_bc_client_get_accounts_by_numbers:
 * @self: a client with a company
 * @numbers: (array zero-terminated=1): numbers of G/L accounts
 *
 * Lines of API v1.0 name an account by its id only.
 *
 * Source: Microsoft, OpenAPI of API v1.0, account.
 *
 * Returns: (transfer full): a future of a #GHashTable of the numbers, upper case, to the
 *   ids of those that are there and not blocked; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_get_accounts_by_numbers (PsrBcClient        *self,
                                       const char * const *numbers)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) literals = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (numbers != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  for (; *numbers != NULL; numbers++)
    g_strv_builder_take (builder, psr_odata_string (*numbers));

  literals = g_strv_builder_end (builder);

  return psr_net_spawn (accounts_fiber,
                        psr_bc_client_make_pagers (self, "accounts", "id,number,blocked", "number",
                                                   (const char * const *) literals, NULL),
                        free_pagers);
}
