/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mapping-pairs"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-mapping-pairs.h"
#include "psr-mapping-rows.h"

/**
 * PsrMappingPairs:
 *
 * The table of values of a field, or its conditions: a row each that opens, and a button
 * for one more. Says “changed” for whatever is changed in them.
 */
struct _PsrMappingPairs
{
  AdwPreferencesGroup  parent_instance;

  gboolean             is_table;
  PsrMappingKind       kind;     /* of what a table says, as far as it is known */
  PsrMappingExample   *example;  /* (nullable) */
  GPtrArray           *lines;
  GtkWidget           *add;
};

typedef struct
{
  AdwExpanderRow *row;
  GtkWidget      *name;
  GtkWidget      *value;
  PsrMappingKind  kind;
} Line;

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PsrMappingPairs, psr_mapping_pairs, ADW_TYPE_PREFERENCES_GROUP)

static const char * const *
get_names (PsrMappingPairs *self)
{
  static const char * const none[] = { NULL };

  return self->example != NULL ? psr_mapping_example_get_sources (self->example) : none;
}

static void
show_title (PsrMappingPairs *self,
            const Line      *line)
{
  const char *name = psr_mapping_rows_get_name (line->name);
  PsrMappingPair pair = { (char *) name, (char *) psr_mapping_rows_get_value (line->value), line->kind };
  g_autofree char *value = psr_mapping_pair_dup_shown (&pair);
  g_autofree char *title = NULL;

  if (self->is_table)
    title = psr_mapping_pair_dup_line (&pair);
  else
    /* Translators: a property, and what it has to be. */
    title = g_strdup_printf (_("%s is “%s”"), name, value);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line->row), title);
}

static void make_value (PsrMappingPairs *self,
                        Line            *line,
                        const char      *value);

/* What a condition can be compared with depends on the property. */
static void
follow_kind (PsrMappingPairs *self,
             Line            *line)
{
  PsrMappingKind kind = self->example != NULL ? psr_mapping_example_get_source_kind (self->example, psr_mapping_rows_get_name (line->name))
                                              : PSR_MAPPING_UNKNOWN;
  gboolean is_truth = kind == PSR_MAPPING_BOOLEAN;

  if (kind == PSR_MAPPING_UNKNOWN || is_truth == (line->kind == PSR_MAPPING_BOOLEAN))
    return;

  line->kind = is_truth ? PSR_MAPPING_BOOLEAN : PSR_MAPPING_TEXT;
  make_value (self, line, "");
}

static void
on_changed (PsrMappingPairs *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = self->lines->pdata[i];

      if (!self->is_table)
        follow_kind (self, line);
      show_title (self, line);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
make_value (PsrMappingPairs *self,
            Line            *line,
            const char      *value)
{
  if (line->value != NULL)
    adw_expander_row_remove (line->row, line->value);
  line->value = psr_mapping_rows_make_value (self->is_table ? _("Value in Wello") : _("Has to Be"), line->kind, value);
  psr_mapping_rows_follow (line->value, G_CALLBACK (on_changed), self);
  adw_expander_row_add_row (line->row, line->value);
}

static void
on_remove (GtkWidget       *button,
           PsrMappingPairs *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_EXPANDER_ROW);

  for (guint i = 0; i < self->lines->len; i++)
    {
      if (GTK_WIDGET (((Line *) self->lines->pdata[i])->row) != row)
        continue;

      g_ptr_array_remove_index (self->lines, i);
      /* The keyboard shouldn’t be left on nothing. */
      gtk_widget_grab_focus (self->add);
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row);
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }
}

static Line *
add_line (PsrMappingPairs      *self,
          const PsrMappingPair *pair)
{
  Line *line = g_new0 (Line, 1);
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");

  line->row = ADW_EXPANDER_ROW (adw_expander_row_new ());
  line->kind = pair->kind;
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (line->row), FALSE);
  adw_expander_row_set_title_lines (line->row, 0);

  gtk_widget_set_tooltip_text (remove, _("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->is_table ? _("Remove this value") : _("Remove this condition"), -1);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (on_remove), self, G_CONNECT_DEFAULT);
  adw_expander_row_add_suffix (line->row, remove);

  line->name = self->is_table ? psr_mapping_rows_make_entry (_("Value in Business Central"), pair->name)
                              : psr_mapping_rows_make_names (_("Property of Business Central"), get_names (self), pair->name);
  psr_mapping_rows_follow (line->name, G_CALLBACK (on_changed), self);
  adw_expander_row_add_row (line->row, line->name);
  make_value (self, line, pair->value);

  g_ptr_array_add (self->lines, line);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (line->row));
  show_title (self, line);

  return line;
}

