/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-match-list"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-match-list.h"

/**
 * PsrMatchList:
 *
 * Records of one side, which can be searched and of which one is chosen.
 */
struct _PsrMatchList
{
  GtkBox              parent_instance;

  GtkFilterListModel *filtered;
  GtkCustomFilter    *filter;
  GtkSingleSelection *selection;
  GtkSearchEntry     *search;
  GtkStack           *stack;
  GtkLabel           *none;
  GtkWidget          *view;
  char               *empty;
};

G_DEFINE_FINAL_TYPE (PsrMatchList, psr_match_list, GTK_TYPE_BOX)

enum
{
  CHOSEN,
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_searched (gpointer item,
             gpointer data)
{
  PsrMatchList *self = data;

  return psr_match_row_matches (item, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *subtitle = gtk_label_new (NULL);
  GtkWidget *labels[] = { title, subtitle };

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      gtk_label_set_xalign (GTK_LABEL (labels[i]), 0);
      gtk_label_set_ellipsize (GTK_LABEL (labels[i]), PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (box), labels[i]);
    }
  gtk_widget_add_css_class (subtitle, "caption");
  gtk_widget_add_css_class (subtitle, "dim-label");
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 9);
  gtk_widget_set_margin_end (box, 9);
  gtk_list_item_set_child (item, box);
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  PsrMatchRow *row = gtk_list_item_get_item (item);
  GtkWidget *title = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *subtitle = gtk_widget_get_next_sibling (title);
  const char *name = psr_match_row_get_name (row);
  const char *number = psr_match_row_get_number (row);
  const char *city = psr_match_row_get_city (row);
  g_autofree char *below = g_strjoin (*number != '\0' && *city != '\0' ? " · " : "", number, city, NULL);
  g_autofree char *spoken = g_strjoin (*below != '\0' ? ", " : "", name, below, NULL);

  gtk_label_set_label (GTK_LABEL (title), *name != '\0' ? name : *number != '\0' ? number : psr_match_row_get_id (row));
  gtk_label_set_label (GTK_LABEL (subtitle), below);
  gtk_widget_set_visible (subtitle, *name != '\0' && *below != '\0');
  gtk_list_item_set_accessible_label (item, *spoken != '\0' ? spoken : psr_match_row_get_id (row));
}

static void
show_state (PsrMatchList *self)
{
  gboolean has_rows = g_list_model_get_n_items (G_LIST_MODEL (self->filtered)) > 0;
  gboolean searches = *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';

  gtk_label_set_label (self->none, searches ? _("Nothing found") : self->empty);
  gtk_stack_set_visible_child_name (self->stack, has_rows ? "rows" : "none");
}

static void
on_searched (PsrMatchList *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_state (self);
}

static void
on_selected (PsrMatchList *self)
{
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
on_activated (PsrMatchList *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
psr_match_list_dispose (GObject *object)
{
  PsrMatchList *self = PSR_MATCH_LIST (object);

  if (self->view != NULL)
    gtk_list_view_set_model (GTK_LIST_VIEW (self->view), NULL);
  self->view = NULL;
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->filter);
  g_clear_object (&self->filtered);
  g_clear_object (&self->selection);

  G_OBJECT_CLASS (psr_match_list_parent_class)->dispose (object);
}

static void
psr_match_list_finalize (GObject *object)
{
  g_free (PSR_MATCH_LIST (object)->empty);

  G_OBJECT_CLASS (psr_match_list_parent_class)->finalize (object);
}

static void
psr_match_list_class_init (PsrMatchListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = psr_match_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = psr_match_list_finalize;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_view (PsrMatchList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  self->view = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  gtk_list_view_set_tab_behavior (GTK_LIST_VIEW (self->view), GTK_LIST_TAB_ITEM);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->view);

  return scroller;
}

static void
psr_match_list_init (PsrMatchList *self)
{
  GtkWidget *frame = gtk_frame_new (NULL);

  self->filter = gtk_custom_filter_new (is_searched, self, NULL);
  self->filtered = gtk_filter_list_model_new (NULL, GTK_FILTER (g_object_ref (self->filter)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->filtered)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->search = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  self->stack = GTK_STACK (gtk_stack_new ());
  self->none = GTK_LABEL (gtk_label_new (NULL));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_label_set_wrap (self->none, TRUE);
  gtk_label_set_justify (self->none, GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->none), "dim-label");
  gtk_widget_set_margin_start (GTK_WIDGET (self->none), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->none), 12);
  gtk_stack_add_named (self->stack, make_view (self), "rows");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->none), "none");
  gtk_frame_set_child (GTK_FRAME (frame), GTK_WIDGET (self->stack));
  gtk_widget_add_css_class (frame, "view");
  gtk_widget_set_vexpand (frame, TRUE);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (on_searched), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->search));
  gtk_box_append (GTK_BOX (self), frame);
}

