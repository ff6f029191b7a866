/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-prices"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-fingerprint.h"
#include "psr-guid.h"
#include "psr-json.h"
#include "psr-sync-cell.h"
#include "psr-sync-error.h"
#include "psr-sync-prices-private.h"
#include "psr-sync-prices.h"

#define STREAM PSR_SYNC_PRICES_STREAM
#define STREAM_CUSTOMERS "prices.customers"
#define FACT_BOOK "prices.book"
#define ITEMS_SELECT "id,number,displayName,unitPrice,priceIncludesTax,taxGroupCode,baseUnitOfMeasureCode,type,lastModifiedDateTime"

/* API v1.0 has the unit as an object.
 *
 * Source: Microsoft, OpenAPI of API v1.0, item. */
#define ITEMS_SELECT_V1 "id,number,displayName,unitPrice,priceIncludesTax,taxGroupCode,baseUnitOfMeasure,type,lastModifiedDateTime"

/* So many items that are named are read at a time. */
#define SLICE 100

static void
prices_clear (PsrSyncPrices *prices)
{
  g_clear_pointer (&prices->book, psr_price_book_free);
  g_clear_pointer (&prices->label_of, g_hash_table_unref);
  g_clear_pointer (&prices->by_code, g_hash_table_unref);
  g_clear_pointer (&prices->labels, g_ptr_array_unref);
  g_clear_pointer (&prices->articles, g_hash_table_unref);
  g_clear_pointer (&prices->items, g_hash_table_unref);
  g_clear_pointer (&prices->customers, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PsrSyncPrices, prices_clear)

static const char *
get_items_select (PsrSyncPrices *prices)
{
  return psr_bc_client_is_v1 (prices->run->context->bc) ? ITEMS_SELECT_V1 : ITEMS_SELECT;
}

static GHashTable *
load_links (PsrSyncPrices  *prices,
            PsrEntity       entity,
            GError        **error)
{
  g_autoptr (GPtrArray) links = dex_await_boxed (psr_link_store_list (prices->run->context->links, entity), error);
  GHashTable *by_id;

  if (links == NULL)
    return NULL;

  by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) psr_link_unref);
  for (guint i = 0; i < links->len; i++)
    {
      PsrLink *link = psr_link_ref (g_ptr_array_index (links, i));

      g_hash_table_insert (by_id, link->bc_id, link);
    }

  return by_id;
}

static gboolean
load_all_links (PsrSyncPrices  *prices,
                GError        **error)
{
  GHashTableIter iter;
  gpointer value;

  prices->items = load_links (prices, PSR_ENTITY_ITEM, error);
  prices->customers = prices->items != NULL ? load_links (prices, PSR_ENTITY_CUSTOMER, error) : NULL;
  if (prices->customers == NULL)
    return FALSE;

  prices->articles = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_iter_init (&iter, prices->items);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_hash_table_insert (prices->articles, ((PsrLink *) value)->wello_id, value);

  return TRUE;
}

static gboolean
commit (PsrSyncRun     *run,
        PsrMirrorPage  *page,
        GError        **error)
{
  return psr_sync_run_is_dry (run) || dex_await (psr_mirror_store_commit (run->context->mirror, page), error);
}

typedef struct
{
  PsrSyncPrices *prices;
} Print;

/* On the "parse" lane. */
static DexFuture *
print_job (gpointer data)
{
  Print *print = data;
  const PsrSyncPrices *prices = print->prices;
  g_autoptr (GString) text = g_string_new (prices->rules->fills_all ? "all\n" : "changed\n");
  PsrFingerprint fingerprint;

  for (guint i = 0; i < prices->labels->len; i++)
    {
      const PsrSyncLabel *label = g_ptr_array_index (prices->labels, i);

      /* By one that couldn't be made nothing is reckoned: once it is, everything has to be. */
      if (label->wello_id != NULL)
        g_string_append_printf (text, "%s\n", label->code);
    }

  psr_price_book_print (prices->book, prices->rules->date, text);
  psr_fingerprint_compute (text->str, text->len, &fingerprint);

  return dex_future_new_take_string (g_strdup (fingerprint.text));
}

static void
print_free (gpointer data)
{
  g_free (data);
}

/* What all prices depend on, in a few characters. */
static char *
dup_print (PsrSyncPrices  *prices,
           GError        **error)
{
  Print *print = g_new0 (Print, 1);

  print->prices = prices;

  return dex_await_string (psr_executor_run (prices->run->context->executor, "parse", print_job, print, print_free), error);
}

/* An item that came and can't be read. */
typedef struct
{
  char   *id;
  char   *number;
  GError *error;
} Unreadable;

static void
unreadable_free (gpointer data)
{
  Unreadable *self = data;

  g_free (self->id);
  g_free (self->number);
  g_error_free (self->error);
  g_free (self);
}

