/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup"

#include "config.h"

#include <string.h>

#include "psr-setup-steps.h"

/**
 * psr_setup_get_state:
 * @self: setting up
 * @step: a step
 *
 * Returns: how the step stands
 */
PsrSetupState
psr_setup_get_state (PsrSetup     *self,
                     PsrSetupStep  step)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), PSR_SETUP_IDLE);
  g_return_val_if_fail (step < PSR_SETUP_N_STEPS, PSR_SETUP_IDLE);

  /* Nobody waits for whether a secret is stored. */
  if (self->work != NULL && self->work->step == step &&
      !(self->work->is_load && (step == PSR_SETUP_BC || step == PSR_SETUP_WELLO)))
    return PSR_SETUP_BUSY;
  if (self->results[step].error != NULL)
    return PSR_SETUP_ERROR;
  if (self->results[step].is_done)
    return PSR_SETUP_DONE;

  return psr_setup_is_complete (self, step) ? PSR_SETUP_READY : PSR_SETUP_IDLE;
}

/**
 * psr_setup_get_error:
 * @self: setting up
 * @step: a step
 *
 * Returns: (transfer none) (nullable): why what was tried last failed
 */
const GError *
psr_setup_get_error (PsrSetup     *self,
                     PsrSetupStep  step)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), NULL);
  g_return_val_if_fail (step < PSR_SETUP_N_STEPS, NULL);

  return self->results[step].error;
}

/**
 * psr_setup_get_proof:
 * @self: setting up
 * @step: a step
 *
 * Returns: (transfer none) (nullable): what a step that is done found, one line
 */
const char *
psr_setup_get_proof (PsrSetup     *self,
                     PsrSetupStep  step)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), NULL);
  g_return_val_if_fail (step < PSR_SETUP_N_STEPS, NULL);

  return self->results[step].proof;
}

/**
 * psr_setup_get_progress:
 * @self: setting up
 *
 * Returns: (transfer none) (nullable): what is going on, one short line
 */
const char *
psr_setup_get_progress (PsrSetup *self)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), NULL);

  return self->work != NULL ? self->work->progress : NULL;
}

/**
 * psr_setup_get_prompt_url:
 * @self: setting up
 *
 * Returns: (transfer none) (nullable): the address at which a person is to sign
 *   in now
 */
const char *
psr_setup_get_prompt_url (PsrSetup *self)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), NULL);

  return self->work != NULL ? self->work->prompt_url : NULL;
}

/**
 * psr_setup_get_prompt_code:
 * @self: setting up
 *
 * Returns: (transfer none) (nullable): the code to type there
 */
const char *
psr_setup_get_prompt_code (PsrSetup *self)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), NULL);

  return self->work != NULL ? self->work->prompt_code : NULL;
}

/**
 * psr_setup_get_list:
 * @self: setting up
 * @list: what to choose from
 *
 * Returns: (transfer none) (nullable) (element-type PsrSetupChoice): the choices,
 *   or %NULL as long as they aren't fetched
 */
GPtrArray *
psr_setup_get_list (PsrSetup     *self,
                    PsrSetupList  list)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), NULL);
  g_return_val_if_fail (list < PSR_SETUP_N_LISTS, NULL);

  return self->lists[list];
}

/**
 * psr_setup_get_mappings:
 * @self: setting up
 *
 * Returns: (transfer none) (nullable) (element-type PsrSetupMapping): what is to
 *   be mapped, once it was looked for
 */
GPtrArray *
psr_setup_get_mappings (PsrSetup *self)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), NULL);

  return self->mappings;
}

/**
 * psr_setup_get_n_hand_typed:
 * @self: setting up
 *
 * Returns: how many parts that are ready to be billed were typed by hand
 */
guint
psr_setup_get_n_hand_typed (PsrSetup *self)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), 0);

  return self->n_hand_typed;
}

/**
 * psr_setup_lacks_resources:
 * @self: setting up
 *
 * Returns: whether hours can be billed as resources that can't be listed, so that their
 *   number has to be typed; it is tried when the step is applied
 */
gboolean
psr_setup_lacks_resources (PsrSetup *self)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), FALSE);

  return self->lacks_resources;
}

/**
 * psr_setup_count_work:
 * @self: setting up
 * @n_ready: (out): how many invoices are ready in Wello
 * @n_before: (out): how many of them are from before the first day
 *
 * Returns: whether it is known yet
 */
gboolean
psr_setup_count_work (PsrSetup *self,
                      guint    *n_ready,
                      guint    *n_before)
{
  g_autofree char *from = NULL;

  g_return_val_if_fail (PSR_IS_SETUP (self), FALSE);
  g_return_val_if_fail (n_ready != NULL && n_before != NULL, FALSE);

  *n_ready = 0;
  *n_before = 0;
  if (self->days == NULL)
    return FALSE;

  from = psr_setup_dup_value (self, PSR_PROFILE_BILLING_FROM);
  *n_ready = self->days->len;
  for (guint i = 0; i < self->days->len; i++)
    {
      const char *day = self->days->pdata[i];

      if (from != NULL && *day != '\0' && strcmp (day, from) < 0)
        (*n_before)++;
    }

  return TRUE;
}

/**
 * psr_setup_get_findings:
 * @self: setting up
 *
 * Returns: (transfer none) (nullable) (element-type PsrFinding): what the check
 *   found, once it was made
 */
GPtrArray *
psr_setup_get_findings (PsrSetup *self)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), NULL);

  return self->findings;
}

/**
 * psr_setup_get_flows:
 * @self: setting up
 *
 * Returns: (transfer none) (nullable) (element-type PsrFlowResult): what the dry
 *   run found, or later what the first sync did
 */
GPtrArray *
psr_setup_get_flows (PsrSetup *self)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), NULL);

  return self->flows;
}
