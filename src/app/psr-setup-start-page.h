/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-setup-page.h"

G_BEGIN_DECLS

#define PSR_TYPE_SETUP_START_PAGE (psr_setup_start_page_get_type ())

G_DECLARE_FINAL_TYPE (PsrSetupStartPage, psr_setup_start_page, PSR, SETUP_START_PAGE, PsrSetupPage)

G_END_DECLS
