/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-service-error"

#include "config.h"

#include "psr-service-error.h"

#include <glib/gi18n.h>
#include <libdex.h>
#include <string.h>

#include "psr-error-body.h"
#include "psr-explain.h"
#include "psr-transport.h"

/* The private part of a GError of our domain: what the service said. */
typedef struct
{
  PsrServiceError *detail;
} PsrServiceFaultPrivate;

static void
psr_service_error_private_init (PsrServiceFaultPrivate *priv)
{
}

static void
psr_service_error_private_copy (const PsrServiceFaultPrivate *source,
                                PsrServiceFaultPrivate       *copy)
{
  copy->detail = source->detail != NULL ? psr_service_error_ref (source->detail) : NULL;
}

static void
psr_service_error_private_clear (PsrServiceFaultPrivate *priv)
{
  g_clear_pointer (&priv->detail, psr_service_error_unref);
}

/* GLib aligns the private part itself; clang can't see that. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wcast-align"
G_DEFINE_EXTENDED_ERROR (PsrServiceFault, psr_service_error)
#pragma GCC diagnostic pop

G_DEFINE_BOXED_TYPE (PsrServiceError, psr_service_error, psr_service_error_ref, psr_service_error_unref)

static void
psr_service_error_clear (gpointer data)
{
  PsrServiceError *self = data;

  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->correlation_id, g_free);
  g_clear_pointer (&self->request_id, g_free);
}

/**
 * psr_service_error_ref:
 * @self: what a service said
 *
 * Returns: (transfer full): @self
 */
PsrServiceError *
psr_service_error_ref (PsrServiceError *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_service_error_unref:
 * @self: (transfer full): what a service said
 */
void
psr_service_error_unref (PsrServiceError *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_service_error_clear);
}

/*
 * Business Central ends its messages with "  CorrelationId:  GUID.", two spaces
 * on both sides. The person at the screen has no use for it and its support
 * does. Source: Microsoft, Business Central error codes.
 */
static void
split_correlation (PsrServiceError *self)
{
  char *mark = g_strrstr (self->message, "CorrelationId:");
  g_autofree char *id = NULL;
  gsize length;

  if (mark == NULL)
    return;

  id = g_strdup (mark + strlen ("CorrelationId:"));
  g_strstrip (id);
  length = strlen (id);

  if (length > 0 && id[length - 1] == '.')
    id[length - 1] = '\0';

  self->correlation_id = g_steal_pointer (&id);
  *mark = '\0';
  g_strchomp (self->message);
}

/**
 * psr_service_error_from_response:
 * @response: an answer that isn't a success
 *
 * Parses, so it belongs on a worker's lane.
 *
 * Returns: (transfer full): what the service said
 */
PsrServiceError *
psr_service_error_from_response (PsrResponse *response)
{
  g_auto (PsrErrorBody) body = { 0 };
  g_autofree char *type = NULL;
  PsrServiceError *self;

  g_return_val_if_fail (PSR_IS_RESPONSE (response), NULL);

  type = psr_response_dup_content_type (response);
  psr_error_body_read (&body, psr_response_get_body (response), type);

  self = g_atomic_rc_box_new0 (PsrServiceError);
  self->status = psr_response_get_status (response);
  self->code = body.code != NULL ? g_steal_pointer (&body.code) : g_strdup ("");
  self->message = body.message != NULL ? g_steal_pointer (&body.message) : g_strdup ("");
  self->request_id = g_strdup (psr_response_get_request_id (response));
  self->is_own = body.is_own;
  self->is_complete = body.is_complete;
  split_correlation (self);

  return self;
}

/**
 * psr_service_error_is_lock:
 * @self: what a service said
 *
 * Two users of Business Central got in each other's way. It says so under 409,
 * 500 and 400, and the write may have been carried out in part.
 *
 * Returns: whether the words are those of a lock or a deadlock
 */
gboolean
psr_service_error_is_lock (const PsrServiceError *self)
{
  static const char * const words[] = { "deadlock", "locked by another user", "lock timeout", "lock request time out" };
  g_autofree char *lower = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  lower = g_ascii_strdown (self->message, -1);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strstr (lower, words[i]) != NULL)
        return TRUE;
    }

  return FALSE;
}

