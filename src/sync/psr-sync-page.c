/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-page"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-json.h"
#include "psr-net-future.h"
#include "psr-store-error.h"
#include "psr-sync-compare.h"
#include "psr-sync-contacts.h"
#include "psr-sync-error.h"
#include "psr-sync-private.h"

/* How often the progress is told, in records. */
#define PROGRESS_STEP 25

/* A page while its records are written. The workers take one after another. */
typedef struct
{
  PsrSyncRun *run;
  GPtrArray  *candidates;
  guint       next;
  /* Ids in Wello that a record of this page has taken, by part. */
  GHashTable *claimed[PSR_SYNC_MAX_PARTS];
  GError     *stop;
} Work;

static void
work_finalize (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->run, psr_sync_run_unref);
  g_clear_pointer (&work->candidates, g_ptr_array_unref);
  g_clear_error (&work->stop);

  for (guint i = 0; i < PSR_SYNC_MAX_PARTS; i++)
    g_clear_pointer (&work->claimed[i], g_hash_table_unref);
}

static void
work_unref (gpointer work)
{
  g_atomic_rc_box_release_full (work, work_finalize);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_unref)

static gboolean
is_open (const PsrSyncCandidate *candidate)
{
  return candidate->problem == NULL;
}

/* Nothing has to be asked or written when both sides already agreed on this. In
 * a full run what Wello has now counts as well. */
static gboolean
is_unchanged (const PsrSyncRun       *run,
              const PsrSyncCandidate *candidate,
              const PsrSyncPart      *part)
{
  if (run->looks || g_hash_table_contains (run->was_skipped, candidate->id))
    return FALSE;

  /* The values, too: an earlier version had fingerprints of another kind. */
  return part->link != NULL && part->agreed != NULL &&
         (g_str_equal (part->agreed->hash, part->hash) || g_str_equal (part->agreed->values, part->values)) &&
         !(run->indexed && (psr_sync_run_is_full (run) || run->begins));
}

static JsonNode *
parse_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return psr_json_parse (bytes, NULL);
}

/* On the "parse" lane, which has the page for as long as this takes. */
static DexFuture *
compare_job (gpointer data)
{
  Work *work = data;

  for (guint i = 0; i < work->candidates->len; i++)
    {
      PsrSyncCandidate *candidate = g_ptr_array_index (work->candidates, i);

      for (guint part = 0; is_open (candidate) && part < candidate->n_parts; part++)
        {
          PsrSyncPart *p = &candidate->parts[part];
          g_autoptr (JsonNode) theirs = NULL;
          g_autoptr (PsrRecord) wanted = NULL;
          g_autoptr (GBytes) changes = NULL;
          g_autoptr (GPtrArray) differences = g_ptr_array_new_with_free_func (psr_sync_difference_free);
          PsrSyncTerms terms;

          if (is_unchanged (work->run, candidate, p))
            {
              p->as_wanted = TRUE;
              continue;
            }

          p->record = psr_record_from_json_text (p->values, NULL);
          if (p->agreed != NULL)
            p->agreed_record = psr_record_from_json_text (p->agreed->values, NULL);

          theirs = p->theirs != NULL ? parse_text (p->theirs->values) : NULL;
          if (theirs == NULL || !JSON_NODE_HOLDS_OBJECT (theirs))
            continue;

          wanted = psr_sync_candidate_dup_wanted (candidate, part, work->run->targets[part].map);
          psr_sync_run_fill_terms (work->run, candidate, part, &terms);
          terms.wanted = wanted;
          g_clear_pointer (&p->apart, psr_record_unref);
          p->apart = psr_record_new ();
          terms.apart = p->apart;
          changes = psr_sync_compare (&terms, json_node_get_object (theirs), differences);
          p->as_wanted = changes == NULL && differences->len == 0;
        }
    }

  return dex_future_new_true ();
}

/* Two records that would end up as one. */
static gboolean
claim (Work              *work,
       PsrSyncCandidate  *candidate,
       GError           **error)
{
  for (guint part = 0; part < candidate->n_parts; part++)
    {
      const char *wello_id = candidate->parts[part].wello_id;

      if (wello_id == NULL || g_hash_table_add (work->claimed[part], g_strdup (wello_id)))
        continue;

      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_TAKEN,
                               _("Its record in Wello is coupled with another one."),
                               _("Two records of Business Central belong to one in Wello."),
                               _("Give the record in Wello its right code, or uncouple it."));
      g_clear_pointer (&candidate->parts[part].wello_id, g_free);
      return FALSE;
    }

  return TRUE;
}

