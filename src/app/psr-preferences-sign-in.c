/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-preferences-sign-in"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-error-window.h"
#include "psr-main-hop.h"
#include "psr-preferences-private.h"
#include "psr-sign-in.h"
#include "psr-weak.h"

/* Signing in again, and out. */

typedef struct
{
  GWeakRef   row;
  PsrDesk   *desk;
  PsrEngine *engine;
} SignOut;

static void
sign_out_free (gpointer data)
{
  SignOut *out = data;

  g_weak_ref_clear (&out->row);
  g_object_unref (out->desk);
  g_object_unref (out->engine);
  g_free (out);
}

static void
on_sign_in (GtkWidget *row,
            PsrDesk   *desk)
{
  psr_sign_in_present (desk, gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_DIALOG));
}

/* From then on the banner says that nobody is signed in. */
static DexFuture *
on_signed_out (DexFuture *future,
               gpointer   data)
{
  SignOut *out = data;
  g_autoptr(GtkWidget) row = g_weak_ref_get (&out->row);
  g_autoptr(GError) error = NULL;
  GtkWidget *dialog;

  if (dex_future_get_value (future, &error) == NULL)
    {
      if (row != NULL)
        psr_error_dialog_present (_("Still Signed In"), error, row);
      return dex_future_new_true ();
    }

  psr_desk_signed_in (out->desk);
  dialog = row != NULL ? gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_DIALOG) : NULL;
  if (dialog != NULL)
    psr_preferences_tell (dialog, _("Signed out"));

  return dex_future_new_true ();
}

static void
on_response (AdwAlertDialog *dialog,
             const char     *response,
             GtkWidget      *row)
{
  SignOut *out;

  if (g_strcmp0 (response, "out") != 0)
    return;

  out = g_new0 (SignOut, 1);
  g_weak_ref_init (&out->row, row);
  out->desk = g_object_ref (g_object_get_data (G_OBJECT (row), "psr-desk"));
  out->engine = psr_desk_make_engine (out->desk);
  dex_future_disown (dex_future_finally (psr_main_hop (psr_engine_disconnect (out->engine)), on_signed_out, out, sign_out_free));
}

static void
on_sign_out (GtkWidget *row)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("Sign Out of Business Central?"),
                                            _("What keeps you signed in is forgotten on this computer. Everything waits until somebody signs in again."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "out", _("Sign _Out"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "out", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), row, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, row);
}

/**
 * psr_preferences_add_sign_in:
 * @group: a group
 * @desk: a desk whose profile is read
 *
 * Adds who is signed in, and how to sign in and out, where a person does.
 */
void
psr_preferences_add_sign_in (GtkWidget *group,
                             PsrDesk   *desk)
{
  const char *person = psr_keeper_get_person (psr_desk_get_keeper (desk));
  GtkWidget *row;

  if (!psr_sign_in_is_possible (desk))
    return;

  psr_preferences_add_value (group, _("Signed In As"), person != NULL ? person : _("Nobody"));
  row = psr_preferences_add_button (group, _("Sign In _Again…"));
  g_signal_connect_object (row, "activated", G_CALLBACK (on_sign_in), desk, G_CONNECT_DEFAULT);
  row = psr_preferences_add_button (group, _("Sign _Out…"));
  g_object_set_data_full (G_OBJECT (row), "psr-desk", g_object_ref (desk), g_object_unref);
  g_signal_connect (row, "activated", G_CALLBACK (on_sign_out), NULL);
}
