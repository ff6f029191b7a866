/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-company-add"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-company-add.h"
#include "psr-company-list.h"
#include "psr-details.h"
#include "psr-help-link.h"
#include "psr-help.h"

/* The name of one more profile; the assistant does the rest. */

#define WHY "psr-why"
#define LINK "psr-help-link"

static char *
dup_name (GtkWidget *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
on_typed (GtkWidget *row,
          AdwDialog *dialog)
{
  GtkLabel *why = g_object_get_data (G_OBJECT (dialog), WHY);
  GtkWidget *link = g_object_get_data (G_OBJECT (dialog), LINK);
  g_autofree char *name = dup_name (row);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  gboolean good = *name != '\0' && psr_company_check_new (name, &error);

  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (dialog), "add", good);
  if (error != NULL)
    text = psr_details_dup_error (error);
  gtk_label_set_label (why, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (why), text != NULL);
  psr_help_link_set_page (link, error != NULL ? psr_help_find_error (error) : NULL, NULL);
  if (text != NULL)
    {
      gtk_widget_add_css_class (row, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, why, NULL, -1);
    }
  else
    {
      gtk_widget_remove_css_class (row, "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
    }
}

static void
on_response (AdwDialog  *dialog,
             const char *response,
             GtkWidget  *row)
{
  g_autofree char *name = dup_name (row);

  if (g_strcmp0 (response, "add") == 0)
    g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()), "set-up-company", g_variant_new_string (name));
}

/**
 * psr_company_add_new:
 *
 * Asks how the profile of one more company is to be called, and has the application set it
 * up: its action `set-up-company`.
 *
 * Returns: (transfer floating): the question
 */
AdwDialog *
psr_company_add_new (void)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("Add a Company"),
                                            _("It gets a profile and local data of its own, which are called by this name, as in passerellectl --profile NAME."));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *why = gtk_label_new ("");
  GtkWidget *link = psr_help_link_new_labelled (NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Short Name"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_label_set_wrap (GTK_LABEL (why), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (why), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (why), 0);
  gtk_widget_add_css_class (why, "error");
  gtk_widget_set_visible (why, FALSE);
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), why);
  gtk_box_append (GTK_BOX (box), link);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), box);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "add", _("_Set Up…"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "add", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "add");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (dialog), "add", FALSE);
  adw_dialog_set_focus (dialog, row);
  g_object_set_data (G_OBJECT (dialog), WHY, why);
  g_object_set_data (G_OBJECT (dialog), LINK, link);
  g_signal_connect_object (row, "changed", G_CALLBACK (on_typed), dialog, G_CONNECT_DEFAULT);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), row, G_CONNECT_DEFAULT);

  return dialog;
}
