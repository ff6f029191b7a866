/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-billing-rules.h"
#include "psr-billing-state.h"
#include "psr-decimal.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrBillingResult:
 *
 * What became of one document, as plain values. @reason is empty when all is
 * well; otherwise @what, @why and @mend say it in the user's language. @body is
 * only set by a dry run: the exact request body. @not_before is the time of the
 * next look-up of a document whose outcome isn't known, else
 * %PSR_TIMESTAMP_NONE.
 */
typedef struct
{
  gint64           document_id;
  char            *internal_number;
  PsrBillingKind   kind;
  PsrBillingState  state;
  char            *external_number;
  char            *bc_number;
  char            *reason;
  char            *what;
  char            *why;
  char            *mend;
  PsrTimestamp     not_before;
  PsrDecimal       net;
  PsrDecimal       vat;
  PsrDecimal       gross;
  char            *body;
} PsrBillingResult;

/**
 * PsrBillingReport:
 *
 * What a run did. @results has a #PsrBillingResult for every document that it
 * touched, in the order of their numbers. The counts of a push are @approved
 * (still waiting to be sent), @done, @refused, @checking, @needs_look; those of
 * a collection are @read, @found, @changed, @unchanged, @withdrawn, and
 * @ready, @blocked, @before_start for what there is now; @found_id and @found_number
 * are of the last one that was found, else 0 and %NULL. @quotes_left are
 * the numbers of quotes that nothing is to be made of any more, @quotes_removed of
 * those that were removed, when they were looked for. @stopped is why sending
 * stopped early, in the user's language, or %NULL.
 */
typedef struct
{
  GPtrArray    *results;
  guint         read;
  guint         found;
  gint64        found_id;
  char         *found_number;
  guint         changed;
  guint         unchanged;
  guint         withdrawn;
  guint         ready;
  guint         blocked;
  guint         before_start;
  guint         approved;
  guint         done;
  guint         refused;
  guint         checking;
  guint         needs_look;
  PsrTimestamp  next_look_up;
  GPtrArray    *quotes_left;
  GPtrArray    *quotes_removed;
  GError       *stopped;
} PsrBillingReport;

#define PSR_TYPE_BILLING_RESULT (psr_billing_result_get_type ())
#define PSR_TYPE_BILLING_REPORT (psr_billing_report_get_type ())

GType             psr_billing_result_get_type (void) G_GNUC_CONST;
PsrBillingResult *psr_billing_result_new      (void);
PsrBillingResult *psr_billing_result_copy     (const PsrBillingResult *self);
void              psr_billing_result_free     (PsrBillingResult       *self);

GType             psr_billing_report_get_type (void) G_GNUC_CONST;
PsrBillingReport *psr_billing_report_new      (void);
PsrBillingReport *psr_billing_report_ref      (PsrBillingReport       *self);
void              psr_billing_report_unref    (PsrBillingReport       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBillingResult, psr_billing_result_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBillingReport, psr_billing_report_unref)

G_END_DECLS
