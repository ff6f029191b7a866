/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-account-await"

#include "config.h"

#include <string.h>

#include "psr-guid.h"
#include "psr-json.h"
#include "psr-odata-literal.h"
#include "psr-service-error.h"
#include "psr-sync-account.h"
#include "psr-sync-error.h"

/* So many are asked for in a run; the next ones in the next. */
#define MAX_ASKED 50

/* Who was asked for last where there were more: the next run goes on from there. */
#define PLACE "awaited-accounts"

/**
 * psr_sync_account_is_awaited:
 * @run: a run
 * @account: a new account
 *
 * Returns: whether it is proposed: all are, unless only those are that have work to be billed;
 *   one that waits goes on waiting
 */
gboolean
psr_sync_account_is_awaited (PsrSyncRun           *run,
                             const PsrSyncAccount *account)
{
  GHashTable *awaited;
  const PsrSkippedRow *row;

  g_return_val_if_fail (run != NULL && account != NULL, FALSE);

  awaited = run->context->awaited;
  row = g_hash_table_lookup (run->was_skipped, account->id);

  return awaited == NULL || g_hash_table_contains (awaited, account->id) ||
         g_hash_table_contains (awaited, psr_json_get_string (account->object, "name")) ||
         (row != NULL && g_str_equal (row->code, PSR_SYNC_CODE_NEW_ACCOUNT));
}

/* Whether it is among the proposals already, by its id or name. */
static gboolean
is_proposed (PsrSyncRun *run,
             const char *who)
{
  GHashTableIter iter;
  gpointer value;

  if (g_hash_table_contains (run->told, who))
    return TRUE;

  g_hash_table_iter_init (&iter, run->was_skipped);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const PsrSkippedRow *row = value;

      if (g_str_equal (row->code, PSR_SYNC_CODE_NEW_ACCOUNT) &&
          (g_str_equal (row->row_id, who) || g_str_equal (row->number, who)))
        return TRUE;
    }

  return FALSE;
}

/* A PsrODataRowsFunc. */
static GPtrArray *
make_accounts (JsonArray  *rows,
               gpointer    data,
               GError    **error)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (psr_sync_account_free);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      g_autofree char *id = JSON_NODE_HOLDS_OBJECT (node) ? psr_json_dup_guid (json_node_get_object (node), "id") : NULL;

      if (id != NULL)
        g_ptr_array_add (accounts, psr_sync_account_new (id, json_node_get_object (node)));
    }

  return g_steal_pointer (&accounts);
}

static GPtrArray *
read_accounts (PsrSyncRun  *run,
               const char  *who,
               GError     **error)
{
  g_autofree char *select = psr_sync_target_dup_wello_select (&run->targets[0]);
  g_autofree char *literal = psr_guid_is_canonical (who) ? psr_odata_guid (who) : psr_odata_string (who);
  g_autofree char *filter = g_strdup_printf (psr_guid_is_canonical (who) ? "id eq %s" : "name eq %s", literal);
  g_autoptr (PsrODataPager) pager = psr_wello_client_pull (run->context->wello, run->targets[0].set, select, filter,
                                                           PSR_TIMESTAMP_NONE, NULL);
  g_autoptr (PsrODataPage) page = dex_await_object (psr_odata_pager_next (pager, make_accounts, NULL, NULL), error);

  return page != NULL ? g_ptr_array_ref (psr_odata_page_get_rows (page)) : NULL;
}

/* Who of the awaited may be a new account: of those whose id is known only who has no code. */
static GPtrArray *
list_candidates (PsrSyncRun  *run,
                 GError     **error)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) companies = NULL;
  GHashTableIter iter;
  gpointer who;

  g_hash_table_iter_init (&iter, run->context->awaited);
  while (g_hash_table_iter_next (&iter, &who, NULL))
    {
      gboolean rejected = FALSE;

      if (is_proposed (run, who))
        continue;
      if (!psr_guid_is_canonical (who))
        {
          g_ptr_array_add (candidates, g_strdup (who));
          continue;
        }
      if (!psr_sync_account_is_rejected (run, who, &rejected, error))
        return NULL;
      if (!rejected)
        g_ptr_array_add (ids, who);
    }
  if (ids->len == 0)
    return g_steal_pointer (&candidates);

  g_ptr_array_add (ids, NULL);
  companies = dex_await_boxed (psr_wello_client_get_companies (run->context->wello, (const char * const *) ids->pdata), error);
  if (companies == NULL)
    return NULL;
  for (guint i = 0; i < companies->len; i++)
    {
      const PsrWelloCompany *company = g_ptr_array_index (companies, i);

      if (*company->code == '\0' && !company->archived)
        g_ptr_array_add (candidates, g_strdup (company->id));
    }

  return g_steal_pointer (&candidates);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* Those who are asked for in this run: who can never be proposed mustn't keep the others waiting. */
