/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrRunDay:
 * @day: the day, "YYYY-MM-DD", where this computer is
 * @runs: how many runs began on it
 * @broken: how many of them ended before their time
 * @read: records read
 * @created: records made
 * @changed: records changed
 * @open: the most records that a run left set aside or that went wrong; each run
 *   counts those that are still open, so they can't be added up
 *
 * What the runs of a flow came to on one day.
 */
typedef struct {
  char *day;
  gint64 runs;
  gint64 broken;
  gint64 read;
  gint64 created;
  gint64 changed;
  gint64 open;
} PsrRunDay;

PsrRunDay *psr_run_day_new  (void);
void       psr_run_day_free (PsrRunDay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrRunDay, psr_run_day_free)

G_END_DECLS
