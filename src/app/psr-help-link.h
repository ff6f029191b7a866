/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void       psr_help_link_install      (GtkApplication *application);
GtkWidget *psr_help_link_new          (const char     *page,
                                       const char     *about);
GtkWidget *psr_help_link_new_labelled (const char     *page);
void       psr_help_link_set_page     (GtkWidget      *link,
                                       const char     *page,
                                       const char     *about);

G_END_DECLS
