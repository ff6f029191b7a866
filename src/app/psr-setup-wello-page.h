/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-setup-page.h"

G_BEGIN_DECLS

#define PSR_TYPE_SETUP_WELLO_PAGE (psr_setup_wello_page_get_type ())

G_DECLARE_FINAL_TYPE (PsrSetupWelloPage, psr_setup_wello_page, PSR, SETUP_WELLO_PAGE, PsrSetupPage)

G_END_DECLS
