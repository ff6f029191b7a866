/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-column-title"

#include "config.h"

#include "psr-column-title.h"

static void
align (GtkWidget  *widget,
       const char *title)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), title))
    {
      GtkWidget *box = gtk_widget_get_parent (widget);

      gtk_label_set_xalign (GTK_LABEL (widget), 1);
      gtk_widget_set_hexpand (widget, TRUE);
      /* The arrow of the order takes its place also while there is none. */
      if (GTK_IS_BOX (box))
        gtk_box_reorder_child_after (GTK_BOX (box), widget, gtk_widget_get_last_child (box));
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    align (child, title);
}

/**
 * psr_column_title_align_end:
 * @view: a table
 * @title: the title of a column of numbers, translated
 *
 * Moves the title to where the numbers stand. GTK has no property for it.
 */
void
psr_column_title_align_end (GtkColumnView *view,
                            const char    *title)
{
  GtkWidget *header;

  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));
  g_return_if_fail (title != NULL);

  /* The titles come before the rows. */
  header = gtk_widget_get_first_child (GTK_WIDGET (view));
  if (header != NULL)
    align (header, title);
}
