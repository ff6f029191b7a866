/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-fingerprint"

#include "config.h"

#include <string.h>

#include "psr-fingerprint.h"

/* The key of the reference: 0, 1, 2 … 15. */
#define KEY_0 G_GUINT64_CONSTANT (0x0706050403020100)
#define KEY_1 G_GUINT64_CONSTANT (0x0f0e0d0c0b0a0908)

typedef struct
{
  guint64 v0;
  guint64 v1;
  guint64 v2;
  guint64 v3;
} State;

static inline guint64
rotate (guint64 value,
        guint   bits)
{
  return (value << bits) | (value >> (64 - bits));
}

static inline void
mix (State *state)
{
  state->v0 += state->v1;
  state->v1 = rotate (state->v1, 13) ^ state->v0;
  state->v0 = rotate (state->v0, 32);
  state->v2 += state->v3;
  state->v3 = rotate (state->v3, 16) ^ state->v2;
  state->v0 += state->v3;
  state->v3 = rotate (state->v3, 21) ^ state->v0;
  state->v2 += state->v1;
  state->v1 = rotate (state->v1, 17) ^ state->v2;
  state->v2 = rotate (state->v2, 32);
}

static inline void
absorb (State   *state,
        guint64  word)
{
  state->v3 ^= word;
  mix (state);
  mix (state);
  state->v0 ^= word;
}

static guint64
squeeze (State *state)
{
  for (guint i = 0; i < 4; i++)
    mix (state);

  return state->v0 ^ state->v1 ^ state->v2 ^ state->v3;
}

static void
write_hex (guint64  word,
           char    *to)
{
  static const char digits[] = "0123456789abcdef";

  for (guint i = 0; i < 8; i++, word >>= 8)
    {
      *to++ = digits[(word >> 4) & 15];
      *to++ = digits[word & 15];
    }
}

/**
 * psr_fingerprint_compute:
 * @data: what to tell from others
 * @length: its length in bytes
 * @out: (out): the fingerprint
 *
 * SipHash-2-4 of 128 bits with the key of its reference: that two texts of a
 * record have the same one doesn't happen by chance. It is no secret and keeps
 * none: whoever can choose both texts may find two that do.
 *
 * Source: Aumasson and Bernstein, “SipHash: a fast short-input PRF”, and its
 * reference implementation.
 */
void
psr_fingerprint_compute (gconstpointer   data,
                         gsize           length,
                         PsrFingerprint *out)
{
  const guint8 *p = data;
  const guint8 *end = p + (length - length % 8);
  State state = {
    .v0 = G_GUINT64_CONSTANT (0x736f6d6570736575) ^ KEY_0,
    .v1 = G_GUINT64_CONSTANT (0x646f72616e646f6d) ^ KEY_1 ^ 0xee,
    .v2 = G_GUINT64_CONSTANT (0x6c7967656e657261) ^ KEY_0,
    .v3 = G_GUINT64_CONSTANT (0x7465646279746573) ^ KEY_1,
  };
  guint64 word;

  g_return_if_fail (data != NULL || length == 0);
  g_return_if_fail (out != NULL);

  for (; p < end; p += 8)
    {
      memcpy (&word, p, 8);
      absorb (&state, GUINT64_FROM_LE (word));
    }

  word = (guint64) length << 56;
  for (guint i = 0; i < length % 8; i++)
    word |= (guint64) p[i] << (8 * i);
  absorb (&state, word);

  state.v2 ^= 0xee;
  write_hex (squeeze (&state), out->text);
  state.v1 ^= 0xdd;
  write_hex (squeeze (&state), out->text + 16);
  out->text[32] = '\0';
}
