/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-session.h"

G_BEGIN_DECLS

struct _PsrSession
{
  GObject                    parent_instance;

  PsrProfile                *profile;
  PsrClock                  *clock;
  PsrRandom                 *random;
  PsrExecutor               *executor;

  PsrRequestLog             *request_log;
  PsrTransport              *bc_transport;
  PsrTransport              *wello_transport;
  PsrSecretStore            *bc_secrets;
  PsrSecretStore            *wello_secrets;
  PsrSecretStore            *user_secrets;
  PsrTokenSource            *bc_tokens;
  PsrBcClient               *bc;
  PsrWelloClient            *wello;
  PsrBcClient               *flows_bc;      /* beside those, for flows */
  PsrWelloClient            *flows_wello;

  PsrBcCompany              *company;
  PsrBcEnvironmentType       environment_type;
  PsrWelloSalesOrganization *organization;
  gboolean                   has_organizations;
};

gboolean psr_session_make_clients (PsrSession  *self,
                                   const char  *credentials_folder,
                                   GHashTable  *typed,
                                   GError     **error);

G_END_DECLS
