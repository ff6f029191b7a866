/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-data-delete"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-data-delete.h"
#include "psr-data-export.h"
#include "psr-engine-delete.h"
#include "psr-error-window.h"
#include "psr-main-hop.h"
#include "psr-weak.h"

/* Asks whether all data is to be deleted, where it may be. The application does it,
 * since the window shows what goes. */

typedef struct
{
  GWeakRef  parent;
  PsrDesk  *desk;
  GtkWidget *secrets;   /* in the dialog */
  GtkWidget *profile;
} Question;

static Question *
question_new (PsrDesk   *desk,
              GtkWidget *parent)
{
  Question *question = g_new0 (Question, 1);

  g_weak_ref_init (&question->parent, parent);
  question->desk = g_object_ref (desk);

  return question;
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_weak_ref_clear (&question->parent);
  g_object_unref (question->desk);
  g_free (question);
}

static void
question_closure_free (gpointer  data,
                       GClosure *closure)
{
  question_free (data);
}

static void
on_response (AdwAlertDialog *dialog,
             const char     *response,
             Question       *question)
{
  g_autoptr(GtkWidget) parent = g_weak_ref_get (&question->parent);

  if (parent == NULL)
    return;

  if (g_strcmp0 (response, "export") == 0)
    psr_data_export_choose (question->desk, parent);
  else if (g_strcmp0 (response, "delete") == 0)
    gtk_widget_activate_action (parent, "app.delete-data", "(bb)",
                                adw_switch_row_get_active (ADW_SWITCH_ROW (question->secrets)),
                                adw_switch_row_get_active (ADW_SWITCH_ROW (question->profile)));
}

static char *
dup_body (PsrDesk           *desk,
          const PsrDeletion *deletion)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("What is known of %u document, who did what, what was synced and the history are gone from this computer for good. Nothing is changed in Business Central and Wello.",
                                          "What is known of %u documents, who did what, what was synced and the history are gone from this computer for good. Nothing is changed in Business Central and Wello.",
                                          deletion->documents), deletion->documents);
  if (deletion->listed_again > 0)
    {
      g_string_append (text, "\n\n");
      g_string_append_printf (text, ngettext ("%u work order that was skipped or marked as billed is listed again when you begin anew.",
                                              "%u work orders that were skipped or marked as billed are listed again when you begin anew.",
                                              deletion->listed_again), deletion->listed_again);
    }
  g_string_append_printf (text, "\n\n%s", _("The law may have you keep who did what for ten years: export it first."));

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static GtkWidget *
add_switch (GtkWidget  *group,
            const char *title,
            const char *subtitle)
{
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);

  return row;
}

static void
ask (Question          *question,
     GtkWidget         *parent,
     const PsrDeletion *deletion)
{
  PsrProfile *profile = psr_desk_get_profile (question->desk);
  Question *answer = question_new (question->desk, parent);
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *body = dup_body (question->desk, deletion);
  g_autofree char *heading = NULL;
  AdwDialog *dialog;

  /* Translators: the name of a company. */
  heading = g_strdup_printf (_("Delete All Data of %s?"), psr_profile_get_string (profile, PSR_PROFILE_BC_COMPANY));
  dialog = adw_alert_dialog_new (heading, body);
  answer->secrets = add_switch (group, _("Forget the Passwords, Too"), _("Other profiles with the same accounts lose them as well"));
  answer->profile = add_switch (group, _("Delete the Profile, Too"),
                                _("With its mappings; the settings of the window go with the last profile"));
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), group);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "export", _("_Export First…"),
                                  "delete", _("_Delete"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "export");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), answer, question_closure_free, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, parent);
}

static DexFuture *
on_viewed (DexFuture *future,
           gpointer   data)
{
  Question *question = data;
  g_autoptr(GtkWidget) parent = g_weak_ref_get (&question->parent);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (parent == NULL || !gtk_widget_get_mapped (parent))
    return dex_future_new_true ();

  if (value == NULL || !psr_deletion_check (g_value_get_boxed (value), &error))
    psr_error_dialog_present (NULL, error, parent);
  else if (psr_desk_get_busy (question->desk))
    {
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, _("Something that you asked for is still under way. Wait until it has come to its end."));
      psr_error_dialog_present (NULL, error, parent);
    }
  else
    ask (question, parent, g_value_get_boxed (value));

  return dex_future_new_true ();
}

/**
 * psr_data_delete_ask:
 * @desk: a desk that is open
 * @parent: who asks; its application has an action `delete-data`
 *
 * Says why the data can't be deleted, or asks whether it is to be.
 */
void
psr_data_delete_ask (PsrDesk   *desk,
                     GtkWidget *parent)
{
  g_return_if_fail (PSR_IS_DESK (desk));
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (psr_desk_get_reader (desk) != NULL);

  dex_future_disown (dex_future_finally (psr_main_hop (psr_engine_view_deletion (psr_desk_get_reader (desk))), on_viewed,
                                         question_new (desk, parent), question_free));
}
