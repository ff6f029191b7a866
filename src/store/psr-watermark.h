/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-timestamp.h"

G_BEGIN_DECLS

#define PSR_TYPE_WATERMARK (psr_watermark_get_type ())

/**
 * PsrWatermark:
 * @flow: name of the flow (or of a stream within it); the key
 * @since: everything changed before this was read, %PSR_TIMESTAMP_NONE at first
 * @until: the greatest change seen so far by the run under way
 * @next_link: where to go on, or "" when no run is under way
 * @run_id: run under way, or 0
 *
 * How far a flow has read. Texts are never %NULL.
 */
typedef struct {
  char *flow;
  PsrTimestamp since;
  PsrTimestamp until;
  char *next_link;
  gint64 run_id;
} PsrWatermark;

GType         psr_watermark_get_type (void) G_GNUC_CONST;
PsrWatermark *psr_watermark_new      (const char         *flow);
PsrWatermark *psr_watermark_copy     (const PsrWatermark *self);
PsrWatermark *psr_watermark_ref      (PsrWatermark       *self);
void          psr_watermark_unref    (PsrWatermark       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWatermark, psr_watermark_unref)

G_END_DECLS
