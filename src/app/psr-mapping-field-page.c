/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mapping-field-page"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-error-window.h"
#include "psr-mapping-change.h"
#include "psr-mapping-field-page.h"
#include "psr-mapping-pairs.h"
#include "psr-mapping-place.h"
#include "psr-mapping-rows.h"

/* No property of either service is longer, but for notes. */
#define MAX_LENGTH 4000
#define USUAL_LENGTH 50

static const PsrMappingWord empties[] = {
  { "carry", N_("Carried over as it is"), FALSE },
  { "keep", N_("Wello keeps what it has"), FALSE },
  { "clear", N_("Wello keeps what it has, until Business Central empties what it had"), FALSE },
  { "value", N_("Wello gets a value"), FALSE },
  { NULL, NULL, FALSE },
};

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
  char                *wello_set; /* what Wello calls such records */
  char                *transform; /* (nullable): what is done on the way and can't be chosen here */
  gboolean             is_built;

  AdwPreferencesGroup *choices;
  AdwSwitchRow        *on;
  GtkWidget           *source;    /* an AdwComboRow, or an AdwEntryRow where no names are known */
  GtkWidget           *target;
  GtkWidget           *how;
  AdwSpinRow          *length;
  GtkWidget           *table;     /* of Wello */
  GtkWidget           *set;       /* of Business Central */
  GtkWidget           *master;
  GtkWidget           *empty;
  GtkWidget           *fallback;
  PsrMappingKind       kind;      /* of fallback */
  PsrMappingKind       target_kind; /* of what the table of values says */
  PsrMappingKind       known;     /* what Wello got of the field when the page was opened */
  PsrMappingPairs     *values;
  PsrMappingPairs     *conditions;
  AdwActionRow        *from;
  AdwActionRow        *to;
  AdwActionRow        *problem;
};

G_DEFINE_FINAL_TYPE (PsrMappingFieldPage, psr_mapping_field_page, ADW_TYPE_NAVIGATION_PAGE)

static const char *
get_way (PsrMappingFieldPage *self)
{
  return self->transform != NULL ? self->transform : psr_mapping_rows_get_word (self->how, psr_mapping_transforms)->name;
}

static gboolean
takes_length (PsrMappingFieldPage *self)
{
  return self->transform != NULL ? adw_spin_row_get_value (self->length) > 0
                                 : psr_mapping_rows_get_word (self->how, psr_mapping_transforms)->takes_length;
}

static PsrMappingMore *
make_more (PsrMappingFieldPage *self)
{
  PsrMappingMore *more = g_new0 (PsrMappingMore, 1);
  const char *empty = psr_mapping_rows_get_word (self->empty, empties)->name;
  const char *way = get_way (self);

  more->values = psr_mapping_pairs_dup (self->values);
  more->conditions = psr_mapping_pairs_dup (self->conditions);
  more->clears = g_str_equal (empty, "clear");
  more->omits_empty = more->clears || g_str_equal (empty, "keep");
  more->fallback = g_str_equal (empty, "value") ? g_strdup (psr_mapping_rows_get_value (self->fallback)) : NULL;
  more->fallback_kind = self->kind;
  more->look_up = g_strdup (psr_mapping_rows_get_name (self->table));
  if (g_str_equal (way, "via"))
    more->via = g_strdup (psr_mapping_rows_get_name (self->set));
  if (g_str_equal (way, "embed"))
    more->embed = g_strdup (psr_mapping_rows_get_name (self->set));

  return more;
}

/* What is chosen now; the texts belong to the rows. */
static PsrMappingChange
get_change (PsrMappingFieldPage  *self,
            const PsrMappingMore *more)
{
  return (PsrMappingChange) {
    .field = self->field,
    .is_off = self->field != NULL && !adw_switch_row_get_active (self->on),
    .source = psr_mapping_rows_get_name (self->source),
    .target = psr_mapping_rows_get_name (self->target),
    .transform = get_way (self),
    .max_length = (guint) adw_spin_row_get_value (self->length),
    .master = psr_mapping_rows_get_word (self->master, psr_mapping_masters)->name,
    .more = more,
  };
}

