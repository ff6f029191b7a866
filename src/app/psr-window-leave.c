/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-window-leave"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-main-hop.h"
#include "psr-window-private.h"

/* Closing the window: nothing that is under way is broken off, and what isn't begun
 * stays where it is. */

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static GWeakRef *
weak_ref_new (gpointer object)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, object);

  return ref;
}

static gboolean
close_now (gpointer data)
{
  g_autoptr(PsrWindow) self = g_weak_ref_get (data);

  /* Closing would only close a dialog that came meanwhile. */
  if (self != NULL && self->leaving != NULL)
    gtk_window_destroy (GTK_WINDOW (self));

  return G_SOURCE_REMOVE;
}

static DexFuture *
on_left (DexFuture *future,
         gpointer   data)
{
  g_autoptr(PsrWindow) self = g_weak_ref_get (data);

  if (self != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT, close_now, weak_ref_new (self), weak_ref_free);

  return dex_future_new_true ();
}

/**
 * psr_window_leave:
 * @self: a window
 *
 * Takes it off the screen, and closes it once what is under way has come to its
 * end.
 */
void
psr_window_leave (PsrWindow *self)
{
  g_return_if_fail (PSR_IS_WINDOW (self));

  if (self->leaving != NULL)
    return;

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->leaving = dex_future_finally (psr_main_hop (psr_desk_close (self->desk)), on_left,
                                      weak_ref_new (self), weak_ref_free);
}

/* Example data or another company take its place, or nothing does. */
static void
go (PsrWindow *self)
{
  g_autofree char *company = g_steal_pointer (&self->next_company);
  gboolean is_demo = self->next_is_demo;

  self->next_is_demo = FALSE;
  if (is_demo)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.start-demo", NULL);
  else if (company != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.open-company", "s", company);
  else
    psr_window_leave (self);
}

static void
on_response (AdwAlertDialog *dialog,
             const char     *response,
             PsrWindow      *self)
{
  if (g_strcmp0 (response, "close") == 0)
    {
      go (self);
      return;
    }

  self->quits = FALSE;
  self->next_is_demo = FALSE;
  g_clear_pointer (&self->next_company, g_free);
}

/* What becomes of what isn't begun. */
static const char *
get_rest (PsrWindow *self)
{
  if (self->is_demo)
    return _("What is under way is finished. The rest is example data, and is gone with the window.");
  if (self->next_company != NULL)
    return _("What is under way is finished. The rest stays approved, and is sent when this company is opened again.");

  return _("What is under way is finished. The rest stays approved, and is sent when Passerelle is opened again.");
}

static void
ask (PsrWindow *self,
     guint      left)
{
  g_autofree char *unsent = NULL;
  g_autofree char *body = NULL;
  AdwDialog *dialog;

  unsent = g_strdup_printf (ngettext ("%u work order isn’t sent yet.", "%u work orders aren’t sent yet.", left), left);
  body = g_strdup_printf ("%s\n\n%s", unsent, get_rest (self));
  dialog = adw_alert_dialog_new (_("Leave While Sending?"), body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog),
                                  "cancel", _("_Keep Sending"),
                                  "close", self->next_is_demo ? _("_Example Data") : self->next_company != NULL ? _("_Open the Other") : _("_Close"),
                                  NULL);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* Whether the worker goes on without this window. */
static gboolean
stays (PsrWindow *self)
{
  return !self->quits && !self->is_demo && g_settings_get_boolean (self->settings, "run-in-background");
}

/* How many documents the worker is about to send. */
static guint
count_left (PsrWindow *self)
{
  PsrDeskSending sending = psr_desk_get_sending (self->desk);

  return psr_keeper_get_state (psr_desk_get_keeper (self->desk)) == PSR_KEEPER_AT_WORK ? sending.total - sending.done : 0;
}

static DexFuture *
on_looked (DexFuture *future,
           gpointer   data)
{
  g_autoptr(PsrWindow) self = g_weak_ref_get (data);
  guint left;

  if (self == NULL || self->looking == NULL)
    return dex_future_new_true ();

  dex_clear (&self->looking);
  left = count_left (self);
  if (left > 0)
    ask (self, left);
  else
    go (self);

  return dex_future_new_true ();
}

/* What is shown is a second old: the last one may be through by now. */
static void
look (PsrWindow *self)
{
  if (count_left (self) == 0)
    go (self);
  else if (self->looking == NULL)
    self->looking = dex_future_finally (psr_desk_refresh (self->desk), on_looked, weak_ref_new (self), weak_ref_free);
}

/**
 * psr_window_leave_for:
 * @self: a window
 * @company: the name of another profile
 *
 * Has the application open another company in its place. Where that means that something
 * isn't sent for now, somebody has to agree to it.
 */
void
psr_window_leave_for (PsrWindow  *self,
                      const char *company)
{
  g_return_if_fail (PSR_IS_WINDOW (self));
  g_return_if_fail (company != NULL);

  if (self->leaving != NULL)
    return;

  self->next_is_demo = FALSE;
  g_set_str (&self->next_company, company);
  look (self);
}

/**
 * psr_window_leave_for_demo:
 * @self: a window
 *
 * As above, for example data.
 */
void
psr_window_leave_for_demo (PsrWindow *self)
{
  g_return_if_fail (PSR_IS_WINDOW (self));

  if (self->leaving != NULL)
    return;

  g_clear_pointer (&self->next_company, g_free);
  self->next_is_demo = TRUE;
  look (self);
}

/**
 * psr_window_close_request:
 * @window: a window
 *
 * Returns: whether the window stays for now
 */
gboolean
psr_window_close_request (GtkWindow *window)
{
  PsrWindow *self = PSR_WINDOW (window);

  if (stays (self))
    return GTK_WINDOW_CLASS (g_type_class_peek (ADW_TYPE_APPLICATION_WINDOW))->close_request (window);

  g_clear_pointer (&self->next_company, g_free);
  self->next_is_demo = FALSE;
  look (self);

  return TRUE;
}

/**
 * psr_window_quit:
 * @self: a window
 *
 * Closes it, and has the application end with it.
 */
void
psr_window_quit (PsrWindow *self)
{
  AdwDialog *dialog;

  g_return_if_fail (PSR_IS_WINDOW (self));

  /* A window with a dialog closes only the dialog. */
  while ((dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self))) != NULL)
    adw_dialog_force_close (dialog);

  self->quits = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

