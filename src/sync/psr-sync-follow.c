/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-follow"

#include "config.h"

#include <string.h>

#include "psr-json-writer.h"
#include "psr-json.h"
#include "psr-sync-account.h"
#include "psr-sync-articles.h"
#include "psr-sync-contacts.h"
#include "psr-sync-error.h"
#include "psr-sync-person.h"
#include "psr-sync-private.h"

/* What is compared on the "parse" lane, and the answer. */
typedef struct
{
  PsrFieldMap *map;
  GPtrArray   *rows;   /* of PsrSyncAccount */
  GHashTable  *links;  /* Wello's id → PsrLink */
  GHashTable  *agreed; /* Business Central's id → PsrAgreed */
  GHashTable  *asked;  /* Business Central's ids of rows that are set aside */
  GHashTable  *waiting; /* Wello's ids of accounts that wait, with their names */
  gboolean     finds;   /* whether new accounts are looked for */
  char        *organization;
  GPtrArray   *ids;
  GPtrArray   *accounts; /* of PsrSyncAccount: new ones */
  GPtrArray   *over;     /* Wello's ids of accounts that don't wait any more */
} Look;

static void
look_finalize (gpointer data)
{
  Look *look = data;

  g_clear_pointer (&look->map, psr_field_map_unref);
  g_clear_pointer (&look->rows, g_ptr_array_unref);
  g_clear_pointer (&look->links, g_hash_table_unref);
  g_clear_pointer (&look->agreed, g_hash_table_unref);
  g_clear_pointer (&look->asked, g_hash_table_unref);
  g_clear_pointer (&look->waiting, g_hash_table_unref);
  g_clear_pointer (&look->organization, g_free);
  g_clear_pointer (&look->ids, g_ptr_array_unref);
  g_clear_pointer (&look->accounts, g_ptr_array_unref);
  g_clear_pointer (&look->over, g_ptr_array_unref);
}

static void
look_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, look_finalize);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_unref)

/**
 * psr_sync_follow_dup_name:
 * @flow: a flow
 *
 * Returns: (transfer full): the name of its stream of Wello's changes
 */
char *
psr_sync_follow_dup_name (PsrSyncFlow flow)
{
  return g_strconcat (psr_sync_flow_to_string (flow), ".wello", NULL);
}

static GPtrArray *
make_rows (JsonArray  *rows,
           gpointer    data,
           GError    **error)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (psr_sync_account_free);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      g_autofree char *id = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      id = psr_json_dup_guid (json_node_get_object (node), "id");
      if (id == NULL)
        continue;

      g_ptr_array_add (made, psr_sync_account_new (id, json_node_get_object (node)));
    }

  return g_steal_pointer (&made);
}

static void
look_at_account (Look                 *look,
                 const PsrSyncAccount *account,
                 const PsrLink        *link)
{
  PsrEntity entity = psr_field_map_get_entity (look->map);
  gboolean is_person = entity == PSR_ENTITY_PERSON;
  g_autofree char *own = is_person ? psr_sync_person_dup_name (account->object) : g_strdup (psr_json_get_string (account->object, "name"));
  const char *name = g_hash_table_lookup (look->waiting, account->id);
  gboolean is_new = link == NULL && look->finds &&
                    (is_person                   ? psr_sync_contacts_is_new (account->object)
                     : entity == PSR_ENTITY_ITEM ? psr_sync_articles_is_new (account->object)
                                                 : psr_sync_account_is_new (account->object, look->organization));

  if (name != NULL && !is_new)
    g_ptr_array_add (look->over, g_strdup (account->id));
  else if (is_new && g_strcmp0 (name, own) != 0)
    g_ptr_array_add (look->accounts, psr_sync_account_new (account->id, account->object));
}

/* On the "parse" lane: which of them aren't what was agreed on. What this program wrote
 * itself is. */
static DexFuture *
look_job (gpointer data)
{
  Look *look = data;

  for (guint i = 0; i < look->rows->len; i++)
    {
      const PsrSyncAccount *changed = g_ptr_array_index (look->rows, i);
      const PsrLink *link = g_hash_table_lookup (look->links, changed->id);
      const PsrAgreed *agreed = link != NULL ? g_hash_table_lookup (look->agreed, link->bc_id) : NULL;
      g_autoptr (PsrRecord) record = agreed != NULL ? psr_record_from_json_text (agreed->values, NULL) : NULL;

      if (look->finds)
        look_at_account (look, changed, link);
      if (record == NULL)
        continue;

      if (g_hash_table_contains (look->asked, link->bc_id) ||
          psr_sync_compare_has_news (look->map, record, changed->object))
        g_ptr_array_add (look->ids, g_strdup (link->bc_id));
    }

  return dex_future_new_true ();
}

