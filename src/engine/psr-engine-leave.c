/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-leave"

#include "config.h"

#include "psr-bill-command.h"
#include "psr-engine-work.h"

typedef struct
{
  PsrEngine      *engine;
  PsrBillRequest *request;
} Leave;

static void
leave_clear (gpointer data)
{
  Leave *leave = data;

  g_clear_object (&leave->engine);
  g_clear_pointer (&leave->request, psr_bill_request_unref);
}

static void
leave_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, leave_clear);
}

static DexFuture *
leave_fiber (gpointer data)
{
  Leave *leave = data;
  PsrEngine *self = leave->engine;
  g_autoptr(PsrBillCommand) bill = psr_bill_command_new (leave->request);
  g_autoptr(PsrCommand) command = NULL;
  GError *error = NULL;
  gint64 id;

  if (!psr_engine_check_day (self, leave->request, &error) ||
      !psr_engine_open_store (self, &error) ||
      !psr_bill_command_settle (bill, psr_store_get_ledger (self->store), &error))
    return dex_future_new_for_error (error);

  command = psr_bill_command_to_command (bill, leave->request->person);
  if (!psr_engine_add_command (self, command, &id, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_int64 (id);
}

/**
 * psr_engine_leave_bill:
 * @self: an engine
 * @request: what to bill
 *
 * Writes down what is to be billed and leaves it to whoever works next, as when no
 * service can be reached, or when it has to outlive whoever asks. What has another
 * content by then than it has now is not billed by it.
 *
 * Returns: (transfer full): a future that resolves to the number of the request, a
 *   #gint64, which psr_engine_await_bill() and
 *   psr_engine_give_up_request() take
 */
DexFuture *
psr_engine_leave_bill (PsrEngine      *self,
                       PsrBillRequest *request)
{
  Leave *leave;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (request != NULL && !request->dry_run);

  leave = g_atomic_rc_box_new0 (Leave);
  leave->engine = g_object_ref (self);
  leave->request = psr_bill_request_ref (request);

  return dex_scheduler_spawn (NULL, 0, leave_fiber, leave, leave_unref);
}
