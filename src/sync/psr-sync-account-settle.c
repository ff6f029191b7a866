/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-account-settle"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-json-writer.h"
#include "psr-json.h"
#include "psr-sync-account.h"
#include "psr-sync-articles.h"
#include "psr-sync-contacts.h"
#include "psr-sync-error.h"

/* What the job that reads the account fills. */
typedef struct
{
  PsrFieldMap *map;
  JsonObject  *object;
} Read;

static void
read_finalize (gpointer data)
{
  Read *read = data;

  g_clear_pointer (&read->map, psr_field_map_unref);
  g_clear_pointer (&read->object, json_object_unref);
}

static void
read_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, read_finalize);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Read, read_unref)

/* Changes nothing: it only keeps what is there. */
static GBytes *
keep_account (JsonObject  *current,
              gpointer     data,
              GError     **error)
{
  Read *read = data;

  g_clear_pointer (&read->object, json_object_unref);
  read->object = json_object_ref (current);

  return NULL;
}

/* It is remembered beside the links: a power cut, or a mirror that is read anew, must not
 * forget that something was sent. */
static gboolean
set_mark (PsrSyncRun  *run,
          const char  *id,
          const char  *mark,
          GError     **error)
{
  return dex_await (psr_link_store_set_mark (run->context->links, id, mark), error);
}

/* What says that the account was sent, or "". */
static const char *
get_mark (const char *value)
{
  if (value != NULL && g_str_has_prefix (value, PSR_SYNC_ACCOUNT_REJECTED))
    value += strlen (PSR_SYNC_ACCOUNT_REJECTED);

  return value != NULL ? value + strspn (value, " ") : "";
}

/* It isn't waited for any more. */
static gboolean
clear_row (PsrSyncRun  *run,
           const char  *id,
           GError     **error)
{
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();

  psr_mirror_page_clear_skipped (page, psr_sync_flow_to_string (run->flow), id);
  g_hash_table_remove (run->was_skipped, id);

  return dex_await (psr_mirror_store_commit (run->context->mirror, page), error);
}

/* Couples the two, and has the number and all else carried over as of any customer. */
static gboolean
couple (PsrSyncRun  *run,
        const char  *id,
        const char  *bc_id,
        const char  *number,
        GError     **error)
{
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_link_unref);
  const char *ids[] = { bc_id, NULL };

  g_ptr_array_add (links, psr_link_new (run->targets[0].entity, bc_id, id, number, PSR_LINK_MADE));

  return dex_await (psr_link_store_add (run->context->links, links), error) &&
         set_mark (run, id, "", error) &&
         clear_row (run, id, error) &&
         psr_sync_listed_process_ids (run, ids, error);
}

static gboolean
take_made (PsrSyncRun       *run,
           const char       *id,
           PsrWriteOutcome  *outcome,
           GError          **error)
{
  g_autoptr (JsonNode) node = psr_json_parse (psr_response_get_body (psr_write_outcome_get_response (outcome)), NULL);
  g_autofree char *bc_id = NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    bc_id = psr_json_dup_guid (json_node_get_object (node), "id");
  if (bc_id == NULL)
    {
      psr_sync_account_set_unreadable (run->flow, error);
      return FALSE;
    }

  run->report->written_back++;

  return couple (run, id, bc_id, psr_json_get_string (json_node_get_object (node), "number"), error);
}

/* What was sent of the account, or NULL in @sent where nothing was. A try of which it isn't
 * written down what it sent is taken to have sent what the account is now. */
static gboolean
read_sent (PsrSyncRun    *run,
           const char    *id,
           JsonObject    *values,
           PsrTimestamp  *at,
           JsonObject   **sent,
           GError       **error)
{
  g_autofree char *value = NULL;
  g_autofree char *stamp = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) local = NULL;
  const char *mark;
  const char *blank;

  value = dex_await_string (psr_link_store_get_mark (run->context->links, id), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  mark = get_mark (value);
  blank = strchr (mark, ' ');
  stamp = blank != NULL ? g_strndup (mark, blank - mark) : g_strdup (mark);
  if (!psr_timestamp_parse (stamp, at, NULL) || *at == PSR_TIMESTAMP_NONE)
    return TRUE;

  if (blank != NULL)
    {
      bytes = g_bytes_new (blank + 1, strlen (blank + 1));
      node = psr_json_parse (bytes, NULL);
    }
  *sent = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? psr_sync_account_make_values (json_node_get_object (node))
                                                        : json_object_ref (values);

  return TRUE;
}

