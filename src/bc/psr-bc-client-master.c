/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include "psr-bc-client-private.h"
#include "psr-fetch.h"
#include "psr-net-future.h"

typedef struct
{
  GPtrArray          *pagers;
  const PsrBcRowKind *kind;
} Gather;

static void
gather_finalize (gpointer data)
{
  Gather *gather = data;

  g_clear_pointer (&gather->pagers, g_ptr_array_unref);
}

static void
gather_unref (gpointer gather)
{
  g_atomic_rc_box_release_full (gather, gather_finalize);
}

static DexFuture *
gather_fiber (gpointer data)
{
  Gather *gather = data;
  g_autoptr (GPtrArray) all = NULL;

  g_assert (gather != NULL);

  all = g_ptr_array_new_with_free_func (gather->kind->free_func);

  for (guint i = 0; i < gather->pagers->len; i++)
    {
      PsrODataPager *pager = g_ptr_array_index (gather->pagers, i);
      g_autoptr (PsrODataPage) page = NULL;
      g_autoptr (GError) error = NULL;

      page = dex_await_object (psr_fetch_rows (g_object_ref (pager), psr_bc_row_kind_read,
                                               (gpointer) gather->kind, gather->kind->free_func),
                               &error);
      if (page == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));

      g_ptr_array_extend_and_steal (all, g_ptr_array_ref (psr_odata_page_get_rows (page)));
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&all));
}

static DexFuture *
gather_rows (GPtrArray          *pagers,
             const PsrBcRowKind *kind)
{
  Gather *gather = g_atomic_rc_box_new0 (Gather);

  g_assert (pagers != NULL);

  gather->pagers = pagers;
  gather->kind = kind;

  return psr_net_spawn (gather_fiber, gather, gather_unref);
}

/**
 * psr_bc_client_get_customers_by_ids:
 * @self: a client with a company
 * @ids: (array zero-terminated=1): canonical GUIDs
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcCustomer, in no
 *   order, without those that are gone; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_get_customers_by_ids (PsrBcClient        *self,
                                    const char * const *ids)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (ids != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  return gather_rows (psr_bc_client_pull_by_id (self, PSR_BC_SET_CUSTOMERS, NULL, NULL, ids),
                      &psr_bc_customer_kind);
}

/**
 * psr_bc_client_get_items_by_ids:
 * @self: a client with a company
 * @ids: (array zero-terminated=1): canonical GUIDs
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcItem, in no
 *   order, without those that are gone; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_get_items_by_ids (PsrBcClient        *self,
                                const char * const *ids)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (ids != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  return gather_rows (psr_bc_client_pull_by_id (self, PSR_BC_SET_ITEMS, NULL, NULL, ids),
                      &psr_bc_item_kind);
}

/**
 * psr_bc_client_get_items_by_numbers:
 * @self: a client with a company
 * @numbers: (array zero-terminated=1): the items' numbers
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcItem, in no
 *   order, without those that are gone; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_get_items_by_numbers (PsrBcClient        *self,
                                    const char * const *numbers)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (numbers != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  return gather_rows (psr_bc_client_pull_by_number (self, PSR_BC_SET_ITEMS, NULL, NULL, numbers),
                      &psr_bc_item_kind);
}

/**
 * psr_bc_client_get_locations:
 * @self: a client with a company
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcLocation; rejects
 *   with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_get_locations (PsrBcClient *self)
{
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  url = psr_bc_client_dup_url (self, "locations", NULL);
  return psr_bc_fetch_all (psr_bc_client_get_service (self), url, &psr_bc_location_kind);
}
