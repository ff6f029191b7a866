/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-state-folder.h"

G_BEGIN_DECLS

/**
 * PsrHolder:
 *
 * The sign of life of one running instance. Whoever commits an intent names its
 * holder; only when that holder is gone may others settle the intent. The file
 * `holders/<id>` is locked as long as the holder lives, whatever becomes of its
 * process, and whether or not the process is visible from a sandbox.
 */
typedef struct _PsrHolder PsrHolder;

PsrHolder  *psr_holder_acquire (PsrStateFolder  *folder,
                                const char      *id,
                                GError         **error);
void        psr_holder_free    (PsrHolder       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrHolder, psr_holder_free)

const char *psr_holder_get_id  (PsrHolder       *self);
guint       psr_holder_sweep   (PsrStateFolder  *folder,
                                PsrTimestamp     now);
gboolean    psr_holder_is_gone (PsrStateFolder  *folder,
                                const char      *id);

G_END_DECLS
