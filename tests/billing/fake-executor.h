/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-executor.h"
#include "psr-virtual-clock.h"

G_BEGIN_DECLS

/* Runs jobs at once, on the calling thread, until the one with the number
 * @freeze_at: its answer never comes, and with @freeze_before it isn't even
 * run. What comes after isn't run either: the program was killed there.
 * After the job with the number @sleep_at the time is another one: the computer
 * slept, or the program was stopped. */
#define FAKE_TYPE_EXECUTOR (fake_executor_get_type ())
G_DECLARE_FINAL_TYPE (FakeExecutor, fake_executor, FAKE, EXECUTOR, GObject)

struct _FakeExecutor
{
  GObject  parent_instance;
  guint    n_jobs;
  guint    freeze_at;
  gboolean freeze_before;
  gboolean frozen;
  guint    sleep_at;
  gint64   sleep;
  PsrVirtualClock *clock;
};

FakeExecutor *fake_executor_new (void);

G_END_DECLS
