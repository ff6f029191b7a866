/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-preferences-rules"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-announce.h"
#include "psr-billing-settings.h"
#include "psr-details.h"
#include "psr-help-link.h"
#include "psr-help.h"
#include "psr-preferences-private.h"

/* By which rules documents are made: a row for each that the engine tells of. What is said
 * against a value stands below its row. */

#define RULE "psr-rule"

typedef struct
{
  PsrDesk    *desk;
  const char *name;
  char       *title;
  char      **choices;  /* (nullable): where it is chosen */
  char       *kept;     /* what the file says, where it is typed */
  GtkWidget  *answer;   /* the row below */
  GtkWidget  *help;     /* in it */
} Rule;

static void
rule_free (gpointer data)
{
  Rule *rule = data;

  g_object_unref (rule->desk);
  g_object_unref (rule->answer);
  g_object_unref (rule->help);
  g_strfreev (rule->choices);
  g_free (rule->title);
  g_free (rule->kept);
  g_free (rule);
}

/* For who sees it, and for who is read it. */
static void
show_error (GtkWidget    *row,
            const GError *error)
{
  const Rule *rule = g_object_get_data (G_OBJECT (row), RULE);
  g_autoptr(PsrExplanation) explanation = NULL;
  g_autofree char *details = NULL;
  g_autofree char *spoken = NULL;

  gtk_widget_set_visible (rule->answer, error != NULL);
  if (error == NULL)
    {
      gtk_widget_remove_css_class (row, "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
      return;
    }

  explanation = psr_explain (error);
  details = psr_details_dup (explanation);
  spoken = g_strjoin (" ", explanation->what, details, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (rule->answer), explanation->what);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (rule->answer), details);
  psr_help_link_set_page (rule->help, psr_help_find_error (error), explanation->what);
  gtk_widget_add_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, rule->answer, NULL, -1);
  psr_announce (row, spoken);
}

static gboolean
change (GtkWidget  *row,
        const char *value)
{
  const Rule *rule = g_object_get_data (G_OBJECT (row), RULE);
  g_autoptr(PsrProfile) profile = psr_preferences_read_profile (rule->desk);
  g_autoptr(GError) error = NULL;
  gboolean is_written = psr_billing_settings_change (profile, rule->name, value, &error);

  show_error (row, error);
  if (is_written)
    psr_preferences_note_change (row);

  return is_written;
}

static void
take_choice (GtkWidget *row)
{
  const Rule *rule = g_object_get_data (G_OBJECT (row), RULE);

  if (change (row, rule->choices[adw_combo_row_get_selected (ADW_COMBO_ROW (row))]))
    psr_preferences_keep_value (row, "selected");
  else
    psr_preferences_put_back (row, "selected");
}

static void
on_response (AdwAlertDialog *dialog,
             const char     *response,
             GtkWidget      *row)
{
  if (g_strcmp0 (response, "change") == 0)
    take_choice (row);
  else
    psr_preferences_put_back (row, "selected");
}

static void
ask (GtkWidget  *row,
     const char *warning)
{
  const Rule *rule = g_object_get_data (G_OBJECT (row), RULE);
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (row));
  g_autofree char *heading = NULL;
  AdwDialog *dialog;

  /* Translators: a rule and its value: “What Is Made: Posted at once?”. */
  heading = g_strdup_printf (C_("rule", "%s: %s?"), rule->title,
                             gtk_string_list_get_string (GTK_STRING_LIST (adw_combo_row_get_model (ADW_COMBO_ROW (row))), selected));
  dialog = adw_alert_dialog_new (heading, warning);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "change", _("C_hange"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "change", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), row, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, row);
}

static void
on_chosen (GtkWidget *row)
{
  const Rule *rule = g_object_get_data (G_OBJECT (row), RULE);
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (row));
  const char *warning;

  if (psr_preferences_is_put_back (row) || selected >= g_strv_length (rule->choices))
    return;

  warning = psr_billing_settings_get_warning (rule->name, rule->choices[selected]);
  if (warning != NULL)
    ask (row, warning);
  else
    take_choice (row);
}

static void
on_apply (GtkWidget *row)
{
  Rule *rule = g_object_get_data (G_OBJECT (row), RULE);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));

  if (change (row, text))
    g_set_str (&rule->kept, text);
}

