/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-fetch"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-fetch.h"
#include "psr-json.h"
#include "psr-net-future.h"
#include "psr-service-error.h"

typedef struct
{
  PsrServiceClient *client;
  PsrResponse      *response;
  GType             boxed_type;
  PsrFetchFunc      func;
  gpointer          data;
  GDestroyNotify    data_free;
} Fetch;

static void
fetch_finalize (gpointer data)
{
  Fetch *fetch = data;

  g_clear_object (&fetch->client);
  g_clear_object (&fetch->response);

  if (fetch->data_free != NULL)
    fetch->data_free (fetch->data);
}

static void
fetch_unref (gpointer fetch)
{
  g_atomic_rc_box_release_full (fetch, fetch_finalize);
}

static Fetch *
fetch_new (PsrServiceClient *client,
           GType             boxed_type,
           PsrFetchFunc      func,
           gpointer          data,
           GDestroyNotify    data_free)
{
  Fetch *fetch = g_atomic_rc_box_new0 (Fetch);

  fetch->client = g_object_ref (client);
  fetch->boxed_type = boxed_type;
  fetch->func = func;
  fetch->data = data;
  fetch->data_free = data_free;

  return fetch;
}

static void
set_bad_answer (GError     **error,
                const char  *why)
{
  psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER,
                           _("The service sent an answer that can’t be read."), why,
                           _("Try again later; if it stays so, check the service’s address in the profile."));
}

static DexFuture *
parse_job (gpointer data)
{
  Fetch *fetch = data;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) bad = NULL;
  gpointer record;

  g_assert (fetch != NULL);
  g_assert (PSR_IS_RESPONSE (fetch->response));

  root = psr_json_parse (psr_response_get_body (fetch->response), &error);

  if (root != NULL && !JSON_NODE_HOLDS_OBJECT (root))
    error = g_error_new_literal (PSR_JSON_ERROR, PSR_JSON_ERROR_TYPE, _("The answer isn’t an object."));

  if (error != NULL)
    {
      set_bad_answer (&bad, error->message);
      return dex_future_new_for_error (g_steal_pointer (&bad));
    }

  record = fetch->func (json_node_get_object (root), fetch->data, &error);
  if (record == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (fetch->boxed_type, record);
}

static DexFuture *
start_parsing (DexFuture *completed,
               gpointer   data)
{
  Fetch *fetch = data;
  const GValue *value;

  g_assert (DEX_IS_FUTURE (completed));

  value = dex_future_get_value (completed, NULL);
  fetch->response = g_value_dup_object (value);

  return psr_executor_run (psr_service_client_get_executor (fetch->client), "parse", parse_job,
                           g_atomic_rc_box_acquire (fetch), fetch_unref);
}

/**
 * psr_fetch_object:
 * @client: whom to ask
 * @url: what to read
 * @boxed_type: type of what @func makes
 * @func: makes a record of the answer's object
 * @data: (transfer full): passed to @func
 * @data_free: (nullable): frees @data
 *
 * Reads one object.
 *
 * Returns: (transfer full): a future of @boxed_type; rejects with
 *   #PsrServiceErrorCode or what @func reports
 */
