/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "psr-activity.h"
#include "psr-data-export.h"
#include "psr-desk.h"
#include "psr-kept-rows.h"
#include "psr-sandbox-process.h"
#include "psr-scratch-folder.h"
#include "psr-system-clock.h"

/* What a window works at, against the stand-ins, without a window. */
typedef struct
{
  PsrSandboxProcess *sandbox;
  PsrClock          *clock;
  char              *folder;
  char              *profile;
  char              *state;
  char              *credentials;
  PsrDesk           *desk;
} Office;

static void
settle (DexFuture *future)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
get_boxed (DexFuture *future,
           GValue    *value)
{
  g_autoptr(GError) error = NULL;
  const GValue *result;

  settle (future);
  result = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  g_value_init (value, G_VALUE_TYPE (result));
  g_value_copy (result, value);
  dex_unref (future);

  return TRUE;
}

static void
open_desk (Office *office)
{
  g_assert_null (office->desk);
  office->desk = psr_desk_new (office->profile, office->state, office->credentials, office->clock);
  psr_desk_open (office->desk);
  while (psr_desk_get_state (office->desk) != PSR_DESK_OPEN ||
         psr_keeper_get_state (psr_desk_get_keeper (office->desk)) != PSR_KEEPER_AT_WORK)
    g_main_context_iteration (NULL, TRUE);
}

static void
close_desk (Office *office)
{
  g_autoptr(DexFuture) closed = psr_desk_close (office->desk);

  settle (closed);
  g_clear_object (&office->desk);
}

static void
office_set_up (Office        *office,
               gconstpointer  options)
{
  g_autoptr(DexFuture) future = psr_sandbox_process_start (options);
  g_autoptr(GError) error = NULL;

  settle (future);
  office->sandbox = g_value_dup_object (dex_future_get_value (future, &error));
  g_assert_no_error (error);
  office->folder = g_dir_make_tmp ("passerelle-desk-XXXXXX", &error);
  g_assert_no_error (error);
  g_assert_true (psr_sandbox_process_write_profile (office->sandbox, office->folder, &error));
  office->profile = g_build_filename (office->folder, "profile.ini", NULL);
  office->state = g_build_filename (office->folder, "state", NULL);
  office->credentials = g_build_filename (office->folder, "credentials", NULL);
  office->clock = psr_system_clock_new ();
  open_desk (office);
}

static void
office_tear_down (Office        *office,
                  gconstpointer  options)
{
  close_desk (office);
  for (guint i = 0; i < 1000 && g_main_context_iteration (NULL, FALSE); i++)
    continue;
  g_clear_object (&office->sandbox);
  g_clear_object (&office->clock);
  psr_scratch_folder_remove (office->folder);
  g_free (office->folder);
  g_free (office->profile);
  g_free (office->state);
  g_free (office->credentials);

  for (guint i = 0; i < 1000 && g_main_context_iteration (NULL, FALSE); i++)
    continue;
}

static gint64
count_in (const PsrEngineStatus *status,
          const char            *state)
{
  for (guint i = 0; i < status->counts->len; i++)
    {
      const PsrStateCount *one = status->counts->pdata[i];

      if (g_str_equal (one->state, state))
        return one->count;
    }

  return 0;
}

/* As it is now. */
static gint64
count (Office     *office,
       const char *state)
{
  g_auto(GValue) value = G_VALUE_INIT;

  get_boxed (psr_engine_get_status (psr_desk_get_reader (office->desk)), &value);

  return count_in (g_value_get_boxed (&value), state);
}

