/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PSR_TYPE_FIT_BIN (psr_fit_bin_get_type ())

G_DECLARE_FINAL_TYPE (PsrFitBin, psr_fit_bin, PSR, FIT_BIN, GtkWidget)

GtkWidget *psr_fit_bin_new (GtkWidget *wide,
                            GtkWidget *narrow);

G_END_DECLS
