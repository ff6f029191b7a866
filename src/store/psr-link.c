/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-link"

#include "config.h"

#include "psr-fields.h"
#include "psr-link.h"

/* In the order in which psr_row_bind() and psr_row_read() use them. */
const PsrRowField psr_link_fields[] = {
  PSR_ROW_FIELD (PsrLink, id, ID),
  PSR_ROW_FIELD (PsrLink, entity, ENTITY),
  PSR_ROW_FIELD (PsrLink, bc_id, TEXT),
  PSR_ROW_FIELD (PsrLink, wello_id, TEXT),
  PSR_ROW_FIELD (PsrLink, bc_number, TEXT),
  PSR_ROW_FIELD (PsrLink, how, TEXT),
  PSR_ROW_FIELD (PsrLink, created, TIMESTAMP),
  PSR_ROW_END,
};

G_DEFINE_BOXED_TYPE (PsrLink, psr_link, psr_link_ref, psr_link_unref)

/**
 * psr_link_new:
 * @entity: of what kind the two records are
 * @bc_id: canonical GUID in Business Central
 * @wello_id: canonical GUID in Wello
 * @bc_number: (nullable): number or code in Business Central
 * @how: how they were found to belong together
 *
 * Makes a link.
 *
 * Returns: (transfer full): a new #PsrLink
 */
PsrLink *
psr_link_new (PsrEntity   entity,
              const char *bc_id,
              const char *wello_id,
              const char *bc_number,
              const char *how)
{
  PsrLink *self;

  g_return_val_if_fail (bc_id != NULL, NULL);
  g_return_val_if_fail (wello_id != NULL, NULL);
  g_return_val_if_fail (how != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrLink);
  psr_row_init (self, psr_link_fields);
  self->entity = entity;
  g_set_str (&self->bc_id, bc_id);
  g_set_str (&self->wello_id, wello_id);
  g_set_str (&self->bc_number, bc_number != NULL ? bc_number : "");
  g_set_str (&self->how, how);

  return self;
}

/**
 * psr_link_ref:
 * @self: a #PsrLink
 *
 * Returns: (transfer full): @self
 */
PsrLink *
psr_link_ref (PsrLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_link_finalize (gpointer data)
{
  g_assert (data != NULL);

  psr_row_clear (data, psr_link_fields);
}

/**
 * psr_link_unref:
 * @self: (transfer full): a #PsrLink
 */
void
psr_link_unref (PsrLink *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_link_finalize);
}
