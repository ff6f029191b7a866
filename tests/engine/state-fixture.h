/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-engine-private.h"
#include "psr-inline-executor.h"
#include "psr-seeded-random.h"
#include "psr-test.h"
#include "psr-virtual-clock.h"

/* An engine whose state is open, and which no test has ask a service. */

/* 2026-08-24T09:12:33Z */
#define START G_GINT64_CONSTANT (1787562753000000)

typedef struct
{
  char      *path;
  PsrClock  *clock;
  PsrEngine *engine;
} State;

static inline void
state_set_up (State         *state,
              gconstpointer  unused)
{
  g_autoptr(PsrRandom) random = psr_seeded_random_new (1);
  g_autoptr(PsrExecutor) executor = psr_inline_executor_new ();
  g_autoptr(PsrProfile) profile = NULL;
  g_autoptr(DexFuture) opened = NULL;
  GError *error = NULL;

  state->path = g_dir_make_tmp ("passerelle-state-XXXXXX", &error);
  g_assert_no_error (error);
  profile = psr_profile_new_from_text ("[BusinessCentral]\nCompany=C\nEnvironment=E\nTenant=t.example\nClientId=c\n"
                                       "[Wello]\nDomain=D\nUser=u\n", "profile.ini", &error);
  g_assert_no_error (error);
  state->clock = psr_virtual_clock_new (START);
  state->engine = psr_engine_new_with_seams (profile, state->path, state->path, state->clock, random, executor);
  opened = psr_test_await (psr_engine_get_status (state->engine));
  g_assert_true (dex_future_is_resolved (opened));
}

static inline void
state_tear_down (State         *state,
                 gconstpointer  unused)
{
  g_autofree char *command = g_strdup_printf ("rm -r '%s'", state->path);

  g_clear_object (&state->engine);
  g_clear_object (&state->clock);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (state->path);
}

static inline PsrLedger *
state_get_ledger (State *state)
{
  return psr_store_get_ledger (state->engine->store);
}

static inline void
state_await (DexFuture *future)
{
  g_autoptr(DexFuture) done = psr_test_await (future);
  g_autoptr(GError) error = NULL;

  dex_future_get_value (done, &error);
  g_assert_no_error (error);
}

/* Of a future that resolves to something boxed. */
static inline gpointer
state_get (DexFuture *future)
{
  g_autoptr(DexFuture) done = psr_test_await (future);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (done, &error);

  g_assert_no_error (error);

  return g_value_dup_boxed (value);
}
