/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-clock.h"
#include "psr-executor.h"
#include "psr-random.h"
#include "psr-secret-store.h"
#include "psr-token-source.h"
#include "psr-transport.h"

G_BEGIN_DECLS

/**
 * PSR_BC_USER_SCOPE:
 *
 * What a person asks Entra ID for who wants to talk to Business Central and to
 * stay signed in; the last two tell who it is.
 */
#define PSR_BC_USER_SCOPE "https://api.businesscentral.dynamics.com/Financials.ReadWrite.All offline_access openid profile"

/**
 * PsrSignInWay:
 * @PSR_SIGN_IN_BROWSER: a browser on this computer is sent to the sign-in
 *   service, and comes back with a code
 * @PSR_SIGN_IN_DEVICE_CODE: a code is typed in a browser anywhere
 */
typedef enum
{
  PSR_SIGN_IN_BROWSER,
  PSR_SIGN_IN_DEVICE_CODE,
} PsrSignInWay;

/**
 * PsrSignInPrompt:
 * @way: how
 * @url: the address to open in a browser
 * @user_code: (nullable): the code to type there
 *
 * What a person has to do to sign in.
 */
typedef struct
{
  PsrSignInWay  way;
  char         *url;
  char         *user_code;
} PsrSignInPrompt;

/**
 * PsrSignInPromptFunc:
 * @prompt: what the person has to do
 * @data: as given
 *
 * Shows it to the person. Called once, on the main thread.
 */
typedef void (*PsrSignInPromptFunc) (const PsrSignInPrompt *prompt,
                                     gpointer               data);

#define PSR_TYPE_USER_TOKENS (psr_user_tokens_get_type ())
G_DECLARE_FINAL_TYPE (PsrUserTokens, psr_user_tokens, PSR, USER_TOKENS, GObject)

PsrUserTokens *psr_user_tokens_new      (PsrTransport         *transport,
                                         PsrClock             *clock,
                                         PsrRandom            *random,
                                         PsrExecutor          *executor,
                                         const char           *authority,
                                         const char           *tenant,
                                         const char           *client_id,
                                         const char           *scope,
                                         PsrSecretStore       *secrets,
                                         const char           *secret_name);
DexFuture     *psr_user_tokens_sign_in  (PsrUserTokens        *self,
                                         PsrSignInWay          way,
                                         PsrSignInPromptFunc   prompt,
                                         gpointer              data,
                                         GCancellable         *stop);
DexFuture     *psr_user_tokens_sign_out (PsrUserTokens        *self);

G_END_DECLS
