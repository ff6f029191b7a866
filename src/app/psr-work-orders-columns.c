/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-orders-columns"

#include "config.h"

#include "psr-work-orders-page-private.h"

/* Which columns are shown is remembered; where there is no room for one it isn't
 * shown all the same. */

#define KEY "hidden-columns"

typedef struct
{
  const char          *name;
  GtkColumnViewColumn *column;
} Column;

/* All but the mark and the number, without which a row says nothing. */
#define N_COLUMNS 13

static void
list_columns (PsrWorkOrdersPage *self,
              Column             columns[N_COLUMNS])
{
  const Column all[N_COLUMNS] = {
    { "customer", self->customer_column },
    { "flags", self->flags_column },
    { "site", self->site_column },
    { "completed", self->date_column },
    { "hours", self->hours_column },
    { "parts", self->parts_column },
    { "net", self->net_column },
    { "vat", self->vat_column },
    { "gross", self->gross_column },
    { "kind", self->kind_column },
    { "state", self->state_column },
    { "bc-number", self->bc_column },
    { "sent-by", self->sent_by_column },
  };

  for (gsize i = 0; i < N_COLUMNS; i++)
    columns[i] = all[i];
}

static void
remember (PsrWorkOrdersPage *self)
{
  Column columns[N_COLUMNS];
  g_autoptr(GStrvBuilder) hidden = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;

  list_columns (self, columns);
  for (gsize i = 0; i < N_COLUMNS; i++)
    {
      g_autoptr(GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self->columns), columns[i].name);

      if (!g_variant_get_boolean (state))
        g_strv_builder_add (hidden, columns[i].name);
    }
  names = g_strv_builder_end (hidden);
  g_settings_set_strv (self->settings, KEY, (const char * const *) names);
}

/* What is sent has these two. */
static gboolean
is_sent_column (PsrWorkOrdersPage   *self,
                GtkColumnViewColumn *column)
{
  return column == self->bc_column || column == self->sent_by_column;
}

static gboolean
lists_sent (PsrWorkOrdersPage *self)
{
  PsrQueue queue;

  if (self->work_orders == NULL)
    return FALSE;

  queue = psr_work_order_list_get_queue (self->work_orders);

  return queue == PSR_QUEUE_SENDING || queue == PSR_QUEUE_DONE;
}

/* Whether there is a place for a column that no breakpoint takes away by itself. */
static gboolean
has_room (PsrWorkOrdersPage   *self,
          GtkColumnViewColumn *column)
{
  AdwBreakpoint *now = adw_breakpoint_bin_get_current_breakpoint (ADW_BREAKPOINT_BIN (self));

  if (is_sent_column (self, column) && !lists_sent (self))
    return FALSE;
  if (column == self->sent_by_column)
    return now != self->narrow_breakpoint;

  /* They take the place of the net amount. */
  return column != self->net_column || !lists_sent (self) || (now != self->tight_breakpoint && now != self->narrow_breakpoint);
}

/* What a list is sorted by can be seen: by a column that was hidden it isn't any more, unless
 * only because there is no room for it. */
static void
forget_order (PsrWorkOrdersPage *self)
{
  GtkColumnViewSorter *sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (self->table));
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (sorter);
  g_autoptr(GVariant) has_date = g_action_group_get_action_state (G_ACTION_GROUP (self->columns), "completed");
  Column columns[N_COLUMNS];

  list_columns (self, columns);
  for (gsize i = 0; i < N_COLUMNS; i++)
    {
      g_autoptr(GVariant) state = NULL;

      if (columns[i].column != column)
        continue;
      state = g_action_group_get_action_state (G_ACTION_GROUP (self->columns), columns[i].name);
      if (g_variant_get_boolean (state) && (lists_sent (self) || !is_sent_column (self, column)))
        continue;
      gtk_column_view_sort_by_column (self->table, g_variant_get_boolean (has_date) ? self->date_column : NULL, GTK_SORT_ASCENDING);
    }
}

/**
 * psr_work_orders_page_has_sent:
 * @state: the stable name of a state
 *
 * Returns: whether the table has columns for what was sent where that state is listed
 */