static void
note_failure (Work             *work,
              PsrSyncCandidate *candidate,
              GError           *error)
{
  PsrSyncRun *run = work->run;

  if (psr_sync_error_is_general (error))
    {
      if (work->stop == NULL)
        work->stop = g_error_copy (error);

      g_error_free (error);
      return;
    }

  candidate->problem = error;

  if (psr_sync_error_is_final (error))
    return;

  if (++run->failures_in_a_row == PSR_SYNC_MAX_FAILURES && work->stop == NULL)
    {
      g_autoptr (PsrExplanation) explanation = psr_explain (error);

      psr_set_explained_error (&work->stop, PSR_SYNC_ERROR, PSR_SYNC_ERROR_STOPPED,
                               _("Too many records in a row went wrong."), explanation->what,
                               _("Look whether Wello works, and run it again: it goes on where it stopped."));
    }
}

static DexFuture *
worker_fiber (gpointer data)
{
  Work *work = data;

  while (work->next < work->candidates->len && work->stop == NULL)
    {
      PsrSyncCandidate *candidate = g_ptr_array_index (work->candidates, work->next++);
      GError *error = NULL;

      if (!is_open (candidate))
        continue;

      if (!psr_sync_run_goes_on (work->run, &error))
        {
          note_failure (work, candidate, error);
          break;
        }

      if (claim (work, candidate, &error) && psr_sync_choice_check (work->run, candidate, &error) &&
          psr_sync_write_candidate (work->run, candidate, &error))
        {
          work->run->failures_in_a_row = 0;
          psr_sync_back_ask (candidate);
        }
      else
        note_failure (work, candidate, error);

      work->run->report->at_hand_written += is_open (candidate) && candidate->outcome != PSR_SYNC_UNCHANGED;
      if (++work->run->report->at_hand % PROGRESS_STEP == 0)
        psr_sync_run_notify (work->run);
    }

  return dex_future_new_true ();
}

static gboolean
write_page (Work    *work,
            GError **error)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < MIN (PSR_SYNC_WORKERS, work->candidates->len); i++)
    g_ptr_array_add (futures, psr_net_spawn (worker_fiber, g_atomic_rc_box_acquire (work), work_unref));

  if (futures->len == 0)
    return TRUE;

  /* All of them, even once one has failed: libdex's queue of fibers doesn't
   * survive that one is dropped in the moment in which it is to go on. */
  dex_await (dex_future_allv ((DexFuture * const *) futures->pdata, futures->len), NULL);
  for (guint i = 0; i < futures->len; i++)
    {
      if (dex_future_get_value (g_ptr_array_index (futures, i), error) == NULL)
        return FALSE;
    }

  return TRUE;
}

/* A link is kept as soon as the record in Wello is confirmed. One that was made
 * for another record meanwhile makes the row a skipped one. */
static gboolean
store_links (Work    *work,
             GError **error)
{
  PsrLinkStore *store = work->run->context->links;
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_link_unref);
  g_autoptr (GPtrArray) owners = g_ptr_array_new ();
  g_autoptr (GError) local = NULL;

  for (guint i = 0; i < work->candidates->len; i++)
    {
      PsrSyncCandidate *candidate = g_ptr_array_index (work->candidates, i);

      for (guint part = 0; part < candidate->n_parts; part++)
        {
          PsrSyncPart *p = &candidate->parts[part];
          PsrEntity entity = work->run->targets[part].entity;

          if (!p->done)
            continue;

          if (p->link != NULL && !p->stale && g_str_equal (p->link->bc_number, candidate->number))
            continue;

          if (p->stale &&
              !dex_await (psr_link_store_remove (store, entity, candidate->id, "sync", "gone in Wello, made again"), error))
            return FALSE;

          g_ptr_array_add (links, psr_link_new (entity, candidate->id, p->wello_id, candidate->number,
                                                p->how != NULL ? p->how : p->link->how));
          g_ptr_array_add (owners, candidate);
        }
    }

  if (links->len == 0 || dex_await (psr_link_store_add (store, links), &local))
    return TRUE;

  if (!g_error_matches (local, PSR_STORE_ERROR, PSR_STORE_ERROR_CONFLICT))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  for (guint i = 0; i < links->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_link_unref);
      PsrSyncCandidate *candidate = g_ptr_array_index (owners, i);
      g_autoptr (GError) conflict = NULL;

      g_ptr_array_add (one, psr_link_ref (g_ptr_array_index (links, i)));

      if (dex_await (psr_link_store_add (store, one), &conflict))
        continue;

      if (!g_error_matches (conflict, PSR_STORE_ERROR, PSR_STORE_ERROR_CONFLICT))
        {
          g_propagate_error (error, g_steal_pointer (&conflict));
          return FALSE;
        }

      for (guint part = 0; part < candidate->n_parts; part++)
        candidate->parts[part].done = FALSE;

      if (candidate->problem == NULL)
        {
          g_autoptr (PsrExplanation) explanation = psr_explain (conflict);

          psr_set_explained_error (&candidate->problem, PSR_SYNC_ERROR, PSR_SYNC_ERROR_TAKEN,
                                   _("Its record in Wello is coupled with another one."), explanation->why,
                                   _("Give the record in Wello its right code, or uncouple it."));
        }
    }

  return TRUE;
}

