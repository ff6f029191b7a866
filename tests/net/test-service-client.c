/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "service-client-fixture.h"

static const char *
sent_header (Fixture    *self,
             guint       position,
             const char *name)
{
  return psr_request_get_header (fake_transport_get_sent (self->transport, position), name);
}

static void
test_read (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (DexFuture) future = NULL;

  fake_transport_answer (self->transport, 200, "{}", "Date", "Mon, 24 Aug 2026 09:13:33 GMT", NULL);
  future = read_one (self);
  net_test_drive (future, self->clock);
  g_assert_cmpuint (psr_response_get_status (net_test_object (future)), ==, 200);
  g_assert_cmpstr (sent_header (self, 0, "Authorization"), ==, "Bearer t0");
  g_assert_cmpstr (sent_header (self, 0, "Accept"), ==, "application/json");
  g_assert_cmpstr (sent_header (self, 0, "Accept-Language"), ==, "en-US");
  g_assert_cmpint (psr_service_client_get_time (self->client)->skew, ==, 60 * SECOND);
  g_assert_cmpuint (psr_service_client_get_n_requests (self->client), ==, 1);
  g_assert_cmpuint (self->waits->len, ==, 0);
}

/* How old a slow answer's Date is can't be told from when it came; and one that was overtaken
 * by a newer one tells nothing any more. */
static void
test_slow_answers (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (PsrResponse) newer = psr_response_new (200, NULL, TEST_START);
  g_autoptr (PsrResponse) older = psr_response_new (200, NULL, TEST_START);
  g_autoptr (DexFuture) future = NULL;
  PsrServerTime time;
  gint64 monotonic;

  fake_transport_answer (self->transport, 200, "{}", "Date", "Mon, 24 Aug 2026 09:13:33 GMT", NULL);
  fake_transport_set_delay (self->transport, 40 * SECOND);
  future = read_one (self);
  net_test_drive (future, self->clock);
  g_assert_cmpint (psr_server_time_get_age (psr_service_client_get_time (self->client), self->clock), >=, 40 * SECOND);

  psr_response_add_header (newer, "Date", "Mon, 24 Aug 2026 09:14:33 GMT");
  psr_response_add_header (older, "Date", "Mon, 24 Aug 2026 09:13:33 GMT");
  monotonic = psr_clock_monotonic (self->clock);
  psr_server_time_init (&time);
  psr_server_time_note (&time, newer, self->clock, TEST_START, monotonic);
  psr_server_time_note (&time, older, self->clock, TEST_START - 30 * SECOND, monotonic - 30 * SECOND);
  g_assert_cmpint (time.date, ==, psr_response_get_date (newer));

  /* The server's clock was set back since. */
  psr_server_time_note (&time, older, self->clock, TEST_START, monotonic + SECOND);
  g_assert_cmpint (time.date, ==, psr_response_get_date (older));
}

static void
test_read_retries (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (DexFuture) future = NULL;

  fake_transport_fail (self->transport, PSR_TRANSPORT_ERROR_NOT_SENT);
  fake_transport_fail (self->transport, PSR_TRANSPORT_ERROR_NO_ANSWER);
  fake_transport_answer (self->transport, 503, "", NULL);
  fake_transport_answer (self->transport, 400, "{\"error\":{\"code\":\"Application_DialogException\",\"message\":\"The activity was deadlocked with another user\"}}", NULL);
  fake_transport_answer (self->transport, 200, "{}", NULL);
  future = read_one (self);
  net_test_drive (future, self->clock);
  g_assert_cmpuint (psr_response_get_status (net_test_object (future)), ==, 200);
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 5);

  /* Never longer than the schedule: 0.5, 1, 2 and 4 seconds. */
  for (guint i = 0; i < 4; i++)
    {
      gint64 gap = fake_transport_get_time (self->transport, i + 1) - fake_transport_get_time (self->transport, i);

      g_assert_cmpint (gap, <=, (SECOND / 2 << i) + 20000);
    }

  g_assert_cmpuint (self->waits->len, ==, 8);
  g_assert_nonnull (strstr (g_ptr_array_index (self->waits, 0), "can’t be reached"));
  g_assert_nonnull (strstr (g_ptr_array_index (self->waits, 4), "is busy"));
  g_assert_cmpstr (g_ptr_array_index (self->waits, 7), ==, "over");
}

