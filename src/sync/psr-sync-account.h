/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-sync-private.h"

G_BEGIN_DECLS

/* By what accounts that Business Central doesn't know are found in the mirror. */
#define PSR_SYNC_ACCOUNT_NUMBER "account:"

/**
 * PsrSyncAccount:
 * @id: canonical GUID in Wello
 * @object: (transfer full): what was read of it
 *
 * A record of Wello that was read.
 */
typedef struct
{
  char       *id;
  JsonObject *object;
} PsrSyncAccount;

/* What is remembered of an account that is to be left alone. */
#define PSR_SYNC_ACCOUNT_REJECTED "rejected"

PsrSyncAccount *psr_sync_account_new      (const char     *id,
                                           JsonObject     *object);
void            psr_sync_account_free     (gpointer        self);
gboolean        psr_sync_account_is_new   (JsonObject     *object,
                                           const char     *organization);

char           *psr_sync_account_dup_fact (const char     *id);

/* Await in a fiber. */
gboolean        psr_sync_accounts_find    (PsrSyncRun     *run,
                                           GError        **error);
gboolean        psr_sync_accounts_propose (PsrSyncRun     *run,
                                           GPtrArray      *accounts,
                                           GError        **error);
gboolean        psr_sync_account_settle   (PsrSyncRun     *run,
                                           const char     *id,
                                           GError        **error);

G_END_DECLS
