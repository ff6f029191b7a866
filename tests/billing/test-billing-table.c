/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "psr-billing-table.h"

static void
test_complete (void)
{
  for (guint s = 0; s < PSR_BILLING_N_STATES; s++)
    {
      for (guint e = 0; e < PSR_BILLING_N_EVENTS; e++)
        {
          PsrBillingState next;
          PsrBillingVerdict verdict;

          if (!psr_billing_table_is_decided (s, e))
            g_error ("nobody decided what %s does to %s",
                     psr_billing_event_to_string (e), psr_billing_state_to_string (s));

          verdict = psr_billing_table_look_up (s, e, &next);

          if (verdict != PSR_BILLING_VERDICT_MOVES)
            g_assert_cmpint (next, ==, s);
          else
            g_assert_cmpint (next, !=, s);

          /* Nothing leads to work that doesn't exist, and nothing happens there. */
          g_assert_true (psr_billing_state_is_built (next) || verdict != PSR_BILLING_VERDICT_MOVES);
          g_assert_true (psr_billing_state_is_built (s) || verdict == PSR_BILLING_VERDICT_NEVER);
        }
    }
}

static void
test_names (void)
{
  for (guint s = 0; s < PSR_BILLING_N_STATES; s++)
    {
      PsrBillingState back;

      g_assert_nonnull (psr_billing_state_to_string (s));
      g_assert_true (psr_billing_state_from_string (psr_billing_state_to_string (s), &back));
      g_assert_cmpint (back, ==, s);
      g_assert_cmpstr (psr_billing_state_get_label (s), !=, "");
    }

  for (guint e = 0; e < PSR_BILLING_N_EVENTS; e++)
    g_assert_nonnull (psr_billing_event_to_string (e));

  for (guint q = 0; q < PSR_BILLING_N_QUEUES; q++)
    {
      g_auto(GStrv) states = psr_billing_queue_dup_states (q);
      PsrBillingQueue back;

      g_assert_cmpuint (g_strv_length (states), >, 0);
      g_assert_true (psr_billing_queue_from_string (psr_billing_queue_to_string (q), &back));
      g_assert_cmpint (back, ==, q);
    }
}

static void
reach (PsrBillingState  state,
       gboolean        *reached)
{
  reached[state] = TRUE;

  for (guint e = 0; e < PSR_BILLING_N_EVENTS; e++)
    {
      PsrBillingState next;

      if (psr_billing_table_look_up (state, e, &next) == PSR_BILLING_VERDICT_MOVES && !reached[next])
        reach (next, reached);
    }
}

static void
test_reachable (void)
{
  gboolean reached[PSR_BILLING_N_STATES] = { FALSE };

  reach (PSR_BILLING_STATE_FOUND, reached);

  for (guint s = 0; s < PSR_BILLING_N_STATES; s++)
    g_assert_cmpint (reached[s], ==, psr_billing_state_is_built (s));

  /* From everywhere a document can still come to rest. */
  for (guint s = 0; s < PSR_BILLING_N_STATES; s++)
    {
      gboolean from[PSR_BILLING_N_STATES] = { FALSE };

      if (!psr_billing_state_is_built (s))
        continue;

      reach (s, from);
      g_assert_true (from[PSR_BILLING_STATE_FOLLOWED]);
    }
}

/* Nobody is stuck: what isn't an end is left by an event, and so is what a
 * person decided. */
static void
test_leavable (void)
{
  for (guint s = 0; s < PSR_BILLING_N_STATES; s++)
    {
      gboolean by_worker = FALSE, by_person = FALSE;

      for (guint e = 0; e < PSR_BILLING_N_EVENTS; e++)
        {
          if (psr_billing_table_look_up (s, e, NULL) != PSR_BILLING_VERDICT_MOVES)
            continue;

          if (psr_billing_event_get_actor (e) == PSR_BILLING_ACTOR_PERSON)
            by_person = TRUE;
          else
            by_worker = TRUE;
        }

      if (!psr_billing_state_is_built (s))
        continue;

      g_assert_true (by_worker || by_person || psr_billing_state_is_end (s));

      /* Nobody is asked while something is done, and the program brings it to rest. */
      if (psr_billing_state_is_intent (s))
        g_assert_true (by_worker && !by_person);
      if (s == PSR_BILLING_STATE_SKIPPED || s == PSR_BILLING_STATE_ALREADY_INVOICED ||
          s == PSR_BILLING_STATE_WITHDRAWN || s == PSR_BILLING_STATE_NEEDS_LOOK)
        g_assert_true (by_person);
    }
}

