/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-prices-item"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-json-writer.h"
#include "psr-sync-cell.h"
#include "psr-sync-error.h"
#include "psr-sync-prices-private.h"

/* So many lines of a label are named in what is told of it. */
#define NAMED_LINES 10

/* What the job reckons from, and what comes of it. */
typedef struct
{
  PsrSyncPrices *prices;
  GPtrArray     *items;
  GHashTable    *known;
  gboolean       counts;
  GPtrArray     *cells;
  guint          unchanged;
} Reckon;

static void
reckon_clear (gpointer data)
{
  Reckon *reckon = data;

  g_clear_pointer (&reckon->items, g_ptr_array_unref);
  g_clear_pointer (&reckon->known, g_hash_table_unref);
  g_clear_pointer (&reckon->cells, g_ptr_array_unref);
}

static void
reckon_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, reckon_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reckon, reckon_unref)

/* What a price of Wello can't tell: from how many on, in which unit, of which variant; and what
 * can't be judged from here. Other days come by themselves, and other currencies are other
 * labels. */
static gboolean
is_lost (PsrPriceVerdict verdict)
{
  switch (verdict)
    {
    case PSR_PRICE_TOO_FEW:
    case PSR_PRICE_OTHER_UNIT:
    case PSR_PRICE_OTHER_VARIANT:
    case PSR_PRICE_UNKNOWN_SOURCE:
    case PSR_PRICE_UNKNOWN_GROUP:
    case PSR_PRICE_UNKNOWN_VAT:
    case PSR_PRICE_UNKNOWN_RATE:
      return TRUE;

    case PSR_PRICE_WINS:
    case PSR_PRICE_DISCOUNTS:
    case PSR_PRICE_DEARER:
    case PSR_PRICE_LESS_EXACT:
    case PSR_PRICE_INACTIVE:
    case PSR_PRICE_NO_SALE:
    case PSR_PRICE_OTHERS:
    case PSR_PRICE_NOT_YET:
    case PSR_PRICE_OVER:
    case PSR_PRICE_OTHER_CURRENCY:
    case PSR_PRICE_LESS_SPECIFIC:
    case PSR_PRICE_LESS_DISCOUNT:
    case PSR_PRICE_NO_DISCOUNTS:
    default:
      return FALSE;
    }
}

static void
count_lost (PsrSyncLabel         *label,
            const PsrBcItem      *item,
            const PsrPriceAnswer *answer)
{
  for (guint i = 0; i < answer->candidates->len; i++)
    {
      const PsrPriceCandidate *one = &g_array_index (answer->candidates, PsrPriceCandidate, i);

      if (is_lost (one->verdict))
        g_hash_table_insert (label->lost,
                             g_strdup_printf ("%s\t%s\t%" G_GINT64_FORMAT, item->number, one->line->list, one->line->number),
                             GINT_TO_POINTER (one->verdict));
    }
}

static GBytes *
make_body (const PsrSyncLabel *label,
           const PsrLink      *link,
           const char         *id,
           PsrDecimal          price)
{
  g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  if (id != NULL)
    {
      psr_json_writer_add_string (writer, "id", id);
      psr_json_writer_add_string (writer, "article_id", link->wello_id);
      psr_json_writer_add_string (writer, "article_price_label_id", label->wello_id);
    }
  psr_json_writer_add_decimal (writer, "price", price);
  psr_json_writer_end_object (writer);

  return psr_json_writer_finish (writer);
}

/* Whether the article has this price without a label: as its standard price, which is in the
 * company's own currency and, where the card's price has VAT in it, isn't carried over. */
static gboolean
is_standard (const PsrSyncLabel *label,
             const PsrBcItem    *item,
             PsrDecimal          price)
{
  return label->is_own_currency && !item->price_includes_tax && psr_decimal_equal (price, item->unit_price);
}

/* Where a line counts whose price can't be converted, nobody knows whether it would have won:
 * the next best price, or the card's, isn't the one of a document. */
