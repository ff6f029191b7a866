/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-question"

#include "config.h"

#include <string.h>

#include "psr-engine-work.h"
#include "psr-question.h"
#include "psr-sync-error.h"
#include "psr-sync-flow.h"

/* Of so many the values are read from both services. */
#define N_VIEWS 50

typedef struct
{
  PsrEngine *engine;
  char      *flow;
  char      *row;
  gboolean   conflicts;
} Ask;

static void
ask_clear (gpointer data)
{
  Ask *ask = data;

  g_clear_object (&ask->engine);
  g_free (ask->flow);
  g_free (ask->row);
}

static void
ask_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, ask_clear);
}

static gboolean
is_asked (const Ask           *ask,
          const PsrSkippedRow *row)
{
  return psr_sync_code_is_question (row->code) &&
         (strcmp (row->code, PSR_SYNC_CODE_CONFLICT) == 0) == ask->conflicts;
}

/* What is asked is told as it is now, not as it was when a run came across it: what is
 * chosen holds for the values that were shown. */
static gboolean
add_view (PsrEngine    *engine,
          PsrQuestion  *question,
          const char   *what,
          GError      **error)
{
  question->view = dex_await_boxed (psr_engine_view_record (engine, question->flow, question->row), error);
  if (question->view == NULL)
    return FALSE;

  g_set_str (&question->mark, question->view->mark);
  if (*question->view->question != '\0')
    {
      g_free (question->reason);
      question->reason = psr_engine_join (what, question->view->question);
    }

  return TRUE;
}

static void
take_row (PsrQuestion         *question,
          const PsrSkippedRow *row)
{
  g_set_str (&question->number, row->number);
  g_set_str (&question->code, row->code);
  g_free (question->reason);
  question->reason = psr_engine_join (row->what, row->why);
  g_set_str (&question->mend, row->mend);
  question->since = row->first_at;
}

/* A new account has no record in Business Central to look at. */
static gboolean
add_question (Ask                 *ask,
              PsrSyncFlow          flow,
              const PsrSkippedRow *row,
              GPtrArray           *questions,
              GError             **error)
{
  g_autoptr(PsrQuestion) question = psr_question_new (row->flow, psr_sync_flow_get_title (flow), row->row_id);
  gboolean is_meant = ask->row != NULL ? strcmp (row->row_id, ask->row) == 0 : questions->len < N_VIEWS;

  take_row (question, row);
  if (is_meant && strcmp (row->code, PSR_SYNC_CODE_NEW_ACCOUNT) != 0 &&
      !add_view (ask->engine, question, row->what, error))
    return FALSE;

  g_ptr_array_add (questions, g_steal_pointer (&question));

  return TRUE;
}

static DexFuture *
questions_fiber (gpointer data)
{
  Ask *ask = data;
  g_autoptr(GPtrArray) questions = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_question_unref);
  GError *error = NULL;

  if (!psr_engine_open_store (ask->engine, &error))
    return dex_future_new_for_error (error);

  for (int flow = 0; flow < PSR_N_SYNC_FLOWS; flow++)
    {
      g_autoptr(GPtrArray) rows = dex_await_boxed (psr_mirror_store_list_skipped (psr_store_get_mirror (ask->engine->store),
                                                                                 psr_sync_flow_to_string (flow), NULL, 0),
                                                   &error);

      if (rows == NULL)
        return dex_future_new_for_error (error);

      for (guint i = 0; i < rows->len; i++)
        {
          if (is_asked (ask, rows->pdata[i]) && !add_question (ask, flow, rows->pdata[i], questions, &error))
            return dex_future_new_for_error (error);
        }
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&questions));
}

/**
 * psr_engine_list_questions:
 * @self: an engine
 * @conflicts: what both sides changed, or else what Wello proposes
 * @row: (nullable): the one record that is shown
 *
 * Lists the records of which a person decides whose values count. The first fifty come
 * with their values, read from both services, or only the one that is shown; nothing is
 * written.
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrQuestion
 */
DexFuture *
psr_engine_list_questions (PsrEngine  *self,
                           gboolean    conflicts,
                           const char *row)
{
  Ask *ask;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));

  ask = g_atomic_rc_box_new0 (Ask);
  ask->engine = g_object_ref (self);
  ask->conflicts = conflicts;
  ask->row = g_strdup (row);

  return dex_scheduler_spawn (NULL, 0, questions_fiber, ask, ask_unref);
}

/* A record may be looked at that isn't set aside. */
static PsrSkippedRow *
find_row (Ask     *ask,
          GError **error)
{
  g_autoptr(GPtrArray) rows = dex_await_boxed (psr_mirror_store_list_skipped (psr_store_get_mirror (ask->engine->store), ask->flow, NULL, 0),
                                               error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      PsrSkippedRow *row = rows->pdata[i];

      if (strcmp (row->row_id, ask->row) == 0)
        return psr_skipped_row_ref (row);
    }

  return NULL;
}

static DexFuture *
view_fiber (gpointer data)
{
  Ask *ask = data;
  g_autoptr(PsrQuestion) question = NULL;
  g_autoptr(PsrSkippedRow) row = NULL;
  PsrSyncFlow flow;
  GError *error = NULL;

  if (!psr_engine_find_flow (ask->flow, &flow, &error) || !psr_engine_open_store (ask->engine, &error))
    return dex_future_new_for_error (error);

  row = find_row (ask, &error);
  if (error != NULL)
    return dex_future_new_for_error (error);

  question = psr_question_new (ask->flow, psr_sync_flow_get_title (flow), ask->row);
  if (row != NULL && psr_sync_code_is_question (row->code))
    take_row (question, row);
  if (!add_view (ask->engine, question, row != NULL ? row->what : "", &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_QUESTION, g_steal_pointer (&question));
}

/**
 * psr_engine_view_question:
 * @self: an engine
 * @flow: the stable name of a flow
 * @row: a record, as an event or a question names it
 *
 * Reads a record of both services, and tells what a person is asked about it. Nothing is
 * written.
 *
 * Returns: (transfer full): a future that resolves to a #PsrQuestion; its @code is "" where
 *   nothing is asked
 */
DexFuture *
psr_engine_view_question (PsrEngine  *self,
                          const char *flow,
                          const char *row)
{
  Ask *ask;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (flow != NULL && row != NULL);

  ask = g_atomic_rc_box_new0 (Ask);
  ask->engine = g_object_ref (self);
  ask->flow = g_strdup (flow);
  ask->row = g_strdup (row);

  return dex_scheduler_spawn (NULL, 0, view_fiber, ask, ask_unref);
}
