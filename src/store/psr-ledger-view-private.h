/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-connection.h"
#include "psr-ledger-view.h"

G_BEGIN_DECLS

PsrStatement *psr_ledger_view_prepare (const PsrLedgerView  *self,
                                       PsrConnection        *connection,
                                       GError              **error);

G_END_DECLS