static void
test_read_gives_up (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5; i++)
    fake_transport_answer (self->transport, 504, "", NULL);

  future = read_one (self);
  net_test_drive (future, self->clock);
  error = net_test_error (future);
  g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_UNAVAILABLE);
  g_assert_cmpuint (psr_service_error_peek (error)->status, ==, 504);
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 5);
}

static void
test_read_does_not_retry (Fixture       *self,
                          gconstpointer  data)
{
  static const struct
  {
    guint status;
    int   code;
  } cases[] = {
    { 400, PSR_SERVICE_ERROR_REFUSED },
    { 403, PSR_SERVICE_ERROR_FORBIDDEN },
    { 404, PSR_SERVICE_ERROR_NOT_FOUND },
    { 302, PSR_SERVICE_ERROR_BAD_ANSWER },
    { 501, PSR_SERVICE_ERROR_UNAVAILABLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DexFuture) future = NULL;
      g_autoptr (GError) error = NULL;

      fake_transport_answer (self->transport, cases[i].status, "{\"error\":{\"code\":\"c\",\"message\":\"m\"}}", NULL);
      future = read_one (self);
      net_test_drive (future, self->clock);
      error = net_test_error (future);
      g_assert_error (error, PSR_SERVICE_ERROR, cases[i].code);
      g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, i + 1);
    }
}

static void
test_transport_errors (Fixture       *self,
                       gconstpointer  data)
{
  static const struct
  {
    int transport;
    int code;
  } cases[] = {
    { PSR_TRANSPORT_ERROR_BAD_CERTIFICATE, PSR_SERVICE_ERROR_CERTIFICATE },
    { PSR_TRANSPORT_ERROR_TOO_LARGE, PSR_SERVICE_ERROR_TOO_LARGE },
    { PSR_TRANSPORT_ERROR_NOT_ALLOWED, PSR_SERVICE_ERROR_UNREACHABLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DexFuture) future = NULL;
      g_autoptr (GError) error = NULL;

      fake_transport_fail (self->transport, cases[i].transport);
      future = read_one (self);
      net_test_drive (future, self->clock);
      error = net_test_error (future);
      g_assert_error (error, PSR_SERVICE_ERROR, cases[i].code);
      g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, i + 1);
    }
}

static void
test_retry_after (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (DexFuture) future = NULL;
  gint64 gap;

  fake_transport_answer (self->transport, 429, "", "Retry-After", "40", NULL);
  fake_transport_answer (self->transport, 200, "{}", NULL);
  future = read_one (self);
  net_test_drive (future, self->clock);
  g_assert_cmpuint (psr_response_get_status (net_test_object (future)), ==, 200);
  gap = fake_transport_get_time (self->transport, 1) - fake_transport_get_time (self->transport, 0);
  g_assert_cmpint (gap, >=, 40 * SECOND);
  g_assert_cmpint (gap, <=, 46 * SECOND);
  g_assert_nonnull (strstr (g_ptr_array_index (self->waits, 0), "Business Central asks us to wait 4"));
  g_assert_cmpuint (psr_throttle_get_per_window (self->throttle), <, 6000);
}

/* After 429 the others wait as well, and that can be seen. */
static void
test_others_wait (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (DexFuture) first = NULL;
  g_autoptr (DexFuture) second = NULL;
  gint64 gap;

  fake_transport_answer (self->transport, 429, "", "Retry-After", "40", NULL);
  fake_transport_answer (self->transport, 200, "{}", NULL);
  first = write_one (self);
  net_test_drive (first, self->clock);
  g_assert_cmpuint (self->waits->len, ==, 0);
  g_assert_cmpint (psr_throttle_get_pause (self->throttle), ==, 40 * SECOND);

  second = read_one (self);
  net_test_drive (second, self->clock);
  g_assert_true (dex_future_is_resolved (second));
  gap = fake_transport_get_time (self->transport, 1) - fake_transport_get_time (self->transport, 0);
  g_assert_cmpint (gap, >=, 40 * SECOND);
  g_assert_cmpuint (self->waits->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (self->waits, 0), ==, "Business Central asks us to wait 40 seconds");
}

static void
test_retry_after_too_long (Fixture       *self,
                           gconstpointer  data)
{
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;

  fake_transport_answer (self->transport, 429, "", "Retry-After", "86400", NULL);
  future = read_one (self);
  net_test_drive (future, self->clock);
  error = net_test_error (future);
  g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_THROTTLED);
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 1);
}

