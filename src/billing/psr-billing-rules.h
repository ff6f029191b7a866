/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-decimal.h"

G_BEGIN_DECLS

/**
 * PsrBillingKind:
 * @PSR_BILLING_KIND_DEFAULT: the one that the rules name
 * @PSR_BILLING_KIND_INVOICE: a draft of `salesInvoices`
 * @PSR_BILLING_KIND_ORDER: one of `salesOrders`
 */
typedef enum
{
  PSR_BILLING_KIND_DEFAULT,
  PSR_BILLING_KIND_INVOICE,
  PSR_BILLING_KIND_ORDER,
} PsrBillingKind;

/**
 * PsrLineTargetKind:
 *
 * What a line of hours, or a part typed by hand, is booked on in Business
 * Central.
 */
typedef enum
{
  PSR_LINE_TARGET_ITEM,
  PSR_LINE_TARGET_RESOURCE,
  PSR_LINE_TARGET_ACCOUNT,
} PsrLineTargetKind;

typedef struct
{
  PsrLineTargetKind  kind;
  char              *number;
} PsrLineTarget;

/**
 * PsrVatPart:
 *
 * Business Central's VAT product groups differ between goods and services, so
 * the same rate has two.
 */
typedef enum
{
  PSR_VAT_PART,
  PSR_VAT_LABOUR,
} PsrVatPart;

/**
 * PsrBillingDay:
 * @PSR_BILLING_DAY_TODAY: the day of sending, in the company's time zone
 * @PSR_BILLING_DAY_COMPLETED: the day on which the work was completed; today
 *   for an invoice without work
 * @PSR_BILLING_DAY_ASKED: the day that whoever approves it names
 */
typedef enum
{
  PSR_BILLING_DAY_TODAY,
  PSR_BILLING_DAY_COMPLETED,
  PSR_BILLING_DAY_ASKED,
} PsrBillingDay;

/**
 * PsrBillingVia:
 * @PSR_BILLING_VIA_AUTO: over a quote where a trial quote was accepted and stayed
 *   a draft, else directly
 * @PSR_BILLING_VIA_QUOTE: a quote is made and converted: it is converted once or
 *   not at all, so that no lost answer is waited for
 * @PSR_BILLING_VIA_DIRECT: the document is made in one request
 * @PSR_BILLING_VIA_DEFAULT: the one that the rules name
 *
 * The way in which a document is made.
 */
typedef enum
{
  PSR_BILLING_VIA_AUTO,
  PSR_BILLING_VIA_QUOTE,
  PSR_BILLING_VIA_DIRECT,
  PSR_BILLING_VIA_DEFAULT,
} PsrBillingVia;

/**
 * PsrZeroTotal:
 * @PSR_ZERO_TOTAL_HOLD: a person has to accept it
 * @PSR_ZERO_TOTAL_SEND: it is sent as all others are
 * @PSR_ZERO_TOTAL_SKIP: it is not billed, which is noted
 *
 * What becomes of an invoice that costs the customer nothing.
 */
typedef enum
{
  PSR_ZERO_TOTAL_HOLD,
  PSR_ZERO_TOTAL_SEND,
  PSR_ZERO_TOTAL_SKIP,
} PsrZeroTotal;

/**
 * PsrEInvoice:
 * @PSR_E_INVOICE_AUTO: those of Belgian businesses, where the company is in Belgium
 * @PSR_E_INVOICE_ALL: all
 * @PSR_E_INVOICE_NONE: none
 *
 * Whose invoices Business Central sends electronically, and therefore checks before it
 * releases or posts them.
 */
typedef enum
{
  PSR_E_INVOICE_AUTO,
  PSR_E_INVOICE_ALL,
  PSR_E_INVOICE_NONE,
} PsrEInvoice;

/**
 * PsrBillingRules:
 *
 * What the profile says about billing. A boxed, reference counted value; not
 * to be changed once a context holds it.
 */
typedef struct _PsrBillingRules PsrBillingRules;

#define PSR_TYPE_BILLING_RULES (psr_billing_rules_get_type ())
#define PSR_BILLING_LONGEST_REQUEST (G_GINT64_CONSTANT (20) * 60 * G_USEC_PER_SEC)

GType                psr_billing_rules_get_type             (void) G_GNUC_CONST;
PsrBillingRules     *psr_billing_rules_new                  (void);
PsrBillingRules     *psr_billing_rules_ref                  (PsrBillingRules     *self);
void                 psr_billing_rules_unref                (PsrBillingRules     *self);

void                 psr_billing_rules_set_kind             (PsrBillingRules     *self,
                                                             PsrBillingKind       kind);
void                 psr_billing_rules_set_e_invoice        (PsrBillingRules     *self,
                                                             PsrEInvoice          e_invoice);
PsrEInvoice          psr_billing_rules_get_e_invoice        (PsrBillingRules     *self);
void                 psr_billing_rules_set_via              (PsrBillingRules     *self,
                                                             PsrBillingVia        via);
gboolean             psr_billing_rules_set_from             (PsrBillingRules     *self,
                                                             const char          *date,
                                                             GError             **error);
gboolean             psr_billing_rules_set_external_prefix  (PsrBillingRules     *self,
                                                             const char          *prefix,
                                                             GError             **error);
gboolean             psr_billing_rules_set_time_zone        (PsrBillingRules     *self,
                                                             const char          *identifier,
                                                             GError             **error);
