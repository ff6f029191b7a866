/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-billing-rules.h"
#include "psr-push-moment.h"

G_BEGIN_DECLS

typedef struct _PsrBcClient    PsrBcClient;
typedef struct _PsrExecutor    PsrExecutor;
typedef struct _PsrHolder      PsrHolder;
typedef struct _PsrLedger      PsrLedger;
typedef struct _PsrLinkStore   PsrLinkStore;
typedef struct _PsrMirrorStore PsrMirrorStore;
typedef struct _PsrRandom      PsrRandom;
typedef struct _PsrStateFolder PsrStateFolder;
typedef struct _PsrWelloClient PsrWelloClient;

/**
 * PsrBillingContext:
 *
 * What billing works with; the engine makes one for each session. A boxed,
 * reference counted value. The fields may be read by everybody in this layer.
 *
 * @folder is where the holders live. @holder is the one under whose id intents
 * are written; it isn't owned and has to outlive every run. What changes with each
 * reading of all that is ready in Wello: @has_read and @read_at tell when the last one
 * was begun, @looked_up (nullable) for which invoices it looked in Business Central, and
 * @last_urgent and @last_other with which it ended where there were too many to look at: of
 * those that it has to look at, and of the others; @last_failed isn't empty when it failed.
 * @recalled tells whether these were taken from what the program before noted.
 */
typedef struct
{
  PsrBcClient     *bc;
  PsrWelloClient  *wello;
  PsrLedger       *ledger;
  PsrLinkStore    *links;
  PsrMirrorStore  *mirror;
  PsrBillingRules *rules;
  PsrClock        *clock;
  PsrRandom       *random;
  PsrExecutor     *executor;
  PsrHolder       *holder;
  PsrStateFolder  *folder;
  gboolean         has_read;
  PsrPushMoment    read_at;
  GHashTable      *looked_up;
  char            *last_urgent;
  char            *last_other;
  char            *last_failed;
  gboolean         recalled;
} PsrBillingContext;

#define PSR_TYPE_BILLING_CONTEXT (psr_billing_context_get_type ())

GType              psr_billing_context_get_type (void) G_GNUC_CONST;
PsrBillingContext *psr_billing_context_new      (PsrBcClient       *bc,
                                                 PsrWelloClient    *wello,
                                                 PsrLedger         *ledger,
                                                 PsrLinkStore      *links,
                                                 PsrMirrorStore    *mirror,
                                                 PsrBillingRules   *rules,
                                                 PsrClock          *clock,
                                                 PsrRandom         *random,
                                                 PsrExecutor       *executor,
                                                 PsrHolder         *holder,
                                                 PsrStateFolder    *folder);
PsrBillingContext *psr_billing_context_ref      (PsrBillingContext *self);
void               psr_billing_context_unref    (PsrBillingContext *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBillingContext, psr_billing_context_unref)

G_END_DECLS
