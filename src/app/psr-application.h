/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PSR_TYPE_APPLICATION (psr_application_get_type ())

G_DECLARE_FINAL_TYPE (PsrApplication, psr_application, PSR, APPLICATION, AdwApplication)

PsrApplication *psr_application_new (void);

G_END_DECLS
