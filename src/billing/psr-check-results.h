/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-check.h"

G_BEGIN_DECLS

/* With what a line of psr_check_results_to_text() begins whose check asks a person. */
#define PSR_CHECK_ASKED_MARK "? "

/**
 * PsrCheckVerdict:
 * @PSR_CHECK_PASSED: it holds
 * @PSR_CHECK_ASKED: it doesn't, and a person may accept that
 * @PSR_CHECK_BLOCKED: it doesn't, and has to be put right
 * @PSR_CHECK_LATER: it wasn't looked at; sending looks
 *
 * What a check found.
 */
typedef enum
{
  PSR_CHECK_PASSED,
  PSR_CHECK_ASKED,
  PSR_CHECK_BLOCKED,
  PSR_CHECK_LATER,
} PsrCheckVerdict;

/**
 * PsrCheckResult:
 * @check: the check
 * @verdict: what it found
 * @about: who or what it is about, or ""
 */
typedef struct
{
  const PsrCheck  *check;
  PsrCheckVerdict  verdict;
  char            *about;
} PsrCheckResult;

GPtrArray            *psr_check_results_run         (const PsrDraft     *draft) G_GNUC_WARN_UNUSED_RESULT;
char                 *psr_check_results_to_text     (GPtrArray          *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray            *psr_check_results_from_text   (const char         *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean              psr_check_text_passed         (const char         *text,
                                                     const char         *id);
gboolean              psr_check_text_is_complete    (const char         *text);
char                 *psr_check_text_dup_about      (const char         *text,
                                                     const char         *id) G_GNUC_WARN_UNUSED_RESULT;
void                  psr_check_results_set         (GPtrArray          *self,
                                                     const char         *id,
                                                     const char         *about);
const PsrCheckResult *psr_check_results_find        (GPtrArray          *self,
                                                     const char         *id);
const PsrCheckResult *psr_check_results_get_blocker (GPtrArray          *self,
                                                     gboolean            is_order);
char                 *psr_check_results_dup_open    (GPtrArray          *self,
                                                     const char         *accepted,
                                                     const PsrCheckResult **first) G_GNUC_WARN_UNUSED_RESULT;
char                 *psr_check_results_dup_accepted (GPtrArray         *self,
                                                     const char         *accepted,
                                                     const char * const *accept) G_GNUC_WARN_UNUSED_RESULT;
PsrExplanation       *psr_check_result_explain      (const PsrCheckResult *result,
                                                     const char         *open) G_GNUC_WARN_UNUSED_RESULT;
gboolean              psr_check_is_accepted         (const char         *accepted,
                                                     const char         *id);

G_END_DECLS
