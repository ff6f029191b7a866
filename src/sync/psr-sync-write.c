/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-write"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-json-writer.h"
#include "psr-service-error.h"
#include "psr-store-error.h"
#include "psr-sync-compare.h"
#include "psr-sync-contacts.h"
#include "psr-sync-error.h"
#include "psr-sync-private.h"
#include "psr-text.h"

#define HTTP_CONFLICT 409

/* What the job that looks at Wello's record needs; @needed is its answer. */
typedef struct
{
  PsrFieldMap  *map;
  PsrRecord    *wanted;
  PsrRecord    *agreed;
  PsrSyncTerms  terms;
  GPtrArray    *differences;
  PsrRecord    *apart;
  gboolean      dry_run;
  gboolean      needed;
} Change;

static void
change_finalize (gpointer data)
{
  Change *change = data;

  g_clear_pointer (&change->map, psr_field_map_unref);
  g_clear_pointer (&change->wanted, psr_record_unref);
  g_clear_pointer (&change->agreed, psr_record_unref);
  g_clear_pointer (&change->differences, g_ptr_array_unref);
  g_clear_pointer (&change->apart, psr_record_unref);
}

static void
change_unref (gpointer change)
{
  g_atomic_rc_box_release_full (change, change_finalize);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_unref)

/* On the "parse" lane. */
static GBytes *
decide_change (JsonObject  *current,
               gpointer     data,
               GError     **error)
{
  Change *change = data;
  g_autoptr (GBytes) changes = NULL;

  g_assert (change != NULL);

  g_ptr_array_set_size (change->differences, 0);
  psr_record_clear (change->apart);
  changes = psr_sync_compare (&change->terms, current, change->differences);
  change->needed = changes != NULL;

  return change->dry_run ? NULL : g_steal_pointer (&changes);
}

/* Says what an outcome came to, for a person; for everything but MADE. */
static void
set_outcome_error (GError          **error,
                   PsrWriteOutcome  *outcome)
{
  const GError *reason = psr_write_outcome_get_reason (outcome);
  g_autoptr (PsrExplanation) explanation = NULL;

  g_assert (reason != NULL);

  switch (psr_write_outcome_get_kind (outcome))
    {
    case PSR_WRITE_REFUSED:
    case PSR_WRITE_STALE:
      explanation = psr_explain (reason);
      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED,
                               _("Wello refused the record."),
                               *explanation->why != '\0' ? explanation->why : explanation->what,
                               _("Correct the record in Business Central, or what it refers to in Wello."));
      return;

    case PSR_WRITE_UNKNOWN:
      explanation = psr_explain (reason);
      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_UNCERTAIN,
                               _("It isn’t known whether Wello took the record."),
                               *explanation->why != '\0' ? explanation->why : explanation->what,
                               _("It is looked at again by the next run."));
      return;

    case PSR_WRITE_NOT_MADE:
      g_propagate_error (error, g_error_copy (reason));
      return;

    case PSR_WRITE_MADE:
    default:
      g_assert_not_reached ();
    }
}

/* Has Wello's record changed where it differs. A PUT whose answer is lost may
 * be repeated: the record is read first each time. A record that is gone is
 * reported as PSR_SERVICE_ERROR_NOT_FOUND. */
