/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-system-random"

#include "config.h"

#include <errno.h>
#include <sys/random.h>

#include "psr-system-random.h"

/**
 * PsrSystemRandom:
 *
 * The random numbers of the kernel, fit for secrets. Any thread may use it.
 */
struct _PsrSystemRandom
{
  GObject parent_instance;
};

static void psr_system_random_random_init (PsrRandomInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrSystemRandom, psr_system_random, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_RANDOM, psr_system_random_random_init))

static void
psr_system_random_fill (PsrRandom *random,
                        guint8    *buffer,
                        gsize      length)
{
  g_assert (PSR_IS_SYSTEM_RANDOM (random));

  while (length > 0)
    {
      ssize_t n = getrandom (buffer, length, 0);

      if (n < 0)
        {
          /* Only a kernel without the call gets here; guessable ids would be
           * worse than no program. */
          if (errno != EINTR)
            g_error ("The kernel gives no random numbers: %s", g_strerror (errno));
          continue;
        }

      buffer += n;
      length -= (gsize) n;
    }
}

static void
psr_system_random_random_init (PsrRandomInterface *iface)
{
  iface->fill = psr_system_random_fill;
}

static void
psr_system_random_class_init (PsrSystemRandomClass *klass)
{
}

static void
psr_system_random_init (PsrSystemRandom *self)
{
}

/**
 * psr_system_random_new:
 *
 * Returns: (transfer full): the kernel's source of random numbers
 */
PsrRandom *
psr_system_random_new (void)
{
  return g_object_new (PSR_TYPE_SYSTEM_RANDOM, NULL);
}