/**
 * psr_match_list_new:
 * @title: which records they are, translated; shown above them
 * @empty: what is said where there are none, translated
 *
 * Returns: (transfer floating): the list, without rows
 */
GtkWidget *
psr_match_list_new (const char *title,
                    const char *empty)
{
  PsrMatchList *self = g_object_new (PSR_TYPE_MATCH_LIST, NULL);
  g_autofree char *spoken = NULL;
  GtkWidget *label;

  g_return_val_if_fail (title != NULL && empty != NULL, GTK_WIDGET (self));

  self->empty = g_strdup (empty);
  label = gtk_label_new (title);
  /* Translators: what is searched, such as “Only in Wello”. */
  spoken = g_strdup_printf (_("Search: %s"), title);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_prepend (GTK_BOX (self), label);
  gtk_search_entry_set_placeholder_text (self->search, _("Number, name or city"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  show_state (self);

  return GTK_WIDGET (self);
}

/**
 * psr_match_list_set_rows:
 * @self: a list
 * @rows: (element-type PsrMatchRow): what is in it
 *
 * Shows other records; none is chosen then.
 */
void
psr_match_list_set_rows (PsrMatchList *self,
                         GListStore   *rows)
{
  g_return_if_fail (PSR_IS_MATCH_LIST (self));

  gtk_filter_list_model_set_model (self->filtered, G_LIST_MODEL (rows));
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  show_state (self);
}

/**
 * psr_match_list_get_selected:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): the record that is chosen
 */
PsrMatchRow *
psr_match_list_get_selected (PsrMatchList *self)
{
  g_return_val_if_fail (PSR_IS_MATCH_LIST (self), NULL);

  return gtk_single_selection_get_selected_item (self->selection);
}

/**
 * psr_match_list_select:
 * @self: a list
 * @row: a record
 *
 * Chooses it; where it isn’t in the list yet it comes first.
 */
void
psr_match_list_select (PsrMatchList *self,
                       PsrMatchRow  *row)
{
  GListModel *rows;
  guint n_rows;
  guint at = 0;

  g_return_if_fail (PSR_IS_MATCH_LIST (self) && PSR_IS_MATCH_ROW (row));

  rows = gtk_filter_list_model_get_model (self->filtered);
  n_rows = g_list_model_get_n_items (rows);
  for (; at < n_rows; at++)
    {
      g_autoptr(PsrMatchRow) other = g_list_model_get_item (rows, at);

      if (g_str_equal (psr_match_row_get_id (other), psr_match_row_get_id (row)))
        break;
    }
  if (at == n_rows)
    {
      at = 0;
      g_list_store_insert (G_LIST_STORE (rows), 0, row);
    }

  show_state (self);
  gtk_list_view_scroll_to (GTK_LIST_VIEW (self->view), at, GTK_LIST_SCROLL_SELECT, NULL);
}

/**
 * psr_match_list_search:
 * @self: a list
 *
 * Has the keyboard begin to search.
 */
void
psr_match_list_search (PsrMatchList *self)
{
  g_return_if_fail (PSR_IS_MATCH_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
