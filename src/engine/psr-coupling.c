/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-coupling"

#include "config.h"

#include "psr-coupling.h"

G_DEFINE_BOXED_TYPE (PsrCoupling, psr_coupling, psr_coupling_ref, psr_coupling_unref)

/**
 * psr_coupling_new:
 * @bc_id: canonical GUID in Business Central, or ""
 * @bc_number: number or code in Business Central, or ""
 * @wello_id: canonical GUID in Wello, or ""
 *
 * Returns: (transfer full): a new #PsrCoupling
 */
PsrCoupling *
psr_coupling_new (const char *bc_id,
                  const char *bc_number,
                  const char *wello_id)
{
  PsrCoupling *self;

  g_return_val_if_fail (bc_id != NULL, NULL);
  g_return_val_if_fail (bc_number != NULL, NULL);
  g_return_val_if_fail (wello_id != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrCoupling);
  self->bc_id = g_strdup (bc_id);
  self->bc_number = g_strdup (bc_number);
  self->wello_id = g_strdup (wello_id);

  return self;
}

/**
 * psr_coupling_ref:
 * @self: a #PsrCoupling
 *
 * Returns: (transfer full): @self
 */
PsrCoupling *
psr_coupling_ref (PsrCoupling *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_coupling_clear (gpointer data)
{
  PsrCoupling *self = data;

  g_free (self->bc_id);
  g_free (self->bc_number);
  g_free (self->wello_id);
}

/**
 * psr_coupling_unref:
 * @self: (transfer full): a #PsrCoupling
 */
void
psr_coupling_unref (PsrCoupling *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_coupling_clear);
}
