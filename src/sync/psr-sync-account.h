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

/* What is remembered of an account that is to be left alone; what was sent of it before
 * may come after a blank. */
#define PSR_SYNC_ACCOUNT_REJECTED "rejected"

/**
 * PsrSyncAlike:
 * @id: canonical GUID in Business Central
 * @number: the customer's number
 * @by_name: whether it has the same name and postal code
 * @by_vat: whether it has the same VAT number; of an item the same GTIN
 * @by_email: whether it has the same e-mail
 * @coupled: whether it is coupled with an account of Wello
 *
 * A customer, contact or item that a record of Wello may be.
 */
typedef struct
{
  char     *id;
  char     *number;
  gboolean  by_name;
  gboolean  by_vat;
  gboolean  by_email;
  gboolean  coupled;
} PsrSyncAlike;

PsrSyncAccount *psr_sync_account_new      (const char     *id,
                                           JsonObject     *object);
void            psr_sync_account_free     (gpointer        self);
gboolean        psr_sync_account_is_new   (JsonObject     *object,
                                           const char     *organization);

gboolean        psr_sync_account_was_shown (const PsrSkippedRow *row,
                                           const char     *number);
JsonObject     *psr_sync_account_make_values (JsonObject  *customer);

/* What a person is told. */
void            psr_sync_account_set_unreadable    (PsrSyncFlow          flow,
                                                    GError             **error);
void            psr_sync_account_set_not_known_yet (PsrSyncFlow          flow,
                                                    GError             **error);
void            psr_sync_account_set_never_learnt  (PsrSyncFlow          flow,
                                                    const char          *id,
                                                    guint                n_alike,
                                                    GError             **error);
void            psr_sync_account_set_refused       (PsrSyncFlow          flow,
                                                    const GError        *reason,
                                                    GError             **error);
void            psr_sync_account_set_alike         (PsrSyncFlow          flow,
                                                    const char          *id,
                                                    const PsrSyncAlike  *one,
                                                    GError             **error);

/* Await in a fiber. */
gboolean        psr_sync_accounts_find    (PsrSyncRun     *run,
                                           GError        **error);
gboolean        psr_sync_accounts_propose (PsrSyncRun     *run,
                                           GPtrArray      *accounts,
                                           GError        **error);
gboolean        psr_sync_account_is_rejected (PsrSyncRun  *run,
                                           const char     *id,
                                           gboolean       *rejected,
                                           GError        **error);
gboolean        psr_sync_account_is_awaited (PsrSyncRun   *run,
                                           const PsrSyncAccount *account);
gboolean        psr_sync_accounts_find_awaited (PsrSyncRun *run,
                                           GError        **error);
GPtrArray      *psr_sync_account_find_alike (PsrSyncRun   *run,
                                           JsonObject     *values,
                                           GError        **error);
gboolean        psr_sync_account_find_country (PsrSyncRun *run,
                                           JsonObject     *account,
                                           char          **code,
                                           GError        **error);
gboolean        psr_sync_account_settle   (PsrSyncRun     *run,
                                           const char     *id,
                                           GError        **error);

GBytes     *psr_sync_account_make_body (PsrFieldMap  *map,
                                        JsonObject   *object,
                                        gboolean      is_v1,
                                        GError      **error);

G_END_DECLS
