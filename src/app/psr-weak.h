/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* For what goes on after an await: it must not keep a widget alive. */

static inline void
psr_weak_free (gpointer data)
{
  g_weak_ref_clear ((GWeakRef *) data);
  g_free (data);
}

static inline GWeakRef *
psr_weak_new (gpointer object)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, object);

  return ref;
}

G_END_DECLS
