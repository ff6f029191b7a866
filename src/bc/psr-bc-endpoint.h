/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PsrBcEndpoint:
 *
 * Where a Business Central is: knows how its addresses are put together,
 * online (`{base}[/{tenant}]/{environment}/api/v2.0/…`) and on premises
 * (`{base}/api/v2.0/…?tenant=…`). Immutable and reference counted.
 *
 * Source: Microsoft, "Business Central API endpoint structure".
 */
typedef struct _PsrBcEndpoint PsrBcEndpoint;

#define PSR_TYPE_BC_ENDPOINT (psr_bc_endpoint_get_type ())

GType          psr_bc_endpoint_get_type             (void) G_GNUC_CONST;
PsrBcEndpoint *psr_bc_endpoint_new                  (const char    *base_url,
                                                     const char    *tenant,
                                                     gboolean       tenant_in_url,
                                                     const char    *environment,
                                                     const char    *api_version);
PsrBcEndpoint *psr_bc_endpoint_ref                  (PsrBcEndpoint *self);
void           psr_bc_endpoint_unref                (PsrBcEndpoint *self);
gboolean       psr_bc_endpoint_is_online            (PsrBcEndpoint *self);
gboolean       psr_bc_endpoint_is_v1                (PsrBcEndpoint *self);
const char    *psr_bc_endpoint_get_environment      (PsrBcEndpoint *self);
char          *psr_bc_endpoint_get_api_url          (PsrBcEndpoint *self,
                                                     const char    *path);
char          *psr_bc_endpoint_get_company_url      (PsrBcEndpoint *self,
                                                     const char    *company_id,
                                                     const char    *path);
char          *psr_bc_endpoint_get_automate_url     (PsrBcEndpoint *self,
                                                     const char    *company_id,
                                                     const char    *path);
char          *psr_bc_endpoint_get_analytics_url    (PsrBcEndpoint *self,
                                                     const char    *company_id,
                                                     const char    *path);
char          *psr_bc_endpoint_get_service_url      (PsrBcEndpoint *self,
                                                     const char    *company_name,
                                                     const char    *service);
char          *psr_bc_endpoint_get_environments_url (PsrBcEndpoint *self);
char          *psr_bc_endpoint_complete             (PsrBcEndpoint *self,
                                                     const char    *url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcEndpoint, psr_bc_endpoint_unref)

G_END_DECLS
