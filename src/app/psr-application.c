/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-application"

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "psr-application-private.h"
#include "psr-error-window.h"
#include "psr-help-link.h"
#include "psr-main-hop.h"
#include "psr-profile-places.h"
#include "psr-setup-dialog.h"
#include "psr-shortcuts.h"
#include "psr-system-clock.h"
#include "psr-system-random.h"
#include "psr-thread-executor.h"
#include "psr-window.h"

/* What ends the program in order. */
static const int ending_signals[PSR_N_ENDING_SIGNALS] = { SIGINT, SIGTERM };

G_DEFINE_FINAL_TYPE (PsrApplication, psr_application, ADW_TYPE_APPLICATION)

/**
 * psr_application_get_window:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): the window, where one is there that shows more than
 *   an error
 */
GtkWindow *
psr_application_get_window (PsrApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  return window != NULL && PSR_IS_WINDOW (window) ? window : NULL;
}

static void
show_window (PsrApplication *self)
{
  PsrWindow *window = psr_window_new (ADW_APPLICATION (self), self->desk, self->is_demo);

  gtk_window_present (GTK_WINDOW (window));
}

/* Whoever starts it for the first time wants to set it up; once is enough. */
static void
on_desk_state (PsrApplication *self)
{
  if (psr_application_open_chosen (self))
    return;

  if (psr_desk_get_state (self->desk) != PSR_DESK_NOT_SET_UP || self->has_offered)
    return;

  self->has_offered = TRUE;
  g_action_group_activate_action (G_ACTION_GROUP (self), "setup", g_variant_new_string ("welcome"));
}

/**
 * psr_application_open_desk:
 * @self: the application
 * @profile: (type filename): the profile
 * @state: (type filename): where its local state lives
 * @credentials: (type filename) (nullable): a folder with the secrets, or %NULL for the keyring
 *
 * Opens them in place of what is open, in a window of their own. What is under way there has
 * come to its end.
 */
void
psr_application_open_desk (PsrApplication *self,
                           const char     *profile,
                           const char     *state,
                           const char     *credentials)
{
  if (self->background != NULL && g_strcmp0 (self->opened[0], profile) != 0)
    psr_background_withdraw (self->background);
  g_set_str (&self->opened[0], profile);
  g_set_str (&self->opened[1], state);
  g_set_str (&self->opened[2], credentials);
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_func (self->desk, on_desk_state, self);
  g_clear_object (&self->background);
  g_clear_object (&self->desk);
  self->desk = psr_desk_new (profile, state, credentials, self->clock);
  if (self->search != NULL)
    psr_search_provider_set_desk (self->search, self->desk);
  g_signal_connect_object (self->desk, "notify::state", G_CALLBACK (on_desk_state), self, G_CONNECT_SWAPPED);
  self->background = psr_background_new (GTK_APPLICATION (self), self->desk, self->settings, self->is_demo);
  if (!self->starts_hidden || !psr_background_get_stays (self->background))
    show_window (self);
  self->starts_hidden = FALSE;
  if (self->deletes)
    psr_desk_delete (self->desk, self->deletes_profile, self->deletes_secrets ? PSR_ENGINE_DELETE_SECRETS : PSR_ENGINE_DELETE_NONE);
  else
    psr_desk_open (self->desk);
  self->deletes = FALSE;
}

/**
 * psr_application_reopen:
 * @self: the application
 *
 * What is open was opened with the old profile: it is closed in order, and what
 * is under way comes to rest first.
 */
void
psr_application_reopen (PsrApplication *self)
{
  if (psr_desk_get_state (self->desk) != PSR_DESK_OPEN)
    {
      psr_desk_open (self->desk);
      return;
    }

  psr_application_leave_desk (self);
}

static gboolean
on_reopen (gpointer data)
{
  PsrApplication *self = PSR_APPLICATION (data);

  /* Everything may have been closed meanwhile. */
  if (self->desk != NULL && gtk_application_get_active_window (GTK_APPLICATION (self)) != NULL)
    psr_application_reopen (self);

  return G_SOURCE_REMOVE;
}

