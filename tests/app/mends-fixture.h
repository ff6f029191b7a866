/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "help-fixture.h"
#include "office-fixture.h"
#include "psr-review-pane.h"

/* Goes to a work order, and presses the button of what is in its way. */

static inline gboolean
is_pane (GtkWidget *widget,
         gpointer   unused)
{
  return PSR_IS_REVIEW_PANE (widget);
}

static inline GtkWidget *
get_window (void)
{
  GtkWindow *window = NULL;

  while ((window = gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()))) == NULL ||
         !gtk_widget_get_mapped (GTK_WIDGET (window)))
    g_main_context_iteration (NULL, TRUE);

  return GTK_WIDGET (window);
}

static inline void
be_quick (void)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
}

/* Goes to the work order of a case, as a notification does, once it is so that its
 * state can be read. */
static inline GtkWidget *
look_at (GtkWidget  *window,
         Office     *office,
         const char *name,
         const char *queue,
         const char *state)
{
  g_autofree char *number = office_find_case (office, name, "internal_number");
  g_autofree char *title = g_strconcat (number, " · ", NULL);
  GtkWidget *pane = NULL;

  waited_for = name;
  g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()), "show-work",
                                  g_variant_new ("(ss)", queue, number));
  while (pane == NULL || !sees (pane, title) || !sees (pane, state) || !sees (pane, "passed"))
    {
      g_main_context_iteration (NULL, TRUE);
      pane = find_widget (get_window (), is_pane, NULL);
    }

  return pane;
}

static inline gboolean
is_check_row (GtkWidget *widget,
              gpointer   what)
{
  return ADW_IS_PREFERENCES_ROW (widget) && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), what);
}

static inline gboolean
is_help_link (GtkWidget *widget,
              gpointer   unused)
{
  return GTK_IS_BUTTON (widget) &&
         g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), "app.help-page") == 0;
}

/* Each that is in the way has one, and beside it a link to the help. */
static inline guint
count_buttons (GtkWidget *widget)
{
  guint n = GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) && !is_help_link (widget, NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_buttons (child);

  return n;
}

/* The one button of what is in the way. */
static inline void
mend (GtkWidget  *pane,
      const char *what,
      const char *button)
{
  GtkWidget *row;

  waited_for = what;
  /* Where the list is ahead of what is shown, pressing it rings the bell only. */
  while ((row = find_widget (pane, is_check_row, (gpointer) what)) == NULL || count_buttons (row) != 1 ||
         !psr_review_pane_is_current (PSR_REVIEW_PANE (pane)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (find_widget (row, is_help_link, NULL));
  press (row, button);
}
