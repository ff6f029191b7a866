/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-couple"

#include "config.h"

#include "psr-couple-command.h"
#include "psr-engine-work.h"
#include "psr-sync-couple.h"

typedef struct
{
  PsrEngine *engine;
  char      *flow;
  char      *bc;
  char      *wello;
  char      *person;
} Couple;

static void
couple_clear (gpointer data)
{
  Couple *couple = data;

  g_clear_object (&couple->engine);
  g_free (couple->flow);
  g_free (couple->bc);
  g_free (couple->wello);
  g_free (couple->person);
}

static void
couple_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, couple_clear);
}

/**
 * psr_engine_carry_out_couple:
 * @self: an engine that has the lock
 * @work: what it remembers
 * @command: a command of the kind %PSR_COUPLE_COMMAND
 * @error: return location for the reason why not
 *
 * Couples two records, uncouples one, or has a flow read everything again.
 *
 * Returns: (transfer full) (nullable): what came of it
 */
char *
psr_engine_carry_out_couple (PsrEngine      *self,
                             PsrEngineWork  *work,
                             PsrCommand     *command,
                             GError        **error)
{
  g_autoptr(PsrCoupleCommand) couple = psr_couple_command_from_command (command, error);
  g_autoptr(PsrSyncContext) context = NULL;
  g_autoptr(PsrCoupling) coupling = NULL;
  g_autoptr(PsrLink) link = NULL;
  PsrSyncFlow flow;

  if (couple == NULL || !psr_engine_find_flow (couple->flow, &flow, error) ||
      !(context = psr_engine_make_sync (self, error)))
    return NULL;

  if (*couple->bc == '\0')
    {
      if (!psr_sync_reset (context, flow, error))
        return NULL;

      coupling = psr_coupling_new ("", "", "");
      return psr_couple_result_from_coupling (coupling);
    }

  link = *couple->wello != '\0'
           ? psr_sync_couple (context, flow, couple->bc, couple->wello, command->requested_by, error)
           : psr_sync_uncouple (context, flow, couple->bc, command->requested_by, error);
  if (link == NULL)
    return NULL;

  work->brought = TRUE;
  coupling = psr_coupling_new (link->bc_id, link->bc_number, link->wello_id);

  return psr_couple_result_from_coupling (coupling);
}

static DexFuture *
couple_fiber (gpointer data)
{
  Couple *couple = data;
  PsrEngine *self = couple->engine;
  g_autoptr(PsrBillingContext) context = NULL;
  g_autoptr(PsrCoupling) coupling = NULL;
  g_autofree char *result = NULL;
  GError *error = NULL;

  if (psr_engine_open_writing (self, &error))
    {
      g_auto(PsrEngineWork) work = { 0, };
      g_autoptr(PsrCommand) command = NULL;

      command = psr_couple_command_make (couple->flow, couple->bc, couple->wello,
                                         psr_engine_get_person (self, couple->person));

      /* Without what billing needs, others bill. */
      context = psr_engine_make_billing (self, TRUE, NULL);
      psr_engine_work_init (&work, context);
      result = psr_engine_ask (self, &work, command, &error);
    }

  psr_engine_release_lock (self);

  if (result != NULL)
    coupling = psr_couple_result_to_coupling (result, &error);
  if (coupling == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_COUPLING, g_steal_pointer (&coupling));
}

static DexFuture *
ask (PsrEngine  *self,
     const char *flow,
     const char *bc,
     const char *wello,
     const char *person)
{
  Couple *couple = g_atomic_rc_box_new0 (Couple);

  couple->engine = g_object_ref (self);
  couple->flow = g_strdup (flow);
  couple->bc = g_strdup (bc);
  couple->wello = g_strdup (wello);
  couple->person = g_strdup (person);

  return dex_scheduler_spawn (NULL, 0, couple_fiber, couple, couple_unref);
}

/**
 * psr_engine_couple:
 * @self: an engine
 * @flow: the stable name of the flow of which the records are
 * @bc: number or GUID of the record in Business Central
 * @wello: code or GUID of the record in Wello
 * @person: who asks
 *
 * Couples two records that are the same thing, whatever their numbers and ids are.
 * The next run of the flow compares them. Where somebody else is at work on the same
 * state, they do it.
 *
 * Returns: (transfer full): a future that resolves to a #PsrCoupling, also when they were
 *   coupled already; rejects with the errors of psr_sync_couple()
 */
DexFuture *
psr_engine_couple (PsrEngine  *self,
                   const char *flow,
                   const char *bc,
                   const char *wello,
                   const char *person)
{
  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (flow != NULL && person != NULL);
  dex_return_error_if_fail (bc != NULL && *bc != '\0');
  dex_return_error_if_fail (wello != NULL && *wello != '\0');

  return ask (self, flow, bc, wello, person);
}

/**
 * psr_engine_uncouple:
 * @self: an engine
 * @flow: the stable name of the flow of which the record is
 * @bc: number or GUID of the record in Business Central
 * @person: who asks
 *
 * Uncouples a record from the one in Wello. The next run of the flow looks for its
 * record anew.
 *
 * Returns: (transfer full): a future that resolves to the #PsrCoupling as it was; rejects
 *   with the errors of psr_sync_uncouple()
 */
DexFuture *
psr_engine_uncouple (PsrEngine  *self,
                     const char *flow,
                     const char *bc,
                     const char *person)
{
  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (flow != NULL && person != NULL);
  dex_return_error_if_fail (bc != NULL && *bc != '\0');

  return ask (self, flow, bc, "", person);
}

/**
 * psr_engine_reset_flow:
 * @self: an engine
 * @flow: the stable name of a flow
 * @person: who asks
 *
 * Has the next run of the flow read everything again, as the first one did.
 *
 * Returns: (transfer full): a future that resolves to a #PsrCoupling without ids
 */
DexFuture *
psr_engine_reset_flow (PsrEngine  *self,
                       const char *flow,
                       const char *person)
{
  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (flow != NULL && person != NULL);

  return ask (self, flow, "", "", person);
}
