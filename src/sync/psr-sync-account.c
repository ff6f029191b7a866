/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-account"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-json.h"
#include "psr-kept-words.h"
#include "psr-sync-account.h"
#include "psr-sync-error.h"
#include "psr-sync-keys.h"

/* How many records are taken out of the mirror at a time. */
#define SLICE 500

/* How many customers a proposal names that it could be. */
#define MAX_ALIKE 3

/**
 * psr_sync_account_new:
 * @id: canonical GUID in Wello
 * @object: what was read of it
 *
 * Returns: (transfer full): a record
 */
PsrSyncAccount *
psr_sync_account_new (const char *id,
                      JsonObject *object)
{
  PsrSyncAccount *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (object != NULL, NULL);

  self = g_new0 (PsrSyncAccount, 1);
  self->id = g_strdup (id);
  self->object = json_object_ref (object);

  return self;
}

/**
 * psr_sync_account_free:
 * @self: (transfer full): a record
 *
 * Frees it; a #GDestroyNotify.
 */
void
psr_sync_account_free (gpointer data)
{
  PsrSyncAccount *self = data;

  g_return_if_fail (self != NULL);

  g_free (self->id);
  json_object_unref (self->object);
  g_free (self);
}

/**
 * psr_sync_account_is_new:
 * @object: a company of Wello
 * @organization: (nullable): whose companies are ours; %NULL for all
 *
 * Returns: whether it is a client's account, not a site of one, that has no number of
 *   Business Central yet
 */
gboolean
psr_sync_account_is_new (JsonObject *object,
                         const char *organization)
{
  g_autofree char *parent = NULL;
  g_autofree char *of = NULL;

  g_return_val_if_fail (object != NULL, FALSE);

  if (!psr_json_get_boolean (object, "is_client") || psr_json_get_boolean (object, "archived") ||
      *psr_json_get_string (object, "code") != '\0')
    return FALSE;

  parent = psr_json_dup_guid (object, "parent_id");
  of = psr_json_dup_guid (object, "sales_organization_id");

  return parent == NULL && (organization == NULL || g_strcmp0 (of, organization) == 0);
}

/* What the job that knows all customers fills. */
typedef struct
{
  GHashTable  *records; /* id → PsrMirrorRecord */
  PsrSyncKeys *keys;
} Known;

static void
known_finalize (gpointer data)
{
  Known *known = data;

  g_clear_pointer (&known->records, g_hash_table_unref);
  g_clear_pointer (&known->keys, psr_sync_keys_free);
}

static void
known_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, known_finalize);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Known, known_unref)

/* On the "parse" lane. */
static DexFuture *
known_job (gpointer data)
{
  Known *known = data;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, known->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const PsrMirrorRecord *record = value;
      g_autoptr (GBytes) bytes = g_bytes_new_static (record->values, strlen (record->values));
      g_autoptr (JsonNode) node = psr_json_parse (bytes, NULL);

      if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
        psr_sync_keys_add (known->keys, record->id, record->number, json_node_get_object (node));
    }

  return dex_future_new_true ();
}

/* All customers of Business Central, as they were last read. */
static Known *
read_known (PsrSyncRun  *run,
            GError     **error)
{
  PsrMirrorStore *mirror = run->context->mirror;
  g_autoptr (Known) known = g_atomic_rc_box_new0 (Known);
  g_auto (GStrv) ids = NULL;
  gsize n_ids;

  known->keys = psr_sync_keys_new ();
  ids = dex_await_boxed (psr_mirror_store_list_unseen (mirror, PSR_ENTITY_CUSTOMER, PSR_MIRROR_BC, G_MAXINT64, 0), error);
  if (ids == NULL)
    return NULL;
  n_ids = g_strv_length (ids);

  for (gsize first = 0; first < n_ids; first += SLICE)
    {
      g_autoptr (GPtrArray) slice = g_ptr_array_new ();

      for (gsize i = first; i < MIN (first + SLICE, n_ids); i++)
        g_ptr_array_add (slice, ids[i]);
      g_ptr_array_add (slice, NULL);

      g_clear_pointer (&known->records, g_hash_table_unref);
      known->records = dex_await_boxed (psr_mirror_store_get_records (mirror, PSR_ENTITY_CUSTOMER, PSR_MIRROR_BC,
                                                                     (const char * const *) slice->pdata),
                                        error);
      if (known->records == NULL ||
          !dex_await (psr_executor_run (run->context->executor, "parse", known_job, g_atomic_rc_box_acquire (known),
                                        known_unref),
                      error))
        return NULL;
    }

  return g_steal_pointer (&known);
}