/* All that can be sent, once the first sync is over. */
static GArray *
collect_ready (Office *office)
{
  g_autoptr(GArray) ready = g_array_new (FALSE, TRUE, sizeof (PsrSeenDocument));

  while (TRUE)
    {
      g_auto(GValue) value = G_VALUE_INIT;
      const GPtrArray *rows;
      guint n = ready->len;

      get_boxed (psr_engine_list_known (psr_desk_get_reader (office->desk), PSR_QUEUE_REVIEW), &value);
      rows = g_value_get_boxed (&value);
      g_array_set_size (ready, 0);
      for (guint i = 0; i < rows->len; i++)
        {
          const PsrWorkOrder *row = rows->pdata[i];
          PsrSeenDocument one = { row->id, row->revision };

          if (row->can_approve)
            g_array_append_val (ready, one);
        }
      if (n >= 3 && ready->len == n && !psr_desk_get_busy (office->desk) && count (office, "found") == 0)
        return g_steal_pointer (&ready);

      dex_future_disown (psr_desk_check_work (office->desk));
      while (psr_desk_get_busy (office->desk))
        g_main_context_iteration (NULL, TRUE);
    }
}

static void
wait_until_idle (Office *office)
{
  while (psr_desk_get_busy (office->desk))
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_until_state (Office         *office,
                  PsrKeeperState  state)
{
  while (psr_keeper_get_state (psr_desk_get_keeper (office->desk)) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_until_sent (Office *office,
                 gint64  n)
{
  while (count_in (psr_desk_get_status (office->desk), "followed") < n)
    g_main_context_iteration (NULL, TRUE);
}

/* A single one that isn't any more what was seen stays; as it is, it goes. */
static void
test_send_one (Office        *office,
               gconstpointer  options)
{
  g_auto(GValue) value = G_VALUE_INIT;
  g_autoptr(GArray) ready = collect_ready (office);
  g_auto(GValue) rows = G_VALUE_INIT;
  PsrSeenDocument seen = g_array_index (ready, PsrSeenDocument, 0);
  PsrSeenDocument before = { seen.id, seen.revision + 1 };
  const char *number = NULL;

  get_boxed (psr_engine_list_known (psr_desk_get_reader (office->desk), PSR_QUEUE_REVIEW), &rows);
  for (guint i = 0; i < ((GPtrArray *) g_value_get_boxed (&rows))->len; i++)
    {
      const PsrWorkOrder *row = ((GPtrArray *) g_value_get_boxed (&rows))->pdata[i];

      if (row->id == seen.id)
        number = row->external_number;
    }

  get_boxed (psr_desk_bill_number (office->desk, number, before, NULL, NULL, NULL, FALSE), &value);
  g_assert_cmpuint (((const PsrBillAnswer *) g_value_get_boxed (&value))->sent, ==, 0);
  g_assert_cmpint (count (office, "approved") + count (office, "followed"), ==, 0);
  g_value_unset (&value);
  get_boxed (psr_desk_bill_number (office->desk, number, seen, NULL, NULL, NULL, FALSE), &value);
  wait_until_sent (office, 1);
}

/* Sent, and paused in the same moment: nothing of it is lost. */
static void
test_send_and_pause (Office        *office,
                     gconstpointer  options)
{
  g_autoptr(GArray) ready = collect_ready (office);

  dex_future_disown (psr_desk_send (office->desk, ready, NULL, NULL));
  psr_desk_pause (office->desk);
  wait_until_idle (office);
  wait_until_state (office, PSR_KEEPER_PAUSED);
  g_assert_cmpint (count (office, "followed"), ==, 0);
  g_assert_cmpuint (psr_desk_get_sending (office->desk).waiting, ==, ready->len);
  g_assert_null (psr_desk_get_trouble (office->desk));

  psr_desk_resume (office->desk);
  wait_until_sent (office, ready->len);
  while (psr_desk_get_sending (office->desk).waiting > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* Decided, and paused in the same moment: it is done once work goes on. */
static void
test_skip_and_pause (Office        *office,
                     gconstpointer  options)
{
  g_autoptr(GArray) ready = collect_ready (office);
  g_auto(GValue) rows = G_VALUE_INIT;
  const PsrWorkOrder *row;
  const char *numbers[] = { NULL, NULL };
  g_autoptr(PsrActRequest) request = NULL;

  get_boxed (psr_engine_list_known (psr_desk_get_reader (office->desk), PSR_QUEUE_REVIEW), &rows);
  for (guint i = 0; i < ((GPtrArray *) g_value_get_boxed (&rows))->len && numbers[0] == NULL; i++)
    {
      row = ((GPtrArray *) g_value_get_boxed (&rows))->pdata[i];
      if (row->id == g_array_index (ready, PsrSeenDocument, 0).id)
        numbers[0] = row->external_number;
    }
  request = psr_act_request_new ("skip", numbers, "somebody");
  request->reason = g_strdup ("A test");
  request->stays = TRUE;

  dex_future_disown (psr_desk_act (office->desk, request));
  psr_desk_pause (office->desk);
  wait_until_idle (office);
  wait_until_state (office, PSR_KEEPER_PAUSED);

  psr_desk_resume (office->desk);
  while (count_in (psr_desk_get_status (office->desk), "skipped") < 1)
    g_main_context_iteration (NULL, TRUE);
}

/* Sent, and the window closed in the same moment: the next one sends it. */
static void
test_send_and_close (Office        *office,
                     gconstpointer  options)
{
  g_autoptr(GArray) ready = collect_ready (office);

  dex_future_disown (psr_desk_send (office->desk, ready, NULL, NULL));
  close_desk (office);
  open_desk (office);
  wait_until_sent (office, ready->len);
}

/* Sent, and stopped in the same moment: nothing is sent, now or later. */
static void
test_send_and_stop (Office        *office,
                    gconstpointer  options)
{
  g_autoptr(GArray) ready = collect_ready (office);
  g_autoptr(GArray) again = NULL;

  dex_future_disown (psr_desk_send (office->desk, ready, NULL, NULL));
  psr_desk_stop (office->desk);
  wait_until_idle (office);
  wait_until_state (office, PSR_KEEPER_AT_WORK);
  again = collect_ready (office);
  g_assert_cmpuint (again->len, ==, ready->len);
  g_assert_cmpint (count (office, "followed") + count (office, "approved"), ==, 0);
  g_assert_cmpuint (psr_desk_get_sending (office->desk).waiting, ==, 0);
}

static void
wait_until_writing (Office *office)
{
  while (!psr_desk_is_writing (office->desk))
    g_main_context_iteration (NULL, TRUE);
}

/* Stopped twice while a document is under way: it is finished, and no other is
 * begun. */
static void
test_stop_twice (Office        *office,
                 gconstpointer  options)
{
  g_autoptr(GArray) ready = collect_ready (office);
  gint64 before = count (office, "ready");
  gint64 sent;

  g_assert_false (psr_desk_is_writing (office->desk));
  dex_future_disown (psr_desk_send (office->desk, ready, NULL, NULL));
  wait_until_writing (office);
  psr_desk_stop (office->desk);
  psr_desk_stop (office->desk);
  wait_until_idle (office);
  wait_until_state (office, PSR_KEEPER_AT_WORK);
  sent = count (office, "followed");
  g_assert_cmpint (sent, >=, 1);
  g_assert_cmpint (sent, <, ready->len);
  g_assert_cmpint (count (office, "ready"), ==, before - sent);
  while (psr_desk_is_writing (office->desk))
    g_main_context_iteration (NULL, TRUE);
}

static void
is_refused (DexFuture *future)
{
  g_autoptr(DexFuture) held = future;
  g_autoptr(GError) error = NULL;

  settle (held);
  g_assert_null (dex_future_get_value (held, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Closed while a Stop waits for the document under way: the worker doesn't begin
 * once more. */
static void
test_stop_and_close (Office        *office,
                     gconstpointer  options)
{
  g_autoptr(GArray) ready = collect_ready (office);
  g_autoptr(DexFuture) closed = NULL;

  dex_future_disown (psr_desk_send (office->desk, ready, NULL, NULL));
  wait_until_writing (office);
  psr_desk_stop (office->desk);
  closed = psr_desk_close (office->desk);
  settle (closed);
  wait_until_idle (office);
  g_assert_cmpint (psr_keeper_get_state (psr_desk_get_keeper (office->desk)), ==, PSR_KEEPER_PAUSED);
  g_assert_cmpint (count (office, "followed"), <, ready->len);
  g_assert_cmpint (count (office, "approved"), ==, 0);

  /* Nothing is asked for any more, and nothing begins by itself. */
  g_assert_true (psr_desk_is_at_rest (office->desk));
  psr_desk_resume (office->desk);
  psr_desk_stop (office->desk);
  is_refused (psr_desk_send (office->desk, ready, NULL, NULL));
  is_refused (psr_desk_sync (office->desk, NULL));
  is_refused (psr_desk_check_work (office->desk));
  is_refused (psr_desk_try_filter (office->desk, "customers", FALSE, ""));
  is_refused (psr_desk_view_question (office->desk, "customers", "x"));
  g_assert_true (psr_desk_is_at_rest (office->desk));

  /* Shown again, it goes on. */
  psr_desk_stay (office->desk);
  wait_until_state (office, PSR_KEEPER_AT_WORK);
  g_assert_cmpint (count (office, "followed"), <, ready->len);
}

/* What the only file whose name begins and ends so has. */
static char *
read_file (const char *folder,
           const char *begin,
           const char *end)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  char *text = NULL;
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!g_str_has_prefix (name, begin) || !g_str_has_suffix (name, end))
        continue;
      g_assert_null (text);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    }
  g_assert_nonnull (text);

  return text;
}

static guint
count_files (const char *folder,
             const char *prefix)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, prefix);

  return n;
}

/* All that is known, as tables. They bear the company and the day: others stay. */
static void
test_export (Office        *office,
             gconstpointer  options)
{
  g_autoptr(GArray) ready = collect_ready (office);
  g_autoptr(GFile) folder = g_file_new_for_path (office->folder);
  const char *company = psr_profile_get_string (psr_desk_get_profile (office->desk), PSR_PROFILE_BC_COMPANY);
  g_autofree char *documents = g_strdup_printf ("documents-%s-20", company);
  g_autofree char *audit = g_strdup_printf ("audit-%s-20", company);
  g_autofree char *text = NULL;
  g_auto(GValue) value = G_VALUE_INIT;

  g_assert_cmpuint (ready->len, >, 0);
  get_boxed (psr_desk_pause_flow (office->desk, "items", TRUE), &value);
  g_value_unset (&value);
  get_boxed (psr_data_export_to (office->desk, folder), &value);
  text = read_file (office->folder, documents, ".csv");
  g_assert_true (g_str_has_prefix (text, "\"number\",\"workOrder\""));
  g_assert_nonnull (strstr (text, "\"ready\""));
  g_clear_pointer (&text, g_free);
  text = read_file (office->folder, audit, ".csv");
  g_assert_true (g_str_has_prefix (text, "\"at\",\"who\""));
  g_assert_nonnull (strstr (text, "\"pause-flow\""));

  /* What was written before stays. */
  g_assert_cmpuint (count_files (office->folder, documents), ==, 1);
  g_value_unset (&value);
  get_boxed (psr_data_export_to (office->desk, folder), &value);
  g_assert_cmpuint (count_files (office->folder, documents), ==, 2);
  g_assert_cmpuint (count_files (office->folder, audit), ==, 2);
}

/* A part of what happened says that it is one. */
static void
test_timeline (Office        *office,
               gconstpointer  options)
{
  g_autoptr(GArray) ready = collect_ready (office);
  g_auto(GValue) value = G_VALUE_INIT;
  const PsrTimeline *timeline;

  g_assert_cmpuint (ready->len, >, 0);
  get_boxed (psr_desk_pause_flow (office->desk, "items", TRUE), &value);
  g_value_unset (&value);
  get_boxed (psr_desk_pause_flow (office->desk, "items", FALSE), &value);
  g_value_unset (&value);

  get_boxed (psr_engine_read_activity (psr_desk_get_reader (office->desk), 1), &value);
  timeline = g_value_get_boxed (&value);
  g_assert_cmpuint (timeline->activities->len, ==, 1);
  g_assert_true (timeline->has_more);
  g_value_unset (&value);

  get_boxed (psr_engine_read_activity (psr_desk_get_reader (office->desk), 1000), &value);
  timeline = g_value_get_boxed (&value);
  g_assert_cmpuint (timeline->activities->len, >=, 2);
  g_assert_false (timeline->has_more);
}

static char *
dup_text (gconstpointer item)
{
  return g_strdup (item);
}

static GtkWidget *
make_label (gpointer       owner,
            gconstpointer  item)
{
  GtkWidget *row = gtk_list_box_row_new ();

  ++*(guint *) owner;
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), gtk_label_new (item));

  return row;
}

static void
expect_rows (GtkListBox *box,
             const char *letters,
             guint       made)
{
  static const PsrKeptRows kind = { dup_text, make_label, NULL };
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  guint n_made = 0;

  for (const char *c = letters; *c != '\0'; c++)
    g_ptr_array_add (items, g_strndup (c, 1));
  psr_kept_rows_show (box, &kind, items, &n_made);
  g_assert_cmpuint (n_made, ==, made);

  for (guint i = 0; i < items->len; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (box, (int) i);

      g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_list_box_row_get_child (row))), ==, items->pdata[i]);
    }
  g_assert_null (gtk_list_box_get_row_at_index (box, (int) items->len));
}

