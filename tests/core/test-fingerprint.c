/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "psr-fingerprint.h"

/* The reference's own: of nothing, of the byte 0, of 0 and 1, and so on. */
static void
test_reference (void)
{
  static const char *const expected[] = {
    "a3817f04ba25a8e66df67214c7550293",
    "da87c1d86b99af44347659119b22fc45",
    "8177228da4a45dc7fca38bdef60affe4",
    "9c70b60c5267a94e5f33b6b02985ed51",
    "f88164c12d9c8faf7d0f6e7c7bcd5579",
  };
  guint8 bytes[G_N_ELEMENTS (expected)];

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      PsrFingerprint fingerprint;

      bytes[i] = (guint8) i;
      psr_fingerprint_compute (bytes, i, &fingerprint);
      g_assert_cmpstr (fingerprint.text, ==, expected[i]);
    }
}

/* Each bit of a text counts, wherever the text is and whatever follows it. */
static void
test_bits (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  char text[64] = { 0, };

  for (gsize length = 0; length < sizeof text - 1; length++)
    {
      PsrFingerprint plain;
      PsrFingerprint moved;
      char copy[sizeof text + 1];

      psr_fingerprint_compute (text, length, &plain);
      memset (copy, 'x', sizeof copy);
      memcpy (copy + 1, text, length);
      psr_fingerprint_compute (copy + 1, length, &moved);
      g_assert_cmpstr (plain.text, ==, moved.text);
      g_assert_true (g_hash_table_add (seen, g_strdup (plain.text)));

      for (gsize bit = 0; bit < length * 8; bit++)
        {
          PsrFingerprint changed;

          text[bit / 8] ^= (char) (1 << bit % 8);
          psr_fingerprint_compute (text, length, &changed);
          text[bit / 8] ^= (char) (1 << bit % 8);
          g_assert_true (g_hash_table_add (seen, g_strdup (changed.text)));
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/fingerprint/reference", test_reference);
  g_test_add_func ("/core/fingerprint/bits", test_bits);

  return g_test_run ();
}
