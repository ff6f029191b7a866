/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-flow-export"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-csv.h"
#include "psr-flow-export.h"
#include "psr-mend.h"
#include "psr-table-pages.h"

/* What a flow did, or what it has set aside, as a table for spreadsheets. Numbers are
 * written as they are, for other programs, and so are outcomes: `skipped`, `failed` … */

/* So many are read and written at once: a few milliseconds. */
#define AT_ONCE 500

static void
add_run (GString             *out,
         const PsrHistoryRun *run)
{
  g_autofree char *started = psr_timestamp_to_string (run->started);
  const gint64 counts[] = { run->read, run->created, run->changed, run->unchanged, run->skipped, run->failed };
  char *figures[G_N_ELEMENTS (counts)];
  const char *cells[] = { started, run->outcome, NULL, NULL, NULL, NULL, NULL, NULL, run->message, NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    cells[2 + i] = figures[i] = g_strdup_printf ("%" G_GINT64_FORMAT, counts[i]);
  psr_csv_add (out, cells);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    g_free (figures[i]);
}

static void
add_event (GString               *out,
           const PsrHistoryEvent *event)
{
  g_autofree char *at = psr_timestamp_to_string (event->at);
  g_autoptr(PsrMend) mend = psr_mend_new (event->mend);
  const char *cells[] = { at, event->number, event->outcome, event->reason, mend->text, NULL };

  psr_csv_add (out, cells);
}

static DexFuture *
read_next (gpointer data)
{
  return psr_history_pages_next (data);
}

static void
add_row (GString       *out,
         gconstpointer  row,
         gpointer       data)
{
  if (psr_history_pages_lists_runs (data))
    add_run (out, row);
  else
    add_event (out, row);
}

static void
free_pages (gpointer data)
{
  psr_history_pages_unref (data);
}

/**
 * psr_flow_export_list:
 * @reader: an engine
 * @kind: what is listed
 * @flow: the stable name of its flow
 * @run: the number of a run, where its records are
 *
 * Returns: (transfer full): all of that, for psr_flow_export_to()
 */
PsrHistoryPages *
psr_flow_export_list (PsrEngine       *reader,
                      PsrFlowPageKind  kind,
                      const char      *flow,
                      gint64           run)
{
  if (kind == PSR_FLOW_PAGE_RUN)
    return psr_history_pages_new_for_run (reader, run, AT_ONCE);
  if (kind == PSR_FLOW_PAGE_SET_ASIDE)
    return psr_history_pages_new_for_set_aside (reader, flow, AT_ONCE);

  return psr_history_pages_new_for_runs (reader, flow, AT_ONCE);
}

/**
 * psr_flow_export_to:
 * @page: the page whose list it is
 * @file: where to
 * @rows: (transfer full): all that is listed
 *
 * Writes runs, or records with their reasons, and says on the page how that ended.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once that is said
 */
DexFuture *
psr_flow_export_to (GtkWidget       *page,
                    GFile           *file,
                    PsrHistoryPages *rows)
{
  const char *of_runs[] = { _("When"), _("Outcome"), _("Read"), C_("records", "Created"), C_("records", "Changed"), _("Unchanged"),
                            _("Skipped"), _("Failed"), _("Message"), NULL };
  const char *of_events[] = { _("When"), _("Number"), _("Outcome"), _("Reason"), _("How to Mend It"), NULL };
  PsrTablePages pages = {
    .next = read_next,
    .add = add_row,
    .free = free_pages,
    .data = rows,
    .done = _("The list was exported"),
    .failed = _("The List Wasn’t Exported"),
  };

  dex_return_error_if_fail (GTK_IS_WIDGET (page));
  dex_return_error_if_fail (G_IS_FILE (file));
  dex_return_error_if_fail (rows != NULL);

  return psr_table_pages_write (page, file, psr_history_pages_lists_runs (rows) ? of_runs : of_events, &pages);
}
