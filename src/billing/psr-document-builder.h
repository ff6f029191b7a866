/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-billable.h"
#include "psr-pricing.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

#define PSR_COMMENT_LENGTH 100
#define PSR_DESCRIPTION_LENGTH 100
#define PSR_EXTERNAL_NUMBER_LENGTH 35

/**
 * PsrBuiltDocument:
 * @body: the request that makes it
 * @quote_body: the request that makes a quote of it, to be converted
 * @reference: the customer's reference, which a quote can't carry; "" for an order
 * @pricing: what it will cost
 *
 * A document ready to be sent. A boxed, reference counted value.
 */
typedef struct
{
  GBytes     *body;
  GBytes     *quote_body;
  char       *reference;
  PsrPricing *pricing;
} PsrBuiltDocument;

#define PSR_TYPE_BUILT_DOCUMENT (psr_built_document_get_type ())

GType             psr_built_document_get_type (void) G_GNUC_CONST;
PsrBuiltDocument *psr_built_document_ref      (PsrBuiltDocument *self);
void              psr_built_document_unref    (PsrBuiltDocument *self);
PsrBuiltDocument *psr_document_builder_build  (PsrBillable      *billable,
                                               PsrBillingRules  *rules,
                                               PsrBillingKind    kind,
                                               PsrTimestamp      now,
                                               GError          **error);
char             *psr_document_builder_dup_day
                                              (PsrBillable      *billable,
                                               PsrBillingRules  *rules,
                                               gboolean          posting,
                                               PsrTimestamp      now);
gboolean          psr_document_builder_can_write
                                              (PsrBillable      *billable,
                                               PsrBillingRules  *rules,
                                               GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBuiltDocument, psr_built_document_unref)

G_END_DECLS
