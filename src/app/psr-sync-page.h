/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"

G_BEGIN_DECLS

#define PSR_TYPE_SYNC_PAGE (psr_sync_page_get_type ())

G_DECLARE_FINAL_TYPE (PsrSyncPage, psr_sync_page, PSR, SYNC_PAGE, AdwBin)

void psr_sync_page_set_desk (PsrSyncPage *self,
                             PsrDesk     *desk);
void psr_sync_page_open_record
                            (PsrSyncPage *self,
                             const char  *flow,
                             const char  *row,
                             const char  *number);

G_END_DECLS
