/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define PSR_TYPE_RANDOM (psr_random_get_type ())
G_DECLARE_INTERFACE (PsrRandom, psr_random, PSR, RANDOM, GObject)

/**
 * PsrRandomInterface:
 * @fill: fills @length bytes of @buffer
 *
 * The one way to chance.
 */
struct _PsrRandomInterface
{
  GTypeInterface parent_iface;

  void (*fill) (PsrRandom *self,
                guint8    *buffer,
                gsize      length);
};

void     psr_random_fill  (PsrRandom *self,
                           guint8    *buffer,
                           gsize      length);
guint64  psr_random_below (PsrRandom *self,
                           guint64    limit);
char    *psr_random_guid  (PsrRandom *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
