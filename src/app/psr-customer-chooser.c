/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-customer-chooser"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-customer-chooser.h"
#include "psr-engine-view.h"
#include "psr-format.h"
#include "psr-main-hop.h"
#include "psr-weak.h"

#define PSR_TYPE_CUSTOMER_ITEM (psr_customer_item_get_type ())
G_DECLARE_FINAL_TYPE (PsrCustomerItem, psr_customer_item, PSR, CUSTOMER_ITEM, GObject)

/* A customer as a list of widgets wants it; all of them have the number "". */
struct _PsrCustomerItem
{
  GObject  parent_instance;

  char    *number;
  char    *name;
  char    *searched;
  guint    count;
};

enum {
  PROP_0,
  PROP_SEARCHED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PsrCustomerItem, psr_customer_item, G_TYPE_OBJECT)

static void
psr_customer_item_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (prop_id == PROP_SEARCHED)
    g_value_set_string (value, PSR_CUSTOMER_ITEM (object)->searched);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
psr_customer_item_finalize (GObject *object)
{
  PsrCustomerItem *self = PSR_CUSTOMER_ITEM (object);

  g_free (self->number);
  g_free (self->name);
  g_free (self->searched);

  G_OBJECT_CLASS (psr_customer_item_parent_class)->finalize (object);
}

static void
psr_customer_item_class_init (PsrCustomerItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = psr_customer_item_finalize;
  object_class->get_property = psr_customer_item_get_property;

  properties[PROP_SEARCHED] = g_param_spec_string ("searched", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
psr_customer_item_init (PsrCustomerItem *self)
{
}

/**
 * PsrCustomerChooser:
 *
 * Chooses one of the customers that a queue has work for, or all of them; or of the
 * technicians who did it. It is read when it is shown.
 */
struct _PsrCustomerChooser
{
  GtkPopover          parent_instance;

  DexFuture          *reading;
  GListStore         *customers;
  GtkStringFilter    *filter;
  GtkFilterListModel *found;
  gboolean            has_chosen;
  gboolean            is_of_technicians;

  GtkEditable        *search_entry;
  GtkStack           *stack;
  GtkLabel           *nothing_label;
  GtkListView        *list;
};

enum {
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PsrCustomerChooser, psr_customer_chooser, GTK_TYPE_POPOVER)

static void
add (PsrCustomerChooser *self,
     const char         *number,
     const char         *name,
     guint               count)
{
  g_autoptr(PsrCustomerItem) item = g_object_new (PSR_TYPE_CUSTOMER_ITEM, NULL);

  item->number = g_strdup (number);
  item->name = g_strdup (*name != '\0' ? name : number);
  item->searched = g_strdup_printf ("%s %s", name, number);
  item->count = count;
  g_list_store_append (self->customers, item);
}

static void
show_found (PsrCustomerChooser *self)
{
  if (self->reading != NULL)
    return;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->found)) == 0)
    {
      if (g_list_model_get_n_items (G_LIST_MODEL (self->customers)) > 0)
        gtk_label_set_label (self->nothing_label, self->is_of_technicians ? _("No technician of this list is called so.")
                                                                          : _("No customer of this list is called so."));
      gtk_stack_set_visible_child_name (self->stack, "nothing");
      return;
    }

  gtk_stack_set_visible_child_name (self->stack, "customers");
}

static DexFuture *
on_read (DexFuture *future,
         gpointer   data)
{
  g_autoptr(PsrCustomerChooser) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  const GPtrArray *customers;
  const GValue *value;

  if (self == NULL)
    return dex_future_new_true ();

  value = dex_future_get_value (future, &error);
  dex_clear (&self->reading);
  g_list_store_remove_all (self->customers);
  if (value == NULL)
    {
      g_message ("What can be chosen can't be read: %s", error->message);
      gtk_label_set_label (self->nothing_label, error->message);
      show_found (self);
      return dex_future_new_true ();
    }

  customers = g_value_get_boxed (value);
  if (self->has_chosen)
    add (self, "", self->is_of_technicians ? _("All Technicians") : _("All Customers"), 0);
  for (guint i = 0; i < customers->len; i++)
    {
      const PsrCustomerCount *customer = customers->pdata[i];

      add (self, customer->number, customer->name, customer->count);
    }
  gtk_label_set_label (self->nothing_label, self->is_of_technicians ? _("Wello hasn’t told yet who did this work.")
                                                                    : _("This list has no work of a known customer."));
  show_found (self);

  return dex_future_new_true ();
}

/**
 * psr_customer_chooser_show:
 * @self: a chooser that is about to be shown
 * @desk: where the customers are read
 * @queue: whose customers
 * @has_chosen: whether one is chosen, so that all can be chosen again
 *
 * Reads what there is to choose.
 */
