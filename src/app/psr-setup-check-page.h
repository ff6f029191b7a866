/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-setup-page.h"

G_BEGIN_DECLS

#define PSR_TYPE_SETUP_CHECK_PAGE (psr_setup_check_page_get_type ())

G_DECLARE_FINAL_TYPE (PsrSetupCheckPage, psr_setup_check_page, PSR, SETUP_CHECK_PAGE, PsrSetupPage)

G_END_DECLS