static PsrServiceErrorCode
get_code (const PsrServiceError *self)
{
  if (g_str_equal (self->code, "SkipTokenIsNoLongerValid"))
    return PSR_SERVICE_ERROR_SKIP_TOKEN;

  if (self->status == 401)
    return PSR_SERVICE_ERROR_SIGN_IN;

  if (self->status == 429)
    return PSR_SERVICE_ERROR_THROTTLED;

  if ((self->status == 412 && self->is_own) || g_str_equal (self->code, "Request_EntityChanged"))
    return PSR_SERVICE_ERROR_STALE;

  if (self->status == 408 || self->status >= 500 || psr_service_error_is_lock (self))
    return PSR_SERVICE_ERROR_UNAVAILABLE;

  if (self->status == 403 || g_str_has_prefix (self->code, "Authorization_"))
    return PSR_SERVICE_ERROR_FORBIDDEN;

  if (self->status == 404)
    return PSR_SERVICE_ERROR_NOT_FOUND;

  if (self->status == 413 || self->status == 414)
    return PSR_SERVICE_ERROR_TOO_LARGE;

  return self->is_own && self->status >= 400 ? PSR_SERVICE_ERROR_REFUSED : PSR_SERVICE_ERROR_BAD_ANSWER;
}

/* Sentences by what happened; %s is the name of the service. */
static const struct
{
  const char *what;
  const char *mend;
} words[] = {
  [PSR_SERVICE_ERROR_UNREACHABLE] = { N_("%s can’t be reached."), N_("Check the network connection and the address in the profile.") },
  [PSR_SERVICE_ERROR_CERTIFICATE] = { N_("The certificate of %s isn’t trusted."), N_("Check the address and this computer’s clock, or name your own authority’s file as CaFile in the profile.") },
  [PSR_SERVICE_ERROR_SIGN_IN] = { N_("%s doesn’t accept the sign-in."), N_("Check the user, the client and the secret. Then run “passerellectl check”.") },
  [PSR_SERVICE_ERROR_FORBIDDEN] = { N_("%s doesn’t allow this."), N_("Ask its administrator for the missing permission.") },
  [PSR_SERVICE_ERROR_NOT_FOUND] = { N_("%s doesn’t know this address or record."), N_("Check the address, environment and company in the profile; the record may have been deleted.") },
  [PSR_SERVICE_ERROR_REFUSED] = { N_("%s refused it."), N_("Correct what it names, then try again.") },
  [PSR_SERVICE_ERROR_STALE] = { N_("Somebody else changed the record in %s in the meantime."), N_("Look at the record again, then repeat the change.") },
  [PSR_SERVICE_ERROR_THROTTLED] = { N_("%s says that we ask too much."), N_("Wait a few minutes, then try again; other programs that use the same account count as well.") },
  [PSR_SERVICE_ERROR_UNAVAILABLE] = { N_("%s can’t do it at the moment."), N_("Try again later. If it lasts, look at the service’s own status page.") },
  [PSR_SERVICE_ERROR_BAD_ANSWER] = { N_("What came back isn’t an answer of %s."), N_("Check the address in the profile, and whether a proxy or a sign-in page stands in between.") },
  [PSR_SERVICE_ERROR_TOO_LARGE] = { N_("The request or the answer is too large for %s."), N_("Tell us about it; smaller pages may help.") },
  [PSR_SERVICE_ERROR_SKIP_TOKEN] = { N_("The place where reading from %s was interrupted is no longer known."), N_("Nothing to do: it is read again from the last change that was stored.") },
  [PSR_SERVICE_ERROR_CANCELLED] = { N_("The request to %s was cancelled."), NULL },
};

