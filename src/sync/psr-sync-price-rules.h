/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "psr-price-book.h"

G_BEGIN_DECLS

/**
 * PsrSyncPriceRules:
 * @company_name: name of the company, as web services are addressed by
 * @lines: (array zero-terminated=1): published web services of price list lines
 * @customers: (nullable): a published web service of customers
 * @vat_names: (element-type utf8): of which VAT groups the rate is known
 * @vat_rates: (element-type PsrDecimal): the rates
 * @fills_all: whether a label has a price for each item, also where it is the standard price
 * @date: the day whose prices count, "YYYY-MM-DD"
 *
 * How prices are carried over.
 */
typedef struct
{
  char       *company_name;
  char      **lines;
  char       *customers;
  GPtrArray  *vat_names;
  GArray     *vat_rates;
  gboolean    fills_all;
  char       *date;
} PsrSyncPriceRules;

PsrSyncPriceRules *psr_sync_price_rules_new      (const char          *company_name,
                                                  const char * const  *lines,
                                                  const char          *customers,
                                                  const char          *date,
                                                  gboolean             fills_all);
void               psr_sync_price_rules_add_rate (PsrSyncPriceRules   *self,
                                                  const char          *name,
                                                  PsrDecimal           percent);
PsrPriceBook      *psr_sync_price_rules_read     (PsrSyncPriceRules   *self,
                                                  PsrBcClient         *bc,
                                                  GError             **error);
void               psr_sync_price_rules_free     (PsrSyncPriceRules   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrSyncPriceRules, psr_sync_price_rules_free)

G_END_DECLS
