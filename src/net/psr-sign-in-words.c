/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sign-in-words"

#include "config.h"

#include "psr-sign-in-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"

/*
 * What Entra ID says, in numbers, and what a person can do about it.
 * Source: Microsoft, Entra authentication and authorization error codes.
 */
static const struct
{
  guint       number;
  const char *what;
  const char *mend; /* %s is “with …” or “in the file …” */
} words[] = {
  /* Translators: %s is “with “passerellectl secret set …”” or “in the file …”. */
  { 7000215, N_("The client secret is wrong."), N_("Store it again %s. Use the secret’s value, which is shown only once, not its ID.") },
  { 7000222, N_("The client secret has expired."), N_("Make a new one in the Microsoft Entra admin center (App registrations, Certificates & secrets), then store it %s.") },
  /* Translators: %s is “with “passerellectl secret set …”” or “in the file …”. */
  { 7000218, N_("The client secret is missing."), N_("Store it %s.") },
  { 7000112, N_("The application is switched off in Microsoft Entra ID."), N_("Ask an administrator to enable it under Enterprise applications.") },
  { 90002, N_("The tenant isn’t known."), N_("Correct Tenant in the profile: it is a domain such as contoso.example, or the tenant’s ID.") },
  { 900023, N_("The tenant isn’t known."), N_("Correct Tenant in the profile: it is a domain such as contoso.example, or the tenant’s ID.") },
  { 50059, N_("The tenant is missing."), N_("Set Tenant in the profile; “common” doesn’t work for an application.") },
  { 9001023, N_("The tenant is missing."), N_("Set Tenant in the profile; “common” doesn’t work for an application.") },
  { 700016, N_("The application isn’t known in this tenant."), N_("Check ClientId and Tenant in the profile: they must be those of the app registration.") },
  { 50194, N_("The application belongs to another tenant."), N_("Set Tenant in the profile to the tenant in which the application is registered.") },
  { 65001, N_("An administrator hasn’t given consent yet."), N_("Ask an administrator to open the app registration in the Microsoft Entra admin center and choose “Grant admin consent” for API.ReadWrite.All of Dynamics 365 Business Central.") },
  { 90094, N_("An administrator hasn’t given consent yet."), N_("Ask an administrator to open the app registration in the Microsoft Entra admin center and choose “Grant admin consent” for API.ReadWrite.All of Dynamics 365 Business Central.") },
  { 500011, N_("Business Central isn’t set up in this tenant."), N_("Check Tenant in the profile; it must be the one that has Business Central.") },
  { 650052, N_("Business Central isn’t set up in this tenant."), N_("Check Tenant in the profile; it must be the one that has Business Central.") },
  { 70011, N_("Microsoft Entra ID doesn’t know what we ask for."), N_("Check Authority in the profile.") },
  { 1002012, N_("Microsoft Entra ID doesn’t know what we ask for."), N_("Check Authority in the profile.") },
  { 53003, N_("A conditional access policy blocks the application."), N_("Ask an administrator to except the application from it.") },
};

static guint
get_number (const char *message)
{
  const char *mark = strstr (message, "AADSTS");

  return mark != NULL ? (guint) g_ascii_strtoull (mark + strlen ("AADSTS"), NULL, 10) : 0;
}

