/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-watch"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <stdlib.h>

#include "psr-cli-progress.h"
#include "psr-cli.h"
#include "psr-explain.h"
#include "psr-profile-places.h"
#include "psr-profile-system.h"
#include "psr-worker.h"

/* The profile may be changed while it works, in the window or by an editor. */
typedef struct
{
  PsrCli     *cli;
  char       *path;
  char       *system_path;
  char       *text;      /* what both files said last */
  GPtrArray  *monitors;
  PsrProfile *fresh;     /* to go on with */
} Watch;

/* A line each, at once: somebody may be reading them. What is wrong goes to the
 * standard error; the journal takes the importance from its first characters
 * (sd-daemon(3)). */
static void
show (PsrWorkerLevel  level,
      const char     *text,
      gpointer        data)
{
  PsrCli *cli = data;
  FILE *file = level == PSR_WORKER_WARNING ? stderr : stdout;

  psr_cli_progress_clear ();
  if (cli->json)
    {
      g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "level", level == PSR_WORKER_WARNING ? "warning" : "info");
      psr_json_writer_add_string (writer, "what", text);
      psr_json_writer_end_object (writer);
      psr_cli_print_json (writer);
      return;
    }

  if (g_getenv ("JOURNAL_STREAM") != NULL)
    fputs (level == PSR_WORKER_WARNING ? "<4>" : "<6>", file);
  fprintf (file, "%s\n", text);
  fflush (file);
}

static void
monitor_free (gpointer data)
{
  g_file_monitor_cancel (data);
  g_object_unref (data);
}

static void
watch_clear (Watch *watch)
{
  g_clear_pointer (&watch->monitors, g_ptr_array_unref);
  g_clear_object (&watch->fresh);
  g_clear_pointer (&watch->path, g_free);
  g_clear_pointer (&watch->system_path, g_free);
  g_clear_pointer (&watch->text, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Watch, watch_clear)

static char *
dup_text (Watch *watch)
{
  g_autofree char *own = NULL;
  g_autofree char *below = NULL;

  g_file_get_contents (watch->path, &own, NULL, NULL);
  if (watch->system_path != NULL)
    g_file_get_contents (watch->system_path, &below, NULL, NULL);

  return g_strconcat (below != NULL ? below : "", "\n", own != NULL ? own : "", NULL);
}

/* What can't be used is said, and work goes on as before. */
static void
on_changed (Watch             *watch,
            GFile             *file,
            GFile             *other,
            GFileMonitorEvent  event)
{
  g_autofree char *text = NULL;
  g_autoptr(PsrProfile) profile = NULL;
  g_autoptr(GError) error = NULL;

  /* Whoever replaces a file first writes another one, and who writes into it isn't through at once. */
  if (event != G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT && event != G_FILE_MONITOR_EVENT_RENAMED &&
      event != G_FILE_MONITOR_EVENT_MOVED_IN)
    return;

  text = dup_text (watch);
  if (g_str_equal (text, watch->text))
    return;

  g_set_str (&watch->text, text);
  profile = psr_profile_load (watch->path, &error);
  if (profile == NULL)
    {
      g_autoptr(PsrExplanation) explanation = psr_explain (error);
      g_autofree char *why = psr_explanation_to_string (explanation);
      g_autofree char *line = g_strdup_printf (_("The profile was changed, and work goes on as before: %s"), why);

      show (PSR_WORKER_WARNING, line, watch->cli);
      return;
    }

  show (PSR_WORKER_INFO, _("The profile was changed: work goes on by what it says now."), watch->cli);
  /* One that was good before stays until then: the engine may be on its way to its end for it. */
  g_set_object (&watch->fresh, profile);
  psr_engine_stop (watch->cli->engine);
}

static void
add_monitor (Watch      *watch,
             const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  GFileMonitor *monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, &error);

  if (monitor == NULL)
    {
      g_message ("Whether %s is changed can’t be seen: %s", path, error->message);
      return;
    }

  g_signal_connect_swapped (monitor, "changed", G_CALLBACK (on_changed), watch);
  g_ptr_array_add (watch->monitors, monitor);
}

static gboolean
watch_begin (Watch   *watch,
             PsrCli  *cli,
             GError **error)
{
  g_auto(PsrProfilePlaces) places = { 0, };
  g_autofree char *target = NULL;

  if (!psr_profile_places_find (cli->profile, cli->state, &places, error))
    return FALSE;

  watch->cli = cli;
  watch->monitors = g_ptr_array_new_with_free_func (monitor_free);
  watch->path = g_strdup (places.profile);
  watch->system_path = psr_profile_system_dup_path (watch->path);
  watch->text = dup_text (watch);
  add_monitor (watch, watch->path);
  if (watch->system_path != NULL)
    add_monitor (watch, watch->system_path);
  /* What a link leads to changes without it. */
  target = realpath (watch->path, NULL);
  if (target != NULL && !g_str_equal (target, watch->path))
    add_monitor (watch, target);

  return TRUE;
}

/* Its lines say what was done; what is being done changes too often for them. */
static gboolean
work (PsrCli  *cli,
      GError **error)
{
  g_autoptr(PsrWorker) worker = psr_worker_new (cli->engine, show, cli);

  psr_engine_set_progress (cli->engine, NULL, NULL);

  return dex_await (psr_worker_run (worker), error);
}

/**
 * psr_cli_run_watch:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `watch`: works until it is ended.
 *
 * Returns: the exit status
 */
int
psr_cli_run_watch (PsrCli  *cli,
                   int      n_words,
                   char   **words)
{
  g_auto(Watch) watch = { NULL, };
  g_autoptr(GError) error = NULL;

  if (!psr_cli_parse (cli, psr_cli_find_command ("watch"), NULL, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words > 1)
    return psr_cli_fail_usage (cli, "watch", _("“watch” takes no arguments."));

  if (!watch_begin (&watch, cli, &error) || psr_cli_open (cli, &error) == NULL || !work (cli, &error))
    return psr_cli_fail (cli, error);

  /* What is under way has come to its end, and the next one begins where it left off. */
  while (watch.fresh != NULL && !g_cancellable_is_cancelled (cli->interrupted))
    {
      g_autoptr(PsrProfile) profile = g_steal_pointer (&watch.fresh);

      if (psr_cli_open_with (cli, profile, &error) == NULL || !work (cli, &error))
        return psr_cli_fail (cli, error);
    }

  return PSR_CLI_OK;
}
