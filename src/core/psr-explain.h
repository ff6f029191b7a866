/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PsrExplanation:
 * @what: what happened, one sentence
 * @why: why, or ""
 * @mend: what the reader can do about it, or ""
 *
 * The three parts of every message that a person is shown.
 */
typedef struct
{
  char *what;
  char *why;
  char *mend;
} PsrExplanation;

#define PSR_TYPE_EXPLANATION (psr_explanation_get_type ())
GType           psr_explanation_get_type  (void) G_GNUC_CONST;

PsrExplanation *psr_explanation_new       (const char            *what,
                                           const char            *why,
                                           const char            *mend) G_GNUC_WARN_UNUSED_RESULT;
PsrExplanation *psr_explanation_copy      (const PsrExplanation  *self) G_GNUC_WARN_UNUSED_RESULT;
void            psr_explanation_free      (PsrExplanation        *self);
char           *psr_explanation_to_string (const PsrExplanation  *self) G_GNUC_WARN_UNUSED_RESULT;

void            psr_set_explained_error   (GError               **error,
                                           GQuark                 domain,
                                           int                    code,
                                           const char            *what,
                                           const char            *why,
                                           const char            *mend);
GError         *psr_explained_error_new   (GQuark                 domain,
                                           int                    code,
                                           const char            *what,
                                           const char            *why,
                                           const char            *mend) G_GNUC_WARN_UNUSED_RESULT;
PsrExplanation *psr_explain               (const GError          *error) G_GNUC_WARN_UNUSED_RESULT;
void            psr_explain_prefix        (GError               **error,
                                           const char            *what);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrExplanation, psr_explanation_free)

G_END_DECLS
