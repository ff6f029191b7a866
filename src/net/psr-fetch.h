/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-odata-pager.h"
#include "psr-service-client.h"

G_BEGIN_DECLS

/**
 * PsrFetchFunc:
 * @object: one record, as the service sent it
 * @data: as given
 * @error: return location for an error
 *
 * Makes a record of what a service sent. Runs on the "parse" lane, so it may
 * touch nothing that another thread touches.
 *
 * Returns: (transfer full) (nullable): a boxed value of the type asked for,
 *   counted atomically; %NULL with @error set
 */
typedef gpointer (*PsrFetchFunc) (JsonObject  *object,
                                  gpointer     data,
                                  GError     **error);

DexFuture *psr_fetch_object (PsrServiceClient *client,
                             const char       *url,
                             GType             boxed_type,
                             PsrFetchFunc      func,
                             gpointer          data,
                             GDestroyNotify    data_free);
DexFuture *psr_fetch_parse  (PsrServiceClient *client,
                             PsrResponse      *response,
                             GType             boxed_type,
                             PsrFetchFunc      func,
                             gpointer          data,
                             GDestroyNotify    data_free);
DexFuture *psr_fetch_rows   (PsrODataPager    *pager,
                             PsrFetchFunc      func,
                             gpointer          data,
                             GDestroyNotify    record_free);

G_END_DECLS
