/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-background"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-autostart.h"
#include "psr-background.h"
#include "psr-notice.h"
#include "psr-window.h"

/**
 * PsrBackground:
 *
 * What the application is to the rest of the desktop: it stays at work without a
 * window where that was chosen, it starts with the session, it tells of what needs
 * somebody, and it asks not to be interrupted while documents are on their way.
 */
struct _PsrBackground
{
  GObject         parent_instance;

  GtkApplication *application;  /* unowned; owns us */
  PsrDesk        *desk;
  GSettings      *settings;
  gboolean        is_demo;
  gboolean        holds;
  guint           inhibitor;
  PsrNoticeMemory memory;
};

G_DEFINE_FINAL_TYPE (PsrBackground, psr_background, G_TYPE_OBJECT)

static void
set_holds (PsrBackground *self,
           gboolean       holds)
{
  if (self->holds == holds)
    return;

  self->holds = holds;
  if (holds)
    g_application_hold (G_APPLICATION (self->application));
  else
    g_application_release (G_APPLICATION (self->application));
}

/* Where it was switched, or else in the window. */
static void
tell (PsrBackground *self,
      const char    *text)
{
  GtkWindow *window = gtk_application_get_active_window (self->application);
  AdwDialog *dialog;

  if (window == NULL || !PSR_IS_WINDOW (window))
    return;

  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
  if (dialog != NULL && ADW_IS_PREFERENCES_DIALOG (dialog))
    adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (dialog), psr_toast_new (text));
  else
    psr_window_tell (PSR_WINDOW (window), text);
}

/* What the desktop doesn't do isn't shown as if it did. */
static void
switch_back (PsrBackground *self,
             const char    *key,
             const char    *text)
{
  if (!g_settings_get_boolean (self->settings, key) || !g_settings_is_writable (self->settings, key))
    return;

  g_settings_set_boolean (self->settings, key, FALSE);
  tell (self, text);
}

static void
on_answer (gpointer           owner,
           PsrAutostartAnswer answer)
{
  PsrBackground *self = PSR_BACKGROUND (owner);

  if (self->application == NULL)
    return;

  switch (answer)
    {
    case PSR_AUTOSTART_NO_BACKGROUND:
      switch_back (self, "run-in-background", _("The desktop doesn’t let Passerelle work without a window. Its settings for applications can allow it."));
      break;

    case PSR_AUTOSTART_NO_START:
      switch_back (self, "autostart", _("The desktop doesn’t start Passerelle with the session."));
      break;

    case PSR_AUTOSTART_GRANTED:
    default:
      break;
    }
}

/* What may not work without a window needn't begin without one. */
static void
on_autostart_changed (PsrBackground *self)
{
  gboolean stays = psr_background_get_stays (self);

  if (!self->is_demo)
    psr_autostart_set (g_application_get_dbus_connection (G_APPLICATION (self->application)), stays,
                       stays && g_settings_get_boolean (self->settings, "autostart"), on_answer, self);
}

static void
on_stays_changed (PsrBackground *self)
{
  set_holds (self, psr_background_get_stays (self));
  if ((psr_background_get_stays (self) && psr_autostart_asks ()) || g_settings_get_boolean (self->settings, "autostart"))
    on_autostart_changed (self);
}

/* Documents on their way are safe, but whoever closes the lid would find them
 * unsettled. */
static void
on_status (PsrBackground *self)
{
  gboolean is_sending = psr_desk_is_writing (self->desk);

  if (is_sending && self->inhibitor == 0)
    {
      self->inhibitor = gtk_application_inhibit (self->application,
                                                 gtk_application_get_active_window (self->application),
                                                 GTK_APPLICATION_INHIBIT_LOGOUT | GTK_APPLICATION_INHIBIT_SUSPEND,
                                                 _("Invoices are being sent."));
    }
  else if (!is_sending && self->inhibitor != 0)
    {
      gtk_application_uninhibit (self->application, self->inhibitor);
      self->inhibitor = 0;
    }
}

