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
#define N_COLUMNS 11

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
  gtk_widget_insert_action_group (GTK_WIDGET (self), "column", G_ACTION_GROUP (self->columns));
  g_signal_connect_object (self, "notify::current-breakpoint", G_CALLBACK (on_room), self, G_CONNECT_SWAPPED);
}
