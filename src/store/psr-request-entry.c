/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-request-entry"

#include "config.h"

#include "psr-fields.h"
#include "psr-request-entry.h"

/* In the order in which psr_row_bind() and psr_row_read() use them. */
const PsrRowField psr_request_entry_fields[] = {
  PSR_ROW_FIELD (PsrRequestEntry, id, ID),
  PSR_ROW_FIELD (PsrRequestEntry, at, TIMESTAMP),
  PSR_ROW_FIELD (PsrRequestEntry, service, TEXT),
  PSR_ROW_FIELD (PsrRequestEntry, method, TEXT),
  PSR_ROW_FIELD (PsrRequestEntry, url, TEXT),
  PSR_ROW_FIELD (PsrRequestEntry, status, INT64),
  PSR_ROW_FIELD (PsrRequestEntry, microseconds, INT64),
  PSR_ROW_FIELD (PsrRequestEntry, bytes, INT64),
  PSR_ROW_FIELD (PsrRequestEntry, correlation, TEXT),
  PSR_ROW_FIELD (PsrRequestEntry, message, TEXT),
  PSR_ROW_END,
};

G_DEFINE_BOXED_TYPE (PsrRequestEntry, psr_request_entry, psr_request_entry_ref, psr_request_entry_unref)

/**
 * psr_request_entry_new:
 *
 * Makes an entry; set its members before handing it over.
 *
 * Returns: (transfer full): a new #PsrRequestEntry
 */
PsrRequestEntry *
psr_request_entry_new (void)
{
  PsrRequestEntry *self = g_atomic_rc_box_new0 (PsrRequestEntry);

  psr_row_init (self, psr_request_entry_fields);

  return self;
}

/**
 * psr_request_entry_ref:
 * @self: a #PsrRequestEntry
 *
 * Returns: (transfer full): @self
 */
PsrRequestEntry *
psr_request_entry_ref (PsrRequestEntry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_request_entry_finalize (gpointer data)
{
  g_assert (data != NULL);

  psr_row_clear (data, psr_request_entry_fields);
}

/**
 * psr_request_entry_unref:
 * @self: (transfer full): a #PsrRequestEntry
 */
void
psr_request_entry_unref (PsrRequestEntry *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_request_entry_finalize);
}
