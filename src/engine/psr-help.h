/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrHelpKind:
 * @PSR_HELP_CHECK: a check before sending, by its id
 * @PSR_HELP_REASON: why a document is where it is, by its name in the ledger
 * @PSR_HELP_FINDING: what `check` found, by its id
 *
 * What somebody wants to know more about.
 */
typedef enum
{
  PSR_HELP_CHECK,
  PSR_HELP_REASON,
  PSR_HELP_FINDING,
} PsrHelpKind;

const char *psr_help_find_page      (PsrHelpKind   kind,
                                     const char   *id);
const char *psr_help_find_error     (const GError *error);
char       *psr_help_dup_uri        (const char   *page);

G_END_DECLS
