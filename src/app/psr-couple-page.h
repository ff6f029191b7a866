/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"
#include "psr-matching.h"

G_BEGIN_DECLS

#define PSR_TYPE_COUPLE_PAGE (psr_couple_page_get_type ())

G_DECLARE_FINAL_TYPE (PsrCouplePage, psr_couple_page, PSR, COUPLE_PAGE, AdwNavigationPage)

AdwNavigationPage *psr_couple_page_new (PsrDesk     *desk,
                                        const char  *flow,
                                        PsrMatchRow *bc,
                                        PsrMatchRow *wello);

G_END_DECLS
