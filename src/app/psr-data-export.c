/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-data-export"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-csv.h"
#include "psr-data-export.h"
#include "psr-error-window.h"
#include "psr-main-hop.h"
#include "psr-table-rows.h"
#include "psr-weak.h"
#include "psr-work-order-pages.h"

/* Lines of the audit that are read at once. */
#define PAGE 2000

/* And documents. */
#define DOCUMENTS_AT_ONCE 500

/* After so many exports of one day the last one is overwritten. */
#define MOST_A_DAY 1000

/* All that is known of documents, and who did what, as tables for spreadsheets. Numbers
 * are written as they are, for other programs. */

typedef struct
{
  PsrEngine *engine;
  GFile     *folder;
  char      *about;     /* whose data, and of which day, for names of files */
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_object_unref (export->engine);
  g_object_unref (export->folder);
  g_free (export->about);
  g_free (export);
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static void
add_document (GString            *out,
              const PsrWorkOrder *row)
{
  g_autofree char *net = psr_decimal_to_string (row->net);
  g_autofree char *vat = psr_decimal_to_string (row->vat);
  g_autofree char *gross = psr_decimal_to_string (row->gross);
  const char *cells[] = {
    row->number, or_empty (row->work_order), or_empty (row->customer_number), or_empty (row->customer_name), or_empty (row->date),
    net, vat, gross, or_empty (row->currency), or_empty (row->document), row->state, or_empty (row->bc_number),
    or_empty (row->bc_status), or_empty (row->external_number), or_empty (row->approved_by), or_empty (row->reason), NULL
  };

  psr_csv_add (out, cells);
}

/* The company and the day: what another company or another day wrote stays. */
static char *
dup_about (PsrDesk *desk)
{
  g_autofree char *company = g_strdup (psr_profile_get_string (psr_desk_get_profile (desk), PSR_PROFILE_BC_COMPANY));
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_local (psr_clock_now (psr_desk_get_clock (desk)) / G_USEC_PER_SEC);
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");

  /* What no system lets be in the name of a file. */
  g_strdelimit (company, "/\\:*?\"<>|", '-');

  return g_strdup_printf ("%s-%s", company, day);
}

static GFile *
get_file (Export     *export,
          const char *name)
{
  g_autofree char *full = g_strdup_printf ("%s-%s.csv", name, export->about);

  return g_file_get_child (export->folder, full);
}

static gboolean
is_there (Export     *export,
          const char *name)
{
  g_autoptr(GFile) file = get_file (export, name);
  g_autoptr(GFileInfo) info = NULL;

  info = dex_await_object (dex_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                                                G_PRIORITY_DEFAULT), NULL);

  return info != NULL;
}

/* What was written earlier that day stays, too: the next one has a number. */
static void
find_name (Export *export)
{
  g_autofree char *about = g_strdup (export->about);

  for (guint n = 2; n <= MOST_A_DAY && (is_there (export, "documents") || is_there (export, "audit")); n++)
    {
      g_free (export->about);
      export->about = g_strdup_printf ("%s-%u", about, n);
    }
}

static gboolean
write_table (Export              *export,
             const char          *name,
             const char * const  *titles,
             const PsrTableRows  *rows,
             GError             **error)
{
  g_autoptr(GFile) file = get_file (export, name);

  return psr_table_write_rows (file, (char **) titles, rows, NULL, NULL, NULL, error);
}

static DexFuture *
read_documents (gpointer data)
{
  return psr_work_order_pages_next (data);
}

static void
add_document_row (GString       *out,
                  gconstpointer  row,
                  gpointer       data)
{
  add_document (out, row);
}

static gboolean
export_documents (Export  *export,
                  GError **error)
{
  const char *titles[] = { "number", "workOrder", "customerNumber", "customerName", "completed", "net", "vat", "gross", "currency",
                           "document", "state", "bcNumber", "bcStatus", "externalDocumentNumber", "approvedBy", "reason", NULL };
  g_autoptr(PsrWorkOrderPages) pages = psr_work_order_pages_new_for_all (export->engine, DOCUMENTS_AT_ONCE);
  const PsrTableRows rows = { .next = read_documents, .add = add_document_row, .data = pages };

  return write_table (export, "documents", titles, &rows, error);
}

static void
add_line (GString           *out,
          const PsrAuditRow *row)
{
  g_autofree char *at = psr_timestamp_to_string (row->at);
  const char *cells[] = { at, row->who, row->host, row->program, row->action, row->number, row->external_number,
                          row->old_value, row->new_value, row->reason, NULL };

  psr_csv_add (out, cells);
}

