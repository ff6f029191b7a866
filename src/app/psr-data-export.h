/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"

G_BEGIN_DECLS

void       psr_data_export_choose (PsrDesk   *desk,
                                   GtkWidget *parent);
DexFuture *psr_data_export_to     (PsrDesk   *desk,
                                   GFile     *folder);
void       psr_data_export_tell   (GtkWidget *parent);

G_END_DECLS