/* What is shown already isn't made again. */
static void
test_kept_rows (void)
{
  g_autoptr(GtkWidget) box = NULL;

  gtk_init ();
  box = g_object_ref_sink (gtk_list_box_new ());
  expect_rows (GTK_LIST_BOX (box), "abcd", 4);
  expect_rows (GTK_LIST_BOX (box), "xabc", 1);
  expect_rows (GTK_LIST_BOX (box), "xabc", 0);
  expect_rows (GTK_LIST_BOX (box), "cxy", 1);
  expect_rows (GTK_LIST_BOX (box), "xxy", 1);
  expect_rows (GTK_LIST_BOX (box), "", 0);
}

/* What is looked at again and again may become so without an event of this loop. */
static gboolean
on_tick (gpointer unused)
{
  return G_SOURCE_CONTINUE;
}

int
main (int    argc,
      char **argv)
{
  static const char * const few[] = { "--customers", "30", "--items", "20", "--work-orders", "12", NULL };
  static const char * const slow[] = {
    "--customers", "30", "--items", "20", "--work-orders", "12",
    "--fault", "kind=queue,service=bc,method=POST,path=salesInvoices|makeInvoice,seconds=3,times=-1", NULL
  };

  setlocale (LC_ALL, "");
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_timeout_add (100, on_tick, NULL);

  g_test_add ("/app/desk/send-one", Office, few, office_set_up, test_send_one, office_tear_down);
  g_test_add ("/app/desk/send-and-pause", Office, few, office_set_up, test_send_and_pause, office_tear_down);
  g_test_add ("/app/desk/skip-and-pause", Office, few, office_set_up, test_skip_and_pause, office_tear_down);
  g_test_add ("/app/desk/send-and-close", Office, few, office_set_up, test_send_and_close, office_tear_down);
  g_test_add ("/app/desk/send-and-stop", Office, few, office_set_up, test_send_and_stop, office_tear_down);
  g_test_add ("/app/desk/export", Office, few, office_set_up, test_export, office_tear_down);
  g_test_add ("/app/desk/timeline", Office, few, office_set_up, test_timeline, office_tear_down);
  g_test_add_func ("/app/kept-rows", test_kept_rows);
  g_test_add ("/app/desk/stop-twice", Office, slow, office_set_up, test_stop_twice, office_tear_down);
  g_test_add ("/app/desk/stop-and-close", Office, slow, office_set_up, test_stop_and_close, office_tear_down);

  return g_test_run ();
}
