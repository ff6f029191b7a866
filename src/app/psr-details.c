/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-details"

#include "config.h"

#include "psr-details.h"
#include "psr-mend.h"

/* Errors name commands for a terminal, where nobody is in a window. */

/**
 * psr_details_dup_mend:
 * @explanation: what is the matter
 *
 * Returns: (transfer full): how to mend it in a window, or ""
 */
char *
psr_details_dup_mend (const PsrExplanation *explanation)
{
  g_autoptr(PsrMend) mend = NULL;

  g_return_val_if_fail (explanation != NULL, NULL);

  mend = psr_mend_new (explanation->mend);

  return g_steal_pointer (&mend->text);
}

/**
 * psr_details_dup:
 * @explanation: what is the matter
 *
 * Returns: (transfer full): why, and how to mend it in a window
 */
char *
psr_details_dup (const PsrExplanation *explanation)
{
  g_autofree char *mend = psr_details_dup_mend (explanation);

  g_return_val_if_fail (explanation != NULL, NULL);

  if (*mend == '\0')
    return g_strdup (explanation->why);
  if (*explanation->why == '\0')
    return g_steal_pointer (&mend);

  return g_strdup_printf ("%s\n\n%s", explanation->why, mend);
}

/**
 * psr_details_dup_error:
 * @error: an error
 *
 * Returns: (transfer full): what happened, why, and how to mend it in a window, on one
 *   line
 */
char *
psr_details_dup_error (const GError *error)
{
  g_autoptr(PsrExplanation) explanation = NULL;
  g_autofree char *mend = NULL;

  g_return_val_if_fail (error != NULL, NULL);

  explanation = psr_explain (error);
  mend = psr_details_dup_mend (explanation);
  g_free (explanation->mend);
  explanation->mend = g_steal_pointer (&mend);

  return psr_explanation_to_string (explanation);
}

/**
 * psr_details_get_step:
 * @explanation: what is the matter
 *
 * Returns: (nullable): the stable name of the step of setting up that mends it
 */
const char *
psr_details_get_step (const PsrExplanation *explanation)
{
  g_autoptr(PsrMend) mend = NULL;

  g_return_val_if_fail (explanation != NULL, NULL);

  mend = psr_mend_new (explanation->mend);
  if (mend->action == PSR_MEND_STORE_SECRET)
    return g_str_has_prefix (mend->argument, "wello") ? "wello" : "business-central";
  if (mend->action == PSR_MEND_SIGN_IN)
    return "business-central";

  return mend->action == PSR_MEND_SET_UP ? psr_mend_find_step (mend->argument) : NULL;
}
