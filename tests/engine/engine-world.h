/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-world.h"
#include "psr-engine.h"
#include "sync-world.h"

/*
 * Both services and the sign-in service in memory, on one virtual clock: master
 * data as in the tests of sync, documents as in those of billing. Engines on one
 * or several state folders are programs of their own.
 */

#define ENGINE_TYPE_TRANSPORT (engine_transport_get_type ())
G_DECLARE_FINAL_TYPE (EngineTransport, engine_transport, ENGINE, TRANSPORT, GObject)

typedef struct
{
  World            sync;
  FakeWorld       *billing;
  EngineTransport *transport;
  char            *folder;

  /* What the services say. */
  const char      *environment_type;
  const char      *organization;
  gboolean         forbids_environments;
  gint64           token_life;          /* seconds */
  const char      *customer_properties; /* $metadata of customers, as XML; NULL: it isn't about them */
  guint            metadata_status;     /* that it is refused with; 0: it isn't */
  guint            n_metadata;          /* how often it was asked for */
  gint64           metadata_latency;    /* microseconds that it takes */
  gboolean         is_metadata_under_way;
  PsrTimestamp     not_after;           /* the clock goes no further by itself; 0: as far as it likes */

  /* Faults. */
  gboolean         is_offline;          /* nothing is reached */
  gboolean         refuses_sign_in;
  const char      *wello_hides;         /* whose URL has this in it, Wello says 401 of; NULL: of nothing */
  guint            n_hidden;            /* how often it did */
  gint64           latency;             /* microseconds a request */
  PsrRandom       *faults;              /* where they come by chance */
  guint            fault_percent;

  guint            n_tokens;
  guint            n_expired;           /* requests with an old token */
  guint            n_requests;
  guint            n_faults;
  PsrTimestamp     token_end;
} EngineWorld;

void       engine_world_set_up      (EngineWorld     *world,
                                     gconstpointer    data);
void       engine_world_add_first_wello (EngineWorld *world);
void       engine_world_tear_down   (EngineWorld     *world,
                                     gconstpointer    data);
PsrEngine *engine_world_new_engine  (EngineWorld     *world,
                                     const char      *state,
                                     const char      *more);
DexFuture *engine_world_drive       (EngineWorld     *world,
                                     DexFuture       *future);
gboolean   engine_world_step        (EngineWorld     *world);
gpointer   engine_world_boxed       (EngineWorld     *world,
                                     DexFuture       *future);
void       engine_world_fails       (EngineWorld     *world,
                                     DexFuture       *future,
                                     GQuark           domain,
                                     int              code);
char      *engine_world_state       (EngineWorld     *world,
                                     const char      *name);
void       engine_world_add_customer (EngineWorld    *world,
                                      guint           number,
                                      const char     *name);
void       engine_world_add_item    (EngineWorld     *world,
                                     guint            number,
                                     const char      *inventory);
char      *engine_world_describe_wello (EngineWorld  *world);