/* 20 retries for a host, then one try each. */
static void
test_budget (Fixture       *self,
             gconstpointer  data)
{
  for (guint i = 0; i < 35; i++)
    fake_transport_fail (self->transport, PSR_TRANSPORT_ERROR_NOT_SENT);

  for (guint i = 0; i < 15; i++)
    {
      g_autoptr (DexFuture) future = read_one (self);
      g_autoptr (GError) error = NULL;

      net_test_drive (future, self->clock);
      error = net_test_error (future);
      g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_UNREACHABLE);
    }

  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 15 + 20);
}

static void
test_refresh_once (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (DexFuture) good = NULL;
  g_autoptr (DexFuture) bad = NULL;
  g_autoptr (GError) error = NULL;

  fake_transport_answer (self->transport, 401, "", NULL);
  fake_transport_answer (self->transport, 200, "{}", NULL);
  good = read_one (self);
  net_test_drive (good, self->clock);
  g_assert_cmpuint (psr_response_get_status (net_test_object (good)), ==, 200);
  g_assert_cmpstr (sent_header (self, 0, "Authorization"), ==, "Bearer t0");
  g_assert_cmpstr (sent_header (self, 1, "Authorization"), ==, "Bearer t1");
  g_assert_cmpuint (self->waits->len, ==, 0);

  fake_transport_answer (self->transport, 401, "", NULL);
  fake_transport_answer (self->transport, 401, "", NULL);
  bad = read_one (self);
  net_test_drive (bad, self->clock);
  error = net_test_error (bad);
  g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN);
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 4);
}

static void
test_no_sign_in (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (DexFuture) read = NULL;
  g_autoptr (DexFuture) written = NULL;
  g_autoptr (GError) error = NULL;
  PsrWriteOutcome *outcome;

  fake_token_source_break (self->tokens);
  read = read_one (self);
  net_test_drive (read, self->clock);
  error = net_test_error (read);
  g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN);

  written = write_one (self);
  net_test_drive (written, self->clock);
  outcome = net_test_object (written);
  g_assert_cmpint (psr_write_outcome_get_kind (outcome), ==, PSR_WRITE_NOT_MADE);
  g_assert_error (psr_write_outcome_get_reason (outcome), PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN);
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 0);
}

/* Whoever noted when it would be sent has to look anew. */
static void
test_write_patience (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (PsrRequest) request = psr_request_new (PSR_REQUEST_CREATE, "POST", "https://bc.example/v2.0/salesInvoices");
  g_autoptr (DexFuture) late = NULL;
  g_autoptr (DexFuture) timely = NULL;
  PsrWriteOutcome *outcome;

  psr_request_set_patience (request, 60 * SECOND);
  psr_throttle_slow_down (self->throttle, 61 * SECOND);
  late = psr_service_client_write (self->client, request);
  net_test_drive (late, self->clock);
  outcome = net_test_object (late);
  g_assert_cmpint (psr_write_outcome_get_kind (outcome), ==, PSR_WRITE_NOT_MADE);
  g_assert_error (psr_write_outcome_get_reason (outcome), PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_THROTTLED);
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 0);

  fake_transport_answer (self->transport, 201, "{}", NULL);
  psr_throttle_slow_down (self->throttle, 59 * SECOND);
  timely = psr_service_client_write (self->client, request);
  net_test_drive (timely, self->clock);
  g_assert_cmpint (psr_write_outcome_get_kind (net_test_object (timely)), ==, PSR_WRITE_MADE);
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 1);
}

static void
check_write (Fixture             *self,
             PsrWriteOutcomeKind  expected)
{
  g_autoptr (DexFuture) future = NULL;
  guint before = fake_transport_n_sent (self->transport);

  future = write_one (self);
  net_test_drive (future, self->clock);
  g_assert_cmpint (psr_write_outcome_get_kind (net_test_object (future)), ==, expected);
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, before + 1);
  g_assert_cmpuint (self->waits->len, ==, 0);
}

/* Whatever happens, a write goes out once. */
static void
test_write_once (Fixture       *self,
                 gconstpointer  data)
{
  fake_transport_answer (self->transport, 201, "{}", NULL);
  check_write (self, PSR_WRITE_MADE);
  fake_transport_fail (self->transport, PSR_TRANSPORT_ERROR_NOT_SENT);
  check_write (self, PSR_WRITE_NOT_MADE);
  fake_transport_fail (self->transport, PSR_TRANSPORT_ERROR_NO_ANSWER);
  check_write (self, PSR_WRITE_UNKNOWN);
  fake_transport_fail (self->transport, PSR_TRANSPORT_ERROR_TIMED_OUT);
  check_write (self, PSR_WRITE_UNKNOWN);
  fake_transport_answer (self->transport, 503, "", "Retry-After", "1", NULL);
  check_write (self, PSR_WRITE_UNKNOWN);
  fake_transport_answer (self->transport, 429, "", "Retry-After", "1", NULL);
  check_write (self, PSR_WRITE_NOT_MADE);
}

