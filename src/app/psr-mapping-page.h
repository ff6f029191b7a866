/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"

G_BEGIN_DECLS

#define PSR_TYPE_MAPPING_PAGE (psr_mapping_page_get_type ())

G_DECLARE_FINAL_TYPE (PsrMappingPage, psr_mapping_page, PSR, MAPPING_PAGE, AdwNavigationPage)

AdwNavigationPage *psr_mapping_page_new (PsrDesk    *desk,
                                         const char *flow,
                                         const char *title);

G_END_DECLS
