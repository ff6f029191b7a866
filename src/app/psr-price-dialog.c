/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-price-dialog"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-help-link.h"
#include "psr-price-dialog.h"
#include "psr-price-words.h"
#include "psr-record-row.h"
#include "psr-state-bin.h"
#include "psr-weak.h"

/* As many lines of price lists are shown; what is for other customers comes last. */
#define MOST_LINES 100

/**
 * PsrPriceDialog:
 *
 * What an item costs somebody by Business Central's price lists, and why; of a line of a
 * document also where its price comes from.
 */
struct _PsrPriceDialog
{
  AdwDialog     parent_instance;

  PsrDesk      *desk;
  char         *item;
  char         *customer;   /* or "" */
  char         *date;       /* or "" for today */
  PsrDecimal    quantity;
  PsrOrderView *order;      /* the document, or NULL */
  guint         line;
  DexFuture    *reading;

  GtkWidget    *customer_group;
  GtkWidget    *customer_row;
  PsrStateBin  *state;
  GtkLabel     *name;
  GtkLabel     *who;
  GtkLabel     *document;
  GtkLabel     *reason;
  GtkWidget    *no_lists;
  GtkLabel     *heading;
  GtkListBox   *lines;
  GtkLabel     *rest;
};

G_DEFINE_FINAL_TYPE (PsrPriceDialog, psr_price_dialog, ADW_TYPE_DIALOG)

static void
show_text (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static gboolean
wins (const PsrPriceCandidate *one)
{
  return one->verdict == PSR_PRICE_WINS || one->verdict == PSR_PRICE_DISCOUNTS;
}

/* What became of a line, in a picture with its name: never by colour alone. */
static GtkWidget *
make_mark (const PsrPriceCandidate *one)
{
  GtkWidget *image = gtk_image_new_from_icon_name (wins (one) ? "object-select-symbolic" : "window-close-symbolic");
  const char *words = psr_price_verdict_get_words (one->verdict);

  gtk_widget_add_css_class (image, wins (one) ? "success" : "dim-label");
  gtk_widget_set_tooltip_text (image, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);

  return image;
}

static GtkWidget *
make_row (const PsrPriceCandidate *one)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *source = psr_price_words_dup_source (one->line);
  g_autofree char *amount = psr_price_words_dup_amount (one->line);
  g_autofree char *conditions = psr_price_words_dup_conditions (one->line);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, one->line->number);
  g_autofree char *title = NULL;
  g_autoptr(GString) subtitle = g_string_new (psr_price_verdict_get_words (one->verdict));

  /* Translators: whom a price is for, and the price. */
  title = g_strdup_printf (C_("price", "%s: %s"), source, amount);
  g_string_append_c (subtitle, '\n');
  if (*one->line->list != '\0')
    /* Translators: the code of a price list, and the number of a line in it. */
    g_string_append_printf (subtitle, _("%s, line %s"), one->line->list, number);
  if (*conditions != '\0')
    g_string_append_printf (subtitle, "%s%s", *one->line->list != '\0' ? " · " : "", conditions);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle->str);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), make_mark (one));

  return row;
}

/* What won, then what lost, then what is for somebody else. */
static guint
get_rank (const PsrPriceCandidate *one)
{
  return wins (one) ? 0 : one->verdict != PSR_PRICE_OTHERS ? 1 : 2;
}

static void
show_lines (PsrPriceDialog       *self,
            const PsrPriceAnswer *answer)
{
  g_autofree char *rest = NULL;
  guint n_shown = 0;

  gtk_list_box_remove_all (self->lines);
  for (guint rank = 0; rank < 3; rank++)
    {
      for (guint i = 0; i < answer->candidates->len && n_shown < MOST_LINES; i++)
        {
          const PsrPriceCandidate *one = &g_array_index (answer->candidates, PsrPriceCandidate, i);

          if (get_rank (one) != rank)
            continue;
          gtk_list_box_append (self->lines, make_row (one));
          n_shown++;
        }
    }

  if (answer->candidates->len > n_shown)
    rest = g_strdup_printf (ngettext ("%u more line isn’t shown.", "%u more lines aren’t shown.", answer->candidates->len - n_shown),
                            answer->candidates->len - n_shown);
  show_text (self->rest, rest);
  gtk_widget_set_visible (GTK_WIDGET (self->lines), n_shown > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->heading), n_shown > 0);
}