static void
test_write_refresh_once (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr (DexFuture) good = NULL;
  g_autoptr (DexFuture) bad = NULL;
  PsrWriteOutcome *outcome;

  fake_transport_answer (self->transport, 401, "", NULL);
  fake_transport_answer (self->transport, 201, "{}", NULL);
  good = write_one (self);
  net_test_drive (good, self->clock);
  g_assert_cmpint (psr_write_outcome_get_kind (net_test_object (good)), ==, PSR_WRITE_MADE);
  g_assert_true (psr_request_get_body (fake_transport_get_sent (self->transport, 1)) == psr_request_get_body (fake_transport_get_sent (self->transport, 0)));

  fake_transport_answer (self->transport, 401, "", NULL);
  fake_transport_answer (self->transport, 401, "", NULL);
  bad = write_one (self);
  net_test_drive (bad, self->clock);
  outcome = net_test_object (bad);
  g_assert_cmpint (psr_write_outcome_get_kind (outcome), ==, PSR_WRITE_NOT_MADE);
  g_assert_error (psr_write_outcome_get_reason (outcome), PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN);
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 4);
}

static void
test_four_at_once (Fixture       *self,
                   gconstpointer  data)
{
  DexFuture *futures[20];

  for (guint i = 0; i < G_N_ELEMENTS (futures); i++)
    {
      fake_transport_answer (self->transport, 200, "{}", NULL);
      futures[i] = read_one (self);
    }

  for (guint i = 0; i < G_N_ELEMENTS (futures); i++)
    {
      net_test_drive (futures[i], self->clock);
      g_assert_true (dex_future_is_resolved (futures[i]));
      dex_clear (&futures[i]);
    }

  g_assert_cmpuint (fake_transport_max_busy (self->transport), ==, 4);
}

/* Dropping the future ends it wherever it is: in a wait, or on the wire. */
static void
test_cancel (Fixture       *self,
             gconstpointer  data)
{
  DexFuture *future;

  fake_transport_answer (self->transport, 503, "", "Retry-After", "40", NULL);
  future = read_one (self);

  while (self->waits->len == 0)
    {
      net_test_settle ();

      if (self->waits->len == 0)
        psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (self->clock), 10000);
    }

  dex_clear (&future);
  net_test_settle ();
  g_assert_cmpuint (self->waits->len, ==, 2);
  g_assert_cmpint (psr_virtual_clock_next_due (PSR_VIRTUAL_CLOCK (self->clock)), ==, -1);

  fake_transport_answer (self->transport, 200, "{}", NULL);
  future = read_one (self);
  net_test_settle ();
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 2);
  g_assert_cmpuint (psr_throttle_get_in_use (self->throttle), ==, 1);
  dex_clear (&future);
  net_test_settle ();
  g_assert_cmpuint (psr_throttle_get_in_use (self->throttle), ==, 0);
  g_assert_cmpint (psr_virtual_clock_next_due (PSR_VIRTUAL_CLOCK (self->clock)), ==, -1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, func) g_test_add ("/net/service-client/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("read", test_read);
  ADD ("slow-answers", test_slow_answers);
  ADD ("read-retries", test_read_retries);
  ADD ("read-gives-up", test_read_gives_up);
  ADD ("read-does-not-retry", test_read_does_not_retry);
  ADD ("transport-errors", test_transport_errors);
  ADD ("retry-after", test_retry_after);
  ADD ("others-wait", test_others_wait);
  ADD ("retry-after-too-long", test_retry_after_too_long);
  ADD ("budget", test_budget);
  ADD ("refresh-once", test_refresh_once);
  ADD ("no-sign-in", test_no_sign_in);
  ADD ("write-once", test_write_once);
  ADD ("write-refresh-once", test_write_refresh_once);
  ADD ("write-patience", test_write_patience);
  ADD ("four-at-once", test_four_at_once);
  ADD ("cancel", test_cancel);
#undef ADD

  return g_test_run ();
}
