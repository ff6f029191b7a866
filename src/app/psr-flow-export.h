/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <libdex.h>

G_BEGIN_DECLS

void psr_flow_export_to (GtkWidget *page,
                         GFile     *file,
                         DexFuture *reading);

G_END_DECLS
