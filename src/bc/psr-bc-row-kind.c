/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-row-kind"

#include "config.h"

#include "psr-bc-client-private.h"
#include "psr-bc-exchange-rate.h"
#include "psr-bc-price-customer.h"
#include "psr-bc-price-line.h"
#include "psr-bc-reference.h"
#include "psr-fetch.h"

/* Calls a reader by its own type: functions aren't cast to one another. */
#define DEFINE_KIND(name)                                               \
  static gpointer                                                       \
  read_##name (JsonObject  *object,                                     \
               GError     **error)                                      \
  {                                                                     \
    return psr_bc_##name##_from_json (object, error);                   \
  }                                                                     \
                                                                        \
  static void                                                           \
  free_##name (gpointer record)                                         \
  {                                                                     \
    psr_bc_##name##_unref (record);                                     \
  }                                                                     \
                                                                        \
  const PsrBcRowKind psr_bc_##name##_kind = { read_##name, free_##name };

DEFINE_KIND (company)
DEFINE_KIND (customer)
DEFINE_KIND (environment)
DEFINE_KIND (exchange_rate)
DEFINE_KIND (item)
DEFINE_KIND (line)
DEFINE_KIND (location)
DEFINE_KIND (posted)
DEFINE_KIND (price_customer)
DEFINE_KIND (price_line)
DEFINE_KIND (reference)

/**
 * psr_bc_row_kind_read:
 * @object: a row as the service sent it
 * @kind: the #PsrBcRowKind to read
 * @error: return location for a #PsrBcError
 *
 * A #PsrFetchFunc.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
gpointer
psr_bc_row_kind_read (JsonObject  *object,
                      gpointer     kind,
                      GError     **error)
{
  const PsrBcRowKind *self = kind;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (self != NULL, NULL);

  return self->read (object, error);
}

/* Rows become an array of records; the page that carried them is dropped. */
static DexFuture *
take_rows (DexFuture *completed,
           gpointer   data)
{
  PsrODataPage *page = g_value_get_object (dex_future_get_value (completed, NULL));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY,
                                    g_ptr_array_ref (psr_odata_page_get_rows (page)));
}

/**
 * psr_bc_fetch_all:
 * @service: how Business Central is reached
 * @url: address of a list
 * @kind: what its rows are
 *
 * Returns: (transfer full): a future of a #GPtrArray of all the records;
 *   rejects with #PsrServiceErrorCode or #PsrBcError
 */
DexFuture *
psr_bc_fetch_all (PsrServiceClient   *service,
                  const char         *url,
                  const PsrBcRowKind *kind)
{
  g_return_val_if_fail (PSR_IS_SERVICE_CLIENT (service), NULL);
  g_return_val_if_fail (url != NULL, NULL);
  g_return_val_if_fail (kind != NULL, NULL);

  return dex_future_then (psr_fetch_rows (psr_odata_pager_new (service, url, 0), psr_bc_row_kind_read,
                                          (gpointer) kind, kind->free_func),
                          take_rows, NULL, NULL);
}
