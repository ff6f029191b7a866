/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-odata-pager"

#include "config.h"

#include "psr-odata-pager.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-json.h"
#include "psr-net-future.h"
#include "psr-next-link.h"

struct _PsrODataPager
{
  GObject           parent_instance;
  PsrServiceClient *client;
  char             *url;       /* what the pull began with */
  char             *next;      /* %NULL at the end */
  GHashTable       *seen;
  guint             page_size;
  guint             max_pages;
  guint             n_pages;
  gboolean          busy;
};

G_DEFINE_FINAL_TYPE (PsrODataPager, psr_odata_pager, G_TYPE_OBJECT)

static void
psr_odata_pager_finalize (GObject *object)
{
  PsrODataPager *self = PSR_ODATA_PAGER (object);

  g_clear_object (&self->client);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->next, g_free);
  g_clear_pointer (&self->seen, g_hash_table_unref);

  G_OBJECT_CLASS (psr_odata_pager_parent_class)->finalize (object);
}

static void
psr_odata_pager_class_init (PsrODataPagerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_odata_pager_finalize;
}

static void
psr_odata_pager_init (PsrODataPager *self)
{
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->max_pages = PSR_ODATA_MAX_PAGES;
}

/* A page in the making. What the caller gave is released on the lane, after
 * the rows function ran there; or here, when it never came to that.
 */
typedef struct
{
  PsrODataPager    *pager;
  PsrResponse      *response;
  char             *url;
  char             *service;
  /* One of the two. */
  PsrODataRowsFunc  func;
  PsrODataItemsFunc items_func;
  gpointer          data;
  GDestroyNotify    data_free;
} Pull;

static void
pull_end (Pull *self)
{
  if (self->pager != NULL)
    self->pager->busy = FALSE;

  g_clear_object (&self->pager);
}

static void
pull_free (gpointer data)
{
  Pull *self = data;

  pull_end (self);

  if (self->data_free != NULL)
    self->data_free (self->data);

  g_clear_object (&self->response);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->service, g_free);
  g_free (self);
}

static void
set_bad_page (Pull        *pull,
              const char  *why,
              GError     **error)
{
  g_autofree char *what = g_strdup_printf (_("What came back isn’t an answer of %s."), pull->service);

  psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER, what, why,
                           _("Check the address in the profile, and whether a proxy or a sign-in page stands in between."));
}

static DexFuture *
reject_body (Pull   *pull,
             GError *parse_error)
{
  g_autoptr (PsrExplanation) explanation = psr_explain (parse_error);
  GError *error = NULL;

  set_bad_page (pull, explanation->what, &error);
  g_error_free (parse_error);

  return dex_future_new_for_error (error);
}

static DexFuture *
reject_rows (Pull *pull)
{
  GError *error = NULL;

  set_bad_page (pull, _("The answer holds no list of rows."), &error);

  return dex_future_new_for_error (error);
}

/* Wello's documentation spells it in two ways. One that can't be read isn't the end
 * of the list: the rows behind it would be missing without a word.
 */
static gboolean
is_next_link (const char *name)
{
  return g_ascii_strcasecmp (name, "@odata.nextLink") == 0;
}

static gboolean
reject_link (Pull    *pull,
             GError **error)
{
  set_bad_page (pull, _("The link to the next page can’t be read."), error);
  return FALSE;
}

static gboolean
find_next_link (Pull        *pull,
                JsonObject  *object,
                const char **link,
                GError     **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  *link = NULL;

  json_object_iter_init (&iter, object);

  while (json_object_iter_next (&iter, &name, &node))
    {
      if (!is_next_link (name) || JSON_NODE_HOLDS_NULL (node))
        continue;

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return reject_link (pull, error);

      if (*json_node_get_string (node) != '\0')
        *link = json_node_get_string (node);
    }

  return TRUE;
}

static gboolean
find_next_item (Pull               *pull,
                const PsrJsonItem  *object,
                const char        **link,
                GError            **error)
{
  *link = NULL;

  for (const PsrJsonItem *item = psr_json_item_get_first (object); item != NULL;
       item = psr_json_item_get_next (object, item))
    {
      if (!is_next_link (psr_json_item_get_name (item)) || psr_json_item_get_type (item) == PSR_JSON_NULL)
        continue;

      if (psr_json_item_get_type (item) != PSR_JSON_STRING)
        return reject_link (pull, error);

      if (*psr_json_item_peek_text (item) != '\0')
        *link = psr_json_item_peek_text (item);
    }

  return TRUE;
}

static DexFuture *
make_page (Pull       *pull,
           guint       n_rows,
           GPtrArray  *rows,
           const char *next_link,
           const char *etag)
{
  return dex_future_new_take_object (psr_odata_page_new (n_rows, rows, next_link, *etag != '\0' ? etag : NULL,
                                                         psr_response_get_date (pull->response)));
}

