/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-question"

#include "config.h"

#include <string.h>

#include "psr-question.h"

G_DEFINE_BOXED_TYPE (PsrQuestion, psr_question, psr_question_ref, psr_question_unref)

static void
psr_question_clear (gpointer data)
{
  PsrQuestion *self = data;

  g_free (self->flow);
  g_free (self->title);
  g_free (self->row);
  g_free (self->number);
  g_free (self->code);
  g_free (self->reason);
  g_free (self->mend);
  g_free (self->mark);
  g_clear_pointer (&self->view, psr_record_view_unref);
}

/**
 * psr_question_new:
 * @flow: the stable name of a flow
 * @title: its name, translated
 * @row: the record
 *
 * Returns: (transfer full): a question
 */
PsrQuestion *
psr_question_new (const char *flow,
                  const char *title,
                  const char *row)
{
  PsrQuestion *self;

  g_return_val_if_fail (flow != NULL && title != NULL && row != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrQuestion);
  self->flow = g_strdup (flow);
  self->title = g_strdup (title);
  self->row = g_strdup (row);
  self->number = g_strdup ("");
  self->code = g_strdup ("");
  self->reason = g_strdup ("");
  self->mend = g_strdup ("");
  self->mark = g_strdup ("");
  self->since = PSR_TIMESTAMP_NONE;

  return self;
}

/**
 * psr_question_ref:
 * @self: a question
 *
 * Returns: (transfer full): @self
 */
PsrQuestion *
psr_question_ref (PsrQuestion *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_question_unref:
 * @self: (transfer full): a question
 */
void
psr_question_unref (PsrQuestion *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_question_clear);
}

/**
 * psr_question_can_accept:
 * @self: a question
 *
 * What only Business Central decides on can be rejected, and nothing else.
 *
 * Returns: whether Wello's side can be taken
 */
gboolean
psr_question_can_accept (const PsrQuestion *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return strcmp (self->code, "proposal") != 0 || self->view == NULL || self->view->can_accept;
}