static void
test_events_used (void)
{
  for (guint e = 0; e < PSR_BILLING_N_EVENTS; e++)
    {
      gboolean used = FALSE;

      for (guint s = 0; s < PSR_BILLING_N_STATES; s++)
        used |= psr_billing_table_look_up (s, e, NULL) != PSR_BILLING_VERDICT_NEVER;

      g_assert_true (used);
    }
}

static void
test_intents (void)
{
  for (guint s = 0; s < PSR_BILLING_N_STATES; s++)
    {
      PsrBillingVerdict gone = psr_billing_table_look_up (s, PSR_BILLING_EVENT_HOLDER_GONE, NULL);

      if (psr_billing_state_is_built (s))
        g_assert_cmpint (psr_billing_state_is_intent (s), ==, gone != PSR_BILLING_VERDICT_NEVER);
    }
}

/* The promises that the table alone has to keep. */
static void
test_money (void)
{
  for (guint s = 0; s < PSR_BILLING_N_STATES; s++)
    {
      for (guint e = 0; e < PSR_BILLING_N_EVENTS; e++)
        {
          PsrBillingState next;

          if (psr_billing_table_look_up (s, e, &next) != PSR_BILLING_VERDICT_MOVES)
            continue;

          /* Only a person's approval, an answer that nothing was made, a look-up
           * that proves it, and a quote that isn't kept or is gone lead to a
           * document that will be sent. */
          if (next == PSR_BILLING_STATE_APPROVED)
            g_assert_true (e == PSR_BILLING_EVENT_APPROVE ||
                           s == PSR_BILLING_STATE_QUOTING ||
                           (s == PSR_BILLING_STATE_UNQUOTING && e == PSR_BILLING_EVENT_QUOTE_DROPPED) ||
                           (s == PSR_BILLING_STATE_CREATING && e == PSR_BILLING_EVENT_NOT_MADE) ||
                           (s == PSR_BILLING_STATE_CHECKING && e == PSR_BILLING_EVENT_NOT_THERE));

          /* Only what was compared is posted, and only a proof says that it is. */
          if (next == PSR_BILLING_STATE_POSTING)
            g_assert_true (s == PSR_BILLING_STATE_CHECKED && e == PSR_BILLING_EVENT_POST);
          if (next == PSR_BILLING_STATE_CHECKED)
            g_assert_true (e == PSR_BILLING_EVENT_FIT_TO_POST || e == PSR_BILLING_EVENT_APPROVE_POST);
          if (s == PSR_BILLING_STATE_POSTING)
            g_assert_true (next == PSR_BILLING_STATE_NEEDS_LOOK || e == PSR_BILLING_EVENT_POSTED);

          /* A draft is deleted only because a person said so. */
          if (next == PSR_BILLING_STATE_WITHDRAWING)
            g_assert_true (e == PSR_BILLING_EVENT_WITHDRAW);
          if (next == PSR_BILLING_STATE_RETURNING)
            g_assert_true (s == PSR_BILLING_STATE_WITHDRAWING && e == PSR_BILLING_EVENT_DELETED);

          /* Only an approved document is sent. */
          if (next == PSR_BILLING_STATE_CREATING)
            g_assert_true (s == PSR_BILLING_STATE_APPROVED && e == PSR_BILLING_EVENT_SEND);

          /* Only a quote that is kept is converted. */
          if (next == PSR_BILLING_STATE_CONVERTING)
            g_assert_true (e == PSR_BILLING_EVENT_CONVERT &&
                           (s == PSR_BILLING_STATE_QUOTED || s == PSR_BILLING_STATE_QUOTE_PRICING));
          if (next == PSR_BILLING_STATE_QUOTED)
            g_assert_true (s == PSR_BILLING_STATE_QUOTING && e == PSR_BILLING_EVENT_MADE);

          /* Lines that may be in a document are let go only by those answers,
           * by a refusal, by a proof that it was deleted, or by a person. */
          if (psr_billing_state_has_live_lines (s) && !psr_billing_state_has_live_lines (next))
            g_assert_true (e == PSR_BILLING_EVENT_NOT_MADE ||
                           e == PSR_BILLING_EVENT_NOT_THERE ||
                           s == PSR_BILLING_STATE_QUOTING ||
                           s == PSR_BILLING_STATE_UNQUOTING ||
                           (s == PSR_BILLING_STATE_CREATING && e == PSR_BILLING_EVENT_REFUSED) ||
                           (s == PSR_BILLING_STATE_WITHDRAWING && e == PSR_BILLING_EVENT_DELETED) ||
                           psr_billing_event_get_actor (e) == PSR_BILLING_ACTOR_PERSON);
        }
    }
}

