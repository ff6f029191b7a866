/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-decimal.h"

G_BEGIN_DECLS

/**
 * PsrBcExchangeRate:
 * @id: canonical GUID
 * @currency: code of the currency
 * @relational: code of the currency it is told in; "" = the company's own
 * @starting: from when it counts, "YYYY-MM-DD", or "" = always
 * @amount: so much of @currency
 * @own: is worth so much of the company's own
 *
 * Immutable and reference counted.
 *
 * Source: [AL] APIV2 - Currency Exchange Rates.
 */
typedef struct
{
  char       *id;
  char       *currency;
  char       *relational;
  char       *starting;
  PsrDecimal  amount;
  PsrDecimal  own;
} PsrBcExchangeRate;

#define PSR_TYPE_BC_EXCHANGE_RATE (psr_bc_exchange_rate_get_type ())

GType              psr_bc_exchange_rate_get_type  (void) G_GNUC_CONST;
PsrBcExchangeRate *psr_bc_exchange_rate_from_json (JsonObject         *object,
                                                   GError            **error);
PsrBcExchangeRate *psr_bc_exchange_rate_ref       (PsrBcExchangeRate  *self);
void               psr_bc_exchange_rate_unref     (PsrBcExchangeRate  *self);
gboolean           psr_bc_exchange_rate_find      (GPtrArray          *rates,
                                                   const char         *currency,
                                                   const char         *date,
                                                   PsrDecimal         *rate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcExchangeRate, psr_bc_exchange_rate_unref)

G_END_DECLS
