/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-trouble"

#include "config.h"

#include <gio/gio.h>

#include "psr-bc-error.h"
#include "psr-billing-error.h"
#include "psr-engine-error.h"
#include "psr-mapping-error.h"
#include "psr-profile.h"
#include "psr-secret-store.h"
#include "psr-service-error.h"
#include "psr-store-error.h"
#include "psr-sync-error.h"
#include "psr-transport.h"
#include "psr-trouble.h"

static PsrTrouble
of_engine (int code)
{
  return code == PSR_ENGINE_ERROR_STOPPED || code == PSR_ENGINE_ERROR_BOUND ||
             code == PSR_ENGINE_ERROR_ELSEWHERE || code == PSR_ENGINE_ERROR_UNFINISHED
           ? PSR_TROUBLE_PERSON
           : PSR_TROUBLE_USAGE;
}

static PsrTrouble
of_billing (int code)
{
  if (code == PSR_BILLING_ERROR_RULES)
    return PSR_TROUBLE_USAGE;
  if (code == PSR_BILLING_ERROR_STOPPED)
    return PSR_TROUBLE_STATE;

  return PSR_TROUBLE_PERSON;
}

/**
 * psr_trouble_of_error:
 * @error: an error of the engine or of anything below it
 *
 * Returns: whom or what it is about
 */
PsrTrouble
psr_trouble_of_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, PSR_TROUBLE_STATE);

  if (error->domain == PSR_PROFILE_ERROR || error->domain == PSR_MAPPING_ERROR)
    return PSR_TROUBLE_USAGE;
  if (error->domain == PSR_ENGINE_ERROR)
    return of_engine (error->code);
  if (error->domain == PSR_STORE_ERROR)
    return error->code == PSR_STORE_ERROR_BOUND ? PSR_TROUBLE_PERSON : PSR_TROUBLE_STATE;
  if (error->domain == PSR_BILLING_ERROR)
    return of_billing (error->code);
  if (error->domain == PSR_SYNC_ERROR)
    return PSR_TROUBLE_PERSON;
  if (error->domain == PSR_BC_ERROR)
    return error->code == PSR_BC_ERROR_BAD_ROW ? PSR_TROUBLE_CONNECTION : PSR_TROUBLE_USAGE;
  if (error->domain == PSR_TRANSPORT_ERROR)
    return error->code == PSR_TRANSPORT_ERROR_NOT_ALLOWED ? PSR_TROUBLE_USAGE : PSR_TROUBLE_CONNECTION;
  if (error->domain == G_IO_ERROR || error->domain == G_FILE_ERROR)
    return PSR_TROUBLE_STATE;

  /* What the services said, and whatever went wrong on the way to them. */
  return PSR_TROUBLE_CONNECTION;
}

/**
 * psr_condition_of_error:
 * @error: an error of the engine or of anything below it
 *
 * Returns: what it means for as long as it lasts
 */
PsrCondition
psr_condition_of_error (const GError *error)
{
  static const struct
  {
    GQuark       (*domain) (void);
    int            code;
    PsrCondition   condition;
  } conditions[] = {
    { psr_service_error_quark, PSR_SERVICE_ERROR_UNREACHABLE, PSR_CONDITION_OFFLINE },
    { psr_service_error_quark, PSR_SERVICE_ERROR_SIGN_IN, PSR_CONDITION_SIGN_IN },
    { psr_service_error_quark, PSR_SERVICE_ERROR_THROTTLED, PSR_CONDITION_BUSY },
    { psr_service_error_quark, PSR_SERVICE_ERROR_UNAVAILABLE, PSR_CONDITION_BUSY },
    { psr_store_error_quark, PSR_STORE_ERROR_NEWER, PSR_CONDITION_NEWER },
    { psr_engine_error_quark, PSR_ENGINE_ERROR_STOPPED, PSR_CONDITION_STOPPED },
  };

  g_return_val_if_fail (error != NULL, PSR_CONDITION_OTHER);

  for (gsize i = 0; i < G_N_ELEMENTS (conditions); i++)
    {
      if (g_error_matches (error, conditions[i].domain (), conditions[i].code))
        return conditions[i].condition;
    }

  return PSR_CONDITION_OTHER;
}
