/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "psr-keeper.h"

G_BEGIN_DECLS

/**
 * PsrKeeper:
 *
 * Keeps the engine's worker at work in the application, and tells the main loop
 * what it says. A worker that was stopped is gone; the next one begins where it
 * left off, since all it has to know is in the local state.
 */
struct _PsrKeeper
{
  GObject          parent_instance;

  PsrKeeperFunc    func;
  gpointer         data;
  GNetworkMonitor *network;

  PsrKeeperState   state;
  gboolean         wants_work;  /* once what is under way has ended */
  PsrEngine       *engine;
  PsrWorker       *worker;
  DexFuture       *running;
  GHashTable      *failed;      /* task → GError */
  GError          *error;       /* why it doesn't work at all */
  char            *person;
  char            *activity;
  char            *next_activity;
  gboolean         activity_waits;
  char            *wait;        /* what a service makes us wait for, or NULL */
  PsrTimestamp     wait_until;
};

G_END_DECLS