/* A number such as that of a telephone goes from left to right whatever is around it. */
static void
show_text (AdwActionRow *row,
           const char   *text)
{
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (row)) == GTK_TEXT_DIR_RTL;
  g_autofree char *isolated = is_mirrored && text != NULL ? g_strconcat ("\u2068", text, "\u2069", NULL) : NULL;

  adw_action_row_set_subtitle (row, text == NULL || *text == '\0' ? _("Nothing") : isolated != NULL ? isolated : text);
}

/* Why it can't be saved, or else why the record would be set aside. */
static void
show_problem (PsrMappingFieldPage *self,
              const GError        *error,
              const char          *aside)
{
  g_autofree char *before = g_strdup (adw_action_row_get_subtitle (self->problem));
  gboolean is_there = error != NULL || aside != NULL;
  const char *why;

  psr_error_row_show (self->problem, error);
  if (error == NULL && aside != NULL)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->problem), _("This record would be set aside"));
      adw_action_row_set_subtitle (self->problem, aside);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->problem), is_there);

  why = adw_action_row_get_subtitle (self->problem);
  if (is_there && g_strcmp0 (before, why) != 0)
    psr_announce (GTK_WIDGET (self), why);
}

/* What is of no account for what is done on the way isn't there. */
static void
show_choices (PsrMappingFieldPage *self,
              gboolean             is_off)
{
  const char *way = get_way (self);
  gboolean has_set = g_str_equal (way, "via") || g_str_equal (way, "embed");
  gboolean is_table = g_str_equal (way, "enum");

  gtk_widget_set_sensitive (GTK_WIDGET (self->choices), !is_off);
  gtk_widget_set_sensitive (GTK_WIDGET (self->values), !is_off);
  gtk_widget_set_sensitive (GTK_WIDGET (self->conditions), !is_off);
  gtk_widget_set_visible (GTK_WIDGET (self->length), takes_length (self));
  gtk_widget_set_visible (self->table, g_str_equal (way, "look-up") || g_str_equal (way, "via"));
  gtk_widget_set_visible (self->set, has_set);
  gtk_widget_set_visible (GTK_WIDGET (self->values), is_table);
  gtk_widget_set_visible (self->fallback, g_str_equal (psr_mapping_rows_get_word (self->empty, empties)->name, "value"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->fallback),
                                 is_table ? _("Wello Gets Then, and for All That Isn’t in the Table") : _("Wello Gets Then"));
}

static void on_changed (PsrMappingFieldPage *self);

static PsrMappingKind
find_target_kind (PsrMappingFieldPage *self)
{
  return self->example != NULL ? psr_mapping_example_get_target_kind (self->example, self->wello_set, psr_mapping_rows_get_name (self->target))
                               : PSR_MAPPING_UNKNOWN;
}

/* Where Wello's property is empty or wasn't read yet, the field itself says what it is. */
static PsrMappingKind
find_kind (PsrMappingFieldPage  *self,
           const PsrMappingMore *more)
{
  PsrMappingKind kind = find_target_kind (self);

  if (kind == PSR_MAPPING_UNKNOWN)
    kind = psr_mapping_more_guess_kind (more, get_way (self));

  return kind != PSR_MAPPING_UNKNOWN ? kind : self->known;
}

static void
make_fallback (PsrMappingFieldPage *self,
               const char          *value)
{
  if (self->fallback != NULL)
    adw_preferences_group_remove (self->choices, self->fallback);
  self->fallback = psr_mapping_rows_make_value (_("Wello Gets Then"), self->kind, value);
  psr_mapping_rows_follow (self->fallback, G_CALLBACK (on_changed), self);
  adw_preferences_group_add (self->choices, self->fallback);
}

/* What Wello takes depends on the property. */
static void
follow_kind (PsrMappingFieldPage *self)
{
  g_autoptr(PsrMappingMore) more = make_more (self);
  PsrMappingKind target_kind = find_target_kind (self);
  PsrMappingKind kind = find_kind (self, more);
  g_autofree char *value = NULL;

  if (target_kind != PSR_MAPPING_UNKNOWN && target_kind != self->target_kind)
    {
      self->target_kind = target_kind;
      psr_mapping_pairs_set_kind (self->values, target_kind);
    }
  if (kind == self->kind)
    return;

  /* The row that it is copied from goes. */
  value = g_strdup (psr_mapping_rows_get_value (self->fallback));
  self->kind = kind;
  /* What somebody typed isn't lost on the way past a yes or no: that it can't be one is said. */
  if (kind != PSR_MAPPING_BOOLEAN || *value == '\0' || g_str_equal (value, "true") || g_str_equal (value, "false"))
    make_fallback (self, value);
}

