/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-table-file"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-error-window.h"
#include "psr-table-file.h"

/* A table for spreadsheets is written to where somebody wants it. */

/* Whoever waits may be gone meanwhile. */
typedef struct
{
  GWeakRef          widget;
  PsrTableFileFunc  func;
  char             *done;
  char             *failed;
} Wait;

static Wait *
wait_new (GtkWidget *widget)
{
  Wait *wait = g_new0 (Wait, 1);

  g_weak_ref_init (&wait->widget, widget);

  return wait;
}

static void
wait_free (Wait *wait)
{
  g_weak_ref_clear (&wait->widget);
  g_free (wait->done);
  g_free (wait->failed);
  g_free (wait);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wait, wait_free)

static void
on_chosen (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(Wait) wait = data;
  g_autoptr(GtkWidget) widget = g_weak_ref_get (&wait->widget);
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (object), result, &error);

  if (widget == NULL)
    return;

  if (file != NULL)
    wait->func (widget, file);
  else if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) &&
           !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED))
    psr_error_dialog_present (wait->failed, error, widget);
}

/**
 * psr_table_file_choose:
 * @widget: what is exported
 * @title: of the dialog, translated
 * @failed: the heading of what is said where there can’t be one, translated
 * @name: of the file, unless another one is typed
 * @func: what is done then
 *
 * Asks for a file.
 */
void
psr_table_file_choose (GtkWidget        *widget,
                       const char       *title,
                       const char       *failed,
                       const char       *name,
                       PsrTableFileFunc  func)
{
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root;
  Wait *wait;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (title != NULL && failed != NULL && name != NULL && func != NULL);

  root = gtk_widget_get_root (widget);
  wait = wait_new (widget);
  wait->func = func;
  wait->failed = g_strdup (failed);
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_save (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, on_chosen, wait);
}

static void
on_written (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(Wait) wait = data;
  g_autoptr(GtkWidget) widget = g_weak_ref_get (&wait->widget);
  g_autoptr(GError) error = NULL;
  gboolean good = g_file_replace_contents_finish (G_FILE (object), result, NULL, &error);

  if (widget == NULL)
    return;

  if (good)
    psr_toast (widget, wait->done);
  else
    psr_error_dialog_present (wait->failed, error, widget);
}

/**
 * psr_table_file_write:
 * @widget: what is exported
 * @file: where to; only its owner may read it
 * @table: (transfer full): what
 * @done: what is said once it is there, translated
 * @failed: the heading of what is said otherwise, translated
 *
 * Writes a table, and says how that ended.
 */
void
psr_table_file_write (GtkWidget  *widget,
                      GFile      *file,
                      GString    *table,
                      const char *done,
                      const char *failed)
{
  g_autoptr(GBytes) bytes = NULL;
  Wait *wait;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (table != NULL && done != NULL && failed != NULL);

  bytes = g_string_free_to_bytes (table);
  wait = wait_new (widget);
  wait->done = g_strdup (done);
  wait->failed = g_strdup (failed);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, on_written, wait);
}
