/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-preferences-flow"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-help-link.h"
#include "psr-preferences-private.h"
#include "psr-text.h"
#include "psr-weak.h"

/* How each flow works: a row for each, and a page behind it. What there is to choose, and
 * why something can't be chosen, is told by the engine. */

#define ROW "psr-flow-row"

/* Set on the dialog: the page of a flow that was opened last. */
#define PAGE "psr-flow-page"

/* What a row is about. */
typedef struct
{
  PsrDesk            *desk;
  char               *flow;
  PsrFlowSettingKind  kind;
  const char * const *choices;
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_object_unref (row->desk);
  g_free (row->flow);
  g_free (row);
}

static Row *
remember (GtkWidget             *widget,
          PsrDesk               *desk,
          const PsrFlowSettings *flow,
          PsrFlowSettingKind     kind)
{
  Row *row = g_new0 (Row, 1);

  row->desk = g_object_ref (desk);
  row->flow = g_strdup (flow->flow);
  row->kind = kind;
  row->choices = flow->settings[kind].choices;
  g_object_set_data_full (G_OBJECT (widget), ROW, row, row_free);

  return row;
}

static const struct
{
  PsrFlowSettingKind  kind;
  const char         *value;
  const char         *label;
} labels[] = {
  { PSR_FLOW_SETTING_DIRECTION, "bc-to-wello", N_("From Business Central to Wello") },
  { PSR_FLOW_SETTING_DIRECTION, "both", N_("Both ways") },
  { PSR_FLOW_SETTING_CONFLICT, "bc", N_("Business Central wins") },
  { PSR_FLOW_SETTING_CONFLICT, "wello", N_("Wello wins") },
  { PSR_FLOW_SETTING_CONFLICT, "newest", N_("The newer one wins") },
  { PSR_FLOW_SETTING_CONFLICT, "ask", N_("A person decides") },
};

static const char *
get_label (PsrFlowSettingKind  kind,
           const char         *value)
{
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      if (labels[i].kind == kind && strcmp (labels[i].value, value) == 0)
        return _(labels[i].label);
    }

  return value;
}

static const char *
get_title (PsrFlowSettingKind kind)
{
  switch (kind)
    {
    case PSR_FLOW_SETTING_ENABLED:
      return _("Switched On");
    case PSR_FLOW_SETTING_INTERVAL:
      return _("How Often");
    case PSR_FLOW_SETTING_FILTER:
      return _("Business Central Filter");
    case PSR_FLOW_SETTING_DIRECTION:
      return _("Direction");
    case PSR_FLOW_SETTING_CONFLICT:
      return _("Where Both Changed a Value");
    case PSR_FLOW_SETTING_WELLO_FILTER:
      return _("Wello Filter");
    case PSR_N_FLOW_SETTINGS:
    default:
      g_return_val_if_reached ("");
    }
}

static void
change (GtkWidget  *widget,
        const char *value,
        const char *property)
{
  const Row *row = g_object_get_data (G_OBJECT (widget), ROW);
  g_autoptr(PsrProfile) profile = psr_preferences_read_profile (row->desk);
  g_autoptr(GError) error = NULL;

  psr_flow_settings_change (profile, row->flow, row->kind, value, &error);
  psr_preferences_settle (widget, property, error);
}

static void
on_switched (GtkWidget *widget)
{
  if (!psr_preferences_is_put_back (widget))
    change (widget, adw_switch_row_get_active (ADW_SWITCH_ROW (widget)) ? "yes" : "no", "active");
}

/* What goes to Business Central from then on, by flow. */
static const char *
get_both_text (const char *flow)
{
  if (strcmp (flow, "items") == 0)
    return _("A barcode that is changed in Wello becomes the item’s GTIN and, where the profile says UnitPrice=wello, a changed price goes to the item. A new article without code is a proposal, and becomes an item only when somebody accepts it.");
  if (strcmp (flow, "contacts") == 0)
    return _("Names, job titles, telephones, mobile phones and e-mail addresses that are changed in Wello go to Business Central. A new contact is a proposal, and is made there only when somebody accepts it.");

  return _("Telephones, e-mail addresses, websites and addresses that are changed in Wello go to Business Central. A changed name or VAT number and a new client are proposals, and go there only when somebody accepts them.");
}

