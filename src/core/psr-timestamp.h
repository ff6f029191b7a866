/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrTimestamp:
 *
 * Microseconds since 1970-01-01T00:00:00Z.
 */
typedef gint64 PsrTimestamp;

/**
 * PSR_TIMESTAMP_NONE:
 *
 * No time: what Wello writes as 1980-01-01 and Business Central as 0001-01-01.
 */
#define PSR_TIMESTAMP_NONE G_MININT64

/**
 * PsrTimestampError:
 * @PSR_TIMESTAMP_ERROR_SYNTAX: the text is not a time
 */
typedef enum
{
  PSR_TIMESTAMP_ERROR_SYNTAX,
} PsrTimestampError;

#define PSR_TIMESTAMP_ERROR (psr_timestamp_error_quark ())
GQuark psr_timestamp_error_quark (void);

gboolean  psr_timestamp_parse           (const char    *text,
                                         PsrTimestamp  *out,
                                         GError       **error);
gboolean  psr_timestamp_parse_http_date (const char    *text,
                                         PsrTimestamp  *out,
                                         GError       **error);
char     *psr_timestamp_to_string       (PsrTimestamp   timestamp);
char     *psr_timestamp_to_date         (PsrTimestamp   timestamp,
                                         GTimeZone     *time_zone);
gboolean  psr_timestamp_parse_day       (const char    *date,
                                         PsrTimestamp  *out);
char     *psr_timestamp_widen_format    (const char    *format);
char     *psr_timestamp_localise        (PsrTimestamp   timestamp);
char     *psr_timestamp_localise_zone   (PsrTimestamp   timestamp);
char     *psr_timestamp_localise_clock  (PsrTimestamp   timestamp);
gboolean  psr_date_is_valid             (const char    *text);
char     *psr_date_localise             (const char    *date);

G_END_DECLS
