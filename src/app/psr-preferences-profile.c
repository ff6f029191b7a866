/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-preferences-profile"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-error-window.h"
#include "psr-interval.h"
#include "psr-preferences-private.h"
#include "psr-profile-change.h"

/* What of the profile can be changed here at once. passerellectl works by the same file. */

#define DESK  "psr-desk"
#define TASK  "psr-task"
#define STOPS "psr-stops"
#define KEPT  "psr-kept"
#define IN_PLACE "psr-in-place"

/* What is done besides the flows. */
static const struct
{
  const char *task;
  const char *title;
} titles[] = {
  { "workorders", N_("Completed Work") },
  { "followed", N_("Documents in Business Central") },
};

/* In minutes; what the profile says besides is added. */
static const guint stops[] = { 1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440 };

static void
value_free (gpointer data)
{
  g_value_unset (data);
  g_free (data);
}

/**
 * psr_preferences_is_put_back:
 * @row: a row
 *
 * Returns: whether nobody chose anything: it shows again what the file says
 */
gboolean
psr_preferences_is_put_back (GtkWidget *row)
{
  g_return_val_if_fail (GTK_IS_WIDGET (row), FALSE);

  return g_object_get_data (G_OBJECT (row), IN_PLACE) != NULL;
}

/**
 * psr_preferences_keep_value:
 * @row: a row
 * @property: which of its properties shows the value
 *
 * Notes that this is what the file says.
 */
void
psr_preferences_keep_value (GtkWidget  *row,
                            const char *property)
{
  GValue *value;

  g_return_if_fail (GTK_IS_WIDGET (row));
  g_return_if_fail (property != NULL);

  value = g_new0 (GValue, 1);
  g_object_get_property (G_OBJECT (row), property, value);
  g_object_set_data_full (G_OBJECT (row), KEPT, value, value_free);
}

/**
 * psr_preferences_put_back:
 * @row: a row
 * @property: which of its properties shows the value
 *
 * Shows again what the file says.
 */
void
psr_preferences_put_back (GtkWidget  *row,
                          const char *property)
{
  g_return_if_fail (GTK_IS_WIDGET (row));
  g_return_if_fail (property != NULL);

  g_object_set_data (G_OBJECT (row), IN_PLACE, GINT_TO_POINTER (TRUE));
  g_object_set_property (G_OBJECT (row), property, g_object_get_data (G_OBJECT (row), KEPT));
  g_object_set_data (G_OBJECT (row), IN_PLACE, NULL);
}

static PsrProfile *
read_profile (GtkWidget *row)
{
  return psr_preferences_read_profile (g_object_get_data (G_OBJECT (row), DESK));
}

static void
remember (GtkWidget  *row,
          PsrDesk    *desk,
          const char *task)
{
  g_object_set_data_full (G_OBJECT (row), DESK, g_object_ref (desk), g_object_unref);
  g_object_set_data_full (G_OBJECT (row), TASK, g_strdup (task), g_free);
}

/**
 * psr_preferences_settle:
 * @row: a row
 * @property: which of its properties shows the value
 * @error: (nullable): why it isn't written
 *
 * What was written takes effect once the preferences are closed. What wasn't isn't shown
 * as if it were.
 */
void
psr_preferences_settle (GtkWidget  *row,
                        const char *property,
                        GError     *error)
{
  g_return_if_fail (GTK_IS_WIDGET (row));
  g_return_if_fail (property != NULL);

  if (error == NULL)
    {
      psr_preferences_note_change (row);
      psr_preferences_keep_value (row, property);
      return;
    }

  psr_preferences_put_back (row, property);
  psr_error_dialog_present (_("The Profile Isn’t Changed"), error, row);
}

/**
 * psr_preferences_read_profile:
 * @desk: a desk whose profile is read
 *
 * Returns: (transfer full): the profile as the file is now, which may have been changed here
 *   or elsewhere since the desk read it
 */
PsrProfile *
psr_preferences_read_profile (PsrDesk *desk)
{
  PsrProfile *profile;
  PsrProfile *fresh;
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (PSR_IS_DESK (desk), NULL);

  profile = psr_desk_get_profile (desk);
  fresh = psr_profile_load (psr_profile_get_path (profile), &error);
  if (fresh == NULL)
    g_message ("What was read before is shown: %s", error->message);

  return fresh != NULL ? fresh : g_object_ref (profile);
}

/**
 * psr_preferences_dup_every:
 * @minutes: how often
 *
 * Returns: (transfer full): that in words, translated
 */
char *
psr_preferences_dup_every (guint minutes)
{
  if (minutes == 1)
    return g_strdup (_("Every minute"));
  if (minutes == 60)
    return g_strdup (_("Every hour"));
  if (minutes < 60 || minutes % 60 != 0)
    return g_strdup_printf (ngettext ("Every %u minute", "Every %u minutes", minutes), minutes);

  return g_strdup_printf (ngettext ("Every %u hour", "Every %u hours", minutes / 60), minutes / 60);
}

static void
on_interval_chosen (GtkWidget *row)
{
  GArray *minutes = g_object_get_data (G_OBJECT (row), STOPS);
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (row));
  g_autoptr(PsrProfile) profile = NULL;
  g_autoptr(GError) error = NULL;

  if (psr_preferences_is_put_back (row) || selected >= minutes->len)
    return;

  /* Where it is written depends on what the file says now. */
  profile = read_profile (row);
  psr_profile_change_interval (profile, g_object_get_data (G_OBJECT (row), TASK),
                               g_array_index (minutes, guint, selected), &error);
  psr_preferences_settle (row, "selected", error);
}