static gboolean
is_certain (const PsrPriceAnswer *answer)
{
  for (guint i = 0; i < answer->candidates->len; i++)
    {
      PsrPriceVerdict verdict = g_array_index (answer->candidates, PsrPriceCandidate, i).verdict;

      if (verdict == PSR_PRICE_UNKNOWN_VAT || verdict == PSR_PRICE_UNKNOWN_RATE)
        return FALSE;
    }

  return answer->is_known;
}

/* What Wello has stays as it is, and the row that is set aside says so. */
static void
set_aside (Reckon             *reckon,
           const PsrBcItem    *item,
           const PsrSyncLabel *label,
           const char         *id)
{
  PsrSyncCell *cell = psr_sync_cell_new (PSR_ENTITY_PRICE, PSR_WELLO_SET_PRICES, id, item->id, item->number, "");
  /* Translators: the code of a price label. */
  g_autofree char *what = g_strdup_printf (_("Its price by %s isn’t known."), label->code);

  psr_set_explained_error (&cell->problem, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED, what,
                           _("The rate of its VAT or of the currency is missing."),
                           _("Add the rate under [VatRates], or the currency’s rate in Business Central."));
  g_ptr_array_add (reckon->cells, cell);
}

static void
reckon_price (Reckon          *reckon,
              const PsrBcItem *item,
              const PsrLink   *link,
              PsrSyncLabel    *label,
              gboolean         may_differ)
{
  PsrSyncPrices *prices = reckon->prices;
  g_autofree char *id = psr_sync_label_dup_price_id (label, link);
  const PsrMirrorRecord *record = g_hash_table_lookup (reckon->known, id);
  g_autoptr (PsrPriceAnswer) answer = NULL;
  g_autofree char *value = NULL;
  PsrSyncCell *cell;

  if (record == NULL && !may_differ)
    return;

  answer = psr_price_book_answer (prices->book, item, label->customer, label->currency, prices->rules->date,
                                  PSR_DECIMAL_INIT (PSR_DECIMAL_SCALE));
  if (reckon->counts)
    count_lost (label, item, answer);

  if (!is_certain (answer))
    {
      set_aside (reckon, item, label, id);
      return;
    }

  value = psr_decimal_to_string (answer->net);
  if (record == NULL && !prices->rules->fills_all && is_standard (label, item, answer->net))
    return;

  if (record != NULL && g_str_equal (record->hash, value))
    {
      reckon->unchanged++;
      return;
    }

  cell = psr_sync_cell_new (PSR_ENTITY_PRICE, PSR_WELLO_SET_PRICES, id, item->id, item->number, value);
  cell->wello_id = record != NULL ? g_strdup (record->number) : NULL;
  cell->wanted = make_body (label, link, NULL, answer->net);
  cell->body = make_body (label, link, id, answer->net);
  g_ptr_array_add (reckon->cells, cell);
}

/* Where no line is about an item, its card's price counts, which is the standard price. */
static gboolean
is_subject (const PsrSyncPrices *prices,
            const PsrSyncLabel  *label,
            const PsrBcItem     *item)
{
  return prices->rules->fills_all || !label->is_own_currency || item->price_includes_tax ||
         psr_price_book_concerns (prices->book, item->number);
}

/* On the "parse" lane. */
static DexFuture *
reckon_job (gpointer data)
{
  Reckon *reckon = data;

  for (guint i = 0; i < reckon->items->len; i++)
    {
      const PsrBcItem *item = g_ptr_array_index (reckon->items, i);
      const PsrLink *link = g_hash_table_lookup (reckon->prices->items, item->id);

      for (guint k = 0; link != NULL && k < reckon->prices->labels->len; k++)
        {
          PsrSyncLabel *label = g_ptr_array_index (reckon->prices->labels, k);

          if (label->wello_id != NULL)
            reckon_price (reckon, item, link, label, is_subject (reckon->prices, label, item));
        }
    }

  return dex_future_new_true ();
}

/* Records of prices that may have to change: where none is known and none is needed, nothing
 * is asked. */
