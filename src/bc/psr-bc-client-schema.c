/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include "psr-bc-client-private.h"
#include "psr-bc-schema.h"
#include "psr-net-future.h"
#include "psr-request.h"
#include "psr-response.h"

/* Whose properties mappings name, or what couples by them. */
static const char * const sets[] = { "customers", "contacts", "items", "locations", "itemLedgerEntries", NULL };

typedef struct
{
  PsrBcClient *client;
  PsrRequest  *request;
  PsrResponse *response;
} Read;

static void
read_clear (gpointer data)
{
  Read *read = data;

  g_clear_object (&read->client);
  g_clear_object (&read->request);
  g_clear_object (&read->response);
}

static void
read_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, read_clear);
}

/* On the "parse" lane. */
static DexFuture *
parse_job (gpointer data)
{
  Read *read = data;
  GBytes *body = psr_response_get_body (read->response);
  PsrBcSchema *schema;
  GError *error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  schema = psr_bc_schema_new_from_xml (text != NULL ? text : "", length, sets, &error);
  if (schema == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_BC_SCHEMA, schema);
}

static DexFuture *
read_fiber (gpointer data)
{
  Read *read = data;
  PsrServiceClient *service = psr_bc_client_get_service (read->client);
  GError *error = NULL;

  read->response = dex_await_object (psr_service_client_read (service, read->request), &error);
  if (read->response == NULL)
    return dex_future_new_for_error (error);

  return psr_executor_run (psr_service_client_get_executor (service), "parse", parse_job, g_atomic_rc_box_acquire (read), read_unref);
}

/**
 * psr_bc_client_read_schema:
 * @self: a client
 *
 * Reads which properties records have here: `$metadata` of the standard API, one to two
 * MB.
 *
 * Returns: (transfer full): a future of a #PsrBcSchema; rejects with #PsrServiceErrorCode
 *   or %PSR_BC_ERROR_BAD_SCHEMA
 */
DexFuture *
psr_bc_client_read_schema (PsrBcClient *self)
{
  g_autofree char *url = NULL;
  g_autofree char *complete = NULL;
  Read *read;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);

  url = psr_bc_endpoint_get_api_url (psr_bc_client_get_endpoint (self), "$metadata");
  complete = psr_bc_endpoint_complete (psr_bc_client_get_endpoint (self), url);
  read = g_atomic_rc_box_new0 (Read);
  read->client = g_object_ref (self);
  read->request = psr_request_new (PSR_REQUEST_READ, "GET", complete);
  psr_request_set_header (read->request, "Accept", "application/xml");
  psr_request_set_max_body (read->request, PSR_BC_SCHEMA_MAX_BYTES);

  return psr_net_spawn (read_fiber, read, read_unref);
}
