/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-flow-export"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-csv.h"
#include "psr-flow-export.h"
#include "psr-history.h"
#include "psr-mend.h"
#include "psr-table-pages.h"

/* What a flow did, or what it has set aside, as a table for spreadsheets. Numbers are
 * written as they are, for other programs, and so are outcomes: `skipped`, `failed` … */

/* So many are written at once: a few milliseconds. */
#define AT_ONCE 500

typedef struct
{
  DexFuture  *reading;
  PsrHistory *history;  /* (nullable): once it is read */
  guint       n_written;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  dex_clear (&export->reading);
  g_clear_pointer (&export->history, psr_history_unref);
  g_free (export);
}

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

static GPtrArray *
get_rows (const Export *export)
{
  return export->history->runs->len > 0 ? export->history->runs : export->history->events;
}

static DexFuture *
take_some (Export *export)
{
  GPtrArray *rows = get_rows (export);
  GPtrArray *some = g_ptr_array_new ();
  guint n = MIN (rows->len - export->n_written, AT_ONCE);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (some, rows->pdata[export->n_written + i]);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, some);
}

static DexFuture *
on_read (DexFuture *future,
         gpointer   data)
{
  Export *export = data;

  export->history = g_value_dup_boxed (dex_future_get_value (future, NULL));

  return take_some (export);
}

static DexFuture *
read_next (gpointer data)
{
  Export *export = data;

  if (export->history != NULL)
    return take_some (export);

  return dex_future_then (dex_ref (export->reading), on_read, export, NULL);
}

static void
add_row (GString       *out,
         gconstpointer  row,
         gpointer       data)
{
  Export *export = data;
  const char *of_runs[] = { _("When"), _("Outcome"), _("Read"), C_("records", "Created"), C_("records", "Changed"), _("Unchanged"),
                            _("Skipped"), _("Failed"), _("Message"), NULL };
  const char *of_events[] = { _("When"), _("Number"), _("Outcome"), _("Reason"), _("How to Mend It"), NULL };
  gboolean is_run = get_rows (export) == export->history->runs;

  if (export->n_written++ == 0)
    psr_csv_add (out, is_run ? of_runs : of_events);
  if (is_run)
    add_run (out, row);
  else
    add_event (out, row);
}

/**
 * psr_flow_export_to:
 * @page: the page whose list it is
 * @file: where to
 * @reading: (transfer full): a future of the #PsrHistory that is listed
 *
 * Writes runs, or records with their reasons, and says on the page how that ended.
 */
void
psr_flow_export_to (GtkWidget *page,
                    GFile     *file,
                    DexFuture *reading)
{
  PsrTablePages pages = {
    .next = read_next,
    .add = add_row,
    .free = export_free,
    .done = _("The list was exported"),
    .failed = _("The List Wasn’t Exported"),
  };
  Export *export;

  g_return_if_fail (GTK_IS_WIDGET (page));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (DEX_IS_FUTURE (reading));

  export = g_new0 (Export, 1);
  export->reading = reading;
  pages.data = export;
  dex_future_disown (psr_table_pages_write (page, file, NULL, &pages));
}
