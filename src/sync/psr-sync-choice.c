/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-choice"

#include "config.h"

#include "psr-service-error.h"
#include "psr-sync-compare.h"
#include "psr-sync-private.h"

/* What the job that looks at Wello's record needs; @question is its answer. */
typedef struct
{
  PsrFieldMap  *map;
  PsrRecord    *wanted;
  PsrRecord    *agreed;
  PsrSyncTerms  terms;
  char         *question;
} Question;

static void
question_finalize (gpointer data)
{
  Question *question = data;

  g_clear_pointer (&question->map, psr_field_map_unref);
  g_clear_pointer (&question->wanted, psr_record_unref);
  g_clear_pointer (&question->agreed, psr_record_unref);
  g_clear_pointer (&question->question, g_free);
}

static void
question_unref (gpointer question)
{
  g_atomic_rc_box_release_full (question, question_finalize);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_unref)

/* Changes nothing; on the "parse" lane. */
static GBytes *
ask (JsonObject  *current,
     gpointer     data,
     GError     **error)
{
  Question *question = data;
  g_autoptr (GPtrArray) differences = g_ptr_array_new_with_free_func (psr_sync_difference_free);
  g_autoptr (GBytes) changes = psr_sync_compare (&question->terms, current, differences);

  g_clear_pointer (&question->question, g_free);
  question->question = psr_sync_differences_dup_question (differences);

  return NULL;
}

/* What a person is to be asked about the part, as both sides have it now. */
static gboolean
read_question (PsrSyncRun        *run,
               PsrSyncCandidate  *candidate,
               guint              part,
               GError           **error)
{
  const PsrSyncTarget *target = &run->targets[part];
  PsrSyncPart *p = &candidate->parts[part];
  g_autoptr (Question) question = NULL;
  g_autoptr (GError) local = NULL;

  g_set_str (&p->question, "");
  if (p->link == NULL || p->wello_id == NULL)
    return TRUE;

  question = g_atomic_rc_box_new0 (Question);
  question->map = psr_field_map_ref (target->map);
  question->wanted = psr_sync_candidate_dup_wanted (candidate, part, run->targets[part].map);
  question->agreed = p->agreed_record != NULL ? psr_record_ref (p->agreed_record) : NULL;
  psr_sync_run_fill_terms (run, candidate, part, &question->terms);
  question->terms.wanted = question->wanted;

  if (!dex_await (psr_wello_client_modify (run->context->wello, target->set, p->wello_id, ask,
                                           g_atomic_rc_box_acquire (question), question_unref),
                  &local) &&
      !g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (question->question != NULL)
    g_set_str (&p->question, question->question);

  return TRUE;
}

static const char *
get_mark (const PsrSyncRun *run,
          const char       *id)
{
  for (gsize i = 0; run->marks != NULL && run->rows[i] != NULL && run->marks[i] != NULL; i++)
    {
      if (g_str_equal (run->rows[i], id))
        return run->marks[i];
    }

  return "";
}

/**
 * psr_sync_choice_check:
 * @run: a run
 * @candidate: a record of which nothing was written yet
 * @error: return location for an error
 *
 * Where a person decided about the record: whether they saw what both sides have now, in
 * all its parts, is noted in it. Has to be called in a fiber.
 *
 * Returns: whether it could be found out
 */
gboolean
psr_sync_choice_check (PsrSyncRun        *run,
                       PsrSyncCandidate  *candidate,
                       GError           **error)
{
  const char *questions[PSR_SYNC_MAX_PARTS];
  g_autofree char *mark = NULL;

  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (candidate != NULL, FALSE);

  if ((run->flags & (PSR_SYNC_SETTLE_BC | PSR_SYNC_SETTLE_WELLO)) == 0)
    return TRUE;

  for (guint part = 0; part < candidate->n_parts; part++)
    {
      if (!read_question (run, candidate, part, error))
        return FALSE;
      questions[part] = candidate->parts[part].question;
    }

  mark = psr_sync_question_dup_mark (questions, candidate->n_parts);
  candidate->chosen = *mark != '\0' && g_str_equal (mark, get_mark (run, candidate->id));
  candidate->outdated = !candidate->chosen;

  return TRUE;
}
