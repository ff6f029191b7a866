/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-entity.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

#define PSR_TYPE_MIRROR_RECORD (psr_mirror_record_get_type ())

/**
 * PsrMirrorSide:
 * @PSR_MIRROR_BC: as read from Business Central
 * @PSR_MIRROR_WELLO: as read from Wello
 */
typedef enum {
  PSR_MIRROR_BC,
  PSR_MIRROR_WELLO,
} PsrMirrorSide;

/**
 * PsrMirrorRecord:
 * @entity: of what kind
 * @side: in which service
 * @id: canonical GUID
 * @number: number or code, or ""
 * @hash: fingerprint of @values
 * @values: the mapped values as JSON text
 * @modified: when the service says that it changed last
 * @seen_run: run that read it last
 * @texts: private
 *
 * One record as it was last read. Texts are never %NULL. Don't change one that
 * has been handed over.
 */
typedef struct {
  PsrEntity entity;
  PsrMirrorSide side;
  char *id;
  char *number;
  char *hash;
  char *values;
  PsrTimestamp modified;
  gint64 seen_run;
  char *texts;
} PsrMirrorRecord;

GType            psr_mirror_record_get_type (void) G_GNUC_CONST;
PsrMirrorRecord *psr_mirror_record_new      (PsrEntity        entity,
                                             PsrMirrorSide    side,
                                             const char      *id);
PsrMirrorRecord *psr_mirror_record_new_read (PsrEntity       entity,
                                             PsrMirrorSide    side,
                                             const char      *id,
                                             const char      *number,
                                             const char      *hash,
                                             const char      *values);
PsrMirrorRecord *psr_mirror_record_ref      (PsrMirrorRecord *self);
void             psr_mirror_record_unref    (PsrMirrorRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrMirrorRecord, psr_mirror_record_unref)

G_END_DECLS
