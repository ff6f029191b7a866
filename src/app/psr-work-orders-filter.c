/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-orders-filter"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-customer-chooser.h"
#include "psr-work-orders-page-private.h"

/* What narrows the list down, each under a button of its own: when the work was
 * completed, by whom and for whom, what is made of it, and how it stands. */

static const struct
{
  const char *name;   /* "" for all */
  const char *title;
} days[] = {
  { "", N_("Any Day") },
  { "today", N_("Today") },
  { "week", N_("Last 7 Days") },
  { "month", N_("This Month") },
  { "last-month", N_("Last Month") },
};

static const struct
{
  const char *name;   /* "" for all */
  const char *title;
} kinds[] = {
  { "", N_("All Kinds") },
  { "invoice", N_("Invoices") },
  { "order", N_("Orders") },
};

static const char * const names[] = { "completed", "technician", "customer", "kind", "state" };

/* Beside the number, which says nothing to people. */
#define CUSTOMER_NAME "customer-name"

static char *
dup_state (PsrWorkOrdersPage *self,
           const char        *action)
{
  g_autoptr(GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self->filters), action);

  return g_variant_dup_string (state, NULL);
}

static void
set_state (PsrWorkOrdersPage *self,
           const char        *action,
           const char        *value)
{
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->filters), action)),
                             g_variant_new_string (value));
}

/* From which day on, and up to which; NULL where there is no end. */
static void
find_days (PsrWorkOrdersPage  *self,
           const char         *name,
           char              **since,
           char              **until)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier (psr_profile_get_string (psr_desk_get_profile (self->desk),
                                                                                  PSR_PROFILE_BILLING_TIME_ZONE));
  g_autofree char *text = psr_timestamp_to_date (psr_clock_now (psr_desk_get_clock (self->desk)), zone);
  g_autofree char *noon = g_strconcat (text, "T12:00:00Z", NULL);
  g_autoptr(GDateTime) today = g_date_time_new_from_iso8601 (noon, NULL);
  g_autoptr(GDateTime) first = NULL;
  g_autoptr(GDateTime) last = NULL;

  if (*name == '\0' || today == NULL)
    return;

  if (g_str_equal (name, "week"))
    first = g_date_time_add_days (today, -6);
  else if (g_str_equal (name, "month") || g_str_equal (name, "last-month"))
    first = g_date_time_add_days (today, 1 - g_date_time_get_day_of_month (today));
  else
    first = g_date_time_ref (today);

  if (g_str_equal (name, "last-month"))
    {
      g_autoptr(GDateTime) this = g_steal_pointer (&first);

      first = g_date_time_add_months (this, -1);
      last = g_date_time_add_days (this, -1);
    }

  *since = g_date_time_format (first, "%Y-%m-%d");
  if (last != NULL)
    *until = g_date_time_format (last, "%Y-%m-%d");
}

/* The button says which ones are left, and to who hears it also what it narrows down by. */
static void
show_chip (GtkMenuButton *chip,
           const char    *title,
           const char    *all,
           const char    *chosen)
{
  /* Translators: what a list is narrowed down by, and which ones are left: “Technician: Jan”. */
  g_autofree char *name = g_strdup_printf (C_("filter", "%s: %s"), title, chosen != NULL ? chosen : all);
  GtkWidget *button;

  gtk_menu_button_set_label (chip, chosen != NULL ? chosen : title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  /* The keyboard is on the button inside. */
  button = gtk_widget_get_first_child (GTK_WIDGET (chip));
  if (GTK_IS_BUTTON (button))
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_chips (PsrWorkOrdersPage *self)
{
  g_autofree char *day = dup_state (self, "completed");
  g_autofree char *technician = dup_state (self, "technician");
  g_autofree char *customer = dup_state (self, "customer");
  g_autofree char *kind = dup_state (self, "kind");
  g_autofree char *state = dup_state (self, "state");
  PsrEngineStatus *status = psr_desk_get_status (self->desk);
  const char *title = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      if (g_str_equal (days[i].name, day))
        show_chip (self->day_chip, _("Completed"), _(days[0].title), i > 0 ? _(days[i].title) : NULL);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_equal (kinds[i].name, kind))
        show_chip (self->kind_chip, _("Kind"), _(kinds[0].title), i > 0 ? _(kinds[i].title) : NULL);
    }
  show_chip (self->technician_chip, _("Technician"), C_("technicians", "All"), *technician != '\0' ? technician : NULL);
  show_chip (self->customer_chip, _("Customer"), C_("customers", "All"), *customer != '\0' ? self->customer_title : NULL);
  for (guint i = 0; status != NULL && i < status->counts->len; i++)
    {
      const PsrStateCount *count = status->counts->pdata[i];

      if (g_str_equal (count->state, state))
        title = count->title;
    }
  show_chip (self->state_chip, _("State"), _("All States"), title);
  gtk_widget_set_visible (self->all_button, *day != '\0' || *technician != '\0' || *customer != '\0' || *kind != '\0' || *state != '\0');
}

