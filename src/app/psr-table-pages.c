/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-table-pages"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-error-window.h"
#include "psr-format.h"
#include "psr-main-hop.h"
#include "psr-table-pages.h"
#include "psr-table-rows.h"

/* What is shorter is over before anybody could read of it. */
#define TOLD_FROM 5000

/* A long table is read and written a page after the other, while the window goes on. */

typedef struct
{
  GWeakRef       widget;
  GFile         *file;
  PsrTablePages  pages;
  char         **titles;
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
  g_strfreev (write->titles);
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

static void
on_wrote (guint    n_rows,
          gpointer data)
{
  Write *write = data;

  write->n_rows += n_rows;
  tell_soon (write);
}

static DexFuture *
write_fiber (gpointer data)
{
  Write *write = data;
  const PsrTableRows rows = { .next = write->pages.next, .add = write->pages.add, .data = write->pages.data };
  GError *error = NULL;

  if (!psr_table_write_rows (write->file, write->titles, &rows, write->stop, on_wrote, write, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/**
 * psr_table_pages_write:
 * @widget: what is exported
 * @file: where to; only its owner may read it
 * @titles: (array zero-terminated=1): of the columns, translated
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
  Write *write;

  dex_return_error_if_fail (GTK_IS_WIDGET (widget));
  dex_return_error_if_fail (G_IS_FILE (file));
  dex_return_error_if_fail (titles != NULL);
  dex_return_error_if_fail (pages != NULL && pages->next != NULL && pages->add != NULL);

  write = g_atomic_rc_box_new0 (Write);
  g_weak_ref_init (&write->widget, widget);
  write->file = g_object_ref (file);
  write->pages = *pages;
  write->done = g_strdup (pages->done);
  write->failed = g_strdup (pages->failed);
  write->stop = g_cancellable_new ();
  write->titles = g_strdupv ((char **) titles);

  return dex_future_finally (psr_main_hop (dex_scheduler_spawn (NULL, 0, write_fiber, g_atomic_rc_box_acquire (write), write_unref)),
                             on_over, write, write_unref);
}
