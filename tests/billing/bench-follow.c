/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How much memory it takes to follow a thousand documents, and a hundred thousand. There
 * is no network: answers come at once, from a stand-in in the same process. It fails
 * where the memory grows with the number of documents.
 */
#include "config.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "billing-fixture.h"

/* More than this many MB between the two is no page any more, and no list of numbers. */
#define BAR 20

static gint64
read_status (const char *name)
{
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  line = strstr (text, name);
  g_assert_nonnull (line);

  return g_ascii_strtoll (line + strlen (name), NULL, 10);
}

/* From here on, the most memory is counted anew. */
static void
forget_most (void)
{
  FILE *file = fopen ("/proc/self/clear_refs", "w");

  g_assert_nonnull (file);
  g_assert_cmpint (fputs ("5", file), >=, 0);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* Returns KiB. */
static gint64
measure (guint total)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");
  g_autoptr(PsrBillingReport) report = NULL;
  gint64 before, begun, took;
  guint requests;

  push_until_rest (fixture);
  copy_documents (fixture, total, "followed", "draft");

  requests = fixture->world->n_requests;
  malloc_trim (0);
  forget_most ();
  before = read_status ("VmRSS:");
  begun = g_get_monotonic_time ();
  report = push (fixture);
  g_assert_no_error (report->stopped);
  took = read_status ("VmHWM:") - before;
  printf ("  %6u followed documents: %5.1f MB more at most, %4u requests, %6.2f s\n", total, (double) took / 1024,
          fixture->world->n_requests - requests, (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC);

  return took;
}

int
main (int   argc,
      char *argv[])
{
  guint total = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 100000;
  gint64 few, many;

  /* What is loaded and kept at the first time is no part of it. */
  measure (1000);
  few = measure (1000);
  many = measure (total);
  printf ("  memory for %u more: %.1f MB (bar: %u)\n", total - 1000, (double) (many - few) / 1024, BAR);

  return many - few > BAR * 1024 ? EXIT_FAILURE : EXIT_SUCCESS;
}
