/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-timestamp.h"

G_BEGIN_DECLS

#define PSR_TYPE_ODATA_PAGE (psr_odata_page_get_type ())
G_DECLARE_FINAL_TYPE (PsrODataPage, psr_odata_page, PSR, ODATA_PAGE, GObject)

PsrODataPage *psr_odata_page_new           (guint         n_rows,
                                            GPtrArray    *rows,
                                            const char   *next_link,
                                            const char   *etag,
                                            PsrTimestamp  date);
guint         psr_odata_page_get_n_rows    (PsrODataPage *self);
GPtrArray    *psr_odata_page_get_rows      (PsrODataPage *self);
const char   *psr_odata_page_get_next_link (PsrODataPage *self);
const char   *psr_odata_page_get_etag      (PsrODataPage *self);
PsrTimestamp  psr_odata_page_get_date      (PsrODataPage *self);

G_END_DECLS