/* The engine says what comes of the choice, or why it can't be. */
static void
try_change (PsrMappingFieldPage *self)
{
  g_autoptr(PsrMappingMore) more = make_more (self);
  PsrMappingChange change = get_change (self, more);
  g_autoptr(GError) error = NULL;
  PsrMappingField *field;

  show_choices (self, change.is_off);
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
      show_problem (self, error, NULL);
      return;
    }

  show_text (self->from, field->from);
  show_text (self->to, field->to);
  show_problem (self, NULL, field->problem);
  psr_mapping_field_free (field);
}

static void
on_changed (PsrMappingFieldPage *self)
{
  if (!self->is_built || self->desk == NULL)
    return;

  self->is_built = FALSE;
  follow_kind (self);
  self->is_built = TRUE;
  try_change (self);
}

static void
save (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  PsrMappingFieldPage *self = PSR_MAPPING_FIELD_PAGE (widget);
  GtkWidget *view = gtk_widget_get_ancestor (widget, ADW_TYPE_NAVIGATION_VIEW);
  g_autoptr(PsrMappingMore) more = NULL;
  g_autoptr(GError) error = NULL;
  PsrMappingChange change;

  /* What was typed counts also where the keyboard is still in it. */
  adw_spin_row_update (self->length);
  more = make_more (self);
  change = get_change (self, more);

  if (!psr_mapping_change_save (psr_desk_get_profile (self->desk), self->name, &change, self->example, &error))
    {
      psr_error_dialog_present (_("The Mapping Isn’t Changed"), error, widget);
      return;
    }

  psr_toast (widget, _("Saved. The next sync takes it, and reads everything"));
  adw_navigation_view_pop (ADW_NAVIGATION_VIEW (view));
}

static GtkWidget *
make_shown (const char *title)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);

  return row;
}

/* What can't be chosen here stays as it is, and it is said where it can be. */
static void
keep_special (PsrMappingFieldPage   *self,
              const PsrMappingSheet *sheet,
              const PsrMappingField *field)
{
  g_autofree char *folder = sheet->path == NULL ? psr_mapping_place_dup_target (psr_desk_get_profile (self->desk)) : NULL;
  g_autofree char *file = g_strconcat (self->name, ".json", NULL);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, file, NULL) : g_strdup (sheet->path != NULL ? sheet->path : file);
  g_autofree char *shown = g_filename_display_name (path);
  /* Translators: what is done on the way, and the name of a file. */
  g_autofree char *text = g_strdup_printf (_("%s. How it is carried over stays; it is changed in the file only: %s"), field->rule, shown);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  self->transform = g_strdup (field->transform);
  gtk_widget_set_visible (self->how, FALSE);
  adw_preferences_group_set_description (self->choices, escaped);
}

