/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-json-item.h"
#include "psr-odata-page.h"
#include "psr-service-client.h"

G_BEGIN_DECLS

/**
 * PSR_ODATA_MAX_PAGES:
 *
 * How many pages one pull may have: 100 000 rows in pages of 100 are 1 000.
 */
#define PSR_ODATA_MAX_PAGES 20000

/**
 * PsrODataRowsFunc:
 * @value: the rows of a page, as the service sent them
 * @data: as given
 * @error: return location for an error
 *
 * Turns the rows of a page into plain values. Runs on the "parse" lane, so it
 * may touch nothing that another thread touches.
 *
 * Returns: (transfer full) (nullable): the rows made, with a free function
 *   that may run on any thread; %NULL with @error set
 */
typedef GPtrArray *(*PsrODataRowsFunc) (JsonArray  *value,
                                        gpointer    data,
                                        GError    **error);

/**
 * PsrODataItemsFunc:
 * @value: the rows of a page, an array, as the service sent them
 * @data: as given
 * @error: return location for an error
 *
 * As #PsrODataRowsFunc, for pages of many rows, which are read in a fraction of
 * the time.
 *
 * Returns: (transfer full) (nullable): the rows made, with a free function
 *   that may run on any thread; %NULL with @error set
 */
typedef GPtrArray *(*PsrODataItemsFunc) (const PsrJsonItem  *value,
                                         gpointer            data,
                                         GError            **error);

#define PSR_TYPE_ODATA_PAGER (psr_odata_pager_get_type ())
G_DECLARE_FINAL_TYPE (PsrODataPager, psr_odata_pager, PSR, ODATA_PAGER, GObject)

PsrODataPager *psr_odata_pager_new           (PsrServiceClient *client,
                                              const char       *url,
                                              guint             page_size);
void           psr_odata_pager_set_resume    (PsrODataPager    *self,
                                              const char       *next_link);
void           psr_odata_pager_set_max_pages (PsrODataPager    *self,
                                              guint             max_pages);
gboolean       psr_odata_pager_is_done       (PsrODataPager    *self);
DexFuture     *psr_odata_pager_next          (PsrODataPager    *self,
                                              PsrODataRowsFunc  func,
                                              gpointer          data,
                                              GDestroyNotify    data_free);
DexFuture     *psr_odata_pager_next_items    (PsrODataPager     *self,
                                              PsrODataItemsFunc  func,
                                              gpointer           data,
                                              GDestroyNotify     data_free);

G_END_DECLS