static void
show_price (PsrPriceDialog     *self,
            const PsrPriceView *view)
{
  g_auto(GStrv) sentences = psr_price_words_dup_sentences (view);
  g_autofree char *reason = g_strjoinv ("\n", sentences);
  g_autofree char *name = g_strjoin (*view->item_name != '\0' ? "  " : "", view->item_number, view->item_name, NULL);
  g_autofree char *who = NULL;
  g_autofree char *document = NULL;

  if (*view->customer_number != '\0')
    /* Translators: for whom a price is: a customer's name and number. */
    who = g_strdup_printf (_("For %s (%s)"), view->customer_name, view->customer_number);
  else
    who = g_strdup (_("For no customer in particular"));

  if (self->order != NULL)
    {
      g_auto(GStrv) about = psr_price_words_dup_document (view, self->order, self->order->lines->pdata[self->line]);

      document = g_strjoinv ("\n", about);
    }

  show_text (self->name, name);
  show_text (self->who, who);
  show_text (self->document, document);
  show_text (self->reason, reason);
  gtk_widget_set_visible (self->no_lists, !view->has_lists);
  show_lines (self, view->answer);
  psr_state_bin_show_content (self->state);
  psr_announce (GTK_WIDGET (self), document != NULL ? document : reason);
}

static void read_price (PsrPriceDialog *self);

/* How many a line has is how many base units only if it counts in them, which is known once
 * the item was read. */
static gboolean
counts_otherwise (PsrPriceDialog     *self,
                  const PsrPriceView *view)
{
  return self->order != NULL && !psr_decimal_equal (self->quantity, PSR_DECIMAL_INIT (PSR_DECIMAL_SCALE)) &&
         !psr_price_words_has_unit (view, self->order->lines->pdata[self->line]);
}

static DexFuture *
on_read (DexFuture *future,
         gpointer   data)
{
  g_autoptr(PsrPriceDialog) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL || self->desk == NULL)
    return dex_future_new_true ();

  if (value == NULL)
    {
      psr_state_bin_show_error (self->state, error, "price.reload");
    }
  else if (counts_otherwise (self, g_value_get_boxed (value)))
    {
      self->quantity = PSR_DECIMAL_INIT (PSR_DECIMAL_SCALE);
      read_price (self);
    }
  else
    {
      show_price (self, g_value_get_boxed (value));
    }

  return dex_future_new_true ();
}

static void
read_price (PsrPriceDialog *self)
{
  if (psr_desk_get_state (self->desk) != PSR_DESK_OPEN)
    return;

  psr_state_bin_show_loading (self->state, _("Reading Prices…"));
  dex_clear (&self->reading);
  self->reading = dex_future_finally (psr_desk_explain_price (self->desk, self->item,
                                                              *self->customer != '\0' ? self->customer : NULL,
                                                              *self->date != '\0' ? self->date : NULL, self->quantity),
                                      on_read, psr_weak_new (self), psr_weak_free);
}

static void
reload (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  read_price (PSR_PRICE_DIALOG (widget));
}

static void
on_customer_applied (PsrPriceDialog *self)
{
  g_autofree char *number = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->customer_row))));

  g_set_str (&self->customer, number);
  read_price (self);
}

static void
psr_price_dialog_dispose (GObject *object)
{
  PsrPriceDialog *self = PSR_PRICE_DIALOG (object);

  dex_clear (&self->reading);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (psr_price_dialog_parent_class)->dispose (object);
}

static void
psr_price_dialog_finalize (GObject *object)
{
  PsrPriceDialog *self = PSR_PRICE_DIALOG (object);

  g_free (self->item);
  g_free (self->customer);
  g_free (self->date);
  g_clear_pointer (&self->order, psr_order_view_unref);

  G_OBJECT_CLASS (psr_price_dialog_parent_class)->finalize (object);
}

static void
psr_price_dialog_class_init (PsrPriceDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = psr_price_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = psr_price_dialog_finalize;

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "price.reload", NULL, reload);
}

/* That only the card counts, and how to have price lists read. */
static GtkWidget *
make_no_lists (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *link = psr_help_link_new_labelled ("admin-services");

  gtk_box_append (GTK_BOX (box), psr_record_row_make_label (psr_price_words_get_no_lists (), "dim-label"));
  gtk_widget_set_halign (link, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), link);

  return box;
}

