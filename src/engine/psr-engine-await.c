/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-await"

#include "config.h"

#include <string.h>

#include "psr-billing-state.h"
#include "psr-check-results.h"
#include "psr-engine-view.h"
#include "psr-engine-work.h"
#include "psr-order-checks.h"
#include "psr-profile-flow.h"
#include "psr-sync-error.h"

#define CUSTOMER "customer-not-coupled"
#define PAYER    "bill-to-not-coupled"

/**
 * psr_engine_take_awaited:
 * @self: an engine whose state is open
 * @context: what flows work with
 * @error: return location for a %PSR_STORE_ERROR
 *
 * With `NewAccounts=first-invoice` the new accounts that are proposed are those for which a
 * work order waits to be billed. Has to be called in a fiber.
 *
 * Returns: whether it is known who they are
 */
gboolean
psr_engine_take_awaited (PsrEngine       *self,
                         PsrSyncContext  *context,
                         GError         **error)
{
  const char * const states[] = { psr_billing_state_to_string (PSR_BILLING_STATE_BLOCKED), NULL };
  g_autoptr(GHashTable) awaited = NULL;
  g_autoptr(PsrLedgerQuery) query = NULL;
  g_autoptr(GPtrArray) documents = NULL;

  if (g_strcmp0 (psr_profile_flow_get (self->profile, psr_sync_flow_to_string (PSR_SYNC_CUSTOMERS), "NewAccounts"),
                 "first-invoice") != 0)
    return TRUE;

  query = psr_ledger_query_new ();
  psr_ledger_query_set_states (query, states);
  documents = dex_await_boxed (psr_ledger_find (psr_store_get_ledger (self->store), query), error);
  if (documents == NULL)
    return FALSE;

  awaited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < documents->len; i++)
    {
      const PsrLedgerDocument *document = g_ptr_array_index (documents, i);
      g_autofree char *customer = psr_check_text_dup_about (document->checks, CUSTOMER);
      g_autofree char *payer = psr_check_text_dup_about (document->checks, PAYER);

      if (customer != NULL && *document->company_id != '\0')
        g_hash_table_add (awaited, g_strdup (document->company_id));
      /* The ledger keeps only the name of who pays. */
      if (payer != NULL && *payer != '\0')
        g_hash_table_add (awaited, g_steal_pointer (&payer));
    }
  psr_sync_context_take_awaited (context, g_steal_pointer (&awaited));

  return TRUE;
}

/* The proposal that the check waits for, or NULL. Of who pays only the name is known: where
 * @n_alike proposals have it, nobody but a person knows which one it is. */
static const PsrSkippedRow *
find_proposal (GPtrArray               *rows,
               const PsrLedgerDocument *document,
               const PsrOrderCheck     *check,
               guint                   *n_alike)
{
  const PsrSkippedRow *found = NULL;

  *n_alike = 0;
  for (guint i = 0; i < rows->len; i++)
    {
      const PsrSkippedRow *row = g_ptr_array_index (rows, i);

      if (strcmp (row->code, PSR_SYNC_CODE_NEW_ACCOUNT) != 0)
        continue;
      if (strcmp (row->row_id, strcmp (check->id, CUSTOMER) == 0 ? document->company_id : check->about) == 0)
        {
          *n_alike = 1;
          return row;
        }
      if (strcmp (check->id, PAYER) == 0 && strcmp (row->number, check->about) == 0)
        {
          found = row;
          ++*n_alike;
        }
    }

  return found;
}

static void
lead_to_proposals (GPtrArray               *checks,
                   GPtrArray               *rows,
                   const PsrLedgerDocument *document)
{
  for (guint i = 0; checks != NULL && i < checks->len; i++)
    {
      PsrOrderCheck *check = g_ptr_array_index (checks, i);
      const PsrSkippedRow *row;
      guint n_alike;

      if (check->result != PSR_ORDER_CHECK_BLOCKS || (strcmp (check->id, CUSTOMER) != 0 && strcmp (check->id, PAYER) != 0))
        continue;
      row = find_proposal (rows, document, check, &n_alike);
      if (n_alike > 1)
        psr_order_checks_ask_for_proposal (check, row->number, n_alike);
      else if (row != NULL)
        psr_order_checks_lead_to_proposal (check, row->row_id, row->number);
    }
}

/**
 * psr_engine_lead_to_proposals:
 * @self: an engine whose state is open
 * @view: a view that has its checks, and that nobody else sees yet
 * @document: what it is of
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Where the account that isn't coupled waits to be made a customer, the mend is to decide that.
 * Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_engine_lead_to_proposals (PsrEngine                *self,
                              PsrOrderView             *view,
                              const PsrLedgerDocument  *document,
                              GError                  **error)
{
  g_autofree char *customer = psr_check_text_dup_about (document->checks, CUSTOMER);
  g_autofree char *payer = psr_check_text_dup_about (document->checks, PAYER);
  g_autoptr(GPtrArray) rows = NULL;

  if (customer == NULL && payer == NULL)
    return TRUE;

  rows = dex_await_boxed (psr_mirror_store_list_skipped (psr_store_get_mirror (self->store),
                                                        psr_sync_flow_to_string (PSR_SYNC_CUSTOMERS), NULL, 0),
                          error);
  if (rows == NULL)
    return FALSE;

  lead_to_proposals (view->checks, rows, document);
  lead_to_proposals (view->other_checks, rows, document);

  return TRUE;
}