static void
add_choices (PsrMappingFieldPage   *self,
             const PsrMappingSheet *sheet,
             const PsrMappingField *field,
             AdwPreferencesPage    *page)
{
  static const char * const none[] = { NULL };
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autoptr(PsrMappingMore) more = field != NULL ? psr_mapping_more_copy (field->more) : psr_mapping_more_new ();

  self->wello_set = g_strdup (sheet->set);
  self->on = ADW_SWITCH_ROW (adw_switch_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->on), _("Carried Over"));
  adw_switch_row_set_active (self->on, field == NULL || field->state != PSR_MAPPING_OFF);
  adw_preferences_group_add (group, GTK_WIDGET (self->on));
  gtk_widget_set_visible (GTK_WIDGET (group), field != NULL);
  adw_preferences_page_add (page, group);

  self->source = psr_mapping_rows_make_names (_("From Business Central"),
                                              self->example != NULL ? psr_mapping_example_get_sources (self->example) : none,
                                              field != NULL ? field->source : NULL);
  self->target = psr_mapping_rows_make_names (_("To Wello"),
                                              self->example != NULL ? psr_mapping_example_get_targets (self->example, sheet->set) : none,
                                              field != NULL ? field->target : NULL);
  self->how = psr_mapping_rows_make_words (_("On the Way"), psr_mapping_transforms, field != NULL ? field->transform : "copy");
  self->length = ADW_SPIN_ROW (adw_spin_row_new_with_range (field != NULL && field->is_special ? 0 : 1, MAX_LENGTH, 1));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->length), _("Characters That Wello Takes"));
  adw_spin_row_set_value (self->length, field != NULL && field->max_length > 0 ? field->max_length
                                        : field != NULL && field->is_special ? 0 : USUAL_LENGTH);
  self->table = psr_mapping_rows_make_entry (_("Table of Wello"), more->look_up);
  self->set = psr_mapping_rows_make_entry (_("Set of Business Central"), more->via != NULL ? more->via : more->embed);
  self->master = psr_mapping_rows_make_words (_("Who Decides"), psr_mapping_masters, field != NULL ? field->master : "bc");
  self->empty = psr_mapping_rows_make_words (_("Where It Is Empty"), empties,
                                             more->clears ? "clear" : more->omits_empty ? "keep" : more->fallback != NULL ? "value" : "carry");

  if (field != NULL && field->is_special)
    keep_special (self, sheet, field);

  adw_preferences_group_add (self->choices, self->source);
  adw_preferences_group_add (self->choices, self->target);
  adw_preferences_group_add (self->choices, self->how);
  adw_preferences_group_add (self->choices, GTK_WIDGET (self->length));
  adw_preferences_group_add (self->choices, self->set);
  adw_preferences_group_add (self->choices, self->table);
  adw_preferences_group_add (self->choices, self->master);
  adw_preferences_group_add (self->choices, self->empty);
  self->target_kind = find_target_kind (self);
  self->known = psr_mapping_more_guess_kind (more, get_way (self));
  if (self->known == PSR_MAPPING_UNKNOWN && more->fallback != NULL)
    self->known = more->fallback_kind;
  self->kind = more->fallback != NULL ? more->fallback_kind : find_kind (self, more);
  make_fallback (self, more->fallback);
  adw_preferences_page_add (page, self->choices);

  self->values = psr_mapping_pairs_new_values (more->values, self->target_kind != PSR_MAPPING_UNKNOWN ? self->target_kind : self->known);
  self->conditions = psr_mapping_pairs_new_conditions (more->conditions, self->example);
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (self->values));
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (self->conditions));
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
  self->from = ADW_ACTION_ROW (make_shown (_("In Business Central")));
  self->to = ADW_ACTION_ROW (make_shown (_("Wello Gets")));
  gtk_widget_add_css_class (GTK_WIDGET (self->from), "property");
  gtk_widget_add_css_class (GTK_WIDGET (self->to), "property");
  gtk_widget_set_visible (GTK_WIDGET (self->from), has_record);
  gtk_widget_set_visible (GTK_WIDGET (self->to), has_record);
  self->problem = ADW_ACTION_ROW (make_shown (""));
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
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Save"));
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());

  /* Somebody took it out of the file meanwhile: it is a new one. */
  if (field == NULL)
    g_clear_pointer (&self->field, g_free);

  /* A narrow header with all the buttons of a window has no room for it. */
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "field.save");
  gtk_widget_set_halign (bar, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (bar, 12);
  gtk_widget_set_margin_bottom (bar, 18);
  gtk_box_append (GTK_BOX (bar), button);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_add_bottom_bar (ADW_TOOLBAR_VIEW (view), bar);
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

  psr_mapping_rows_follow (GTK_WIDGET (self->on), G_CALLBACK (on_changed), self);
  psr_mapping_rows_follow (self->source, G_CALLBACK (on_changed), self);
  psr_mapping_rows_follow (self->target, G_CALLBACK (on_changed), self);
  psr_mapping_rows_follow (self->how, G_CALLBACK (on_changed), self);
  psr_mapping_rows_follow (GTK_WIDGET (self->length), G_CALLBACK (on_changed), self);
  psr_mapping_rows_follow (self->table, G_CALLBACK (on_changed), self);
  psr_mapping_rows_follow (self->set, G_CALLBACK (on_changed), self);
  psr_mapping_rows_follow (self->master, G_CALLBACK (on_changed), self);
  psr_mapping_rows_follow (self->empty, G_CALLBACK (on_changed), self);
  g_signal_connect_object (self->values, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conditions, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
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
  g_free (self->wello_set);

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
