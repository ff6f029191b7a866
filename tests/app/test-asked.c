/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-desk-asked.h"

static void
add (PsrDeskAsked *asked,
     gint64        id,
     guint         n,
     gboolean      is_settled)
{
  PsrDeskRequest *request = psr_desk_asked_add (asked, n);

  request->id = id;
  request->is_over = TRUE;
  request->is_settled = is_settled;
}

/* What a Stop could not take back is known to the next one. */
static void
test_ask_again (void)
{
  g_autoptr(PsrDeskAsked) stopped = psr_desk_asked_new ();
  g_autoptr(PsrDeskAsked) since = psr_desk_asked_new ();

  add (stopped, 1, 3, TRUE);
  add (stopped, 2, 4, FALSE);
  add (since, 3, 5, FALSE);
  psr_desk_asked_ask_again (since, stopped);
  g_assert_cmpuint (psr_desk_asked_count (since, TRUE), ==, 9);
  g_assert_cmpuint (since->requests->len, ==, 2);
  g_assert_cmpint (((const PsrDeskRequest *) since->requests->pdata[1])->id, ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/asked/ask-again", test_ask_again);

  return g_test_run ();
}
