/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-setup-page.h"

G_BEGIN_DECLS

#define PSR_TYPE_SETUP_SYNC_PAGE (psr_setup_sync_page_get_type ())

G_DECLARE_FINAL_TYPE (PsrSetupSyncPage, psr_setup_sync_page, PSR, SETUP_SYNC_PAGE, PsrSetupPage)

G_END_DECLS
