/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-engine-private.h"
#include "psr-sync-context.h"

G_BEGIN_DECLS

gboolean psr_engine_take_stock (PsrEngine       *self,
                                PsrSyncContext  *context,
                                GError         **error);
void     psr_engine_take_prices (PsrEngine       *self,
                                 PsrSyncContext  *context);

G_END_DECLS
