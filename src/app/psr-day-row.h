/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PSR_TYPE_DAY_ROW (psr_day_row_get_type ())

G_DECLARE_FINAL_TYPE (PsrDayRow, psr_day_row, PSR, DAY_ROW, AdwActionRow)

GtkWidget *psr_day_row_new     (const char *title,
                                const char *day);
char      *psr_day_row_dup_day (PsrDayRow  *self);
void       psr_day_row_set_day (PsrDayRow  *self,
                                const char *day);

G_END_DECLS
