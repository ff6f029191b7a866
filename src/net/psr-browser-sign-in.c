/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-browser-sign-in"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-loopback.h"
#include "psr-redact.h"
#include "psr-user-tokens-private.h"
#include "psr-wipe.h"

/* How long a person may take. */
#define PATIENCE (5 * 60 * (gint64) G_USEC_PER_SEC)

/* RFC 7636, 4.1: 43 characters for 32 bytes nobody can guess. */
#define SECRET_BYTES 32

/* RFC 4648, 5, without padding. */
static char *
to_base64url (const guint8 *bytes,
              gsize         length)
{
  char *text = g_base64_encode (bytes, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';

  return text;
}

static char *
make_secret (PsrRandom *random)
{
  guint8 bytes[SECRET_BYTES];
  char *text;

  psr_random_fill (random, bytes, sizeof bytes);
  text = to_base64url (bytes, sizeof bytes);
  explicit_bzero (bytes, sizeof bytes);
  psr_redact_register_passing (text);

  return text;
}

/* RFC 7636, 4.2: S256. */
static char *
make_challenge (const char *verifier)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) verifier, (gssize) strlen (verifier));
  g_checksum_get_digest (checksum, digest, &length);

  return to_base64url (digest, length);
}

static char *
make_url (PsrUserTokens *tokens,
          const char    *redirect_uri,
          const char    *state,
          const char    *challenge)
{
  GString *query = psr_token_form_new (strlen (tokens->scope) + strlen (redirect_uri));
  g_autofree char *text = NULL;

  psr_token_form_add (query, "client_id", tokens->client_id);
  psr_token_form_add (query, "response_type", "code");
  psr_token_form_add (query, "redirect_uri", redirect_uri);
  psr_token_form_add (query, "response_mode", "query");
  psr_token_form_add (query, "scope", tokens->scope);
  psr_token_form_add (query, "state", state);
  psr_token_form_add (query, "code_challenge", challenge);
  psr_token_form_add (query, "code_challenge_method", "S256");
  psr_token_form_add (query, "prompt", "select_account");
  text = g_string_free_and_steal (query);

  return g_strconcat (tokens->endpoint, "/authorize?", text, NULL);
}

/* The code that the browser brings, or why there is none. */
static char *
wait_for_code (PsrSignIn    *self,
               PsrLoopback  *loopback,
               GError      **error)
{
  g_autoptr (DexFuture) code = psr_loopback_wait (loopback);
  g_autoptr (DexFuture) late = psr_clock_sleep (self->tokens->clock, PATIENCE);
  g_autoptr (DexFuture) stopped = dex_cancellable_new_from_cancellable (self->stop);

  dex_await (dex_future_first (dex_ref (code), dex_ref (late), dex_ref (stopped), NULL), NULL);

  if (!dex_future_is_pending (code))
    return dex_await_string (g_steal_pointer (&code), error);

  if (g_cancellable_is_cancelled (self->stop))
    psr_sign_in_set_stopped (error);
  else
    psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN,
                             _("Nobody signed in."),
                             _("The browser didn’t come back within five minutes."),
                             _("Start again (“passerellectl connect”), or sign in with a code when the browser runs on another computer (“passerellectl connect --device-code”)."));

  return NULL;
}

static PsrTokenGrant *
redeem (PsrUserTokens  *tokens,
        const char     *code,
        const char     *redirect_uri,
        const char     *verifier,
        GError        **error)
{
  GString *form = psr_token_form_new (strlen (code) + strlen (tokens->scope) + strlen (verifier));

  psr_token_form_add (form, "grant_type", "authorization_code");
  psr_token_form_add (form, "client_id", tokens->client_id);
  psr_token_form_add (form, "code", code);
  psr_token_form_add (form, "redirect_uri", redirect_uri);
  psr_token_form_add (form, "code_verifier", verifier);
  psr_token_form_add (form, "scope", tokens->scope);

  return psr_user_tokens_request (tokens, "token", form, error);
}

/**
 * psr_sign_in_with_browser:
 * @self: a sign-in under way
 * @error: return location for an error
 *
 * The authorization code grant with PKCE for a native application (RFC 8252).
 *
 * Returns: (transfer full) (nullable): the answer of the sign-in service
 */
PsrTokenGrant *
psr_sign_in_with_browser (PsrSignIn  *self,
                          GError    **error)
{
  char *verifier = make_secret (self->tokens->random);
  g_autofree char *challenge = make_challenge (verifier);
  g_autofree char *state = make_secret (self->tokens->random);
  g_autoptr (PsrLoopback) loopback = psr_loopback_new (state, error);
  PsrTokenGrant *grant = NULL;
  char *code = NULL;

  if (loopback != NULL)
    {
      g_autofree char *url = make_url (self->tokens, psr_loopback_get_redirect_uri (loopback), state, challenge);
      PsrSignInPrompt prompt = { PSR_SIGN_IN_BROWSER, url, NULL };

      self->prompt (&prompt, self->data);
      code = wait_for_code (self, loopback, error);
    }

  if (code != NULL)
    {
      psr_redact_register_passing (code);
      grant = redeem (self->tokens, code, psr_loopback_get_redirect_uri (loopback), verifier, error);
    }

  psr_wipe_string (&code);
  psr_wipe_string (&verifier);

  return grant;
}
