/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-decimal.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PSR_WELLO_ARTICLE_SELECT:
 *
 * The properties that psr_wello_article_from_json() reads, for `$select`.
 */
#define PSR_WELLO_ARTICLE_SELECT \
  "id,code,name,archived,no_stock,physical_stock,entered_price,barcode,modified_dateutc"

/**
 * PsrWelloArticle:
 * @id: canonical GUID
 * @code: the ERP's number, upper case and trimmed for comparing, or ""
 * @name: up to 50 characters
 * @archived: hidden from searches; an article can't be deleted
 * @no_stock: stock isn't looked at
 * @physical_stock: stock over all locations
 * @price: standard price
 * @barcode: up to 50 characters, or ""
 * @modified: when it was last changed, or none
 *
 * An article ("product/part"). Immutable and reference counted.
 */
typedef struct
{
  char         *id;
  char         *code;
  char         *name;
  gboolean      archived;
  gboolean      no_stock;
  PsrDecimal    physical_stock;
  PsrDecimal    price;
  char         *barcode;
  PsrTimestamp  modified;
} PsrWelloArticle;

#define PSR_TYPE_WELLO_ARTICLE (psr_wello_article_get_type ())

GType            psr_wello_article_get_type  (void) G_GNUC_CONST;
PsrWelloArticle *psr_wello_article_from_json (JsonObject       *object,
                                              GError          **error);
PsrWelloArticle *psr_wello_article_ref       (PsrWelloArticle  *self);
void             psr_wello_article_unref     (PsrWelloArticle  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWelloArticle, psr_wello_article_unref)

G_END_DECLS
