/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-json.h"
#include "psr-sync-context.h"
#include "psr-sync-flow.h"

G_BEGIN_DECLS

/**
 * PsrSyncThere:
 * @id: canonical GUID in Wello
 * @code: its code, or ""
 * @name: what it is called, or ""
 * @city: where it is, or ""
 *
 * A record that Wello has.
 */
typedef struct
{
  char *id;
  char *code;
  char *name;
  char *city;
} PsrSyncThere;

gboolean   psr_sync_there_is_ours (PsrWelloSet      set,
                                   const char      *organization,
                                   JsonObject      *object);
GPtrArray *psr_sync_list_there    (PsrSyncContext  *context,
                                   PsrSyncFlow      flow,
                                   GError         **error);

G_END_DECLS
