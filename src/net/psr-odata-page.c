/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-odata-page"

#include "config.h"

#include "psr-odata-page.h"

struct _PsrODataPage
{
  GObject       parent_instance;
  GPtrArray    *rows;
  char         *next_link;
  char         *etag;
  PsrTimestamp  date;
  guint         n_rows;
};

G_DEFINE_FINAL_TYPE (PsrODataPage, psr_odata_page, G_TYPE_OBJECT)

static void
psr_odata_page_finalize (GObject *object)
{
  PsrODataPage *self = PSR_ODATA_PAGE (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->next_link, g_free);
  g_clear_pointer (&self->etag, g_free);

  G_OBJECT_CLASS (psr_odata_page_parent_class)->finalize (object);
}

static void
psr_odata_page_class_init (PsrODataPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_odata_page_finalize;
}

static void
psr_odata_page_init (PsrODataPage *self)
{
}

/**
 * psr_odata_page_new:
 * @n_rows: how many rows the service sent
 * @rows: what was made of them
 * @next_link: (nullable): where the next page is, checked already
 * @etag: (nullable): the etag of the collection
 * @date: the server's time
 *
 * Returns: (transfer full): a page
 */
PsrODataPage *
psr_odata_page_new (guint         n_rows,
                    GPtrArray    *rows,
                    const char   *next_link,
                    const char   *etag,
                    PsrTimestamp  date)
{
  PsrODataPage *self;

  g_return_val_if_fail (rows != NULL, NULL);

  self = g_object_new (PSR_TYPE_ODATA_PAGE, NULL);
  self->n_rows = n_rows;
  self->rows = g_ptr_array_ref (rows);
  self->next_link = g_strdup (next_link);
  self->etag = g_strdup (etag);
  self->date = date;

  return self;
}

/**
 * psr_odata_page_get_n_rows:
 * @self: a page
 *
 * Returns: how many rows the service sent
 */
guint
psr_odata_page_get_n_rows (PsrODataPage *self)
{
  g_return_val_if_fail (PSR_IS_ODATA_PAGE (self), 0);

  return self->n_rows;
}

/**
 * psr_odata_page_get_rows:
 * @self: a page
 *
 * Returns: (transfer none): what the rows function made
 */
GPtrArray *
psr_odata_page_get_rows (PsrODataPage *self)
{
  g_return_val_if_fail (PSR_IS_ODATA_PAGE (self), NULL);

  return self->rows;
}

/**
 * psr_odata_page_get_next_link:
 * @self: a page
 *
 * Returns: (nullable): where the next page is, to go on from later; %NULL on the
 *   last one
 */
const char *
psr_odata_page_get_next_link (PsrODataPage *self)
{
  g_return_val_if_fail (PSR_IS_ODATA_PAGE (self), NULL);

  return self->next_link;
}

/**
 * psr_odata_page_get_etag:
 * @self: a page
 *
 * Returns: (nullable): the etag of the collection
 */
const char *
psr_odata_page_get_etag (PsrODataPage *self)
{
  g_return_val_if_fail (PSR_IS_ODATA_PAGE (self), NULL);

  return self->etag;
}

/**
 * psr_odata_page_get_date:
 * @self: a page
 *
 * Returns: the server's time when it answered, or %PSR_TIMESTAMP_NONE
 */
PsrTimestamp
psr_odata_page_get_date (PsrODataPage *self)
{
  g_return_val_if_fail (PSR_IS_ODATA_PAGE (self), PSR_TIMESTAMP_NONE);

  return self->date;
}
