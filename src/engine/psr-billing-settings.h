/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-profile.h"

G_BEGIN_DECLS

/**
 * PsrBillingSetting:
 * @name: the key, as it stands under `[Billing]` in the profile
 * @title: what people call it, translated
 * @value: what counts: what the profile says, or what is so without; "" where nothing is said
 * @choices: (nullable): the values that can be chosen, or %NULL where it is typed
 * @labels: (nullable): what people call each of them, translated
 * @allowed: what it must be, in words, translated
 * @fixed: (nullable): why it can't be changed, translated, or %NULL where it can
 *
 * A rule by which documents are made.
 */
typedef struct
{
  const char  *name;
  const char  *title;
  char        *value;
  char       **choices;
  char       **labels;
  const char  *allowed;
  const char  *fixed;
} PsrBillingSetting;

GPtrArray  *psr_billing_settings_list        (PsrProfile  *profile);
const char *psr_billing_settings_get_warning (const char  *name,
                                              const char  *value);
gboolean    psr_billing_settings_check       (const char  *name,
                                              const char  *value,
                                              GError     **error);
gboolean    psr_billing_settings_change      (PsrProfile  *profile,
                                              const char  *name,
                                              const char  *value,
                                              GError     **error);

G_END_DECLS