static void
on_both_response (AdwAlertDialog *dialog,
                  const char     *response,
                  GtkWidget      *widget)
{
  if (g_strcmp0 (response, "both") == 0)
    change (widget, "both", "selected");
  else
    psr_preferences_put_back (widget, "selected");
}

/* Nobody should learn afterwards what begins to be written. */
static void
ask_both (GtkWidget *widget)
{
  const Row *row = g_object_get_data (G_OBJECT (widget), ROW);
  g_autofree char *body = g_strdup_printf ("%s\n\n%s", get_both_text (row->flow),
                                           _("The first run reads everything and writes nothing to Business Central: what is different by then is taken as agreed on, and stays as it is there."));
  AdwDialog *dialog = adw_alert_dialog_new (_("Both Ways?"), body);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "both", _("_Both Ways"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "both", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_both_response), widget, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, widget);
}

static void
on_chosen (GtkWidget *widget)
{
  const Row *row = g_object_get_data (G_OBJECT (widget), ROW);
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (widget));

  if (psr_preferences_is_put_back (widget) || selected >= g_strv_length ((char **) row->choices))
    return;

  if (row->kind == PSR_FLOW_SETTING_DIRECTION && strcmp (row->choices[selected], "both") == 0)
    ask_both (widget);
  else
    change (widget, row->choices[selected], "selected");
}

static void
add_choice (GtkWidget             *group,
            PsrDesk               *desk,
            const PsrFlowSettings *flow,
            PsrFlowSettingKind     kind)
{
  const PsrFlowSetting *setting = &flow->settings[kind];
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr(GtkExpression) text = NULL;
  GtkWidget *widget;

  if (setting->fixed != NULL)
    {
      psr_preferences_add_fixed (group, get_title (kind), get_label (kind, setting->value), setting->fixed);
      return;
    }

  widget = adw_combo_row_new ();
  remember (widget, desk, flow, kind);
  for (gsize i = 0; setting->choices[i] != NULL; i++)
    gtk_string_list_append (names, get_label (kind, setting->choices[i]));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), get_title (kind));
  /* Without it there is nothing that could stand below the title, where there is room for the longer ones. */
  text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  adw_combo_row_set_expression (ADW_COMBO_ROW (widget), text);
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (widget), TRUE);
  adw_combo_row_set_model (ADW_COMBO_ROW (widget), G_LIST_MODEL (names));
  /* It shows what is chosen, not what is there without. */
  adw_combo_row_set_selected (ADW_COMBO_ROW (widget), GTK_INVALID_LIST_POSITION);
  for (guint i = 0; setting->choices[i] != NULL; i++)
    {
      if (strcmp (setting->choices[i], setting->value) == 0)
        adw_combo_row_set_selected (ADW_COMBO_ROW (widget), i);
    }
  psr_preferences_keep_value (widget, "selected");
  g_signal_connect (widget, "notify::selected", G_CALLBACK (on_chosen), NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), widget);
}

static void
add_switch (GtkWidget             *group,
            PsrDesk               *desk,
            const PsrFlowSettings *flow)
{
  const PsrFlowSetting *setting = &flow->settings[PSR_FLOW_SETTING_ENABLED];
  GtkWidget *widget = adw_switch_row_new ();

  remember (widget, desk, flow, PSR_FLOW_SETTING_ENABLED);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), get_title (PSR_FLOW_SETTING_ENABLED));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), setting->fixed != NULL ? setting->fixed : "");
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (widget), 0);
  adw_switch_row_set_active (ADW_SWITCH_ROW (widget), strcmp (setting->value, "yes") == 0);
  gtk_widget_set_sensitive (widget, setting->fixed == NULL);
  psr_preferences_keep_value (widget, "active");
  g_signal_connect (widget, "notify::active", G_CALLBACK (on_switched), NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), widget);
}