gboolean
psr_work_orders_page_has_sent (const char *state)
{
  return psr_queue_has_state (PSR_QUEUE_DONE, state) || psr_queue_has_state (PSR_QUEUE_SENDING, state);
}

/**
 * psr_work_orders_page_fit_columns:
 * @self: the page
 *
 * Shows the columns that go with the queue, as far as there is room for them, and sorts by none
 * that doesn't.
 */
void
psr_work_orders_page_fit_columns (PsrWorkOrdersPage *self)
{
  Column columns[N_COLUMNS];

  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));

  list_columns (self, columns);
  for (gsize i = 0; i < N_COLUMNS; i++)
    {
      g_autoptr(GVariant) state = NULL;

      if (columns[i].column != self->net_column && !is_sent_column (self, columns[i].column))
        continue;
      state = g_action_group_get_action_state (G_ACTION_GROUP (self->columns), columns[i].name);
      gtk_column_view_column_set_visible (columns[i].column, g_variant_get_boolean (state) && has_room (self, columns[i].column));
    }
  forget_order (self);
}

static void
change (GSimpleAction *action,
        GVariant      *value,
        gpointer       data)
{
  PsrWorkOrdersPage *self = PSR_WORK_ORDERS_PAGE (data);
  Column columns[N_COLUMNS];

  list_columns (self, columns);
  for (gsize i = 0; i < N_COLUMNS; i++)
    {
      if (g_str_equal (columns[i].name, g_action_get_name (G_ACTION (action))))
        gtk_column_view_column_set_visible (columns[i].column, g_variant_get_boolean (value));
    }
  g_simple_action_set_state (action, value);
  psr_work_orders_page_fit_columns (self);
  remember (self);
}

/* An administrator may have chosen for everybody. */
static void
show_writable (PsrWorkOrdersPage *self)
{
  Column columns[N_COLUMNS];

  list_columns (self, columns);
  for (gsize i = 0; i < N_COLUMNS; i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->columns), columns[i].name)),
                                 g_settings_is_writable (self->settings, KEY));
}

/* A column that there is room for again was shown before it was hidden by choice. */
static void
on_room (PsrWorkOrdersPage *self)
{
  Column columns[N_COLUMNS];

  list_columns (self, columns);
  for (gsize i = 0; i < N_COLUMNS; i++)
    {
      g_autoptr(GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self->columns), columns[i].name);

      if (!g_variant_get_boolean (state))
        gtk_column_view_column_set_visible (columns[i].column, FALSE);
    }
  psr_work_orders_page_fit_columns (self);
}

/**
 * psr_work_orders_page_set_up_columns:
 * @self: the page
 *
 * Lets people choose the columns, and shows those that they chose before.
 */
void
psr_work_orders_page_set_up_columns (PsrWorkOrdersPage *self)
{
  Column columns[N_COLUMNS];
  g_auto(GStrv) hidden = NULL;

  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));

  self->settings = g_settings_new (APP_ID);
  self->columns = g_simple_action_group_new ();
  hidden = g_settings_get_strv (self->settings, KEY);
  list_columns (self, columns);
  for (gsize i = 0; i < N_COLUMNS; i++)
    {
      gboolean is_shown = !g_strv_contains ((const char * const *) hidden, columns[i].name);
      g_autoptr(GSimpleAction) action = NULL;

      action = g_simple_action_new_stateful (columns[i].name, NULL, g_variant_new_boolean (is_shown));
      g_signal_connect_object (action, "change-state", G_CALLBACK (change), self, G_CONNECT_DEFAULT);
      g_action_map_add_action (G_ACTION_MAP (self->columns), G_ACTION (action));
      gtk_column_view_column_set_visible (columns[i].column, is_shown);
    }
  g_signal_connect_object (self->settings, "writable-changed::" KEY, G_CALLBACK (show_writable), self, G_CONNECT_SWAPPED);
  show_writable (self);
  psr_work_orders_page_fit_columns (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "column", G_ACTION_GROUP (self->columns));
  g_signal_connect_object (self, "notify::current-breakpoint", G_CALLBACK (on_room), self, G_CONNECT_SWAPPED);
}
