/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bill-request.h"
#include "psr-billing-rules.h"
#include "psr-ledger.h"

G_BEGIN_DECLS

/* The ledger's word for a command to bill. */
#define PSR_BILL_COMMAND "bill"

/* The ledger's word for a command to bring it up to date with Wello. */
#define PSR_REFRESH_COMMAND "refresh"

/**
 * PsrBillCommand:
 * @numbers: (nullable): what to bill, or %NULL for all that was ready when it was
 *   asked for
 * @documents: (element-type gint64): all that was ready then; empty with @numbers
 * @seen: (nullable) (element-type PsrSeenDocument): what was chosen, until it is
 *   settled; with @numbers, the documents that bear them, as they were seen
 * @kind: what to make
 * @via: in which way
 * @accept: (nullable): names of the checks that ask and that whoever asks accepts
 * @day: (nullable): the day that the documents bear, "YYYY-MM-DD"
 * @post: post what is made, even if the profile says otherwise
 * @dry_run: send nothing, and tell what would be sent
 *
 * A request to bill in the form in which one process leaves it for another.
 */
typedef struct
{
  char           **numbers;
  GArray          *documents;
  GArray          *seen;
  PsrBillingKind   kind;
  PsrBillingVia    via;
  char           **accept;
  char            *day;
  gboolean         post;
  gboolean         dry_run;
} PsrBillCommand;

PsrBillCommand *psr_bill_command_new            (PsrBillRequest  *request);
PsrBillCommand *psr_bill_command_from_command   (PsrCommand      *command,
                                                 GError         **error);
void            psr_bill_command_free           (PsrBillCommand  *self);
gboolean        psr_bill_command_settle         (PsrBillCommand  *self,
                                                 PsrLedger       *ledger,
                                                 GError         **error);
PsrCommand     *psr_bill_command_to_command     (PsrBillCommand  *self,
                                                 const char      *person);
GArray         *psr_bill_command_resolve        (PsrBillCommand  *self,
                                                 PsrLedger       *ledger,
                                                 GError         **error);
GArray         *psr_bill_command_choose         (PsrBillCommand  *self,
                                                 PsrLedger       *ledger,
                                                 GArray          *ids,
                                                 PsrTimestamp     asked,
                                                 GError         **error);
gboolean        psr_bill_command_show_under_way (PsrBillCommand  *self,
                                                 PsrLedger       *ledger,
                                                 GArray          *ids,
                                                 GError         **error);
gboolean        psr_bill_command_find_number    (PsrLedger       *ledger,
                                                 const char      *number,
                                                 GArray          *ids,
                                                 GError         **error);
char           *psr_bill_command_ids_to_text    (GArray          *ids);
GArray         *psr_bill_command_ids_from_text  (const char      *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBillCommand, psr_bill_command_free)

G_END_DECLS
