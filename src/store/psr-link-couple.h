/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-connection.h"
#include "psr-link.h"

G_BEGIN_DECLS

/* For PsrLinkStore: what a person couples and uncouples, with the lines in the audit. */

gpointer   psr_link_coupling_new  (GPtrArray     *links,
                                   const char    *left,
                                   const char    *who,
                                   PsrTimestamp   now);
void       psr_link_coupling_free (gpointer       data);
DexFuture *psr_link_coupling_run  (PsrConnection *connection,
                                   gpointer       data);

gpointer   psr_link_removing_new  (PsrEntity      entity,
                                   const char    *bc_id,
                                   const char    *who,
                                   const char    *reason,
                                   PsrTimestamp   now);
void       psr_link_removing_free (gpointer       data);
DexFuture *psr_link_removing_run  (PsrConnection *connection,
                                   gpointer       data);

G_END_DECLS
