/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "psr-guid.h"
#include "psr-seeded-random.h"
#include "psr-system-random.h"

static void
test_seeded (void)
{
  g_autoptr (PsrRandom) a = psr_seeded_random_new (42);
  g_autoptr (PsrRandom) b = psr_seeded_random_new (42);
  g_autoptr (PsrRandom) c = psr_seeded_random_new (43);
  guint differing = 0;

  for (guint i = 0; i < 1000; i++)
    {
      guint64 value = psr_random_below (a, 1000000);

      g_assert_cmpuint (value, ==, psr_random_below (b, 1000000));
      differing += value != psr_random_below (c, 1000000);
    }

  g_assert_cmpuint (differing, >, 990);
}

/* The first numbers of seed 0 are part of every recorded trace. */
static void
test_seeded_stable (void)
{
  g_autoptr (PsrRandom) random = psr_seeded_random_new (0);
  guint8 bytes[8];

  psr_random_fill (random, bytes, sizeof bytes);
  g_assert_cmpmem (bytes, sizeof bytes, "\xb4\xf2\x75\xcb\x36\x5f\xec\x99", 8);
}

static void
check_below (PsrRandom *random)
{
  guint counts[7] = { 0 };

  for (guint i = 0; i < 7000; i++)
    {
      guint64 value = psr_random_below (random, 7);

      g_assert_cmpuint (value, <, 7);
      counts[value]++;
    }

  /* 1000 each, ± 7 standard deviations. */
  for (guint i = 0; i < 7; i++)
    {
      g_assert_cmpuint (counts[i], >, 790);
      g_assert_cmpuint (counts[i], <, 1210);
    }

  g_assert_cmpuint (psr_random_below (random, 1), ==, 0);
  psr_random_below (random, G_MAXUINT64);
}

static void
check_guid (PsrRandom *random)
{
  g_autofree char *a = psr_random_guid (random);
  g_autofree char *b = psr_random_guid (random);
  g_autofree char *normal = psr_guid_normalize (a);

  g_assert_cmpstr (a, !=, b);
  g_assert_cmpstr (a, ==, normal);
  g_assert_cmpint (a[14], ==, '4');
  g_assert_nonnull (strchr ("89ab", a[19]));
}

static void
test_below (void)
{
  g_autoptr (PsrRandom) seeded = psr_seeded_random_new (7);
  g_autoptr (PsrRandom) system = psr_system_random_new ();

  check_below (seeded);
  check_below (system);
}

static void
test_guid (void)
{
  g_autoptr (PsrRandom) seeded = psr_seeded_random_new (7);
  g_autoptr (PsrRandom) system = psr_system_random_new ();

  check_guid (seeded);
  check_guid (system);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/random/seeded", test_seeded);
  g_test_add_func ("/core/random/seeded-stable", test_seeded_stable);
  g_test_add_func ("/core/random/below", test_below);
  g_test_add_func ("/core/random/guid", test_guid);

  return g_test_run ();
}
