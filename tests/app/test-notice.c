/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-notice.h"
#include "psr-trouble.h"

/* An error that means this, whatever its number below the engine. */
static GError *
make_error (PsrCondition condition)
{
  for (int code = 0; code < 100; code++)
    {
      g_autoptr(GError) probe = g_error_new (G_IO_ERROR, code, "Test");
      g_autoptr(GError) error = NULL;

      /* Makes the domain known. */
      g_assert_cmpint (psr_condition_of_error (probe), ==, PSR_CONDITION_OTHER);
      error = g_error_new (g_quark_try_string ("PsrServiceFault"), code, "Test");
      if (psr_condition_of_error (error) == condition)
        return g_steal_pointer (&error);
    }

  g_assert_not_reached ();
}

static void
expect (PsrNoticeMemory *memory,
        PsrWorkerNews    news,
        gboolean         is_told)
{
  g_autoptr(GNotification) notice = psr_notice_new (memory, &news);

  g_assert_true ((notice != NULL) == is_told);
}

/* Each flow fails, run for run: somebody is told once, and once more when it was well
 * in between. */
static void
test_sign_in_once (void)
{
  PsrNoticeMemory memory = { FALSE };
  g_autoptr(GError) error = make_error (PSR_CONDITION_SIGN_IN);
  const char * const tasks[] = { "customers", "items", PSR_WORKER_WORK_ORDERS, PSR_WORKER_FOLLOWED };

  expect (&memory, (PsrWorkerNews) { .kind = PSR_WORKER_NEWS_NO_ENTRY, .error = error }, TRUE);
  for (gsize i = 0; i < 3 * G_N_ELEMENTS (tasks); i++)
    expect (&memory, (PsrWorkerNews) { .kind = PSR_WORKER_NEWS_FAILED, .task = tasks[i % G_N_ELEMENTS (tasks)], .error = error },
            FALSE);

  psr_notice_forget (&memory);
  expect (&memory, (PsrWorkerNews) { .kind = PSR_WORKER_NEWS_FAILED, .task = "items", .error = error }, TRUE);
  expect (&memory, (PsrWorkerNews) { .kind = PSR_WORKER_NEWS_FAILED, .task = "items", .error = error }, FALSE);
}

static void
test_what_is_worth_one (void)
{
  PsrNoticeMemory memory = { FALSE };
  g_autoptr(GError) offline = make_error (PSR_CONDITION_OFFLINE);

  expect (&memory, (PsrWorkerNews) { .kind = PSR_WORKER_NEWS_DONE, .task = PSR_WORKER_WORK_ORDERS, .found = 2 }, TRUE);
  expect (&memory, (PsrWorkerNews) { .kind = PSR_WORKER_NEWS_DONE, .task = PSR_WORKER_FOLLOWED, .refused = 1, .number = "INV1" }, TRUE);
  expect (&memory, (PsrWorkerNews) { .kind = PSR_WORKER_NEWS_DONE, .task = PSR_WORKER_WORK_ORDERS }, FALSE);
  expect (&memory, (PsrWorkerNews) { .kind = PSR_WORKER_NEWS_NO_ENTRY, .error = offline }, FALSE);
}

static void
expect_action (PsrWorkerNews  news,
               const char    *expected,
               const char    *target)
{
  g_autoptr(GVariant) given = NULL;
  const char *action = psr_notice_get_action (&news, &given);
  g_autofree char *text = g_variant_print (given, FALSE);

  g_assert_cmpstr (action, ==, expected);
  g_assert_cmpstr (text, ==, target);
}

/* What is about one work order leads to that one, whatever its queue has besides. */
static void
test_leads_to_the_row (void)
{
  expect_action ((PsrWorkerNews) { .found = 1, .number = "INV1", .id = 7 }, "app.open-work", "('review', 'INV1', 7)");
  expect_action ((PsrWorkerNews) { .refused = 1, .number = "INV1", .id = 7 }, "app.open-work", "('exceptions', 'INV1', 7)");
  expect_action ((PsrWorkerNews) { .found = 3 }, "app.show-work", "('review', '')");
  expect_action ((PsrWorkerNews) { .refused = 3 }, "app.show-work", "('exceptions', '')");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/notice/sign-in-once", test_sign_in_once);
  g_test_add_func ("/app/notice/what-is-worth-one", test_what_is_worth_one);
  g_test_add_func ("/app/notice/leads-to-the-row", test_leads_to_the_row);

  return g_test_run ();
}
