/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-error"

#include "config.h"

#include "psr-mapping-error.h"
#include "psr-service-error.h"
#include "psr-store-error.h"
#include "psr-sync-error.h"

G_DEFINE_QUARK (psr-sync-error-quark, psr_sync_error)

static const char * const codes[] = {
  [PSR_SYNC_ERROR_REFUSED] = "refused",
  [PSR_SYNC_ERROR_TAKEN] = "taken",
  [PSR_SYNC_ERROR_AMBIGUOUS] = "ambiguous",
  [PSR_SYNC_ERROR_UNCERTAIN] = "uncertain",
  [PSR_SYNC_ERROR_GONE] = "gone-in-bc",
  [PSR_SYNC_ERROR_STOPPED] = "stopped",
  [PSR_SYNC_ERROR_NOT_FOUND] = "not-found",
  [PSR_SYNC_ERROR_CANCELLED] = "cancelled",
  [PSR_SYNC_ERROR_CONFLICT] = PSR_SYNC_CODE_CONFLICT,
  [PSR_SYNC_ERROR_PROPOSAL] = PSR_SYNC_CODE_PROPOSAL,
  [PSR_SYNC_ERROR_WAITS] = PSR_SYNC_CODE_WAITS,
};

/**
 * psr_sync_error_get_code:
 * @error: what went wrong with a record
 *
 * Returns: a stable word for it
 */
const char *
psr_sync_error_get_code (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == PSR_SYNC_ERROR && error->code >= 0 && error->code < (int) G_N_ELEMENTS (codes))
    return codes[error->code];

  if (g_error_matches (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_SET_ASIDE))
    return "set-aside";

  return "failed";
}

/**
 * psr_sync_error_is_final:
 * @error: what went wrong with a record
 *
 * Returns: whether trying again is of no use before somebody mends something
 */
gboolean
psr_sync_error_is_final (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  return g_error_matches (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_SET_ASIDE) ||
         g_error_matches (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED) ||
         g_error_matches (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_TAKEN) ||
         g_error_matches (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_AMBIGUOUS) ||
         psr_sync_error_is_question (error) ||
         g_error_matches (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_WAITS) ||
         g_error_matches (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_GONE);
}

/**
 * psr_sync_error_is_question:
 * @error: what is the matter with a record
 *
 * Returns: whether a person has to decide about values, and nothing went wrong
 */
gboolean
psr_sync_error_is_question (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  return g_error_matches (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_CONFLICT) ||
         g_error_matches (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_PROPOSAL);
}

/**
 * psr_sync_code_is_question:
 * @code: a stable word for why a row is set aside
 *
 * Returns: whether a person has to decide about values
 */
gboolean
psr_sync_code_is_question (const char *code)
{
  g_return_val_if_fail (code != NULL, FALSE);

  return g_str_equal (code, PSR_SYNC_CODE_CONFLICT) || g_str_equal (code, PSR_SYNC_CODE_PROPOSAL) ||
         g_str_equal (code, PSR_SYNC_CODE_NEW_ACCOUNT);
}

/**
 * psr_sync_code_is_coupling:
 * @code: a stable word for why a row is set aside
 *
 * Returns: whether a person has to say which records belong together
 */
gboolean
psr_sync_code_is_coupling (const char *code)
{
  g_return_val_if_fail (code != NULL, FALSE);

  return g_str_equal (code, codes[PSR_SYNC_ERROR_AMBIGUOUS]) || g_str_equal (code, codes[PSR_SYNC_ERROR_TAKEN]);
}

/**
 * psr_sync_error_is_general:
 * @error: what went wrong with a record
 *
 * Returns: whether it would go wrong with every other record as well, so that
 *   the run has to end
 */
gboolean
psr_sync_error_is_general (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  return error->domain == PSR_STORE_ERROR ||
         g_error_matches (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_STOPPED) ||
         g_error_matches (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_CANCELLED) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_UNREACHABLE) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_CERTIFICATE) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_THROTTLED) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_CANCELLED);
}
