/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"

G_BEGIN_DECLS

#define PSR_TYPE_RECORD_PAGE (psr_record_page_get_type ())

G_DECLARE_FINAL_TYPE (PsrRecordPage, psr_record_page, PSR, RECORD_PAGE, AdwNavigationPage)

AdwNavigationPage *psr_record_page_new (PsrDesk    *desk,
                                        const char *flow,
                                        const char *row,
                                        const char *number);

G_END_DECLS
