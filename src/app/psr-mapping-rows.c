/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mapping-rows"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-mapping-rows.h"

static const PsrMappingWord truths[] = {
  { "true", N_("Yes"), FALSE },
  { "false", N_("No"), FALSE },
  { NULL, NULL, FALSE },
};

static GtkWidget *
make_combo (const char    *title,
            GtkStringList *choices,
            guint          selected)
{
  g_autoptr(GtkExpression) text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_expression (ADW_COMBO_ROW (row), text);
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (row), TRUE);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (choices));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);

  return row;
}

/**
 * psr_mapping_rows_make_words:
 * @title: its title, translated
 * @words: what can be chosen, which ends with a NULL name
 * @chosen: (nullable): the stable name of the one that is; the first where it is none
 *
 * Returns: (transfer floating): the row, with what is chosen below the title
 */
GtkWidget *
psr_mapping_rows_make_words (const char           *title,
                             const PsrMappingWord *words,
                             const char           *chosen)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);
  guint selected = 0;

  g_return_val_if_fail (title != NULL && words != NULL, NULL);

  for (guint i = 0; words[i].name != NULL; i++)
    {
      gtk_string_list_append (titles, _(words[i].title));
      if (g_strcmp0 (words[i].name, chosen) == 0)
        selected = i;
    }

  return make_combo (title, titles, selected);
}

/**
 * psr_mapping_rows_make_entry:
 * @title: its title, translated
 * @text: (nullable): what is in it
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
psr_mapping_rows_make_entry (const char *title,
                             const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  g_return_val_if_fail (title != NULL, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");

  return row;
}

/**
 * psr_mapping_rows_make_names:
 * @title: its title, translated
 * @names: what can be chosen; where nothing can, it is typed
 * @chosen: (nullable): what is; it is one of the choices then, too
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
psr_mapping_rows_make_names (const char         *title,
                             const char * const *names,
                             const char         *chosen)
{
  g_autoptr(GtkStringList) list = NULL;
  GtkWidget *row;
  guint selected = 0;
  guint n;

  g_return_val_if_fail (title != NULL && names != NULL, NULL);

  if (*names == NULL)
    return psr_mapping_rows_make_entry (title, chosen);

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

  row = make_combo (title, list, selected);
  adw_combo_row_set_search_match_mode (ADW_COMBO_ROW (row), GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
  adw_combo_row_set_enable_search (ADW_COMBO_ROW (row), TRUE);

  return row;
}

/**
 * psr_mapping_rows_make_value:
 * @title: its title, translated
 * @kind: what the value is
 * @value: what it is now
 *
 * Returns: (transfer floating): the row: yes and no are chosen, all else is typed
 */
GtkWidget *
psr_mapping_rows_make_value (const char     *title,
                             PsrMappingKind  kind,
                             const char     *value)
{
  return kind == PSR_MAPPING_BOOLEAN ? psr_mapping_rows_make_words (title, truths, value) : psr_mapping_rows_make_entry (title, value);
}

/**
 * psr_mapping_rows_get_word:
 * @row: of psr_mapping_rows_make_words()
 * @words: what it was made of
 *
 * Returns: (transfer none): what is chosen
 */
const PsrMappingWord *
psr_mapping_rows_get_word (GtkWidget            *row,
                           const PsrMappingWord *words)
{
  guint selected;

  g_return_val_if_fail (ADW_IS_COMBO_ROW (row) && words != NULL, NULL);

  selected = adw_combo_row_get_selected (ADW_COMBO_ROW (row));

  return &words[selected == GTK_INVALID_LIST_POSITION ? 0 : selected];
}

/**
 * psr_mapping_rows_get_name:
 * @row: of psr_mapping_rows_make_names() or psr_mapping_rows_make_entry()
 *
 * Returns: (transfer none): what is chosen or typed
 */
const char *
psr_mapping_rows_get_name (GtkWidget *row)
{
  GObject *item;

  g_return_val_if_fail (ADW_IS_PREFERENCES_ROW (row), NULL);

  if (!ADW_IS_COMBO_ROW (row))
    return gtk_editable_get_text (GTK_EDITABLE (row));

  item = adw_combo_row_get_selected_item (ADW_COMBO_ROW (row));

  return item != NULL ? gtk_string_object_get_string (GTK_STRING_OBJECT (item)) : "";
}

/**
 * psr_mapping_rows_get_value:
 * @row: of psr_mapping_rows_make_value()
 *
 * Returns: (transfer none): what is chosen or typed
 */
const char *
psr_mapping_rows_get_value (GtkWidget *row)
{
  g_return_val_if_fail (ADW_IS_PREFERENCES_ROW (row), NULL);

  return ADW_IS_COMBO_ROW (row) ? psr_mapping_rows_get_word (row, truths)->name : gtk_editable_get_text (GTK_EDITABLE (row));
}

/**
 * psr_mapping_rows_follow:
 * @row: a row in which something is chosen, typed or switched
 * @callback: called with @object alone when that changes
 * @object: a #GObject; not called any more once it is gone
 */
void
psr_mapping_rows_follow (GtkWidget *row,
                         GCallback  callback,
                         gpointer   object)
{
  const char *signal = ADW_IS_COMBO_ROW (row) ? "notify::selected" : ADW_IS_SWITCH_ROW (row) ? "notify::active"
                       : ADW_IS_SPIN_ROW (row) ? "notify::value" : "changed";

  g_return_if_fail (ADW_IS_PREFERENCES_ROW (row));

  g_signal_connect_object (row, signal, callback, object, G_CONNECT_SWAPPED);
}
