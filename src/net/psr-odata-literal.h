/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-timestamp.h"

G_BEGIN_DECLS

char      *psr_odata_string           (const char         *text);
char      *psr_odata_guid             (const char         *guid);
char      *psr_odata_timestamp        (PsrTimestamp        timestamp);
char      *psr_odata_quoted_timestamp (PsrTimestamp        timestamp);
char      *psr_odata_or_equals        (const char         *field,
                                       const char * const *literals);
GPtrArray *psr_odata_or_chunks        (const char         *field,
                                       const char * const *literals,
                                       gsize               max_length);
char      *psr_odata_escape           (const char         *text);

G_END_DECLS
