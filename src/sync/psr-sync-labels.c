/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-labels"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-row.h"
#include "psr-guid.h"
#include "psr-json-writer.h"
#include "psr-sync-cell.h"
#include "psr-sync-prices-private.h"

#define CUSTOMERS_SELECT "id,number,currencyCode,lastModifiedDateTime"

/* So many customers are looked up at a time. */
#define SLICE 500

/**
 * psr_sync_label_new:
 * @code: its code
 * @currency: code of its currency, or ""
 * @customer: number of a customer who has it
 * @company_id: canonical GUID of the company in Business Central
 *
 * Returns: (transfer full): a label; free it with psr_sync_label_free()
 */
PsrSyncLabel *
psr_sync_label_new (const char *code,
                    const char *currency,
                    const char *customer,
                    const char *company_id)
{
  PsrSyncLabel *self;
  g_autofree char *name = NULL;

  g_return_val_if_fail (code != NULL && currency != NULL && customer != NULL && company_id != NULL, NULL);

  name = g_strdup_printf ("label|%s|%s", company_id, code);
  self = g_new0 (PsrSyncLabel, 1);
  self->code = g_strdup (code);
  self->currency = g_strdup (currency);
  self->customer = g_strdup (customer);
  self->id = psr_guid_from_name (name);
  self->lost = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

/**
 * psr_sync_label_free:
 * @label: (type PsrSyncLabel) (transfer full): a label
 */
void
psr_sync_label_free (gpointer label)
{
  PsrSyncLabel *self = label;

  g_free (self->code);
  g_free (self->currency);
  g_free (self->customer);
  g_free (self->id);
  g_free (self->wello_id);
  g_hash_table_unref (self->lost);
  g_free (self);
}

/**
 * psr_sync_label_dup_price_id:
 * @label: a label
 * @link: link of an item
 *
 * With another article the item has another one: what Wello has of the old one isn't its.
 *
 * Returns: (transfer full): by which id its price is remembered, and made
 */
char *
psr_sync_label_dup_price_id (const PsrSyncLabel *label,
                             const PsrLink      *link)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (label != NULL && link != NULL, NULL);

  name = g_strdup_printf ("price|%s|%s|%s", label->id, link->bc_id, link->wello_id);

  return psr_guid_from_name (name);
}

/* A PsrODataItemsFunc: customers as the mirror keeps them, with the currency as the hash. */
static GPtrArray *
read_customers (const PsrJsonItem  *rows,
                gpointer            data,
                GError            **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_mirror_record_unref);

  for (const PsrJsonItem *row = psr_json_item_get_first (rows); row != NULL; row = psr_json_item_get_next (rows, row))
    {
      g_autofree char *id = psr_json_item_get_type (row) == PSR_JSON_OBJECT ? psr_json_item_dup_guid (row, "id") : NULL;
      g_autofree char *number = id != NULL ? g_ascii_strup (psr_json_item_get_string (row, "number"), -1) : NULL;

      if (id != NULL)
        g_ptr_array_add (records, psr_mirror_record_new_read (PSR_ENTITY_PRICE_CUSTOMER, PSR_MIRROR_BC, id, number,
                                                              psr_json_item_get_string (row, "currencyCode"), ""));
    }

  return g_steal_pointer (&records);
}

/**
 * psr_sync_prices_read_customers:
 * @prices: what prices are reckoned from
 * @since: from when on customers are read, or none for all
 * @date: (out): the server's time before the first was read
 * @error: return location for an error
 *
 * Remembers in which currency customers pay. Has to be called in a fiber.
 *
 * Returns: whether all were read
 */
