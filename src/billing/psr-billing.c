/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-approve.h"
#include "psr-billing-step.h"
#include "psr-billing.h"
#include "psr-clock.h"
#include "psr-collector.h"
#include "psr-explain.h"
#include "psr-net-future.h"
#include "psr-push-run.h"
#include "psr-pusher.h"

typedef struct
{
  PsrBillingContext *context;
  GArray            *ids;
  char              *person;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  psr_billing_context_unref (ask->context);
  g_array_unref (ask->ids);
  g_free (ask->person);
  g_free (ask);
}

static Ask *
ask_new (PsrBillingContext *context,
         const gint64      *ids,
         gsize              n_ids,
         const char        *person)
{
  Ask *ask = g_new0 (Ask, 1);

  ask->context = psr_billing_context_ref (context);
  ask->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (ask->ids, ids, n_ids);
  ask->person = g_strdup (person);

  return ask;
}

/**
 * psr_billing_collect:
 * @context: the context
 * @progress: (nullable): told how much was read
 * @progress_data: given to @progress
 * @progress_destroy: (nullable): frees @progress_data
 *
 * Brings every Wello invoice that is ready into the ledger, checked. Sends
 * nothing.
 *
 * Returns: (transfer full): a future of a #PsrBillingReport; rejects when
 *   something couldn't be read
 */
DexFuture *
psr_billing_collect (PsrBillingContext      *context,
                     PsrBillingProgressFunc  progress,
                     gpointer                progress_data,
                     GDestroyNotify          progress_destroy)
{
  return psr_collector_run (context, progress, progress_data, progress_destroy);
}

static DexFuture *
push (PsrBillingContext      *context,
      PsrPusherFlags          flags,
      GCancellable           *stop,
      PsrBillingProgressFunc  progress,
      gpointer                progress_data,
      GDestroyNotify          progress_destroy)
{
  if (psr_billing_rules_get_from (context->rules) == NULL)
    {
      if (progress_destroy != NULL)
        progress_destroy (progress_data);

      return dex_future_new_for_error (psr_approve_no_start_error ());
    }

  return psr_pusher_run (context, flags, stop, progress, progress_data, progress_destroy);
}

/**
 * psr_billing_push:
 * @context: the context
 * @stop: (nullable): cancelled to begin no further document; what was begun is
 *   finished
 * @progress: (nullable): told about every arrow
 * @progress_data: given to @progress
 * @progress_destroy: (nullable): frees @progress_data
 *
 * Finishes what was begun, settles what isn't known and is due, and sends what is
 * approved. Dropping the future leaves documents in their intents, to be settled
 * by the next run; use @stop.
 *
 * Returns: (transfer full): a future of a #PsrBillingReport; rejects with
 *   %PSR_BILLING_ERROR_RULES when nobody said from which day on to bill, and when
 *   the ledger can't be read
 */
DexFuture *
psr_billing_push (PsrBillingContext      *context,
                  GCancellable           *stop,
                  PsrBillingProgressFunc  progress,
                  gpointer                progress_data,
                  GDestroyNotify          progress_destroy)
{
  g_return_val_if_fail (context != NULL, NULL);

  return push (context, PSR_PUSHER_NONE, stop, progress, progress_data, progress_destroy);
}

/**
 * psr_billing_push_awake:
 * @context: the context
 * @stop: (nullable): cancelled to begin no further document
 * @progress: (nullable): told about every arrow
 * @progress_data: given to @progress
 * @progress_destroy: (nullable): frees @progress_data
 *
 * As psr_billing_push(), for when a service that was away may be back: what was put off
 * for a minute at most isn't waited for.
 *
 * Returns: (transfer full): a future of a #PsrBillingReport
 */
DexFuture *
psr_billing_push_awake (PsrBillingContext      *context,
                        GCancellable           *stop,
                        PsrBillingProgressFunc  progress,
                        gpointer                progress_data,
                        GDestroyNotify          progress_destroy)
{
  g_return_val_if_fail (context != NULL, NULL);

  return push (context, PSR_PUSHER_AWAKE, stop, progress, progress_data, progress_destroy);
}

/**
 * psr_billing_settle:
 * @context: the context
 * @stop: (nullable): cancelled to begin no further document
 * @progress: (nullable): told about every arrow
 * @progress_data: given to @progress
 * @progress_destroy: (nullable): frees @progress_data
 *
 * As psr_billing_push(), but sends nothing new.
 *
 * Returns: (transfer full): a future of a #PsrBillingReport
 */
DexFuture *
psr_billing_settle (PsrBillingContext      *context,
                    GCancellable           *stop,
                    PsrBillingProgressFunc  progress,
                    gpointer                progress_data,
                    GDestroyNotify          progress_destroy)
{
  return psr_pusher_run (context, PSR_PUSHER_SETTLE_ONLY, stop, progress, progress_data, progress_destroy);
}

static DexFuture *
next_look_up_fiber (gpointer data)
{
  Ask *ask = data;
  g_autoptr(GPtrArray) documents = NULL;
  g_autoptr(GError) error = NULL;
  PsrTimestamp now = psr_clock_now (ask->context->clock);
  PsrTimestamp next = PSR_TIMESTAMP_NONE;

  documents = psr_billing_step_find_states (ask->context,
                                            PSR_BILLING_BIT (APPROVED) |
                                            psr_billing_step_get_under_way (TRUE) |
                                            psr_billing_step_get_under_way (FALSE),
                                            &error);

  if (documents == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < documents->len; i++)
    {
      const PsrLedgerDocument *document = g_ptr_array_index (documents, i);

      PsrTimestamp at = document->next_lookup_at;

      if (at == PSR_TIMESTAMP_NONE)
        continue;

      /* Noted while the clock was ahead. */
      if (at > now && psr_push_run_is_due (document, now))
        at = now + PSR_PUSH_LATER;

      if (next == PSR_TIMESTAMP_NONE || at < next)
        next = at;
    }

  return dex_future_new_for_int64 (next);
}

/**
 * psr_billing_next_look_up:
 * @context: the context
 *
 * Returns: (transfer full): a future of a #gint64, the time at which
 *   psr_billing_push() has something to do again by itself, or
 *   %PSR_TIMESTAMP_NONE
 */
DexFuture *
psr_billing_next_look_up (PsrBillingContext *context)
{
  g_return_val_if_fail (context != NULL, NULL);

  return psr_net_spawn (next_look_up_fiber, ask_new (context, NULL, 0, PSR_BILLING_WORKER), ask_free);
}
