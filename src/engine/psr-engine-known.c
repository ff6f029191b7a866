/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-known"

#include "config.h"

#include "psr-engine-private.h"

/* What an engine that works has found out about the services. */

/**
 * psr_engine_get_signed_in:
 * @self: an engine
 *
 * Returns: (transfer none) (nullable): who is signed in to Business Central, as far
 *   as this engine knows by now; %NULL also when an application is
 */
const char *
psr_engine_get_signed_in (PsrEngine *self)
{
  g_return_val_if_fail (PSR_IS_ENGINE (self), NULL);

  return self->session != NULL ? psr_session_get_person (self->session) : NULL;
}

/**
 * psr_engine_get_clock_skew:
 * @self: an engine
 *
 * Returns: by how many microseconds the clock of Business Central is ahead of this
 *   computer's, as far as this engine knows by now
 */
gint64
psr_engine_get_clock_skew (PsrEngine *self)
{
  PsrBcClient *bc;

  g_return_val_if_fail (PSR_IS_ENGINE (self), 0);

  bc = self->session != NULL ? psr_session_get_bc (self->session) : NULL;

  return bc != NULL ? psr_service_client_get_time (psr_bc_client_get_service (bc))->skew : 0;
}