DexFuture *
psr_fetch_object (PsrServiceClient *client,
                  const char       *url,
                  GType             boxed_type,
                  PsrFetchFunc      func,
                  gpointer          data,
                  GDestroyNotify    data_free)
{
  g_autoptr (PsrRequest) request = NULL;

  g_return_val_if_fail (PSR_IS_SERVICE_CLIENT (client), NULL);
  g_return_val_if_fail (url != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  request = psr_request_new (PSR_REQUEST_READ, "GET", url);

  return dex_future_then (psr_service_client_read (client, request), start_parsing,
                          fetch_new (client, boxed_type, func, data, data_free), fetch_unref);
}

/**
 * psr_fetch_parse:
 * @client: whose answer it is
 * @response: the answer
 * @boxed_type: type of what @func makes
 * @func: makes a record of the answer's object
 * @data: (transfer full): passed to @func
 * @data_free: (nullable): frees @data
 *
 * Reads the object that came back, for example from a write.
 *
 * Returns: (transfer full): a future of @boxed_type; rejects with
 *   %PSR_SERVICE_ERROR_BAD_ANSWER or what @func reports
 */
DexFuture *
psr_fetch_parse (PsrServiceClient *client,
                 PsrResponse      *response,
                 GType             boxed_type,
                 PsrFetchFunc      func,
                 gpointer          data,
                 GDestroyNotify    data_free)
{
  Fetch *fetch;

  g_return_val_if_fail (PSR_IS_SERVICE_CLIENT (client), NULL);
  g_return_val_if_fail (PSR_IS_RESPONSE (response), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  fetch = fetch_new (client, boxed_type, func, data, data_free);
  fetch->response = g_object_ref (response);

  return psr_executor_run (psr_service_client_get_executor (client), "parse", parse_job,
                           fetch, fetch_unref);
}

typedef struct
{
  PsrODataPager  *pager;
  PsrFetchFunc    func;
  gpointer        data;
  GDestroyNotify  record_free;
} Rows;

static void
rows_finalize (gpointer data)
{
  Rows *rows = data;

  g_clear_object (&rows->pager);
}

static void
rows_unref (gpointer rows)
{
  g_atomic_rc_box_release_full (rows, rows_finalize);
}

/* On the "parse" lane. */
static GPtrArray *
make_rows (JsonArray  *value,
           gpointer    data,
           GError    **error)
{
  Rows *rows = data;
  g_autoptr (GPtrArray) records = NULL;
  guint n_rows;

  g_assert (value != NULL);
  g_assert (rows != NULL);

  n_rows = json_array_get_length (value);
  records = g_ptr_array_new_full (n_rows, rows->record_free);

  for (guint i = 0; i < n_rows; i++)
    {
      JsonNode *node = json_array_get_element (value, i);
      gpointer record;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          set_bad_answer (error, _("A row isn’t an object."));
          return NULL;
        }

      record = rows->func (json_node_get_object (node), rows->data, error);
      if (record == NULL)
        return NULL;

      g_ptr_array_add (records, record);
    }

  return g_steal_pointer (&records);
}

static DexFuture *
rows_fiber (gpointer data)
{
  Rows *rows = data;
  g_autoptr (GPtrArray) all = NULL;
  PsrTimestamp earliest = PSR_TIMESTAMP_NONE;
  gboolean first = TRUE;

  g_assert (rows != NULL);

  all = g_ptr_array_new_with_free_func (rows->record_free);

  do
    {
      g_autoptr (PsrODataPage) page = NULL;
      g_autoptr (GError) error = NULL;
      PsrTimestamp date;

      page = dex_await_object (psr_odata_pager_next (rows->pager, make_rows,
                                                     g_atomic_rc_box_acquire (rows), rows_unref),
                               &error);
      if (page == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));

      /* An answer without a date makes the whole undated: NONE is the least. */
      date = psr_odata_page_get_date (page);
      earliest = first ? date : MIN (earliest, date);
      first = FALSE;

      g_ptr_array_extend_and_steal (all, g_ptr_array_ref (psr_odata_page_get_rows (page)));
    }
  while (!psr_odata_pager_is_done (rows->pager));

  return dex_future_new_take_object (psr_odata_page_new (all->len, all, NULL, NULL, earliest));
}

/**
 * psr_fetch_rows:
 * @pager: (transfer full): a pull that hasn't begun
 * @func: makes a record of each row
 * @data: passed to @func; has to live as long as the future, as a constant does
 * @record_free: frees a record, on any thread
 *
 * Reads all pages of a small list.
 *
 * Returns: (transfer full): a future of one #PsrODataPage with all the records
 *   and the least `Date` of the answers; rejects with #PsrServiceErrorCode or
 *   what @func reports
 */
DexFuture *
psr_fetch_rows (PsrODataPager  *pager,
                PsrFetchFunc    func,
                gpointer        data,
                GDestroyNotify  record_free)
{
  Rows *rows;

  g_return_val_if_fail (PSR_IS_ODATA_PAGER (pager), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  rows = g_atomic_rc_box_new0 (Rows);
  rows->pager = pager;
  rows->func = func;
  rows->data = data;
  rows->record_free = record_free;

  return psr_net_spawn (rows_fiber, rows, rows_unref);
}