gboolean             psr_billing_rules_set_hand_typed_part  (PsrBillingRules     *self,
                                                             const char          *target,
                                                             GError             **error);
gboolean             psr_billing_rules_set_labour           (PsrBillingRules     *self,
                                                             const char          *key,
                                                             const char          *target,
                                                             GError             **error);
gboolean             psr_billing_rules_set_vat              (PsrBillingRules     *self,
                                                             const char          *key,
                                                             const char          *group,
                                                             GError             **error);
gboolean             psr_billing_rules_set_vat_customer     (PsrBillingRules     *self,
                                                             const char          *key,
                                                             const char          *number,
                                                             GError             **error);
void                 psr_billing_rules_set_zero_total       (PsrBillingRules     *self,
                                                             PsrZeroTotal         zero_total);
gboolean             psr_billing_rules_set_internal         (PsrBillingRules     *self,
                                                             const char          *target,
                                                             GError             **error);
const char          *psr_billing_rules_get_internal         (PsrBillingRules     *self);
void                 psr_billing_rules_set_prices_from_bc   (PsrBillingRules     *self,
                                                             gboolean             from_bc);
gboolean             psr_billing_rules_get_prices_from_bc   (PsrBillingRules     *self);
void                 psr_billing_rules_set_is_v1            (PsrBillingRules     *self,
                                                             gboolean             is_v1);
gboolean             psr_billing_rules_get_is_v1            (PsrBillingRules     *self);
void                 psr_billing_rules_set_warranty_as_list (PsrBillingRules     *self,
                                                             gboolean             as_list);
void                 psr_billing_rules_set_invoice_date     (PsrBillingRules     *self,
                                                             PsrBillingDay        day);
void                 psr_billing_rules_set_posting_date     (PsrBillingRules     *self,
                                                             PsrBillingDay        day);
void                 psr_billing_rules_set_tell_when_posted (PsrBillingRules     *self,
                                                             gboolean             when_posted);
gboolean             psr_billing_rules_get_tell_when_posted (PsrBillingRules     *self);
gboolean             psr_billing_rules_set_hour_step        (PsrBillingRules     *self,
                                                             const char          *step,
                                                             GError             **error);
void                 psr_billing_rules_set_longest_request  (PsrBillingRules     *self,
                                                             gint64               usec);
void                 psr_billing_rules_set_sales_organization (PsrBillingRules   *self,
                                                             const char          *id);

gboolean             psr_billing_rules_set_heading          (PsrBillingRules     *self,
                                                             const char          *language,
                                                             const char          *text,
                                                             GError             **error);

PsrBillingKind       psr_billing_rules_get_kind             (PsrBillingRules     *self);
PsrBillingVia        psr_billing_rules_get_via              (PsrBillingRules     *self);
const char          *psr_billing_rules_get_from             (PsrBillingRules     *self);
const char          *psr_billing_rules_get_external_prefix  (PsrBillingRules     *self);
GTimeZone           *psr_billing_rules_get_time_zone        (PsrBillingRules     *self);
const PsrLineTarget *psr_billing_rules_get_hand_typed_part  (PsrBillingRules     *self);
const PsrLineTarget *psr_billing_rules_get_labour           (PsrBillingRules     *self,
                                                             const char          *line_code,
                                                             const char          *type_code);
const PsrLineTarget *psr_billing_rules_get_labour_article   (PsrBillingRules     *self,
                                                             const char          *article_code);
PsrZeroTotal         psr_billing_rules_get_zero_total       (PsrBillingRules     *self);
gboolean             psr_billing_rules_get_warranty_as_list (PsrBillingRules     *self);
const char          *psr_billing_rules_get_vat_customer     (PsrBillingRules     *self,
                                                             const char          *customer_number,
                                                             const char          *vat_code);
GPtrArray           *psr_billing_rules_get_customer_numbers (PsrBillingRules     *self);
const char          *psr_billing_rules_get_vat_group        (PsrBillingRules     *self,
                                                             const char          *vat_code,
                                                             PsrDecimal           rate_percent,
                                                             PsrVatPart           part);
gboolean             psr_billing_rules_wants_vat_code       (PsrBillingRules     *self,
                                                             const char          *vat_code);
PsrDecimal           psr_billing_rules_get_highest_vat      (PsrBillingRules     *self);
PsrBillingDay        psr_billing_rules_get_invoice_date     (PsrBillingRules     *self);
PsrBillingDay        psr_billing_rules_get_posting_date     (PsrBillingRules     *self);
gboolean             psr_billing_rules_round_hours          (PsrBillingRules     *self,
                                                             PsrDecimal           hours,
                                                             PsrDecimal          *out,
                                                             GError             **error);
gint64               psr_billing_rules_get_longest_request  (PsrBillingRules     *self);
const char          *psr_billing_rules_get_sales_organization (PsrBillingRules   *self);
const char          *psr_billing_rules_get_heading          (PsrBillingRules     *self,
                                                             const char          *language);
GPtrArray           *psr_billing_rules_get_item_numbers     (PsrBillingRules     *self);
GPtrArray           *psr_billing_rules_get_target_numbers   (PsrBillingRules     *self,
                                                             PsrLineTargetKind    kind);
GPtrArray           *psr_billing_rules_get_vat_groups       (PsrBillingRules     *self);

const char          *psr_billing_via_to_string              (PsrBillingVia        via);
gboolean             psr_billing_via_from_string            (const char          *name,
                                                             PsrBillingVia       *via);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBillingRules, psr_billing_rules_unref)

G_END_DECLS