/* Everything that costs time happens here, in one job: parsing, and what the
 * caller makes of the rows.
 */
static DexFuture *
page_job (gpointer data)
{
  Pull *pull = data;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *next_link = NULL;
  GError *error = NULL;
  JsonObject *object;
  JsonArray *value;
  const char *link;

  root = psr_json_parse (psr_response_get_body (pull->response), &error);
  if (root == NULL)
    return reject_body (pull, error);

  object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  value = object != NULL ? psr_json_get_array (object, "value") : NULL;
  if (value == NULL)
    return reject_rows (pull);

  if (!find_next_link (pull, object, &link, &error))
    return dex_future_new_for_error (error);

  if ((link != NULL && !(next_link = psr_next_link_resolve (pull->url, link, &error))) ||
      !(rows = pull->func (value, pull->data, &error)))
    return dex_future_new_for_error (error);

  return make_page (pull, json_array_get_length (value), rows, next_link, psr_json_get_string (object, "@odata.etag"));
}

/* The same, by the reader for many rows. */
static DexFuture *
items_job (gpointer data)
{
  Pull *pull = data;
  g_autoptr (PsrJsonTree) tree = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *next_link = NULL;
  GError *error = NULL;
  const PsrJsonItem *object;
  const PsrJsonItem *value = NULL;
  const char *link;

  tree = psr_json_tree_new (psr_response_get_body (pull->response), &error);
  if (tree == NULL)
    return reject_body (pull, error);

  object = psr_json_tree_get_root (tree);
  if (psr_json_item_get_type (object) == PSR_JSON_OBJECT)
    value = psr_json_item_find (object, "value");
  if (value == NULL || psr_json_item_get_type (value) != PSR_JSON_ARRAY)
    return reject_rows (pull);

  if (!find_next_item (pull, object, &link, &error) ||
      (link != NULL && !(next_link = psr_next_link_resolve (pull->url, link, &error))) ||
      !(rows = pull->items_func (value, pull->data, &error)))
    return dex_future_new_for_error (error);

  return make_page (pull, psr_json_item_get_length (value), rows, next_link,
                    psr_json_item_get_string (object, "@odata.etag"));
}

static DexFuture *
reject_paging (PsrODataPager *self,
               const char    *why)
{
  g_autofree char *what = g_strdup_printf (_("Reading from %s doesn’t come to an end."), psr_service_kind_get_name (psr_service_client_get_kind (self->client)));
  GError *error = NULL;

  psr_set_explained_error (&error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER, what, why,
                           _("Try again later; if it happens again, tell us about it."));

  return dex_future_new_for_error (error);
}

static PsrRequest *
make_request (PsrODataPager *self)
{
  PsrRequest *request = psr_request_new (PSR_REQUEST_READ, "GET", self->next);

  if (self->page_size > 0)
    {
      g_autofree char *prefer = g_strdup_printf ("odata.maxpagesize=%u", self->page_size);

      psr_request_set_header (request, "Prefer", prefer);
    }

  return request;
}

static DexFuture *
read_page (PsrODataPager *self,
           Pull          *pull)
{
  g_autoptr (PsrRequest) request = NULL;
  g_autoptr (PsrODataPage) page = NULL;
  GError *error = NULL;
  Pull *job;

  if (self->n_pages >= self->max_pages)
    return reject_paging (self, _("The list has more pages than Passerelle reads."));

  if (g_hash_table_contains (self->seen, self->next))
    return reject_paging (self, _("A page that was read already is named as the next one."));

  request = make_request (self);
  pull->response = dex_await_object (psr_service_client_read (self->client, request), &error);

  if (pull->response == NULL)
    return dex_future_new_for_error (error);

  job = g_new0 (Pull, 1);
  job->response = g_steal_pointer (&pull->response);
  job->url = g_strdup (self->url);
  job->service = g_strdup (psr_service_kind_get_name (psr_service_client_get_kind (self->client)));
  job->func = pull->func;
  job->items_func = pull->items_func;
  job->data = g_steal_pointer (&pull->data);
  job->data_free = pull->data_free;
  pull->data_free = NULL;

  page = dex_await_object (psr_executor_run (psr_service_client_get_executor (self->client), "parse",
                                             job->func != NULL ? page_job : items_job, job, pull_free), &error);

  if (page == NULL)
    return dex_future_new_for_error (error);

  /* Only now: a page that failed may be asked for again. */
  g_hash_table_add (self->seen, g_steal_pointer (&self->next));
  self->next = g_strdup (psr_odata_page_get_next_link (page));
  self->n_pages++;

  return dex_future_new_take_object (g_steal_pointer (&page));
}

static DexFuture *
next_fiber (gpointer data)
{
  Pull *pull = data;
  DexFuture *future = read_page (pull->pager, pull);

  /* The fiber may live on for a moment after its future is done. */
  pull_end (pull);

  return future;
}