static void
apply (PsrWorkOrdersPage *self)
{
  g_autofree char *day = dup_state (self, "completed");
  g_autofree char *technician = dup_state (self, "technician");
  g_autofree char *customer = dup_state (self, "customer");
  g_autofree char *kind = dup_state (self, "kind");
  g_autofree char *state = dup_state (self, "state");
  g_autofree char *since = NULL;
  g_autofree char *until = NULL;

  if (self->work_orders == NULL)
    return;

  find_days (self, day, &since, &until);
  psr_work_order_list_set_filter (self->work_orders, since, until, *customer != '\0' ? customer : NULL,
                                  *kind != '\0' ? kind : NULL,
                                  *state != '\0' ? state : NULL);
  psr_work_order_list_set_technician (self->work_orders, *technician != '\0' ? technician : NULL);
  show_chips (self);
  psr_work_orders_page_refresh (self);
}

static void
change (GSimpleAction *action,
        GVariant      *value,
        gpointer       data)
{
  g_simple_action_set_state (action, value);
  apply (PSR_WORK_ORDERS_PAGE (data));
}

static void
add_item (GMenu      *menu,
          const char *title,
          const char *action,
          const char *value)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (title, NULL);

  g_menu_item_set_action_and_target (item, action, "s", value);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_days (void)
{
  GMenu *menu = g_menu_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    add_item (menu, _(days[i].title), "filter.completed", days[i].name);

  return G_MENU_MODEL (menu);
}

static GMenuModel *
make_kinds (void)
{
  GMenu *menu = g_menu_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    add_item (menu, _(kinds[i].title), "filter.kind", kinds[i].name);

  return G_MENU_MODEL (menu);
}

static void
on_customers (GtkMenuButton     *button,
              PsrWorkOrdersPage *self)
{
  g_autofree char *chosen = dup_state (self, "customer");

  if (self->work_orders != NULL)
    psr_customer_chooser_show (PSR_CUSTOMER_CHOOSER (gtk_menu_button_get_popover (button)), self->desk,
                               psr_work_order_list_get_queue (self->work_orders), *chosen != '\0');
}

static void
on_customer_chosen (PsrWorkOrdersPage *self,
                    const char        *number,
                    const char        *name)
{
  g_set_str (&self->customer_title, name);
  set_state (self, "customer", number);
  apply (self);
}

static void
on_technicians (GtkMenuButton     *button,
                PsrWorkOrdersPage *self)
{
  g_autofree char *chosen = dup_state (self, "technician");

  if (self->work_orders != NULL)
    psr_customer_chooser_show (PSR_CUSTOMER_CHOOSER (gtk_menu_button_get_popover (button)), self->desk,
                               psr_work_order_list_get_queue (self->work_orders), *chosen != '\0');
}

static void
on_technician_chosen (PsrWorkOrdersPage *self,
                      const char        *number,
                      const char        *name)
{
  set_state (self, "technician", number);
  apply (self);
}

/* Those that the queue has. */
static void
on_states (GtkMenuButton     *button,
           PsrWorkOrdersPage *self)
{
  g_autoptr(GMenu) menu = g_menu_new ();
  PsrEngineStatus *status = psr_desk_get_status (self->desk);
  PsrQueue queue = self->work_orders != NULL ? psr_work_order_list_get_queue (self->work_orders) : PSR_QUEUE_REVIEW;

  add_item (menu, _("All States"), "filter.state", "");
  for (guint i = 0; status != NULL && i < status->counts->len; i++)
    {
      const PsrStateCount *count = status->counts->pdata[i];

      if (psr_queue_has_state (queue, count->state))
        add_item (menu, count->title, "filter.state", count->state);
    }
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

/**
 * psr_work_orders_page_dup_filter:
 * @self: the page
 *
 * Returns: (transfer full): what the list is narrowed down by, besides the search: a
 *   dictionary of texts
 */
GVariantDict *
psr_work_orders_page_dup_filter (PsrWorkOrdersPage *self)
{
  GVariantDict *filter;

  g_return_val_if_fail (PSR_IS_WORK_ORDERS_PAGE (self), NULL);

  filter = g_variant_dict_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *state = dup_state (self, names[i]);

      if (*state != '\0')
        g_variant_dict_insert (filter, names[i], "s", state);
      if (*state != '\0' && g_str_equal (names[i], "customer"))
        g_variant_dict_insert (filter, CUSTOMER_NAME, "s", self->customer_title != NULL ? self->customer_title : state);
    }

  return filter;
}

