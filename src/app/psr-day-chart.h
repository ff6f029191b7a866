/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PSR_TYPE_DAY_CHART (psr_day_chart_get_type ())

G_DECLARE_FINAL_TYPE (PsrDayChart, psr_day_chart, PSR, DAY_CHART, GtkWidget)

void psr_day_chart_begin         (PsrDayChart        *self,
                                  const char         *title,
                                  const char * const *columns);
void psr_day_chart_add           (PsrDayChart        *self,
                                  guint               value,
                                  guint               part,
                                  gboolean            is_marked,
                                  const char * const *cells);
void psr_day_chart_end           (PsrDayChart        *self,
                                  const char         *summary);
void psr_day_chart_present_table (PsrDayChart        *self,
                                  GtkWidget          *parent);

G_END_DECLS
