/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mapping-field-page"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-error-window.h"
#include "psr-explain.h"
#include "psr-mapping-change.h"
#include "psr-mapping-field-page.h"

/* No property of either service is longer, but for notes. */
#define MAX_LENGTH 4000
#define USUAL_LENGTH 50

/**
 * PsrMappingFieldPage:
 *
 * One field of a mapping, to be changed: each choice is tried at once by the engine, on a
 * record, and nothing is written before somebody saves it.
 */
struct _PsrMappingFieldPage
{
  AdwNavigationPage    parent_instance;

  PsrDesk             *desk;
  char                *name;
  char                *field;     /* (nullable): the property of Wello that is meant; NULL for a new one */
  PsrMappingExample   *example;   /* (nullable) */
  char                *transform; /* (nullable): what is done on the way and can't be chosen here */
  gboolean             is_built;

  AdwPreferencesGroup *choices;
  AdwSwitchRow        *on;
  GtkWidget           *source;    /* an AdwComboRow, or an AdwEntryRow where no names are known */
  GtkWidget           *target;
  AdwComboRow         *how;
  AdwSpinRow          *length;
  AdwComboRow         *master;
  AdwActionRow        *from;
  AdwActionRow        *to;
  AdwActionRow        *problem;
};

G_DEFINE_FINAL_TYPE (PsrMappingFieldPage, psr_mapping_field_page, ADW_TYPE_NAVIGATION_PAGE)

static const char *
get_chosen (GtkWidget *row)
{
  GObject *item;

  if (!ADW_IS_COMBO_ROW (row))
    return gtk_editable_get_text (GTK_EDITABLE (row));

  item = adw_combo_row_get_selected_item (ADW_COMBO_ROW (row));

  return item != NULL ? gtk_string_object_get_string (GTK_STRING_OBJECT (item)) : "";
}

static const PsrMappingWord *
get_word (AdwComboRow          *row,
          const PsrMappingWord *words)
{
  guint selected = adw_combo_row_get_selected (row);

  return &words[selected == GTK_INVALID_LIST_POSITION ? 0 : selected];
}

/* What is chosen now; the texts belong to the rows. */
static PsrMappingChange
get_change (PsrMappingFieldPage *self)
{
  const PsrMappingWord *how = get_word (self->how, psr_mapping_transforms);

  return (PsrMappingChange) {
    .field = self->field,
    .is_off = self->field != NULL && !adw_switch_row_get_active (self->on),
    .source = get_chosen (self->source),
    .target = get_chosen (self->target),
    .transform = self->transform != NULL ? self->transform : how->name,
    .max_length = (guint) adw_spin_row_get_value (self->length),
    .master = get_word (self->master, psr_mapping_masters)->name,
  };
}

static void
show_text (AdwActionRow *row,
           const char   *text)
{
  adw_action_row_set_subtitle (row, text != NULL && *text != '\0' ? text : _("Nothing"));
}

static void
show_problem (PsrMappingFieldPage *self,
              const char          *what,
              const char          *why)
{
  gboolean is_news = what != NULL && g_strcmp0 (adw_action_row_get_subtitle (self->problem), why) != 0;

  gtk_widget_set_visible (GTK_WIDGET (self->problem), what != NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->problem), what != NULL ? what : "");
  adw_action_row_set_subtitle (self->problem, why != NULL ? why : "");
  if (is_news)
    psr_announce (GTK_WIDGET (self), why);
}

/* The engine says what comes of the choice, or why it can't be. */
static void
try_change (PsrMappingFieldPage *self)
{
  PsrMappingChange change = get_change (self);
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrExplanation) words = NULL;
  g_autofree char *why = NULL;
  PsrMappingField *field;

  if (!self->is_built || self->desk == NULL)
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->choices), !change.is_off);
  gtk_widget_set_visible (GTK_WIDGET (self->length), self->transform != NULL ? adw_spin_row_get_value (self->length) > 0
                                                                             : get_word (self->how, psr_mapping_transforms)->takes_length);
  if (change.is_off)
    {
      show_text (self->from, NULL);
      show_text (self->to, NULL);
      show_problem (self, NULL, NULL);
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "field.save", TRUE);
      return;
    }

  field = psr_mapping_change_try (psr_desk_get_profile (self->desk), self->name, &change, self->example, &error);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "field.save", field != NULL);
  if (field == NULL)
    {
      words = psr_explain (error);
      why = g_strdup_printf ("%s %s", words->why, words->mend);
      show_problem (self, words->what, why);
      return;
    }

  show_text (self->from, field->from);
  show_text (self->to, field->to);
  show_problem (self, field->problem != NULL ? _("This record would be set aside") : NULL, field->problem);
  psr_mapping_field_free (field);
}

static void
on_changed (PsrMappingFieldPage *self)
{
  try_change (self);
}

