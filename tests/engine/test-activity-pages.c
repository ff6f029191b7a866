/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-activity-pages.h"
#include "state-fixture.h"

/* The timeline by pages is the timeline, however long the pages are. */

#define SECOND ((gint64) G_USEC_PER_SEC)

static void
add_decision (State      *state,
              const char *action,
              const char *who)
{
  g_autoptr(PsrAuditEntry) entry = psr_audit_entry_new (who, action, 0);

  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (state->clock), SECOND);
  g_set_str (&entry->new_value, "customers");
  state_await (psr_ledger_add_audit (state_get_ledger (state), entry));
}

static void
add_run (State  *state,
         gint64  created)
{
  g_autoptr(PsrRun) run = psr_run_new ("customers");

  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (state->clock), SECOND);
  run->started = psr_clock_now (state->clock) - SECOND / 2;
  run->ended = psr_clock_now (state->clock);
  run->created = created;
  g_set_str (&run->outcome, "done");
  state_await (psr_mirror_store_begin_run (psr_store_get_mirror (state->engine->store), run));
}

static char *
dup_line (const PsrActivity *activity)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s %s %s", activity->at - START, activity->title, activity->who, activity->text);
}

static void
assert_pages (State             *state,
              guint              size,
              const PsrTimeline *whole)
{
  g_autoptr(PsrActivityPages) pages = psr_activity_pages_new (state->engine, size);
  guint n = 0;

  for (;;)
    {
      g_autoptr(GPtrArray) page = state_get (psr_activity_pages_next (pages));

      if (page->len == 0)
        break;

      g_assert_cmpuint (page->len, <=, size);
      for (guint i = 0; i < page->len; i++, n++)
        {
          g_autofree char *line = dup_line (page->pdata[i]);
          g_autofree char *expected = NULL;

          g_assert_cmpuint (n, <, whole->activities->len);
          expected = dup_line (whole->activities->pdata[n]);
          g_assert_cmpstr (line, ==, expected);
        }
    }

  g_assert_cmpuint (n, ==, whole->activities->len);
}

static void
test_pages (State         *state,
            gconstpointer  unused)
{
  g_autoptr(PsrTimeline) whole = NULL;

  for (guint i = 0; i < 40; i++)
    {
      add_decision (state, i % 3 == 0 ? "pause-flow" : "resume-flow", i % 2 == 0 ? "Ann" : "Bob");
      /* Nothing that people are told of, for longer than a page. */
      for (guint j = 0; i == 17 && j < 12; j++)
        add_decision (state, "refreshed", "Ann");
      for (guint j = 0; j < i % 4; j++)
        add_run (state, i % 5);
    }

  whole = state_get (psr_engine_read_activity (state->engine, 1000));
  g_assert_cmpuint (whole->activities->len, >, 80);
  for (guint size = 1; size <= 9; size += 2)
    assert_pages (state, size, whole);
  assert_pages (state, 1000, whole);
}

static void
test_nothing (State         *state,
              gconstpointer  unused)
{
  g_autoptr(PsrActivityPages) pages = psr_activity_pages_new (state->engine, 10);
  g_autoptr(GPtrArray) page = state_get (psr_activity_pages_next (pages));
  g_autoptr(GPtrArray) next = state_get (psr_activity_pages_next (pages));

  g_assert_cmpuint (page->len, ==, 0);
  g_assert_cmpuint (next->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add ("/engine/activity-pages/pages", State, NULL, state_set_up, test_pages, state_tear_down);
  g_test_add ("/engine/activity-pages/nothing", State, NULL, state_set_up, test_nothing, state_tear_down);

  return g_test_run ();
}
