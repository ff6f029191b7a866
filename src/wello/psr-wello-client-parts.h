/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-wello-client.h"

G_BEGIN_DECLS

DexFuture *psr_wello_client_list_part_usages    (PsrWelloClient *self,
                                                 PsrTimestamp    since);
DexFuture *psr_wello_client_list_lines_since    (PsrWelloClient *self,
                                                 PsrTimestamp    since);
DexFuture *psr_wello_client_list_invoices_since (PsrWelloClient *self,
                                                 PsrTimestamp    since);

G_END_DECLS
