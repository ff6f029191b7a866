/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-throttle-pass"

#include "config.h"

#include "psr-throttle-pass.h"

#include "psr-throttle-private.h"

struct _PsrThrottlePass
{
  GObject      parent_instance;
  PsrThrottle *throttle;
};

G_DEFINE_FINAL_TYPE (PsrThrottlePass, psr_throttle_pass, G_TYPE_OBJECT)

static void
psr_throttle_pass_dispose (GObject *object)
{
  psr_throttle_pass_release (PSR_THROTTLE_PASS (object));

  G_OBJECT_CLASS (psr_throttle_pass_parent_class)->dispose (object);
}

static void
psr_throttle_pass_class_init (PsrThrottlePassClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = psr_throttle_pass_dispose;
}

static void
psr_throttle_pass_init (PsrThrottlePass *self)
{
}

PsrThrottlePass *
psr_throttle_pass_new (PsrThrottle *throttle)
{
  PsrThrottlePass *self;

  g_return_val_if_fail (PSR_IS_THROTTLE (throttle), NULL);

  self = g_object_new (PSR_TYPE_THROTTLE_PASS, NULL);
  self->throttle = g_object_ref (throttle);

  return self;
}

/**
 * psr_throttle_pass_release:
 * @self: a pass
 *
 * Gives the place to the next one. Dropping the last reference does the same.
 */
void
psr_throttle_pass_release (PsrThrottlePass *self)
{
  g_autoptr (PsrThrottle) throttle = NULL;

  g_return_if_fail (PSR_IS_THROTTLE_PASS (self));

  throttle = g_steal_pointer (&self->throttle);

  if (throttle != NULL)
    psr_throttle_release (throttle);
}
