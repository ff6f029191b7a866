/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-billing.h"
#include "psr-executor.h"
#include "psr-holder.h"
#include "psr-seeded-random.h"
#include "psr-store.h"
#include "psr-token-source.h"
#include "psr-transport.h"
#include "sim-world.h"

G_BEGIN_DECLS

typedef struct _SimChecker SimChecker;

/*
 * A computer on which the program runs: its clock, its executor, its network and
 * its sign-in. It may crash at any await, between a job and its result, be
 * stopped for a while and go on, and be started anew.
 */
#define SIM_TYPE_DESK (sim_desk_get_type ())
G_DECLARE_FINAL_TYPE (SimDesk, sim_desk, SIM, DESK, GObject)

struct _SimDesk
{
  GObject            parent_instance;
  SimWorld          *world;
  SimChecker        *checker;
  char              *path;
  guint              number;
  guint              state;
  guint              n_started;
  guint64            seed;
  PsrBillingKind     kind;
  PsrBillingVia      via;
  gint64             clock_offset;
  gint64             stopped_until;
  gint64             slept;
  gboolean           is_dead;
  gboolean           is_starting;
  GPtrArray         *waiting;
  PsrRandom         *random;
  PsrStateFolder    *folder;
  PsrStore          *store;
  PsrHolder         *holder;
  PsrBillingContext *context;
};

/* An answer for which the program waits. */
typedef struct
{
  SimDesk    *desk;
  DexPromise *promise;
  DexFuture  *result;
  gboolean    is_request;
  gboolean    is_sleep;
  gboolean    is_done;
} SimWait;

SimDesk   *sim_desk_new       (SimWorld   *world,
                               SimChecker *checker,
                               const char *path,
                               guint       number,
                               guint       state,
                               guint64     seed);
void       sim_desk_start     (SimDesk    *self);
void       sim_desk_stop      (SimDesk    *self);
void       sim_desk_crash     (SimDesk    *self,
                               const char *where);
gboolean   sim_desk_may_crash (SimDesk    *self);

SimWait   *sim_wait_new       (SimDesk    *desk,
                               gboolean    is_request);
SimWait   *sim_wait_ref       (SimWait    *self);
void       sim_wait_unref     (gpointer    self);
DexFuture *sim_wait_future    (SimWait    *self);
void       sim_wait_answer    (SimWait    *self,
                               DexFuture  *result);
DexFuture *sim_wait_dead      (gboolean    is_request);

/* The network between a desk and the services. */
DexFuture *sim_wire_send      (SimDesk    *desk,
                               PsrRequest *request);
void       sim_wire_plan_combining (SimWorld   *world,
                                    SimInvoice *invoice,
                                    gint64      delay);

G_END_DECLS
