/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-match-keys"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-json.h"
#include "psr-sync-error.h"
#include "psr-sync-keys.h"
#include "psr-sync-private.h"
#include "psr-text.h"

/* Few values of each row: as many as Business Central puts on a page. */
#define PAGE 20000
#define SELECT "id,displayName,email,taxRegistrationNumber"

/* By what records are coupled without a person: names alone are no reason. */
static const PsrSyncKeyKind kinds[] = { PSR_SYNC_KEY_VAT, PSR_SYNC_KEY_EMAIL };

static const char *const hows[] = {
  [PSR_SYNC_KEY_VAT] = PSR_LINK_BY_VAT,
  [PSR_SYNC_KEY_EMAIL] = PSR_LINK_BY_EMAIL,
};

/* A record of Business Central, and who in Wello is like it. */
typedef struct
{
  PsrSyncCandidate *candidate;
  PsrSyncKeyKind    kind;
  GPtrArray        *owners;
  char             *key;
} Match;

/* What is looked up on the "parse" lane, and the answer. */
typedef struct
{
  PsrSyncRun *run;
  GPtrArray  *candidates;
  GPtrArray  *matches;
} Search;

static void
match_free (gpointer data)
{
  Match *match = data;

  g_ptr_array_unref (match->owners);
  g_free (match->key);
  g_free (match);
}

static void
search_finalize (gpointer data)
{
  Search *search = data;

  g_clear_pointer (&search->run, psr_sync_run_unref);
  g_clear_pointer (&search->candidates, g_ptr_array_unref);
  g_clear_pointer (&search->matches, g_ptr_array_unref);
}

static void
search_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, search_finalize);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_unref)

static void
run_unref (gpointer run)
{
  psr_sync_run_unref (run);
}

static gboolean
is_alone (const PsrSyncCandidate *candidate)
{
  return candidate->problem == NULL && candidate->parts[0].link == NULL && candidate->parts[0].wello_id == NULL;
}

/* On the "parse" lane, which has the page for as long as this takes. */
static DexFuture *
search_job (gpointer data)
{
  Search *search = data;

  for (guint i = 0; i < search->candidates->len; i++)
    {
      PsrSyncCandidate *candidate = g_ptr_array_index (search->candidates, i);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (JsonNode) node = NULL;

      if (!is_alone (candidate))
        continue;

      bytes = g_bytes_new_static (candidate->parts[0].values, strlen (candidate->parts[0].values));
      node = psr_json_parse (bytes, NULL);
      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        continue;

      for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
        {
          g_autoptr (GPtrArray) owners = psr_sync_keys_find (search->run->keys, json_node_get_object (node), kinds[k]);
          Match *match;

          if (owners == NULL)
            continue;

          match = g_new0 (Match, 1);
          match->candidate = candidate;
          match->kind = kinds[k];
          match->owners = g_ptr_array_ref (owners);
          match->key = psr_sync_keys_dup_key (json_node_get_object (node), kinds[k]);
          g_ptr_array_add (search->matches, match);
          break;
        }
    }

  return dex_future_new_true ();
}

