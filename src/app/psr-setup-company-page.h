/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-setup-page.h"

G_BEGIN_DECLS

#define PSR_TYPE_SETUP_COMPANY_PAGE (psr_setup_company_page_get_type ())

G_DECLARE_FINAL_TYPE (PsrSetupCompanyPage, psr_setup_company_page, PSR, SETUP_COMPANY_PAGE, PsrSetupPage)

G_END_DECLS