/* Some of Business Central's own codes have a mend of their own. */
static const char *
get_mend (const PsrServiceError *self,
          PsrServiceErrorCode    code)
{
  static const struct
  {
    const char *code;
    const char *mend;
  } mends[] = {
    { "NoEnvironment", N_("Correct Environment in the profile; the names are listed in the Business Central admin center.") },
    { "Internal_CompanyNotFound", N_("Correct Company in the profile; “passerellectl check” lists the companies.") },
    { "Internal_TenantUnavailable", N_("Check Tenant in the profile, and whether the environment is running.") },
    { "Authentication_InvalidCredentials", N_("Open “Microsoft Entra Applications” in Business Central: the application must be listed with its Client ID, enabled, and have permission sets.") },
    { "Application_CallbackNotAllowed", N_("A customization in Business Central asks a question, which nobody can answer here. Ask its maker to leave it out for web services.") },
    { "BadRequest_MethodNotAllowed", N_("Ask the administrator whether this part of the web services is switched off.") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (mends); i++)
    {
      if (g_str_equal (self->code, mends[i].code))
        return _(mends[i].mend);
    }

  return words[code].mend != NULL ? _(words[code].mend) : NULL;
}

static char *
describe (const PsrServiceError *self)
{
  GString *why = g_string_new (NULL);

  if (self->message[0] != '\0')
    g_string_append (why, self->message);
  else
    g_string_append_printf (why, _("It answered with status %u."), self->status);

  if (self->status >= 500 || self->message[0] == '\0')
    {
      const char *id = self->correlation_id != NULL ? self->correlation_id : self->request_id;

      if (id != NULL)
        g_string_append_printf (why, " (%s)", id);
    }

  return g_string_free (why, FALSE);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static char *
fill (const char *format,
      const char *name)
{
  return g_strdup_printf (format, name);
}
#pragma GCC diagnostic pop

/**
 * psr_service_error_set_gerror:
 * @self: what a service said
 * @kind: which service
 * @error: return location for %PSR_SERVICE_ERROR
 *
 * Turns what a service said into what a person can do about it. The error
 * carries @self; psr_service_error_peek() gets it back.
 */
void
psr_service_error_set_gerror (PsrServiceError  *self,
                              PsrServiceKind    kind,
                              GError          **error)
{
  PsrServiceErrorCode code;
  g_autofree char *what = NULL;
  g_autofree char *why = NULL;

  g_return_if_fail (self != NULL);

  if (error == NULL)
    return;

  code = get_code (self);
  what = fill (_(words[code].what), psr_service_kind_get_name (kind));
  why = describe (self);
  psr_set_explained_error (error, PSR_SERVICE_ERROR, (int) code, what, why, get_mend (self, code));
  psr_service_error_get_private (*error)->detail = psr_service_error_ref (self);
}

/**
 * psr_service_error_peek:
 * @error: (nullable): an error
 *
 * Returns: (transfer none) (nullable): what the service said, when @error came
 *   from an answer
 */
const PsrServiceError *
psr_service_error_peek (const GError *error)
{
  if (error == NULL || error->domain != PSR_SERVICE_ERROR)
    return NULL;

  return psr_service_error_get_private (error)->detail;
}

/**
 * psr_service_error_set_transport:
 * @reason: why no answer came
 * @kind: which service was asked
 * @error: return location for %PSR_SERVICE_ERROR
 *
 * Turns an error of the transport into one of the service, keeping its words.
 * An error that is one already, or comes from elsewhere, such as the keyring,
 * is copied as it is.
 */
void
psr_service_error_set_transport (const GError    *reason,
                                 PsrServiceKind   kind,
                                 GError         **error)
{
  g_autoptr (PsrExplanation) explanation = NULL;
  PsrServiceErrorCode code = PSR_SERVICE_ERROR_UNREACHABLE;

  g_return_if_fail (reason != NULL);

  if (error == NULL)
    return;

  if (g_error_matches (reason, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED) ||
      g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *what = fill (_(words[PSR_SERVICE_ERROR_CANCELLED].what), psr_service_kind_get_name (kind));

      psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_CANCELLED, what, NULL, NULL);
      return;
    }

  if (reason->domain != PSR_TRANSPORT_ERROR)
    {
      *error = g_error_copy (reason);
      return;
    }

  if (reason->code == PSR_TRANSPORT_ERROR_BAD_CERTIFICATE)
    code = PSR_SERVICE_ERROR_CERTIFICATE;
  else if (reason->code == PSR_TRANSPORT_ERROR_TOO_LARGE)
    code = PSR_SERVICE_ERROR_TOO_LARGE;
  else if (reason->code == PSR_TRANSPORT_ERROR_CANCELLED)
    code = PSR_SERVICE_ERROR_CANCELLED;

  explanation = psr_explain (reason);
  psr_set_explained_error (error, PSR_SERVICE_ERROR, (int) code, explanation->what, explanation->why, explanation->mend);
}
