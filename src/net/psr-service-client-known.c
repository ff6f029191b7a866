/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-service-client"

#include "config.h"

#include "psr-service-client-private.h"

/**
 * psr_service_client_set_wait_func:
 * @self: a client
 * @func: (nullable): called on the main thread around every wait
 * @data: passed to @func
 * @data_free: (nullable): frees @data
 *
 * Lets somebody show why nothing happens for a while.
 */
void
psr_service_client_set_wait_func (PsrServiceClient *self,
                                  PsrWaitFunc       func,
                                  gpointer          data,
                                  GDestroyNotify    data_free)
{
  gpointer old_data;
  GDestroyNotify old_free;

  g_return_if_fail (PSR_IS_SERVICE_CLIENT (self));

  old_data = self->wait_data;
  old_free = self->wait_data_free;
  self->wait_func = func;
  self->wait_data = data;
  self->wait_data_free = data_free;

  if (old_free != NULL)
    old_free (old_data);
}

/**
 * psr_service_client_set_stop:
 * @self: a client
 * @stop: (nullable): cancelled by whoever wants an end
 *
 * Once @stop is cancelled, nothing waits for the service any more: what waits for longer
 * than %PSR_RETRY_BRIEF ends at once, and isn't sent. What needn't wait still is.
 */
void
psr_service_client_set_stop (PsrServiceClient *self,
                             GCancellable     *stop)
{
  g_return_if_fail (PSR_IS_SERVICE_CLIENT (self));
  g_return_if_fail (stop == NULL || G_IS_CANCELLABLE (stop));

  g_set_object (&self->stop, stop);
  psr_throttle_set_impatient (self->throttle, g_cancellable_is_cancelled (stop));
}

/**
 * psr_service_client_get_time:
 * @self: a client
 *
 * Returns: (transfer none): what is known of the server's clock
 */
const PsrServerTime *
psr_service_client_get_time (PsrServiceClient *self)
{
  g_return_val_if_fail (PSR_IS_SERVICE_CLIENT (self), NULL);

  return self->root != NULL ? &self->root->time : &self->time;
}

/**
 * psr_service_client_get_pause:
 * @self: a client
 *
 * Returns: for how many microseconds the service still asks us to wait; 0 when it doesn't
 */
gint64
psr_service_client_get_pause (PsrServiceClient *self)
{
  g_return_val_if_fail (PSR_IS_SERVICE_CLIENT (self), 0);

  return psr_throttle_get_pause (self->throttle);
}

/**
 * psr_service_client_get_kind:
 * @self: a client
 *
 * Returns: which service it talks to
 */
PsrServiceKind
psr_service_client_get_kind (PsrServiceClient *self)
{
  g_return_val_if_fail (PSR_IS_SERVICE_CLIENT (self), PSR_SERVICE_BC);

  return self->kind;
}

/**
 * psr_service_client_get_executor:
 * @self: a client
 *
 * Returns: (transfer none): where answers are read
 */
PsrExecutor *
psr_service_client_get_executor (PsrServiceClient *self)
{
  g_return_val_if_fail (PSR_IS_SERVICE_CLIENT (self), NULL);

  return self->executor;
}

/**
 * psr_service_client_get_n_requests:
 * @self: a client
 *
 * Returns: how many requests went out, retries included, and for a client of its own those
 *   of the ones beside it
 */
guint
psr_service_client_get_n_requests (PsrServiceClient *self)
{
  g_return_val_if_fail (PSR_IS_SERVICE_CLIENT (self), 0);

  return self->n_requests;
}
