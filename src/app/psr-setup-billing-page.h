/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-setup-page.h"

G_BEGIN_DECLS

#define PSR_TYPE_SETUP_BILLING_PAGE (psr_setup_billing_page_get_type ())

G_DECLARE_FINAL_TYPE (PsrSetupBillingPage, psr_setup_billing_page, PSR, SETUP_BILLING_PAGE, PsrSetupPage)

G_END_DECLS
