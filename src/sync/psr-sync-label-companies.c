/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-label-companies"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-guid.h"
#include "psr-json-writer.h"
#include "psr-sync-cell.h"
#include "psr-sync-prices-private.h"

/* Which company has which label. */

/* So many companies are looked at at a time. */
#define SLICE 500

/* More than one in so many, and more than a handful, aren't believed to be left out. */
#define SHARE 20
#define HANDFUL 10

/* Why labels stay that would be taken back, in a row of its own. */
#define MANY "many-unlisted"

static GBytes *
make_choice (const char *wello_id)
{
  g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  /* There is no null in Wello's database (Source: Wello, "Link with an ERP"). */
  psr_json_writer_add_string (writer, "article_price_label_id", wello_id);
  psr_json_writer_end_object (writer);

  return psr_json_writer_finish (writer);
}

/* Whether a label was given by us. */
static gboolean
is_ours (const PsrMirrorRecord *record,
         const PsrLink         *link)
{
  return record != NULL && *record->hash != '\0' && g_str_equal (record->number, link->wello_id);
}

/**
 * psr_sync_prices_dup_many_id:
 * @prices: what prices are reckoned from
 *
 * Returns: (transfer full): id of the row that is set aside when labels stay that would be
 *   taken back
 */
char *
psr_sync_prices_dup_many_id (PsrSyncPrices *prices)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (prices != NULL, NULL);

  name = g_strdup_printf (MANY "|%s", psr_bc_client_get_company (prices->run->context->bc));

  return psr_guid_from_name (name);
}

/* That it is meant can only be said of the row that tells of it. */
static gboolean
is_meant (PsrSyncRun *run,
          const char *row_id)
{
  return run->rows != NULL && g_strv_contains ((const char * const *) run->rows, row_id);
}

/* The web service may be published with a filter by mistake, or show less than it has. */
static gboolean
check_many (PsrSyncPrices  *prices,
            GError        **error)
{
  PsrSyncRun *run = prices->run;
  g_autoptr (GPtrArray) ids = g_hash_table_get_keys_as_ptr_array (prices->label_of);
  g_autoptr (GHashTable) known = psr_sync_cells_known (run, PSR_ENTITY_PRICE_CUSTOMER, ids, error);
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autofree char *row_id = psr_sync_prices_dup_many_id (prices);
  g_autofree char *what = NULL;
  guint n_customers = g_hash_table_size (prices->customers);
  guint n_ours = 0, n = 0;
  gboolean many;

  if (known == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);

      if (!is_ours (g_hash_table_lookup (known, id), g_hash_table_lookup (prices->customers, id)))
        continue;

      n_ours++;
      n += g_hash_table_lookup (prices->label_of, id) == NULL;
    }

  /* Where nobody is listed these are all of them. */
  many = n > n_ours / 2 || (n > HANDFUL && n > n_customers / SHARE);
  prices->keeps_labels = many && !is_meant (run, row_id);
  if (prices->keeps_labels)
    {
      /* Translators: how many customers of how many. */
      what = g_strdup_printf (_("The price groups of %u of %u customers aren’t known any more: they keep their price labels."), n, n_ours);
      psr_sync_skip (run, page, row_id, "", MANY, what,
                     _("So many at once are more likely not shown by the web service than left out of it."),
                     _("Publish the service without a filter, and see to it that the account may read all customers. If it is meant, say so: passerellectl sync prices --retry takes the labels back."));
    }
  else if (g_hash_table_contains (run->was_skipped, row_id))
    {
      psr_mirror_page_clear_skipped (page, psr_sync_flow_to_string (run->flow), row_id);
    }
  else
    {
      return TRUE;
    }

  return psr_sync_run_is_dry (run) || dex_await (psr_mirror_store_commit (run->context->mirror, page), error);
}

static gboolean
label_slice (PsrSyncPrices  *prices,
             GPtrArray      *ids,
             GError        **error)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_sync_cell_free);
  g_autoptr (GHashTable) known = psr_sync_cells_known (prices->run, PSR_ENTITY_PRICE_CUSTOMER, ids, error);
  gboolean full = psr_sync_run_is_full (prices->run);

  if (known == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      const PsrLink *link = g_hash_table_lookup (prices->customers, id);
      const PsrSyncLabel *label = g_hash_table_lookup (prices->label_of, id);
      const PsrMirrorRecord *record = g_hash_table_lookup (known, id);
      const char *value = label != NULL ? label->wello_id : "";
      PsrSyncCell *cell;

      if (value == NULL)
        continue;

      /* One that was given by us, when the groups were known, is taken back once, unless somebody
       * chose another one since; others are somebody's choice. */
      if (label == NULL && (prices->keeps_labels || !is_ours (record, link)))
        continue;

      /* In a full run what Wello has now counts. */
      if (label != NULL && record != NULL && !full && g_str_equal (record->hash, value) &&
          g_str_equal (record->number, link->wello_id))
        continue;

      cell = psr_sync_cell_new (PSR_ENTITY_PRICE_CUSTOMER, PSR_WELLO_SET_COMPANIES, id, id, link->bc_number, value);
      cell->wello_id = g_strdup (link->wello_id);
      cell->wanted = make_choice (label != NULL ? value : PSR_GUID_ZERO_TEXT);
      cell->only = label == NULL ? make_choice (record->hash) : NULL;
      g_ptr_array_add (cells, cell);
    }

  return psr_sync_cells_write (prices->run, cells, ids, NULL, error);
}

/**
 * psr_sync_prices_label_companies:
 * @prices: what prices are reckoned from, with its labels
 * @error: return location for an error
 *
 * Gives the companies of coupled customers their labels, and takes back those of customers
 * whose groups aren't known any more. Has to be called in a fiber.
 *
 * Returns: whether the run can go on
 */
gboolean
psr_sync_prices_label_companies (PsrSyncPrices  *prices,
                                 GError        **error)
{
  g_autoptr (GPtrArray) all = g_hash_table_get_keys_as_ptr_array (prices->label_of);

  if (!check_many (prices, error))
    return FALSE;

  g_ptr_array_sort_values (all, (GCompareFunc) strcmp);
  for (guint first = 0; first < all->len; first += SLICE)
    {
      g_autoptr (GPtrArray) slice = g_ptr_array_new ();

      for (guint i = first; i < MIN (first + SLICE, all->len); i++)
        g_ptr_array_add (slice, g_ptr_array_index (all, i));
      if (!label_slice (prices, slice, error))
        return FALSE;
    }

  return TRUE;
}
