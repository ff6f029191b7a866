/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-progress"

#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "psr-cli-progress.h"

static gboolean shown;

/**
 * psr_cli_progress_show:
 * @text: what is going on, one short line
 *
 * Shows @text in place of the last progress line; nothing where the standard
 * error isn't a terminal.
 */
void
psr_cli_progress_show (const char *text)
{
  g_return_if_fail (text != NULL);

  if (!isatty (STDERR_FILENO))
    return;

  fprintf (stderr, "\r\033[K%s", text);
  fflush (stderr);
  shown = TRUE;
}

/**
 * psr_cli_progress_clear:
 *
 * Takes the progress line away, before anything else is written.
 */
void
psr_cli_progress_clear (void)
{
  if (!shown)
    return;

  fputs ("\r\033[K", stderr);
  fflush (stderr);
  shown = FALSE;
}