static GPtrArray *
choose (PsrSyncRun  *run,
        GPtrArray   *candidates,
        GError     **error)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *place = NULL;
  g_autoptr (GError) local = NULL;
  guint first = 0;

  if (candidates->len <= MAX_ASKED)
    return g_ptr_array_ref (candidates);

  place = dex_await_string (psr_mirror_store_get_fact (run->context->mirror, PLACE), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  g_ptr_array_sort (candidates, compare_texts);
  while (place != NULL && first < candidates->len && strcmp (g_ptr_array_index (candidates, first), place) <= 0)
    first++;
  for (guint i = 0; i < MAX_ASKED; i++)
    g_ptr_array_add (chosen, g_strdup (g_ptr_array_index (candidates, (first + i) % candidates->len)));

  if (!psr_sync_run_is_dry (run) &&
      !dex_await (psr_mirror_store_set_fact (run->context->mirror, PLACE, g_ptr_array_index (chosen, MAX_ASKED - 1)), error))
    return NULL;

  return g_steal_pointer (&chosen);
}

/* Adds it where it may be made a customer, and `WelloFilter` doesn't leave it out. */
static gboolean
add_new (PsrSyncRun      *run,
         PsrSyncAccount  *account,
         GPtrArray       *accounts,
         GError         **error)
{
  const char *ids[] = { account->id, NULL };
  const char *organization = run->context->has_organizations ? run->context->sales_organization_id : NULL;
  g_autoptr (GHashTable) links = NULL;
  gboolean covers;

  if (!psr_sync_account_is_new (account->object, organization) || g_hash_table_contains (run->told, account->id))
    return TRUE;

  /* It may be awaited by its id and by its name. */
  for (guint i = 0; i < accounts->len; i++)
    {
      const PsrSyncAccount *found = g_ptr_array_index (accounts, i);

      if (g_str_equal (found->id, account->id))
        return TRUE;
    }

  links = dex_await_boxed (psr_link_store_map_by_wello (run->context->links, run->targets[0].entity, ids), error);
  if (links == NULL)
    return FALSE;
  if (g_hash_table_size (links) > 0)
    return TRUE;
  if (!psr_sync_follow_covers (run, &run->targets[0], account->id, &covers, error))
    return FALSE;
  if (covers)
    g_ptr_array_add (accounts, psr_sync_account_new (account->id, account->object));

  return TRUE;
}

/**
 * psr_sync_accounts_find_awaited:
 * @run: a run that has followed Wello
 * @error: return location for an error
 *
 * Proposes the new accounts that have work to be billed, however long ago they were made. Has
 * to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_accounts_find_awaited (PsrSyncRun  *run,
                                GError     **error)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (psr_sync_account_free);
  g_autoptr (GPtrArray) candidates = NULL;
  g_autoptr (GPtrArray) chosen = NULL;

  g_return_val_if_fail (run != NULL, FALSE);

  if (run->context->awaited == NULL)
    return TRUE;
  candidates = list_candidates (run, error);
  if (candidates == NULL)
    return FALSE;
  chosen = choose (run, candidates, error);
  if (chosen == NULL)
    return FALSE;

  for (guint i = 0; i < chosen->len; i++)
    {
      g_autoptr (GPtrArray) found = NULL;
      g_autoptr (GError) local = NULL;

      if (!psr_sync_run_goes_on (run, error))
        return FALSE;
      found = read_accounts (run, g_ptr_array_index (chosen, i), &local);

      /* Wello says nowhere that accounts can be asked for by name, and a proposal isn't worth the run. */
      if (g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED))
        {
          g_message ("An account that is awaited can’t be asked for: %s", local->message);
          continue;
        }
      if (found == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      for (guint j = 0; j < found->len; j++)
        {
          if (!add_new (run, g_ptr_array_index (found, j), accounts, error))
            return FALSE;
        }
    }

  return psr_sync_accounts_propose (run, accounts, error);
}
