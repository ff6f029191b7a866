/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-application-company"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-application-private.h"
#include "psr-company-add.h"
#include "psr-company-list.h"
#include "psr-error-window.h"
#include "psr-main-hop.h"
#include "psr-profile-places.h"
#include "psr-setup-dialog.h"
#include "psr-system-random.h"
#include "psr-thread-executor.h"
#include "psr-window.h"

/* Which of several companies the window is about, and setting up one more. */

#define KEY "company"

/* Whether it is the one of the command line, or of a start without one. */
static gboolean
is_given (PsrApplication *self,
          const char     *name)
{
  return g_strcmp0 (name, self->profile != NULL ? self->profile : "") == 0;
}

static gboolean
remembers (PsrApplication *self)
{
  return self->profile == NULL && self->state == NULL && self->credentials == NULL && !self->is_demo;
}

static gboolean
is_there (const char *name)
{
  g_autoptr(GPtrArray) companies = psr_company_list (NULL, NULL);

  for (guint i = 0; i < companies->len; i++)
    {
      if (g_str_equal (((const PsrCompany *) companies->pdata[i])->name, name))
        return TRUE;
    }

  return FALSE;
}

/**
 * psr_application_dup_own:
 * @self: the application
 *
 * Returns: (transfer full): what it opens by itself: the profile of the command line, else
 *   the one that was open last, else "" for the user's only one
 */
char *
psr_application_dup_own (PsrApplication *self)
{
  g_autoptr(GSettings) settings = NULL;
  g_autofree char *last = NULL;

  g_return_val_if_fail (PSR_IS_APPLICATION (self), NULL);

  if (!remembers (self))
    return g_strdup (self->profile != NULL ? self->profile : "");

  settings = g_settings_new (APP_ID);
  last = g_settings_get_string (settings, KEY);

  return *last != '\0' && is_there (last) ? g_steal_pointer (&last) : g_strdup ("");
}

/**
 * psr_application_list_companies:
 * @self: the application
 *
 * Returns: (transfer full) (element-type PsrCompany): what can be opened, also what is open
 *   and what the command line named; none beside example data
 */
GPtrArray *
psr_application_list_companies (PsrApplication *self)
{
  g_return_val_if_fail (PSR_IS_APPLICATION (self), NULL);

  return self->is_demo ? g_ptr_array_new () : psr_company_list (self->profile, self->company);
}

static void
note_company (PsrApplication *self,
              const char     *name,
              const char     *profile,
              const char     *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "company");

  g_set_str (&self->company, name);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (name));
  if (!remembers (self))
    return;

  if (g_settings_is_writable (self->settings, KEY))
    g_settings_set_string (self->settings, KEY, name);
  if (self->search != NULL)
    psr_search_provider_set_places (self->search, profile, state);
}

/**
 * psr_application_open_company:
 * @self: the application
 *
 * Opens what was chosen, else what was open, else what is opened first.
 */
void
psr_application_open_company (PsrApplication *self)
{
  g_auto(PsrProfilePlaces) places = { 0, };
  g_autofree char *name = NULL;
  g_autofree char *credentials = NULL;
  g_autoptr(GError) error = NULL;

  g_return_if_fail (PSR_IS_APPLICATION (self));

  if (self->next_company == NULL && self->opened[0] != NULL)
    {
      places.profile = g_strdup (self->opened[0]);
      places.state = g_strdup (self->opened[1]);
      credentials = g_strdup (self->opened[2]);
    }
  else
    {
      name = self->next_company != NULL ? g_steal_pointer (&self->next_company) : psr_application_dup_own (self);
      /* What can't be one was refused before. A folder of state or secrets is that of the profile beside which it was given. */
      psr_profile_places_find (*name != '\0' ? name : NULL, is_given (self, name) ? self->state : NULL, &places, &error);
      g_assert_no_error (error);
      credentials = is_given (self, name) ? g_strdup (self->credentials) : NULL;
      note_company (self, name, places.profile, places.state);
    }

  psr_application_open_desk (self, places.profile, places.state, credentials);
}

static DexFuture *
on_desk_closed (DexFuture *future,
                gpointer   data)
{
  PsrApplication *self = PSR_APPLICATION (data);
  GtkWindow *window = psr_application_get_window (self);
  gboolean is_same = self->next_company == NULL;

  /* Whoever came back meanwhile has it at work again: nothing of it goes on behind the next one. */
  if (!psr_desk_is_at_rest (self->desk) && (window == NULL || !psr_window_is_leaving (PSR_WINDOW (window))))
    {
      psr_application_leave_desk (self);
      return dex_future_new_true ();
    }

  /* Whoever closed the window meanwhile wants no other one. */
  if (window != NULL ? psr_window_is_leaving (PSR_WINDOW (window)) : !psr_background_get_stays (self->background))
    {
      self->deletes = FALSE;
      g_clear_pointer (&self->next_company, g_free);
      return dex_future_new_true ();
    }

  self->starts_hidden = window == NULL;
  psr_application_open_company (self);
  if (window != NULL)
    {
      if (is_same && psr_application_get_window (self) != NULL && psr_application_get_window (self) != window)
        psr_window_take_place_of (PSR_WINDOW (psr_application_get_window (self)), PSR_WINDOW (window));
      gtk_window_destroy (window);
    }

  return dex_future_new_true ();
}

/**
 * psr_application_leave_desk:
 * @self: the application
 *
 * Closes what is open, in order, and opens it once more, or another company in its place.
 */
void
psr_application_leave_desk (PsrApplication *self)
{
  GtkWindow *window = psr_application_get_window (self);

  if (window != NULL)
    psr_window_show_finishing (PSR_WINDOW (window));
  dex_clear (&self->reopening);
  self->reopening = dex_future_finally (psr_main_hop (psr_desk_close (self->desk)), on_desk_closed,
                                        g_object_ref (self), g_object_unref);
}

