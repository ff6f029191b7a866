/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-record-row"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-record-row.h"

#define LEFT_TO_RIGHT_MARK "\xe2\x80\x8e"

/* From right to left, what has no letters, as a telephone number, begins at its end. */
static gboolean
is_turned_round (const char *text)
{
  if (text == NULL || gtk_widget_get_default_direction () != GTK_TEXT_DIR_RTL)
    return FALSE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (g_unichar_isalpha (g_utf8_get_char (at)))
        return FALSE;
    }

  return *text != '\0';
}

/**
 * psr_record_row_make_label:
 * @text: (nullable): what it says
 * @style: (nullable): how it looks
 *
 * Returns: (transfer floating): a label for a value, which may be long
 */
GtkWidget *
psr_record_row_make_label (const char *text,
                           const char *style)
{
  g_autofree char *held = is_turned_round (text) ? g_strconcat (LEFT_TO_RIGHT_MARK, text, NULL) : NULL;
  GtkWidget *label = gtk_label_new (held != NULL ? held : text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);

  return label;
}

static GtkWidget *
make_sides (const char *bc,
            const char *wello,
            const char *style)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  gtk_box_append (GTK_BOX (box), psr_record_row_make_label (bc, style));
  gtk_box_append (GTK_BOX (box), psr_record_row_make_label (wello, style));

  return box;
}

static GtkWidget *
make_row (GtkWidget  *child,
          const char *spoken)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_widget_set_margin_top (child, 9);
  gtk_widget_set_margin_bottom (child, 9);
  gtk_widget_set_margin_start (child, 12);
  gtk_widget_set_margin_end (child, 12);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), child);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);

  return row;
}

static const char *
or_dash (const char *text)
{
  return *text != '\0' ? text : "–";
}

/**
 * psr_record_row_new:
 * @field: a value of a record
 *
 * Returns: (transfer floating): a row with the value on both sides
 */
GtkWidget *
psr_record_row_new (const PsrRecordField *field)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *spoken = NULL;

  gtk_box_append (GTK_BOX (top), psr_record_row_make_label (field->label, "caption-heading"));
  if (field->differs)
    {
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
      GtkWidget *label = gtk_label_new (_("Different"));

      gtk_widget_add_css_class (icon, "warning");
      gtk_widget_add_css_class (label, "warning");
      gtk_widget_add_css_class (label, "caption");
      gtk_box_append (GTK_BOX (top), icon);
      gtk_box_append (GTK_BOX (top), label);
    }
  gtk_box_append (GTK_BOX (box), top);
  gtk_box_append (GTK_BOX (box), make_sides (or_dash (field->bc), or_dash (field->wello), NULL));

  if (field->differs)
    {
      /* Translators: what both sides last agreed on. */
      g_autofree char *agreed = g_strdup_printf (_("Last agreed: %s"), or_dash (field->agreed));
      GtkWidget *label = psr_record_row_make_label (agreed, "caption");

      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (box), label);
    }

  if (field->differs)
    /* Translators: a value of a record, what it is on both sides, and what both last agreed on. */
    spoken = g_strdup_printf (_("%s: Business Central %s, Wello %s; different, last agreed: %s"), field->label, or_dash (field->bc),
                              or_dash (field->wello), or_dash (field->agreed));
  else
    /* Translators: a value of a record, and what it is on both sides. */
    spoken = g_strdup_printf (_("%s: Business Central %s, Wello %s"), field->label, or_dash (field->bc), or_dash (field->wello));

  return make_row (box, spoken);
}
