/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-table-pages"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-csv.h"
#include "psr-error-window.h"
#include "psr-format.h"
#include "psr-main-hop.h"
#include "psr-table-pages.h"

/* What is shorter is over before anybody could read of it. */
#define TOLD_FROM 5000

/* A long table is read and written a page after the other, while the window goes on. */

typedef struct
{
  GWeakRef       widget;
  GFile         *file;
  PsrTablePages  pages;
  char          *titles;    /* the first line of the table */
  char          *done;
  char          *failed;
  GCancellable  *stop;
  AdwToast      *toast;     /* (nullable): that tells how far it is; of the main loop only */
  guint          n_rows;
  gboolean       tells;     /* that is about to be told */
  gboolean       is_over;
} Write;

static void
write_clear (gpointer data)
{
  Write *write = data;

  if (write->pages.free != NULL)
    write->pages.free (write->pages.data);
  g_weak_ref_clear (&write->widget);
  g_object_unref (write->file);
  g_object_unref (write->stop);
  g_clear_object (&write->toast);
  g_free (write->titles);
  g_free (write->done);
  g_free (write->failed);
}

static void
write_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, write_clear);
}

static void
on_cancel (Write *write)
{
  g_cancellable_cancel (write->stop);
}

static void
free_closure (gpointer  data,
              GClosure *closure)
{
  write_unref (data);
}

static void
show_toast (Write     *write,
            GtkWidget *widget)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay == NULL)
    return;

  write->toast = psr_toast_new ("");
  adw_toast_set_timeout (write->toast, 0);
  adw_toast_set_button_label (write->toast, _("_Cancel"));
  g_signal_connect_data (write->toast, "button-clicked", G_CALLBACK (on_cancel), g_atomic_rc_box_acquire (write), free_closure,
                         G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), g_object_ref (write->toast));
}

static gboolean
tell (gpointer data)
{
  Write *write = data;
  g_autoptr(GtkWidget) widget = g_weak_ref_get (&write->widget);
  g_autofree char *count = psr_format_count (write->n_rows);
  g_autofree char *text = NULL;

  write->tells = FALSE;
  if (widget == NULL || write->is_over)
    return G_SOURCE_REMOVE;

  if (write->toast == NULL)
    show_toast (write, widget);
  if (write->toast == NULL)
    return G_SOURCE_REMOVE;

  text = g_strdup_printf (ngettext ("Exporting: %s row", "Exporting: %s rows", write->n_rows), count);
  gtk_label_set_label (GTK_LABEL (adw_toast_get_custom_title (write->toast)), text);

  return G_SOURCE_REMOVE;
}

/* A fiber's stack is no place for widgets. */
static void
tell_soon (Write *write)
{
  if (write->tells || write->n_rows < TOLD_FROM)
    return;

  write->tells = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, tell, g_atomic_rc_box_acquire (write), write_unref);
}

static DexFuture *
on_over (DexFuture *future,
         gpointer   data)
{
  Write *write = data;
  g_autoptr(GtkWidget) widget = g_weak_ref_get (&write->widget);
  g_autoptr(GError) error = NULL;

  dex_future_get_value (future, &error);
  write->is_over = TRUE;
  if (write->toast != NULL)
    adw_toast_dismiss (write->toast);
  g_clear_object (&write->toast);
  if (widget == NULL)
    return dex_future_new_true ();

  if (error == NULL)
    {
      psr_toast (widget, write->done);
    }
  else if (g_cancellable_is_cancelled (write->stop))
    {
      psr_toast (widget, _("Nothing was exported"));
    }
  else
    {
      psr_error_dialog_present (write->failed, error, widget);
    }

  return dex_future_new_true ();
}

static gboolean
put (GOutputStream  *stream,
     GString        *text,
     GError        **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text->str, text->len);
  gsize done = 0;

  while (done < g_bytes_get_size (bytes))
    {
      g_autoptr(GBytes) rest = g_bytes_new_from_bytes (bytes, done, g_bytes_get_size (bytes) - done);
      g_autoptr(GError) failure = NULL;
      gint64 n = dex_await_int64 (dex_output_stream_write_bytes (stream, rest, G_PRIORITY_DEFAULT), &failure);

      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      done += (gsize) n;
    }
  g_string_truncate (text, 0);

  return TRUE;
}