static GHashTable *
load_known (PsrSyncPrices  *prices,
            GPtrArray      *items,
            GError        **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < items->len; i++)
    {
      const PsrBcItem *item = g_ptr_array_index (items, i);

      const PsrLink *link = g_hash_table_lookup (prices->items, item->id);

      for (guint k = 0; link != NULL && k < prices->labels->len; k++)
        g_ptr_array_add (ids, psr_sync_label_dup_price_id (g_ptr_array_index (prices->labels, k), link));
    }

  return psr_sync_cells_known (prices->run, PSR_ENTITY_PRICE, ids, error);
}

/**
 * psr_sync_prices_process_items:
 * @prices: what prices are reckoned from, with its labels
 * @items: (element-type PsrBcItem): items that were read
 * @counts: whether it is counted what labels can't represent
 * @error: return location for an error
 *
 * Reckons what the items cost by each label, and writes what Wello has otherwise. Has to be
 * called in a fiber.
 *
 * Returns: whether the run can go on
 */
gboolean
psr_sync_prices_process_items (PsrSyncPrices  *prices,
                               GPtrArray      *items,
                               gboolean        counts,
                               GError        **error)
{
  g_autoptr (Reckon) reckon = g_atomic_rc_box_new0 (Reckon);
  g_autoptr (GPtrArray) row_ids = g_ptr_array_new ();

  reckon->prices = prices;
  reckon->items = g_ptr_array_ref (items);
  reckon->counts = counts;
  reckon->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_sync_cell_free);
  reckon->known = load_known (prices, items, error);
  if (reckon->known == NULL)
    return FALSE;

  if (!dex_await (psr_executor_run (prices->run->context->executor, "parse", reckon_job, g_atomic_rc_box_acquire (reckon),
                                    reckon_unref),
                  error))
    return FALSE;

  prices->run->report->n_read += reckon->unchanged;
  prices->run->report->unchanged += reckon->unchanged;
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (row_ids, ((PsrBcItem *) g_ptr_array_index (items, i))->id);

  return psr_sync_cells_write (prices->run, reckon->cells, row_ids, NULL, error);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (a, b);
}

static void
tell_verdict (PsrSyncPrices   *prices,
              PsrSyncLabel    *label,
              PsrPriceVerdict  verdict)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autoptr (GString) named = g_string_new (NULL);
  g_autofree char *what = NULL;
  g_autofree char *why = NULL;
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, label->lost);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      if (GPOINTER_TO_INT (value) == (int) verdict)
        g_ptr_array_add (lines, key);
    }
  if (lines->len == 0)
    return;

  g_ptr_array_sort_values (lines, compare_texts);
  for (guint i = 0; i < MIN (lines->len, NAMED_LINES); i++)
    {
      g_auto (GStrv) words = g_strsplit (g_ptr_array_index (lines, i), "\t", 3);

      g_string_append_printf (named, "%s%s (%s %s)", i > 0 ? ", " : "", words[0], words[1], words[2]);
    }
  if (lines->len > NAMED_LINES)
    g_string_append (named, ", …");

  what = g_strdup_printf (ngettext ("%u line of price lists can’t be represented in Wello.",
                                    "%u lines of price lists can’t be represented in Wello.", lines->len), lines->len);
  /* Translators: why lines of price lists don’t count, then which ones: “item (price list, line)”. */
  why = g_strdup_printf (_("Left out (%s): %s"), psr_price_verdict_get_words (verdict), named->str);
  psr_sync_cells_note (prices->run, label->id, label->code, psr_price_verdict_to_string (verdict), what, why,
                       _("Wello has one price for each item and label: for one of it, in the base unit."));
}

/**
 * psr_sync_prices_tell_lost:
 * @prices: what prices are reckoned from, after all items were reckoned
 *
 * Counts and lists, for each label, the lines that it can't represent.
 */
void
psr_sync_prices_tell_lost (PsrSyncPrices *prices)
{
  g_return_if_fail (prices != NULL);

  for (guint i = 0; i < prices->labels->len; i++)
    {
      for (int verdict = PSR_PRICE_WINS; verdict <= PSR_PRICE_UNKNOWN_RATE; verdict++)
        tell_verdict (prices, g_ptr_array_index (prices->labels, i), verdict);
    }
}