/**
 * psr_application_reopen_after:
 * @data: (transfer full): the application
 * @dialog: what was over its window
 *
 * A window can't go as long as a dialog moves away over it: for g_object_weak_ref().
 */
void
psr_application_reopen_after (gpointer  data,
                              GObject  *dialog)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, on_reopen, data, g_object_unref);
}

static void
on_set_up (PsrApplication *self,
           gboolean        is_written,
           AdwDialog      *dialog)
{
  g_clear_weak_pointer (&self->setup_dialog);
  if (!is_written)
    return;

  if (psr_desk_get_state (self->desk) == PSR_DESK_OPEN)
    g_object_weak_ref (G_OBJECT (dialog), psr_application_reopen_after, g_object_ref (self));
  else
    psr_application_reopen (self);
}

/* All of it, or a single step of a profile that is there. */
static void
set_up (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  PsrApplication *self = PSR_APPLICATION (data);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr(PsrRandom) random = psr_system_random_new ();
  g_autoptr(PsrExecutor) executor = psr_thread_executor_new ();
  g_autoptr(PsrSetup) setup = NULL;
  g_autoptr(GError) error = NULL;
  AdwDialog *dialog;
  PsrSetupStep step;
  gboolean is_single;

  if (window == NULL || self->desk == NULL || self->setup_dialog != NULL ||
      !psr_setup_step_from_string (g_variant_get_string (parameter, NULL), &step))
    return;

  is_single = psr_setup_dialog_is_single_step (step) && psr_desk_get_state (self->desk) == PSR_DESK_OPEN;
  setup = psr_setup_new (self->opened[0], self->opened[1], self->opened[2], self->clock, random, executor, is_single, &error);
  if (setup == NULL)
    {
      psr_error_dialog_present (_("Setting Up Isn’t Possible"), error, GTK_WIDGET (window));
      return;
    }

  dialog = is_single ? psr_setup_dialog_new_for_step (setup, step) : psr_setup_dialog_new (setup);
  g_set_weak_pointer (&self->setup_dialog, dialog);
  g_signal_connect_object (dialog, "finished", G_CALLBACK (on_set_up), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

/* Something else may keep it up that only reads, after its window was closed for good. */
static void
come_back (PsrApplication *self)
{
  psr_desk_stay (self->desk);
  show_window (self);
}

static void
psr_application_activate (GApplication *application)
{
  PsrApplication *self = PSR_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window != NULL && PSR_IS_WINDOW (window))
    psr_window_come_back (PSR_WINDOW (window));
  else if (window != NULL)
    gtk_window_present (window);
  else if (self->is_demo && self->desk == NULL)
    psr_application_start_demo (self);
  else if (self->desk != NULL)
    come_back (self);
  else
    psr_application_open_company (self);
}

/* What an earlier start has begun is left as it is: one that waits for a search has nothing
 * open yet, and begins to work. */
static void
begin_hidden (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  PsrApplication *self = PSR_APPLICATION (data);

  if (self->desk != NULL || gtk_application_get_windows (GTK_APPLICATION (self)) != NULL)
    return;

  self->starts_hidden = TRUE;
  psr_application_open_company (self);
}

/* Whoever activates one that runs already gets a window, so it is asked for something else.
 *
 * Returns: the exit status, or -1 to go on */
static int
start_hidden (PsrApplication *self)
{
  g_autoptr(GError) error = NULL;

  if (!g_application_register (G_APPLICATION (self), NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }

  if (!g_application_get_is_remote (G_APPLICATION (self)))
    return -1;

  g_action_group_activate_action (G_ACTION_GROUP (self), "begin-hidden", NULL);

  return EXIT_SUCCESS;
}

static int
psr_application_handle_local_options (GApplication *application,
                                      GVariantDict *options)
{
  PsrApplication *self = PSR_APPLICATION (application);
  g_auto(PsrProfilePlaces) places = { 0, };
  g_autoptr(GError) error = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("passerelle %s\n", PACKAGE_VERSION);
      return 0;
    }

  self->is_demo = g_variant_dict_contains (options, "demo");
  self->starts_hidden = g_variant_dict_contains (options, "background");
  g_variant_dict_lookup (options, "profile", "^ay", &self->profile);
  g_variant_dict_lookup (options, "state", "^ay", &self->state);
  g_variant_dict_lookup (options, "credentials", "^ay", &self->credentials);

  if (!psr_profile_places_find (self->profile, self->state, &places, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }

  /* Example data and other profiles are windows of their own kind: they don't
   * join the application that may run already. */
  if (self->is_demo || self->profile != NULL || self->state != NULL)
    g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);

  return self->starts_hidden ? start_hidden (self) : -1;
}

static DexFuture *
on_left (DexFuture *future,
         gpointer   data)
{
  g_application_quit (G_APPLICATION (data));

  return dex_future_new_true ();
}

/* Once a window is closed for good, what is under way has come to its end. */
static void
on_window_removed (GtkApplication *application,
                   GtkWindow      *window,
                   gpointer        unused)
{
  PsrApplication *self = PSR_APPLICATION (application);
  gboolean quits = PSR_IS_WINDOW (window) && psr_window_get_quits (PSR_WINDOW (window));

  if (self->background != NULL && quits)
    psr_background_leave (self->background);

  /* Nor does a search keep it up, which reads through the desk that was closed with the window. */
  if (self->search != NULL && gtk_application_get_windows (application) == NULL &&
      (quits || self->background == NULL || !psr_background_get_stays (self->background)))
    psr_search_provider_rest (self->search);
}

static void
quit (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       data)
{
  PsrApplication *self = PSR_APPLICATION (data);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (self->setup_dialog != NULL)
    adw_dialog_force_close (self->setup_dialog);

  if (window != NULL && PSR_IS_WINDOW (window))
    {
      psr_window_quit (PSR_WINDOW (window));
      return;
    }

  dex_clear (&self->leaving);
  self->leaving = dex_future_finally (self->desk != NULL ? psr_main_hop (psr_desk_close (self->desk)) : dex_future_new_true (),
                                      on_left, g_object_ref (self), g_object_unref);
}

static const GActionEntry actions[] = {
  { .name = "begin-hidden", .activate = begin_hidden },
  { .name = "quit", .activate = quit },
  { .name = "setup", .activate = set_up, .parameter_type = "s" },
};

/* As Quit. The source goes with it, so that a second signal ends the program at once. */
static gboolean
on_signal (gpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ending_signals); i++)
    {
      if (g_source_get_id (g_main_current_source ()) == PSR_APPLICATION (data)->signals[i])
        PSR_APPLICATION (data)->signals[i] = 0;
    }

  g_action_group_activate_action (G_ACTION_GROUP (data), "quit", NULL);

  return G_SOURCE_REMOVE;
}

