/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "psr-connection.h"
#include "psr-entity.h"

G_BEGIN_DECLS

/**
 * PsrMirrorName:
 * @id: canonical GUID in Business Central
 * @number: its number, or ""
 * @name: what it is called, or ""
 * @city: where it is, or ""
 *
 * What people call a record of Business Central.
 */
typedef struct
{
  char *id;
  char *number;
  char *name;
  char *city;
} PsrMirrorName;

/* For PsrMirrorStore. */

gpointer   psr_mirror_names_job_new         (PsrEntity           entity,
                                             const char         *search,
                                             guint               limit,
                                             GCancellable       *cancellable);
gpointer   psr_mirror_names_job_new_for_ids (PsrEntity           entity,
                                             const char * const *ids);
void       psr_mirror_names_job_free        (gpointer            data);
DexFuture *psr_mirror_names_find            (PsrConnection      *connection,
                                             gpointer            data);
DexFuture *psr_mirror_names_get             (PsrConnection      *connection,
                                             gpointer            data);
DexFuture *psr_mirror_names_list            (PsrConnection      *connection,
                                             gpointer            data);

G_END_DECLS
