/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-random"

#include "config.h"

#include "psr-random.h"

G_DEFINE_INTERFACE (PsrRandom, psr_random, G_TYPE_OBJECT)

static void
psr_random_default_init (PsrRandomInterface *iface)
{
}

/**
 * psr_random_fill:
 * @self: a source of random numbers
 * @buffer: (array length=length): what to fill
 * @length: how many bytes
 */
void
psr_random_fill (PsrRandom *self,
                 guint8    *buffer,
                 gsize      length)
{
  g_return_if_fail (PSR_IS_RANDOM (self));
  g_return_if_fail (buffer != NULL || length == 0);

  PSR_RANDOM_GET_IFACE (self)->fill (self, buffer, length);
}

/**
 * psr_random_below:
 * @self: a source of random numbers
 * @limit: greater than 0
 *
 * Returns: a number from 0 to @limit − 1, each as likely as the others
 */
guint64
psr_random_below (PsrRandom *self,
                  guint64    limit)
{
  guint64 excess;
  guint64 value;

  g_return_val_if_fail (PSR_IS_RANDOM (self), 0);
  g_return_val_if_fail (limit > 0, 0);

  /* So many of the lowest values would make some remainders likelier. */
  excess = (G_MAXUINT64 - limit + 1) % limit;

  do
    psr_random_fill (self, (guint8 *) &value, sizeof value);
  while (value < excess);

  return value % limit;
}

/**
 * psr_random_guid:
 * @self: a source of random numbers
 *
 * Returns: (transfer full): a new random GUID (version 4) in canonical form
 */
char *
psr_random_guid (PsrRandom *self)
{
  guint8 b[16];

  g_return_val_if_fail (PSR_IS_RANDOM (self), NULL);

  psr_random_fill (self, b, sizeof b);
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;

  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7],
                          b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}