static void
psr_application_startup (GApplication *application)
{
  PsrApplication *self = PSR_APPLICATION (application);

  G_APPLICATION_CLASS (psr_application_parent_class)->startup (application);

  /* A text that can be copied isn't marked for whoever only opens what it is in. */
  g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (ending_signals); i++)
    self->signals[i] = g_unix_signal_add (ending_signals[i], on_signal, self);

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  psr_application_add_actions (self);
  psr_application_add_company_actions (self);
  psr_application_add_demo_action (self);
  psr_help_link_install (GTK_APPLICATION (application));
  psr_shortcuts_install (GTK_APPLICATION (application));
  self->settings = g_settings_new (APP_ID);
  g_signal_connect (application, "window-removed", G_CALLBACK (on_window_removed), NULL);
  gtk_window_set_default_icon_name (APP_ID);
}

/* Other profiles and example data aren't what the desktop searches. */
static gboolean
psr_application_dbus_register (GApplication     *application,
                               GDBusConnection  *connection,
                               const char       *path,
                               GError          **error)
{
  PsrApplication *self = PSR_APPLICATION (application);
  g_auto(PsrProfilePlaces) places = { 0, };
  g_autofree char *own = NULL;
  g_autofree char *search_path = g_strconcat (path, "/SearchProvider", NULL);

  if (!G_APPLICATION_CLASS (psr_application_parent_class)->dbus_register (application, connection, path, error))
    return FALSE;
  if (g_application_get_flags (application) & G_APPLICATION_NON_UNIQUE)
    return TRUE;
  own = psr_application_dup_own (self);
  if (!psr_profile_places_find (*own != '\0' ? own : NULL, NULL, &places, error))
    return FALSE;

  self->search = psr_search_provider_new (application, places.profile, places.state, self->clock);

  return psr_search_provider_export (self->search, connection, search_path, error);
}

