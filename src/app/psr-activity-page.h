/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"
#include "psr-request-list.h"

G_BEGIN_DECLS

#define PSR_TYPE_ACTIVITY_PAGE (psr_activity_page_get_type ())

G_DECLARE_FINAL_TYPE (PsrActivityPage, psr_activity_page, PSR, ACTIVITY_PAGE, AdwBin)

void psr_activity_page_set_desk (PsrActivityPage *self,
                                 PsrDesk         *desk);
void psr_activity_page_export_to
                                (PsrActivityPage *self,
                                 GFile           *file);

G_END_DECLS
