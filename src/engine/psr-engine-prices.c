/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-prices"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-engine-error.h"
#include "psr-engine-private.h"
#include "psr-engine-stock.h"
#include "psr-explain.h"
#include "psr-price-book.h"
#include "psr-price-view.h"
#include "psr-profile-value.h"

typedef struct
{
  PsrEngine *engine;
  char      *item;
  char      *customer;
  char      *date;
  PsrDecimal quantity;
} Explain;

static void
explain_clear (gpointer data)
{
  Explain *explain = data;

  g_clear_object (&explain->engine);
  g_free (explain->item);
  g_free (explain->customer);
  g_free (explain->date);
}

static void
explain_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, explain_clear);
}

/* What the profile says of prices, for a day. */
static PsrSyncPriceRules *
make_rules (PsrEngine  *self,
            const char *date)
{
  const char *lines = psr_profile_get_string (self->profile, PSR_PROFILE_PRICES_LINES);
  const char *customers = psr_profile_get_string (self->profile, PSR_PROFILE_PRICES_CUSTOMERS);
  const char *fill = psr_profile_get_string (self->profile, PSR_PROFILE_PRICES_FILL);
  GPtrArray *rates = psr_profile_get_entries (self->profile, "VatRates");
  g_auto(GStrv) services = lines != NULL ? g_strsplit (lines, ";", -1) : g_new0 (char *, 1);
  PsrSyncPriceRules *rules;

  rules = psr_sync_price_rules_new (psr_session_get_company (self->session)->name, (const char * const *) services,
                                    *services != NULL ? customers : NULL, date, g_strcmp0 (fill, "all") == 0);
  for (guint i = 0; rates != NULL && i < rates->len; i++)
    {
      const PsrProfileEntry *rate = g_ptr_array_index (rates, i);
      PsrDecimal percent;

      if (psr_decimal_parse (rate->value, &percent, NULL))
        psr_sync_price_rules_add_rate (rules, rate->name, percent);
    }

  return rules;
}

static PsrPriceBook *
read_book (Explain   *explain,
           gboolean  *has_lists,
           GError   **error)
{
  PsrEngine *self = explain->engine;
  g_autoptr(PsrSyncPriceRules) rules = make_rules (self, explain->date);

  *has_lists = *rules->lines != NULL;
  psr_engine_report (self, _("Reading prices…"));

  return psr_sync_price_rules_read (rules, psr_session_get_bc (self->session), error);
}

static PsrBcItem *
find_item (Explain  *explain,
           GError  **error)
{
  const char *numbers[] = { explain->item, NULL };
  g_autoptr(GPtrArray) found = NULL;

  found = dex_await_boxed (psr_bc_client_get_items_by_numbers (psr_session_get_bc (explain->engine->session), numbers), error);
  if (found == NULL)
    return NULL;

  if (found->len == 0)
    {
      g_autofree char *what = g_strdup_printf (_("There is no item “%s” in Business Central."), explain->item);

      psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND, what, NULL,
                               _("Look for its number in Business Central’s list of items."));
      return NULL;
    }

  return psr_bc_item_ref (g_ptr_array_index (found, 0));
}

static PsrBcCustomer *
find_customer (PsrEngine   *self,
               const char  *number,
               GError     **error)
{
  const char *numbers[] = { number, NULL };
  g_autoptr(GPtrArray) found = NULL;

  found = dex_await_boxed (psr_bc_client_get_customers_by_numbers (psr_session_get_bc (self->session), numbers), error);
  if (found == NULL)
    return NULL;

  if (found->len == 0)
    {
      g_autofree char *what = g_strdup_printf (_("There is no customer “%s” in Business Central."), number);

      psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND, what, NULL,
                               _("Look for its number in Business Central’s list of customers."));
      return NULL;
    }

  return psr_bc_customer_ref (g_ptr_array_index (found, 0));
}

