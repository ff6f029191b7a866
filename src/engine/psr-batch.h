/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-engine-view.h"

G_BEGIN_DECLS

/**
 * PsrBatch:
 * @ids: the documents, each once, in the order in which they were seen
 * @sent: those of them that were made
 * @whole: (element-type PsrAmount): what all of them come to, one for each currency
 * @done: (element-type PsrAmount): what those that were made come to
 *
 * What is sent in one go.
 */
typedef struct
{
  GArray    *ids;
  GArray    *sent;
  GPtrArray *whole;
  GPtrArray *done;
} PsrBatch;

#define PSR_TYPE_BATCH (psr_batch_get_type ())

GType            psr_batch_get_type      (void) G_GNUC_CONST;
PsrBatch        *psr_batch_ref           (PsrBatch       *self);
void             psr_batch_unref         (PsrBatch       *self);
const PsrAmount *psr_batch_find_done     (const PsrBatch *self,
                                          const char     *currency);
DexFuture       *psr_engine_follow_batch (PsrEngine      *self,
                                          PsrBatch       *before);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBatch, psr_batch_unref)

G_END_DECLS