static gboolean
change_record (PsrSyncRun              *run,
               const PsrSyncCandidate  *candidate,
               guint                    number,
               PsrRecord               *wanted,
               PsrSyncOutcome          *outcome,
               GError                 **error)
{
  const PsrSyncTarget *target = &run->targets[number];
  PsrSyncPart *part = (PsrSyncPart *) &candidate->parts[number];

  for (guint attempt = 0; ; attempt++)
    {
      g_autoptr (Change) change = g_atomic_rc_box_new0 (Change);
      g_autoptr (PsrWelloUpdate) update = NULL;

      change->map = psr_field_map_ref (target->map);
      change->wanted = psr_record_ref (wanted);
      change->agreed = part->agreed_record != NULL ? psr_record_ref (part->agreed_record) : NULL;
      psr_sync_run_fill_terms (run, candidate, number, &change->terms);
      change->terms.wanted = wanted;
      change->apart = psr_record_new ();
      change->terms.apart = change->apart;
      change->differences = g_ptr_array_new_with_free_func (psr_sync_difference_free);
      change->dry_run = psr_sync_run_is_dry (run);

      update = dex_await_boxed (psr_wello_client_modify (run->context->wello, target->set, part->wello_id,
                                                         decide_change, g_atomic_rc_box_acquire (change),
                                                         change_unref),
                                error);
      if (update == NULL)
        return FALSE;

      g_clear_pointer (&part->differences, g_ptr_array_unref);
      part->differences = g_ptr_array_ref (change->differences);
      g_clear_pointer (&part->apart, psr_record_unref);
      part->apart = psr_record_ref (change->apart);

      if (update->outcome == NULL)
        {
          *outcome = change->needed || attempt > 0 ? PSR_SYNC_CHANGED : PSR_SYNC_UNCHANGED;
          return TRUE;
        }

      if (psr_write_outcome_get_kind (update->outcome) == PSR_WRITE_MADE)
        {
          *outcome = PSR_SYNC_CHANGED;
          return TRUE;
        }

      if (psr_write_outcome_get_kind (update->outcome) != PSR_WRITE_UNKNOWN || attempt > 0)
        {
          set_outcome_error (error, update->outcome);
          return FALSE;
        }
    }
}

