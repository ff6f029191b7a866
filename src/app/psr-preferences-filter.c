/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-preferences-filter"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-announce.h"
#include "psr-details.h"
#include "psr-filter-trial.h"
#include "psr-help-link.h"
#include "psr-help.h"
#include "psr-preferences-private.h"
#include "psr-weak.h"

/* The row for a filter: it is written when somebody says so, and tried when somebody wants
 * it. What the profile or the service says against it stands below it. */

#define FILTER "psr-filter"

typedef struct
{
  PsrDesk            *desk;
  char               *flow;
  PsrFlowSettingKind  kind;
  char               *kept;    /* what the file says */
  GtkWidget          *button;
  GtkWidget          *answer;  /* the row below */
  GtkWidget          *icon;
  GtkWidget          *help;
  DexFuture          *trying;
} Filter;

static void
filter_free (gpointer data)
{
  Filter *filter = data;

  dex_clear (&filter->trying);
  g_clear_object (&filter->button);
  g_clear_object (&filter->answer);
  g_clear_object (&filter->icon);
  g_clear_object (&filter->help);
  g_object_unref (filter->desk);
  g_free (filter->flow);
  g_free (filter->kept);
  g_free (filter);
}

static char *
dup_text (GtkWidget *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
show_answer (GtkWidget  *row,
             const char *icon,
             const char *style,
             const char *title,
             const char *subtitle)
{
  Filter *filter = g_object_get_data (G_OBJECT (row), FILTER);
  g_autofree char *spoken = g_strjoin (*subtitle != '\0' ? " " : "", title, subtitle, NULL);
  const char *classes[] = { style, NULL };

  gtk_image_set_from_icon_name (GTK_IMAGE (filter->icon), icon);
  gtk_widget_set_visible (filter->icon, icon != NULL);
  gtk_widget_set_css_classes (filter->icon, classes);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (filter->answer), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (filter->answer), subtitle);
  psr_help_link_set_page (filter->help, NULL, NULL);
  gtk_widget_set_visible (filter->answer, TRUE);
  psr_announce (filter->answer, spoken);
}

