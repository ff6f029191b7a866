/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-token-source.h"
#include "fake-transport.h"
#include "net-test.h"
#include "psr-explain.h"
#include "psr-inline-executor.h"
#include "psr-retry.h"
#include "psr-seeded-random.h"
#include "psr-service-client.h"

typedef struct
{
  PsrClock         *clock;
  FakeTransport    *transport;
  FakeTokenSource  *tokens;
  PsrThrottle      *throttle;
  PsrServiceClient *client;
  GPtrArray        *waits;
} Fixture;

static inline void
note_wait (PsrServiceClient *client,
           guint             wait,
           gint64            usec,
           const char       *text,
           gpointer          data)
{
  Fixture *self = data;

  g_ptr_array_add (self->waits, g_strdup (text != NULL ? text : "over"));
  g_assert_cmpint (usec == 0 && text == NULL, ==, text == NULL);
}

static inline void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (PsrRandom) random = psr_seeded_random_new (7);
  g_autoptr (PsrExecutor) executor = psr_inline_executor_new ();

  self->clock = psr_virtual_clock_new (TEST_START);
  self->transport = fake_transport_new (self->clock);
  self->tokens = fake_token_source_new ();
  self->throttle = psr_throttle_new_for_bc (self->clock);
  self->client = psr_service_client_new (PSR_TRANSPORT (self->transport), PSR_TOKEN_SOURCE (self->tokens), self->throttle,
                                         self->clock, random, executor, PSR_SERVICE_BC);
  self->waits = g_ptr_array_new_with_free_func (g_free);
  psr_service_client_set_wait_func (self->client, note_wait, self, NULL);
}

static inline void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  net_test_settle ();
  g_assert_cmpuint (psr_throttle_get_in_use (self->throttle), ==, 0);
  g_assert_finalize_object (self->client);
  g_assert_finalize_object (self->tokens);
  g_assert_finalize_object (self->throttle);
  g_assert_finalize_object (self->transport);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->waits, g_ptr_array_unref);
}

static inline DexFuture *
read_one (Fixture *self)
{
  g_autoptr (PsrRequest) request = psr_request_new (PSR_REQUEST_READ, "GET", "https://bc.example/v2.0/items");

  return psr_service_client_read (self->client, request);
}

static inline DexFuture *
write_one (Fixture *self)
{
  g_autoptr (PsrRequest) request = psr_request_new (PSR_REQUEST_CREATE, "POST", "https://bc.example/v2.0/salesInvoices");
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);

  psr_request_set_body (request, body, "application/json");

  return psr_service_client_write (self->client, request);
}
