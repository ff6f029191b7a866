/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-client"

#include "config.h"

#include "psr-json.h"
#include "psr-net-future.h"
#include "psr-wello-client-private.h"
#include "psr-wello-merge.h"

typedef struct
{
  PsrWelloClient     *client;
  char               *url;
  PsrWelloModifyFunc  func;
  gpointer            data;
  GDestroyNotify      data_free;
  PsrResponse        *response;
} Modify;

static void
modify_finalize (gpointer data)
{
  Modify *modify = data;

  g_clear_object (&modify->client);
  g_clear_object (&modify->response);
  g_clear_pointer (&modify->url, g_free);

  if (modify->data_free != NULL)
    modify->data_free (modify->data);
}

static void
modify_unref (gpointer modify)
{
  g_atomic_rc_box_release_full (modify, modify_finalize);
}

static void
forget_secrets (JsonObject *object)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    {
      if (psr_wello_is_secret (l->data))
        json_object_remove_member (object, l->data);
    }
}

/* On the "parse" lane: makes the body of the PUT, or %NULL bytes when nothing
 * is to be changed. */
static DexFuture *
modify_job (gpointer data)
{
  Modify *modify = data;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GBytes) changes = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *current;

  g_assert (modify != NULL);

  current = psr_response_get_body (modify->response);
  root = psr_json_parse (current, &error);

  if (root != NULL && !JSON_NODE_HOLDS_OBJECT (root))
    g_clear_pointer (&root, json_node_unref);

  if (root != NULL)
    {
      forget_secrets (json_node_get_object (root));
      changes = modify->func (json_node_get_object (root), modify->data, &error);

      if (changes == NULL && error == NULL)
        return dex_future_new_take_boxed (G_TYPE_BYTES, NULL);
    }

  if (error == NULL)
    body = psr_wello_merge (current, changes != NULL ? changes : current, &error);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&body));
}

static DexFuture *
modify_fiber (gpointer data)
{
  Modify *modify = data;
  g_autoptr (PsrRequest) request = NULL;
  g_autoptr (PsrWriteOutcome) outcome = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  PsrServiceClient *service;

  g_assert (modify != NULL);

  service = psr_wello_client_get_service (modify->client);
  request = psr_request_new (PSR_REQUEST_READ, "GET", modify->url);

  modify->response = dex_await_object (psr_service_client_read (service, request), &error);
  if (modify->response == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  body = dex_await_boxed (psr_executor_run (psr_service_client_get_executor (service), "parse", modify_job,
                                            g_atomic_rc_box_acquire (modify), modify_unref),
                          &error);
  g_clear_object (&modify->response);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (body != NULL)
    {
      outcome = dex_await_object (psr_wello_client_write (modify->client, "PUT", modify->url, body), &error);
      if (outcome == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_take_boxed (PSR_TYPE_WELLO_UPDATE, psr_wello_update_new (outcome));
}

/**
 * psr_wello_client_modify:
 * @self: a client
 * @set: where the record is
 * @id: canonical GUID
 * @func: decides what to change
 * @data: (transfer full): passed to @func
 * @data_free: (nullable): frees @data, on any thread
 *
 * Reads a record, lets @func decide, and puts the whole of it back with the
 * changes in it; what @func doesn't mention goes back exactly as it came. The
 * secrets of a contact exist in these two buffers only.
 *
 * Returns: (transfer full): a future of a #PsrWelloUpdate; rejects with
 *   %PSR_SERVICE_ERROR_NOT_FOUND when there is no such record, as any read, or
 *   with what @func reports
 */
DexFuture *
psr_wello_client_modify (PsrWelloClient     *self,
                         PsrWelloSet         set,
                         const char         *id,
                         PsrWelloModifyFunc  func,
                         gpointer            data,
                         GDestroyNotify      data_free)
{
  const char *controller = psr_wello_client_get_controller (set);
  Modify *modify;

  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (controller != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  modify = g_atomic_rc_box_new0 (Modify);
  modify->client = g_object_ref (self);
  modify->url = psr_wello_client_dup_record_url (self, controller, id, NULL);
  modify->func = func;
  modify->data = data;
  modify->data_free = data_free;

  return psr_net_spawn (modify_fiber, modify, modify_unref);
}
