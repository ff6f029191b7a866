/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-timestamp.h"

G_BEGIN_DECLS

#define PSR_TYPE_REQUEST_ENTRY (psr_request_entry_get_type ())

/**
 * PsrRequestEntry:
 * @id: number of the row, 0 for one that isn't stored
 * @at: when it was sent
 * @service: `bc` or `wello`
 * @method: such as GET
 * @url: the address, without secrets
 * @status: the answer's status, or 0 where there was none
 * @microseconds: how long it took
 * @bytes: how long the answer was
 * @correlation: by which the service's support finds it, or ""
 * @message: what went wrong, without secrets, or ""
 *
 * A request that was made of a service. Texts are never %NULL. Don't change one that
 * has been handed over.
 */
typedef struct {
  gint64 id;
  PsrTimestamp at;
  char *service;
  char *method;
  char *url;
  gint64 status;
  gint64 microseconds;
  gint64 bytes;
  char *correlation;
  char *message;
} PsrRequestEntry;

GType            psr_request_entry_get_type (void) G_GNUC_CONST;
PsrRequestEntry *psr_request_entry_new      (void);
PsrRequestEntry *psr_request_entry_ref      (PsrRequestEntry *self);
void             psr_request_entry_unref    (PsrRequestEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrRequestEntry, psr_request_entry_unref)

G_END_DECLS
