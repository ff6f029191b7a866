/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-loopback"

#include "config.h"

#include "psr-loopback.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-service-error.h"

struct _PsrLoopback
{
  GObject     parent_instance;

  SoupServer *server;
  char       *state;
  char       *redirect_uri;
  DexPromise *promise;
  gboolean    is_answered;
};

G_DEFINE_FINAL_TYPE (PsrLoopback, psr_loopback, G_TYPE_OBJECT)

/* Takes as long whatever @given is, so that nobody learns from the time how far
 * a guess was right. */
static gboolean
is_same (const char *given,
         const char *expected)
{
  gsize length = strlen (expected);
  gsize given_length = strlen (given);
  guint different = given_length != length;

  for (gsize i = 0; i < length; i++)
    different |= (guint) ((guchar) expected[i] ^ (guchar) (i < given_length ? given[i] : 0));

  return different == 0;
}

static void
answer (SoupServerMessage *message,
        guint              status,
        const char        *title,
        const char        *text)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *html_title = g_markup_escape_text (title, -1);
  g_autofree char *html_text = g_markup_escape_text (text, -1);
  char *page = g_strdup_printf ("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>%s</title></head>"
                                "<body style=\"font-family: sans-serif; margin: 4em auto; max-width: 30em\">"
                                "<h1>%s</h1><p>%s</p></body></html>",
                                html_title, html_title, html_text);

  /* The address holds the code: it goes nowhere else, and nothing is loaded. */
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  soup_message_headers_replace (headers, "Connection", "close");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_TAKE, page, strlen (page));
}

static const char *
get (GHashTable *query,
     const char *name)
{
  const char *value = query != NULL ? g_hash_table_lookup (query, name) : NULL;

  return value != NULL ? value : "";
}

static void
reject (PsrLoopback *self,
        const char  *what,
        const char  *why)
{
  GError *error = psr_explained_error_new (PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN, what, why,
                                           _("Start again with “passerellectl connect”."));

  dex_promise_reject (self->promise, error);
}

/* What the browser brings decides once its page is on its way. */
static void
on_finished (SoupServerMessage *message,
             PsrLoopback       *self)
{
  char *code = g_object_steal_data (G_OBJECT (message), "code");

  if (code != NULL)
    dex_promise_resolve_string (self->promise, code);
}

static void
handle (SoupServer        *server,
        SoupServerMessage *message,
        const char        *path,
        GHashTable        *query,
        gpointer           data)
{
  PsrLoopback *self = data;
  const char *code = get (query, "code");
  const char *refusal = get (query, "error");

  /* Icons, and whatever else browsers ask for by themselves. */
  if (strcmp (path, "/") != 0 || soup_server_message_get_method (message) != SOUP_METHOD_GET || query == NULL)
    {
      answer (message, 404, _("Not found"), _("There is nothing here."));
      return;
    }
  if (self->is_answered)
    {
      answer (message, 410, _("Too late"), _("This sign-in is over."));
      return;
    }
  self->is_answered = TRUE;

  if (!is_same (get (query, "state"), self->state))
    {
      answer (message, 400, _("The sign-in was refused"), _("This page wasn’t opened by the sign-in that is waiting. Go back and start again."));
      reject (self, _("The answer to the sign-in wasn’t the one that was waited for."),
              _("Its state is another one: it belongs to an earlier attempt, or somebody interfered."));
      return;
    }
  if (*refusal != '\0' || *code == '\0')
    {
      g_autofree char *valid = g_utf8_make_valid (*get (query, "error_description") != '\0' ? get (query, "error_description") : refusal, -1);

      answer (message, 200, _("You aren’t signed in"), _("You can close this page and go back to Passerelle."));
      reject (self, _("The sign-in was refused."), valid);
      return;
    }

  g_object_set_data_full (G_OBJECT (message), "code", g_strdup (code), g_free);
  g_signal_connect_object (message, "finished", G_CALLBACK (on_finished), self, G_CONNECT_DEFAULT);
  answer (message, 200, _("You are signed in"), _("You can close this page and go back to Passerelle."));
}

/**
 * psr_loopback_new:
 * @state: what the browser must bring back
 * @error: return location for %PSR_SERVICE_ERROR_SIGN_IN
 *
 * Listens on a free port.
 *
 * Returns: (transfer full) (nullable): the listener
 */
PsrLoopback *
psr_loopback_new (const char  *state,
                  GError     **error)
{
  g_autoptr (PsrLoopback) self = NULL;
  g_autoptr (GError) local = NULL;
  g_autoslist (GUri) uris = NULL;

  g_return_val_if_fail (state != NULL && *state != '\0', NULL);

  self = g_object_new (PSR_TYPE_LOOPBACK, NULL);
  self->state = g_strdup (state);
  self->promise = dex_promise_new ();
  self->server = soup_server_new ("server-header", "Passerelle", NULL);
  soup_server_add_handler (self->server, NULL, handle, self, NULL);

  if (!soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &local))
    {
      psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN,
                               _("The browser can’t come back to this computer."), local->message,
                               _("Sign in with “passerellectl connect --device-code”."));
      return NULL;
    }

  /* The port is ignored when Entra ID matches it with http://localhost, and the
   * path is not. Source: Microsoft, "Redirect URI best practices". */
  uris = soup_server_get_uris (self->server);
  self->redirect_uri = g_strdup_printf ("http://localhost:%d", g_uri_get_port (uris->data));

  return g_steal_pointer (&self);
}

/**
 * psr_loopback_get_redirect_uri:
 * @self: a listener
 *
 * Returns: (transfer none): the address to which the browser is to be sent back
 */
const char *
psr_loopback_get_redirect_uri (PsrLoopback *self)
{
  g_return_val_if_fail (PSR_IS_LOOPBACK (self), NULL);

  return self->redirect_uri;
}

/**
 * psr_loopback_wait:
 * @self: a listener
 *
 * Returns: (transfer full): a future of a string: the code; it rejects with
 *   %PSR_SERVICE_ERROR_SIGN_IN
 */
DexFuture *
psr_loopback_wait (PsrLoopback *self)
{
  g_return_val_if_fail (PSR_IS_LOOPBACK (self), NULL);

  return dex_ref (DEX_FUTURE (self->promise));
}

static void
psr_loopback_dispose (GObject *object)
{
  PsrLoopback *self = PSR_LOOPBACK (object);

  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  dex_clear (&self->promise);

  G_OBJECT_CLASS (psr_loopback_parent_class)->dispose (object);
}

static void
psr_loopback_finalize (GObject *object)
{
  PsrLoopback *self = PSR_LOOPBACK (object);

  g_free (self->state);
  g_free (self->redirect_uri);

  G_OBJECT_CLASS (psr_loopback_parent_class)->finalize (object);
}

static void
psr_loopback_class_init (PsrLoopbackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = psr_loopback_dispose;
  object_class->finalize = psr_loopback_finalize;
}

static void
psr_loopback_init (PsrLoopback *self)
{
}
