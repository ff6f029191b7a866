/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-act-request"

#include "config.h"

#include "psr-act-request.h"
#include "psr-work-order.h"

G_DEFINE_BOXED_TYPE (PsrActRequest, psr_act_request, psr_act_request_ref, psr_act_request_unref)
G_DEFINE_BOXED_TYPE (PsrActAnswer, psr_act_answer, psr_act_answer_ref, psr_act_answer_unref)

static void
psr_act_request_clear (gpointer data)
{
  PsrActRequest *self = data;

  g_free (self->act);
  g_strfreev (self->numbers);
  g_strfreev (self->bc_numbers);
  g_free (self->reason);
  g_free (self->person);
}

static void
failure_free (gpointer data)
{
  PsrActFailure *failure = data;

  g_free (failure->number);
  g_free (failure->what);
  g_free (failure->why);
  g_free (failure->mend);
  g_free (failure);
}

static void
psr_act_answer_clear (gpointer data)
{
  PsrActAnswer *self = data;

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->failures);
  g_clear_error (&self->stopped);
}

/**
 * psr_act_request_new:
 * @act: what is decided
 * @numbers: (nullable) (array zero-terminated=1): about what
 * @person: who decides
 *
 * Returns: (transfer full): a request
 */
PsrActRequest *
psr_act_request_new (const char         *act,
                     const char * const *numbers,
                     const char         *person)
{
  PsrActRequest *self;

  g_return_val_if_fail (act != NULL && person != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrActRequest);
  self->act = g_strdup (act);
  self->numbers = g_strdupv ((char **) numbers);
  self->person = g_strdup (person);

  return self;
}

/**
 * psr_act_request_ref:
 * @self: a request
 *
 * Returns: (transfer full): another reference to @self
 */
PsrActRequest *
psr_act_request_ref (PsrActRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_act_request_unref:
 * @self: (transfer full): a request
 *
 * Drops a reference to @self.
 */
void
psr_act_request_unref (PsrActRequest *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_act_request_clear);
}

/**
 * psr_act_answer_new:
 *
 * Returns: (transfer full): an answer without documents
 */
PsrActAnswer *
psr_act_answer_new (void)
{
  PsrActAnswer *self = g_atomic_rc_box_new0 (PsrActAnswer);

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_work_order_unref);
  self->failures = g_ptr_array_new_with_free_func (failure_free);

  return self;
}

/**
 * psr_act_answer_add_failure:
 * @self: an answer that is being made
 * @number: what was named
 * @what: what could not be done
 * @why: why, or ""
 * @mend: how to mend it, or ""
 *
 * Adds what could not be done for one document.
 */
void
psr_act_answer_add_failure (PsrActAnswer *self,
                            const char   *number,
                            const char   *what,
                            const char   *why,
                            const char   *mend)
{
  PsrActFailure *failure;

  g_return_if_fail (self != NULL && number != NULL && what != NULL);

  failure = g_new0 (PsrActFailure, 1);
  failure->number = g_strdup (number);
  failure->what = g_strdup (what);
  failure->why = g_strdup (why != NULL ? why : "");
  failure->mend = g_strdup (mend != NULL ? mend : "");
  g_ptr_array_add (self->failures, failure);
}

/**
 * psr_act_answer_ref:
 * @self: an answer
 *
 * Returns: (transfer full): another reference to @self
 */
PsrActAnswer *
psr_act_answer_ref (PsrActAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_act_answer_unref:
 * @self: (transfer full): an answer
 *
 * Drops a reference to @self.
 */
void
psr_act_answer_unref (PsrActAnswer *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_act_answer_clear);
}
