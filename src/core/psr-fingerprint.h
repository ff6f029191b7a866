/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrFingerprint:
 * @text: 32 hexadecimal digits
 *
 * By what two texts are told apart without comparing them.
 */
typedef struct
{
  char text[33];
} PsrFingerprint;

void psr_fingerprint_compute (gconstpointer   data,
                              gsize           length,
                              PsrFingerprint *out);

G_END_DECLS
