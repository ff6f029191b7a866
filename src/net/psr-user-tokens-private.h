/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-token-grant.h"
#include "psr-user-tokens.h"

G_BEGIN_DECLS

struct _PsrUserTokens
{
  GObject         parent_instance;

  PsrTransport   *transport;
  PsrClock       *clock;
  PsrRandom      *random;
  PsrExecutor    *executor;
  char           *endpoint;     /* {authority}/{tenant}/oauth2/v2.0 */
  char           *tenant;
  char           *client_id;
  char           *scope;
  PsrSecretStore *secrets;
  char           *secret_name;

  PsrBearer       bearer;
  char           *person;
  char           *refused;      /* the refresh token that isn't accepted any more */
  GError         *refusal;
  DexFuture      *pending;      /* the one renewal under way */
};

/* One way of signing in, under way; in a fiber. */
typedef struct
{
  PsrUserTokens       *tokens;
  PsrSignInWay         way;
  PsrSignInPromptFunc  prompt;
  gpointer             data;
  GCancellable        *stop;
} PsrSignIn;

/* In fibers. */

PsrTokenGrant *psr_user_tokens_request     (PsrUserTokens  *self,
                                            const char     *name,
                                            GString        *form,
                                            GError        **error);
void           psr_sign_in_set_stopped     (GError        **error);
gboolean       psr_sign_in_wait            (PsrSignIn      *self,
                                            gint64          usec,
                                            GError        **error);
PsrTokenGrant *psr_sign_in_with_browser    (PsrSignIn      *self,
                                            GError        **error);
PsrTokenGrant *psr_sign_in_with_device     (PsrSignIn      *self,
                                            GError        **error);

G_END_DECLS