/* The usual ones, and what the profile says. */
static GArray *
make_stops (guint  current,
            guint *selected)
{
  GArray *minutes = g_array_new (FALSE, FALSE, sizeof (guint));

  for (gsize i = 0; i < G_N_ELEMENTS (stops); i++)
    {
      if (current < stops[i] && (i == 0 || current > stops[i - 1]))
        {
          *selected = minutes->len;
          g_array_append_val (minutes, current);
        }
      if (current == stops[i])
        *selected = minutes->len;
      g_array_append_val (minutes, stops[i]);
    }

  return minutes;
}

/**
 * psr_preferences_add_fixed:
 * @group: a group
 * @title: what it is, translated
 * @value: what the profile says, translated
 * @why: why it can't be changed, translated
 *
 * Adds something that can only be looked at.
 */
void
psr_preferences_add_fixed (GtkWidget  *group,
                           const char *title,
                           const char *value,
                           const char *why)
{
  g_autofree char *both = NULL;

  g_return_if_fail (value != NULL && why != NULL);

  both = g_strdup_printf ("%s\n%s", value, why);
  psr_preferences_add_value (group, title, both);
}

/**
 * psr_preferences_add_interval:
 * @group: a group
 * @desk: a desk whose profile is read
 * @task: the stable name of a flow, `workorders` or `followed`
 * @title: what it is called, translated
 * @fixed: (nullable): why it can't be changed
 *
 * Adds how often something is done.
 *
 * Returns: (transfer none) (nullable): the row, where it can be chosen
 */
GtkWidget *
psr_preferences_add_interval (GtkWidget  *group,
                              PsrDesk    *desk,
                              const char *task,
                              const char *title,
                              const char *fixed)
{
  g_autoptr(PsrProfile) profile = psr_preferences_read_profile (desk);
  guint current = (guint) (psr_interval_get (profile, task) / G_TIME_SPAN_MINUTE);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr(GtkExpression) text = NULL;
  g_autofree char *every = psr_preferences_dup_every (MAX (current, PSR_INTERVAL_LEAST));
  GtkWidget *row;
  guint selected = 0;
  GArray *minutes;

  if (fixed != NULL)
    {
      psr_preferences_add_fixed (group, title, every, fixed);
      return NULL;
    }

  row = adw_combo_row_new ();
  minutes = make_stops (MAX (current, PSR_INTERVAL_LEAST), &selected);
  for (guint i = 0; i < minutes->len; i++)
    gtk_string_list_take (names, psr_preferences_dup_every (g_array_index (minutes, guint, i)));

  remember (row, desk, task);
  g_object_set_data_full (G_OBJECT (row), STOPS, minutes, (GDestroyNotify) g_array_unref);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  /* Below the title there is room for it also where the text is large. */
  text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  adw_combo_row_set_expression (ADW_COMBO_ROW (row), text);
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (row), TRUE);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  psr_preferences_keep_value (row, "selected");
  g_signal_connect (row, "notify::selected", G_CALLBACK (on_interval_chosen), NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);

  return row;
}

/* Why a key can't be changed. */
static const char *
get_fixed (PsrProfile *profile,
           const char *group,
           const char *name)
{
  return psr_profile_is_locked (profile, group, name) ? _("The administrator of this computer has locked it.") : NULL;
}

/**
 * psr_preferences_add_intervals:
 * @page: a page
 * @desk: a desk whose profile is read
 *
 * Adds how often all else than the flows is done.
 */
void
psr_preferences_add_intervals (GtkWidget *page,
                               PsrDesk   *desk)
{
  GtkWidget *group = psr_preferences_add_group (page, _("How Often"), NULL);
  g_autoptr(PsrProfile) profile = psr_preferences_read_profile (desk);

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    psr_preferences_add_interval (group, desk, titles[i].task, _(titles[i].title),
                                  get_fixed (profile, "Intervals", titles[i].task));
}

static const char * const levels[] = { "off", "errors", "all", NULL };

static void
on_level_chosen (GtkWidget *row)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (row));
  g_autoptr(PsrProfile) profile = NULL;
  g_autoptr(GError) error = NULL;

  if (psr_preferences_is_put_back (row) || selected >= g_strv_length ((char **) levels))
    return;

  profile = read_profile (row);
  psr_profile_change (profile, "Log", "Requests", levels[selected], &error);
  psr_preferences_settle (row, "selected", error);
}

/**
 * psr_preferences_add_log:
 * @page: a page
 * @desk: a desk whose profile is read
 *
 * Adds which requests are kept.
 */
void
psr_preferences_add_log (GtkWidget *page,
                         PsrDesk   *desk)
{
  g_autoptr(PsrProfile) profile = psr_preferences_read_profile (desk);
  const char *level = psr_profile_get_string (profile, PSR_PROFILE_LOG_REQUESTS);
  GtkWidget *group = psr_preferences_add_group (page, _("Log"), NULL);
  const char *names[] = { C_("requests", "None"), _("What went wrong"), C_("requests", "All"), NULL };
  g_autoptr(GtkStringList) model = gtk_string_list_new (names);
  const char *fixed = get_fixed (profile, "Log", "Requests");
  GtkWidget *row;

  if (fixed != NULL)
    {
      psr_preferences_add_fixed (group, _("Requests That Are Kept"),
                                 g_strcmp0 (level, "off") == 0 ? names[0] : g_strcmp0 (level, "all") == 0 ? names[2] : names[1],
                                 fixed);
      return;
    }

  row = adw_combo_row_new ();
  remember (row, desk, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Requests That Are Kept"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("For thirty days, never with a secret"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  for (guint i = 0; levels[i] != NULL; i++)
    {
      if (g_strcmp0 (level, levels[i]) == 0)
        adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
    }
  psr_preferences_keep_value (row, "selected");
  g_signal_connect (row, "notify::selected", G_CALLBACK (on_level_chosen), NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}
