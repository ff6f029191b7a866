/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PSR_TYPE_SETUP_CHOOSER (psr_setup_chooser_get_type ())

G_DECLARE_FINAL_TYPE (PsrSetupChooser, psr_setup_chooser, PSR, SETUP_CHOOSER, AdwComboRow)

GtkWidget  *psr_setup_chooser_new       (void);
void        psr_setup_chooser_set_none  (PsrSetupChooser *self,
                                         const char      *title);
void        psr_setup_chooser_set_other (PsrSetupChooser *self,
                                         const char      *title);
void        psr_setup_chooser_show      (PsrSetupChooser *self,
                                         GPtrArray       *choices,
                                         const char      *value);

G_END_DECLS
