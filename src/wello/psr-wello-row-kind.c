/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-row-kind"

#include "config.h"

#include "psr-fetch.h"
#include "psr-wello-client.h"
#include "psr-wello-row.h"

/* Calls a reader by its own type: functions aren't cast to one another. */
#define DEFINE_KIND(name)                                               \
  static gpointer                                                       \
  read_##name (JsonObject  *object,                                     \
               GError     **error)                                      \
  {                                                                     \
    return psr_wello_##name##_from_json (object, error);                   \
  }                                                                     \
                                                                        \
  static void                                                           \
  free_##name (gpointer record)                                         \
  {                                                                     \
    psr_wello_##name##_unref (record);                                     \
  }                                                                     \
                                                                        \
  const PsrWelloRowKind psr_wello_##name##_kind = { read_##name, free_##name };

DEFINE_KIND (article)
DEFINE_KIND (company)
DEFINE_KIND (contact)
DEFINE_KIND (currency)
DEFINE_KIND (file)
DEFINE_KIND (invoice)
DEFINE_KIND (job)
DEFINE_KIND (job_type)
DEFINE_KIND (labour_usage)
DEFINE_KIND (part_usage)
DEFINE_KIND (planning)
DEFINE_KIND (sales_organization)
DEFINE_KIND (stock_location)

static gpointer
read_invoice_line (JsonObject  *object,
                   GError     **error)
{
  return psr_wello_invoice_line_from_json (object, PSR_WELLO_LINE_OF_DETAILS, error);
}

static void
free_invoice_line (gpointer record)
{
  psr_wello_invoice_line_unref (record);
}

const PsrWelloRowKind psr_wello_invoice_line_kind = { read_invoice_line, free_invoice_line };

/**
 * psr_wello_row_kind_read:
 * @object: a row as the service sent it
 * @kind: the #PsrWelloRowKind to read
 * @error: return location for a #PsrWelloError
 *
 * A #PsrFetchFunc.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
gpointer
psr_wello_row_kind_read (JsonObject  *object,
                      gpointer     kind,
                      GError     **error)
{
  const PsrWelloRowKind *self = kind;

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
 * psr_wello_fetch_all:
 * @service: how Wello is reached
 * @url: address of a list
 * @kind: what its rows are
 *
 * Returns: (transfer full): a future of a #GPtrArray of all the records;
 *   rejects with #PsrServiceErrorCode or #PsrWelloError
 */
DexFuture *
psr_wello_fetch_all (PsrServiceClient   *service,
                  const char         *url,
                  const PsrWelloRowKind *kind)
{
  g_return_val_if_fail (PSR_IS_SERVICE_CLIENT (service), NULL);
  g_return_val_if_fail (url != NULL, NULL);
  g_return_val_if_fail (kind != NULL, NULL);

  return dex_future_then (psr_fetch_rows (psr_odata_pager_new (service, url, 0), psr_wello_row_kind_read,
                                          (gpointer) kind, kind->free_func),
                          take_rows, NULL, NULL);
}
