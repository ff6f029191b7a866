/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-sync-private.h"

G_BEGIN_DECLS

/* The list of contacts that have to be read though they didn't change. */
#define PSR_SYNC_CONTACTS_PENDING "contacts.customers"

/* Await in a fiber. */
gboolean   psr_sync_contacts_relate  (PsrSyncRun  *run,
                                      gboolean     everything,
                                      GError     **error);
GPtrArray *psr_sync_contacts_list    (PsrSyncRun  *run,
                                      GError     **error);
gboolean   psr_sync_contacts_resolve (PsrSyncRun  *run,
                                      GPtrArray   *candidates,
                                      GError     **error);

/* New ones of Wello. */
gboolean   psr_sync_contacts_is_new  (JsonObject  *contact);
JsonObject *psr_sync_contacts_prepare (PsrSyncRun *run,
                                      JsonObject  *contact,
                                      GError     **error);
gboolean   psr_sync_contacts_propose (PsrSyncRun  *run,
                                      GPtrArray   *accounts,
                                      GError     **error);
gboolean   psr_sync_contacts_propose_late (PsrSyncRun *run,
                                      GError     **error);

/* Which contacts of Wello are somebody else's. Await in a fiber. */
gboolean   psr_sync_contacts_list_taken (PsrSyncRun          *run,
                                         PsrEntity            entity,
                                         const char * const  *wello_ids,
                                         GHashTable         **taken,
                                         GError             **error);
void       psr_sync_contacts_set_ambiguous (GError     **error,
                                            const char  *name);
void       psr_sync_contacts_set_twins (GError     **error,
                                        const char  *name);

G_END_DECLS
