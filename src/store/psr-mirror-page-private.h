/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-mirror-page.h"

G_BEGIN_DECLS

/* The key of a row that is added to or removed from a table: two texts, or an
 * entity, a side and a text. */
typedef struct {
  PsrEntity entity;
  PsrMirrorSide side;
  char *flow;
  char *id;
} PsrMirrorKey;

struct _PsrMirrorPage
{
  gatomicrefcount references;
  GPtrArray *records;         /* PsrMirrorRecord */
  GPtrArray *removed_records; /* PsrMirrorKey */
  GPtrArray *agreed;          /* PsrAgreed */
  GPtrArray *removed_agreed;  /* PsrMirrorKey */
  GPtrArray *skipped;         /* PsrSkippedRow */
  GPtrArray *cleared_skipped; /* PsrMirrorKey */
  GPtrArray *pending;         /* PsrMirrorKey */
  GPtrArray *cleared_pending; /* PsrMirrorKey */
  GPtrArray *watermarks;      /* PsrWatermark */
  GPtrArray *events;          /* PsrRowEvent */
  PsrRun *run;
};

PsrMirrorPage *psr_mirror_page_ref (PsrMirrorPage *self);

G_END_DECLS