static void
on_add (GtkWidget       *button,
        PsrMappingPairs *self)
{
  const char * const *names = get_names (self);
  PsrMappingPair pair = { (char *) (self->is_table || *names == NULL ? "" : *names), (char *) "", self->is_table ? self->kind : PSR_MAPPING_TEXT };
  Line *line;

  if (pair.kind == PSR_MAPPING_UNKNOWN)
    pair.kind = self->lines->len > 0 ? ((Line *) self->lines->pdata[self->lines->len - 1])->kind : PSR_MAPPING_TEXT;
  if (pair.kind == PSR_MAPPING_BOOLEAN)
    pair.value = (char *) "true";

  line = add_line (self, &pair);
  adw_expander_row_set_expanded (line->row, TRUE);
  gtk_widget_grab_focus (line->name);
  on_changed (self);
}

static void
psr_mapping_pairs_finalize (GObject *object)
{
  PsrMappingPairs *self = PSR_MAPPING_PAIRS (object);

  g_ptr_array_unref (self->lines);
  g_clear_pointer (&self->example, psr_mapping_example_unref);

  G_OBJECT_CLASS (psr_mapping_pairs_parent_class)->finalize (object);
}

static void
psr_mapping_pairs_class_init (PsrMappingPairsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_mapping_pairs_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
psr_mapping_pairs_init (PsrMappingPairs *self)
{
  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->add = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (self->add, "flat");
  gtk_widget_set_valign (self->add, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->add, "clicked", G_CALLBACK (on_add), self, G_CONNECT_DEFAULT);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->add);
}

static void
fill (PsrMappingPairs *self,
      const char      *title,
      const char      *description,
      const char      *tooltip,
      GPtrArray       *pairs)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), description);
  gtk_widget_set_tooltip_text (self->add, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  for (guint i = 0; pairs != NULL && i < pairs->len; i++)
    add_line (self, pairs->pdata[i]);
}

/**
 * psr_mapping_pairs_new_values:
 * @pairs: (nullable) (element-type PsrMappingPair): a table of values
 * @kind: what Wello takes
 *
 * Returns: (transfer floating): the group
 */
PsrMappingPairs *
psr_mapping_pairs_new_values (GPtrArray      *pairs,
                              PsrMappingKind  kind)
{
  PsrMappingPairs *self = g_object_new (PSR_TYPE_MAPPING_PAIRS, NULL);

  self->is_table = TRUE;
  self->kind = kind;
  fill (self, _("Table of Values"), _("A record with a value that isn’t in it is set aside."), _("Add a Value"), pairs);

  return self;
}

/**
 * psr_mapping_pairs_new_conditions:
 * @pairs: (nullable) (element-type PsrMappingPair): conditions
 * @example: (nullable): a record, whose properties there are to choose from
 *
 * Returns: (transfer floating): the group
 */
PsrMappingPairs *
psr_mapping_pairs_new_conditions (GPtrArray         *pairs,
                                  PsrMappingExample *example)
{
  PsrMappingPairs *self = g_object_new (PSR_TYPE_MAPPING_PAIRS, NULL);

  self->example = example != NULL ? psr_mapping_example_ref (example) : NULL;
  fill (self, _("Only If"), _("Where one of these doesn’t hold, Wello keeps what it has."), _("Add a Condition"), pairs);

  return self;
}

/**
 * psr_mapping_pairs_dup:
 * @self: a table of values, or conditions
 *
 * Returns: (transfer full) (element-type PsrMappingPair): what is there now
 */
GPtrArray *
psr_mapping_pairs_dup (PsrMappingPairs *self)
{
  GPtrArray *pairs;

  g_return_val_if_fail (PSR_IS_MAPPING_PAIRS (self), NULL);

  pairs = g_ptr_array_new_with_free_func (psr_mapping_pair_free);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = self->lines->pdata[i];

      g_ptr_array_add (pairs, psr_mapping_pair_new (psr_mapping_rows_get_name (line->name), psr_mapping_rows_get_value (line->value), line->kind));
    }

  return pairs;
}

/**
 * psr_mapping_pairs_set_kind:
 * @self: a table of values
 * @kind: what Wello takes now that another of its properties is written
 *
 * Values that were typed become ones that are chosen, or the other way round.
 */
void
psr_mapping_pairs_set_kind (PsrMappingPairs *self,
                            PsrMappingKind   kind)
{
  g_return_if_fail (PSR_IS_MAPPING_PAIRS (self));

  self->kind = kind;
  for (guint i = 0; i < self->lines->len && kind != PSR_MAPPING_UNKNOWN; i++)
    {
      Line *line = self->lines->pdata[i];
      g_autofree char *value = NULL;

      value = g_strdup (psr_mapping_rows_get_value (line->value));
      /* What somebody typed isn’t lost on the way past a yes or no: that it can’t be one is said. */
      if (line->kind == kind || (kind == PSR_MAPPING_BOOLEAN && *value != '\0' && !g_str_equal (value, "true") && !g_str_equal (value, "false")))
        continue;

      line->kind = kind;
      make_value (self, line, value);
      show_title (self, line);
    }
}