/* What everybody on the computer has, unless it is changed here. */
static char *
dup_shared (const PsrFlowSettings *flow)
{
  g_autoptr(GString) titles = g_string_new (NULL);

  for (int kind = 0; kind < PSR_N_FLOW_SETTINGS; kind++)
    {
      if (flow->settings[kind].is_there && flow->settings[kind].is_shared)
        psr_text_append_listed (titles, get_title ((PsrFlowSettingKind) kind));
    }

  return g_string_free_and_steal (g_steal_pointer (&titles));
}

static gboolean
has_open_filter (GtkWidget *page)
{
  GPtrArray *filters = g_object_get_data (G_OBJECT (page), ROW);

  for (guint i = 0; i < filters->len; i++)
    {
      if (psr_preferences_filter_is_open (filters->pdata[i]))
        return TRUE;
    }

  return FALSE;
}

/* What is typed and not written is gone with the page: nobody should think otherwise. Where
 * the dialog goes with it, the window tells. */
static void
on_hiding (GtkWidget *page,
           gpointer   unused)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (page, ADW_TYPE_PREFERENCES_DIALOG);

  if (has_open_filter (page) && dialog != NULL)
    psr_preferences_tell (dialog, _("The filter isn’t changed: it wasn’t applied"));
}

/**
 * psr_preferences_get_lost:
 * @dialog: what psr_preferences_new() made, which is being closed
 *
 * Returns: (nullable): what somebody has typed there and wasn't written, in a sentence, translated
 */
const char *
psr_preferences_get_lost (AdwDialog *dialog)
{
  GWeakRef *shown;
  g_autoptr(GtkWidget) page = NULL;

  g_return_val_if_fail (ADW_IS_DIALOG (dialog), NULL);

  shown = g_object_get_data (G_OBJECT (dialog), PAGE);
  if (shown != NULL)
    page = g_weak_ref_get (shown);

  return page != NULL && has_open_filter (page) ? _("The filter isn’t changed: it wasn’t applied") : NULL;
}

static void
add_groups (GtkWidget             *content,
            PsrDesk               *desk,
            const PsrFlowSettings *flow,
            GPtrArray             *filters)
{
  const PsrFlowSetting *settings = flow->settings;
  GtkWidget *group = psr_preferences_add_group (content, NULL, NULL);
  g_autofree char *shared = dup_shared (flow);
  g_autofree char *place = g_strdup_printf ("[%s]\n%s", flow->group, psr_profile_get_path (psr_desk_get_profile (desk)));
  GtkWidget *row;

  add_switch (group, desk, flow);
  psr_preferences_add_interval (group, desk, flow->flow, get_title (PSR_FLOW_SETTING_INTERVAL), settings[PSR_FLOW_SETTING_INTERVAL].fixed);

  if (settings[PSR_FLOW_SETTING_FILTER].is_there)
    {
      group = psr_preferences_add_group (content, _("Records"),
                                         /* Translators: country eq 'BE' stays as it is. */
                                         _("An expression of OData, such as country eq 'BE'. What it leaves out stays as it is in Wello. With another one the next sync reads everything."));
      row = psr_preferences_add_filter (group, desk, flow, PSR_FLOW_SETTING_FILTER, get_title (PSR_FLOW_SETTING_FILTER));
      if (row != NULL)
        g_ptr_array_add (filters, g_object_ref (row));
    }

  if (settings[PSR_FLOW_SETTING_DIRECTION].is_there)
    {
      group = psr_preferences_add_group (content, _("Changes in Wello"),
                                         _("Only where it goes both ways are they brought to Business Central; then the rule and the filter count, too."));
      add_choice (group, desk, flow, PSR_FLOW_SETTING_DIRECTION);
      add_choice (group, desk, flow, PSR_FLOW_SETTING_CONFLICT);
      row = psr_preferences_add_filter (group, desk, flow, PSR_FLOW_SETTING_WELLO_FILTER, get_title (PSR_FLOW_SETTING_WELLO_FILTER));
      if (row != NULL)
        g_ptr_array_add (filters, g_object_ref (row));
    }

  group = psr_preferences_add_group (content, _("Profile"),
                                     _("It takes effect when the preferences are closed. No command changes it: passerellectl works by the same file."));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), psr_help_link_new ("sync#settings", flow->title));
  psr_preferences_add_value (group, _("Section and File"), place);
  if (*shared != '\0')
    psr_preferences_add_value (group, _("Set for Everybody on This Computer"), shared);
}

