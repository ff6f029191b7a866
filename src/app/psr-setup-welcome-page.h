/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-setup-page.h"

G_BEGIN_DECLS

#define PSR_TYPE_SETUP_WELCOME_PAGE (psr_setup_welcome_page_get_type ())

G_DECLARE_FINAL_TYPE (PsrSetupWelcomePage, psr_setup_welcome_page, PSR, SETUP_WELCOME_PAGE, PsrSetupPage)

G_END_DECLS
