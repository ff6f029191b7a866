/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-order-flags"

#include "config.h"

#include "psr-work-order-cell.h"
#include "psr-work-order-flags.h"

/* What is to be known of a work order at a glance, as pictures. */

static const struct
{
  const char *flag;
  const char *icon;
  gboolean    is_warning;
} flag_icons[] = {
  { "asks", "dialog-warning-symbolic", TRUE },
  { "changed", "document-edit-symbolic", TRUE },
  { "internal", "user-home-symbolic", FALSE },
  { "automatic", "emblem-system-symbolic", FALSE },
};

static GtkWidget *
make_flag (const char *flag)
{
  const char *title = psr_work_order_flag_get_title (flag);
  GtkWidget *image = gtk_image_new_from_icon_name ("dialog-information-symbolic");

  for (gsize i = 0; i < G_N_ELEMENTS (flag_icons); i++)
    {
      if (!g_str_equal (flag_icons[i].flag, flag))
        continue;

      gtk_image_set_from_icon_name (GTK_IMAGE (image), flag_icons[i].icon);
      if (flag_icons[i].is_warning)
        gtk_widget_add_css_class (image, "warning");
    }
  gtk_widget_set_tooltip_text (image, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  return image;
}

/**
 * psr_work_order_flags_show:
 * @box: where to
 * @work_order: (nullable): a work order
 *
 * Shows what is to be known of it at a glance. Most have nothing: pictures are made where
 * there is something to show.
 */
void
psr_work_order_flags_show (GtkWidget          *box,
                           const PsrWorkOrder *work_order)
{
  g_auto(GStrv) flags = work_order != NULL ? psr_work_order_dup_flags (work_order) : NULL;
  GtkWidget *child;

  g_return_if_fail (GTK_IS_BOX (box));

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
  for (gsize i = 0; flags != NULL && flags[i] != NULL; i++)
    gtk_box_append (GTK_BOX (box), make_flag (flags[i]));
}

static void
show_flags (PsrWorkOrderRow *row,
            GParamSpec      *pspec,
            GtkWidget       *box)
{
  psr_work_order_flags_show (box, psr_work_order_row_get_work_order (row));
}

static void
setup_flags (GtkListItemFactory *factory,
             GtkListItem        *item)
{
  gtk_list_item_set_child (item, gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3));
}

/**
 * psr_work_order_flags_set_up:
 * @column: a column of a table of #PsrWorkOrderRow
 *
 * Gives the column what makes its cells.
 */
void
psr_work_order_flags_set_up (GtkColumnViewColumn *column)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_return_if_fail (GTK_IS_COLUMN_VIEW_COLUMN (column));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_flags), NULL);
  psr_work_order_cell_bind (factory, show_flags);
  gtk_column_view_column_set_factory (column, factory);
}