/* For who sees it, and for who is read it. */
static void
set_invalid (GtkWidget *row,
             gboolean   is_invalid)
{
  Filter *filter = g_object_get_data (G_OBJECT (row), FILTER);

  if (is_invalid)
    {
      gtk_widget_add_css_class (row, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, filter->answer, NULL, -1);
    }
  else
    {
      gtk_widget_remove_css_class (row, "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
    }
}

static void
show_error (GtkWidget    *row,
            const GError *error)
{
  Filter *filter = g_object_get_data (G_OBJECT (row), FILTER);
  g_autoptr(PsrExplanation) explanation = psr_explain (error);
  g_autofree char *details = psr_details_dup (explanation);

  set_invalid (row, TRUE);
  show_answer (row, "dialog-error-symbolic", "error", explanation->what, details);
  psr_help_link_set_page (filter->help, psr_help_find_error (error), explanation->what);
}

static char *
dup_found (const PsrFilterTrial *trial)
{
  if (trial->has_more)
    return g_strdup_printf (ngettext ("More than %u record. The first one: %s", "More than %u records. The first one: %s", trial->n),
                            trial->n, trial->first);

  return g_strdup_printf (ngettext ("%u record: %s", "%u records. The first one: %s", trial->n), trial->n, trial->first);
}

static DexFuture *
on_tried (DexFuture *future,
          gpointer   data)
{
  g_autoptr(GtkWidget) row = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  g_autofree char *found = NULL;
  const PsrFilterTrial *trial;
  const GValue *value;
  Filter *filter;

  if (row == NULL)
    return dex_future_new_true ();

  filter = g_object_get_data (G_OBJECT (row), FILTER);
  gtk_widget_set_sensitive (filter->button, TRUE);
  value = dex_future_get_value (future, &error);
  if (value == NULL)
    {
      show_error (row, error);
      return dex_future_new_true ();
    }

  trial = g_value_get_boxed (value);
  if (trial->n == 0)
    {
      show_answer (row, "dialog-warning-symbolic", "warning", _("No record is like that."), _("The filter can be used, but nothing passes it."));
      return dex_future_new_true ();
    }

  found = dup_found (trial);
  show_answer (row, "object-select-symbolic", "success", _("The filter can be used."), found);

  return dex_future_new_true ();
}

static void
on_try (GtkWidget *row)
{
  Filter *filter = g_object_get_data (G_OBJECT (row), FILTER);
  g_autofree char *text = dup_text (row);
  g_autoptr(GError) error = NULL;

  set_invalid (row, FALSE);
  if (!psr_flow_settings_check (filter->kind, text, &error))
    {
      show_error (row, error);
      return;
    }

  show_answer (row, NULL, NULL, filter->kind == PSR_FLOW_SETTING_FILTER ? _("Asking Business Central…") : _("Asking Wello…"), "");
  gtk_widget_set_sensitive (filter->button, FALSE);
  dex_clear (&filter->trying);
  filter->trying = dex_future_finally (psr_desk_try_filter (filter->desk, filter->flow,
                                                            filter->kind == PSR_FLOW_SETTING_WELLO_FILTER, text),
                                       on_tried, psr_weak_new (row), psr_weak_free);
}

/* Nobody can ask where nothing is open. */
static gboolean
can_try (GtkWidget *row)
{
  Filter *filter = g_object_get_data (G_OBJECT (row), FILTER);
  g_autofree char *text = dup_text (row);

  return *text != '\0' && psr_desk_get_state (filter->desk) == PSR_DESK_OPEN && psr_desk_get_reader (filter->desk) != NULL;
}

/* What was said was said of something else. */
static void
on_typed (GtkWidget *row)
{
  Filter *filter = g_object_get_data (G_OBJECT (row), FILTER);

  dex_clear (&filter->trying);
  set_invalid (row, FALSE);
  gtk_widget_set_visible (filter->answer, FALSE);
  gtk_widget_set_sensitive (filter->button, can_try (row));
}

static void
on_apply (GtkWidget *row)
{
  Filter *filter = g_object_get_data (G_OBJECT (row), FILTER);
  g_autofree char *text = dup_text (row);
  g_autoptr(PsrProfile) profile = psr_preferences_read_profile (filter->desk);
  g_autoptr(GError) error = NULL;

  if (!psr_flow_settings_change (profile, filter->flow, filter->kind, text, &error))
    {
      show_error (row, error);
      return;
    }

  /* What was said against it isn't so any more. */
  if (gtk_widget_has_css_class (row, "error"))
    gtk_widget_set_visible (filter->answer, FALSE);
  set_invalid (row, FALSE);
  g_set_str (&filter->kept, text);
  psr_preferences_note_change (row);
}

/* There is no button to apply it with any more once that was tried, also in vain. */
static void
on_entered (GtkWidget *row)
{
  if (psr_preferences_filter_is_open (row))
    on_apply (row);
}

/**
 * psr_preferences_filter_is_open:
 * @row: what psr_preferences_add_filter() returned
 *
 * Returns: whether something is typed there that isn't written
 */
gboolean
psr_preferences_filter_is_open (GtkWidget *row)
{
  Filter *filter;
  g_autofree char *text = NULL;

  g_return_val_if_fail (ADW_IS_ENTRY_ROW (row), FALSE);

  filter = g_object_get_data (G_OBJECT (row), FILTER);
  text = dup_text (row);

  return strcmp (text, filter->kept) != 0;
}

static void
add_answer (GtkWidget *group,
            Filter    *filter)
{
  filter->icon = g_object_ref_sink (gtk_image_new ());
  gtk_accessible_update_state (GTK_ACCESSIBLE (filter->icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  filter->answer = g_object_ref_sink (adw_action_row_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (filter->answer), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (filter->answer), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (filter->answer), 0);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (filter->answer), TRUE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (filter->answer), filter->icon);
  filter->help = g_object_ref_sink (psr_help_link_new (NULL, NULL));
  adw_action_row_add_suffix (ADW_ACTION_ROW (filter->answer), filter->help);
  gtk_widget_set_visible (filter->answer, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), filter->answer);
}

/**
 * psr_preferences_add_filter:
 * @group: a group
 * @desk: a desk whose profile is read
 * @flow: a flow
 * @kind: %PSR_FLOW_SETTING_FILTER or %PSR_FLOW_SETTING_WELLO_FILTER
 * @title: what it is called, translated
 *
 * Adds a filter: to be typed, tried and written, or to be looked at.
 *
 * Returns: (transfer none) (nullable): the row, where it can be changed
 */
GtkWidget *
psr_preferences_add_filter (GtkWidget             *group,
                            PsrDesk               *desk,
                            const PsrFlowSettings *flow,
                            PsrFlowSettingKind     kind,
                            const char            *title)
{
  const PsrFlowSetting *setting = &flow->settings[kind];
  GtkWidget *row;
  Filter *filter;

  g_return_val_if_fail (PSR_IS_DESK (desk), NULL);

  if (setting->fixed != NULL)
    {
      psr_preferences_add_fixed (group, title, *setting->value != '\0' ? setting->value : C_("records", "All"), setting->fixed);
      return NULL;
    }

  filter = g_new0 (Filter, 1);
  filter->desk = g_object_ref (desk);
  filter->flow = g_strdup (flow->flow);
  filter->kind = kind;
  filter->kept = g_strdup (setting->value);

  row = adw_entry_row_new ();
  g_object_set_data_full (G_OBJECT (row), FILTER, filter, filter_free);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), setting->value);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row), GTK_INPUT_PURPOSE_TERMINAL);

  filter->button = g_object_ref_sink (gtk_button_new_with_mnemonic (_("_Try")));
  gtk_widget_set_valign (filter->button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (filter->button, _("Ask the service for the first records that pass it"));
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), filter->button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  add_answer (group, filter);
  gtk_widget_set_sensitive (filter->button, can_try (row));

  g_signal_connect (row, "changed", G_CALLBACK (on_typed), NULL);
  g_signal_connect (row, "apply", G_CALLBACK (on_apply), NULL);
  g_signal_connect (row, "entry-activated", G_CALLBACK (on_entered), NULL);
  g_signal_connect_object (filter->button, "clicked", G_CALLBACK (on_try), row, G_CONNECT_SWAPPED);

  return row;
}