static GtkWidget *
make_found (PsrPriceDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->name = GTK_LABEL (psr_record_row_make_label (NULL, "title-3"));
  self->who = GTK_LABEL (psr_record_row_make_label (NULL, "dim-label"));
  self->document = GTK_LABEL (psr_record_row_make_label (NULL, NULL));
  self->reason = GTK_LABEL (psr_record_row_make_label (NULL, NULL));
  self->no_lists = make_no_lists ();
  self->heading = GTK_LABEL (psr_record_row_make_label (_("Lines of the Price Lists"), "heading"));
  self->rest = GTK_LABEL (psr_record_row_make_label (NULL, "dim-label"));
  self->lines = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->lines, GTK_SELECTION_NONE);
  gtk_list_box_set_tab_behavior (self->lines, GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (GTK_WIDGET (self->lines), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->lines), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Lines of the price lists"), -1);

  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->who));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->document));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->reason));
  gtk_box_append (GTK_BOX (box), self->no_lists);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->heading));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->lines));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rest));

  return box;
}

/* Of an item it can be asked for whom. */
static GtkWidget *
make_customer (PsrPriceDialog *self)
{
  self->customer_group = adw_preferences_group_new ();
  self->customer_row = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->customer_row), _("Number of a Customer"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->customer_row), TRUE);
  g_signal_connect_object (self->customer_row, "apply", G_CALLBACK (on_customer_applied), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->customer_group), self->customer_row);

  return self->customer_group;
}

static void
psr_price_dialog_init (PsrPriceDialog *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->state = PSR_STATE_BIN (psr_state_bin_new ());
  psr_state_bin_set_content (self->state, make_found (self));
  gtk_widget_set_vexpand (GTK_WIDGET (self->state), TRUE);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), make_customer (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), scroller);
  adw_dialog_set_title (ADW_DIALOG (self), _("Why This Price"));
  adw_dialog_set_content_width (ADW_DIALOG (self), 560);
  adw_dialog_set_content_height (ADW_DIALOG (self), 620);
  adw_dialog_set_child (ADW_DIALOG (self), view);
}

static PsrPriceDialog *
make_dialog (PsrDesk    *desk,
             const char *item,
             const char *customer,
             const char *date)
{
  PsrPriceDialog *self = g_object_new (PSR_TYPE_PRICE_DIALOG, NULL);

  self->desk = g_object_ref (desk);
  self->item = g_strdup (item);
  self->customer = g_strdup (customer);
  self->date = g_strdup (date);
  self->quantity = PSR_DECIMAL_INIT (PSR_DECIMAL_SCALE);

  return self;
}

/**
 * psr_price_dialog_new_for_item:
 * @desk: where it is asked
 * @item: number of an item
 *
 * Returns: (transfer floating): a dialog that tells what one costs nobody in particular, and
 *   can be asked for a customer
 */
AdwDialog *
psr_price_dialog_new_for_item (PsrDesk    *desk,
                               const char *item)
{
  PsrPriceDialog *self;

  g_return_val_if_fail (PSR_IS_DESK (desk), NULL);
  g_return_val_if_fail (item != NULL, NULL);

  self = make_dialog (desk, item, "", "");
  read_price (self);

  return ADW_DIALOG (self);
}

/**
 * psr_price_dialog_new_for_line:
 * @desk: where it is asked
 * @order: a document
 * @line: index of one of its lines, which is about an item
 *
 * Returns: (transfer floating): a dialog that tells why that costs what it does
 */
AdwDialog *
psr_price_dialog_new_for_line (PsrDesk      *desk,
                               PsrOrderView *order,
                               guint         line)
{
  const PsrOrderLine *one;
  PsrPriceDialog *self;

  g_return_val_if_fail (PSR_IS_DESK (desk), NULL);
  g_return_val_if_fail (order != NULL && line < order->lines->len, NULL);

  one = order->lines->pdata[line];
  self = make_dialog (desk, one->item, *order->bill_to != '\0' ? order->bill_to : order->row->customer_number, order->price_date);
  self->order = psr_order_view_ref (order);
  self->line = line;
  /* What is taken back costs what it cost. */
  if (!psr_decimal_is_zero (one->quantity))
    self->quantity = psr_decimal_abs (one->quantity);
  gtk_widget_set_visible (self->customer_group, FALSE);
  read_price (self);

  return ADW_DIALOG (self);
}
