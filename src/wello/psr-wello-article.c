/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-article"

#include "config.h"

#include "psr-wello-article.h"
#include "psr-wello-row.h"

G_DEFINE_BOXED_TYPE (PsrWelloArticle, psr_wello_article, psr_wello_article_ref, psr_wello_article_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrWelloArticle, id, "id", ID),
  PSR_JSON_FIELD (PsrWelloArticle, code, "code", CODE),
  PSR_JSON_FIELD (PsrWelloArticle, name, "name", TEXT),
  PSR_JSON_FIELD (PsrWelloArticle, archived, "archived", BOOLEAN),
  PSR_JSON_FIELD (PsrWelloArticle, no_stock, "no_stock", BOOLEAN),
  PSR_JSON_FIELD (PsrWelloArticle, physical_stock, "physical_stock", DECIMAL),
  PSR_JSON_FIELD (PsrWelloArticle, price, "entered_price", DECIMAL),
  PSR_JSON_FIELD (PsrWelloArticle, barcode, "barcode", TEXT),
  PSR_JSON_FIELD (PsrWelloArticle, modified, "modified_dateutc", TIMESTAMP),
  PSR_JSON_FIELDS_END
};

static void
psr_wello_article_finalize (gpointer data)
{
  PsrWelloArticle *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_wello_article_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrWelloError
 *
 * Reads an article. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrWelloArticle *
psr_wello_article_from_json (JsonObject *object,
                             GError **error)
{
  g_autoptr (PsrWelloArticle) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrWelloArticle);

  if (!psr_wello_row_read (fields, object, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_wello_article_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrWelloArticle *
psr_wello_article_ref (PsrWelloArticle *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_wello_article_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_wello_article_unref (PsrWelloArticle *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_wello_article_finalize);
}