static void
on_news (PsrBackground       *self,
         const PsrWorkerNews *news)
{
  GtkWindow *window = gtk_application_get_active_window (self->application);
  g_autoptr(GNotification) notice = NULL;
  gboolean is_well = psr_keeper_get_trouble (psr_desk_get_keeper (self->desk)) == NULL;

  if (is_well && self->memory.has_told_sign_in)
    g_application_withdraw_notification (G_APPLICATION (self->application), PSR_NOTICE_SIGN_IN);
  if (is_well)
    psr_notice_forget (&self->memory);

  /* Who looks at the window sees it there. */
  if (window != NULL && gtk_window_is_active (window))
    return;

  notice = psr_notice_new (&self->memory, news);
  if (notice != NULL)
    g_application_send_notification (G_APPLICATION (self->application),
                                     news->error != NULL ? PSR_NOTICE_SIGN_IN : PSR_NOTICE_NEWS, notice);
}

static void
psr_background_dispose (GObject *object)
{
  PsrBackground *self = PSR_BACKGROUND (object);

  if (self->application != NULL)
    psr_background_leave (self);
  self->application = NULL;
  g_clear_object (&self->desk);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (psr_background_parent_class)->dispose (object);
}

static void
psr_background_class_init (PsrBackgroundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = psr_background_dispose;
}

static void
psr_background_init (PsrBackground *self)
{
}

/**
 * psr_background_new:
 * @application: the application
 * @desk: what it works at
 * @settings: the settings of the application
 * @is_demo: whether it shows example data, which never outlives its window
 *
 * Returns: (transfer full): what the application is to the desktop
 */
PsrBackground *
psr_background_new (GtkApplication *application,
                    PsrDesk        *desk,
                    GSettings      *settings,
                    gboolean        is_demo)
{
  PsrBackground *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (PSR_IS_DESK (desk), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (PSR_TYPE_BACKGROUND, NULL);
  self->application = application;
  self->desk = g_object_ref (desk);
  self->settings = g_object_ref (settings);
  self->is_demo = is_demo;

  g_signal_connect_object (settings, "changed::run-in-background", G_CALLBACK (on_stays_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::autostart", G_CALLBACK (on_autostart_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::busy", G_CALLBACK (on_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::status", G_CALLBACK (on_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (psr_desk_get_keeper (desk), "notify::state", G_CALLBACK (on_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (psr_desk_get_keeper (desk), "news", G_CALLBACK (on_news), self, G_CONNECT_SWAPPED);
  set_holds (self, psr_background_get_stays (self));
  /* What an administrator locked was never chosen here, and nothing tells of it. */
  if (!g_settings_is_writable (settings, "autostart"))
    on_autostart_changed (self);

  return self;
}

/**
 * psr_background_get_stays:
 * @self: what the application is to the desktop
 *
 * Returns: whether it goes on working without a window
 */
gboolean
psr_background_get_stays (PsrBackground *self)
{
  g_return_val_if_fail (PSR_IS_BACKGROUND (self), FALSE);

  return !self->is_demo && g_settings_get_boolean (self->settings, "run-in-background");
}

/**
 * psr_background_leave:
 * @self: what the application is to the desktop
 *
 * Keeps nothing up any more.
 */
void
psr_background_leave (PsrBackground *self)
{
  g_return_if_fail (PSR_IS_BACKGROUND (self));

  if (self->inhibitor != 0)
    gtk_application_uninhibit (self->application, self->inhibitor);
  self->inhibitor = 0;
  set_holds (self, FALSE);
}

/**
 * psr_background_withdraw:
 * @self: what the application is to the desktop
 *
 * Takes back what was told: it is about another company than the one that is opened, where
 * whoever answers it would look for it in vain.
 */
void
psr_background_withdraw (PsrBackground *self)
{
  g_return_if_fail (PSR_IS_BACKGROUND (self));

  g_application_withdraw_notification (G_APPLICATION (self->application), PSR_NOTICE_SIGN_IN);
  g_application_withdraw_notification (G_APPLICATION (self->application), PSR_NOTICE_NEWS);
}
