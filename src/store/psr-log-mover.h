/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-connection.h"
#include "psr-executor.h"

G_BEGIN_DECLS

/*
 * PsrLogMover:
 *
 * Moves the write-ahead log of a database into its file while the writer goes
 * on, on a lane and with a connection of its own: what is written in bulk need
 * not wait for the disk.
 */
typedef struct _PsrLogMover PsrLogMover;

PsrLogMover *psr_log_mover_new  (const char  *path,
                                 const char  *lane);
void         psr_log_mover_free (PsrLogMover *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrLogMover, psr_log_mover_free)

void         psr_log_mover_note (PsrLogMover *self,
                                 int          length);
void         psr_log_mover_run  (PsrLogMover *self,
                                 PsrExecutor *executor,
                                 GObject     *owner);

G_END_DECLS