static gboolean
commit (PsrSyncRun     *run,
        PsrMirrorPage  *page,
        GError        **error)
{
  return psr_sync_run_is_dry (run) ||
         dex_await (psr_mirror_store_commit (run->context->mirror, page), error);
}

static gboolean
store_watermark (PsrSyncRun    *run,
                 PsrTimestamp   since,
                 GError       **error)
{
  g_autofree char *name = psr_sync_follow_dup_name (run->flow);
  g_autoptr (PsrWatermark) watermark = psr_watermark_new (name);
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();

  watermark->since = since;
  watermark->run_id = run->seen_run;
  psr_mirror_page_set_watermark (page, watermark);

  return commit (run, page, error);
}

/* Rows that are set aside, which what was put right in Wello may be the end of: of those
 * that are coupled Business Central's id, of new accounts Wello's. */
static void
collect_waiting (PsrSyncRun *run,
                 Look       *look)
{
  GHashTableIter iter;
  gpointer value;

  look->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  look->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_iter_init (&iter, run->was_skipped);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const PsrSkippedRow *row = value;

      if (g_str_equal (row->code, PSR_SYNC_CODE_NEW_ACCOUNT))
        g_hash_table_insert (look->waiting, g_strdup (row->row_id), g_strdup (row->number));
      else
        g_hash_table_add (look->asked, g_strdup (row->row_id));
    }
}

static gboolean
propose (PsrSyncRun  *run,
         GPtrArray   *accounts,
         GError     **error)
{
  switch (run->flow)
    {
    case PSR_SYNC_CONTACTS:
      return psr_sync_contacts_propose (run, accounts, error);
    case PSR_SYNC_ITEMS:
      return psr_sync_articles_propose (run, accounts, error);
    case PSR_SYNC_CUSTOMERS:
    case PSR_SYNC_STOCK:
    case PSR_SYNC_PRICES:
    case PSR_SYNC_REFERENCE:
    case PSR_N_SYNC_FLOWS:
    default:
      return psr_sync_accounts_propose (run, accounts, error);
    }
}

/* Adds to @ids which of @rows have to be looked at. */
static gboolean
look_at (PsrSyncRun  *run,
         GPtrArray   *rows,
         GHashTable  *ids,
         GError     **error)
{
  PsrEntity entity = run->targets[0].entity;
  g_autoptr (Look) look = g_atomic_rc_box_new0 (Look);
  g_autoptr (GStrvBuilder) wello_ids = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) bc_ids = g_strv_builder_new ();
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autofree char *name = psr_sync_follow_dup_name (run->flow);
  g_auto (GStrv) wello = NULL;
  g_auto (GStrv) bc = NULL;
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; i < rows->len; i++)
    g_strv_builder_add (wello_ids, ((const PsrSyncAccount *) g_ptr_array_index (rows, i))->id);
  wello = g_strv_builder_end (wello_ids);

  look->links = dex_await_boxed (psr_link_store_map_by_wello (run->context->links, entity, (const char * const *) wello),
                                 error);
  if (look->links == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, look->links);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_strv_builder_add (bc_ids, ((const PsrLink *) value)->bc_id);
  bc = g_strv_builder_end (bc_ids);

  look->agreed = dex_await_boxed (psr_mirror_store_get_agreed (run->context->mirror, entity, (const char * const *) bc),
                                  error);
  if (look->agreed == NULL)
    return FALSE;

  look->map = psr_field_map_ref (run->targets[0].map);
  look->rows = g_ptr_array_ref (rows);
  collect_waiting (run, look);
  /* A run that has all of Wello's records found the new ones among them. Contacts and articles
   * that were there before aren't proposed, only what is made or changed. */
  look->finds = run->flow != PSR_SYNC_CUSTOMERS || !run->indexed;
  look->organization = run->context->has_organizations ? g_strdup (run->context->sales_organization_id) : NULL;
  look->ids = g_ptr_array_new_with_free_func (g_free);
  look->accounts = g_ptr_array_new_with_free_func (psr_sync_account_free);
  look->over = g_ptr_array_new_with_free_func (g_free);
  if (!dex_await (psr_executor_run (run->context->executor, "parse", look_job, g_atomic_rc_box_acquire (look), look_unref),
                  error))
    return FALSE;

  for (guint i = 0; i < look->ids->len; i++)
    {
      const char *id = g_ptr_array_index (look->ids, i);

      if (!g_hash_table_contains (run->compared, id) && g_hash_table_add (ids, g_strdup (id)))
        psr_mirror_page_add_pending (page, name, id);
    }

  for (guint i = 0; i < look->over->len; i++)
    psr_mirror_page_clear_skipped (page, psr_sync_flow_to_string (run->flow), g_ptr_array_index (look->over, i));

  return commit (run, page, error) && propose (run, look->accounts, error);
}

