/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-day-row"

#include "config.h"

#include <stdio.h>

#include "psr-day-row.h"
#include "psr-format.h"

/**
 * PsrDayRow:
 *
 * A row with a day, which is chosen in a calendar.
 */
struct _PsrDayRow
{
  AdwActionRow   parent_instance;

  GtkMenuButton *button;
  GtkCalendar   *calendar;
  gboolean       is_showing;
};

G_DEFINE_FINAL_TYPE (PsrDayRow, psr_day_row, ADW_TYPE_ACTION_ROW)

/* The arrows choose another month or year, and the calendar tells of a day only when
 * its number changes. */
static void
on_month (PsrDayRow *self)
{
  g_autoptr(GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autofree char *date = g_date_time_format (day, "%Y-%m-%d");
  g_autofree char *text = psr_format_date (date);

  gtk_menu_button_set_label (self->button, text);
}

static void
on_day (PsrDayRow *self)
{
  on_month (self);
  if (!self->is_showing)
    gtk_menu_button_popdown (self->button);
}

static void
psr_day_row_class_init (PsrDayRowClass *klass)
{
}

static void
psr_day_row_init (PsrDayRow *self)
{
  static const char * const signals[] = { "next-month", "prev-month", "next-year", "prev-year" };
  GtkWidget *popover = gtk_popover_new ();

  self->calendar = GTK_CALENDAR (gtk_calendar_new ());
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->calendar));
  gtk_menu_button_set_popover (self->button, popover);
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "numeric");
  g_signal_connect_object (self->calendar, "day-selected", G_CALLBACK (on_day), self, G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (self->calendar, signals[i], G_CALLBACK (on_month), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->button));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), GTK_WIDGET (self->button));
}

/**
 * psr_day_row_new:
 * @title: what the day is for
 * @day: `YYYY-MM-DD`
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
psr_day_row_new (const char *title,
                 const char *day)
{
  PsrDayRow *self = g_object_new (PSR_TYPE_DAY_ROW, "title", title, NULL);

  psr_day_row_set_day (self, day);

  return GTK_WIDGET (self);
}

/**
 * psr_day_row_set_day:
 * @self: a row
 * @day: `YYYY-MM-DD`
 *
 * Shows a day.
 */
void
psr_day_row_set_day (PsrDayRow  *self,
                     const char *day)
{
  g_autoptr(GDateTime) date = NULL;
  int year, month, number;

  g_return_if_fail (PSR_IS_DAY_ROW (self));
  g_return_if_fail (day != NULL);

  if (sscanf (day, "%d-%d-%d", &year, &month, &number) == 3)
    date = g_date_time_new_utc (year, month, number, 0, 0, 0);
  if (date == NULL)
    return;

  self->is_showing = TRUE;
  gtk_calendar_select_day (self->calendar, date);
  on_month (self);
  self->is_showing = FALSE;
}

/**
 * psr_day_row_dup_day:
 * @self: a row
 *
 * Returns: (transfer full): the day, `YYYY-MM-DD`
 */
char *
psr_day_row_dup_day (PsrDayRow *self)
{
  g_autoptr(GDateTime) day = NULL;

  g_return_val_if_fail (PSR_IS_DAY_ROW (self), NULL);

  day = gtk_calendar_get_date (self->calendar);

  return g_date_time_format (day, "%Y-%m-%d");
}