/* A dry run couples nothing, and what depends on it is told as if it did. */
static void
note_links (Work *work)
{
  for (guint i = 0; i < work->candidates->len; i++)
    {
      const PsrSyncCandidate *candidate = g_ptr_array_index (work->candidates, i);

      if (candidate->problem == NULL && candidate->parts[0].done && candidate->parts[0].link == NULL)
        g_hash_table_insert (work->run->context->would_couple, g_strdup (candidate->id), g_strdup (candidate->parts[0].wello_id));
    }
}

/* What the mappings look up is read once, as soon as a record isn't as it was. */
static gboolean
read_tables (PsrSyncRun  *run,
             GPtrArray   *candidates,
             GError     **error)
{
  if (!psr_sync_tables_are_needed (run->targets, run->n_parts))
    return TRUE;

  for (guint i = 0; i < candidates->len; i++)
    {
      PsrSyncCandidate *candidate = g_ptr_array_index (candidates, i);
      gboolean changed = FALSE;

      for (guint part = 0; is_open (candidate) && part < candidate->n_parts; part++)
        changed |= !is_unchanged (run, candidate, &candidate->parts[part]);
      if (!changed)
        continue;

      if (run->tables == NULL)
        run->tables = psr_sync_tables_read (run->context, run->targets, run->n_parts, error);
      if (run->tables == NULL || !psr_sync_tables_check (run->tables, run->targets, run->n_parts, error))
        return FALSE;
      candidate->tables = psr_sync_tables_ref (run->tables);
    }

  return TRUE;
}

/**
 * psr_sync_page_process:
 * @run: a run
 * @candidates: (element-type PsrSyncCandidate): the records of the page
 * @page: (nullable): what else to store with them when all went well: how far
 *   the run has come
 * @error: return location for an error
 *
 * Finds out what has to be written, writes it, and stores links, values and
 * skipped rows of what was confirmed. When the run has to end, what was done
 * until then is stored, but not @page. Has to be called in a fiber.
 *
 * Returns: whether the run can go on
 */
gboolean
psr_sync_page_process (PsrSyncRun     *run,
                       GPtrArray      *candidates,
                       PsrMirrorPage  *page,
                       GError        **error)
{
  g_autoptr (Work) work = NULL;
  g_autoptr (PsrMirrorPage) partial = NULL;
  PsrMirrorPage *commit;

  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (candidates != NULL, FALSE);

  if (run->flow == PSR_SYNC_CONTACTS && !psr_sync_contacts_resolve (run, candidates, error))
    return FALSE;

  work = g_atomic_rc_box_new0 (Work);
  work->run = psr_sync_run_ref (run);
  work->candidates = g_ptr_array_ref (candidates);

  for (guint part = 0; part < run->n_parts; part++)
    {
      work->claimed[part] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      if (!psr_sync_match_part (run, candidates, part, error))
        return FALSE;
    }

  if (!read_tables (run, candidates, error))
    return FALSE;

  if (!dex_await (psr_executor_run (run->context->executor, "parse", compare_job,
                                    g_atomic_rc_box_acquire (work), work_unref),
                  error) ||
      !write_page (work, error))
    return FALSE;

  /* An unlinked match has to be coupled even if nothing had to be written. */
  if (!psr_sync_run_is_dry (run) && !store_links (work, error))
    return FALSE;

  if (psr_sync_run_is_dry (run) && run->flow == PSR_SYNC_CUSTOMERS)
    note_links (work);
  psr_sync_alone_take (run, candidates);

  run->report->at_hand = run->report->at_hand_written = 0;
  partial = work->stop != NULL || page == NULL ? psr_mirror_page_new () : NULL;
  commit = partial != NULL ? partial : page;

  for (guint i = 0; i < candidates->len; i++)
    {
      PsrSyncCandidate *candidate = g_ptr_array_index (candidates, i);

      /* Of a run that ended early only what was come to counts. */
      if (work->stop == NULL || candidate->problem != NULL || candidate->parts[0].done)
        psr_sync_settle (run, candidate, commit);
    }

  psr_sync_run_put_figures (run, commit);

  if (!psr_sync_run_is_dry (run) &&
      !dex_await (psr_mirror_store_commit (run->context->mirror, commit), error))
    return FALSE;

  psr_sync_run_notify (run);

  if (work->stop != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&work->stop));
      return FALSE;
    }

  return TRUE;
}
