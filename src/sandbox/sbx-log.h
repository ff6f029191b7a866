/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The requests that came in, in their order. Nothing secret: no headers, no bodies. */
typedef struct _SbxLog SbxLog;

SbxLog *sbx_log_new    (void);
void    sbx_log_free   (SbxLog *log);
/* Returns the entry's sequence number. */
guint64 sbx_log_start  (SbxLog *log, const char *service, const char *method, const char *target);
/* status 0: no answer. */
void    sbx_log_finish (SbxLog *log, guint64 sequence, guint status, gboolean handled, const char *fault);
void    sbx_log_reset  (SbxLog *log);
/* {"total":N,"counts":{"bc":{"GET":N}},"requests":[{…}]}; only those after since. */
void    sbx_log_write  (SbxLog *log, guint64 since, GString *out);