static gboolean
can_leave (PsrApplication *self)
{
  PsrDeskState state = psr_desk_get_state (self->desk);

  return state != PSR_DESK_OPENING && state != PSR_DESK_DELETING;
}

static gboolean
on_open_chosen (gpointer data)
{
  PsrApplication *self = PSR_APPLICATION (data);

  /* Everything may have been closed meanwhile, or somebody stays. */
  if (self->desk != NULL && self->next_company != NULL && can_leave (self) &&
      gtk_application_get_active_window (GTK_APPLICATION (self)) != NULL)
    psr_application_leave_desk (self);

  return G_SOURCE_REMOVE;
}

/**
 * psr_application_open_chosen:
 * @self: the application
 *
 * Opens what was chosen while nothing could be left, once something can be.
 *
 * Returns: whether something was chosen
 */
gboolean
psr_application_open_chosen (PsrApplication *self)
{
  g_return_val_if_fail (PSR_IS_APPLICATION (self), FALSE);

  if (self->next_company == NULL || !can_leave (self))
    return FALSE;

  g_idle_add_full (G_PRIORITY_DEFAULT, on_open_chosen, g_object_ref (self), g_object_unref);

  return TRUE;
}

/* Somebody agreed to it. */
static void
open_company (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  PsrApplication *self = PSR_APPLICATION (data);

  if (self->desk == NULL || self->is_demo)
    return;

  g_set_str (&self->next_company, g_variant_get_string (parameter, NULL));
  /* What is being opened or deleted comes to its end first. */
  if (can_leave (self))
    psr_application_leave_desk (self);
}

static void
choose_company (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  PsrApplication *self = PSR_APPLICATION (data);
  GtkWindow *window = psr_application_get_window (self);
  const char *name = g_variant_get_string (parameter, NULL);
  g_auto(PsrProfilePlaces) places = { 0, };

  if (self->desk == NULL || self->is_demo || self->setup_dialog != NULL ||
      !psr_profile_places_find (*name != '\0' ? name : NULL, NULL, &places, NULL))
    return;

  /* Whoever changes their mind while it is being closed stays. */
  if (g_strcmp0 (name, self->company) == 0)
    {
      g_clear_pointer (&self->next_company, g_free);
      return;
    }

  if (window != NULL && psr_desk_get_state (self->desk) == PSR_DESK_OPEN)
    psr_window_leave_for (PSR_WINDOW (window), name);
  else
    g_action_group_activate_action (G_ACTION_GROUP (self), "open-company", parameter);
}

static void
add_company (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  PsrApplication *self = PSR_APPLICATION (data);
  GtkWindow *window = psr_application_get_window (self);

  if (window != NULL && self->desk != NULL && self->setup_dialog == NULL && !self->is_demo)
    adw_dialog_present (psr_company_add_new (), GTK_WIDGET (window));
}

static gboolean
on_show_added (gpointer data)
{
  PsrApplication *self = PSR_APPLICATION (data);
  g_autofree char *name = g_steal_pointer (&self->added);

  if (name != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (self), "company", g_variant_new_string (name));

  return G_SOURCE_REMOVE;
}

/* A window can't go as long as a dialog moves away over it. */
static void
show_added_after (gpointer  data,
                  GObject  *dialog)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, on_show_added, data, g_object_unref);
}

static void
on_added (PsrApplication *self,
          gboolean        is_written,
          AdwDialog      *dialog)
{
  g_clear_weak_pointer (&self->setup_dialog);
  if (is_written)
    g_object_weak_ref (G_OBJECT (dialog), show_added_after, g_object_ref (self));
  else
    g_clear_pointer (&self->added, g_free);
}

/* All of the assistant, for a profile that isn't there yet. */
static void
set_up_company (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  PsrApplication *self = PSR_APPLICATION (data);
  GtkWindow *window = psr_application_get_window (self);
  const char *name = g_variant_get_string (parameter, NULL);
  g_auto(PsrProfilePlaces) places = { 0, };
  g_autoptr(PsrRandom) random = psr_system_random_new ();
  g_autoptr(PsrExecutor) executor = psr_thread_executor_new ();
  g_autoptr(PsrSetup) setup = NULL;
  g_autoptr(GError) error = NULL;
  AdwDialog *dialog;

  if (window == NULL || self->desk == NULL || self->setup_dialog != NULL || self->is_demo)
    return;

  if (psr_company_check_new (name, &error) && psr_profile_places_find (name, NULL, &places, &error))
    setup = psr_setup_new (places.profile, places.state, NULL, self->clock, random, executor, FALSE, &error);
  if (setup == NULL)
    {
      psr_error_dialog_present (_("Setting Up Isn’t Possible"), error, GTK_WIDGET (window));
      return;
    }

  g_set_str (&self->added, name);
  dialog = psr_setup_dialog_new (setup);
  g_set_weak_pointer (&self->setup_dialog, dialog);
  g_signal_connect_object (dialog, "finished", G_CALLBACK (on_added), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

/**
 * psr_application_add_company_actions:
 * @self: the application
 *
 * Gives it the actions that lead from one company to another.
 */
void
psr_application_add_company_actions (PsrApplication *self)
{
  static const GActionEntry actions[] = {
    { .name = "add-company", .activate = add_company },
    { .name = "company", .activate = choose_company, .parameter_type = "s", .state = "''" },
    { .name = "open-company", .activate = open_company, .parameter_type = "s" },
    { .name = "set-up-company", .activate = set_up_company, .parameter_type = "s" },
  };

  g_return_if_fail (PSR_IS_APPLICATION (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
