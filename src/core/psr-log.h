/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrLogLevel:
 * @PSR_LOG_QUIET: warnings and worse
 * @PSR_LOG_NORMAL: messages as well
 * @PSR_LOG_INFO: what is done, too
 * @PSR_LOG_DEBUG: everything
 *
 * How much is logged. The variable `G_MESSAGES_DEBUG` adds single domains.
 */
typedef enum
{
  PSR_LOG_QUIET,
  PSR_LOG_NORMAL,
  PSR_LOG_INFO,
  PSR_LOG_DEBUG,
} PsrLogLevel;

void  psr_log_install (PsrLogLevel      level);
char *psr_log_format  (GLogLevelFlags   level,
                       const GLogField *fields,
                       gsize            n_fields,
                       gint64           timestamp) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