/* Whether the flow goes both ways, as far as is known: not, from some run on, or for good;
 * and then also with prices. */
#define BOTH_BEGUN "begun"
#define BOTH_YES   "yes"
#define BOTH_PRICES "yes+prices"

static const char *
get_both_yes (PsrSyncRun *run)
{
  return run->context->rules[run->flow].takes_prices ? BOTH_PRICES : BOTH_YES;
}

static char *
dup_both_name (PsrSyncRun *run)
{
  return g_strconcat (psr_sync_flow_to_string (run->flow), ".both", NULL);
}

static gboolean
set_both (PsrSyncRun  *run,
          const char  *value,
          GError     **error)
{
  g_autofree char *name = dup_both_name (run);

  return psr_sync_run_is_dry (run) || dex_await (psr_mirror_store_set_fact (run->context->mirror, name, value), error);
}

/**
 * psr_sync_follow_check:
 * @run: a run that has read nothing yet
 * @turned: (out) (optional): whether the flow goes both ways from this run on; %NULL for
 *   a run of named rows, which begins nothing
 * @error: return location for a %PSR_STORE_ERROR
 *
 * The first run that goes both ways, or takes prices, too, reads everything and writes
 * nothing to Business Central, also where the flow went one way before: whatever is different in Wello is taken
 * as agreed on. One that is cut off goes on so. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_follow_check (PsrSyncRun  *run,
                       gboolean    *turned,
                       GError     **error)
{
  g_autofree char *name = NULL;
  g_autofree char *stream = NULL;
  g_autofree char *value = NULL;
  g_autoptr (PsrWatermark) watermark = NULL;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (run != NULL, FALSE);

  if (turned != NULL)
    *turned = FALSE;
  name = dup_both_name (run);
  value = dex_await_string (psr_mirror_store_get_fact (run->context->mirror, name), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  if (!psr_sync_run_is_both_ways (run))
    return turned == NULL || g_strcmp0 (value, "no") == 0 || set_both (run, "no", error);
  if (g_strcmp0 (value, get_both_yes (run)) == 0)
    return TRUE;
  /* Less than before begins nothing. */
  if (g_strcmp0 (value, BOTH_PRICES) == 0)
    return turned == NULL || set_both (run, BOTH_YES, error);

  if (g_strcmp0 (value, BOTH_BEGUN) == 0)
    {
      run->begins = TRUE;
      return TRUE;
    }

  /* An earlier version didn't write it down: one that follows Wello goes both ways. */
  stream = psr_sync_follow_dup_name (run->flow);
  watermark = dex_await_boxed (psr_mirror_store_get_watermark (run->context->mirror, stream), error);
  if (watermark == NULL)
    return FALSE;
  if ((value == NULL || *value == '\0') && watermark->since != PSR_TIMESTAMP_NONE && g_str_equal (get_both_yes (run), BOTH_YES))
    return set_both (run, BOTH_YES, error);

  run->begins = TRUE;
  if (turned == NULL)
    return TRUE;
  *turned = TRUE;

  return set_both (run, BOTH_BEGUN, error);
}