/* It was sent once, and never is again: what was asked for is either found or looked for by
 * a person. */
static gboolean
take_sent (PsrSyncRun    *run,
           const char    *id,
           JsonObject    *sent,
           PsrTimestamp   at,
           GError       **error)
{
  g_autoptr (GPtrArray) alike = NULL;
  PsrSyncAlike *made = NULL;
  guint n_free = 0;

  /* An answer that was lost may still come true. */
  if (psr_clock_now (run->context->clock) - at < run->context->longest_request)
    {
      psr_sync_account_set_not_known_yet (run->flow, error);
      return FALSE;
    }

  alike = psr_sync_account_find_alike (run, sent, error);
  if (alike == NULL)
    return FALSE;

  for (guint i = 0; i < alike->len; i++)
    {
      PsrSyncAlike *one = g_ptr_array_index (alike, i);

      if (one->coupled || !(one->by_name || one->by_vat))
        continue;

      n_free++;
      if (one->by_name && (one->by_vat || (*psr_json_get_string (sent, "vat_reg_code") == '\0' &&
                                           *psr_json_get_string (sent, "barcode") == '\0')))
        made = one;
    }
  if (n_free == 1 && made != NULL)
    return couple (run, id, made->id, made->number, error);

  psr_sync_account_set_never_learnt (run->flow, id, n_free, error);

  return FALSE;
}

/* Nothing is made where a customer is like the account that nobody was told of, nor where
 * one of the same name and postal code is coupled with nothing. */
static gboolean
check_alike (PsrSyncRun  *run,
             const char  *id,
             JsonObject  *values,
             GError     **error)
{
  g_autoptr (GPtrArray) alike = psr_sync_account_find_alike (run, values, error);
  const PsrSkippedRow *row = g_hash_table_lookup (run->was_skipped, id);

  if (alike == NULL)
    return FALSE;
  if (run->flow != PSR_SYNC_CUSTOMERS && alike->len > 0)
    {
      psr_sync_account_set_alike (run->flow, id, g_ptr_array_index (alike, 0), error);
      return FALSE;
    }
  if (run->flow != PSR_SYNC_CUSTOMERS)
    return TRUE;

  for (guint i = 0; i < alike->len; i++)
    {
      const PsrSyncAlike *one = g_ptr_array_index (alike, i);
      const char *common = one->by_vat    ? psr_sync_key_get_reason (PSR_SYNC_KEY_VAT)
                           : one->by_name ? psr_sync_key_get_reason (PSR_SYNC_KEY_NAME)
                                          /* Translators: this follows “has”. */
                                          : _("the same email");
      g_autofree char *why = NULL;
      g_autofree char *mend = NULL;

      if (row != NULL && psr_sync_account_was_shown (row, one->number) && (one->coupled || !one->by_name))
        continue;

      if (one->coupled)
        {
          why = g_strdup_printf (_("The customer %s has %s, and is coupled with another account."), one->number, common);
          mend = g_strdup_printf (_("If it is the same company, Wello has it twice: reject the proposal. If it is another, make the customer in Business Central by hand and couple it: “passerellectl couple customers NUMBER %s”."),
                                  id);
        }
      else
        {
          why = g_strdup_printf (_("The customer %s has %s, and is coupled with nothing."), one->number, common);
          mend = g_strdup_printf (_("Couple the two: “passerellectl couple customers %s %s”. If they are two companies, make the customer in Business Central by hand, and couple that one."),
                                  one->number, id);
        }
      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_AMBIGUOUS,
                               _("Business Central seems to have this customer already."), why, mend);
      return FALSE;
    }

  return TRUE;
}

