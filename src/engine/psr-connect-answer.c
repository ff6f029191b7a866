/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-connect-answer"

#include "config.h"

#include "psr-connect-answer.h"

G_DEFINE_BOXED_TYPE (PsrConnectAnswer, psr_connect_answer, psr_connect_answer_ref, psr_connect_answer_unref)

static void
psr_connect_place_free (gpointer data)
{
  PsrConnectPlace *self = data;

  g_free (self->name);
  g_free (self->type);
  g_free (self);
}

static void
psr_connect_answer_clear (gpointer data)
{
  PsrConnectAnswer *self = data;

  g_free (self->person);
  g_ptr_array_unref (self->environments);
  g_ptr_array_unref (self->companies);
  g_ptr_array_unref (self->off);
  g_clear_error (&self->problem);
}

/**
 * psr_connect_answer_new:
 *
 * Returns: (transfer full): an answer with nothing in it
 */
PsrConnectAnswer *
psr_connect_answer_new (void)
{
  PsrConnectAnswer *self = g_atomic_rc_box_new0 (PsrConnectAnswer);

  self->environments = g_ptr_array_new_with_free_func (psr_connect_place_free);
  self->companies = g_ptr_array_new_with_free_func (psr_connect_place_free);
  self->off = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/**
 * psr_connect_answer_ref:
 * @self: an answer
 *
 * Returns: (transfer full): @self
 */
PsrConnectAnswer *
psr_connect_answer_ref (PsrConnectAnswer *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_connect_answer_unref:
 * @self: (transfer full): an answer
 */
void
psr_connect_answer_unref (PsrConnectAnswer *self)
{
  g_atomic_rc_box_release_full (self, psr_connect_answer_clear);
}

/**
 * psr_connect_answer_add:
 * @places: (element-type PsrConnectPlace): a list of an answer
 * @name: a name
 * @type: (nullable): what it is for
 * @is_chosen: whether the profile names it
 *
 * Adds an environment or a company.
 */
void
psr_connect_answer_add (GPtrArray  *places,
                        const char *name,
                        const char *type,
                        gboolean    is_chosen)
{
  PsrConnectPlace *place;

  g_return_if_fail (places != NULL && name != NULL);

  place = g_new0 (PsrConnectPlace, 1);
  place->name = g_strdup (name);
  place->type = g_strdup (type != NULL ? type : "");
  place->is_chosen = is_chosen;
  g_ptr_array_add (places, place);
}
