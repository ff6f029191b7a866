/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing-context"

#include "config.h"

#include "psr-bc-client.h"
#include "psr-billing-context.h"
#include "psr-clock.h"
#include "psr-executor.h"
#include "psr-ledger.h"
#include "psr-link-store.h"
#include "psr-mirror-store.h"
#include "psr-random.h"
#include "psr-state-folder.h"
#include "psr-wello-client.h"

G_DEFINE_BOXED_TYPE (PsrBillingContext, psr_billing_context, psr_billing_context_ref, psr_billing_context_unref)

/**
 * psr_billing_context_new:
 * @bc: client of Business Central, with its company chosen
 * @wello: client of Wello
 * @ledger: the ledger
 * @links: the links
 * @mirror: what was read of both services
 * @rules: the profile's rules
 * @clock: the clock
 * @random: the source of randomness
 * @executor: where work runs that must not run in a fiber
 * @holder: the holder of this instance; not owned
 * @folder: the state folder
 *
 * Returns: (transfer full): a new context
 */
PsrBillingContext *
psr_billing_context_new (PsrBcClient     *bc,
                         PsrWelloClient  *wello,
                         PsrLedger       *ledger,
                         PsrLinkStore    *links,
                         PsrMirrorStore  *mirror,
                         PsrBillingRules *rules,
                         PsrClock        *clock,
                         PsrRandom       *random,
                         PsrExecutor     *executor,
                         PsrHolder       *holder,
                         PsrStateFolder  *folder)
{
  PsrBillingContext *self;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (bc), NULL);
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (wello), NULL);
  g_return_val_if_fail (PSR_IS_LEDGER (ledger), NULL);
  g_return_val_if_fail (PSR_IS_LINK_STORE (links), NULL);
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (mirror), NULL);
  g_return_val_if_fail (rules != NULL, NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (PSR_IS_RANDOM (random), NULL);
  g_return_val_if_fail (PSR_IS_EXECUTOR (executor), NULL);
  g_return_val_if_fail (holder != NULL, NULL);
  g_return_val_if_fail (PSR_IS_STATE_FOLDER (folder), NULL);

  self = g_atomic_rc_box_new0 (PsrBillingContext);
  self->bc = g_object_ref (bc);
  self->wello = g_object_ref (wello);
  self->ledger = g_object_ref (ledger);
  self->links = g_object_ref (links);
  self->mirror = g_object_ref (mirror);
  self->rules = psr_billing_rules_ref (rules);
  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);
  self->executor = g_object_ref (executor);
  self->holder = holder;
  self->folder = g_object_ref (folder);

  /* Until it is known whose turn it is, nobody is always the last. */
  self->last_urgent = psr_random_guid (random);
  self->last_other = g_strdup (self->last_urgent);
  self->last_failed = g_strdup ("");

  return self;
}

/**
 * psr_billing_context_ref:
 * @self: a context
 *
 * Returns: (transfer full): another reference to @self
 */
PsrBillingContext *
psr_billing_context_ref (PsrBillingContext *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_billing_context_finalize (gpointer data)
{
  PsrBillingContext *self = data;

  g_clear_pointer (&self->looked_up, g_hash_table_unref);
  g_clear_pointer (&self->last_urgent, g_free);
  g_clear_pointer (&self->last_other, g_free);
  g_clear_pointer (&self->last_failed, g_free);
  g_clear_object (&self->bc);
  g_clear_object (&self->wello);
  g_clear_object (&self->ledger);
  g_clear_object (&self->links);
  g_clear_object (&self->mirror);
  g_clear_pointer (&self->rules, psr_billing_rules_unref);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  g_clear_object (&self->executor);
  g_clear_object (&self->folder);
}

/**
 * psr_billing_context_unref:
 * @self: (transfer full): a context
 *
 * Drops a reference to @self.
 */
void
psr_billing_context_unref (PsrBillingContext *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_billing_context_finalize);
}
