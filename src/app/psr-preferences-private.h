/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-preferences.h"

G_BEGIN_DECLS

/* What the pages of the preferences are made of. */

GtkWidget *psr_preferences_add_group    (GtkWidget   *page,
                                         const char  *title,
                                         const char  *description);
void       psr_preferences_add_value    (GtkWidget   *group,
                                         const char  *title,
                                         const char  *value);
GtkWidget *psr_preferences_add_button   (GtkWidget   *group,
                                         const char  *title);
void       psr_preferences_note_change  (GtkWidget   *row);
void       psr_preferences_add_flows    (GtkWidget   *page,
                                         PsrDesk     *desk);
void       psr_preferences_add_intervals
                                        (GtkWidget   *page,
                                         PsrDesk     *desk);
void       psr_preferences_add_log      (GtkWidget   *page,
                                         PsrDesk     *desk);
void       psr_preferences_add_rules    (GtkWidget   *group,
                                         PsrProfile  *profile);
void       psr_preferences_add_sign_in  (GtkWidget   *group,
                                         PsrDesk     *desk);

G_END_DECLS