typedef struct
{
  PsrEngine *engine;
  gint64     before;  /* the number of the line that was read last; 0 for none yet */
} Audit;

static DexFuture *
read_audit (gpointer data)
{
  const Audit *audit = data;

  return psr_engine_read_audit (audit->engine, NULL, audit->before, PAGE);
}

static void
add_audit_row (GString       *out,
               gconstpointer  row,
               gpointer       data)
{
  Audit *audit = data;

  add_line (out, row);
  audit->before = ((const PsrAuditRow *) row)->id;
}

static gboolean
export_audit (Export  *export,
              GError **error)
{
  const char *titles[] = { "at", "who", "host", "program", "action", "number", "externalDocumentNumber", "old", "new", "reason",
                           NULL };
  Audit audit = { export->engine, 0 };
  const PsrTableRows rows = { .next = read_audit, .add = add_audit_row, .data = &audit };

  return write_table (export, "audit", titles, &rows, error);
}

static DexFuture *
export_fiber (gpointer data)
{
  Export *export = data;
  GError *error = NULL;

  find_name (export);
  if (!export_documents (export, &error) || !export_audit (export, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/**
 * psr_data_export_to:
 * @desk: a desk that is open
 * @folder: where to
 *
 * Writes all that is known: `documents-COMPANY-DAY.csv` and `audit-COMPANY-DAY.csv`, with
 * a number after the day where one of them is there already.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
psr_data_export_to (PsrDesk *desk,
                    GFile   *folder)
{
  Export *export;

  dex_return_error_if_fail (PSR_IS_DESK (desk));
  dex_return_error_if_fail (psr_desk_get_reader (desk) != NULL);
  dex_return_error_if_fail (G_IS_FILE (folder));

  export = g_new0 (Export, 1);
  export->engine = g_object_ref (psr_desk_get_reader (desk));
  export->folder = g_object_ref (folder);
  export->about = dup_about (desk);

  return psr_main_hop (dex_scheduler_spawn (NULL, 0, export_fiber, export, export_free));
}

/**
 * psr_data_export_tell:
 * @parent: who asked
 *
 * Says what was exported, and what it is good for.
 */
void
psr_data_export_tell (GtkWidget *parent)
{
  AdwDialog *dialog;

  g_return_if_fail (GTK_IS_WIDGET (parent));

  dialog = adw_alert_dialog_new (_("The Data Was Exported"),
                                 _("The file named “documents” has all documents, the one named “audit” who did what. Keep them as long as the law has you keep invoices."));
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, parent);
}

static DexFuture *
on_exported (DexFuture *future,
             gpointer   data)
{
  g_autoptr(GtkWidget) parent = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  gboolean good = dex_future_get_value (future, &error) != NULL;

  if (parent == NULL)
    return dex_future_new_true ();

  if (good)
    psr_data_export_tell (parent);
  else
    psr_error_dialog_present (_("The Data Wasn’t Exported"), error, parent);

  return dex_future_new_true ();
}

typedef struct
{
  PsrDesk  *desk;
  GWeakRef *parent;
} Choice;

static void
on_chosen (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  Choice *choice = data;
  g_autoptr(GFile) folder = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (object), result, NULL);

  if (folder != NULL && psr_desk_get_state (choice->desk) == PSR_DESK_OPEN)
    dex_future_disown (dex_future_finally (psr_data_export_to (choice->desk, folder), on_exported, choice->parent, psr_weak_free));
  else
    psr_weak_free (choice->parent);
  g_object_unref (choice->desk);
  g_free (choice);
}

/**
 * psr_data_export_choose:
 * @desk: a desk
 * @parent: who asks
 *
 * Asks for a folder, and writes all that is known into it.
 */
void
psr_data_export_choose (PsrDesk   *desk,
                        GtkWidget *parent)
{
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root = gtk_widget_get_root (parent);
  Choice *choice;

  g_return_if_fail (PSR_IS_DESK (desk));
  g_return_if_fail (GTK_IS_WIDGET (parent));

  choice = g_new0 (Choice, 1);
  choice->desk = g_object_ref (desk);
  choice->parent = psr_weak_new (parent);
  gtk_file_dialog_set_title (dialog, _("Export Data"));
  gtk_file_dialog_select_folder (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, on_chosen, choice);
}