void
psr_customer_chooser_show (PsrCustomerChooser *self,
                           PsrDesk            *desk,
                           PsrQueue            queue,
                           gboolean            has_chosen)
{
  DexFuture *future;

  g_return_if_fail (PSR_IS_CUSTOMER_CHOOSER (self));
  g_return_if_fail (PSR_IS_DESK (desk));

  self->has_chosen = has_chosen;
  gtk_editable_set_text (self->search_entry, "");
  if (g_list_model_get_n_items (G_LIST_MODEL (self->customers)) == 0)
    gtk_stack_set_visible_child_name (self->stack, "reading");
  dex_clear (&self->reading);
  future = self->is_of_technicians ? psr_engine_list_technicians (psr_desk_get_reader (desk), queue)
                                   : psr_engine_list_customers (psr_desk_get_reader (desk), queue);
  self->reading = dex_future_finally (psr_main_hop (future), on_read, psr_weak_new (self), psr_weak_free);
}

static void
choose (PsrCustomerChooser *self,
        guint               position)
{
  g_autoptr(PsrCustomerItem) item = g_list_model_get_item (G_LIST_MODEL (self->found), position);

  if (item == NULL)
    return;

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, item->number, item->name);
}

static void
on_activated (PsrCustomerChooser *self,
              guint               position)
{
  choose (self, position);
}

static void
on_search_changed (PsrCustomerChooser *self)
{
  gtk_string_filter_set_search (self->filter, gtk_editable_get_text (self->search_entry));
  show_found (self);
}

/* Enter takes the first that was found. */
static void
on_search_activated (PsrCustomerChooser *self)
{
  on_search_changed (self);
  choose (self, 0);
}

static void
on_search_stopped (PsrCustomerChooser *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
setup_row (GtkSignalListItemFactory *factory,
           GtkListItem              *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *count = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (count, "numeric");
  gtk_widget_add_css_class (count, "dim-label");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), count);
  gtk_list_item_set_child (item, box);
}

static void
bind_row (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item)
{
  PsrCustomerItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  g_autofree char *count = item->count > 0 ? psr_format_count (item->count) : g_strdup ("");
  g_autofree char *label = NULL;
  gboolean has_number;

  gtk_label_set_label (GTK_LABEL (name), item->name);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (name)), count);
  /* Two may have the same name. */
  has_number = *item->number != '\0' && !g_str_equal (item->number, item->name);
  gtk_widget_set_tooltip_text (name, has_number ? item->number : NULL);
  label = has_number ? g_strdup_printf ("%s, %s", item->name, item->number) : g_strdup (item->name);
  gtk_list_item_set_accessible_label (list_item, label);
}

static void
psr_customer_chooser_dispose (GObject *object)
{
  PsrCustomerChooser *self = PSR_CUSTOMER_CHOOSER (object);

  dex_clear (&self->reading);
  g_clear_object (&self->found);
  g_clear_object (&self->filter);
  g_clear_object (&self->customers);
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_CUSTOMER_CHOOSER);

  G_OBJECT_CLASS (psr_customer_chooser_parent_class)->dispose (object);
}

static void
psr_customer_chooser_class_init (PsrCustomerChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_customer_chooser_dispose;

  /**
   * PsrCustomerChooser::chosen:
   * @number: the customer's number, or "" for all
   * @name: the customer's name
   *
   * Somebody chose a customer.
   */
  signals[CHOSEN] = g_signal_new ("chosen", PSR_TYPE_CUSTOMER_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-customer-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrCustomerChooser, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PsrCustomerChooser, stack);
  gtk_widget_class_bind_template_child (widget_class, PsrCustomerChooser, nothing_label);
  gtk_widget_class_bind_template_child (widget_class, PsrCustomerChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, setup_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
}

static void
psr_customer_chooser_init (PsrCustomerChooser *self)
{
  g_autoptr(GtkSelectionModel) rows = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->customers = g_list_store_new (PSR_TYPE_CUSTOMER_ITEM);
  self->filter = gtk_string_filter_new (gtk_property_expression_new (PSR_TYPE_CUSTOMER_ITEM, NULL, "searched"));
  gtk_string_filter_set_match_mode (self->filter, GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
  self->found = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->customers)),
                                           g_object_ref (GTK_FILTER (self->filter)));
  rows = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->found))));
  gtk_list_view_set_model (self->list, rows);
}

/**
 * psr_customer_chooser_new:
 *
 * Returns: (transfer floating): a chooser
 */
GtkWidget *
psr_customer_chooser_new (void)
{
  return g_object_new (PSR_TYPE_CUSTOMER_CHOOSER, NULL);
}

/**
 * psr_customer_chooser_new_for_technicians:
 *
 * Returns: (transfer floating): a chooser of technicians, whose numbers are their names
 */
GtkWidget *
psr_customer_chooser_new_for_technicians (void)
{
  PsrCustomerChooser *self = g_object_new (PSR_TYPE_CUSTOMER_CHOOSER, NULL);

  self->is_of_technicians = TRUE;
  gtk_search_entry_set_placeholder_text (GTK_SEARCH_ENTRY (self->search_entry), _("Name"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search_entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search technicians"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Technicians"), -1);

  return GTK_WIDGET (self);
}
