/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-client-private.h"
#include "psr-explain.h"
#include "psr-fetch.h"
#include "psr-json.h"
#include "psr-net-future.h"
#include "psr-odata-literal.h"

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
 * API v1.0 shows none.
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

  /* There they aren't to be seen, and lines can't name any. */
  if (psr_bc_client_is_v1 (self))
    return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_ptr_array_new_with_free_func (psr_bc_location_kind.free_func));

  url = psr_bc_client_dup_url (self, "locations", NULL);
  return psr_bc_fetch_all (psr_bc_client_get_service (self), url, &psr_bc_location_kind);
}

/**
 * psr_bc_client_create_record:
 * @self: a client with a company
 * @set: where the record is to be
 * @body: the record, as JSON
 *
 * Makes a record in one request, once: nothing is sent again, nor sent at all when its
 * turn comes more than a minute later. The answer carries the record.
 *
 * Source: Microsoft, API v2.0, "Create customer".
 *
 * Returns: (transfer full): a future of a #PsrWriteOutcome
 */
DexFuture *
psr_bc_client_create_record (PsrBcClient *self,
                             PsrBcSet     set,
                             GBytes      *body)
{
  g_autoptr (PsrRequest) request = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (psr_bc_client_get_set_name (set) != NULL, NULL);
  g_return_val_if_fail (body != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  url = psr_bc_client_dup_url (self, psr_bc_client_get_set_name (set), NULL);
  request = psr_request_new (PSR_REQUEST_CREATE, "POST", url);
  psr_request_set_patience (request, PSR_BC_PATIENCE);
  psr_request_set_body (request, body, "application/json");

  return psr_service_client_write (psr_bc_client_get_service (self), request);
}

typedef struct
{
  PsrBcClient     *client;
  char            *url;
  PsrBcModifyFunc  func;
  gpointer         data;
  GDestroyNotify   data_free;
  PsrResponse     *response;
  char            *etag;
} Modify;

static void
modify_finalize (gpointer data)
{
  Modify *modify = data;

  g_clear_object (&modify->client);
  g_clear_object (&modify->response);
  g_clear_pointer (&modify->url, g_free);
  g_clear_pointer (&modify->etag, g_free);

  if (modify->data_free != NULL)
    modify->data_free (modify->data);
}

static void
modify_unref (gpointer modify)
{
  g_atomic_rc_box_release_full (modify, modify_finalize);
}

/* On the "parse" lane: makes the body of the PATCH. */
static DexFuture *
modify_job (gpointer data)
{
  Modify *modify = data;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GBytes) changes = NULL;
  g_autoptr (GError) error = NULL;

  root = psr_json_parse (psr_response_get_body (modify->response), &error);
  if (root == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (JSON_NODE_HOLDS_OBJECT (root))
    modify->etag = g_strdup (psr_json_get_string (json_node_get_object (root), "@odata.etag"));

  /* Without it somebody else's change could be lost. */
  if (modify->etag == NULL || *modify->etag == '\0')
    return dex_future_new_for_error (
      psr_explained_error_new (PSR_BC_ERROR, PSR_BC_ERROR_BAD_ROW,
                               _("Business Central doesn’t say which version of the record it has."),
                               _("Its answer has no ETag, so that what others changed could be lost."),
                               _("Report this: it isn’t what its API is documented to do.")));

  changes = modify->func (json_node_get_object (root), modify->data, &error);
  if (changes == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&changes));
}

static DexFuture *
modify_fiber (gpointer data)
{
  Modify *modify = data;
  PsrServiceClient *service = psr_bc_client_get_service (modify->client);
  g_autoptr (PsrRequest) request = psr_request_new (PSR_REQUEST_READ, "GET", modify->url);
  g_autoptr (PsrRequest) patch = NULL;
  g_autoptr (PsrWriteOutcome) outcome = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  modify->response = dex_await_object (psr_service_client_read (service, request), &error);
  if (modify->response == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  body = dex_await_boxed (psr_executor_run (psr_service_client_get_executor (service), "parse", modify_job,
                                            g_atomic_rc_box_acquire (modify), modify_unref),
                          &error);
  if (body == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  patch = psr_request_new (PSR_REQUEST_CREATE, "PATCH", modify->url);
  psr_request_set_header (patch, "If-Match", modify->etag);
  psr_request_set_body (patch, body, "application/json");
  outcome = dex_await_object (psr_service_client_write (service, patch), &error);
  if (outcome == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (g_steal_pointer (&outcome));
}

/**
 * psr_bc_client_modify_record:
 * @self: a client with a company
 * @set: where the record is
 * @id: canonical GUID
 * @func: decides what to change
 * @data: (transfer full): passed to @func
 * @data_free: (nullable): frees @data, on any thread
 *
 * Reads a record, lets @func decide, and sends the changes for that version of it. When
 * somebody changes it in between, the answer is %PSR_WRITE_STALE, and nothing is changed.
 *
 * Source: Microsoft, API v2.0, "Update customer": `If-Match`.
 *
 * Returns: (transfer full): a future of a #PsrWriteOutcome; rejects with
 *   %PSR_SERVICE_ERROR_NOT_FOUND when there is no such record, as any read, or with what
 *   @func reports
 */
DexFuture *
psr_bc_client_modify_record (PsrBcClient     *self,
                             PsrBcSet         set,
                             const char      *id,
                             PsrBcModifyFunc  func,
                             gpointer         data,
                             GDestroyNotify   data_free)
{
  g_autofree char *path = NULL;
  Modify *modify;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (psr_bc_client_get_set_name (set) != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  modify = g_atomic_rc_box_new0 (Modify);
  modify->client = g_object_ref (self);
  modify->func = func;
  modify->data = data;
  modify->data_free = data_free;

  if (psr_bc_client_get_company (self) == NULL)
    {
      modify_unref (modify);
      return psr_bc_client_reject ();
    }

  path = g_strdup_printf ("%s(%s)", psr_bc_client_get_set_name (set), id);
  modify->url = psr_bc_client_dup_url (self, path, NULL);

  return psr_net_spawn (modify_fiber, modify, modify_unref);
}
