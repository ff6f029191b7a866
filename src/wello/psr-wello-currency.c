/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-currency"

#include "config.h"

#include "psr-text.h"
#include "psr-wello-currency.h"
#include "psr-wello-row.h"

G_DEFINE_BOXED_TYPE (PsrWelloCurrency, psr_wello_currency, psr_wello_currency_ref, psr_wello_currency_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrWelloCurrency, id, "id", ID),
  PSR_JSON_FIELD (PsrWelloCurrency, code, "code", CODE),
  PSR_JSON_FIELDS_END
};

static const char * const other_names[] = { "iso_code", "name" };

static void
psr_wello_currency_finalize (gpointer data)
{
  PsrWelloCurrency *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_wello_currency_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrWelloError
 *
 * Reads a currency. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrWelloCurrency *
psr_wello_currency_from_json (JsonObject *object,
                              GError **error)
{
  g_autoptr (PsrWelloCurrency) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrWelloCurrency);

  if (!psr_wello_row_read (fields, object, self, error))
    return NULL;

  for (guint i = 0; *self->code == '\0' && i < G_N_ELEMENTS (other_names); i++)
    {
      g_free (self->code);
      self->code = psr_text_code (psr_json_get_string (object, other_names[i]));
    }

  return g_steal_pointer (&self);
}

/**
 * psr_wello_currency_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrWelloCurrency *
psr_wello_currency_ref (PsrWelloCurrency *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_wello_currency_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_wello_currency_unref (PsrWelloCurrency *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_wello_currency_finalize);
}
