/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mapping-page"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-error-window.h"
#include "psr-explain.h"
#include "psr-main-hop.h"
#include "psr-mapping-change.h"
#include "psr-mapping-field-page.h"
#include "psr-mapping-page.h"
#include "psr-mapping-place.h"
#include "psr-state-bin.h"
#include "psr-weak.h"

/* Set on a row: the mapping and the property of Wello. */
#define NAME "psr-name"
#define TARGET "psr-target"

/**
 * PsrMappingPage:
 *
 * Which property becomes which in a flow, each with what a record comes to; a field leads to
 * where it is changed.
 */
struct _PsrMappingPage
{
  AdwNavigationPage    parent_instance;

  PsrDesk             *desk;
  char                *flow;
  PsrMappingExample   *example;
  GError              *trouble;   /* why no record could be read */
  guint                position;
  gboolean             can_change;
  DexFuture           *reading;

  PsrStateBin         *state;
  AdwPreferencesPage  *page;
  GPtrArray           *groups;  /* of AdwPreferencesGroup, owned by the page */
};

G_DEFINE_FINAL_TYPE (PsrMappingPage, psr_mapping_page, ADW_TYPE_NAVIGATION_PAGE)

static void
push (PsrMappingPage    *self,
      AdwNavigationPage *page)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);

  adw_navigation_view_push (ADW_NAVIGATION_VIEW (view), page);
}

static AdwPreferencesGroup *
add_group (PsrMappingPage *self,
           const char     *title,
           const char     *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
  g_ptr_array_add (self->groups, group);

  return ADW_PREFERENCES_GROUP (group);
}

static GtkWidget *
make_row (const char *title,
          const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);

  return row;
}

