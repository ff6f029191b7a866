/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service-client-fixture.h"

/* Whoever wants an end doesn't wait for a service: nothing is sent, at once. What it doesn't ask
 * to wait for still is. */
static void
test_stop (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  g_autoptr (DexFuture) written = NULL;
  g_autoptr (DexFuture) read = NULL;
  g_autoptr (DexFuture) late = NULL;
  g_autoptr (DexFuture) again = NULL;
  g_autoptr (GError) error = NULL;
  PsrWriteOutcome *outcome;
  gint64 began = psr_clock_monotonic (self->clock);

  psr_service_client_set_stop (self->client, stop);
  psr_throttle_slow_down (self->throttle, 40 * SECOND);
  written = write_one (self);
  read = read_one (self);
  net_test_settle ();
  g_assert_true (dex_future_is_pending (written));
  g_assert_true (dex_future_is_pending (read));

  g_cancellable_cancel (stop);
  net_test_settle ();
  outcome = net_test_object (written);
  g_assert_cmpint (psr_write_outcome_get_kind (outcome), ==, PSR_WRITE_NOT_MADE);
  g_assert_error (psr_write_outcome_get_reason (outcome), PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_THROTTLED);
  error = net_test_error (read);
  g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_THROTTLED);
  g_assert_cmpuint (self->waits->len, ==, 4);
  g_assert_cmpstr (g_ptr_array_index (self->waits, 3), ==, "over");

  late = write_one (self);
  net_test_settle ();
  g_assert_cmpint (psr_write_outcome_get_kind (net_test_object (late)), ==, PSR_WRITE_NOT_MADE);
  g_assert_cmpint (psr_clock_monotonic (self->clock), ==, began);

  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (self->clock), 38 * SECOND);
  net_test_settle ();
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 0);

  fake_transport_answer (self->transport, 201, "{}", NULL);
  again = write_one (self);
  net_test_drive (again, self->clock);
  g_assert_cmpint (psr_write_outcome_get_kind (net_test_object (again)), ==, PSR_WRITE_MADE);
  g_assert_cmpint (psr_clock_monotonic (self->clock) - began, <, 41 * SECOND);
}

/* The same before a read is tried again, and for those who wait for a turn when the service
 * begins to ask for it. */
static void
test_stop_between (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  g_autoptr (DexFuture) read = NULL;
  g_autoptr (DexFuture) queued = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) turned_away = NULL;
  DexFuture *others[4];
  gint64 began;

  psr_service_client_set_stop (self->client, stop);
  fake_transport_answer (self->transport, 503, "", "Retry-After", "40", NULL);
  read = read_one (self);

  while (self->waits->len == 0)
    {
      net_test_settle ();
      psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (self->clock), 10000);
    }

  began = psr_clock_monotonic (self->clock);
  g_cancellable_cancel (stop);
  net_test_settle ();
  error = net_test_error (read);
  g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_UNAVAILABLE);
  g_assert_cmpuint (psr_service_error_peek (error)->status, ==, 503);
  g_assert_cmpint (psr_clock_monotonic (self->clock), ==, began);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      fake_transport_answer (self->transport, 429, "", "Retry-After", "40", NULL);
      others[i] = write_one (self);
    }
  queued = read_one (self);
  net_test_drive (queued, self->clock);
  turned_away = net_test_error (queued);
  g_assert_error (turned_away, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_THROTTLED);
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 5);
  g_assert_cmpint (psr_clock_monotonic (self->clock) - began, <, SECOND);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      net_test_drive (others[i], self->clock);
      g_assert_cmpint (psr_write_outcome_get_kind (net_test_object (others[i])), ==, PSR_WRITE_NOT_MADE);
      dex_clear (&others[i]);
    }
}

/* One beside another waits with it, and is told apart. */
static void
test_beside (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (PsrServiceClient) beside = psr_service_client_new_beside (self->client);
  g_autoptr (PsrRequest) request = psr_request_new (PSR_REQUEST_READ, "GET", "https://bc.example/v2.0/items");
  g_autoptr (DexFuture) first = NULL;
  g_autoptr (DexFuture) second = NULL;

  fake_transport_answer (self->transport, 429, "", "Retry-After", "40", NULL);
  first = write_one (self);
  net_test_drive (first, self->clock);
  fake_transport_answer (self->transport, 200, "{}", "Date", "Mon, 24 Aug 2026 09:13:33 GMT", NULL);
  second = psr_service_client_read (beside, request);
  net_test_drive (second, self->clock);
  g_assert_cmpint (fake_transport_get_time (self->transport, 1) - fake_transport_get_time (self->transport, 0), >=, 40 * SECOND);
  g_assert_cmpuint (self->waits->len, ==, 0);
  g_assert_cmpuint (psr_service_client_get_n_requests (beside), ==, 1);
  g_assert_cmpuint (psr_service_client_get_n_requests (self->client), ==, 2);
  g_assert_true (psr_service_client_get_time (beside) == psr_service_client_get_time (self->client));
  g_assert_cmpint (psr_service_client_get_time (self->client)->date, !=, PSR_TIMESTAMP_NONE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, func) g_test_add ("/net/service-stop/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("stop", test_stop);
  ADD ("stop-between", test_stop_between);
  ADD ("beside", test_beside);
#undef ADD

  return g_test_run ();
}
