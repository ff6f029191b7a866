/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-secret"

#include "config.h"

#include "psr-secret.h"

#include <string.h>

#include "psr-redact.h"

struct _PsrSecret
{
  char *text;
};

G_DEFINE_BOXED_TYPE (PsrSecret, psr_secret, psr_secret_ref, psr_secret_unref)

/**
 * psr_secret_new:
 * @text: a secret; the caller wipes its own copy
 *
 * Returns: (transfer full): a copy that wipes itself and that the log masks
 */
PsrSecret *
psr_secret_new (const char *text)
{
  PsrSecret *self;

  g_return_val_if_fail (text != NULL, NULL);

  psr_redact_register (text);

  self = g_atomic_rc_box_new0 (PsrSecret);
  self->text = g_strdup (text);

  return self;
}

/**
 * psr_secret_ref:
 * @self: a secret
 *
 * Returns: (transfer full): @self
 */
PsrSecret *
psr_secret_ref (PsrSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_secret_clear (gpointer data)
{
  PsrSecret *self = data;

  explicit_bzero (self->text, strlen (self->text));
  g_clear_pointer (&self->text, g_free);
}

/**
 * psr_secret_unref:
 * @self: (transfer full): a secret
 */
void
psr_secret_unref (PsrSecret *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_secret_clear);
}

/**
 * psr_secret_get_text:
 * @self: a secret
 *
 * Returns: (transfer none): its text, valid as long as @self
 */
const char *
psr_secret_get_text (PsrSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}