/* What was saved may be from another version, or written by hand. */
static gboolean
is_known (PsrWorkOrdersPage *self,
          const char        *name,
          const char        *value)
{
  if (g_str_equal (name, "customer") || g_str_equal (name, "technician"))
    return TRUE;
  if (g_str_equal (name, "state"))
    return *value == '\0' || (self->work_orders != NULL &&
                              psr_queue_has_state (psr_work_order_list_get_queue (self->work_orders), value));

  for (gsize i = 0; g_str_equal (name, "completed") && i < G_N_ELEMENTS (days); i++)
    {
      if (g_str_equal (days[i].name, value))
        return TRUE;
    }
  for (gsize i = 0; g_str_equal (name, "kind") && i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_equal (kinds[i].name, value))
        return TRUE;
    }

  return FALSE;
}

/**
 * psr_work_orders_page_set_filter:
 * @self: the page
 * @filter: what to narrow the list down by, as psr_work_orders_page_dup_filter() has it
 *
 * Narrows the list down by that and by nothing else. What isn't known is left out, as is a
 * state that the queue doesn't have: it would hide all that is there.
 */
void
psr_work_orders_page_set_filter (PsrWorkOrdersPage *self,
                                 GVariantDict      *filter)
{
  const char *customer_name = NULL;

  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));
  g_return_if_fail (filter != NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *state = "";

      g_variant_dict_lookup (filter, names[i], "&s", &state);
      set_state (self, names[i], is_known (self, names[i], state) ? state : "");
    }
  /* A number is better than the name of another customer. */
  if ((g_variant_dict_lookup (filter, CUSTOMER_NAME, "&s", &customer_name) && *customer_name != '\0') ||
      g_variant_dict_lookup (filter, "customer", "&s", &customer_name))
    g_set_str (&self->customer_title, customer_name);
  apply (self);
}

/**
 * psr_work_orders_page_clear_filters:
 * @self: the page
 *
 * Lists all of the queue again.
 */
void
psr_work_orders_page_clear_filters (PsrWorkOrdersPage *self)
{
  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    set_state (self, names[i], "");
  apply (self);
}

/**
 * psr_work_orders_page_forget_state:
 * @self: the page, which shows another queue
 *
 * No queue has the states of another one.
 */
void
psr_work_orders_page_forget_state (PsrWorkOrdersPage *self)
{
  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));

  set_state (self, "state", "");
  apply (self);
}

/**
 * psr_work_orders_page_is_filtered:
 * @self: the page
 *
 * Returns: whether some of the queue aren't listed
 */
gboolean
psr_work_orders_page_is_filtered (PsrWorkOrdersPage *self)
{
  g_return_val_if_fail (PSR_IS_WORK_ORDERS_PAGE (self), FALSE);

  return gtk_widget_get_visible (self->all_button);
}

/**
 * psr_work_orders_page_set_up_filters:
 * @self: the page
 *
 * Makes the buttons that narrow the list down.
 */
void
psr_work_orders_page_set_up_filters (PsrWorkOrdersPage *self)
{
  const GActionEntry entries[] = {
    { .name = "completed", .parameter_type = "s", .state = "''", .change_state = change },
    { .name = "technician", .parameter_type = "s", .state = "''", .change_state = change },
    { .name = "customer", .parameter_type = "s", .state = "''", .change_state = change },
    { .name = "kind", .parameter_type = "s", .state = "''", .change_state = change },
    { .name = "state", .parameter_type = "s", .state = "''", .change_state = change },
  };
  g_autoptr(GMenuModel) menu = make_days ();
  g_autoptr(GMenuModel) kind_menu = make_kinds ();
  GtkWidget *chooser;

  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));

  self->filters = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->filters), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "filter", G_ACTION_GROUP (self->filters));
  gtk_menu_button_set_menu_model (self->day_chip, menu);
  gtk_menu_button_set_menu_model (self->kind_chip, kind_menu);
  chooser = psr_customer_chooser_new_for_technicians ();
  g_signal_connect_object (chooser, "chosen", G_CALLBACK (on_technician_chosen), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (self->technician_chip, chooser);
  gtk_menu_button_set_create_popup_func (self->technician_chip, (GtkMenuButtonCreatePopupFunc) on_technicians, self, NULL);
  chooser = psr_customer_chooser_new ();
  g_signal_connect_object (chooser, "chosen", G_CALLBACK (on_customer_chosen), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (self->customer_chip, chooser);
  gtk_menu_button_set_create_popup_func (self->customer_chip, (GtkMenuButtonCreatePopupFunc) on_customers, self, NULL);
  gtk_menu_button_set_create_popup_func (self->state_chip, (GtkMenuButtonCreatePopupFunc) on_states, self, NULL);
}
