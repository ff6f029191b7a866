/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-clock.h"
#include "psr-executor.h"
#include "psr-random.h"

G_BEGIN_DECLS

/**
 * PsrReportLine:
 * @section: the stable name of what it is about, such as `state`
 * @name: what it says
 * @value: that
 * @is_shown: whether it may be shown as it is, but for secrets
 *
 * A line of a report for whoever helps. Its texts aren't translated, as those of a log
 * aren't, and there is no secret in them.
 */
typedef struct
{
  const char *section;
  char       *name;
  char       *value;
  gboolean    is_shown;
} PsrReportLine;

void       psr_report_line_free     (PsrReportLine *line);
DexFuture *psr_support_report_make  (const char    *profile_path,
                                     const char    *state_folder,
                                     const char    *credentials_folder,
                                     PsrClock      *clock,
                                     PsrRandom     *random,
                                     PsrExecutor   *executor);

G_END_DECLS