static gboolean
send (PsrSyncRun  *run,
      const char  *id,
      GBytes      *body,
      GError     **error)
{
  g_autofree char *now = psr_timestamp_to_string (psr_clock_now (run->context->clock));
  g_autofree char *mark = NULL;
  g_autoptr (PsrWriteOutcome) outcome = NULL;

  /* Written down before the connection is opened. */
  mark = g_strdup_printf ("%s %.*s", now, (int) g_bytes_get_size (body), (const char *) g_bytes_get_data (body, NULL));
  if (!set_mark (run, id, mark, error))
    return FALSE;

  outcome = dex_await_object (psr_bc_client_create_record (run->context->bc, psr_sync_target_get_bc_set (run->flow), body), error);
  if (outcome == NULL)
    return FALSE;

  if (psr_write_outcome_get_kind (outcome) == PSR_WRITE_MADE)
    return take_made (run, id, outcome, error);

  if (psr_write_outcome_get_kind (outcome) != PSR_WRITE_UNKNOWN && !set_mark (run, id, "", error))
    return FALSE;

  if (psr_write_outcome_get_kind (outcome) == PSR_WRITE_REFUSED)
    {
      psr_sync_account_set_refused (run->flow, psr_write_outcome_get_reason (outcome), error);
      return FALSE;
    }

  psr_sync_back_set_outcome (error, outcome);

  return FALSE;
}

/* Whether it is one that may be made. */
static gboolean
is_new (PsrSyncRun *run,
        JsonObject *account)
{
  switch (run->flow)
    {
    case PSR_SYNC_CONTACTS:
      return psr_sync_contacts_is_new (account);
    case PSR_SYNC_ITEMS:
      return psr_sync_articles_is_new (account);
    case PSR_SYNC_CUSTOMERS:
    case PSR_SYNC_STOCK:
    case PSR_SYNC_PRICES:
    case PSR_SYNC_REFERENCE:
    case PSR_N_SYNC_FLOWS:
    default:
      return psr_sync_account_is_new (account, NULL);
    }
}

/* With what it is recognised by: of a person the whole name, and the company. */
static JsonObject *
prepare (PsrSyncRun  *run,
         JsonObject  *account,
         GError     **error)
{
  g_autofree char *country = NULL;

  if (run->flow == PSR_SYNC_CONTACTS)
    return psr_sync_contacts_prepare (run, account, error);
  if (run->flow == PSR_SYNC_ITEMS)
    return json_object_ref (account);

  if (*psr_json_get_string (account, "db_country_code") == '\0')
    {
      if (!psr_sync_account_find_country (run, account, &country, error))
        return NULL;
      if (country != NULL)
        json_object_set_string_member (account, "db_country_code", country);
    }

  return json_object_ref (account);
}

static gboolean
is_coupled (PsrSyncRun  *run,
            const char  *id,
            gboolean    *coupled,
            GError     **error)
{
  const char *ids[] = { id, NULL };
  g_autoptr (GHashTable) links = NULL;
  g_autoptr (GHashTable) taken = NULL;

  links = dex_await_boxed (psr_link_store_map_by_wello (run->context->links, run->targets[0].entity, ids), error);
  if (links == NULL ||
      (run->flow == PSR_SYNC_CONTACTS && !psr_sync_contacts_list_taken (run, PSR_ENTITY_PERSON, ids, &taken, error)))
    return FALSE;

  *coupled = g_hash_table_size (links) > 0 || (taken != NULL && g_hash_table_size (taken) > 0);

  return TRUE;
}