static GtkWidget *
make_page (PsrDesk               *desk,
           const PsrFlowSettings *flow)
{
  GtkWidget *content = adw_preferences_page_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  AdwNavigationPage *page = adw_navigation_page_new (view, flow->title);
  GPtrArray *filters = g_ptr_array_new_with_free_func (g_object_unref);

  adw_navigation_page_set_tag (page, flow->flow);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), content);
  add_groups (content, desk, flow, filters);
  g_object_set_data_full (G_OBJECT (page), ROW, filters, (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect (page, "hiding", G_CALLBACK (on_hiding), NULL);

  return GTK_WIDGET (page);
}

static const PsrFlowSettings *
find_flow (GPtrArray  *all,
           const char *flow)
{
  for (guint i = 0; i < all->len; i++)
    {
      const PsrFlowSettings *settings = all->pdata[i];

      if (strcmp (settings->flow, flow) == 0)
        return settings;
    }

  g_return_val_if_reached (NULL);
}

static char *
dup_summary (const PsrFlowSettings *flow)
{
  g_autofree char *every = psr_preferences_dup_every (flow->minutes);
  const PsrFlowSetting *direction = &flow->settings[PSR_FLOW_SETTING_DIRECTION];

  if (strcmp (flow->settings[PSR_FLOW_SETTING_ENABLED].value, "yes") != 0)
    return g_strdup (C_("flow", "Off"));
  if (!direction->is_there)
    return g_steal_pointer (&every);

  return g_strdup_printf ("%s · %s", get_label (PSR_FLOW_SETTING_DIRECTION, direction->value), every);
}

static void
show_summary (GtkWidget *widget)
{
  const Row *row = g_object_get_data (G_OBJECT (widget), ROW);
  g_autoptr(PsrProfile) profile = psr_preferences_read_profile (row->desk);
  g_autoptr(GPtrArray) all = psr_flow_settings_list (profile);
  g_autofree char *summary = dup_summary (find_flow (all, row->flow));

  adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), summary);
}

static void
on_activated (GtkWidget *widget)
{
  const Row *row = g_object_get_data (G_OBJECT (widget), ROW);
  GtkWidget *dialog = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_DIALOG);
  g_autoptr(PsrProfile) profile = psr_preferences_read_profile (row->desk);
  g_autoptr(GPtrArray) all = psr_flow_settings_list (profile);
  GtkWidget *page = make_page (row->desk, find_flow (all, row->flow));

  g_signal_connect_object (page, "hiding", G_CALLBACK (show_summary), widget, G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (dialog), PAGE, psr_weak_new (page), psr_weak_free);
  adw_preferences_dialog_push_subpage (ADW_PREFERENCES_DIALOG (dialog), ADW_NAVIGATION_PAGE (page));
}

/**
 * psr_preferences_add_flows:
 * @page: a page
 * @desk: a desk whose profile is read
 *
 * Adds a row for each flow, which leads to how it works.
 */
void
psr_preferences_add_flows (GtkWidget *page,
                           PsrDesk   *desk)
{
  GtkWidget *group = psr_preferences_add_group (page, NULL, _("What is kept the same in Business Central and Wello"));
  g_autoptr(PsrProfile) profile = psr_preferences_read_profile (desk);
  g_autoptr(GPtrArray) all = psr_flow_settings_list (profile);

  for (guint i = 0; i < all->len; i++)
    {
      const PsrFlowSettings *flow = all->pdata[i];
      GtkWidget *widget = adw_action_row_new ();
      g_autofree char *summary = dup_summary (flow);

      remember (widget, desk, flow, PSR_FLOW_SETTING_ENABLED);
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), flow->title);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), summary);
      adw_action_row_add_suffix (ADW_ACTION_ROW (widget), gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), TRUE);
      g_signal_connect (widget, "activated", G_CALLBACK (on_activated), NULL);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), widget);
    }
}
