/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-requests"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-act-command.h"
#include "psr-bill-command.h"
#include "psr-couple-command.h"
#include "psr-command-result.h"
#include "psr-engine-error.h"
#include "psr-engine-private.h"
#include "psr-explain.h"
#include "psr-store-error.h"
#include "psr-sync-command.h"

typedef struct
{
  PsrEngine *engine;
  char      *person;
  gint64     id;
} GiveUp;

static void
give_up_clear (gpointer data)
{
  GiveUp *give_up = data;

  g_clear_object (&give_up->engine);
  g_free (give_up->person);
}

static void
give_up_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, give_up_clear);
}

static char *
describe_bill (PsrCommand *command)
{
  g_autoptr(PsrBillCommand) bill = psr_bill_command_from_command (command, NULL);
  g_autofree char *numbers = NULL;

  if (bill == NULL)
    return NULL;

  if (bill->numbers == NULL)
    return g_strdup_printf (ngettext ("bill all that was ready: %u document", "bill all that was ready: %u documents",
                                      bill->documents->len),
                            bill->documents->len);

  numbers = g_strjoinv (", ", bill->numbers);

  /* Translators: numbers of invoices. */
  return g_strdup_printf (_("bill %s"), numbers);
}

static char *
describe_sync (PsrCommand *command)
{
  g_autoptr(PsrSyncCommand) sync = psr_sync_command_from_command (command, NULL);
  g_autofree char *flows = NULL;

  if (sync == NULL)
    return NULL;

  flows = g_strjoinv (", ", sync->flows);

  /* Translators: names of flows. */
  return g_strdup_printf (_("sync %s"), flows);
}

static char *
describe_act (PsrCommand *command)
{
  g_autoptr(PsrActCommand) act = psr_act_command_from_command (command, NULL);
  g_autofree char *numbers = NULL;

  if (act == NULL)
    return NULL;

  if (act->numbers[0] == NULL)
    return g_strdup (psr_billing_act_to_string (act->kind));

  numbers = g_strjoinv (", ", act->numbers);

  return g_strdup_printf ("%s %s", psr_billing_act_to_string (act->kind), numbers);
}

static char *
describe_couple (PsrCommand *command)
{
  g_autoptr(PsrCoupleCommand) couple = psr_couple_command_from_command (command, NULL);

  if (couple == NULL)
    return NULL;

  if (*couple->bc == '\0')
    return g_strdup_printf (_("reset %s"), couple->flow);

  return *couple->wello == '\0' ? g_strdup_printf (_("uncouple %s"), couple->bc)
                                : g_strdup_printf (_("couple %s with %s"), couple->bc, couple->wello);
}

/* A request in words. */
static char *
describe (PsrCommand *command)
{
  char *text = NULL;

  if (strcmp (command->kind, PSR_BILL_COMMAND) == 0)
    text = describe_bill (command);
  else if (strcmp (command->kind, PSR_ACT_COMMAND) == 0)
    text = describe_act (command);
  else if (strcmp (command->kind, PSR_SYNC_COMMAND) == 0)
    text = describe_sync (command);
  else if (strcmp (command->kind, PSR_COUPLE_COMMAND) == 0)
    text = describe_couple (command);
  else if (strcmp (command->kind, PSR_REFRESH_COMMAND) == 0)
    text = g_strdup (_("read completed work"));

  return text != NULL ? text : g_strdup (command->kind);
}

/**
 * psr_engine_list_requests:
 * @self: an engine whose state is open
 * @status: where to list them
 * @error: return location for an error
 *
 * Lists what somebody asked for and nobody has finished: whoever asked waits for
 * it, or was ended before. In a fiber.
 *
 * Returns: whether they could be read
 */
gboolean
psr_engine_list_requests (PsrEngine        *self,
                          PsrEngineStatus  *status,
                          GError          **error)
{
  g_autoptr(GPtrArray) commands = dex_await_boxed (psr_ledger_list_commands (psr_store_get_ledger (self->store)), error);

  if (commands == NULL)
    return FALSE;

  for (guint i = 0; i < commands->len; i++)
    {
      PsrCommand *command = commands->pdata[i];
      PsrOpenRequest *request = psr_engine_status_add_request (status, command->id);

      request->kind = g_strdup (command->kind);
      request->what = describe (command);
      request->person = g_strdup (command->requested_by);
      request->asked = command->requested_at;
      request->is_taken = strcmp (command->state, PSR_COMMAND_TAKEN) == 0;
    }

  return TRUE;
}

/* What somebody took who is gone waits again; only who has the lock can tell. */
static gboolean
release (PsrEngine  *self,
         GError    **error)
{
  g_autoptr(GError) locked = NULL;
  gboolean good;

  if (!psr_engine_try_lock (self, &locked))
    {
      if (g_error_matches (locked, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED))
        return TRUE;

      g_propagate_error (error, g_steal_pointer (&locked));
      return FALSE;
    }

  good = dex_await (psr_ledger_release_commands (psr_store_get_ledger (self->store),
                                                 psr_holder_get_id (self->holder)),
                    error);
  psr_engine_release_lock (self);

  return good;
}

static DexFuture *
give_up_fiber (gpointer data)
{
  GiveUp *give_up = data;
  PsrEngine *self = give_up->engine;
  g_autoptr(GError) reason = NULL;
  g_autofree char *why = NULL;
  g_autofree char *result = NULL;
  GError *error = NULL;

  if (!psr_engine_open_store (self, &error) || !release (self, &error))
    return dex_future_new_for_error (error);

  /* Translators: a person. */
  why = g_strdup_printf (_("%s gave it up."), give_up->person);
  reason = psr_explained_error_new (PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_STOPPED,
                                    _("The request wasn’t carried out."), why, _("Ask for it again."));
  result = psr_command_result_from_error (reason);

  if (!dex_await (psr_ledger_give_up_command (psr_store_get_ledger (self->store), give_up->id, give_up->person, result),
                  &error))
    {
      /* That there is none of that number, or no longer, isn't about our state. */
      if (g_error_matches (error, PSR_STORE_ERROR, PSR_STORE_ERROR_CONFLICT))
        {
          error->domain = PSR_ENGINE_ERROR;
          error->code = PSR_ENGINE_ERROR_NOT_FOUND;
        }
      return dex_future_new_for_error (error);
    }

  return dex_future_new_true ();
}

/**
 * psr_engine_give_up_request:
 * @self: an engine
 * @id: the number of a request
 * @person: who gives it up
 *
 * Has a request that nobody is carrying out never carried out.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with
 *   %PSR_ENGINE_ERROR_NOT_FOUND when there is none that could be given up
 */
DexFuture *
psr_engine_give_up_request (PsrEngine  *self,
                            gint64      id,
                            const char *person)
{
  GiveUp *give_up;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (person != NULL);

  give_up = g_atomic_rc_box_new0 (GiveUp);
  give_up->engine = g_object_ref (self);
  give_up->person = g_strdup (person);
  give_up->id = id;

  return dex_scheduler_spawn (NULL, 0, give_up_fiber, give_up, give_up_unref);
}
