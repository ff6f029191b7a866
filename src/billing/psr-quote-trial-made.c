/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-quote-trial-made"

#include "config.h"

#include "psr-echo-check.h"
#include "psr-mirror-store.h"
#include "psr-quote-trial-made.h"

/*
 * Somebody may make a real quote of one that was left of a trial, and it has our number
 * still. So what each was made as is remembered until it is gone.
 */

static char *
dup_fact_name (const PsrBcDocument *quote)
{
  return g_strconcat ("quote-trial-made:", quote->id, NULL);
}

static void
set_fact (PsrBillingContext   *context,
          const PsrBcDocument *quote,
          const char          *print)
{
  g_autofree char *name = dup_fact_name (quote);
  g_autoptr(GError) error = NULL;

  if (!dex_await (psr_mirror_store_set_fact (context->mirror, name, print), &error))
    g_message ("What a trial quote was made as isn’t kept: %s", error->message);
}

/**
 * psr_quote_trial_note_made:
 * @context: the context
 * @quote: a trial quote as it was read right after it was made, with its lines
 *
 * Remembers what it is. To be called in a fiber.
 */
void
psr_quote_trial_note_made (PsrBillingContext   *context,
                           const PsrBcDocument *quote)
{
  g_autofree char *print = NULL;

  g_return_if_fail (context != NULL && quote != NULL);

  if (quote->lines == NULL)
    return;

  print = psr_echo_check_dup_print (quote, psr_bc_client_is_v1 (context->bc));
  set_fact (context, quote, print);
}

/**
 * psr_quote_trial_is_as_made:
 * @context: the context
 * @quote: a trial quote as it is now, with its lines
 *
 * Of one that isn't remembered, as when the answer to its create was lost, nobody knows.
 * To be called in a fiber.
 *
 * Returns: whether it is certain that nobody has written to it
 */
gboolean
psr_quote_trial_is_as_made (PsrBillingContext   *context,
                            const PsrBcDocument *quote)
{
  g_autofree char *name = NULL;
  g_autofree char *print = NULL;

  g_return_val_if_fail (context != NULL && quote != NULL, FALSE);

  name = dup_fact_name (quote);
  print = dex_await_string (psr_mirror_store_get_fact (context->mirror, name), NULL);

  return print != NULL && quote->lines != NULL &&
         psr_echo_check_compare_print (print, quote, psr_bc_client_is_v1 (context->bc)) == PSR_ECHO_PRINT_SAME;
}

/**
 * psr_quote_trial_forget:
 * @context: the context
 * @quote: a trial quote that is gone
 *
 * To be called in a fiber.
 */
void
psr_quote_trial_forget (PsrBillingContext   *context,
                        const PsrBcDocument *quote)
{
  g_return_if_fail (context != NULL && quote != NULL);

  set_fact (context, quote, NULL);
}
