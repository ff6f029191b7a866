/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"

G_BEGIN_DECLS

#define PSR_TYPE_SIGN_IN (psr_sign_in_get_type ())

G_DECLARE_FINAL_TYPE (PsrSignIn, psr_sign_in, PSR, SIGN_IN, AdwDialog)

gboolean psr_sign_in_is_possible (PsrDesk   *desk);
void     psr_sign_in_present     (PsrDesk   *desk,
                                  GtkWidget *parent);

G_END_DECLS
