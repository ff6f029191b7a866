/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-billing-context.h"
#include "psr-ledger-document.h"

G_BEGIN_DECLS

/* Who approved what no person approved: no name that a person can have. */
#define PSR_AUTOMATIC_PERSON "automatic"

/**
 * PsrAutomatic:
 * @currency: (nullable): code of the currency of @limit, or %NULL where there is no
 *   limit
 * @limit: at most so much with VAT
 * @customers: (nullable): numbers of the customers that are meant, or %NULL for all
 * @job_types: (nullable): names or codes of the kinds of work that are meant, or
 *   %NULL for all
 * @from: the minute of the day from which on it is done
 * @until: the minute of the day at which it ends; the same as @from for all day
 * @posts: whether what is made is posted, too; never without a limit
 *
 * What is sent without a person. All else waits for one.
 */
typedef struct
{
  char        *currency;
  PsrDecimal   limit;
  char       **customers;
  char       **job_types;
  guint        from;
  guint        until;
  gboolean     posts;
} PsrAutomatic;

PsrAutomatic *psr_automatic_new       (void);
PsrAutomatic *psr_automatic_ref       (PsrAutomatic            *self);
void          psr_automatic_unref     (PsrAutomatic            *self);
gboolean      psr_automatic_set_limit (PsrAutomatic            *self,
                                       const char              *text);
gboolean      psr_automatic_set_hours (PsrAutomatic            *self,
                                       const char              *text);
gboolean      psr_automatic_is_time   (const PsrAutomatic      *self,
                                       guint                    minute);
gboolean      psr_automatic_allows    (const PsrAutomatic      *self,
                                       const PsrLedgerDocument *document);
gboolean      psr_automatic_is_person (const char              *person);
DexFuture    *psr_automatic_approve   (PsrAutomatic            *self,
                                       PsrBillingContext       *context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrAutomatic, psr_automatic_unref)

G_END_DECLS
