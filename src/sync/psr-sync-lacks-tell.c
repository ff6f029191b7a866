/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-lacks-tell"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-sync-lack.h"
#include "psr-sync-private.h"

static void
tell_problem (PsrSyncRun *run)
{
  g_autoptr (PsrExplanation) words = psr_explain (run->context->schema_problem);
  g_autofree char *why = g_strdup_printf ("%s%s%s", words->what, *words->why != '\0' ? " " : "", words->why);
  g_autoptr (PsrSyncRow) row = NULL;

  row = psr_sync_row_new (PSR_SYNC_UNCHANGED, "$metadata", "$metadata", "no-schema",
                          _("It couldn’t be read which properties this Business Central has: all are asked for, as before."), why,
                          _("It is tried again later. “passerellectl check” tries it at once."));
  psr_sync_report_add_note (run->report, row);
}

/**
 * psr_sync_lacks_tell:
 * @run: a run that was begun
 * @error: return location for an error
 *
 * Tells in the report, and in what is remembered of the run, which properties it does
 * without.
 *
 * Returns: whether it can be run without them
 */
gboolean
psr_sync_lacks_tell (PsrSyncRun  *run,
                     GError     **error)
{
  GPtrArray *lacks;

  g_return_val_if_fail (run != NULL, FALSE);

  lacks = run->context->lacks[run->flow];
  if (run->context->schema_problem != NULL)
    tell_problem (run);

  for (guint i = 0; lacks != NULL && i < lacks->len; i++)
    {
      const PsrSyncLack *lack = lacks->pdata[i];
      g_autofree char *what = psr_sync_lack_dup_what (lack);
      g_autofree char *why = psr_sync_lack_dup_why (lack);
      g_autofree char *id = g_strconcat (lack->set, ".", lack->property, NULL);
      g_autoptr (PsrSyncRow) row = NULL;

      row = psr_sync_row_new (PSR_SYNC_UNCHANGED, id, id, "lacks-property", what, why, psr_sync_lack_get_mend (lack));
      psr_sync_report_add_note (run->report, row);
    }

  if (lacks != NULL && run->run != NULL)
    {
      g_autofree char *names = psr_sync_lacks_dup_names (lacks);

      g_free (run->run->message);
      /* Translators: names of properties, separated by commas. */
      run->run->message = g_strdup_printf (_("Not in this Business Central, and left out: %s."), names);
    }

  return psr_sync_lacks_check (lacks, error);
}
