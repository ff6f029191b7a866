/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-setup-page.h"

G_BEGIN_DECLS

#define PSR_TYPE_SETUP_BC_PAGE (psr_setup_bc_page_get_type ())

G_DECLARE_FINAL_TYPE (PsrSetupBcPage, psr_setup_bc_page, PSR, SETUP_BC_PAGE, PsrSetupPage)

G_END_DECLS
