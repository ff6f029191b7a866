/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-agreed.h"
#include "psr-mirror-record.h"
#include "psr-row-event.h"
#include "psr-run.h"
#include "psr-skipped-row.h"
#include "psr-watermark.h"

G_BEGIN_DECLS

/**
 * PsrMirrorPage:
 *
 * Everything that one page of a flow changes in the mirror, to be committed at
 * once by psr_mirror_store_commit(): records read, values agreed on, records
 * set aside and those no longer set aside, what is left to do, the watermark
 * and the run's figures.
 *
 * Each function that takes a record keeps a reference to it.
 */
typedef struct _PsrMirrorPage PsrMirrorPage;

PsrMirrorPage *psr_mirror_page_new            (void);
void           psr_mirror_page_free           (PsrMirrorPage   *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrMirrorPage, psr_mirror_page_free)

void           psr_mirror_page_add_record     (PsrMirrorPage   *self,
                                               PsrMirrorRecord *record);
void           psr_mirror_page_remove_record  (PsrMirrorPage   *self,
                                               PsrEntity        entity,
                                               PsrMirrorSide    side,
                                               const char      *id);
void           psr_mirror_page_add_agreed     (PsrMirrorPage   *self,
                                               PsrAgreed       *agreed);
void           psr_mirror_page_remove_agreed  (PsrMirrorPage   *self,
                                               PsrEntity        entity,
                                               const char      *bc_id);
void           psr_mirror_page_add_skipped    (PsrMirrorPage   *self,
                                               PsrSkippedRow   *row);
void           psr_mirror_page_clear_skipped  (PsrMirrorPage   *self,
                                               const char      *flow,
                                               const char      *row_id);
void           psr_mirror_page_add_pending    (PsrMirrorPage   *self,
                                               const char      *flow,
                                               const char      *row_id);
void           psr_mirror_page_clear_pending  (PsrMirrorPage   *self,
                                               const char      *flow,
                                               const char      *row_id);
void           psr_mirror_page_set_watermark  (PsrMirrorPage   *self,
                                               PsrWatermark    *watermark);
void           psr_mirror_page_add_event      (PsrMirrorPage   *self,
                                               PsrRowEvent     *event);
void           psr_mirror_page_set_run        (PsrMirrorPage   *self,
                                               PsrRun          *run);

G_END_DECLS
