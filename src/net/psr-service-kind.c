/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-service-kind"

#include "config.h"

#include "psr-service-kind.h"

/**
 * psr_service_kind_get_name:
 * @kind: a service
 *
 * Returns: its name as people say it; proper names aren't translated
 */
const char *
psr_service_kind_get_name (PsrServiceKind kind)
{
  switch (kind)
    {
    case PSR_SERVICE_BC:
      return "Business Central";
    case PSR_SERVICE_WELLO:
      return "Wello";
    case PSR_SERVICE_ENTRA:
      return "Microsoft Entra ID";
    default:
      g_return_val_if_reached ("");
    }
}