/* Whether Wello has a record with the id that we would give it. */
static gboolean
read_exists (PsrSyncRun           *run,
             const PsrSyncTarget  *target,
             const char           *id,
             gboolean             *exists,
             GError              **error)
{
  g_autoptr (GError) local = NULL;
  DexFuture *future;

  switch (target->set)
    {
    case PSR_WELLO_SET_COMPANIES:
      future = psr_wello_client_get_company (run->context->wello, id);
      break;

    case PSR_WELLO_SET_CONTACTS:
      future = psr_wello_client_get_contact (run->context->wello, id);
      break;

    case PSR_WELLO_SET_ARTICLES:
      future = psr_wello_client_get_article (run->context->wello, id);
      break;

    case PSR_WELLO_SET_LOCATIONS:
    case PSR_WELLO_SET_STOCK:
    case PSR_WELLO_SET_LABELS:
    case PSR_WELLO_SET_PRICES:
    default:
      g_assert_not_reached ();
    }

  *exists = dex_await (future, &local);

  if (*exists || g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static GBytes *
make_body (PsrSyncRun          *run,
           const PsrSyncTarget *target,
           PsrRecord           *wanted)
{
  g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  for (guint i = 0; i < psr_record_get_n_values (wanted); i++)
    {
      const char *name = psr_record_get_name (wanted, i);
      const PsrField *field = psr_field_map_find_target (target->map, name);
      const PsrValue *value = psr_record_get_value (wanted, name);

      if (field == NULL || !field->clears || !psr_value_is_nothing (value))
        psr_sync_tables_write (run->tables, field, name, value, writer);
    }

  if (target->set == PSR_WELLO_SET_COMPANIES && run->context->sales_organization_id != NULL &&
      !psr_record_has (wanted, "sales_organization_id"))
    psr_json_writer_add_string (writer, "sales_organization_id", run->context->sales_organization_id);

  psr_json_writer_end_object (writer);
  return psr_json_writer_finish (writer);
}

typedef enum
{
  MADE,    /* by us, and we know it */
  ARRIVED, /* by us, though the answer was lost */
  EXISTED, /* before us */
} Creation;

/* Makes the record with the id that it has in Business Central. Whether it was
 * there already, or is there after an answer that was lost, is seen by asking
 * for this id: a second one can't come into being. */
static gboolean
create_record (PsrSyncRun           *run,
               const PsrSyncTarget  *target,
               const char           *id,
               PsrRecord            *wanted,
               Creation             *creation,
               GError              **error)
{
  g_autoptr (PsrWriteOutcome) outcome = NULL;
  g_autoptr (GBytes) body = NULL;
  PsrServiceError *refusal;
  gboolean exists;

  *creation = MADE;

  if (psr_sync_run_is_dry (run))
    return TRUE;

  body = make_body (run, target, wanted);
  outcome = dex_await_object (psr_wello_client_create (run->context->wello, target->set, body), error);
  if (outcome == NULL)
    return FALSE;

  if (psr_write_outcome_get_kind (outcome) == PSR_WRITE_MADE)
    return TRUE;

  refusal = psr_write_outcome_get_error (outcome);

  if (psr_write_outcome_get_kind (outcome) == PSR_WRITE_UNKNOWN ||
      (refusal != NULL && refusal->status == HTTP_CONFLICT))
    {
      if (!read_exists (run, target, id, &exists, error))
        return FALSE;

      *creation = psr_write_outcome_get_kind (outcome) == PSR_WRITE_UNKNOWN ? ARRIVED : EXISTED;
      if (exists)
        return TRUE;
    }

  set_outcome_error (error, outcome);
  return FALSE;
}

/* Business Central's record of @link is gone, and somebody gave its record in Wello the code
 * of this one: it is this one's from now on. What was agreed on with the other says nothing. */
static gboolean
take_over (PsrSyncRun     *run,
           const PsrLink  *link,
           GError        **error)
{
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();

  if (psr_sync_run_is_dry (run))
    return TRUE;

  for (guint part = run->n_parts; part > 0; part--)
    {
      g_autoptr (GError) local = NULL;

      if (!dex_await (psr_link_store_remove (run->context->links, run->targets[part - 1].entity, link->bc_id, "sync",
                                             "gone in Business Central, its record has another's code"),
                      &local) &&
          !g_error_matches (local, PSR_STORE_ERROR, PSR_STORE_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      psr_mirror_page_remove_agreed (page, run->targets[part - 1].entity, link->bc_id);
    }
  psr_mirror_page_clear_skipped (page, psr_sync_flow_to_string (run->flow), link->bc_id);
  if (!dex_await (psr_mirror_store_commit (run->context->mirror, page), error))
    return FALSE;
  g_hash_table_remove (run->was_skipped, link->bc_id);

  return TRUE;
}

/* A record that is coupled already can't be coupled again, unless the other half is gone. */
static gboolean
check_free (PsrSyncRun              *run,
            const PsrSyncTarget     *target,
            const PsrSyncCandidate  *candidate,
            const PsrSyncPart       *part,
            GError                 **error)
{
  g_autoptr (PsrLink) link = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *why = NULL;
  gboolean gone;

  link = dex_await_boxed (psr_link_store_find_by_wello (run->context->links, target->entity, part->wello_id), &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  if (link == NULL || g_str_equal (link->bc_id, candidate->id))
    return TRUE;

  /* That another record has the same number now, which is the code that we gave it, is for a person. */
  if (g_strcmp0 (part->how, PSR_LINK_BY_CODE) == 0 && !g_str_equal (link->bc_number, candidate->number))
    {
      if (!psr_sync_gone_check (run, link->bc_id, &gone, error))
        return FALSE;
      if (gone)
        return take_over (run, link, error);
    }

  why = g_strdup_printf (_("The record in Wello with this id or code belongs to %s."), link->bc_number);
  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_TAKEN,
                           _("Its record in Wello is coupled with another one."), why,
                           _("Give the record in Wello its right code, or uncouple it."));
  return FALSE;
}

/* Compares the record with Wello's. Where Wello has news and its filter leaves the record
 * out, it is compared once more as one that goes one way. */
static gboolean
settle_record (PsrSyncRun        *run,
               PsrSyncCandidate  *candidate,
               guint              number,
               PsrRecord         *wanted,
               PsrSyncOutcome    *outcome,
               GError           **error)
{
  PsrSyncPart *part = &candidate->parts[number];
  PsrSyncOutcome first;
  gboolean covers;

  if (!change_record (run, candidate, number, wanted, outcome, error))
    return FALSE;
  if (candidate->one_way || part->differences == NULL || part->differences->len == 0)
    return TRUE;
  if (!psr_sync_follow_covers (run, &run->targets[number], part->wello_id, &covers, error))
    return FALSE;
  if (covers)
    return TRUE;

  first = *outcome;
  candidate->one_way = TRUE;
  if (!change_record (run, candidate, number, wanted, outcome, error))
    return FALSE;
  if (*outcome == PSR_SYNC_UNCHANGED)
    *outcome = first;

  return TRUE;
}

static gboolean
write_part (PsrSyncRun        *run,
            PsrSyncCandidate  *candidate,
            guint              number,
            PsrSyncOutcome    *outcome,
            GError           **error)
{
  const PsrSyncTarget *target = &run->targets[number];
  PsrSyncPart *part = &candidate->parts[number];
  const char *company_id = number > 0 ? candidate->parts[0].wello_id : candidate->company_id;
  gboolean company_is_new = number > 0 && candidate->outcome == PSR_SYNC_CREATED;
  g_autoptr (PsrRecord) wanted = psr_sync_candidate_dup_wanted (candidate, number, target->map);
  g_autoptr (GError) local = NULL;
  Creation creation;

  *outcome = PSR_SYNC_UNCHANGED;

  if (part->wello_id == NULL && !run->indexed && !company_is_new &&
      !psr_sync_find_match (run, target, part, company_id, target->entity == PSR_ENTITY_PERSON ? candidate->name : NULL, error))
    return FALSE;

  if (candidate->has_twin && part->wello_id != NULL && !run->indexed)
    {
      psr_sync_contacts_set_twins (error, candidate->name);
      return FALSE;
    }

  if (part->wello_id != NULL && part->link == NULL && !check_free (run, target, candidate, part, error))
    return FALSE;

  if (part->wello_id != NULL)
    {
      if (part->as_wanted || settle_record (run, candidate, number, wanted, outcome, &local))
        {
          part->done = TRUE;
          return TRUE;
        }

      if (!g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }

      /* It was deleted in Wello: it is made again. */
      part->stale = part->link != NULL;
      g_clear_pointer (&part->wello_id, g_free);
      part->how = NULL;
    }

  if (!create_record (run, target, candidate->id, wanted, &creation, error))
    return FALSE;

  part->wello_id = g_strdup (candidate->id);
  part->how = creation == MADE ? PSR_LINK_MADE : PSR_LINK_BY_ID;
  *outcome = PSR_SYNC_CREATED;

  if (creation != MADE)
    {
      PsrSyncOutcome change;

      if (!check_free (run, target, candidate, part, error) ||
          !change_record (run, candidate, number, wanted, &change, error))
        return FALSE;

      if (creation == EXISTED)
        *outcome = change;
    }

  part->done = TRUE;
  return TRUE;
}

/**
 * psr_sync_write_candidate:
 * @run: a run
 * @candidate: a record with its links and matches
 * @error: return location for an error
 *
 * Makes Wello have what the record says. Parts that were written are marked,
 * also when a later one fails. Has to be called in a fiber.
 *
 * Returns: whether all parts are as they should be
 */
gboolean
psr_sync_write_candidate (PsrSyncRun        *run,
                          PsrSyncCandidate  *candidate,
                          GError           **error)
{
  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (candidate != NULL, FALSE);

  candidate->outcome = PSR_SYNC_UNCHANGED;

  for (guint i = 0; i < candidate->n_parts; i++)
    {
      PsrSyncOutcome outcome;
      gboolean written;

      if (candidate->parts[i].done)
        continue;

      if (!write_part (run, candidate, i, &outcome, error) ||
          !psr_sync_back_write (run, candidate, i, &written, error))
        return FALSE;

      if (written)
        {
          candidate->written_back = TRUE;
          outcome = outcome == PSR_SYNC_UNCHANGED ? PSR_SYNC_CHANGED : outcome;
        }

      if (candidate->parts[i].how != NULL && !g_str_equal (candidate->parts[i].how, PSR_LINK_MADE) && i == 0)
        candidate->coupled = TRUE;

      if (i == 0)
        candidate->outcome = outcome;
      else if (candidate->outcome == PSR_SYNC_UNCHANGED && outcome != PSR_SYNC_UNCHANGED)
        candidate->outcome = PSR_SYNC_CHANGED;
    }

  return TRUE;
}
