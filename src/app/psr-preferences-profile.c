/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-preferences-profile"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-error-window.h"
#include "psr-interval.h"
#include "psr-preferences-private.h"
#include "psr-profile-change.h"
#include "psr-profile-flow.h"

/* What of the profile can be changed here at once. passerellectl works by the same file. */

#define DESK  "psr-desk"
#define TASK  "psr-task"
#define STOPS "psr-stops"
#define KEPT  "psr-kept"
#define IN_PLACE "psr-in-place"

static const struct
{
  const char *task;
  const char *title;
} titles[] = {
  { "customers", N_("Customers") },
  { "items", N_("Items and Stock") },
  { "contacts", N_("Contacts") },
  { "stock", N_("Stock per Location") },
  { "prices", N_("Prices") },
  { "reference", N_("Reference Data") },
  { "workorders", N_("Completed Work") },
  { "followed", N_("Documents in Business Central") },
};

/* In minutes; what the profile says besides is added. */
static const guint stops[] = { 1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440 };

static const char *
get_title (const char *task)
{
  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      if (g_str_equal (titles[i].task, task))
        return _(titles[i].title);
    }

  return task;
}

static void
value_free (gpointer data)
{
  g_value_unset (data);
  g_free (data);
}

static gboolean
is_put_back (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), IN_PLACE) != NULL;
}

/* What the file says. */
static void
keep_value (GtkWidget  *row,
            const char *property)
{
  GValue *value = g_new0 (GValue, 1);

  g_object_get_property (G_OBJECT (row), property, value);
  g_object_set_data_full (G_OBJECT (row), KEPT, value, value_free);
}

static void
put_back (GtkWidget  *row,
          const char *property)
{
  g_object_set_data (G_OBJECT (row), IN_PLACE, GINT_TO_POINTER (TRUE));
  g_object_set_property (G_OBJECT (row), property, g_object_get_data (G_OBJECT (row), KEPT));
  g_object_set_data (G_OBJECT (row), IN_PLACE, NULL);
}

static PsrProfile *
get_profile (GtkWidget *row)
{
  return psr_desk_get_profile (g_object_get_data (G_OBJECT (row), DESK));
}

static void
remember (GtkWidget  *row,
          PsrDesk    *desk,
          const char *task)
{
  g_object_set_data_full (G_OBJECT (row), DESK, g_object_ref (desk), g_object_unref);
  g_object_set_data_full (G_OBJECT (row), TASK, g_strdup (task), g_free);
}

/* It takes effect once the preferences are closed. What isn't written isn't shown as if
 * it were. */
static void
settle (GtkWidget  *row,
        const char *property,
        GError     *error)
{
  if (error == NULL)
    {
      psr_preferences_note_change (row);
      keep_value (row, property);
      return;
    }

  put_back (row, property);
  psr_error_dialog_present (_("The Profile Isn’t Changed"), error, row);
}

static void
on_flow_switched (GtkWidget *row)
{
  g_autoptr(GError) error = NULL;

  if (is_put_back (row))
    return;

  psr_profile_change_flow (get_profile (row), g_object_get_data (G_OBJECT (row), TASK),
                           adw_switch_row_get_active (ADW_SWITCH_ROW (row)), &error);
  settle (row, "active", error);
}

/**
 * psr_preferences_add_flows:
 * @page: a page
 * @desk: a desk whose profile is read
 *
 * Adds a switch for each flow.
 */
void
psr_preferences_add_flows (GtkWidget *page,
                           PsrDesk   *desk)
{
  PsrProfile *profile = psr_desk_get_profile (desk);
  GtkWidget *group = psr_preferences_add_group (page, _("Sync"), _("What is kept the same in Business Central and Wello"));
  g_auto(GStrv) flows = psr_profile_flow_list (profile);

  for (guint i = 0; psr_interval_list (i) != NULL; i++)
    {
      const char *task = psr_interval_list (i);
      GtkWidget *row;

      /* Some need more than a switch. */
      if (!psr_profile_flow_is_known (task) || !psr_profile_flow_is_set_up (profile, task))
        continue;

      row = adw_switch_row_new ();
      remember (row, desk, task);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), get_title (task));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), g_strcmp0 (psr_profile_flow_get (profile, task, "Direction"), "both") == 0
                                                           ? _("Both ways") : _("From Business Central to Wello"));
      adw_switch_row_set_active (ADW_SWITCH_ROW (row), g_strv_contains ((const char * const *) flows, task));
      keep_value (row, "active");
      g_signal_connect (row, "notify::active", G_CALLBACK (on_flow_switched), NULL);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
}

static char *
dup_every (guint minutes)
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
  g_autoptr(GError) error = NULL;

  if (is_put_back (row) || selected >= minutes->len)
    return;

  psr_profile_change_interval (get_profile (row), g_object_get_data (G_OBJECT (row), TASK),
                               g_array_index (minutes, guint, selected), &error);
  settle (row, "selected", error);
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

