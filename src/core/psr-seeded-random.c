/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-seeded-random"

#include "config.h"

#include "psr-seeded-random.h"

/**
 * PsrSeededRandom:
 *
 * The same numbers for the same seed on every computer (xoshiro256**, public
 * domain by David Blackman and Sebastiano Vigna), for simulations and tests,
 * never for secrets. Any thread may use it.
 */
struct _PsrSeededRandom
{
  GObject parent_instance;

  GMutex  mutex;
  guint64 state[4];
};

static void psr_seeded_random_random_init (PsrRandomInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrSeededRandom, psr_seeded_random, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_RANDOM, psr_seeded_random_random_init))

static guint64
rotate (guint64 x,
        guint   k)
{
  return x << k | x >> (64 - k);
}

static guint64
next_value (PsrSeededRandom *self)
{
  guint64 *s = self->state;
  guint64 result = rotate (s[1] * 5, 7) * 9;
  guint64 t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate (s[3], 45);

  return result;
}

static void
psr_seeded_random_fill (PsrRandom *random,
                        guint8    *buffer,
                        gsize      length)
{
  PsrSeededRandom *self = PSR_SEEDED_RANDOM (random);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint64 value = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (i % 8 == 0)
        value = next_value (self);
      buffer[i] = (guint8) (value >> (8 * (i % 8)));
    }
}

static void
psr_seeded_random_random_init (PsrRandomInterface *iface)
{
  iface->fill = psr_seeded_random_fill;
}

static void
psr_seeded_random_finalize (GObject *object)
{
  PsrSeededRandom *self = PSR_SEEDED_RANDOM (object);

  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (psr_seeded_random_parent_class)->finalize (object);
}

static void
psr_seeded_random_class_init (PsrSeededRandomClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = psr_seeded_random_finalize;
}

static void
psr_seeded_random_init (PsrSeededRandom *self)
{
  g_mutex_init (&self->mutex);
}

/**
 * psr_seeded_random_new:
 * @seed: any number
 *
 * Returns: (transfer full): a source that repeats itself for the same @seed
 */
PsrRandom *
psr_seeded_random_new (guint64 seed)
{
  PsrSeededRandom *self = g_object_new (PSR_TYPE_SEEDED_RANDOM, NULL);

  /* splitmix64 spreads the seed over the state, which must not be all zeros. */
  for (guint i = 0; i < G_N_ELEMENTS (self->state); i++)
    {
      guint64 z = seed += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

      z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
      z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
      self->state[i] = z ^ (z >> 31);
    }

  return PSR_RANDOM (self);
}