static PsrPriceView *
explain_price (Explain  *explain,
               GError  **error)
{
  PsrEngine *self = explain->engine;
  g_autoptr(PsrPriceView) view = psr_price_view_new ();
  g_autoptr(PsrPriceBook) book = NULL;
  g_autoptr(PsrBcItem) item = NULL;
  g_autoptr(PsrBcCustomer) customer = NULL;
  g_autoptr(PsrBcCustomer) payer = NULL;
  const char *currency = "";
  PsrBcPriceCustomer *known;

  item = find_item (explain, error);
  if (item == NULL)
    return NULL;

  if (*explain->customer != '\0')
    {
      customer = find_customer (self, explain->customer, error);
      if (customer == NULL)
        return NULL;
    }

  book = read_book (explain, &view->has_lists, error);
  if (book == NULL)
    return NULL;

  known = customer != NULL ? psr_price_book_find_customer (book, customer->number) : NULL;
  if (known != NULL && g_ascii_strcasecmp (known->bill_to, customer->number) != 0)
    {
      payer = find_customer (self, known->bill_to, error);
      if (payer == NULL)
        return NULL;
    }
  else if (customer != NULL)
    {
      payer = psr_bc_customer_ref (customer);
    }

  if (payer != NULL)
    currency = payer->currency_code;

  view->item_number = g_strdup (item->number);
  view->item_name = g_strdup (item->display_name);
  view->unit = g_strdup (item->base_unit_code);
  view->customer_number = g_strdup (customer != NULL ? customer->number : "");
  view->customer_name = g_strdup (customer != NULL ? customer->display_name : "");
  view->bill_to = g_strdup (payer != NULL ? payer->number : "");
  known = payer != NULL ? psr_price_book_find_customer (book, payer->number) : NULL;
  view->price_group = g_strdup (known != NULL ? known->price_group : "");
  view->currency = g_strdup (*currency != '\0' ? currency : psr_price_book_get_own_currency (book));
  view->date = g_strdup (explain->date);
  view->quantity = explain->quantity;
  view->answer = psr_price_book_answer (book, item, view->customer_number, currency, explain->date, explain->quantity);

  return g_steal_pointer (&view);
}

static DexFuture *
explain_fiber (gpointer data)
{
  Explain *explain = data;
  g_autoptr(PsrPriceView) view = NULL;
  GError *error = NULL;

  if (psr_engine_open_store (explain->engine, &error) &&
      psr_engine_open_session (explain->engine, &error))
    view = explain_price (explain, &error);

  if (view == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_PRICE_VIEW, g_steal_pointer (&view));
}

static char *
dup_today (PsrEngine *self)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier (psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_TIME_ZONE));
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();

  return psr_timestamp_to_date (psr_clock_now (self->clock), zone != NULL ? zone : utc);
}

/**
 * psr_engine_take_prices:
 * @self: an engine that is signed in
 * @context: what a run of %PSR_SYNC_PRICES is about to work with
 *
 * Says where the prices are, also which day it is; nothing where the profile names no price
 * lists.
 */
void
psr_engine_take_prices (PsrEngine      *self,
                        PsrSyncContext *context)
{
  g_autofree char *today = NULL;

  g_return_if_fail (PSR_IS_ENGINE (self));
  g_return_if_fail (context != NULL);

  if (psr_profile_get_string (self->profile, PSR_PROFILE_PRICES_LINES) == NULL)
    return;

  today = dup_today (self);
  psr_sync_context_take_prices (context, make_rules (self, today));
}

/**
 * psr_engine_explain_price:
 * @self: an engine
 * @item: number of an item
 * @customer: (nullable): number of a customer, or %NULL for nobody in particular
 * @date: (nullable): "YYYY-MM-DD", or %NULL for today
 * @quantity: how many base units are bought, more than 0
 *
 * Tells what one base unit of an item costs a customer by the price lists of Business
 * Central, and why. Only reads.
 *
 * Returns: (transfer full): a future that resolves to a #PsrPriceView; rejects with
 *   %PSR_ENGINE_ERROR_NOT_FOUND, or why the prices can't be read
 */
DexFuture *
psr_engine_explain_price (PsrEngine  *self,
                          const char *item,
                          const char *customer,
                          const char *date,
                          PsrDecimal  quantity)
{
  Explain *explain;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (item != NULL);
  dex_return_error_if_fail (psr_decimal_compare (quantity, psr_decimal_zero ()) > 0);

  explain = g_atomic_rc_box_new0 (Explain);
  explain->engine = g_object_ref (self);
  explain->item = g_strdup (item);
  explain->customer = g_strdup (customer != NULL ? customer : "");
  explain->quantity = quantity;
  explain->date = date != NULL ? g_strdup (date) : dup_today (self);

  return dex_scheduler_spawn (NULL, 0, explain_fiber, explain, explain_unref);
}
