/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void psr_column_title_align_end (GtkColumnView *view,
                                 const char    *title);

G_END_DECLS
