/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-table-rows"

#include "config.h"

#include "psr-csv.h"
#include "psr-table-rows.h"

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
put_all (GOutputStream       *stream,
         char               **titles,
         const PsrTableRows  *rows,
         GCancellable        *stop,
         PsrTableWrote        wrote,
         gpointer             user_data,
         GError             **error)
{
  g_autoptr(GString) text = g_string_new (NULL);

  psr_csv_add (text, (const char * const *) titles);
  while (TRUE)
    {
      g_autoptr(GPtrArray) page = NULL;

      if (!put (stream, text, error) || g_cancellable_set_error_if_cancelled (stop, error))
        return FALSE;

      page = dex_await_boxed (rows->next (rows->data), error);
      if (page == NULL)
        return FALSE;
      if (page->len == 0)
        return TRUE;

      for (guint i = 0; i < page->len; i++)
        rows->add (text, page->pdata[i], rows->data);
      if (wrote != NULL)
        wrote (page->len, user_data);
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

/**
 * psr_table_write_rows:
 * @file: where to; only its owner may read it
 * @titles: (array zero-terminated=1): of the columns
 * @rows: what
 * @stop: (nullable): gives it up
 * @wrote: (nullable): is told what was written
 * @user_data: data for @wrote
 * @error: return location for an error
 *
 * Writes a table, a page after the other. What is given up, or goes wrong, leaves the file as
 * it was. Has to be called in a fiber.
 *
 * Returns: whether all is there
 */
gboolean
psr_table_write_rows (GFile               *file,
                      char               **titles,
                      const PsrTableRows  *rows,
                      GCancellable        *stop,
                      PsrTableWrote        wrote,
                      gpointer             user_data,
                      GError             **error)
{
  g_autoptr(GFileOutputStream) stream = NULL;
  gboolean is_new;

  g_return_val_if_fail (G_IS_FILE (file), FALSE);
  g_return_val_if_fail (titles != NULL, FALSE);
  g_return_val_if_fail (rows != NULL && rows->next != NULL && rows->add != NULL, FALSE);

  /* Where there is none yet it is written in its place. */
  is_new = !dex_await (dex_file_query_exists (file), NULL);
  stream = dex_await_object (dex_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, G_PRIORITY_DEFAULT), error);
  if (stream == NULL)
    return FALSE;

  if (!put_all (G_OUTPUT_STREAM (stream), titles, rows, stop, wrote, user_data, error))
    {
      g_autoptr(GCancellable) given_up = g_cancellable_new ();

      g_cancellable_cancel (given_up);
      dex_await (close_stream (G_OUTPUT_STREAM (stream), given_up), NULL);
    }
  else if (dex_await (close_stream (G_OUTPUT_STREAM (stream), stop), error))
    {
      return TRUE;
    }

  if (is_new)
    dex_await (dex_file_delete (file, G_PRIORITY_DEFAULT), NULL);

  return FALSE;
}
