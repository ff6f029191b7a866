/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-stock"

#include "config.h"

#include <string.h>

#include "psr-billable.h"
#include "psr-billing-state.h"
#include "psr-billing-table.h"
#include "psr-engine-stock.h"
#include "psr-profile-value.h"

/* So many documents are read from the ledger at once. */
#define PAGE 500

/* A document that isn't known to be in Business Central has its goods in the text that
 * billing keeps; it isn't read in a fiber. */
typedef struct
{
  GPtrArray *documents;
  GPtrArray *texts;
} Read;

static void
read_clear (gpointer data)
{
  Read *read = data;

  g_clear_pointer (&read->documents, g_ptr_array_unref);
  g_clear_pointer (&read->texts, g_ptr_array_unref);
}

static void
read_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, read_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Read, read_unref)

static DexFuture *
read_texts (gpointer data)
{
  Read *read = data;

  for (guint i = 0; i < read->documents->len; i++)
    {
      PsrSyncStockDocument *document = g_ptr_array_index (read->documents, i);
      const char *text = g_ptr_array_index (read->texts, i);
      g_autoptr(PsrBillable) billable = *document->bc_id == '\0' && *text != '\0' ? psr_billable_from_json (text, NULL) : NULL;

      for (guint k = 0; billable != NULL && k < billable->lines->len; k++)
        {
          const PsrBillableLine *line = g_ptr_array_index (billable->lines, k);

          if (line->target == PSR_LINE_TARGET_ITEM && line->target_id != NULL && *line->target_id != '\0' &&
              !psr_decimal_is_zero (line->quantity))
            g_ptr_array_add (document->parts,
                             psr_bc_open_part_new (line->target_id,
                                                   line->location_id != NULL && *line->location_id != '\0' ? line->location_id
                                                                                                            : NULL,
                                                   line->unit_code != NULL ? line->unit_code : "", line->quantity));
        }
    }

  return dex_future_new_true ();
}

/* Whose lines are in a live document that may still be unposted. What bills without us isn't
 * followed, so that it isn't known when it is posted. */
static char **
list_states (void)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (int state = 0; state < PSR_BILLING_N_STATES; state++)
    {
      if (psr_billing_state_has_live_lines (state) && state != PSR_BILLING_STATE_CLOSED &&
          state != PSR_BILLING_STATE_ALREADY_INVOICED)
        g_strv_builder_add (builder, psr_billing_state_to_string (state));
    }

  return g_strv_builder_end (builder);
}

static GPtrArray *
find_documents (PsrEngine  *self,
                GError    **error)
{
  static const char * const statuses[] = { "", "draft", "in-approval", "released", NULL };
  PsrLedger *ledger = psr_store_get_ledger (self->store);
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);
  g_auto(GStrv) states = list_states ();
  const PsrLedgerDocument *last = NULL;
  guint found;

  do
    {
      g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
      g_autoptr(GPtrArray) some = NULL;

      psr_ledger_query_set_states (query, (const char * const *) states);
      psr_ledger_query_set_bc_statuses (query, statuses);
      psr_ledger_query_set_live_only (query, TRUE);
      psr_ledger_query_set_limit (query, PAGE);
      if (last != NULL)
        psr_ledger_query_set_after (query, last->date, last->id);

      some = dex_await_boxed (psr_ledger_find (ledger, query), error);
      if (some == NULL)
        return NULL;

      found = some->len;
      for (guint i = 0; i < some->len; i++)
        g_ptr_array_add (all, psr_ledger_document_ref (g_ptr_array_index (some, i)));
      last = all->len > 0 ? g_ptr_array_index (all, all->len - 1) : NULL;
    }
  while (found == PAGE);

  return g_steal_pointer (&all);
}

static void
free_document (gpointer document)
{
  psr_sync_stock_document_free (document);
}

/* The documents that aren't posted, with the goods of those that may not be in Business
 * Central. */
static GPtrArray *
list_unposted (PsrEngine  *self,
               GError    **error)
{
  g_autoptr(GPtrArray) found = find_documents (self, error);
  g_autoptr(Read) read = NULL;

  if (found == NULL)
    return NULL;

  read = g_atomic_rc_box_new0 (Read);
  read->documents = g_ptr_array_new_with_free_func (free_document);
  read->texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < found->len; i++)
    {
      const PsrLedgerDocument *document = g_ptr_array_index (found, i);

      g_ptr_array_add (read->documents,
                       psr_sync_stock_document_new (strcmp (document->kind, "order") == 0 ? PSR_BC_DOCUMENT_ORDER
                                                                                           : PSR_BC_DOCUMENT_INVOICE,
                                                    document->bc_id, strcmp (document->bc_status, "released") == 0));
      g_ptr_array_add (read->texts, g_strdup (document->details));
    }

  if (!dex_await (psr_executor_run (self->executor, "parse", read_texts, g_atomic_rc_box_acquire (read), read_unref), error))
    return NULL;

  return g_ptr_array_ref (read->documents);
}

static PsrBcStockSource *
make_source (PsrProfile *profile)
{
  const char *source = psr_profile_get_string (profile, PSR_PROFILE_STOCK_SOURCE);
  const char *service = g_str_has_prefix (source, PSR_PROFILE_STOCK_SERVICE) ? source + strlen (PSR_PROFILE_STOCK_SERVICE) : NULL;

  return psr_bc_stock_source_new (service, psr_profile_get_string (profile, PSR_PROFILE_STOCK_ITEM_COLUMN),
                                  psr_profile_get_string (profile, PSR_PROFILE_STOCK_LOCATION_COLUMN),
                                  psr_profile_get_string (profile, PSR_PROFILE_STOCK_QUANTITY_COLUMN));
}

/**
 * psr_engine_take_stock:
 * @self: an engine that is signed in
 * @context: what a run of %PSR_SYNC_STOCK is about to work with
 * @error: return location for an error
 *
 * Says from where it is known how much is where, and which documents of the ledger have goods
 * on them that Business Central's stock still has. To be called in a fiber.
 *
 * Returns: whether it worked, also where the profile names no source
 */
gboolean
psr_engine_take_stock (PsrEngine       *self,
                       PsrSyncContext  *context,
                       GError         **error)
{
  g_autoptr(PsrBcStockSource) source = NULL;
  g_autoptr(GPtrArray) documents = NULL;
  g_auto(GStrv) locations = NULL;

  g_return_val_if_fail (PSR_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (context != NULL, FALSE);

  if (psr_profile_get_string (self->profile, PSR_PROFILE_STOCK_SOURCE) == NULL)
    return TRUE;

  if (g_strcmp0 (psr_profile_get_string (self->profile, PSR_PROFILE_STOCK_SUBTRACT), "unposted") == 0)
    {
      documents = list_unposted (self, error);
      if (documents == NULL)
        return FALSE;
    }

  if (psr_profile_get_string (self->profile, PSR_PROFILE_STOCK_LOCATIONS) != NULL)
    locations = psr_profile_get_list (self->profile, PSR_PROFILE_STOCK_LOCATIONS);
  source = make_source (self->profile);
  psr_sync_context_take_stock (context, psr_sync_stock_rules_new (source, psr_session_get_company (self->session)->name,
                                                                  (const char * const *) locations, documents));

  return TRUE;
}