gboolean
psr_sync_prices_read_customers (PsrSyncPrices  *prices,
                                PsrTimestamp    since,
                                PsrTimestamp   *date,
                                GError        **error)
{
  PsrSyncRun *run = prices->run;
  g_autoptr (PsrODataPager) pager = psr_bc_client_pull (run->context->bc, PSR_BC_SET_CUSTOMERS, CUSTOMERS_SELECT, NULL, since,
                                                        PSR_SYNC_PAGE, NULL);

  *date = PSR_TIMESTAMP_NONE;
  while (!psr_odata_pager_is_done (pager))
    {
      g_autoptr (PsrODataPage) page = NULL;
      g_autoptr (PsrMirrorPage) stored = psr_mirror_page_new ();
      GPtrArray *records;

      if (!psr_sync_run_goes_on (run, error))
        return FALSE;

      page = dex_await_object (psr_odata_pager_next_items (pager, read_customers, NULL, NULL), error);
      if (page == NULL)
        return FALSE;

      if (*date == PSR_TIMESTAMP_NONE)
        *date = psr_odata_page_get_date (page);
      records = psr_odata_page_get_rows (page);
      for (guint i = 0; i < records->len; i++)
        psr_mirror_page_add_record (stored, g_ptr_array_index (records, i));

      /* What is read of either side may be remembered by a dry run, too. */
      if (!dex_await (psr_mirror_store_commit (run->context->mirror, stored), error))
        return FALSE;
    }

  return TRUE;
}

/* Number → currency, of all customers whose prices may count. */
static gboolean
load_currencies (PsrSyncPrices  *prices,
                 GHashTable     *numbers,
                 GHashTable     *currencies,
                 GError        **error)
{
  g_autoptr (GPtrArray) list = g_hash_table_get_keys_as_ptr_array (numbers);

  for (guint first = 0; first < list->len; first += SLICE)
    {
      g_autoptr (GPtrArray) slice = g_ptr_array_new ();
      g_autoptr (GHashTable) found = NULL;
      GHashTableIter iter;
      gpointer value;

      for (guint i = first; i < MIN (first + SLICE, list->len); i++)
        g_ptr_array_add (slice, g_ptr_array_index (list, i));
      g_ptr_array_add (slice, NULL);

      found = dex_await_boxed (psr_mirror_store_get_by_numbers (prices->run->context->mirror, PSR_ENTITY_PRICE_CUSTOMER,
                                                                PSR_MIRROR_BC, 0, (const char * const *) slice->pdata),
                               error);
      if (found == NULL)
        return FALSE;

      g_hash_table_iter_init (&iter, found);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        {
          GPtrArray *records = value;

          for (guint i = 0; i < records->len; i++)
            {
              const PsrMirrorRecord *record = g_ptr_array_index (records, i);

              g_hash_table_replace (currencies, g_strdup (record->number), g_strdup (record->hash));
            }
        }
    }

  return TRUE;
}

static int
compare_labels (gconstpointer a,
                gconstpointer b)
{
  return strcmp (((const PsrSyncLabel *) a)->code, ((const PsrSyncLabel *) b)->code);
}

/* Of a customer whom the service doesn't list nobody knows the groups, nor who gets the invoices:
 * the prices for everybody may not be its own. */
static gboolean
is_listed (PsrSyncPrices *prices,
           const PsrLink *link)
{
  if (prices->rules->customers == NULL ||
      (psr_price_book_find_customer (prices->book, link->bc_number) != NULL &&
       psr_price_book_find_customer (prices->book, psr_price_book_get_bill_to (prices->book, link->bc_number)) != NULL))
    return TRUE;

  psr_sync_cells_note (prices->run, link->bc_id, link->bc_number, "no-groups",
                       _("Its price groups aren’t known: it gets no price label."),
                       _("The web service at Customers under [Prices] doesn’t list it, or not who gets its invoices."),
                       _("Publish the service without a filter."));
  return FALSE;
}

static void
add_customer (PsrSyncPrices *prices,
              const PsrLink *link,
              const char    *number,
              const char    *currency)
{
  const char *own = psr_price_book_get_own_currency (prices->book);
  g_autofree char *code = psr_price_book_dup_label (prices->book, number, currency);
  PsrSyncLabel *label = g_hash_table_lookup (prices->by_code, code);

  if (label == NULL)
    {
      label = psr_sync_label_new (code, *currency != '\0' ? currency : own, number,
                                  psr_bc_client_get_company (prices->run->context->bc));
      label->is_own_currency = *currency == '\0' || g_ascii_strcasecmp (currency, own) == 0;
      g_ptr_array_add (prices->labels, label);
      g_hash_table_insert (prices->by_code, label->code, label);
    }

  label->n_customers++;
  g_hash_table_insert (prices->label_of, link->bc_id, label);
}