static gboolean
accept (PsrSyncRun  *run,
        const char  *id,
        GError     **error)
{
  g_autoptr (Read) read = g_atomic_rc_box_new0 (Read);
  g_autoptr (PsrWelloUpdate) update = NULL;
  g_autoptr (JsonObject) account = NULL;
  g_autoptr (JsonObject) sent = NULL;
  g_autoptr (GBytes) body = NULL;
  gboolean coupled;
  PsrTimestamp at;

  /* Somebody coupled it meanwhile. */
  if (!is_coupled (run, id, &coupled, error))
    return FALSE;
  if (coupled)
    return set_mark (run, id, "", error) && clear_row (run, id, error);

  read->map = psr_field_map_ref (run->targets[0].map);
  update = dex_await_boxed (psr_wello_client_modify (run->context->wello, run->targets[0].set, id, keep_account,
                                                     g_atomic_rc_box_acquire (read), read_unref),
                            error);
  if (update == NULL)
    return FALSE;

  /* Somebody gave it a number meanwhile, or it is none of ours. */
  if (read->object == NULL || !is_new (run, read->object))
    return clear_row (run, id, error);

  account = prepare (run, read->object, error);
  if (account == NULL)
    return FALSE;

  if (!read_sent (run, id, account, &at, &sent, error))
    return FALSE;
  if (sent != NULL)
    return take_sent (run, id, sent, at, error);

  body = run->flow == PSR_SYNC_ITEMS ? psr_sync_articles_make_body (run, account, error)
                                      : psr_sync_account_make_body (run->targets[0].map, account,
                                                                    psr_bc_client_is_v1 (run->context->bc), error);

  return body != NULL && check_alike (run, id, account, error) && send (run, id, body, error);
}

/* That something was sent stays known. */
static gboolean
reject (PsrSyncRun  *run,
        const char  *id,
        GError     **error)
{
  g_autofree char *value = NULL;
  g_autofree char *rejected = NULL;
  g_autoptr (GError) local = NULL;
  const char *mark;

  value = dex_await_string (psr_link_store_get_mark (run->context->links, id), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  mark = get_mark (value);
  rejected = g_strjoin (*mark != '\0' ? " " : "", PSR_SYNC_ACCOUNT_REJECTED, mark, NULL);

  return set_mark (run, id, rejected, error) && clear_row (run, id, error);
}
/* What a proposal says of the account and of whom it may be, as it is kept. */
static char *
dup_shown (const PsrSkippedRow *row)
{
  const char *name = row->kept != NULL ? g_strrstr (row->kept, "“") : NULL;

  return name != NULL && strstr (name, "it may be the customer ") != NULL ? g_strdup (name) : NULL;
}

/**
 * psr_sync_account_settle:
 * @run: a run with what a person decided in its flags
 * @id: canonical GUID in Wello of a new account
 * @error: return location for an error
 *
 * Makes the account a customer of Business Central and writes its number back to the
 * account, or remembers that it is to be left alone. Where nobody decided anything it
 * goes on waiting. Has to be called in a fiber.
 *
 * Returns: whether the run can go on
 */
gboolean
psr_sync_account_settle (PsrSyncRun  *run,
                         const char  *id,
                         GError     **error)
{
  const PsrSkippedRow *row;
  g_autoptr (PsrMirrorPage) page = NULL;
  g_autoptr (PsrExplanation) words = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *name = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *why = NULL;

  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if ((run->flags & PSR_SYNC_SETTLE_BC) != 0)
    return reject (run, id, error);

  row = g_hash_table_lookup (run->was_skipped, id);
  name = g_strdup (row != NULL ? row->number : "");
  shown = row != NULL ? dup_shown (row) : NULL;
  if ((run->flags & PSR_SYNC_SETTLE_WELLO) == 0 || accept (run, id, &local))
    return TRUE;

  if (psr_sync_error_is_general (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  /* It goes on waiting, with what is in the way, and with what a person was shown: that is needed when it
   * is accepted again. */
  page = psr_mirror_page_new ();
  words = psr_explain (local);
  why = shown != NULL ? g_strconcat (words->why, " ", shown, NULL) : g_strdup (words->why);
  psr_sync_skip (run, page, id, name, PSR_SYNC_CODE_NEW_ACCOUNT, words->what, why, words->mend);

  return dex_await (psr_mirror_store_commit (run->context->mirror, page), error);
}
