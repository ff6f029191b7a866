/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-flow-settings.h"
#include "psr-preferences.h"

G_BEGIN_DECLS

/* What the pages of the preferences are made of. */

GtkWidget *psr_preferences_add_group    (GtkWidget   *page,
                                         const char  *title,
                                         const char  *description);
void       psr_preferences_add_value    (GtkWidget   *group,
                                         const char  *title,
                                         const char  *value);
void       psr_preferences_tell         (GtkWidget   *dialog,
                                         const char  *text);
GtkWidget *psr_preferences_add_button   (GtkWidget   *group,
                                         const char  *title);
void       psr_preferences_note_change  (GtkWidget   *row);
gboolean   psr_preferences_is_put_back  (GtkWidget   *row);
void       psr_preferences_keep_value   (GtkWidget   *row,
                                         const char  *property);
void       psr_preferences_put_back     (GtkWidget   *row,
                                         const char  *property);
void       psr_preferences_settle       (GtkWidget   *row,
                                         const char  *property,
                                         GError      *error);
PsrProfile *
           psr_preferences_read_profile (PsrDesk     *desk);
char      *psr_preferences_dup_every    (guint        minutes);
GtkWidget *psr_preferences_add_interval (GtkWidget   *group,
                                         PsrDesk     *desk,
                                         const char  *task,
                                         const char  *title,
                                         const char  *fixed);
void       psr_preferences_add_fixed    (GtkWidget   *group,
                                         const char  *title,
                                         const char  *value,
                                         const char  *why);
GtkWidget *psr_preferences_add_filter   (GtkWidget             *group,
                                         PsrDesk               *desk,
                                         const PsrFlowSettings *flow,
                                         PsrFlowSettingKind     kind,
                                         const char            *title);
gboolean   psr_preferences_filter_is_open
                                        (GtkWidget   *row);
void       psr_preferences_add_flows    (GtkWidget   *page,
                                         PsrDesk     *desk);
void       psr_preferences_add_intervals
                                        (GtkWidget   *page,
                                         PsrDesk     *desk);
void       psr_preferences_add_log      (GtkWidget   *page,
                                         PsrDesk     *desk);
void       psr_preferences_add_rules    (GtkWidget   *page,
                                         PsrDesk     *desk);
void       psr_preferences_add_sign_in  (GtkWidget   *group,
                                         PsrDesk     *desk);

G_END_DECLS
