/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-sync-private.h"

G_BEGIN_DECLS

/**
 * PsrSyncKey:
 * @id: canonical GUID in Business Central
 * @number: its number, or ""
 * @modified: when it was changed, or none
 * @problem: (nullable): why it can't be read
 *
 * By what a record is asked for.
 */
typedef struct
{
  char         *id;
  char         *number;
  PsrTimestamp  modified;
  GError       *problem;
} PsrSyncKey;

PsrSyncKey *psr_sync_key_new               (const char          *id,
                                            const char          *number) G_GNUC_WARN_UNUSED_RESULT;
void        psr_sync_key_free              (gpointer             self);
gboolean    psr_sync_apart_is_of_rows      (const GError        *error);
gboolean    psr_sync_apart_process         (PsrSyncRun          *run,
                                            GPtrArray           *keys,
                                            const char          *filter,
                                            GError             **error);
gboolean    psr_sync_apart_process_numbers (PsrSyncRun          *run,
                                            const char * const  *numbers,
                                            const char          *filter,
                                            const GError        *cause,
                                            GError             **error);
gboolean    psr_sync_apart_pull            (PsrSyncRun          *run,
                                            PsrTimestamp         since,
                                            PsrTimestamp        *began,
                                            PsrTimestamp        *until,
                                            const GError        *cause,
                                            GError             **error);

G_END_DECLS