/**
 * psr_odata_pager_new:
 * @client: reads the pages
 * @url: the first page
 * @page_size: how many rows a page should have, asked for with
 *   "Prefer: odata.maxpagesize"; 0 to leave it to the service
 *
 * Returns: (transfer full): a pager in front of the first page
 */
PsrODataPager *
psr_odata_pager_new (PsrServiceClient *client,
                     const char       *url,
                     guint             page_size)
{
  PsrODataPager *self;

  g_return_val_if_fail (PSR_IS_SERVICE_CLIENT (client), NULL);
  g_return_val_if_fail (url != NULL, NULL);

  self = g_object_new (PSR_TYPE_ODATA_PAGER, NULL);
  self->client = g_object_ref (client);
  self->url = g_strdup (url);
  self->next = g_strdup (url);
  self->page_size = page_size;

  return self;
}

/**
 * psr_odata_pager_set_resume:
 * @self: a pager that has read nothing yet
 * @next_link: (nullable): the link of the page that was read last, from an
 *   earlier run
 *
 * Goes on where an earlier run stopped. A link that doesn't belong to the URL of
 * this pull is ignored, and the pull begins at its beginning.
 */
void
psr_odata_pager_set_resume (PsrODataPager *self,
                            const char    *next_link)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *resolved = NULL;

  g_return_if_fail (PSR_IS_ODATA_PAGER (self));
  g_return_if_fail (self->n_pages == 0 && !self->busy);

  if (next_link == NULL || *next_link == '\0')
    return;

  resolved = psr_next_link_resolve (self->url, next_link, &error);

  if (resolved == NULL)
    {
      g_info ("Stored link of the next page isn't used: %s", error->message);
      return;
    }

  g_set_str (&self->next, resolved);
}

/**
 * psr_odata_pager_set_max_pages:
 * @self: a pager
 * @max_pages: how many pages to read at most
 */
void
psr_odata_pager_set_max_pages (PsrODataPager *self,
                               guint          max_pages)
{
  g_return_if_fail (PSR_IS_ODATA_PAGER (self));
  g_return_if_fail (max_pages > 0);

  self->max_pages = max_pages;
}

/**
 * psr_odata_pager_is_done:
 * @self: a pager
 *
 * Returns: whether the last page was read
 */
gboolean
psr_odata_pager_is_done (PsrODataPager *self)
{
  g_return_val_if_fail (PSR_IS_ODATA_PAGER (self), TRUE);

  return self->next == NULL;
}

static DexFuture *
start (PsrODataPager     *self,
       PsrODataRowsFunc   func,
       PsrODataItemsFunc  items_func,
       gpointer           data,
       GDestroyNotify     data_free)
{
  Pull *pull = g_new0 (Pull, 1);

  pull->pager = g_object_ref (self);
  pull->func = func;
  pull->items_func = items_func;
  pull->data = data;
  pull->data_free = data_free;
  self->busy = TRUE;

  return psr_net_spawn (next_fiber, pull, pull_free);
}

/**
 * psr_odata_pager_next:
 * @self: a pager that isn't done and isn't reading a page
 * @func: makes plain values of the rows, on the lane "parse"
 * @data: passed to @func
 * @data_free: (nullable): frees @data, on the lane or on the main thread
 *
 * Reads the next page. After a failure the same page may be asked for again.
 *
 * Returns: (transfer full): a future of a #PsrODataPage; it rejects with
 *   %PSR_SERVICE_ERROR, of which %PSR_SERVICE_ERROR_SKIP_TOKEN means that the
 *   pull has to begin again, or with the error of @func
 */
DexFuture *
psr_odata_pager_next (PsrODataPager    *self,
                      PsrODataRowsFunc  func,
                      gpointer          data,
                      GDestroyNotify    data_free)
{
  g_return_val_if_fail (PSR_IS_ODATA_PAGER (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);
  g_return_val_if_fail (self->next != NULL, NULL);
  g_return_val_if_fail (!self->busy, NULL);

  return start (self, func, NULL, data, data_free);
}

/**
 * psr_odata_pager_next_items:
 * @self: a pager that isn't done and isn't reading a page
 * @func: makes plain values of the rows, on the lane "parse"
 * @data: passed to @func
 * @data_free: (nullable): frees @data, on the lane or on the main thread
 *
 * As psr_odata_pager_next(), for pages of many rows.
 *
 * Returns: (transfer full): a future of a #PsrODataPage, as that of
 *   psr_odata_pager_next()
 */
DexFuture *
psr_odata_pager_next_items (PsrODataPager     *self,
                            PsrODataItemsFunc  func,
                            gpointer           data,
                            GDestroyNotify     data_free)
{
  g_return_val_if_fail (PSR_IS_ODATA_PAGER (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);
  g_return_val_if_fail (self->next != NULL, NULL);
  g_return_val_if_fail (!self->busy, NULL);

  return start (self, NULL, func, data, data_free);
}
