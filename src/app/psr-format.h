/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-decimal.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

char *psr_format_amount   (PsrDecimal    amount,
                           const char   *currency);
char *psr_format_quantity (PsrDecimal    quantity);
char *psr_format_count    (gint64        count);
char *psr_format_date     (const char   *date);
char *psr_format_day      (const char   *date,
                           PsrTimestamp  now);
char *psr_format_ago      (PsrTimestamp  when,
                           PsrTimestamp  now);
char *psr_format_duration (int           seconds);
char *psr_format_every    (int           seconds);
char *psr_format_clock    (PsrTimestamp  when);

G_END_DECLS
