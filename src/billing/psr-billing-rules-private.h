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
  GHashTable        *vat_customers;
  PsrZeroTotal       zero_total;
  gboolean           warranty_as_list;
  PsrBillingDay      invoice_date;
  PsrBillingDay      posting_date;
  PsrDecimal         hour_step;
  PsrRoundDirection  hour_direction;
  gint64             longest_request;
  gboolean           tell_when_posted;
  char              *sales_organization;
  GHashTable        *headings;
  gboolean           prices_from_bc;
  char              *internal;
  PsrEInvoice        e_invoice;
  gboolean           is_v1;
};

char *psr_billing_rules_make_vat_key      (const char *code,
                                           PsrVatPart  part);
char *psr_billing_rules_make_vat_rate_key (PsrDecimal  rate_percent,
                                           PsrVatPart  part);
char *psr_billing_rules_make_card_key     (const char *customer_number,
                                           const char *vat_code);

G_END_DECLS
