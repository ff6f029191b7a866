/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"

G_BEGIN_DECLS

#define PSR_TYPE_WINDOW (psr_window_get_type ())

G_DECLARE_FINAL_TYPE (PsrWindow, psr_window, PSR, WINDOW, AdwApplicationWindow)

PsrWindow *psr_window_new       (AdwApplication *application,
                                 PsrDesk        *desk,
                                 gboolean        is_demo);
PsrDesk   *psr_window_get_desk  (PsrWindow      *self);
void       psr_window_show_area (PsrWindow      *self,
                                 const char     *area);
void       psr_window_show_work (PsrWindow      *self,
                                 const char     *queue,
                                 const char     *number);
void       psr_window_open_work (PsrWindow      *self,
                                 const char     *queue,
                                 const char     *number,
                                 gint64          id);
void       psr_window_open_record
                                (PsrWindow      *self,
                                 const char     *flow,
                                 const char     *row,
                                 const char     *number);
void       psr_window_quit      (PsrWindow      *self);
gboolean   psr_window_get_quits (PsrWindow      *self);
void       psr_window_leave_for (PsrWindow      *self,
                                 const char     *company);
void       psr_window_leave_for_demo
                                (PsrWindow      *self);
gboolean   psr_window_is_leaving
                                (PsrWindow      *self);
void       psr_window_show_finishing
                                (PsrWindow      *self);
void       psr_window_come_back (PsrWindow      *self);
void       psr_window_tell      (PsrWindow      *self,
                                 const char     *text);
void       psr_window_take_place_of
                                (PsrWindow      *self,
                                 PsrWindow      *other);

G_END_DECLS
