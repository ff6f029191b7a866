/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-client.h"
#include "psr-billing-context.h"

G_BEGIN_DECLS

void     psr_quote_trial_note_made  (PsrBillingContext   *context,
                                     const PsrBcDocument *quote);
gboolean psr_quote_trial_is_as_made (PsrBillingContext   *context,
                                     const PsrBcDocument *quote);
void     psr_quote_trial_forget     (PsrBillingContext   *context,
                                     const PsrBcDocument *quote);

G_END_DECLS
