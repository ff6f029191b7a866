/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-explain"

#include "config.h"

#include <string.h>

#include "psr-explain.h"

G_DEFINE_BOXED_TYPE (PsrExplanation, psr_explanation, psr_explanation_copy, psr_explanation_free)

/* A part is one line: the lines of an error's message are its parts. */
static char *
one_line (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  g_strdelimit (valid, "\r\n\t", ' ');

  return g_strdup (g_strstrip (valid));
}

/**
 * psr_explanation_new:
 * @what: what happened
 * @why: (nullable): why
 * @mend: (nullable): what the reader can do
 *
 * Returns: (transfer full): the three parts, line breaks made spaces
 */
PsrExplanation *
psr_explanation_new (const char *what,
                     const char *why,
                     const char *mend)
{
  PsrExplanation *self = g_new0 (PsrExplanation, 1);

  self->what = one_line (what);
  self->why = one_line (why);
  self->mend = one_line (mend);

  return self;
}

/**
 * psr_explanation_copy:
 * @self: an explanation
 *
 * Returns: (transfer full): a copy
 */
PsrExplanation *
psr_explanation_copy (const PsrExplanation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return psr_explanation_new (self->what, self->why, self->mend);
}

/**
 * psr_explanation_free:
 * @self: (nullable) (transfer full): an explanation
 */
void
psr_explanation_free (PsrExplanation *self)
{
  if (self == NULL)
    return;

  g_free (self->what);
  g_free (self->why);
  g_free (self->mend);
  g_free (self);
}

/**
 * psr_explanation_to_string:
 * @self: an explanation
 *
 * Returns: (transfer full): all parts on one line
 */
char *
psr_explanation_to_string (const PsrExplanation *self)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (self->what);
  if (*self->why != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", self->why);
  if (*self->mend != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", self->mend);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * psr_explained_error_new:
 * @domain: the domain of the error
 * @code: its code
 * @what: what happened
 * @why: (nullable): why
 * @mend: (nullable): what the reader can do
 *
 * Returns: (transfer full): an error whose message is the three parts, a line
 *   each
 */
GError *
psr_explained_error_new (GQuark      domain,
                         int         code,
                         const char *what,
                         const char *why,
                         const char *mend)
{
  g_autoptr (PsrExplanation) parts = NULL;
  g_autofree char *message = NULL;

  g_return_val_if_fail (domain != 0, NULL);
  g_return_val_if_fail (what != NULL, NULL);

  parts = psr_explanation_new (what, why, mend);
  message = g_strjoin ("\n", parts->what, parts->why, parts->mend, NULL);

  return g_error_new_literal (domain, code, message);
}

/**
 * psr_set_explained_error:
 * @error: (out) (optional): return location for the error
 * @domain: the domain of the error
 * @code: its code
 * @what: what happened
 * @why: (nullable): why
 * @mend: (nullable): what the reader can do
 *
 * Sets an error that psr_explain() takes apart again.
 */
void
psr_set_explained_error (GError     **error,
                         GQuark       domain,
                         int          code,
                         const char  *what,
                         const char  *why,
                         const char  *mend)
{
  g_return_if_fail (error == NULL || *error == NULL);

  if (error != NULL)
    *error = psr_explained_error_new (domain, code, what, why, mend);
}

/**
 * psr_explain:
 * @error: any error
 *
 * Returns: (transfer full): its three parts; of an error that was not made by
 *   psr_set_explained_error() the message is the first, the others are empty
 */
PsrExplanation *
psr_explain (const GError *error)
{
  g_auto (GStrv) lines = NULL;

  g_return_val_if_fail (error != NULL, NULL);

  lines = g_strsplit (error->message, "\n", -1);
  if (g_strv_length (lines) == 3)
    return psr_explanation_new (lines[0], lines[1], lines[2]);

  return psr_explanation_new (error->message, NULL, NULL);
}

/**
 * psr_explain_prefix:
 * @error: (inout) (optional): an error, or what may hold one
 * @what: what happened, seen from further away
 *
 * Says what happened in the words of the caller. What was said before becomes
 * the first part of the reason; how to mend it stays. Does nothing when there
 * is no error.
 */
void
psr_explain_prefix (GError     **error,
                    const char  *what)
{
  g_autoptr (PsrExplanation) parts = NULL;
  g_autofree char *why = NULL;
  GError *explained;

  g_return_if_fail (what != NULL);

  if (error == NULL || *error == NULL)
    return;

  parts = psr_explain (*error);
  why = *parts->why != '\0' ? g_strdup_printf ("%s %s", parts->what, parts->why) : g_strdup (parts->what);
  explained = psr_explained_error_new ((*error)->domain, (*error)->code, what, why, parts->mend);

  g_clear_error (error);
  *error = explained;
}
