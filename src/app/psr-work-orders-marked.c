/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-orders-marked"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-format.h"
#include "psr-main-hop.h"
#include "psr-weak.h"
#include "psr-work-orders-page-private.h"

/* What is marked, and what it comes to. */

/* What documents come to, each currency by itself. */
static char *
dup_amounts (const GPtrArray *amounts)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < amounts->len; i++)
    {
      const PsrAmount *amount = amounts->pdata[i];
      g_autofree char *net = psr_format_amount (amount->net, amount->currency);

      g_string_append_printf (text, "%s%s", i > 0 ? " + " : "", net);
    }

  return g_string_free_and_steal (text);
}

/* As what they are made: each is a document of its own. */
static void
append_documents (GString         *text,
                  const GPtrArray *amounts)
{
  guint n_orders = 0;
  guint n_invoices = 0;

  for (guint i = 0; i < amounts->len; i++)
    {
      const PsrAmount *amount = amounts->pdata[i];

      n_orders += amount->orders;
      n_invoices += amount->count - amount->orders;
    }

  if (n_invoices > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("%u invoice", "%u invoices", n_invoices), n_invoices);
    }
  if (n_orders > 0)
    {
      g_string_append (text, " · ");
      /* Translators: what will be made in Business Central. */
      g_string_append_printf (text, ngettext ("%u order", "%u orders", n_orders), n_orders);
    }
}

/* What asks something wasn't marked with all others; whoever looks at it decides. */
static void
show_marked_text (PsrWorkOrdersPage *self,
                  const char        *text)
{
  guint n_asking = psr_work_order_list_get_n_asking (self->work_orders);
  g_autofree char *asking = NULL;
  g_autofree char *both = NULL;

  if (n_asking == 0)
    {
      gtk_label_set_label (self->marked_label, text);
      return;
    }

  asking = g_strdup_printf (ngettext ("%u asks something first", "%u ask something first", n_asking), n_asking);
  both = *text != '\0' ? g_strdup_printf ("%s · %s", text, asking) : g_steal_pointer (&asking);
  gtk_label_set_label (self->marked_label, both);
}

static DexFuture *
on_added_up (DexFuture *future,
             gpointer   data)
{
  g_autoptr(PsrWorkOrdersPage) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) sum = g_string_new (NULL);
  g_autofree char *amounts = NULL;
  g_autofree char *text = NULL;
  const GValue *value;
  guint n;

  if (self == NULL)
    return dex_future_new_true ();

  value = dex_future_get_value (future, &error);
  if (value == NULL)
    {
      n = psr_work_order_list_get_n_marked (self->work_orders);
      text = g_strdup_printf (ngettext ("%u marked", "%u marked", n), n);
      g_message ("What is marked can't be added up: %s", error->message);
      show_marked_text (self, text);
      return dex_future_new_true ();
    }

  n = psr_work_order_list_get_n_marked (self->work_orders);
  amounts = dup_amounts (g_value_get_boxed (value));
  /* Translators: how many are marked, and what they come to without VAT. */
  g_string_append_printf (sum, ngettext ("%u marked · net %s", "%u marked · net %s", n), n, amounts);
  append_documents (sum, g_value_get_boxed (value));
  show_marked_text (self, sum->str);

  return dex_future_new_true ();
}

/**
 * psr_work_orders_page_show_marked:
 * @self: the page
 *
 * Shows how many work orders are marked and what they come to.
 */
void
psr_work_orders_page_show_marked (PsrWorkOrdersPage *self)
{
  g_autoptr(GArray) ids = psr_work_order_list_dup_marked (self->work_orders);
  g_autofree char *label = NULL;

  gtk_action_bar_set_revealed (self->send_bar, ids->len + psr_work_order_list_get_n_asking (self->work_orders) > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "work.send", ids->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "work.unmark-all",
                                 ids->len + psr_work_order_list_get_n_asking (self->work_orders) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->send_button), ids->len > 0);
  if (ids->len == 0)
    {
      dex_clear (&self->adding_up);
      show_marked_text (self, "");
      return;
    }

  label = g_strdup_printf (ngettext ("Send %u", "Send %u", ids->len), ids->len);
  gtk_button_set_label (self->send_button, label);

  dex_clear (&self->adding_up);
  self->adding_up = dex_future_finally (psr_main_hop (psr_engine_add_up (psr_desk_get_reader (self->desk),
                                                                         (const gint64 *) ids->data, ids->len)),
                                        on_added_up, psr_weak_new (self), psr_weak_free);
}
