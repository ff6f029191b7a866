/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-start-page"

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "psr-format.h"
#include "psr-setup-start-page.h"

/**
 * PsrSetupStartPage:
 *
 * From which day on Passerelle bills, and that nobody else does.
 */
struct _PsrSetupStartPage
{
  PsrSetupPage   parent_instance;

  AdwActionRow  *day_row;
  GtkMenuButton *day_button;
  GtkPopover    *day_popover;
  GtkCalendar   *calendar;
  AdwActionRow  *work_row;
  AdwSwitchRow  *alone_row;
  GtkEditable   *prefix_row;
  gboolean       is_showing;
};

G_DEFINE_FINAL_TYPE (PsrSetupStartPage, psr_setup_start_page, PSR_TYPE_SETUP_PAGE)

/* The arrows choose another month or year, and the calendar tells of a day only when
 * its number changes. */
static void
on_month (PsrSetupStartPage *self)
{
  g_autoptr(GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autofree char *text = g_date_time_format (day, "%Y-%m-%d");

  if (!self->is_showing)
    psr_setup_set_value (psr_setup_page_get_setup (PSR_SETUP_PAGE (self)), PSR_PROFILE_BILLING_FROM, text);
}

static void
on_day (PsrSetupStartPage *self)
{
  if (self->is_showing)
    return;

  on_month (self);
  gtk_popover_popdown (self->day_popover);
}

static void
on_alone (PsrSetupStartPage *self)
{
  if (!self->is_showing)
    psr_setup_set_is_alone (psr_setup_page_get_setup (PSR_SETUP_PAGE (self)), adw_switch_row_get_active (self->alone_row));
}

static void
show_day (PsrSetupStartPage *self,
          const char        *text)
{
  g_autoptr(GDateTime) day = NULL;
  g_autofree char *shown = NULL;
  int year, month, number;

  if (text == NULL || sscanf (text, "%d-%d-%d", &year, &month, &number) != 3)
    {
      gtk_menu_button_set_label (self->day_button, _("Choose…"));
      return;
    }

  day = g_date_time_new_utc (year, month, number, 0, 0, 0);
  if (day == NULL)
    return;

  shown = psr_format_date (text);
  gtk_menu_button_set_label (self->day_button, shown);
  gtk_calendar_select_day (self->calendar, day);
}

static void
show_work (PsrSetupStartPage *self,
           PsrSetup          *setup)
{
  g_autofree char *text = NULL;
  guint n_ready;
  guint n_before;
  gboolean is_known = psr_setup_count_work (setup, &n_ready, &n_before);

  gtk_widget_set_visible (GTK_WIDGET (self->work_row), is_known);
  if (!is_known)
    return;

  if (n_ready == 0)
    text = g_strdup (_("Nothing yet"));
  else if (n_before == 0)
    text = g_strdup_printf (ngettext ("%u invoice", "%u invoices", n_ready), n_ready);
  else
    /* Translators: how many are ready, and how many of these are from before the first day. */
    text = g_strdup_printf (ngettext ("%u invoice, %u of it from before that day",
                                      "%u invoices, %u of them from before that day", n_ready), n_ready, n_before);
  adw_action_row_set_subtitle (self->work_row, text);
}

static void
psr_setup_start_page_refresh (PsrSetupPage *page)
{
  PsrSetupStartPage *self = PSR_SETUP_START_PAGE (page);
  PsrSetup *setup = psr_setup_page_get_setup (page);
  g_autofree char *from = psr_setup_dup_value (setup, PSR_PROFILE_BILLING_FROM);

  self->is_showing = TRUE;
  show_day (self, from);
  adw_switch_row_set_active (self->alone_row, psr_setup_get_is_alone (setup));
  self->is_showing = FALSE;
  show_work (self, setup);
  psr_setup_row_show (self->prefix_row, page, PSR_PROFILE_BILLING_EXTERNAL_NUMBER_PREFIX);
}

static void
psr_setup_start_page_dispose (GObject *object)
{
  PSR_SETUP_START_PAGE (object)->is_showing = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_SETUP_START_PAGE);

  G_OBJECT_CLASS (psr_setup_start_page_parent_class)->dispose (object);
}

static void
psr_setup_start_page_class_init (PsrSetupStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_setup_start_page_dispose;
  PSR_SETUP_PAGE_CLASS (klass)->refresh = psr_setup_start_page_refresh;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-setup-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrSetupStartPage, day_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupStartPage, day_button);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupStartPage, day_popover);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupStartPage, calendar);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupStartPage, work_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupStartPage, alone_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupStartPage, prefix_row);
  gtk_widget_class_bind_template_callback (widget_class, on_alone);
  gtk_widget_class_bind_template_callback (widget_class, on_day);
  gtk_widget_class_bind_template_callback (widget_class, on_month);
}

static void
psr_setup_start_page_init (PsrSetupStartPage *self)
{
  self->is_showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_showing = FALSE;
  psr_setup_row_bind (self->prefix_row, PSR_SETUP_PAGE (self), PSR_PROFILE_BILLING_EXTERNAL_NUMBER_PREFIX);
}
