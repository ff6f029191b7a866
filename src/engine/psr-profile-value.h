/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Checks of profile values. Each returns the canonical form of @text, newly
 * allocated, or %NULL when @text is not allowed.
 */

char *psr_profile_value_text       (const char *text);
char *psr_profile_value_url        (const char *text);
char *psr_profile_value_tenant     (const char *text);
char *psr_profile_value_boolean    (const char *text);
char *psr_profile_value_duration   (const char *text);
char *psr_profile_value_amount     (const char *text);
char *psr_profile_value_percent    (const char *text);
char *psr_profile_value_share      (const char *text);
char *psr_profile_value_numbers    (const char *text);
char *psr_profile_value_names      (const char *text);
char *psr_profile_value_hours      (const char *text);
char *psr_profile_value_interval   (const char *text);
char *psr_profile_value_date       (const char *text);
char *psr_profile_value_time_zone  (const char *text);
char *psr_profile_value_file       (const char *text);
char *psr_profile_value_api        (const char *text);
char *psr_profile_value_sign_in    (const char *text);
char *psr_profile_value_direction  (const char *text);
char *psr_profile_value_conflict   (const char *text);
char *psr_profile_value_new_accounts (const char *text);
char *psr_profile_value_filter     (const char *text);
char *psr_profile_value_flows      (const char *text);
char *psr_profile_value_document   (const char *text);
char *psr_profile_value_via        (const char *text);
char *psr_profile_value_prefix     (const char *text);
char *psr_profile_value_part       (const char *text);
char *psr_profile_value_labour     (const char *text);
char *psr_profile_value_day        (const char *text);
char *psr_profile_value_zero_total (const char *text);
char *psr_profile_value_customer   (const char *text);
char *psr_profile_value_warranty   (const char *text);
char *psr_profile_value_heading    (const char *text);
/* Before the name of a web service that tells how much is where. */
#define PSR_PROFILE_STOCK_SERVICE "service:"

char *psr_profile_value_stock_source (const char *text);
char *psr_profile_value_subtract   (const char *text);
char *psr_profile_value_fill       (const char *text);
char *psr_profile_value_prices     (const char *text);
char *psr_profile_value_e_invoice  (const char *text);
char *psr_profile_value_requests   (const char *text);
char *psr_profile_value_confirm    (const char *text);
char *psr_profile_value_hour_step  (const char *text);
char *psr_profile_value_code       (const char *text);

gint64 psr_profile_duration_usec   (const char *text);

G_END_DECLS
