/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-setup.h"

G_BEGIN_DECLS

#define PSR_TYPE_SETUP_DIALOG (psr_setup_dialog_get_type ())

G_DECLARE_FINAL_TYPE (PsrSetupDialog, psr_setup_dialog, PSR, SETUP_DIALOG, AdwDialog)

AdwDialog *psr_setup_dialog_new            (PsrSetup     *setup);
AdwDialog *psr_setup_dialog_new_for_step   (PsrSetup     *setup,
                                            PsrSetupStep  step);
gboolean   psr_setup_dialog_is_single_step (PsrSetupStep  step);

G_END_DECLS
