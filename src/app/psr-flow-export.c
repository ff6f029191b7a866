/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-flow-export"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-csv.h"
#include "psr-details.h"
#include "psr-flow-export.h"
#include "psr-history.h"
#include "psr-main-hop.h"
#include "psr-mend.h"
#include "psr-table-file.h"

/* What a flow did, or what it has set aside, as a table for spreadsheets. Numbers are
 * written as they are, for other programs, and so are outcomes: `skipped`, `failed` … */

typedef struct
{
  GWeakRef  page;
  GFile    *file;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_weak_ref_clear (&export->page);
  g_object_unref (export->file);
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

static GString *
make_table (const PsrHistory *history)
{
  GString *out = g_string_new (NULL);
  const char *of_runs[] = { _("When"), _("Outcome"), _("Read"), C_("records", "Created"), C_("records", "Changed"), _("Unchanged"),
                            _("Skipped"), _("Failed"), _("Message"), NULL };
  const char *of_events[] = { _("When"), _("Number"), _("Outcome"), _("Reason"), _("How to Mend It"), NULL };

  psr_csv_add (out, history->runs->len > 0 ? of_runs : of_events);
  for (guint i = 0; i < history->runs->len; i++)
    add_run (out, history->runs->pdata[i]);
  for (guint i = 0; i < history->events->len; i++)
    add_event (out, history->events->pdata[i]);

  return out;
}

static DexFuture *
on_read (DexFuture *future,
         gpointer   data)
{
  Export *export = data;
  g_autoptr(GtkWidget) page = g_weak_ref_get (&export->page);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (page == NULL)
    return dex_future_new_true ();

  if (value == NULL)
    {
      g_autofree char *why = psr_details_dup_error (error);

      psr_table_file_fail (page, _("The List Wasn’t Exported"), why);
    }
  else
    {
      psr_table_file_write (page, export->file, make_table (g_value_get_boxed (value)), _("The list was exported"),
                            _("The List Wasn’t Exported"));
    }

  return dex_future_new_true ();
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
  Export *export;

  g_return_if_fail (GTK_IS_WIDGET (page));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (DEX_IS_FUTURE (reading));

  export = g_new0 (Export, 1);
  g_weak_ref_init (&export->page, page);
  export->file = g_object_ref (file);
  dex_future_disown (dex_future_finally (psr_main_hop (reading), on_read, export, export_free));
}