/* The words that a person is shown of a customer that an account may be. */
static char *
dup_alike (const char     *number,
           PsrSyncKeyKind  kind)
{
  /* Translators: the number of a customer, and what two companies have in common. */
  return g_strdup_printf (_("it may be the customer %s: %s"), number, psr_sync_key_get_reason (kind));
}

/**
 * psr_sync_account_was_shown:
 * @row: a new account that waits
 * @number: a customer's number
 *
 * Returns: whether a person was shown that the account may be this customer, in whatever language.
 *   A name that has such words in it says nothing
 */
gboolean
psr_sync_account_was_shown (const PsrSkippedRow *row,
                            const char          *number)
{
  g_autofree char *kept = NULL;
  const char *begin;

  g_return_val_if_fail (row != NULL && number != NULL, FALSE);

  /* An earlier version kept it in the language of who ran it; what is in English stays as it is. */
  kept = row->kept != NULL ? psr_kept_words_write (row->kept) : NULL;
  begin = kept != NULL ? g_strrstr (kept, "”") : NULL;

  for (int kind = 0; begin != NULL && kind < PSR_SYNC_N_KEYS; kind++)
    {
      /* As dup_alike() says it, and the store keeps it. */
      g_autofree char *words = g_strdup_printf ("it may be the customer %s: %s", number, psr_sync_key_get_source (kind));
      const char *found = strstr (begin, words);
      const char *end = found != NULL ? found + strlen (words) : "";

      if (found != NULL && (g_str_has_prefix (found - 2, ". ") || g_str_has_prefix (found - 2, "; ")) &&
          (*end == '\0' || *end == ';'))
        return TRUE;
    }

  return FALSE;
}

static void
append_alike (GString        *text,
              GPtrArray      *owners,
              PsrSyncKeyKind  kind,
              guint          *n_alike)
{
  for (guint i = 0; i < owners->len && *n_alike < MAX_ALIKE; i++)
    {
      const PsrSyncKeyOwner *owner = g_ptr_array_index (owners, i);
      g_autofree char *words = NULL;

      if (strstr (text->str, owner->label) != NULL)
        continue;

      g_string_append (text, *n_alike == 0 ? " " : "; ");
      words = dup_alike (owner->label, kind);
      g_string_append (text, words);
      ++*n_alike;
    }
}

/* What a person has to know to decide. */
static char *
dup_reason (const PsrSyncAccount *account,
            const PsrSyncKeys    *keys,
            gboolean             *has_alike)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_alike = 0;

  g_string_append_printf (text, "“%s”", psr_json_get_string (account->object, "name"));
  if (*psr_json_get_string (account->object, "zip") != '\0' || *psr_json_get_string (account->object, "city") != '\0')
    g_string_append_printf (text, ", %s %s", psr_json_get_string (account->object, "zip"),
                            psr_json_get_string (account->object, "city"));
  if (*psr_json_get_string (account->object, "vat_reg_code") != '\0')
    g_string_append_printf (text, ", %s", psr_json_get_string (account->object, "vat_reg_code"));
  g_string_append_c (text, '.');

  for (int kind = 0; kind < PSR_SYNC_N_KEYS; kind++)
    {
      g_autoptr (GPtrArray) owners = psr_sync_keys_find (keys, account->object, kind);

      if (owners != NULL)
        append_alike (text, owners, kind, &n_alike);
    }
  *has_alike = n_alike > 0;

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/**
 * psr_sync_account_is_rejected:
 * @run: a run
 * @id: canonical GUID of a record in Wello
 * @rejected: (out): whether somebody said that it is to be left alone
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Has to be called in a fiber.
 *
 * Returns: whether it could be read
 */
