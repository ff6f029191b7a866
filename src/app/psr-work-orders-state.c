/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-orders-state"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-format.h"
#include "psr-trouble.h"
#include "psr-work-orders-page-private.h"

/* What the page shows where it shows no rows: that it is being read, that there is
 * nothing, or why it can't be read. */

/* When Wello is asked next, or %NULL where that isn't known. */
static char *
dup_next (PsrWorkOrdersPage *self,
          gboolean           is_offline)
{
  PsrTimestamp due = psr_keeper_get_due (psr_desk_get_keeper (self->desk), "workorders");
  PsrTimestamp now = psr_clock_now (psr_desk_get_clock (self->desk));
  g_autofree char *clock = NULL;

  if (psr_keeper_get_state (psr_desk_get_keeper (self->desk)) == PSR_KEEPER_PAUSED)
    return g_strdup (_("Nothing is looked for while you pause."));
  if (due == PSR_TIMESTAMP_NONE)
    return NULL;

  clock = psr_format_clock (MAX (due, now));

  /* Translators: a time of day. */
  return is_offline ? g_strdup_printf (_("The next try is at %s."), clock) : g_strdup_printf (_("The next check is at %s."), clock);
}

static char *
dup_review_text (PsrWorkOrdersPage *self,
                 gboolean           was_checked)
{
  const GError *error = psr_keeper_get_trouble (psr_desk_get_keeper (self->desk));
  g_autofree char *next = NULL;
  gboolean is_offline;
  const char *text;

  if (error == NULL)
    error = psr_desk_get_trouble (self->desk);
  is_offline = error != NULL && psr_condition_of_error (error) == PSR_CONDITION_OFFLINE;
  next = dup_next (self, is_offline);
  if (is_offline)
    text = _("What is new can’t be looked for while the services can’t be reached.");
  else
    text = was_checked ? _("All work that is ready in Wello has been dealt with.") : _("Wello hasn’t been asked yet.");

  return next != NULL ? g_strconcat (text, "\n", next, NULL) : g_strdup (text);
}

static void
show_empty (PsrWorkOrdersPage *self)
{
  PsrQueue queue = psr_work_order_list_get_queue (self->work_orders);
  gboolean is_search = *gtk_editable_get_text (self->search_entry) != '\0';
  gboolean is_filtered = psr_work_orders_page_is_filtered (self);
  gboolean was_checked = psr_desk_get_checked_at (self->desk) != PSR_TIMESTAMP_NONE;
  g_autofree char *review = NULL;
  const char *title;
  const char *text = "";

  if (is_search)
    {
      title = _("No Results");
      text = _("Try another number or name.");
    }
  else if (is_filtered)
    {
      title = _("No Results");
      text = _("Nothing in this list is as you chose.");
    }
  else if (queue == PSR_QUEUE_REVIEW)
    {
      title = was_checked ? _("Nothing to Bill") : _("Nothing to Bill Yet");
      text = review = dup_review_text (self, was_checked);
    }
  else if (queue == PSR_QUEUE_EXCEPTIONS)
    {
      title = _("Nothing Needs You");
      text = _("What is refused or can’t be billed as it is will be listed here.");
    }
  else if (queue == PSR_QUEUE_SENDING)
    {
      title = _("Nothing Is Being Sent");
      text = _("What you send is listed here until Business Central has it.");
    }
  else
    {
      title = _("Nothing Done Yet");
      text = _("What is in Business Central will be listed here.");
    }

  adw_status_page_set_title (self->empty_page, title);
  adw_status_page_set_description (self->empty_page, text);
  adw_status_page_set_icon_name (self->empty_page, is_search || is_filtered ? "edit-find-symbolic" : "object-select-symbolic");
  gtk_widget_set_visible (self->empty_button, queue == PSR_QUEUE_REVIEW && !is_search && !is_filtered);
  gtk_widget_set_visible (self->show_all_button, !is_search && is_filtered);
}

/**
 * psr_work_orders_page_show_state:
 * @self: the page
 *
 * Shows the rows, or why there are none.
 */
void
psr_work_orders_page_show_state (PsrWorkOrdersPage *self)
{
  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));

  if (self->error != NULL)
    {
      psr_state_bin_show_error (self->error_page, self->error, "work.reload");
      gtk_stack_set_visible_child_name (self->stack, "error");
      return;
    }

  if (!self->is_loaded)
    {
      gtk_stack_set_visible_child_name (self->stack, "loading");
      return;
    }

  if (psr_work_order_list_get_n_listed (self->work_orders) > 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "rows");
      return;
    }

  show_empty (self);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}
