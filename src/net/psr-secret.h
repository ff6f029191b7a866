/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PsrSecret:
 *
 * A password or client secret. Reference counted; its memory is wiped when the
 * last reference is gone, and every output that passes through the redacting
 * log masks it.
 */
typedef struct _PsrSecret PsrSecret;

#define PSR_TYPE_SECRET (psr_secret_get_type ())

GType       psr_secret_get_type (void) G_GNUC_CONST;
PsrSecret  *psr_secret_new      (const char *text);
PsrSecret  *psr_secret_ref      (PsrSecret  *self);
void        psr_secret_unref    (PsrSecret  *self);
const char *psr_secret_get_text (PsrSecret  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrSecret, psr_secret_unref)

G_END_DECLS
