/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-application-actions"

#include "config.h"

#include "psr-about.h"
#include "psr-application-private.h"
#include "psr-preferences.h"
#include "psr-shortcuts.h"
#include "psr-window.h"

/* What leads from the menu, a notification or the desktop's search into the window. */

static void
show_about (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  adw_dialog_present (psr_about_new_dialog (), GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (data))));
}

static void
show_shortcuts (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (data));

  adw_dialog_present (psr_shortcuts_new_dialog (), GTK_WIDGET (window));
}

/* What was changed in the profile takes effect with what is opened next. */
static void
on_preferences_closed (AdwDialog      *dialog,
                       PsrApplication *self)
{
  GtkWindow *window = psr_application_get_window (self);
  const char *lost = psr_preferences_get_lost (dialog);

  if (lost != NULL && window != NULL)
    psr_window_tell (PSR_WINDOW (window), lost);
  if (psr_preferences_has_changed (dialog) && self->desk != NULL && psr_desk_get_state (self->desk) == PSR_DESK_OPEN)
    g_object_weak_ref (G_OBJECT (dialog), psr_application_reopen_after, g_object_ref (self));
}

static void
show_preferences (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  PsrApplication *self = PSR_APPLICATION (data);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  GAction *setup = g_action_map_lookup_action (G_ACTION_MAP (self), "setup");
  AdwDialog *dialog;

  /* A window that leaves has nothing to show any more. */
  if (window == NULL || self->desk == NULL)
    return;

  dialog = psr_preferences_new (self->desk, self->settings, self->is_demo, setup != NULL);
  g_signal_connect_object (dialog, "closed", G_CALLBACK (on_preferences_closed), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

static gboolean
on_close_and_delete (gpointer data)
{
  PsrApplication *self = PSR_APPLICATION (data);
  AdwDialog *dialog;
  GtkWindow *window = psr_application_get_window (self);

  if (self->desk == NULL || psr_desk_get_state (self->desk) != PSR_DESK_OPEN || window == NULL)
    return G_SOURCE_REMOVE;

  while ((dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window))) != NULL)
    adw_dialog_force_close (dialog);
  self->deletes = TRUE;
  psr_application_reopen (self);

  return G_SOURCE_REMOVE;
}

static void
delete_data (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  PsrApplication *self = PSR_APPLICATION (data);

  g_variant_get (parameter, "(bb)", &self->deletes_secrets, &self->deletes_profile);
  g_idle_add_full (G_PRIORITY_DEFAULT, on_close_and_delete, g_object_ref (data), g_object_unref);
}

static PsrWindow *
come_back (GApplication *application)
{
  GtkWindow *window;

  g_application_activate (application);
  window = gtk_application_get_active_window (GTK_APPLICATION (application));

  return window != NULL && PSR_IS_WINDOW (window) ? PSR_WINDOW (window) : NULL;
}

/* What a notification leads to. */
static void
show_work (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  PsrWindow *window = come_back (G_APPLICATION (data));
  const char *queue;
  const char *number;

  g_variant_get (parameter, "(&s&s)", &queue, &number);
  if (window != NULL)
    psr_window_show_work (window, queue, number);
}

/* As above, but that work and no other whose number is like it. */
static void
open_work (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  PsrWindow *window = come_back (G_APPLICATION (data));
  const char *queue;
  const char *number;
  gint64 id;

  g_variant_get (parameter, "(&s&sx)", &queue, &number, &id);
  if (window != NULL)
    psr_window_open_work (window, queue, number, id);
}

static void
open_record (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  PsrWindow *window = come_back (G_APPLICATION (data));
  const char *flow;
  const char *row;
  const char *number;

  g_variant_get (parameter, "(&s&s&s)", &flow, &row, &number);
  if (window != NULL)
    psr_window_open_record (window, flow, row, number);
}

/**
 * psr_application_add_actions:
 * @self: the application
 *
 * Gives it the actions that lead to something in its window.
 */
void
psr_application_add_actions (PsrApplication *self)
{
  static const GActionEntry actions[] = {
    { .name = "about", .activate = show_about },
    { .name = "delete-data", .activate = delete_data, .parameter_type = "(bb)" },
    { .name = "open-record", .activate = open_record, .parameter_type = "(sss)" },
    { .name = "open-work", .activate = open_work, .parameter_type = "(ssx)" },
    { .name = "preferences", .activate = show_preferences },
    { .name = "shortcuts", .activate = show_shortcuts },
    { .name = "show-work", .activate = show_work, .parameter_type = "(ss)" },
  };

  g_return_if_fail (PSR_IS_APPLICATION (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
