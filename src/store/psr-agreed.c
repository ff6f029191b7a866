/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-agreed"

#include "config.h"

#include "psr-agreed.h"
#include "psr-fields.h"

/* In the order in which psr_row_bind() and psr_row_read() use them. */
const PsrRowField psr_agreed_fields[] = {
  PSR_ROW_FIELD (PsrAgreed, entity, ENTITY),
  PSR_ROW_FIELD (PsrAgreed, bc_id, TEXT),
  PSR_ROW_FIELD (PsrAgreed, hash, TEXT),
  PSR_ROW_FIELD (PsrAgreed, values, TEXT),
  PSR_ROW_FIELD (PsrAgreed, lossy, TEXT),
  PSR_ROW_FIELD (PsrAgreed, agreed_at, TIMESTAMP),
  PSR_ROW_END,
};

G_DEFINE_BOXED_TYPE (PsrAgreed, psr_agreed, psr_agreed_ref, psr_agreed_unref)

/**
 * psr_agreed_new:
 * @entity: of what kind
 * @bc_id: canonical GUID in Business Central
 *
 * Makes an agreement; set the other members before handing it over.
 *
 * Returns: (transfer full): a new #PsrAgreed
 */
PsrAgreed *
psr_agreed_new (PsrEntity   entity,
                const char *bc_id)
{
  PsrAgreed *self;

  g_return_val_if_fail (bc_id != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrAgreed);
  psr_row_init (self, psr_agreed_fields);
  self->entity = entity;
  g_set_str (&self->bc_id, bc_id);

  return self;
}

/**
 * psr_agreed_ref:
 * @self: a #PsrAgreed
 *
 * Returns: (transfer full): @self
 */
PsrAgreed *
psr_agreed_ref (PsrAgreed *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_agreed_finalize (gpointer data)
{
  g_assert (data != NULL);

  psr_row_clear (data, psr_agreed_fields);
}

/**
 * psr_agreed_unref:
 * @self: (transfer full): a #PsrAgreed
 */
void
psr_agreed_unref (PsrAgreed *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_agreed_finalize);
}