gboolean
psr_sync_account_is_rejected (PsrSyncRun  *run,
                              const char  *id,
                              gboolean    *rejected,
                              GError     **error)
{
  g_autofree char *value = NULL;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (run != NULL && id != NULL && rejected != NULL, FALSE);

  value = dex_await_string (psr_link_store_get_mark (run->context->links, id), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *rejected = value != NULL && g_str_has_prefix (value, PSR_SYNC_ACCOUNT_REJECTED);

  return TRUE;
}

/**
 * psr_sync_accounts_propose:
 * @run: a run
 * @accounts: (element-type PsrSyncAccount): records of Wello that aren't coupled, each
 *   with psr_sync_account_is_new()
 * @error: return location for an error
 *
 * Lists them as proposals, with the customers that they could be. Has to be called in a
 * fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_accounts_propose (PsrSyncRun  *run,
                           GPtrArray   *accounts,
                           GError     **error)
{
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (Known) known = NULL;

  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (accounts != NULL, FALSE);

  for (guint i = 0; i < accounts->len; i++)
    {
      const PsrSyncAccount *account = g_ptr_array_index (accounts, i);
      g_autofree char *reason = NULL;
      gboolean rejected;
      gboolean has_alike;

      if (!psr_sync_account_is_awaited (run, account))
        continue;
      if (!psr_sync_account_is_rejected (run, account->id, &rejected, error))
        return FALSE;
      if (rejected)
        continue;

      if (known == NULL && (known = read_known (run, error)) == NULL)
        return FALSE;

      reason = dup_reason (account, known->keys, &has_alike);
      psr_sync_skip (run, page, account->id, psr_json_get_string (account->object, "name"), PSR_SYNC_CODE_NEW_ACCOUNT,
                     _("Wello has a new account, which isn’t a customer yet."), reason,
                     has_alike
                       ? _("If it is one of them, couple the two (“passerellectl couple”). Else accept it, or reject it: “passerellectl proposals”.")
                       : _("Accept or reject it: “passerellectl proposals” lists them."));
    }

  return psr_sync_run_is_dry (run) || dex_await (psr_mirror_store_commit (run->context->mirror, page), error);
}

/* The new accounts among these records of Wello. */
static gboolean
find_in_slice (PsrSyncRun          *run,
               const char * const  *ids,
               GPtrArray           *accounts,
               GError             **error)
{
  g_autoptr (GHashTable) records = NULL;
  g_autoptr (GHashTable) links = NULL;

  records = dex_await_boxed (psr_mirror_store_get_records (run->context->mirror, PSR_ENTITY_CUSTOMER, PSR_MIRROR_WELLO, ids), error);
  if (records == NULL)
    return FALSE;
  links = dex_await_boxed (psr_link_store_map_by_wello (run->context->links, PSR_ENTITY_CUSTOMER, ids), error);
  if (links == NULL)
    return FALSE;

  for (; *ids != NULL; ids++)
    {
      const PsrMirrorRecord *record = g_hash_table_lookup (records, *ids);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (JsonNode) node = NULL;

      /* What is left over from an earlier reading is gone. */
      if (record == NULL || record->seen_run != run->seen_run || !g_str_equal (record->number, PSR_SYNC_ACCOUNT_NUMBER) ||
          g_hash_table_contains (links, record->id) || g_hash_table_contains (run->told, record->id))
        continue;

      bytes = g_bytes_new_static (record->values, strlen (record->values));
      node = psr_json_parse (bytes, NULL);
      if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
        g_ptr_array_add (accounts, psr_sync_account_new (record->id, json_node_get_object (node)));
    }

  return TRUE;
}

/**
 * psr_sync_accounts_find:
 * @run: a run for which the mirror has all of Wello's records
 * @error: return location for an error
 *
 * Proposes the new accounts among them. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_accounts_find (PsrSyncRun  *run,
                        GError     **error)
{
  PsrMirrorStore *mirror;
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (psr_sync_account_free);
  g_auto (GStrv) ids = NULL;
  gsize n_ids;

  g_return_val_if_fail (run != NULL, FALSE);

  mirror = run->context->mirror;
  ids = dex_await_boxed (psr_mirror_store_list_unseen (mirror, PSR_ENTITY_CUSTOMER, PSR_MIRROR_WELLO, G_MAXINT64, 0), error);
  if (ids == NULL)
    return FALSE;
  n_ids = g_strv_length (ids);

  for (gsize first = 0; first < n_ids; first += SLICE)
    {
      g_autoptr (GPtrArray) slice = g_ptr_array_new ();

      for (gsize i = first; i < MIN (first + SLICE, n_ids); i++)
        g_ptr_array_add (slice, ids[i]);
      g_ptr_array_add (slice, NULL);

      if (!find_in_slice (run, (const char * const *) slice->pdata, accounts, error))
        return FALSE;
    }

  return psr_sync_accounts_propose (run, accounts, error);
}
