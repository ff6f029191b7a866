/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-billing.h"

G_BEGIN_DECLS

DexFuture *psr_collector_run (PsrBillingContext      *context,
                              PsrBillingProgressFunc  progress,
                              gpointer                progress_data,
                              GDestroyNotify          progress_destroy);
DexFuture *psr_collector_run_one (PsrBillingContext *context,
                                  const char        *wello_invoice_id);

G_END_DECLS
