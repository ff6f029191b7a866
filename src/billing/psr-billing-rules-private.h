/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-billing-rules.h"

G_BEGIN_DECLS

struct _PsrBillingRules
{
  PsrBillingKind     kind;
  PsrBillingVia      via;
  char              *from;
  char              *external_prefix;
  GTimeZone         *time_zone;
  PsrLineTarget     *hand_typed_part;
  GHashTable        *labour;
  GHashTable        *vat;
  PsrBillingDay      invoice_date;
  PsrBillingDay      posting_date;
  PsrDecimal         hour_step;
  PsrRoundDirection  hour_direction;
  gint64             longest_request;
  char              *sales_organization;
};

char *psr_billing_rules_make_vat_key (PsrDecimal rate_percent,
                                      PsrVatPart part);

G_END_DECLS
