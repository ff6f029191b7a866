/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include "psr-bc-client-private.h"
#include "psr-request.h"
#include "psr-response.h"

static DexFuture *
take_body (DexFuture *completed,
           gpointer   data)
{
  PsrResponse *response = g_value_get_object (dex_future_get_value (completed, NULL));

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_ref (psr_response_get_body (response)));
}

/**
 * psr_bc_client_read_record:
 * @self: a client with a company
 * @set: what it is
 * @id: its canonical GUID
 *
 * Reads a record with all its properties, as the service writes it.
 *
 * Returns: (transfer full): a future of a #GBytes with JSON; rejects with
 *   #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_read_record (PsrBcClient *self,
                           PsrBcSet     set,
                           const char  *id)
{
  g_autoptr (PsrRequest) request = NULL;
  g_autofree char *path = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  path = g_strdup_printf ("%s(%s)", psr_bc_client_get_set_name (set), id);
  url = psr_bc_client_dup_url (self, path, NULL);
  request = psr_request_new (PSR_REQUEST_READ, "GET", url);

  return dex_future_then (psr_service_client_read (psr_bc_client_get_service (self), request), take_body, NULL, NULL);
}