static void
set_several (Match *match)
{
  g_autoptr (GString) ids = g_string_new (NULL);
  g_autofree char *why = NULL;

  for (guint i = 0; i < match->owners->len; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", ((const PsrSyncKeyOwner *) g_ptr_array_index (match->owners, i))->id);

  /* Translators: what several records have in common, then their ids. */
  why = g_strdup_printf (_("In Wello more than one has %s: %s."), psr_sync_key_get_reason (match->kind), ids->str);
  psr_set_explained_error (&match->candidate->problem, PSR_SYNC_ERROR, PSR_SYNC_ERROR_AMBIGUOUS,
                           _("Several records in Wello could be meant."), why,
                           _("Couple it with the right one: “passerellectl couple” names both by number or id."));
}

/* Two of Business Central are as little the same as two of Wello. */
static void
set_shared (Match *match)
{
  g_autofree char *why = g_strdup_printf (_("In Business Central more than one has %s."), psr_sync_key_get_reason (match->kind));

  psr_set_explained_error (&match->candidate->problem, PSR_SYNC_ERROR, PSR_SYNC_ERROR_AMBIGUOUS,
                           _("It isn’t known which of several customers the record in Wello is."), why,
                           _("Couple it with the right one: “passerellectl couple” names both by number or id."));
}

/* Whether the record in Wello has the number of another customer: then it is that one's. */
static gboolean
is_of_another (PsrSyncRun             *run,
               const PsrSyncKeyOwner  *owner,
               gboolean               *of_another,
               GError                **error)
{
  g_autofree char *code = psr_text_code (owner->label);
  const char *numbers[] = { code, NULL };
  g_autoptr (GPtrArray) customers = NULL;

  *of_another = FALSE;
  if (*code == '\0')
    return TRUE;

  customers = dex_await_boxed (psr_bc_client_get_customers_by_numbers (run->context->bc, numbers), error);
  if (customers == NULL)
    return FALSE;
  *of_another = customers->len > 0;

  return TRUE;
}

static gboolean
take (PsrSyncRun  *run,
      Match       *match,
      GError     **error)
{
  PsrSyncPart *part = &match->candidate->parts[0];
  const PsrSyncKeyOwner *owner = g_ptr_array_index (match->owners, 0);
  gboolean of_another;

  if (match->owners->len > 1)
    {
      for (guint i = 0; i < match->owners->len; i++)
        psr_sync_alone_leave (run, ((const PsrSyncKeyOwner *) g_ptr_array_index (match->owners, i))->id);
      set_several (match);
      return TRUE;
    }

  if (!is_of_another (run, owner, &of_another, error))
    return FALSE;
  if (of_another)
    return TRUE;

  if (GPOINTER_TO_UINT (g_hash_table_lookup (run->n_alike, match->key)) > 1)
    {
      psr_sync_alone_leave (run, owner->id);
      set_shared (match);
      return TRUE;
    }

  part->wello_id = g_strdup (owner->id);
  part->how = hows[match->kind];

  return TRUE;
}

/* On the "parse" lane: counts whose key a record of Wello has as well. */
static GPtrArray *
count_rows (JsonArray  *rows,
            gpointer    data,
            GError    **error)
{
  PsrSyncRun *run = data;
  const PsrField *name = psr_field_map_find_target (run->targets[0].map, "name");

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      g_autoptr (JsonObject) values = json_object_new ();
      g_autofree char *cut = NULL;
      JsonObject *object;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      object = json_node_get_object (node);
      cut = psr_text_cut (psr_json_get_string (object, "displayName"),
                          name != NULL && name->max_length > 0 ? name->max_length : 64);
      json_object_set_string_member (values, "name", cut);
      json_object_set_string_member (values, "vat_reg_code", psr_json_get_string (object, "taxRegistrationNumber"));
      json_object_set_string_member (values, "email", psr_json_get_string (object, "email"));

      for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
        {
          g_autoptr (GPtrArray) owners = psr_sync_keys_find (run->keys, values, kinds[k]);
          char *key = owners != NULL ? psr_sync_keys_dup_key (values, kinds[k]) : NULL;
          guint n;

          if (key == NULL)
            continue;

          n = GPOINTER_TO_UINT (g_hash_table_lookup (run->n_alike, key));
          g_hash_table_replace (run->n_alike, key, GUINT_TO_POINTER (n + 1));
        }
    }

  return g_ptr_array_new ();
}

/**
 * psr_sync_match_keys_count:
 * @run: a run that knows by what the uncoupled companies of Wello are recognised
 * @error: return location for an error
 *
 * Counts which customers are recognised by the same: of several none is chosen, on
 * whichever page they come. Nothing is asked where all of Wello is coupled. Has to be
 * called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_match_keys_count (PsrSyncRun  *run,
                           GError     **error)
{
  g_autoptr (PsrODataPager) pager = NULL;
  g_autofree char *select = NULL;

  g_return_val_if_fail (run != NULL, FALSE);

  if (run->keys == NULL || psr_sync_keys_get_size (run->keys) == 0)
    return TRUE;

  select = psr_sync_context_dup_select (run->context, "customers", SELECT);
  pager = psr_bc_client_pull (run->context->bc, PSR_BC_SET_CUSTOMERS, select, NULL, PSR_TIMESTAMP_NONE, PAGE, NULL);
  while (!psr_odata_pager_is_done (pager))
    {
      g_autoptr (PsrODataPage) page = NULL;

      if (!psr_sync_run_goes_on (run, error))
        return FALSE;

      page = dex_await_object (psr_odata_pager_next (pager, count_rows, psr_sync_run_ref (run), run_unref), error);
      if (page == NULL)
        return FALSE;
    }

  return TRUE;
}

/**
 * psr_sync_match_keys:
 * @run: a run for which the mirror has all of Wello's records
 * @candidates: (element-type PsrSyncCandidate): the records of a page, of which those with
 *   the same id or number are found already
 * @error: return location for an error
 *
 * Finds the rest by VAT number, then by e-mail and name. Where several could be meant, on
 * either side, nothing is guessed. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_match_keys (PsrSyncRun  *run,
                     GPtrArray   *candidates,
                     GError     **error)
{
  g_autoptr (Search) search = NULL;

  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (candidates != NULL, FALSE);

  if (run->keys == NULL || psr_sync_keys_get_size (run->keys) == 0)
    return TRUE;

  search = g_atomic_rc_box_new0 (Search);
  search->run = psr_sync_run_ref (run);
  search->candidates = g_ptr_array_ref (candidates);
  search->matches = g_ptr_array_new_with_free_func (match_free);
  if (!dex_await (psr_executor_run (run->context->executor, "parse", search_job, g_atomic_rc_box_acquire (search),
                                    search_unref),
                  error))
    return FALSE;

  for (guint i = 0; i < search->matches->len; i++)
    {
      if (!take (run, g_ptr_array_index (search->matches, i), error))
        return FALSE;
    }

  return TRUE;
}
