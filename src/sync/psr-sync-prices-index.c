/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-prices-index"

#include "config.h"

#include "psr-sync-prices-private.h"
#include "psr-sync-unseen.h"

/* A row of Wello: a label, or a price by one. */
typedef struct
{
  char *id;
  char *label_id;
  char *article_id;
  char *code;
  char *price;
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->id);
  g_free (row->label_id);
  g_free (row->article_id);
  g_free (row->code);
  g_free (row->price);
  g_free (row);
}

/* A PsrODataItemsFunc. */
static GPtrArray *
read_rows (const PsrJsonItem  *rows,
           gpointer            data,
           GError            **error)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (row_free);

  for (const PsrJsonItem *item = psr_json_item_get_first (rows); item != NULL; item = psr_json_item_get_next (rows, item))
    {
      g_autofree char *id = psr_json_item_get_type (item) == PSR_JSON_OBJECT ? psr_json_item_dup_guid (item, "id") : NULL;
      const PsrJsonItem *price = id != NULL ? psr_json_item_find (item, "price") : NULL;
      PsrDecimal amount = psr_decimal_zero ();
      Row *row;

      if (id == NULL)
        continue;

      row = g_new0 (Row, 1);
      row->id = g_steal_pointer (&id);
      row->label_id = psr_json_item_dup_guid (item, "article_price_label_id");
      row->article_id = psr_json_item_dup_guid (item, "article_id");
      row->code = g_ascii_strup (psr_json_item_get_string (item, "code"), -1);
      if (price != NULL && psr_json_item_to_decimal (price, &amount, NULL))
        row->price = psr_decimal_to_string (amount);
      g_ptr_array_add (made, row);
    }

  return g_steal_pointer (&made);
}

/* By its id, else by its code: somebody may have made it before. Where several companies share
 * Wello the label with this code may be another one's. */
static PsrSyncLabel *
find_label (PsrSyncPrices *prices,
            const Row     *row)
{
  PsrSyncLabel *label;

  for (guint i = 0; i < prices->labels->len; i++)
    {
      label = g_ptr_array_index (prices->labels, i);
      if (g_str_equal (label->id, row->id))
        return label;
    }

  if (prices->run->context->has_organizations)
    return NULL;

  label = g_hash_table_lookup (prices->by_code, row->code);

  return label != NULL && label->wello_id == NULL ? label : NULL;
}

static gboolean
remember (PsrSyncPrices  *prices,
          PsrEntity       entity,
          const char     *id,
          const char     *wello_id,
          const char     *value,
          PsrMirrorPage  *page)
{
  g_autoptr (PsrMirrorRecord) record = psr_mirror_record_new_read (entity, PSR_MIRROR_WELLO, id, wello_id, value, "");

  record->seen_run = prices->run->seen_run;
  psr_mirror_page_add_record (page, record);

  return TRUE;
}

static void
take_label (PsrSyncPrices *prices,
            const Row     *row,
            PsrMirrorPage *page)
{
  PsrSyncLabel *label = find_label (prices, row);

  if (label == NULL)
    return;

  g_set_str (&label->wello_id, row->id);
  remember (prices, PSR_ENTITY_PRICE_LABEL, label->id, row->id, label->code, page);
}

static void
take_price (PsrSyncPrices *prices,
            GHashTable    *by_wello_id,
            const Row     *row,
            PsrMirrorPage *page)
{
  const PsrSyncLabel *label = row->label_id != NULL ? g_hash_table_lookup (by_wello_id, row->label_id) : NULL;
  const PsrLink *link = row->article_id != NULL ? g_hash_table_lookup (prices->articles, row->article_id) : NULL;
  g_autofree char *id = NULL;

  if (label == NULL || link == NULL || row->price == NULL)
    return;

  id = psr_sync_label_dup_price_id (label, link);
  remember (prices, PSR_ENTITY_PRICE, id, row->id, row->price, page);
}

static gboolean
read_set (PsrSyncPrices  *prices,
          PsrWelloSet     set,
          GHashTable     *by_wello_id,
          GError        **error)
{
  PsrSyncRun *run = prices->run;
  g_autoptr (PsrODataPager) pager = psr_wello_client_pull (run->context->wello, set, NULL, NULL, PSR_TIMESTAMP_NONE, NULL);

  while (!psr_odata_pager_is_done (pager))
    {
      g_autoptr (PsrODataPage) page = NULL;
      g_autoptr (PsrMirrorPage) commit = psr_mirror_page_new ();
      GPtrArray *rows;

      if (!psr_sync_run_goes_on (run, error))
        return FALSE;

      page = dex_await_object (psr_odata_pager_next_items (pager, read_rows, NULL, NULL), error);
      if (page == NULL)
        return FALSE;

      rows = psr_odata_page_get_rows (page);
      for (guint i = 0; i < rows->len; i++)
        {
          if (by_wello_id == NULL)
            take_label (prices, g_ptr_array_index (rows, i), commit);
          else
            take_price (prices, by_wello_id, g_ptr_array_index (rows, i), commit);
        }

      /* What is read of Wello may be remembered by a dry run, too. */
      if (!dex_await (psr_mirror_store_commit (run->context->mirror, commit), error))
        return FALSE;
      psr_sync_run_notify (run);
    }

  return TRUE;
}

/**
 * psr_sync_prices_index:
 * @prices: what prices are reckoned from, with its labels
 * @error: return location for an error
 *
 * Remembers which of the labels Wello has, and the prices by them, whoever made them. Has to be
 * called in a fiber.
 *
 * Returns: whether all was read
 */
gboolean
psr_sync_prices_index (PsrSyncPrices  *prices,
                       GError        **error)
{
  g_autoptr (GHashTable) by_wello_id = g_hash_table_new (g_str_hash, g_str_equal);

  if (!read_set (prices, PSR_WELLO_SET_LABELS, NULL, error) || !psr_sync_forget_unseen (prices->run, PSR_ENTITY_PRICE_LABEL, error))
    return FALSE;

  for (guint i = 0; i < prices->labels->len; i++)
    {
      PsrSyncLabel *label = g_ptr_array_index (prices->labels, i);

      if (label->wello_id != NULL)
        g_hash_table_insert (by_wello_id, label->wello_id, label);
    }

  return read_set (prices, PSR_WELLO_SET_PRICES, by_wello_id, error) &&
         psr_sync_forget_unseen (prices->run, PSR_ENTITY_PRICE, error);
}