static void
test_held_back (void)
{
  g_assert_cmpint (psr_billing_event_get_actor (PSR_BILLING_EVENT_APPROVE), ==, PSR_BILLING_ACTOR_PERSON);
  g_assert_cmpint (psr_billing_event_get_actor (PSR_BILLING_EVENT_SEND), ==, PSR_BILLING_ACTOR_WORKER);

  g_assert_cmpint (psr_billing_table_look_up (PSR_BILLING_STATE_BEFORE_START, PSR_BILLING_EVENT_APPROVE, NULL),
                   ==, PSR_BILLING_VERDICT_NEVER);
  g_assert_cmpint (psr_billing_table_look_up (PSR_BILLING_STATE_CHECKING, PSR_BILLING_EVENT_SEND, NULL),
                   ==, PSR_BILLING_VERDICT_NEVER);
  g_assert_cmpint (psr_billing_table_look_up (PSR_BILLING_STATE_FOLLOWED, PSR_BILLING_EVENT_CHANGED, NULL),
                   ==, PSR_BILLING_VERDICT_STAYS);
}

#define TABLE_BEGIN "<!-- table of states: begin -->\n"
#define TABLE_END "<!-- table of states: end -->\n"

static void
draw_events (GString             *text,
             PsrBillingState      state,
             PsrBillingVerdict    wanted)
{
  const char *separator = "";

  for (PsrBillingEvent e = 0; e < PSR_BILLING_N_EVENTS; e++)
    {
      PsrBillingState next;

      if (psr_billing_table_look_up (state, e, &next) != wanted)
        continue;

      g_string_append_printf (text, "%s%s%s", separator, psr_billing_event_to_string (e),
                              psr_billing_event_get_actor (e) == PSR_BILLING_ACTOR_PERSON ? " (P)" : "");
      if (wanted == PSR_BILLING_VERDICT_MOVES)
        g_string_append_printf (text, " → **%s**", psr_billing_state_to_string (next));
      separator = ", ";
    }
}

static char *
draw_table (void)
{
  GString *text = g_string_new ("| state | | moves by | stays with |\n|---|---|---|---|\n");

  for (PsrBillingState s = 0; s < PSR_BILLING_N_STATES; s++)
    {
      g_string_append_printf (text, "| %s |%s%s%s%s | ", psr_billing_state_to_string (s),
                              psr_billing_state_is_built (s) ? "" : " not built yet",
                              psr_billing_state_is_intent (s) ? " intent" : "",
                              psr_billing_state_is_end (s) ? " end" : "",
                              psr_billing_state_has_live_lines (s) ? " live" : "");
      draw_events (text, s, PSR_BILLING_VERDICT_MOVES);
      g_string_append (text, " | ");
      draw_events (text, s, PSR_BILLING_VERDICT_STAYS);
      g_string_append (text, " |\n");
    }

  return g_string_free (text, FALSE);
}

/* What CONTRIBUTING.md says of the states is what the table says; with
 * WRITE_GOLDEN in the environment it is written anew. */
static void
test_drawn (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "CONTRIBUTING.md", NULL);
  g_autofree char *table = draw_table ();
  g_autofree char *text = NULL;
  g_autofree char *drawn = NULL;
  g_autoptr(GError) error = NULL;
  char *begin, *end;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  begin = strstr (text, TABLE_BEGIN);
  end = strstr (text, TABLE_END);
  g_assert_true (begin != NULL && end > begin);
  begin += strlen (TABLE_BEGIN);

  if (g_getenv ("WRITE_GOLDEN") != NULL)
    {
      g_autofree char *whole = g_strdup_printf ("%.*s%s%s", (int) (begin - text), text, table, end);

      g_file_set_contents (path, whole, -1, &error);
      g_assert_no_error (error);
      return;
    }

  drawn = g_strndup (begin, end - begin);
  g_assert_cmpstr (drawn, ==, table);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/table/complete", test_complete);
  g_test_add_func ("/billing/table/names", test_names);
  g_test_add_func ("/billing/table/reachable", test_reachable);
  g_test_add_func ("/billing/table/leavable", test_leavable);
  g_test_add_func ("/billing/table/events-used", test_events_used);
  g_test_add_func ("/billing/table/intents", test_intents);
  g_test_add_func ("/billing/table/money", test_money);
  g_test_add_func ("/billing/table/held-back", test_held_back);

  g_test_add_func ("/billing/table/drawn", test_drawn);

  return g_test_run ();
}
