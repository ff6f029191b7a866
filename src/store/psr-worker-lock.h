/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-state-folder.h"

G_BEGIN_DECLS

/**
 * PsrWorkerLock:
 *
 * The right to run flows and timers in a state folder. One process has it at a
 * time; it ends with psr_worker_lock_free() or with the process.
 */
typedef struct _PsrWorkerLock PsrWorkerLock;

PsrWorkerLock *psr_worker_lock_acquire  (PsrStateFolder  *folder,
                                         const char      *who,
                                         GError         **error);
void           psr_worker_lock_free     (PsrWorkerLock   *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWorkerLock, psr_worker_lock_free)

char          *psr_worker_lock_describe (PsrStateFolder  *folder);

G_END_DECLS
