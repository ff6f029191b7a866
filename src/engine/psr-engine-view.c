/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-view"

#include "config.h"

#include "psr-engine-private.h"
#include "psr-engine-view.h"

static void
amount_free (gpointer data)
{
  PsrAmount *amount = data;

  g_free (amount->currency);
  g_free (amount);
}

static void
customer_free (gpointer data)
{
  PsrCustomerCount *customer = data;

  g_free (customer->number);
  g_free (customer->name);
  g_free (customer);
}

/**
 * psr_engine_dup_queue_states:
 * @queue: a queue
 *
 * Returns: (transfer full): the names of the states that it shows
 */
char **
psr_engine_dup_queue_states (PsrQueue queue)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < PSR_BILLING_N_QUEUES; i++)
    {
      g_auto(GStrv) states = NULL;

      if (queue != PSR_QUEUE_ALL && g_strcmp0 (psr_queue_to_string (queue), psr_billing_queue_to_string (i)) != 0)
        continue;

      states = psr_billing_queue_dup_states (i);
      g_strv_builder_addv (builder, (const char **) states);
    }

  return g_strv_builder_end (builder);
}

/**
 * psr_queue_has_state:
 * @queue: a queue
 * @state: the stable name of a state
 *
 * Returns: whether documents in that state are in the queue
 */
gboolean
psr_queue_has_state (PsrQueue    queue,
                     const char *state)
{
  g_auto(GStrv) states = psr_engine_dup_queue_states (queue);

  g_return_val_if_fail (state != NULL, FALSE);

  return g_strv_contains ((const char * const *) states, state);
}

static DexFuture *
version_fiber (gpointer data)
{
  PsrEngine *self = PSR_ENGINE (data);
  g_autoptr(DexFuture) ledger = NULL;
  g_autoptr(DexFuture) mirror = NULL;
  GError *error = NULL;
  gint64 version;

  if (!psr_engine_open_store (self, &error))
    return dex_future_new_for_error (error);

  ledger = psr_ledger_get_data_version (psr_store_get_ledger (self->store));
  mirror = psr_database_get_data_version (psr_store_get_mirror_database (self->store));

  version = dex_await_int64 (dex_ref (ledger), &error);
  if (error == NULL)
    version += dex_await_int64 (dex_ref (mirror), &error);
  if (error != NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_for_int64 (version);
}

/**
 * psr_engine_get_data_version:
 * @self: an engine
 *
 * Asks whether anybody has changed the local state, which costs next to
 * nothing: each database counts, so the sum of both differs after a change.
 *
 * Returns: (transfer full): a future that resolves to a #gint64
 */
DexFuture *
psr_engine_get_data_version (PsrEngine *self)
{
  dex_return_error_if_fail (PSR_IS_ENGINE (self));

  return dex_scheduler_spawn (NULL, 0, version_fiber, g_object_ref (self), g_object_unref);
}

static DexFuture *
to_amounts (DexFuture *future,
            gpointer   data)
{
  const GValue *value = dex_future_get_value (future, NULL);
  const GPtrArray *sums = g_value_get_boxed (value);
  g_autoptr(GPtrArray) amounts = g_ptr_array_new_with_free_func (amount_free);

  for (guint i = 0; i < sums->len; i++)
    {
      const PsrLedgerSum *sum = sums->pdata[i];
      PsrAmount *amount = g_new0 (PsrAmount, 1);

      amount->currency = g_strdup (sum->currency);
      amount->count = (guint) sum->count;
      amount->orders = (guint) sum->orders;
      amount->net = PSR_DECIMAL_INIT (sum->net);
      amount->gross = PSR_DECIMAL_INIT (sum->gross);
      g_ptr_array_add (amounts, amount);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&amounts));
}

/**
 * psr_engine_add_up:
 * @self: an engine whose state is open
 * @ids: (array length=n_ids): documents
 * @n_ids: how many there are
 *
 * Adds up what documents come to.
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrAmount,
 *   one for each currency
 */
DexFuture *
psr_engine_add_up (PsrEngine    *self,
                   const gint64 *ids,
                   gsize         n_ids)
{
  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (self->store != NULL);

  return dex_future_then (psr_ledger_sum (psr_store_get_ledger (self->store), ids, n_ids,
                                          psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_DOCUMENT)),
                          to_amounts, NULL, NULL);
}

static DexFuture *
to_customers (DexFuture *future,
              gpointer   data)
{
  const GPtrArray *found = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_autoptr(GPtrArray) customers = g_ptr_array_new_with_free_func (customer_free);

  for (guint i = 0; i < found->len; i++)
    {
      const PsrLedgerCustomer *one = found->pdata[i];
      PsrCustomerCount *customer = g_new0 (PsrCustomerCount, 1);

      customer->number = g_strdup (one->number);
      customer->name = g_strdup (one->name);
      customer->count = (guint) one->count;
      g_ptr_array_add (customers, customer);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&customers));
}

/**
 * psr_engine_list_customers:
 * @self: an engine whose state is open
 * @queue: a queue
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrCustomerCount, the
 *   customers that the queue has work for, by their names
 */
DexFuture *
psr_engine_list_customers (PsrEngine *self,
                           PsrQueue   queue)
{
  g_auto(GStrv) states = NULL;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (self->store != NULL);

  states = psr_engine_dup_queue_states (queue);

  return dex_future_then (psr_ledger_list_customers (psr_store_get_ledger (self->store), (const char * const *) states),
                          to_customers, NULL, NULL);
}

/**
 * psr_engine_list_technicians:
 * @self: an engine whose state is open
 * @queue: a queue
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrCustomerCount, who
 *   did the work of the queue, by name; their numbers are their names
 */
DexFuture *
psr_engine_list_technicians (PsrEngine *self,
                             PsrQueue   queue)
{
  g_auto(GStrv) states = NULL;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (self->store != NULL);

  states = psr_engine_dup_queue_states (queue);

  return dex_future_then (psr_work_store_list_technicians (psr_store_get_work (self->store), (const char * const *) states),
                          to_customers, NULL, NULL);
}