/* The first sentence; the rest are identifiers for Microsoft's support. */
static char *
get_first_line (const char *message)
{
  const char *trace = strstr (message, "Trace ID:");
  gsize length = strcspn (message, "\r\n");

  if (trace != NULL)
    length = MIN (length, (gsize) (trace - message));

  return g_strchomp (g_strndup (message, length));
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static char *
fill (const char *format,
      const char *storing)
{
  return g_strdup_printf (format, storing);
}
#pragma GCC diagnostic pop

/* An address that isn't Entra ID's, or one that is busy: in general words. */
static gboolean
set_general (PsrServiceError  *answer,
             guint             number,
             GError          **error)
{
  g_autoptr (PsrServiceError) general = NULL;

  if (answer->is_own && answer->status != 429 && answer->status < 500 && number != 90033 && number != 50196 &&
      !g_str_equal (answer->code, "temporarily_unavailable") && !g_str_equal (answer->code, "server_error"))
    return FALSE;

  if (answer->is_own && answer->status < 500 && answer->status != 429)
    {
      g_autoptr (PsrResponse) busy = psr_response_new (503, NULL, PSR_TIMESTAMP_NONE);

      general = psr_service_error_from_response (busy);
    }
  else
    {
      general = psr_service_error_ref (answer);
    }

  psr_service_error_set_gerror (general, PSR_SERVICE_ENTRA, error);

  return TRUE;
}

static char *
get_why (PsrServiceError *answer)
{
  char *why = get_first_line (answer->message);

  if (*why == '\0')
    g_set_str (&why, answer->code);

  return why;
}

/**
 * psr_sign_in_set_error:
 * @answer: what Entra ID said
 * @storing: how the secret is stored, of psr_secret_store_describe(), for the mend
 * @error: return location for %PSR_SERVICE_ERROR
 *
 * Turns a refused sign-in of an application into what a person can do about it.
 */
void
psr_sign_in_set_error (PsrServiceError  *answer,
                       const char       *storing,
                       GError          **error)
{
  g_autofree char *why = NULL;
  guint number;

  g_return_if_fail (answer != NULL);
  g_return_if_fail (storing != NULL);

  number = get_number (answer->message);
  if (set_general (answer, number, error))
    return;

  why = get_why (answer);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (words[i].number == number)
        {
          g_autofree char *mend = fill (_(words[i].mend), storing);

          psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN, _(words[i].what), why, mend);
          return;
        }
    }

  psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN,
                           _("Microsoft Entra ID refused the sign-in."), why,
                           _("Check Tenant, ClientId and the client secret. Then run “passerellectl check”."));
}

/**
 * psr_sign_in_needs_person:
 * @answer: what Entra ID said
 *
 * Returns: whether nothing helps but that the person signs in again
 */
gboolean
psr_sign_in_needs_person (const PsrServiceError *answer)
{
  /* Source: Microsoft, Entra authentication and authorization error codes. */
  static const char *const codes[] = { "invalid_grant", "interaction_required", "consent_required", "login_required", NULL };

  g_return_val_if_fail (answer != NULL, FALSE);

  return answer->is_own && g_strv_contains (codes, answer->code);
}

/**
 * psr_sign_in_set_person_error:
 * @answer: what Entra ID said
 * @error: return location for %PSR_SERVICE_ERROR
 *
 * Turns a refused sign-in of a person into what they can do about it.
 */
void
psr_sign_in_set_person_error (PsrServiceError  *answer,
                              GError          **error)
{
  g_autofree char *why = NULL;
  guint number;

  g_return_if_fail (answer != NULL);

  number = get_number (answer->message);
  if (set_general (answer, number, error))
    return;

  why = get_why (answer);

  if (number == 7000218 || number == 700025)
    psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN,
                             _("The app registration isn’t one that people can sign in with."), why,
                             _("In the Microsoft Entra admin center open the app registration, then Authentication: add the platform “Mobile and desktop applications” with http://localhost, and allow public client flows."));
  else if (number == 50011)
    psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN,
                             _("The app registration doesn’t let the browser come back to this computer."), why,
                             _("In the Microsoft Entra admin center open the app registration, then Authentication: add the platform “Mobile and desktop applications” with http://localhost."));
  else if (g_str_equal (answer->code, "access_denied") || g_str_equal (answer->code, "authorization_declined"))
    psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN,
                             _("The sign-in was refused."), why,
                             _("Start again (“passerellectl connect”), and agree to what is asked; an administrator may have to consent first."));
  else if (psr_sign_in_needs_person (answer))
    psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN,
                             _("Sign in to Business Central again."), why,
                             _("Sign in again (“passerellectl connect”). Until then nothing is asked of Business Central; nothing is lost."));
  else
    psr_sign_in_set_error (answer, "bc-client-secret", error);
}
