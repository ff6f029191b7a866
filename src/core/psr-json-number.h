/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-decimal.h"

G_BEGIN_DECLS

/* For the layer's own use: numbers as JSON writes them. */

gboolean  psr_json_number_get_decimal (const char   *text,
                                       gsize         length,
                                       PsrDecimal   *out,
                                       GError      **error);
char     *psr_json_number_dup_text    (const char   *text,
                                       gsize         length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