static void
psr_application_dbus_unregister (GApplication    *application,
                                 GDBusConnection *connection,
                                 const char      *path)
{
  PsrApplication *self = PSR_APPLICATION (application);

  if (self->search != NULL)
    psr_search_provider_unexport (self->search);
  g_clear_object (&self->search);

  G_APPLICATION_CLASS (psr_application_parent_class)->dbus_unregister (application, connection, path);
}

/* What is under way has come to its end before, unless the session ends: then the
 * next start settles it. */
static void
psr_application_shutdown (GApplication *application)
{
  PsrApplication *self = PSR_APPLICATION (application);

  for (gsize i = 0; i < G_N_ELEMENTS (ending_signals); i++)
    g_clear_handle_id (&self->signals[i], g_source_remove);

  if (self->desk != NULL)
    dex_future_disown (psr_desk_close (self->desk));
  dex_clear (&self->starting);
  dex_clear (&self->leaving);
  g_clear_object (&self->background);
  dex_clear (&self->reopening);
  g_clear_weak_pointer (&self->setup_dialog);
  if (self->search != NULL)
    psr_search_provider_set_desk (self->search, NULL);
  g_clear_object (&self->desk);
  g_clear_object (&self->demo);

  G_APPLICATION_CLASS (psr_application_parent_class)->shutdown (application);
}

static void
psr_application_finalize (GObject *object)
{
  PsrApplication *self = PSR_APPLICATION (object);

  g_clear_object (&self->clock);
  g_clear_object (&self->settings);
  g_free (self->profile);
  g_free (self->state);
  g_free (self->credentials);
  g_free (self->company);
  g_free (self->next_company);
  g_free (self->added);
  for (gsize i = 0; i < G_N_ELEMENTS (self->opened); i++)
    g_free (self->opened[i]);

  G_OBJECT_CLASS (psr_application_parent_class)->finalize (object);
}

static void
psr_application_class_init (PsrApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = psr_application_finalize;
  application_class->activate = psr_application_activate;
  application_class->dbus_register = psr_application_dbus_register;
  application_class->dbus_unregister = psr_application_dbus_unregister;
  application_class->handle_local_options = psr_application_handle_local_options;
  application_class->shutdown = psr_application_shutdown;
  application_class->startup = psr_application_startup;
}

static void
psr_application_init (PsrApplication *self)
{
  const GOptionEntry entries[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show example data from stand-ins on this computer"), NULL },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Use this profile"), N_("NAME|FILE") },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Keep the local state in this folder"), N_("FOLDER") },
    { "credentials", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Read the secrets from the files of this folder"), N_("FOLDER") },
    { "background", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Start without a window, where the preferences say so"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version"), NULL },
    G_OPTION_ENTRY_NULL
  };

  self->clock = psr_system_clock_new ();
  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

/**
 * psr_application_new:
 *
 * Returns: (transfer full): the application
 */
PsrApplication *
psr_application_new (void)
{
  return g_object_new (PSR_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "resource-base-path", "/app/passerelle",
                       NULL);
}