static void
save (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  PsrMappingFieldPage *self = PSR_MAPPING_FIELD_PAGE (widget);
  GtkWidget *view = gtk_widget_get_ancestor (widget, ADW_TYPE_NAVIGATION_VIEW);
  PsrMappingChange change = get_change (self);
  g_autoptr(GError) error = NULL;

  if (!psr_mapping_change_save (psr_desk_get_profile (self->desk), self->name, &change, self->example, &error))
    {
      psr_error_dialog_present (_("The Mapping Isn’t Changed"), error, widget);
      return;
    }

  psr_toast (widget, _("Saved. The next sync takes it, and reads everything"));
  adw_navigation_view_pop (ADW_NAVIGATION_VIEW (view));
}

static GtkWidget *
make_combo (const char           *title,
            const PsrMappingWord *words,
            const char           *chosen)
{
  g_autoptr(GtkExpression) text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);
  GtkWidget *row = adw_combo_row_new ();
  guint selected = 0;

  for (guint i = 0; words[i].name != NULL; i++)
    {
      gtk_string_list_append (titles, _(words[i].title));
      if (g_strcmp0 (words[i].name, chosen) == 0)
        selected = i;
    }
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_expression (ADW_COMBO_ROW (row), text);
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (row), TRUE);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (titles));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);

  return row;
}

/* Names to choose from, with the one that is there; where none are known it is typed. */
static GtkWidget *
make_names (const char         *title,
            const char * const *names,
            const char         *chosen)
{
  g_autoptr(GtkExpression) text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  g_autoptr(GtkStringList) list = NULL;
  GtkWidget *row;
  guint selected = 0;
  guint n;

  if (*names == NULL)
    {
      row = adw_entry_row_new ();
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      gtk_editable_set_text (GTK_EDITABLE (row), chosen != NULL ? chosen : "");
      return row;
    }

  list = gtk_string_list_new (names);
  for (n = 0; names[n] != NULL && g_strcmp0 (names[n], chosen) != 0; n++)
    continue;
  if (names[n] != NULL)
    selected = n;
  else if (chosen != NULL)
    {
      gtk_string_list_append (list, chosen);
      selected = n;
    }

  row = adw_combo_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_expression (ADW_COMBO_ROW (row), text);
  adw_combo_row_set_search_match_mode (ADW_COMBO_ROW (row), GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
  adw_combo_row_set_enable_search (ADW_COMBO_ROW (row), TRUE);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);

  return row;
}

static void
follow (PsrMappingFieldPage *self,
        GtkWidget           *row)
{
  const char *signal = ADW_IS_COMBO_ROW (row) ? "notify::selected" : ADW_IS_SWITCH_ROW (row) ? "notify::active"
                       : ADW_IS_SPIN_ROW (row) ? "notify::value" : "changed";

  g_signal_connect_object (row, signal, G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
}

static GtkWidget *
make_value (const char *title)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);

  return row;
}

static void
add_choices (PsrMappingFieldPage   *self,
             const PsrMappingSheet *sheet,
             const PsrMappingField *field,
             AdwPreferencesPage    *page)
{
  static const char * const none[] = { NULL };
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  self->on = ADW_SWITCH_ROW (adw_switch_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->on), _("Carried Over"));
  adw_switch_row_set_active (self->on, field == NULL || field->state != PSR_MAPPING_OFF);
  adw_preferences_group_add (group, GTK_WIDGET (self->on));
  gtk_widget_set_visible (GTK_WIDGET (group), field != NULL);
  adw_preferences_page_add (page, group);

  self->source = make_names (_("From Business Central"), self->example != NULL ? psr_mapping_example_get_sources (self->example) : none,
                             field != NULL ? field->source : NULL);
  self->target = make_names (_("To Wello"), self->example != NULL ? psr_mapping_example_get_targets (self->example, sheet->set) : none,
                             field != NULL ? field->target : NULL);
  self->how = ADW_COMBO_ROW (make_combo (_("On the Way"), psr_mapping_transforms, field != NULL ? field->transform : "copy"));
  self->length = ADW_SPIN_ROW (adw_spin_row_new_with_range (field != NULL && field->is_special ? 0 : 1, MAX_LENGTH, 1));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->length), _("Characters That Wello Takes"));
  adw_spin_row_set_value (self->length, field != NULL && field->max_length > 0 ? field->max_length
                                        : field != NULL && field->is_special ? 0 : USUAL_LENGTH);
  self->master = ADW_COMBO_ROW (make_combo (_("Who Decides"), psr_mapping_masters, field != NULL ? field->master : "bc"));

  /* What has more to it than a name stays. */
  if (field != NULL && field->is_special)
    {
      self->transform = g_strdup (field->transform);
      gtk_widget_set_visible (GTK_WIDGET (self->how), FALSE);
      adw_preferences_group_set_description (self->choices, field->rule);
    }

  adw_preferences_group_add (self->choices, self->source);
  adw_preferences_group_add (self->choices, self->target);
  adw_preferences_group_add (self->choices, GTK_WIDGET (self->how));
  adw_preferences_group_add (self->choices, GTK_WIDGET (self->length));
  adw_preferences_group_add (self->choices, GTK_WIDGET (self->master));
  adw_preferences_page_add (page, self->choices);
}