/**
 * psr_window_get_quits:
 * @self: a window
 *
 * Returns: whether the application ends with it
 */
gboolean
psr_window_get_quits (PsrWindow *self)
{
  g_return_val_if_fail (PSR_IS_WINDOW (self), FALSE);

  return self->quits;
}

static void
show_again (PsrWindow *self)
{
  gtk_widget_set_sensitive (gtk_stack_get_child_by_name (self->root_stack, "open"), TRUE);
  if (psr_desk_get_state (self->desk) == PSR_DESK_OPEN)
    gtk_stack_set_visible_child_name (self->root_stack, "open");
}

/**
 * psr_window_show_finishing:
 * @self: a window
 *
 * What it is about is being closed for another one: nothing can be asked of it any more.
 */
void
psr_window_show_finishing (PsrWindow *self)
{
  g_return_if_fail (PSR_IS_WINDOW (self));

  gtk_widget_set_sensitive (gtk_stack_get_child_by_name (self->root_stack, "open"), FALSE);
  adw_status_page_set_title (self->loading_page, _("Finishing what is under way…"));
  gtk_stack_set_visible_child_name (self->root_stack, "opening");
}

/**
 * psr_window_is_leaving:
 * @self: a window
 *
 * Returns: whether it closes once what is under way has come to its end
 */
gboolean
psr_window_is_leaving (PsrWindow *self)
{
  g_return_val_if_fail (PSR_IS_WINDOW (self), FALSE);

  return self->leaving != NULL;
}

/**
 * psr_window_come_back:
 * @self: a window
 *
 * Shows it, also where it was about to close.
 */
void
psr_window_come_back (PsrWindow *self)
{
  g_return_if_fail (PSR_IS_WINDOW (self));

  dex_clear (&self->looking);
  if (self->leaving != NULL)
    {
      dex_clear (&self->leaving);
      self->quits = FALSE;
      show_again (self);
      psr_desk_stay (self->desk);
    }
  gtk_window_present (GTK_WINDOW (self));
}
