/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-command.h"
#include "psr-engine.h"

G_BEGIN_DECLS

/* The ledger's word for a command to run flows. */
#define PSR_SYNC_COMMAND "sync"

/**
 * PsrSyncCommand:
 * @flows: (array zero-terminated=1): the stable names of the flows to run
 * @rows: (nullable): GUIDs of the records that are meant, or %NULL for what changed
 * @marks: (nullable): for each of @rows what stands for the values that a person decided
 *   about
 * @shown: (nullable): for each of @rows those values in words
 * @flags: how to run them
 *
 * A request to run flows in the form in which one process leaves it for another.
 */
typedef struct
{
  char               **flows;
  char               **rows;
  char               **marks;
  char               **shown;
  PsrEngineSyncFlags   flags;
} PsrSyncCommand;

PsrSyncCommand *psr_sync_command_new          (const char * const  *flows,
                                               PsrEngineSyncFlags   flags);
PsrSyncCommand *psr_sync_command_from_command (PsrCommand          *command,
                                               GError             **error);
PsrCommand     *psr_sync_command_to_command   (PsrSyncCommand      *self,
                                               const char          *person);
void            psr_sync_command_free         (PsrSyncCommand      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrSyncCommand, psr_sync_command_free)

G_END_DECLS
