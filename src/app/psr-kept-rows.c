/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-kept-rows"

#include "config.h"

#include "psr-kept-rows.h"

#define KEY "psr-key"

/* Takes away the rows of what isn't shown any more; those that stay are found by their
 * keys. */
static GHashTable *
keep (GtkListBox *box,
      GHashTable *wanted)
{
  GHashTable *kept = g_hash_table_new (g_str_hash, g_str_equal);
  GtkWidget *next;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (box)); row != NULL; row = next)
    {
      const char *key = g_object_get_data (G_OBJECT (row), KEY);

      next = gtk_widget_get_next_sibling (row);
      if (key != NULL && g_hash_table_contains (wanted, key) && !g_hash_table_contains (kept, key))
        g_hash_table_insert (kept, (gpointer) key, row);
      else
        gtk_list_box_remove (box, row);
    }

  return kept;
}

static void
put (GtkListBox *box,
     GtkWidget  *row,
     int         place)
{
  if (GTK_WIDGET (gtk_list_box_get_row_at_index (box, place)) == row)
    return;

  g_object_ref (row);
  if (gtk_widget_get_parent (row) != NULL)
    gtk_list_box_remove (box, row);
  gtk_list_box_insert (box, row, place);
  g_object_unref (row);
}

/**
 * psr_kept_rows_show:
 * @box: a list whose rows are all made here
 * @kind: how rows are made
 * @items: what is to be shown, in this order
 * @owner: given to the functions of @kind
 *
 * Shows @items in a list. What was in it already keeps its row, with its place on the
 * screen and the focus.
 */
void
psr_kept_rows_show (GtkListBox        *box,
                    const PsrKeptRows *kind,
                    GPtrArray         *items,
                    gpointer           owner)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) kept = NULL;

  g_return_if_fail (GTK_IS_LIST_BOX (box));
  g_return_if_fail (kind != NULL && items != NULL);

  for (guint i = 0; i < items->len; i++)
    {
      g_ptr_array_add (keys, kind->dup_key (items->pdata[i]));
      g_hash_table_add (wanted, keys->pdata[i]);
    }

  kept = keep (box, wanted);
  for (guint i = 0; i < items->len; i++)
    {
      GtkWidget *row = NULL;

      if (g_hash_table_steal_extended (kept, keys->pdata[i], NULL, (gpointer *) &row))
        {
          if (kind->update != NULL)
            kind->update (owner, row, items->pdata[i]);
        }
      else
        {
          row = kind->make (owner, items->pdata[i]);
          g_object_set_data_full (G_OBJECT (row), KEY, g_strdup (keys->pdata[i]), g_free);
        }
      put (box, row, (int) i);
    }
}