static gboolean
put_all (Write          *write,
         GOutputStream  *stream,
         GError        **error)
{
  g_autoptr(GString) text = g_string_new (write->titles);

  while (TRUE)
    {
      g_autoptr(GPtrArray) rows = NULL;

      if (!put (stream, text, error) || g_cancellable_set_error_if_cancelled (write->stop, error))
        return FALSE;

      rows = dex_await_boxed (write->pages.next (write->pages.data), error);
      if (rows == NULL)
        return FALSE;
      if (rows->len == 0)
        return TRUE;

      for (guint i = 0; i < rows->len; i++)
        write->pages.add (text, rows->pdata[i], write->pages.data);
      write->n_rows += rows->len;
      tell_soon (write);
    }
}

static void
on_closed (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(DexPromise) promise = data;
  GError *error = NULL;

  if (g_output_stream_close_finish (G_OUTPUT_STREAM (object), result, &error))
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_reject (promise, error);
}

/* What is closed by somebody who gave up doesn't take the place of the file that was there. */
static DexFuture *
close_stream (GOutputStream *stream,
              GCancellable  *stop)
{
  DexPromise *promise = dex_promise_new ();

  g_output_stream_close_async (stream, G_PRIORITY_DEFAULT, stop, on_closed, dex_ref (promise));

  return DEX_FUTURE (promise);
}

static DexFuture *
write_fiber (gpointer data)
{
  Write *write = data;
  g_autoptr(GFileOutputStream) stream = NULL;
  g_autoptr(GError) error = NULL;
  gboolean is_new;

  /* Where there is none yet it is written in its place. */
  is_new = !dex_await (dex_file_query_exists (write->file), NULL);
  stream = dex_await_object (dex_file_replace (write->file, NULL, FALSE, G_FILE_CREATE_PRIVATE, G_PRIORITY_DEFAULT), &error);
  if (stream == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!put_all (write, G_OUTPUT_STREAM (stream), &error))
    {
      g_autoptr(GCancellable) given_up = g_cancellable_new ();

      g_cancellable_cancel (given_up);
      dex_await (close_stream (G_OUTPUT_STREAM (stream), given_up), NULL);
      if (is_new)
        dex_await (dex_file_delete (write->file, G_PRIORITY_DEFAULT), NULL);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (!dex_await (close_stream (G_OUTPUT_STREAM (stream), write->stop), &error))
    {
      if (is_new)
        dex_await (dex_file_delete (write->file, G_PRIORITY_DEFAULT), NULL);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_true ();
}

/**
 * psr_table_pages_write:
 * @widget: what is exported
 * @file: where to; only its owner may read it
 * @titles: (array zero-terminated=1) (nullable): of the columns, translated; %NULL where
 *   they are known with the first row only, and written with it
 * @pages: what; its data is freed once it is over
 *
 * Writes a table, tells how far that is and lets somebody give it up, and says how it ended.
 * What is given up, or goes wrong, leaves the file as it was.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once that is said
 */
DexFuture *
psr_table_pages_write (GtkWidget           *widget,
                       GFile               *file,
                       const char * const  *titles,
                       const PsrTablePages *pages)
{
  g_autoptr(GString) line = g_string_new (NULL);
  Write *write;

  dex_return_error_if_fail (GTK_IS_WIDGET (widget));
  dex_return_error_if_fail (G_IS_FILE (file));
  dex_return_error_if_fail (pages != NULL && pages->next != NULL && pages->add != NULL);

  write = g_atomic_rc_box_new0 (Write);
  g_weak_ref_init (&write->widget, widget);
  write->file = g_object_ref (file);
  write->pages = *pages;
  write->done = g_strdup (pages->done);
  write->failed = g_strdup (pages->failed);
  write->stop = g_cancellable_new ();
  if (titles != NULL)
    psr_csv_add (line, titles);
  write->titles = g_string_free_and_steal (g_steal_pointer (&line));

  return dex_future_finally (psr_main_hop (dex_scheduler_spawn (NULL, 0, write_fiber, g_atomic_rc_box_acquire (write), write_unref)),
                             on_over, write, write_unref);
}
