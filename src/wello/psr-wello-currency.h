/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PsrWelloCurrency:
 * @id: canonical GUID
 * @code: ISO code, upper case, such as "EUR"
 *
 * A currency. Immutable and reference counted. Wello publishes no table of its
 * properties: `code`, `iso_code` and `name` are tried, in this order.
 */
typedef struct
{
  char *id;
  char *code;
} PsrWelloCurrency;

#define PSR_TYPE_WELLO_CURRENCY (psr_wello_currency_get_type ())

GType             psr_wello_currency_get_type  (void) G_GNUC_CONST;
PsrWelloCurrency *psr_wello_currency_from_json (JsonObject        *object,
                                                GError           **error);
PsrWelloCurrency *psr_wello_currency_ref       (PsrWelloCurrency  *self);
void              psr_wello_currency_unref     (PsrWelloCurrency  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWelloCurrency, psr_wello_currency_unref)

G_END_DECLS
