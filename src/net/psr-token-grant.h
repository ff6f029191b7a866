/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-clock.h"
#include "psr-executor.h"
#include "psr-request.h"
#include "psr-response.h"
#include "psr-service-error.h"

G_BEGIN_DECLS

/**
 * PsrTokenGrant:
 * @access_token: (nullable): what requests carry; %NULL when @failure is set
 * @refresh_token: (nullable): what the next access token is asked for with
 * @person: (nullable): who signed in, as the id token says
 * @tenant: (nullable): the tenant of that account, canonical GUID
 * @lifetime: of @access_token, in seconds
 * @failure: (nullable): what the sign-in service said instead
 *
 * An answer of the sign-in service. The texts are wiped with the last reference.
 */
typedef struct
{
  char            *access_token;
  char            *refresh_token;
  char            *person;
  char            *tenant;
  gint64           lifetime;
  PsrServiceError *failure;
} PsrTokenGrant;

#define PSR_TYPE_TOKEN_GRANT (psr_token_grant_get_type ())

GType          psr_token_grant_get_type (void) G_GNUC_CONST;
PsrTokenGrant *psr_token_grant_ref      (PsrTokenGrant  *self);
void           psr_token_grant_unref    (PsrTokenGrant  *self);
DexFuture     *psr_token_grant_read     (PsrExecutor    *executor,
                                         PsrResponse    *response);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrTokenGrant, psr_token_grant_unref)

/* The form that asks for one. */
GString       *psr_token_form_new       (gsize           size);
void           psr_token_form_add       (GString        *form,
                                         const char     *name,
                                         const char     *value);
PsrRequest    *psr_token_form_finish    (GString        *form,
                                         const char     *url);

/**
 * PsrBearer:
 * @header: (nullable): the value of the header Authorization
 *
 * An access token in use, until it is to be renewed.
 */
typedef struct
{
  char         *header;
  gint64        stale_monotonic;
  PsrTimestamp  stale;
} PsrBearer;

void           psr_bearer_take          (PsrBearer      *self,
                                         PsrTokenGrant  *grant,
                                         PsrClock       *clock);
gboolean       psr_bearer_is_fresh      (PsrBearer      *self,
                                         PsrClock       *clock);
void           psr_bearer_clear         (PsrBearer      *self);

G_END_DECLS
