/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-bc-client.h"
#include "psr-binding.h"
#include "psr-profile.h"
#include "psr-secret-store.h"
#include "psr-request-log.h"
#include "psr-transport.h"
#include "psr-user-tokens.h"
#include "psr-wello-client.h"

G_BEGIN_DECLS

#define PSR_TYPE_SESSION (psr_session_get_type ())

/**
 * PsrSession:
 *
 * The connection of one profile to both services: who we are there, in which
 * company and for which sales organization.
 */
G_DECLARE_FINAL_TYPE (PsrSession, psr_session, PSR, SESSION, GObject)

PsrSession       *psr_session_new                  (PsrProfile     *profile,
                                                    const char     *credentials_folder,
                                                    PsrClock       *clock,
                                                    PsrRandom      *random,
                                                    PsrExecutor    *executor,
                                                    PsrTransport   *bc_transport,
                                                    PsrTransport   *wello_transport,
                                                    PsrRequestLog  *request_log,
                                                    GError        **error);
PsrSession       *psr_session_new_to_try           (PsrProfile     *profile,
                                                    const char     *credentials_folder,
                                                    GHashTable     *typed,
                                                    PsrClock       *clock,
                                                    PsrRandom      *random,
                                                    PsrExecutor    *executor,
                                                    PsrTransport   *bc_transport,
                                                    PsrTransport   *wello_transport,
                                                    PsrRequestLog  *request_log,
                                                    GError        **error);
DexFuture        *psr_session_open_bc              (PsrSession     *self);
DexFuture        *psr_session_open_wello           (PsrSession     *self);
DexFuture        *psr_session_open                 (PsrSession     *self);
PsrBcClient      *psr_session_get_bc               (PsrSession     *self);
PsrWelloClient   *psr_session_get_wello            (PsrSession     *self);
PsrBcClient      *psr_session_get_flows_bc         (PsrSession     *self);
PsrWelloClient   *psr_session_get_flows_wello      (PsrSession     *self);
void              psr_session_set_stop             (PsrSession     *self,
                                                    GCancellable   *stop);
PsrBcCompany     *psr_session_get_company          (PsrSession     *self);
PsrBcEnvironmentType
                  psr_session_get_environment_type (PsrSession     *self);
gboolean          psr_session_has_organizations    (PsrSession     *self);
PsrWelloSalesOrganization *
                  psr_session_get_organization     (PsrSession     *self);
PsrSecretStore   *psr_session_get_secrets          (PsrSession     *self,
                                                    const char     *name);
PsrUserTokens    *psr_session_get_user_tokens      (PsrSession     *self);
const char       *psr_session_get_person           (PsrSession     *self);
PsrBinding       *psr_session_dup_binding          (PsrSession     *self);
guint             psr_session_get_n_requests       (PsrSession     *self);

G_END_DECLS