static void
add_example (PsrMappingFieldPage *self,
             AdwPreferencesPage  *page)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  gboolean has_record = self->example != NULL && *psr_mapping_example_get_number (self->example) != '\0';
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  adw_preferences_group_set_title (group, _("Example"));
  if (has_record)
    {
      g_autofree char *name = g_markup_escape_text (psr_mapping_example_get_name (self->example), -1);

      adw_preferences_group_set_description (group, name);
    }
  self->from = ADW_ACTION_ROW (make_value (_("In Business Central")));
  self->to = ADW_ACTION_ROW (make_value (_("Wello Gets")));
  gtk_widget_add_css_class (GTK_WIDGET (self->from), "property");
  gtk_widget_add_css_class (GTK_WIDGET (self->to), "property");
  gtk_widget_set_visible (GTK_WIDGET (self->from), has_record);
  gtk_widget_set_visible (GTK_WIDGET (self->to), has_record);
  self->problem = ADW_ACTION_ROW (make_value (""));
  gtk_widget_add_css_class (icon, "warning");
  adw_action_row_add_prefix (self->problem, icon);
  adw_preferences_group_add (group, GTK_WIDGET (self->from));
  adw_preferences_group_add (group, GTK_WIDGET (self->to));
  adw_preferences_group_add (group, GTK_WIDGET (self->problem));
  adw_preferences_page_add (page, group);
}

static const PsrMappingField *
find_field (const PsrMappingSheet *sheet,
            const char            *target)
{
  for (guint i = 0; sheet != NULL && target != NULL && i < sheet->fields->len; i++)
    {
      const PsrMappingField *field = sheet->fields->pdata[i];

      if (g_str_equal (field->target, target))
        return field;
    }

  return NULL;
}

static void
build (PsrMappingFieldPage *self)
{
  g_autoptr(PsrMappingSheet) sheet = psr_mapping_sheet_load (psr_desk_get_profile (self->desk), self->name, self->example, NULL);
  const PsrMappingField *field = find_field (sheet, self->field);
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Save"));
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());

  /* Somebody took it out of the file meanwhile: it is a new one. */
  if (field == NULL)
    g_clear_pointer (&self->field, g_free);

  /* A narrow header with all the buttons of a window has no room for a long word. */
  gtk_button_set_can_shrink (GTK_BUTTON (button), TRUE);
  gtk_widget_set_tooltip_text (button, _("Save"));
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "field.save");
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), button);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (page));
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), view);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), field != NULL ? field->title : _("New Property"));

  self->choices = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  if (sheet != NULL)
    add_choices (self, sheet, field, page);
  add_example (self, page);
  if (sheet == NULL)
    {
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "field.save", FALSE);
      return;
    }

  follow (self, GTK_WIDGET (self->on));
  follow (self, self->source);
  follow (self, self->target);
  follow (self, GTK_WIDGET (self->how));
  follow (self, GTK_WIDGET (self->length));
  follow (self, GTK_WIDGET (self->master));
  self->is_built = TRUE;
  try_change (self);
}

static void
psr_mapping_field_page_dispose (GObject *object)
{
  PsrMappingFieldPage *self = PSR_MAPPING_FIELD_PAGE (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->example, psr_mapping_example_unref);

  G_OBJECT_CLASS (psr_mapping_field_page_parent_class)->dispose (object);
}

static void
psr_mapping_field_page_finalize (GObject *object)
{
  PsrMappingFieldPage *self = PSR_MAPPING_FIELD_PAGE (object);

  g_free (self->name);
  g_free (self->field);
  g_free (self->transform);

  G_OBJECT_CLASS (psr_mapping_field_page_parent_class)->finalize (object);
}

static void
psr_mapping_field_page_class_init (PsrMappingFieldPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = psr_mapping_field_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = psr_mapping_field_page_finalize;

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "field.save", NULL, save);
}

static void
psr_mapping_field_page_init (PsrMappingFieldPage *self)
{
}

/**
 * psr_mapping_field_page_new:
 * @desk: whose profile says where mappings are
 * @name: stable name of a mapping
 * @target: (nullable): the property of Wello whose field is changed; %NULL for a new one
 * @example: (nullable): a record to try it on
 *
 * Returns: (transfer floating): the page
 */
AdwNavigationPage *
psr_mapping_field_page_new (PsrDesk           *desk,
                            const char        *name,
                            const char        *target,
                            PsrMappingExample *example)
{
  PsrMappingFieldPage *self;

  g_return_val_if_fail (PSR_IS_DESK (desk) && name != NULL, NULL);

  self = g_object_new (PSR_TYPE_MAPPING_FIELD_PAGE, NULL);
  self->desk = g_object_ref (desk);
  self->name = g_strdup (name);
  self->field = g_strdup (target);
  self->example = example != NULL ? psr_mapping_example_ref (example) : NULL;
  build (self);

  return ADW_NAVIGATION_PAGE (self);
}