static void
add_interval (GtkWidget  *group,
              PsrDesk    *desk,
              const char *task)
{
  guint current = (guint) (psr_interval_get (psr_desk_get_profile (desk), task) / G_TIME_SPAN_MINUTE);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *row = adw_combo_row_new ();
  guint selected = 0;
  GArray *minutes = make_stops (MAX (current, 1), &selected);

  for (guint i = 0; i < minutes->len; i++)
    gtk_string_list_take (names, dup_every (g_array_index (minutes, guint, i)));

  remember (row, desk, task);
  g_object_set_data_full (G_OBJECT (row), STOPS, minutes, (GDestroyNotify) g_array_unref);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), get_title (task));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  keep_value (row, "selected");
  g_signal_connect (row, "notify::selected", G_CALLBACK (on_interval_chosen), NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

/**
 * psr_preferences_add_intervals:
 * @page: a page
 * @desk: a desk whose profile is read
 *
 * Adds how often each thing is done.
 */
void
psr_preferences_add_intervals (GtkWidget *page,
                               PsrDesk   *desk)
{
  GtkWidget *group = psr_preferences_add_group (page, _("How Often"), NULL);

  for (guint i = 0; psr_interval_list (i) != NULL; i++)
    {
      if (psr_profile_flow_is_set_up (psr_desk_get_profile (desk), psr_interval_list (i)))
        add_interval (group, desk, psr_interval_list (i));
    }
}

static const char * const levels[] = { "off", "errors", "all", NULL };

static void
on_level_chosen (GtkWidget *row)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (row));
  g_autoptr(GError) error = NULL;

  if (is_put_back (row) || selected >= g_strv_length ((char **) levels))
    return;

  psr_profile_change (get_profile (row), "Log", "Requests", levels[selected], &error);
  settle (row, "selected", error);
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
  const char *level = psr_profile_get_string (psr_desk_get_profile (desk), PSR_PROFILE_LOG_REQUESTS);
  GtkWidget *group = psr_preferences_add_group (page, _("Log"), NULL);
  const char *names[] = { C_("requests", "None"), _("What went wrong"), C_("requests", "All"), NULL };
  g_autoptr(GtkStringList) model = gtk_string_list_new (names);
  GtkWidget *row = adw_combo_row_new ();

  remember (row, desk, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Requests That Are Kept"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("For thirty days, never with a secret"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  for (guint i = 0; levels[i] != NULL; i++)
    {
      if (g_strcmp0 (level, levels[i]) == 0)
        adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
    }
  keep_value (row, "selected");
  g_signal_connect (row, "notify::selected", G_CALLBACK (on_level_chosen), NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static const char *
get_day (const char *value)
{
  return strcmp (value, "completed") == 0 ? _("The day of the work") : strcmp (value, "ask") == 0 ? _("Is asked for") : _("Today");
}

/**
 * psr_preferences_add_rules:
 * @group: a group
 * @profile: a profile
 *
 * Adds by which rules documents are made.
 */
void
psr_preferences_add_rules (GtkWidget  *group,
                           PsrProfile *profile)
{
  const char *zero = psr_profile_get_string (profile, PSR_PROFILE_BILLING_ZERO_TOTAL);
  const char *via = psr_profile_get_string (profile, PSR_PROFILE_BILLING_VIA);
  const char *step = psr_profile_get_string (profile, PSR_PROFILE_BILLING_HOUR_STEP);
  const char *internal = psr_profile_get_string (profile, PSR_PROFILE_BILLING_INTERNAL);

  psr_preferences_add_value (group, _("Prices"), g_strcmp0 (psr_profile_get_string (profile, PSR_PROFILE_BILLING_PRICES), "bc") == 0
                                                   ? _("As Business Central asks") : _("As Wello says"));
  psr_preferences_add_value (group, _("Invoice Date"), get_day (psr_profile_get_string (profile, PSR_PROFILE_BILLING_INVOICE_DATE)));
  psr_preferences_add_value (group, _("Posting Date"), get_day (psr_profile_get_string (profile, PSR_PROFILE_BILLING_POSTING_DATE)));
  psr_preferences_add_value (group, _("Hours Are Rounded"), g_strcmp0 (step, "none") == 0 ? _("Not at all") : step);
  psr_preferences_add_value (group, _("What Costs Nothing"), g_strcmp0 (zero, "send") == 0 ? _("Is sent")
                                                             : g_strcmp0 (zero, "skip") == 0 ? _("Is skipped")
                                                                                             : _("Waits for a person"));
  psr_preferences_add_value (group, _("What Is Under Warranty"),
                             g_strcmp0 (psr_profile_get_string (profile, PSR_PROFILE_BILLING_WARRANTY_AS), "list-100") == 0
                               /* xgettext:no-c-format */
                               ? _("Its price, with 100 % discount")
                               : _("Without a price"));
  psr_preferences_add_value (group, _("Documents Are Made"), g_strcmp0 (via, "quote") == 0 ? _("Over a quote")
                                                             : g_strcmp0 (via, "direct") == 0 ? _("Directly")
                                                                                              : _("Over a quote where that works"));
  psr_preferences_add_value (group, _("Wello Is Told"),
                             g_strcmp0 (psr_profile_get_string (profile, PSR_PROFILE_BILLING_CONFIRM), "posted") == 0
                               ? _("Once it is posted") : _("Once it is made"));
  if (internal != NULL)
    psr_preferences_add_value (group, _("Internal Work Is an Order Of"), internal);
}