static void
add_example (PsrMappingPage *self)
{
  const char *number = self->example != NULL ? psr_mapping_example_get_number (self->example) : "";
  AdwPreferencesGroup *group;
  g_autofree char *text = NULL;
  GtkWidget *button;
  GtkWidget *row;

  group = add_group (self, _("Example"), NULL);
  if (self->trouble != NULL)
    {
      g_autoptr(PsrExplanation) words = psr_explain (self->trouble);

      adw_preferences_group_add (group, make_row (_("No record could be read"), words->what));
      return;
    }
  if (*number == '\0')
    {
      row = make_row (_("No record is coupled yet"), _("After a first sync the mapping is shown by one."));
      adw_preferences_group_add (group, row);
      return;
    }

  /* Translators: the number and the name of a record. */
  text = g_strdup_printf (_("%s · %s"), number, psr_mapping_example_get_name (self->example));
  row = make_row (text, _("What it has in Business Central, and what Wello gets of it"));
  button = gtk_button_new_from_icon_name ("view-refresh-symbolic");
  gtk_widget_set_tooltip_text (button, _("Another Record"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Another record"), -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "mapping.another");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (group, row);
}

/* Why nothing can be changed, where that is so. */
static void
add_notice (PsrMappingPage *self)
{
  g_autoptr(GError) error = NULL;
  GtkWidget *icon;
  GtkWidget *row;

  self->can_change = psr_mapping_place_check (psr_desk_get_profile (self->desk), &error);
  if (self->can_change)
    return;

  row = make_row ("", NULL);
  psr_error_row_show (ADW_ACTION_ROW (row), error);
  icon = gtk_image_new_from_icon_name ("changes-prevent-symbolic");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_preferences_group_add (add_group (self, "", NULL), row);
}

static const char *
get_state (PsrMappingState state)
{
  switch (state)
    {
    case PSR_MAPPING_CHANGED:
      return _("Changed");
    case PSR_MAPPING_ADDED:
      return _("Added");
    case PSR_MAPPING_OFF:
      return C_("field of a mapping", "Off");
    case PSR_MAPPING_AS_IT_COMES:
    default:
      return NULL;
    }
}

static char *
dup_subtitle (PsrMappingPage        *self,
              const PsrMappingField *field)
{
  GString *text = g_string_new (NULL);

  if (self->example != NULL && *psr_mapping_example_get_number (self->example) != '\0' && field->state != PSR_MAPPING_OFF)
    {
      if (field->problem != NULL)
        g_string_append_printf (text, _("“%s”: %s"), field->from, field->problem);
      else if (*field->source == '\0')
        /* Translators: what Wello gets. */
        g_string_append_printf (text, _("→ “%s”"), field->to);
      else
        /* Translators: a value in Business Central, and what Wello gets of it. */
        g_string_append_printf (text, _("“%s” → “%s”"), field->from, field->to);
      g_string_append_c (text, '\n');
    }
  if (*field->source == '\0')
    g_string_append (text, field->target);
  else
    /* Translators: the names of two properties. */
    g_string_append_printf (text, _("%s → %s"), field->source, field->target);
  g_string_append_printf (text, "\n%s", field->rule);

  return g_string_free_and_steal (text);
}

static void
on_field (GtkWidget      *row,
          PsrMappingPage *self)
{
  push (self, psr_mapping_field_page_new (self->desk, g_object_get_data (G_OBJECT (row), NAME),
                                          g_object_get_data (G_OBJECT (row), TARGET), self->example));
}

static void
lead_on (PsrMappingPage *self,
         GtkWidget      *row,
         const char     *name,
         const char     *target)
{
  g_object_set_data_full (G_OBJECT (row), NAME, g_strdup (name), g_free);
  g_object_set_data_full (G_OBJECT (row), TARGET, g_strdup (target), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_field), self, G_CONNECT_DEFAULT);
}

static void
add_field (PsrMappingPage        *self,
           AdwPreferencesGroup   *group,
           const PsrMappingSheet *sheet,
           const PsrMappingField *field)
{
  g_autofree char *subtitle = dup_subtitle (self, field);
  const char *state = get_state (field->state);
  GtkWidget *row = make_row (field->title, subtitle);

  if (field->problem != NULL && field->state != PSR_MAPPING_OFF)
    {
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

      gtk_widget_add_css_class (icon, "warning");
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
    }
  if (state != NULL)
    {
      GtkWidget *label = gtk_label_new (state);

      gtk_widget_add_css_class (label, field->state == PSR_MAPPING_OFF ? "dim-label" : "accent");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  if (self->can_change && !field->is_fixed)
    {
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      lead_on (self, row, sheet->name, field->target);
    }
  adw_preferences_group_add (group, row);
}

static void show_all (PsrMappingPage *self);

static void
on_reset_answered (AdwAlertDialog *dialog,
                   const char     *response,
                   PsrMappingPage *self)
{
  g_autoptr(GError) error = NULL;

  if (g_strcmp0 (response, "reset") != 0 || self->desk == NULL)
    return;

  if (!psr_mapping_change_reset (psr_desk_get_profile (self->desk), g_object_get_data (G_OBJECT (dialog), NAME), &error))
    psr_error_dialog_present (_("The Mapping Isn’t Changed"), error, GTK_WIDGET (self));
  else
    psr_toast (GTK_WIDGET (self), _("As it comes with the program. The next sync takes it"));
  show_all (self);
}

static void
on_reset (GtkWidget      *row,
          PsrMappingPage *self)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("Reset This Mapping?"),
                                            _("Your own file for it is deleted, and the mapping that comes with the program counts again. The next sync reads everything."));

  g_object_set_data_full (G_OBJECT (dialog), NAME, g_strdup (g_object_get_data (G_OBJECT (row), NAME)), g_free);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "reset", _("_Reset"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "reset", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_reset_answered), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static GtkWidget *
add_button (AdwPreferencesGroup *group,
            const char          *title)
{
  GtkWidget *row = adw_button_row_new ();

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (group, row);

  return row;
}

static void
add_sheet (PsrMappingPage  *self,
           PsrMappingSheet *sheet)
{
  g_autofree char *path = sheet->path != NULL ? g_filename_display_name (sheet->path) : NULL;
  g_autofree char *escaped = path != NULL ? g_markup_escape_text (path, -1) : NULL;
  AdwPreferencesGroup *group = add_group (self, sheet->title, escaped != NULL ? escaped : _("As it comes with the program"));
  GtkWidget *row;

  for (guint i = 0; i < sheet->fields->len; i++)
    add_field (self, group, sheet, sheet->fields->pdata[i]);
  if (!self->can_change)
    return;

  group = add_group (self, "", NULL);
  lead_on (self, add_button (group, _("_Add a Property…")), sheet->name, NULL);
  if (sheet->path == NULL)
    return;

  row = add_button (group, _("_Reset This Mapping…"));
  gtk_widget_add_css_class (row, "destructive-action");
  g_object_set_data_full (G_OBJECT (row), NAME, g_strdup (sheet->name), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_reset), self, G_CONNECT_DEFAULT);
}

static void
add_wrong (PsrMappingPage *self,
           const char     *name,
           const GError   *error)
{
  AdwPreferencesGroup *group = add_group (self, "", NULL);
  GtkWidget *row = make_row ("", NULL);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-error-symbolic");

  psr_error_row_show (ADW_ACTION_ROW (row), error);
  gtk_widget_add_css_class (icon, "error");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_preferences_group_add (group, row);
  if (!self->can_change)
    return;

  row = add_button (group, _("_Reset This Mapping…"));
  gtk_widget_add_css_class (row, "destructive-action");
  g_object_set_data_full (G_OBJECT (row), NAME, g_strdup (name), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_reset), self, G_CONNECT_DEFAULT);
}

