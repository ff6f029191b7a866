/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"
#include "psr-mapping-example.h"

G_BEGIN_DECLS

#define PSR_TYPE_MAPPING_FIELD_PAGE (psr_mapping_field_page_get_type ())

G_DECLARE_FINAL_TYPE (PsrMappingFieldPage, psr_mapping_field_page, PSR, MAPPING_FIELD_PAGE, AdwNavigationPage)

AdwNavigationPage *psr_mapping_field_page_new (PsrDesk           *desk,
                                               const char        *name,
                                               const char        *target,
                                               PsrMappingExample *example);

G_END_DECLS
