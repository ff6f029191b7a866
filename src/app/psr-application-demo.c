/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-application-demo"

#include "config.h"

#include "psr-application-private.h"
#include "psr-error-window.h"
#include "psr-main-hop.h"
#include "psr-window.h"

/* Example data from stand-ins on this computer, in place of what is open. */

static DexFuture *
on_started (DexFuture *future,
            gpointer   data)
{
  PsrApplication *self = PSR_APPLICATION (data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (value == NULL)
    {
      g_message ("There is no example data: %s", error->message);
      dex_clear (&self->starting);
      gtk_window_present (psr_error_window_new (ADW_APPLICATION (self), error, "app.demo"));
      g_application_release (G_APPLICATION (self));
      return dex_future_new_true ();
    }

  self->demo = g_value_dup_object (value);
  self->is_demo = TRUE;
  psr_application_open_desk (self, psr_demo_get_profile (self->demo), psr_demo_get_state (self->demo),
                             psr_demo_get_credentials (self->demo));
  g_application_release (G_APPLICATION (self));

  return dex_future_new_true ();
}

/**
 * psr_application_start_demo:
 * @self: the application
 *
 * Starts the stand-ins, and opens their example data; once is enough.
 */
void
psr_application_start_demo (PsrApplication *self)
{
  g_return_if_fail (PSR_IS_APPLICATION (self));

  if (self->starting != NULL)
    return;

  g_application_hold (G_APPLICATION (self));
  self->starting = dex_future_finally (psr_main_hop (psr_demo_start ()), on_started, g_object_ref (self), g_object_unref);
}

static void
start_in_place_of (PsrApplication *self,
                   GtkWindow      *window)
{
  psr_application_start_demo (self);
  if (window != NULL)
    gtk_window_destroy (window);
}

static DexFuture *
on_desk_closed (DexFuture *future,
                gpointer   data)
{
  PsrApplication *self = PSR_APPLICATION (data);
  GtkWindow *window = psr_application_get_window (self);

  /* Whoever closed the window meanwhile wants no other one. */
  if (window != NULL && !psr_window_is_leaving (PSR_WINDOW (window)))
    start_in_place_of (self, window);

  return dex_future_new_true ();
}

static PsrDeskState
get_state (PsrApplication *self)
{
  return self->desk != NULL ? psr_desk_get_state (self->desk) : PSR_DESK_NOT_SET_UP;
}

static gboolean
can_start (PsrApplication *self)
{
  return self->demo == NULL && get_state (self) != PSR_DESK_OPENING && get_state (self) != PSR_DESK_DELETING;
}

static void
try_demo (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  PsrApplication *self = PSR_APPLICATION (data);
  GtkWindow *window = psr_application_get_window (self);

  if (!can_start (self))
    return;

  if (window != NULL && get_state (self) == PSR_DESK_OPEN)
    psr_window_leave_for_demo (PSR_WINDOW (window));
  else
    g_action_group_activate_action (G_ACTION_GROUP (self), "start-demo", NULL);
}

/* Somebody agreed to it. What is open is closed in order, as for another company. */
static void
start_demo (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  PsrApplication *self = PSR_APPLICATION (data);

  if (!can_start (self))
    return;

  if (get_state (self) != PSR_DESK_OPEN)
    {
      start_in_place_of (self, gtk_application_get_active_window (GTK_APPLICATION (self)));
      return;
    }

  g_clear_pointer (&self->next_company, g_free);
  dex_clear (&self->reopening);
  self->reopening = dex_future_finally (psr_main_hop (psr_desk_close (self->desk)), on_desk_closed,
                                        g_object_ref (self), g_object_unref);
}

/**
 * psr_application_add_demo_action:
 * @self: the application
 *
 * Gives it the actions that lead to the example data.
 */
void
psr_application_add_demo_action (PsrApplication *self)
{
  static const GActionEntry actions[] = {
    { .name = "demo", .activate = try_demo },
    { .name = "start-demo", .activate = start_demo },
  };

  g_return_if_fail (PSR_IS_APPLICATION (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