static Unreadable *
unreadable_new (JsonObject *object,
                GError     *error)
{
  Unreadable *self = g_new0 (Unreadable, 1);

  self->id = psr_json_dup_guid (object, "id");
  self->number = g_strdup (psr_json_get_string (object, "number"));
  self->error = error;

  return self;
}

/* A PsrODataRowsFunc: one that can't be read is told of in @data, and the others count. */
static GPtrArray *
make_items (JsonArray  *rows,
            gpointer    data,
            GError    **error)
{
  GPtrArray *unreadable = data;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_bc_item_unref);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      g_autoptr (GError) local = NULL;
      PsrBcItem *item = object != NULL ? psr_bc_item_from_json (object, &local) : NULL;

      if (item != NULL)
        g_ptr_array_add (items, item);
      else if (local != NULL)
        g_ptr_array_add (unreadable, unreadable_new (object, g_steal_pointer (&local)));
    }

  return g_steal_pointer (&items);
}

/* They are set aside, and tried again as often as anything else. What isn't coupled has no price. */
static gboolean
set_unreadable_aside (PsrSyncPrices  *prices,
                      GPtrArray      *unreadable,
                      GError        **error)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_sync_cell_free);

  for (guint i = 0; i < unreadable->len; i++)
    {
      Unreadable *one = g_ptr_array_index (unreadable, i);
      PsrSyncCell *cell;

      if (one->id == NULL || !g_hash_table_contains (prices->items, one->id))
        continue;

      cell = psr_sync_cell_new (PSR_ENTITY_PRICE, PSR_WELLO_SET_PRICES, one->id, one->id, one->number, "");
      cell->problem = g_error_copy (one->error);
      g_ptr_array_add (cells, cell);
    }

  return cells->len == 0 || psr_sync_cells_write (prices->run, cells, NULL, NULL, error);
}

/* @came: gets the ids of what came, also of what can't be read; or NULL. */
static gboolean
process_pager (PsrSyncPrices  *prices,
               PsrODataPager  *pager,
               gboolean        counts,
               PsrTimestamp   *date,
               GHashTable     *came,
               GError        **error)
{
  while (!psr_odata_pager_is_done (pager))
    {
      g_autoptr (PsrODataPage) page = NULL;
      g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func (unreadable_free);

      if (!psr_sync_run_goes_on (prices->run, error))
        return FALSE;

      page = dex_await_object (psr_odata_pager_next (pager, make_items, g_ptr_array_ref (unreadable),
                                                     (GDestroyNotify) g_ptr_array_unref),
                               error);
      if (page == NULL)
        return FALSE;

      if (date != NULL && *date == PSR_TIMESTAMP_NONE)
        *date = psr_odata_page_get_date (page);
      for (guint i = 0; came != NULL && i < psr_odata_page_get_rows (page)->len; i++)
        g_hash_table_add (came, g_strdup (((const PsrBcItem *) g_ptr_array_index (psr_odata_page_get_rows (page), i))->id));
      for (guint i = 0; came != NULL && i < unreadable->len; i++)
        {
          const Unreadable *one = g_ptr_array_index (unreadable, i);

          if (one->id != NULL)
            g_hash_table_add (came, g_strdup (one->id));
        }
      if (!psr_sync_prices_process_items (prices, psr_odata_page_get_rows (page), counts, error) ||
          !set_unreadable_aside (prices, unreadable, error))
        return FALSE;
    }

  return TRUE;
}

static void
forget_row (PsrSyncPrices *prices,
            const char    *id,
            PsrMirrorPage *page)
{
  const char *flow = psr_sync_flow_to_string (prices->run->flow);

  psr_mirror_page_clear_pending (page, flow, id);
  psr_mirror_page_clear_skipped (page, flow, id);
}

/* What isn't coupled any more, and a label that nobody has any more, is nothing to try again. */
static gboolean
forget_stale (PsrSyncPrices  *prices,
              char          **ids,
              GError        **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autofree char *many = psr_sync_prices_dup_many_id (prices);
  GHashTableIter iter;
  gpointer id;

  g_hash_table_add (known, many);
  for (guint i = 0; i < prices->labels->len; i++)
    g_hash_table_add (known, ((PsrSyncLabel *) g_ptr_array_index (prices->labels, i))->id);

  for (; *ids != NULL; ids++)
    {
      if (!g_hash_table_contains (prices->items, *ids) && !g_hash_table_contains (prices->customers, *ids) &&
          !g_hash_table_contains (known, *ids))
        forget_row (prices, *ids, page);
    }

  g_hash_table_iter_init (&iter, prices->run->was_skipped);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      if (!g_hash_table_contains (prices->items, id) && !g_hash_table_contains (prices->customers, id) &&
          !g_hash_table_contains (known, id))
        forget_row (prices, id, page);
    }

  return commit (prices->run, page, error);
}

