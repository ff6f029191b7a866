/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-worker.h"

G_BEGIN_DECLS

/**
 * PsrKeeperState:
 * @PSR_KEEPER_IDLE: not begun yet
 * @PSR_KEEPER_STARTING: signing in
 * @PSR_KEEPER_AT_WORK: at work
 * @PSR_KEEPER_OTHER: another program works on the same state
 * @PSR_KEEPER_NO_ENTRY: a service can't be reached, or doesn't let us in; tried again
 * @PSR_KEEPER_ENDING: what is under way comes to its end
 * @PSR_KEEPER_PAUSED: somebody wants it to wait
 * @PSR_KEEPER_HALTED: only a person can mend what is wrong
 */
typedef enum
{
  PSR_KEEPER_IDLE,
  PSR_KEEPER_STARTING,
  PSR_KEEPER_AT_WORK,
  PSR_KEEPER_OTHER,
  PSR_KEEPER_NO_ENTRY,
  PSR_KEEPER_ENDING,
  PSR_KEEPER_PAUSED,
  PSR_KEEPER_HALTED,
} PsrKeeperState;

/**
 * PsrKeeperFunc:
 * @user_data: the data given with the function
 *
 * Returns: (transfer full): an engine of its own for a worker
 */
typedef PsrEngine *(*PsrKeeperFunc) (gpointer user_data);

#define PSR_TYPE_KEEPER (psr_keeper_get_type ())

G_DECLARE_FINAL_TYPE (PsrKeeper, psr_keeper, PSR, KEEPER, GObject)

PsrKeeper      *psr_keeper_new          (PsrKeeperFunc  func,
                                         gpointer       data);
void            psr_keeper_start        (PsrKeeper     *self);
void            psr_keeper_restart      (PsrKeeper     *self);
void            psr_keeper_pause        (PsrKeeper     *self);
DexFuture      *psr_keeper_stop         (PsrKeeper     *self);
void            psr_keeper_wake         (PsrKeeper     *self);
PsrKeeperState  psr_keeper_get_state    (PsrKeeper     *self);
const GError   *psr_keeper_get_trouble  (PsrKeeper     *self);
const char     *psr_keeper_get_activity (PsrKeeper     *self);
const char     *psr_keeper_get_wait     (PsrKeeper     *self,
                                         PsrTimestamp  *until);
const char     *psr_keeper_get_person   (PsrKeeper     *self);
gint64          psr_keeper_get_clock_skew
                                        (PsrKeeper     *self);
PsrTimestamp    psr_keeper_get_due      (PsrKeeper     *self,
                                         const char    *task);

G_END_DECLS