/**
 * psr_sync_follow_begun:
 * @run: a run that has come to its end
 * @error: return location for a %PSR_STORE_ERROR
 *
 * From now on what is changed in Wello counts. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_follow_begun (PsrSyncRun  *run,
                       GError     **error)
{
  g_return_val_if_fail (run != NULL, FALSE);

  return !run->begins || set_both (run, get_both_yes (run), error);
}

/**
 * psr_sync_follow_covers:
 * @run: a run
 * @target: what the record is
 * @wello_id: canonical GUID of a record in Wello
 * @covers: (out): whether its changes are brought to Business Central
 * @error: return location for an error
 *
 * However a run came to look at it, `WelloFilter` says so; what a person named is meant
 * whatever it is. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_follow_covers (PsrSyncRun           *run,
                        const PsrSyncTarget  *target,
                        const char           *wello_id,
                        gboolean             *covers,
                        GError              **error)
{
  const char *wanted;
  g_autofree char *filter = NULL;
  g_autoptr (PsrODataPager) pager = NULL;
  g_autoptr (PsrODataPage) page = NULL;

  g_return_val_if_fail (run != NULL && target != NULL, FALSE);
  g_return_val_if_fail (wello_id != NULL && covers != NULL, FALSE);

  *covers = TRUE;
  wanted = run->context->rules[run->flow].wello_filter;
  if (wanted == NULL || run->rows != NULL)
    return TRUE;

  filter = g_strdup_printf (strstr (wanted, " or ") != NULL ? "id eq %s and (%s)" : "id eq %s and %s", wello_id, wanted);
  pager = psr_wello_client_pull (run->context->wello, target->set, "id", filter, PSR_TIMESTAMP_NONE, NULL);
  page = dex_await_object (psr_odata_pager_next (pager, make_rows, NULL, NULL), error);
  if (page == NULL)
    return FALSE;
  *covers = psr_odata_page_get_rows (page)->len > 0;

  return TRUE;
}

/**
 * psr_sync_follow_begin:
 * @run: a run that is about to read everything
 * @error: return location for an error
 *
 * Where Wello wasn't followed before, notes that what changes there from now on is to be:
 * what it has now is read by the run itself. Else it is followed from where it was: a run
 * that is cut off, or doesn't look at everything, misses nothing. Has to be called in a
 * fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_follow_begin (PsrSyncRun  *run,
                       GError     **error)
{
  g_autofree char *name = NULL;
  g_autoptr (PsrWatermark) watermark = NULL;

  g_return_val_if_fail (run != NULL, FALSE);

  name = psr_sync_follow_dup_name (run->flow);
  watermark = dex_await_boxed (psr_mirror_store_get_watermark (run->context->mirror, name), error);
  if (watermark == NULL)
    return FALSE;
  if (watermark->since != PSR_TIMESTAMP_NONE && !run->begins)
    return TRUE;

  run->follows_from_now = TRUE;
  return store_watermark (run, psr_clock_now (run->context->clock), error);
}

/**
 * psr_sync_follow:
 * @run: a run that has read Business Central
 * @ids: (out) (transfer full) (element-type utf8): canonical GUIDs in Business Central
 * @error: return location for an error
 *
 * Reads what was changed in Wello since the last run, and says of which records
 * Wello has something else than what was agreed on. They are stored until
 * psr_mirror_page_clear_pending(), so that none is lost when the run is cut off. Where
 * Wello wasn't followed before, it is from now on. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_follow (PsrSyncRun  *run,
                 GPtrArray  **ids,
                 GError     **error)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *name = NULL;
  g_autofree char *select = NULL;
  g_autoptr (PsrWatermark) watermark = NULL;
  g_autoptr (PsrODataPager) pager = NULL;
  g_auto (GStrv) pending = NULL;
  PsrTimestamp date = PSR_TIMESTAMP_NONE;

  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (ids != NULL, FALSE);

  name = psr_sync_follow_dup_name (run->flow);
  watermark = dex_await_boxed (psr_mirror_store_get_watermark (run->context->mirror, name), error);
  if (watermark == NULL)
    return FALSE;

  if (watermark->since == PSR_TIMESTAMP_NONE)
    {
      *ids = g_ptr_array_new_with_free_func (g_free);
      return store_watermark (run, psr_clock_now (run->context->clock), error);
    }

  select = psr_sync_target_dup_wello_select (&run->targets[0]);
  pager = psr_wello_client_pull (run->context->wello, run->targets[0].set, select,
                                 run->context->rules[run->flow].wello_filter,
                                 watermark->since - PSR_SYNC_OVERLAP, NULL);

  while (!psr_odata_pager_is_done (pager))
    {
      g_autoptr (PsrODataPage) page = NULL;

      if (!psr_sync_run_goes_on (run, error))
        return FALSE;

      page = dex_await_object (psr_odata_pager_next (pager, make_rows, NULL, NULL), error);
      if (page == NULL)
        return FALSE;
      if (date == PSR_TIMESTAMP_NONE)
        date = psr_odata_page_get_date (page);

      if (!look_at (run, psr_odata_page_get_rows (page), found, error))
        return FALSE;
    }

  if (!store_watermark (run, date != PSR_TIMESTAMP_NONE ? date : psr_clock_now (run->context->clock), error))
    return FALSE;

  pending = dex_await_boxed (psr_mirror_store_list_pending (run->context->mirror, name, 0), error);
  if (pending == NULL)
    return FALSE;
  for (guint i = 0; pending[i] != NULL; i++)
    g_hash_table_add (found, g_strdup (pending[i]));

  *ids = g_hash_table_steal_all_keys (found);
  g_ptr_array_set_free_func (*ids, g_free);

  return TRUE;
}
