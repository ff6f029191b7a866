/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <libdex.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "sim-episode.h"

static guint64 seed = 1;
static gint64 first;
static gint64 n_documents = 1000;
static gint64 n_worlds;
static gint64 n_seconds;
static gboolean trace;
static gboolean dense;
static char *memory;

static const GOptionEntry entries[] = {
  { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Of the whole run", "N" },
  { "world", 0, 0, G_OPTION_ARG_INT64, &first, "Number of the first world", "N" },
  { "documents", 0, 0, G_OPTION_ARG_INT64, &n_documents, "How many documents", "N" },
  { "worlds", 0, 0, G_OPTION_ARG_INT64, &n_worlds, "How many worlds instead", "N" },
  { "seconds", 0, 0, G_OPTION_ARG_INT64, &n_seconds, "How long instead", "N" },
  { "dense", 0, 0, G_OPTION_ARG_NONE, &dense, "What is rare comes three times as often", NULL },
  { "trace", 0, 0, G_OPTION_ARG_NONE, &trace, "Print all that happens", NULL },
  { "folder", 0, 0, G_OPTION_ARG_FILENAME, &memory, "Where the databases are kept; in memory", "FOLDER" },
  { NULL }
};

/* Each world has a seed of its own, so that it can be made again alone. */
static guint64
seed_of (guint64 number)
{
  guint64 z = seed * G_GUINT64_CONSTANT (0xd1342543de82ef95) + number + 1;

  z = (z ^ (z >> 32)) * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);

  return z ^ (z >> 32);
}

static GLogWriterOutput
keep_quiet (GLogLevelFlags   level,
            const GLogField *fields,
            gsize            n_fields,
            gpointer         data)
{
  if ((level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) == 0)
    return G_LOG_WRITER_HANDLED;

  g_log_writer_standard_streams (level, fields, n_fields, NULL);
  abort ();
}

static gboolean
is_enough (const SimCounts *counts,
           gint64           began)
{
  if (n_worlds > 0)
    return counts->worlds >= (guint64) n_worlds;
  if (n_seconds > 0)
    return g_get_monotonic_time () - began >= n_seconds * G_USEC_PER_SEC;

  return counts->documents >= (guint64) n_documents;
}

static void
print_counts (const SimCounts *counts,
              guint64          digest)
{
#define COUNT(name) printf ("count " #name " %" G_GUINT64_FORMAT "\n", counts->name)
  COUNT (documents);
  COUNT (worlds);
  COUNT (requests);
  COUNT (creates);
  COUNT (conversions);
  COUNT (posts);
  COUNT (withdrawals);
  COUNT (lost);
  COUNT (late);
  COUNT (doubled);
  COUNT (busy);
  COUNT (deadlocks);
  COUNT (unsigned_in);
  COUNT (crashes);
  COUNT (pauses);
  COUNT (jumps);
  COUNT (edits);
  COUNT (meddled);
  COUNT (hidden);
  COUNT (parts);
  COUNT (combined);
  COUNT (rekinded);
  COUNT (spoken_v1);
  COUNT (credits);
  COUNT (followed);
  COUNT (closed);
  COUNT (refused);
  COUNT (needs_look);
  COUNT (others);
#undef COUNT
  printf ("digest %016" G_GINT64_MODIFIER "x\n", digest);
}

/*
 * Prints what was broken, and how to see it again. Ends with 1 when something was.
 */
int
main (int    argc,
      char **argv)
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = NULL;
  SimCounts counts = { 0 };
  guint64 digest = 0;
  gint64 began;

  setlocale (LC_ALL, "C.UTF-8");
  g_option_context_add_main_entries (context, entries, NULL);

  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "simulation: %s\n", error->message);
      return 2;
    }

  g_log_set_writer_func (keep_quiet, NULL, NULL);
  dex_init ();
  began = g_get_monotonic_time ();
  folder = g_build_filename (memory != NULL ? memory : "/dev/shm", "passerelle-simulation-XXXXXX", NULL);

  if (g_mkdtemp (folder) == NULL)
    {
      fprintf (stderr, "simulation: no folder in memory: %s\n", folder);
      return 2;
    }

  for (guint64 number = (guint64) first; !is_enough (&counts, began); number++)
    {
      SimOutcome outcome;

      sim_episode_run (seed_of (number), folder, dense, trace ? stdout : NULL, &counts, &outcome);
      digest = digest * G_GUINT64_CONSTANT (0x100000001b3) ^ outcome.digest;
      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);

      if (outcome.broken == NULL)
        continue;

      printf ("broken %s\n", outcome.broken);
      printf ("replay --seed %" G_GUINT64_FORMAT " --world %" G_GUINT64_FORMAT " --worlds 1%s --trace   (step %" G_GUINT64_FORMAT ")\n",
              seed, number, dense ? " --dense" : "", outcome.broken_step);
      print_counts (&counts, digest);
      g_free (outcome.broken);
      g_rmdir (folder);
      return 1;
    }

  g_rmdir (folder);
  print_counts (&counts, digest);

  return 0;
}