static void
show_all (PsrMappingPage *self)
{
  PsrProfile *profile = psr_desk_get_profile (self->desk);
  g_auto(GStrv) names = psr_mapping_sheet_list_names (profile, self->flow);

  for (guint i = 0; i < self->groups->len; i++)
    adw_preferences_page_remove (self->page, self->groups->pdata[i]);
  g_ptr_array_set_size (self->groups, 0);

  add_notice (self);
  add_example (self);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(PsrMappingSheet) sheet = psr_mapping_sheet_load (profile, names[i], self->example, &error);

      if (sheet != NULL)
        add_sheet (self, sheet);
      else
        add_wrong (self, names[i], error);
    }
  psr_state_bin_show_content (self->state);
}

/* Without a record the mapping is shown all the same: offline, or while the file is wrong. */
static DexFuture *
on_read (DexFuture *future,
         gpointer   data)
{
  g_autoptr(PsrMappingPage) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL || self->desk == NULL)
    return dex_future_new_true ();

  g_clear_pointer (&self->example, psr_mapping_example_unref);
  g_clear_error (&self->trouble);
  self->trouble = g_steal_pointer (&error);
  if (value != NULL)
    self->example = g_value_dup_boxed (value);
  show_all (self);

  return dex_future_new_true ();
}

static void
read_example (PsrMappingPage *self)
{
  PsrEngine *reader = psr_desk_get_reader (self->desk);

  if (reader == NULL)
    {
      show_all (self);
      return;
    }

  dex_clear (&self->reading);
  self->reading = dex_future_finally (psr_main_hop (psr_engine_read_mapping_example (reader, self->flow, self->position)),
                                      on_read, psr_weak_new (self), psr_weak_free);
}

static void
show_another (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  PsrMappingPage *self = PSR_MAPPING_PAGE (widget);

  self->position++;
  read_example (self);
}

static void
psr_mapping_page_dispose (GObject *object)
{
  PsrMappingPage *self = PSR_MAPPING_PAGE (object);

  dex_clear (&self->reading);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->example, psr_mapping_example_unref);

  G_OBJECT_CLASS (psr_mapping_page_parent_class)->dispose (object);
}

static void
psr_mapping_page_finalize (GObject *object)
{
  PsrMappingPage *self = PSR_MAPPING_PAGE (object);

  g_free (self->flow);
  g_clear_error (&self->trouble);
  g_ptr_array_unref (self->groups);

  G_OBJECT_CLASS (psr_mapping_page_parent_class)->finalize (object);
}

/* Coming back from a field: the values are those that were read, and what was just added
 * may need others. */
static void
psr_mapping_page_showing (AdwNavigationPage *page)
{
  PsrMappingPage *self = PSR_MAPPING_PAGE (page);

  ADW_NAVIGATION_PAGE_CLASS (psr_mapping_page_parent_class)->showing (page);
  if (self->groups->len > 0)
    show_all (self);
}

static void
psr_mapping_page_class_init (PsrMappingPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = psr_mapping_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = psr_mapping_page_finalize;
  ADW_NAVIGATION_PAGE_CLASS (klass)->showing = psr_mapping_page_showing;

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "mapping.another", NULL, show_another);
}

static void
psr_mapping_page_init (PsrMappingPage *self)
{
  GtkWidget *view = adw_toolbar_view_new ();

  self->groups = g_ptr_array_new ();
  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  self->state = PSR_STATE_BIN (psr_state_bin_new ());
  psr_state_bin_set_content (self->state, GTK_WIDGET (self->page));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self->state));
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), view);
}

/**
 * psr_mapping_page_new:
 * @desk: where it is read
 * @flow: the stable name of a flow that has mappings
 * @title: its name, translated
 *
 * Returns: (transfer floating): the page
 */
AdwNavigationPage *
psr_mapping_page_new (PsrDesk    *desk,
                      const char *flow,
                      const char *title)
{
  PsrMappingPage *self;
  g_autofree char *text = NULL;

  g_return_val_if_fail (PSR_IS_DESK (desk) && flow != NULL && title != NULL, NULL);

  /* Translators: the name of a flow, such as “Customers”. */
  text = g_strdup_printf (_("Mapping: %s"), title);
  self = g_object_new (PSR_TYPE_MAPPING_PAGE, "title", text, NULL);
  self->desk = g_object_ref (desk);
  self->flow = g_strdup (flow);
  psr_state_bin_show_loading (self->state, _("Reading a Record…"));
  read_example (self);

  return ADW_NAVIGATION_PAGE (self);
}
