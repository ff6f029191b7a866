/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PSR_TYPE_STATE_BIN (psr_state_bin_get_type ())

G_DECLARE_FINAL_TYPE (PsrStateBin, psr_state_bin, PSR, STATE_BIN, AdwBin)

GtkWidget *psr_state_bin_new          (void);
void       psr_state_bin_set_content  (PsrStateBin  *self,
                                       GtkWidget    *content);
void       psr_state_bin_show_loading (PsrStateBin  *self,
                                       const char   *title);
void       psr_state_bin_show_content (PsrStateBin  *self);
void       psr_state_bin_show_empty   (PsrStateBin  *self,
                                       const char   *icon,
                                       const char   *title,
                                       const char   *description);
void       psr_state_bin_show_error   (PsrStateBin  *self,
                                       const GError *error,
                                       const char   *retry_action);

G_END_DECLS