/**
 * psr_sync_prices_find_labels:
 * @prices: what prices are reckoned from, with its book and links
 * @error: return location for an error
 *
 * Finds out which label each coupled customer has, by who gets its invoices. Has to be called
 * in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_prices_find_labels (PsrSyncPrices  *prices,
                             GError        **error)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) currencies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer value;

  prices->labels = g_ptr_array_new_with_free_func (psr_sync_label_free);
  prices->by_code = g_hash_table_new (g_str_hash, g_str_equal);
  prices->label_of = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_iter_init (&iter, prices->customers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const PsrLink *link = value;

      g_hash_table_add (numbers, g_ascii_strup (psr_price_book_get_bill_to (prices->book, link->bc_number), -1));
    }
  if (!load_currencies (prices, numbers, currencies, error))
    return FALSE;

  g_hash_table_iter_init (&iter, prices->customers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const PsrLink *link = value;
      g_autofree char *payer = g_ascii_strup (psr_price_book_get_bill_to (prices->book, link->bc_number), -1);
      const char *currency = g_hash_table_lookup (currencies, payer);

      /* Of one that isn't there any more nothing is known. */
      if (currency == NULL)
        continue;

      if (is_listed (prices, link))
        add_customer (prices, link, link->bc_number, currency);
      else
        g_hash_table_insert (prices->label_of, link->bc_id, NULL);
    }

  g_ptr_array_sort_values (prices->labels, compare_labels);

  return TRUE;
}

static GBytes *
make_label (const PsrSyncLabel *label)
{
  g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "id", label->id);
  psr_json_writer_add_string (writer, "code", label->code);
  psr_json_writer_add_string (writer, "name", label->code);
  if (*label->currency != '\0')
    psr_json_writer_add_string (writer, "db_currency_code", label->currency);
  psr_json_writer_end_object (writer);

  return psr_json_writer_finish (writer);
}

static GBytes *
make_code (const PsrSyncLabel *label)
{
  g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "code", label->code);
  psr_json_writer_end_object (writer);

  return psr_json_writer_finish (writer);
}

/**
 * psr_sync_prices_make_labels:
 * @prices: what prices are reckoned from, with its labels
 * @error: return location for an error
 *
 * Makes in Wello the labels that it lacks. One that can't be made is set aside, and its prices
 * wait. Has to be called in a fiber.
 *
 * Returns: whether the run can go on
 */
gboolean
psr_sync_prices_make_labels (PsrSyncPrices  *prices,
                             GError        **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_sync_cell_free);
  g_autoptr (GHashTable) known = NULL;

  for (guint i = 0; i < prices->labels->len; i++)
    g_ptr_array_add (ids, ((PsrSyncLabel *) g_ptr_array_index (prices->labels, i))->id);

  known = psr_sync_cells_known (prices->run, PSR_ENTITY_PRICE_LABEL, ids, error);
  if (known == NULL)
    return FALSE;

  for (guint i = 0; i < prices->labels->len; i++)
    {
      PsrSyncLabel *label = g_ptr_array_index (prices->labels, i);
      const PsrMirrorRecord *record = g_hash_table_lookup (known, label->id);
      PsrSyncCell *cell;

      if (record != NULL)
        {
          g_set_str (&label->wello_id, record->number);
          continue;
        }

      cell = psr_sync_cell_new (PSR_ENTITY_PRICE_LABEL, PSR_WELLO_SET_LABELS, label->id, label->id, label->code, label->code);
      cell->wanted = make_code (label);
      cell->body = make_label (label);
      g_ptr_array_add (cells, cell);
    }

  if (!psr_sync_cells_write (prices->run, cells, ids, NULL, error))
    return FALSE;

  for (guint i = 0; i < cells->len; i++)
    {
      const PsrSyncCell *cell = g_ptr_array_index (cells, i);
      PsrSyncLabel *label = g_hash_table_lookup (prices->by_code, cell->value);

      if (cell->done)
        g_set_str (&label->wello_id, cell->wello_id != NULL ? cell->wello_id : cell->id);
    }

  return TRUE;
}