/* What is gone in Business Central has no price. */
static gboolean
forget_gone (PsrSyncPrices  *prices,
             GPtrArray      *ids,
             GHashTable     *came,
             GError        **error)
{
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();

  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);

      if (id != NULL && !g_hash_table_contains (came, id))
        forget_row (prices, id, page);
    }

  return commit (prices->run, page, error);
}

/* Items that went wrong in an earlier run, or that somebody named. */
static gboolean
process_ids (PsrSyncPrices  *prices,
             char          **ids,
             GError        **error)
{
  guint n = g_strv_length (ids);

  if (!forget_stale (prices, ids, error))
    return FALSE;

  for (guint first = 0; first < n; first += SLICE)
    {
      g_autoptr (GPtrArray) slice = g_ptr_array_new ();
      g_autoptr (GPtrArray) pagers = NULL;
      g_autoptr (GHashTable) came = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (guint i = first; i < MIN (first + SLICE, n); i++)
        {
          if (psr_guid_is_canonical (ids[i]) && g_hash_table_contains (prices->items, ids[i]))
            g_ptr_array_add (slice, ids[i]);
        }
      g_ptr_array_add (slice, NULL);
      if (slice->len == 1)
        continue;

      pagers = psr_bc_client_pull_by_id (prices->run->context->bc, PSR_BC_SET_ITEMS, get_items_select (prices), NULL,
                                         (const char * const *) slice->pdata);
      for (guint i = 0; i < pagers->len; i++)
        {
          if (!process_pager (prices, g_ptr_array_index (pagers, i), FALSE, NULL, came, error))
            return FALSE;
        }

      if (!forget_gone (prices, slice, came, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
get_since (PsrSyncPrices  *prices,
           const char     *stream,
           PsrTimestamp   *since,
           GError        **error)
{
  g_autoptr (PsrWatermark) watermark = dex_await_boxed (psr_mirror_store_get_watermark (prices->run->context->mirror, stream),
                                                        error);

  if (watermark == NULL)
    return FALSE;

  *since = watermark->since != PSR_TIMESTAMP_NONE ? watermark->since - PSR_SYNC_OVERLAP : PSR_TIMESTAMP_NONE;

  return TRUE;
}

static gboolean
set_since (PsrSyncPrices  *prices,
           const char     *stream,
           PsrTimestamp    since,
           GError        **error)
{
  g_autoptr (PsrWatermark) watermark = psr_watermark_new (stream);
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();

  watermark->since = since != PSR_TIMESTAMP_NONE ? since : psr_clock_now (prices->run->context->clock);
  watermark->run_id = prices->run->seen_run;
  psr_mirror_page_set_watermark (page, watermark);

  return commit (prices->run, page, error);
}

/* Whether anything changed by which all prices are found: lines, a day on which one begins or
 * ends, labels, rates. */
static gboolean
check_book (PsrSyncPrices  *prices,
            gboolean       *changed,
            char          **print,
            GError        **error)
{
  g_autofree char *before = NULL;
  g_autoptr (GError) local = NULL;

  *print = dup_print (prices, error);
  if (*print == NULL)
    return FALSE;

  before = dex_await_string (psr_mirror_store_get_fact (prices->run->context->mirror, FACT_BOOK), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  *changed = g_strcmp0 (before, *print) != 0;

  return TRUE;
}

static gboolean
process_everything (PsrSyncPrices  *prices,
                    const char     *print,
                    PsrTimestamp   *date,
                    GError        **error)
{
  g_autoptr (PsrODataPager) pager = psr_bc_client_pull (prices->run->context->bc, PSR_BC_SET_ITEMS, get_items_select (prices), NULL,
                                                        PSR_TIMESTAMP_NONE, PSR_SYNC_PAGE, NULL);

  if (!process_pager (prices, pager, TRUE, date, NULL, error))
    return FALSE;

  psr_sync_prices_tell_lost (prices);

  return psr_sync_run_is_dry (prices->run) ||
         dex_await (psr_mirror_store_set_fact (prices->run->context->mirror, FACT_BOOK, print), error);
}

static gboolean
process_changes (PsrSyncPrices  *prices,
                 PsrTimestamp    since,
                 PsrTimestamp   *date,
                 GError        **error)
{
  PsrSyncRun *run = prices->run;
  g_autoptr (PsrODataPager) pager = psr_bc_client_pull (run->context->bc, PSR_BC_SET_ITEMS, get_items_select (prices), NULL, since,
                                                        PSR_SYNC_PAGE, NULL);
  g_auto (GStrv) pending = NULL;

  if (!process_pager (prices, pager, FALSE, date, NULL, error))
    return FALSE;

  pending = dex_await_boxed (psr_mirror_store_list_pending (run->context->mirror, psr_sync_flow_to_string (run->flow), 0), error);

  return pending != NULL && process_ids (prices, pending, error);
}

/* An item or a customer that was coupled since isn't among what changed in Business Central. */
static gboolean
add_new_links (PsrSyncPrices  *prices,
               gboolean       *found,
               GError        **error)
{
  PsrSyncRun *run = prices->run;
  g_autoptr (GPtrArray) ids = g_hash_table_get_keys_as_ptr_array (prices->items);
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (GHashTable) known = psr_sync_cells_known (run, PSR_ENTITY_PRICE_ITEM, ids, error);

  if (known == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      const PsrLink *link = g_hash_table_lookup (prices->items, id);
      const PsrMirrorRecord *before = g_hash_table_lookup (known, id);
      g_autoptr (PsrMirrorRecord) record = NULL;

      if (before != NULL && g_str_equal (before->number, link->wello_id))
        continue;

      record = psr_mirror_record_new_read (PSR_ENTITY_PRICE_ITEM, PSR_MIRROR_WELLO, id, link->wello_id, "", "");
      psr_mirror_page_add_record (page, record);
      psr_mirror_page_add_pending (page, psr_sync_flow_to_string (run->flow), id);
      *found = TRUE;
    }

  return commit (run, page, error);
}

/**
 * psr_sync_prices_work:
 * @run: a run of %PSR_SYNC_PRICES that has begun
 * @error: return location for an error
 *
 * Brings to Wello what items cost, by labels: for one of each, in its base unit, today, without
 * VAT, as Business Central's own rule finds it. All prices are reckoned anew when a line of a
 * price list changed, begins or ends, else those of items that changed. Has to be called in a
 * fiber.
 *
 * Returns: whether all was done
 */
gboolean
psr_sync_prices_work (PsrSyncRun  *run,
                      GError     **error)
{
  g_auto (PsrSyncPrices) prices = { 0, };
  g_autofree char *print = NULL;
  PsrTimestamp since, customers_since;
  PsrTimestamp date = PSR_TIMESTAMP_NONE, customers_date;
  gboolean changed, found = FALSE;

  g_return_val_if_fail (run != NULL, FALSE);

  prices.run = run;
  prices.rules = run->context->prices;
  if (prices.rules == NULL)
    {
      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED,
                               _("Prices aren’t set up."),
                               _("Business Central’s standard interface tells the price on the item’s card only."),
                               _("Publish its price list lines as a web service, and name it at Lines under [Prices]."));
      return FALSE;
    }

  if (!load_all_links (&prices, error) || !get_since (&prices, STREAM, &since, error) ||
      !get_since (&prices, STREAM_CUSTOMERS, &customers_since, error))
    return FALSE;

  prices.book = psr_sync_price_rules_read (run->context->prices, run->context->bc, error);
  if (prices.book == NULL)
    return FALSE;

  if (prices.rules->customers == NULL && psr_price_book_has_groups (prices.book))
    {
      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED,
                               _("It isn’t known who belongs to a price group."),
                               _("Price lists have lines for groups of customers, and Customers under [Prices] is missing."),
                               _("Publish page 21 or 22 as a web service, and name it at Customers under [Prices]."));
      return FALSE;
    }

  if (psr_sync_run_is_full (run) || since == PSR_TIMESTAMP_NONE)
    customers_since = PSR_TIMESTAMP_NONE;
  if (!psr_sync_prices_read_customers (&prices, customers_since, &customers_date, error) ||
      !set_since (&prices, STREAM_CUSTOMERS, customers_date, error) ||
      !psr_sync_prices_find_labels (&prices, error))
    return FALSE;

  if (run->rows == NULL && !add_new_links (&prices, &found, error))
    return FALSE;

  /* Wello may have prices of an article that is new to us. */
  if ((found || run->rows != NULL || psr_sync_run_is_full (run) || since == PSR_TIMESTAMP_NONE) &&
      !psr_sync_prices_index (&prices, error))
    return FALSE;

  if (!psr_sync_prices_make_labels (&prices, error))
    return FALSE;
  /* The rows may be customers that wait for their label. */
  if (run->rows != NULL)
    return process_ids (&prices, run->rows, error) && psr_sync_prices_label_companies (&prices, error);

  if (!check_book (&prices, &changed, &print, error))
    return FALSE;

  if (changed || psr_sync_run_is_full (run) || since == PSR_TIMESTAMP_NONE
        ? !process_everything (&prices, print, &date, error)
        : !process_changes (&prices, since, &date, error))
    return FALSE;

  /* Only now: a label that was made by this run has its prices. */
  return psr_sync_prices_label_companies (&prices, error) && set_since (&prices, STREAM, date, error);
}
