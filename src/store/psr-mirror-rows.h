/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-connection.h"
#include "psr-mirror-page.h"

G_BEGIN_DECLS

/* For PsrMirrorStore: the bodies of its transactions, but for pages. */

typedef struct {
  PsrEntity entity;
  PsrMirrorSide side;
  GStrv ids;
  char *name;
  char *value;
  gint64 run_id;
  gint64 before; /* 0 for all */
  gint64 limit; /* -1 for none */
  PsrRun *run;
} PsrMirrorJob;

PsrMirrorJob *psr_mirror_job_new             (const char         *name,
                                              guint               limit);
PsrMirrorJob *psr_mirror_job_new_for_records (PsrEntity           entity,
                                              PsrMirrorSide       side,
                                              const char * const *ids);
void          psr_mirror_job_free            (gpointer            data);

DexFuture *psr_mirror_rows_get_records   (PsrConnection *connection,
                                          gpointer       data);
DexFuture *psr_mirror_rows_get_by_numbers (PsrConnection *connection,
                                          gpointer       data);
DexFuture *psr_mirror_rows_list_unseen   (PsrConnection *connection,
                                          gpointer       data);
DexFuture *psr_mirror_rows_count_records (PsrConnection *connection,
                                          gpointer       data);
DexFuture *psr_mirror_rows_get_agreed    (PsrConnection *connection,
                                          gpointer       data);
DexFuture *psr_mirror_rows_get_watermark (PsrConnection *connection,
                                          gpointer       data);
DexFuture *psr_mirror_rows_begin_run     (PsrConnection *connection,
                                          gpointer       data);
DexFuture *psr_mirror_rows_list_runs     (PsrConnection *connection,
                                          gpointer       data);
DexFuture *psr_mirror_rows_list_skipped  (PsrConnection *connection,
                                          gpointer       data);
DexFuture *psr_mirror_rows_list_pending  (PsrConnection *connection,
                                          gpointer       data);
DexFuture *psr_mirror_rows_set_fact      (PsrConnection *connection,
                                          gpointer       data);
DexFuture *psr_mirror_rows_get_fact      (PsrConnection *connection,
                                          gpointer       data);

G_END_DECLS