/* There is no button to apply it with any more once that was tried, also in vain. */
static void
on_entered (GtkWidget *row)
{
  const Rule *rule = g_object_get_data (G_OBJECT (row), RULE);

  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (row)), rule->kept) != 0)
    on_apply (row);
}

/* What was said was said of something else. */
static void
on_typed (GtkWidget *row)
{
  show_error (row, NULL);
}

static GtkWidget *
make_choice (const PsrBillingSetting *setting)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr(GtkStringList) names = gtk_string_list_new ((const char * const *) setting->labels);
  g_autoptr(GtkExpression) text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  /* Below the title there is room for it also where the text is large. */
  adw_combo_row_set_expression (ADW_COMBO_ROW (row), text);
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (row), TRUE);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  /* It shows what is chosen, not what is there without. */
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), GTK_INVALID_LIST_POSITION);
  for (guint i = 0; setting->choices[i] != NULL; i++)
    {
      if (strcmp (setting->choices[i], setting->value) == 0)
        adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
    }
  psr_preferences_keep_value (row, "selected");

  return row;
}

static GtkWidget *
make_entry (const PsrBillingSetting *setting)
{
  GtkWidget *row = adw_entry_row_new ();

  gtk_editable_set_text (GTK_EDITABLE (row), setting->value);
  gtk_widget_set_tooltip_text (row, setting->allowed);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);

  return row;
}

static GtkWidget *
make_answer (void)
{
  GtkWidget *answer = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-error-symbolic");

  gtk_widget_add_css_class (icon, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (answer), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (answer), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (answer), 0);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (answer), TRUE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (answer), icon);
  gtk_widget_set_visible (answer, FALSE);

  return answer;
}

static const char *
get_label (const PsrBillingSetting *setting)
{
  for (guint i = 0; setting->choices != NULL && setting->choices[i] != NULL; i++)
    {
      if (strcmp (setting->choices[i], setting->value) == 0)
        return setting->labels[i];
    }

  return *setting->value != '\0' ? setting->value : _("Not set");
}

static void
add_rule (GtkWidget               *group,
          PsrDesk                 *desk,
          const PsrBillingSetting *setting)
{
  GtkWidget *row;
  Rule *rule;

  if (setting->fixed != NULL)
    {
      psr_preferences_add_fixed (group, setting->title, get_label (setting), setting->fixed);
      return;
    }

  row = setting->choices != NULL ? make_choice (setting) : make_entry (setting);
  rule = g_new0 (Rule, 1);
  rule->desk = g_object_ref (desk);
  rule->name = setting->name;
  rule->title = g_strdup (setting->title);
  rule->choices = g_strdupv (setting->choices);
  rule->kept = g_strdup (setting->value);
  rule->answer = g_object_ref_sink (make_answer ());
  rule->help = g_object_ref_sink (psr_help_link_new (NULL, NULL));
  adw_action_row_add_suffix (ADW_ACTION_ROW (rule->answer), rule->help);
  g_object_set_data_full (G_OBJECT (row), RULE, rule, rule_free);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), setting->title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), rule->answer);

  if (setting->choices != NULL)
    {
      g_signal_connect (row, "notify::selected", G_CALLBACK (on_chosen), NULL);
      return;
    }

  g_signal_connect (row, "changed", G_CALLBACK (on_typed), NULL);
  g_signal_connect (row, "apply", G_CALLBACK (on_apply), NULL);
  g_signal_connect (row, "entry-activated", G_CALLBACK (on_entered), NULL);
}

/**
 * psr_preferences_add_rules:
 * @page: a page
 * @desk: a desk whose profile is read
 *
 * Adds by which rules documents are made, each of which can be changed unless the
 * administrator has locked it.
 */
void
psr_preferences_add_rules (GtkWidget *page,
                           PsrDesk   *desk)
{
  GtkWidget *group = psr_preferences_add_group (page, _("Billing Rules"),
                                                _("It takes effect when the preferences are closed. No command changes it: passerellectl works by the same file."));
  g_autoptr(PsrProfile) profile = psr_preferences_read_profile (desk);
  g_autoptr(GPtrArray) settings = psr_billing_settings_list (profile);

  for (guint i = 0; i < settings->len; i++)
    add_rule (group, desk, settings->pdata[i]);
}
