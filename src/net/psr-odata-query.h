/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PSR_ODATA_MAX_URL:
 *
 * How long a URL may get before the values in it are to be split: Business
 * Central answers a query of more than about 8 099 characters with 414.
 */
#define PSR_ODATA_MAX_URL 7000

/**
 * PsrODataQuery:
 *
 * An OData request in the making: a path and its query options, escaped when
 * it is turned into a URL and not before.
 */
typedef struct _PsrODataQuery PsrODataQuery;

#define PSR_TYPE_ODATA_QUERY (psr_odata_query_get_type ())

GType          psr_odata_query_get_type    (void) G_GNUC_CONST;
PsrODataQuery *psr_odata_query_new         (const char          *path);
PsrODataQuery *psr_odata_query_copy        (const PsrODataQuery *self);
void           psr_odata_query_free        (PsrODataQuery       *self);
void           psr_odata_query_add_segment (PsrODataQuery       *self,
                                            const char          *segment);
void           psr_odata_query_select      (PsrODataQuery       *self,
                                            const char          *properties);
void           psr_odata_query_filter      (PsrODataQuery       *self,
                                            const char          *filter);
void           psr_odata_query_orderby     (PsrODataQuery       *self,
                                            const char          *properties);
void           psr_odata_query_top         (PsrODataQuery       *self,
                                            guint                rows);
void           psr_odata_query_skip        (PsrODataQuery       *self,
                                            guint                rows);
void           psr_odata_query_expand      (PsrODataQuery       *self,
                                            const char          *properties);
void           psr_odata_query_param       (PsrODataQuery       *self,
                                            const char          *name,
                                            const char          *value);
char          *psr_odata_query_to_url      (const PsrODataQuery *self,
                                            const char          *base);
gsize          psr_odata_query_get_length  (const PsrODataQuery *self,
                                            const char          *base);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrODataQuery, psr_odata_query_free)

G_END_DECLS
