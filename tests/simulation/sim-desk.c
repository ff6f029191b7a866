/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "psr-bc-client.h"
#include "psr-link-store.h"
#include "psr-wello-client.h"
#include "sim-checker.h"
#include "sim-desk.h"

static void sim_desk_clock_init (PsrClockInterface *iface);
static void sim_desk_executor_init (PsrExecutorInterface *iface);
static void sim_desk_token_init (PsrTokenSourceInterface *iface);
static void sim_desk_transport_init (PsrTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SimDesk, sim_desk, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_CLOCK, sim_desk_clock_init)
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_EXECUTOR, sim_desk_executor_init)
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TOKEN_SOURCE, sim_desk_token_init)
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TRANSPORT, sim_desk_transport_init))

static void
sim_desk_finalize (GObject *object)
{
  SimDesk *self = SIM_DESK (object);

  g_ptr_array_unref (self->waiting);
  g_free (self->path);

  G_OBJECT_CLASS (sim_desk_parent_class)->finalize (object);
}

static void
sim_desk_class_init (SimDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sim_desk_finalize;
}

static void
sim_desk_init (SimDesk *self)
{
  self->waiting = g_ptr_array_new_with_free_func (sim_wait_unref);
}

SimDesk *
sim_desk_new (SimWorld   *world,
              SimChecker *checker,
              const char *path,
              guint       number,
              guint       state,
              guint64     seed)
{
  SimDesk *self = g_object_new (SIM_TYPE_DESK, NULL);

  self->world = world;
  self->checker = checker;
  self->path = g_strdup (path);
  self->number = number;
  self->state = state;
  self->seed = seed;

  return self;
}

static gint64
monotonic_of (SimDesk *self)
{
  return psr_clock_monotonic (self->world->timeline->clock);
}

static void
wait_finalize (gpointer data)
{
  SimWait *self = data;

  dex_clear (&self->promise);
  dex_clear (&self->result);
}

SimWait *
sim_wait_ref (SimWait *self)
{
  return g_rc_box_acquire (self);
}

void
sim_wait_unref (gpointer self)
{
  g_rc_box_release_full (self, wait_finalize);
}

/* What the program gets to see when it is dead: nothing comes of it any more. */
DexFuture *
sim_wait_dead (gboolean is_request)
{
  if (is_request)
    return dex_future_new_reject (PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_CANCELLED, "The program is dead");

  return dex_future_new_reject (DEX_ERROR, DEX_ERROR_FIBER_CANCELLED, "The program is dead");
}

SimWait *
sim_wait_new (SimDesk  *desk,
              gboolean  is_request)
{
  SimWait *self = g_rc_box_new0 (SimWait);

  self->desk = desk;
  self->promise = dex_promise_new ();
  self->is_request = is_request;
  g_ptr_array_add (desk->waiting, sim_wait_ref (self));

  return self;
}

DexFuture *
sim_wait_future (SimWait *self)
{
  return dex_ref (DEX_FUTURE (self->promise));
}

static void
complete (SimWait   *self,
          DexFuture *result)
{
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (result, &error);

  self->is_done = TRUE;

  if (value != NULL)
    dex_promise_resolve (self->promise, value);
  else
    dex_promise_reject (self->promise, g_steal_pointer (&error));
}

static void
go_on (gpointer data)
{
  SimWait *self = data;
  g_autoptr(DexFuture) result = g_steal_pointer (&self->result);

  sim_wait_answer (self, g_steal_pointer (&result));
}

/* Takes @result. A computer that is stopped sees it when it goes on. */
void
sim_wait_answer (SimWait   *self,
                 DexFuture *result)
{
  g_autoptr(DexFuture) taken = result;
  SimDesk *desk = self->desk;
  gint64 stopped;

  if (self->is_done)
    return;

  stopped = desk->stopped_until - monotonic_of (desk);

  if (stopped > 0)
    {
      dex_clear (&self->result);
      self->result = g_steal_pointer (&taken);
      sim_timeline_plan (desk->world->timeline, stopped, go_on, sim_wait_ref (self), sim_wait_unref);
      return;
    }

  complete (self, taken);
  g_ptr_array_remove_fast (desk->waiting, self);
}

/* All that it had in memory is gone; what was committed, and what was sent, stays. */
void
sim_desk_crash (SimDesk    *self,
                const char *where)
{
  g_autoptr(GPtrArray) waiting = NULL;

  if (self->is_dead)
    return;

  self->is_dead = TRUE;
  self->stopped_until = 0;
  self->world->counts->crashes++;
  sim_timeline_trace (self->world->timeline, "desk %u dies %s", self->number, where);
  waiting = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func (sim_wait_unref);

  for (guint i = 0; i < waiting->len; i++)
    {
      SimWait *wait = g_ptr_array_index (waiting, i);
      g_autoptr(DexFuture) dead = sim_wait_dead (wait->is_request);

      if (wait->is_done)
        continue;

      /* Time goes on; a clock never refuses. */
      if (wait->is_sleep)
        g_ptr_array_add (self->waiting, sim_wait_ref (wait));
      else
        complete (wait, dead);
    }
}

gboolean
sim_desk_may_crash (SimDesk *self)
{
  return !self->world->calm && !self->is_starting &&
         sim_timeline_chance (self->world->timeline, self->world->faults.crash);
}

static PsrTimestamp
sim_desk_now (PsrClock *clock)
{
  SimDesk *self = SIM_DESK (clock);

  return sim_timeline_now (self->world->timeline) + self->clock_offset;
}

static gint64
sim_desk_monotonic (PsrClock *clock)
{
  SimDesk *self = SIM_DESK (clock);

  return monotonic_of (self) - self->slept;
}

static void
wake_up (gpointer data)
{
  sim_wait_answer (data, dex_future_new_true ());
}

static DexFuture *
sim_desk_sleep (PsrClock *clock,
                gint64    usec)
{
  SimDesk *self = SIM_DESK (clock);
  g_autoptr(DexFuture) future = NULL;
  SimWait *wait;

  sim_timeline_trace (self->world->timeline, "desk %u waits %" G_GINT64_FORMAT, self->number, usec);
  wait = sim_wait_new (self, FALSE);
  wait->is_sleep = TRUE;
  future = sim_wait_future (wait);
  sim_timeline_plan (self->world->timeline, usec, wake_up, wait, sim_wait_unref);

  return g_steal_pointer (&future);
}

static void
sim_desk_clock_init (PsrClockInterface *iface)
{
  iface->now = sim_desk_now;
  iface->monotonic = sim_desk_monotonic;
  iface->sleep = sim_desk_sleep;
}

static void
maybe_stop_for_a_while (SimDesk *self)
{
  SimTimeline *timeline = self->world->timeline;
  gint64 length;

  if (self->world->calm || self->is_starting || !sim_timeline_chance (timeline, self->world->faults.pause))
    return;

  length = sim_timeline_between (timeline, SIM_SECOND, 40 * SIM_MINUTE);
  self->stopped_until = monotonic_of (self) + length;
  self->world->counts->pauses++;

  /* Either the program stands still, or the whole computer, and one of its clocks. */
  if (sim_timeline_chance (timeline, 500000))
    self->slept += length;

  sim_timeline_trace (timeline, "desk %u is stopped", self->number);
}

static DexFuture *
sim_desk_run (PsrExecutor    *executor,
              const char     *lane,
              PsrJobFunc      func,
              gpointer        data,
              GDestroyNotify  data_free)
{
  SimDesk *self = SIM_DESK (executor);
  g_autoptr(DexFuture) done = NULL;
  gboolean crash = !self->is_dead && sim_desk_may_crash (self);

  if (crash && sim_timeline_chance (self->world->timeline, 500000))
    sim_desk_crash (self, "before a job");

  if (!self->is_dead)
    done = func (data);

  if (data_free != NULL)
    data_free (data);

  if (done == NULL)
    return sim_wait_dead (FALSE);

  if (g_str_equal (lane, "ledger.db writer") && !self->is_starting)
    sim_checker_look (self->checker, self);

  if (crash)
    {
      sim_desk_crash (self, "after a job");
      return sim_wait_dead (FALSE);
    }

  maybe_stop_for_a_while (self);

  if (self->stopped_until > monotonic_of (self))
    {
      SimWait *wait = sim_wait_new (self, FALSE);
      g_autoptr(DexFuture) future = sim_wait_future (wait);

      sim_wait_answer (wait, g_steal_pointer (&done));
      sim_wait_unref (wait);

      return g_steal_pointer (&future);
    }

  return g_steal_pointer (&done);
}

static void
sim_desk_executor_init (PsrExecutorInterface *iface)
{
  iface->run = sim_desk_run;
}

static DexFuture *
sim_desk_authorize (PsrTokenSource *source,
                    const char     *rejected)
{
  SimDesk *self = SIM_DESK (source);
  SimWorld *world = self->world;

  if (self->is_dead)
    return sim_wait_dead (FALSE);

  if (rejected != NULL && world->token_until <= sim_timeline_now (world->timeline))
    {
      world->token++;
      world->token_until = sim_timeline_now (world->timeline) + 61 * SIM_MINUTE;
    }

  return dex_future_new_take_string (g_strdup_printf ("Bearer %u", world->token));
}

static void
sim_desk_explain_rejection (PsrTokenSource  *source,
                            GError         **error)
{
  g_set_error_literal (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN, "Not accepted");
}

static void
sim_desk_token_init (PsrTokenSourceInterface *iface)
{
  iface->authorize = sim_desk_authorize;
  iface->explain_rejection = sim_desk_explain_rejection;
}

static DexFuture *
sim_desk_send (PsrTransport *transport,
               PsrRequest   *request)
{
  return sim_wire_send (SIM_DESK (transport), request);
}

static void
sim_desk_transport_init (PsrTransportInterface *iface)
{
  iface->send = sim_desk_send;
}

static void
run_loop (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static DexFuture *
finish (DexFuture *future)
{
  run_loop ();
  g_assert_false (dex_future_is_pending (future));

  return future;
}

static PsrBillingRules *
make_rules (SimDesk *self)
{
  PsrBillingRules *rules = psr_billing_rules_new ();

  g_assert_true (psr_billing_rules_set_from (rules, "2026-01-01", NULL));
  g_assert_true (psr_billing_rules_set_external_prefix (rules, "W-", NULL));
  /* API v1.0 has no resources. */
  g_assert_true (psr_billing_rules_set_labour (rules, "WorkingTime", self->world->has_v1 ? "account:" SIM_ACCOUNT_NUMBER
                                                                                         : "resource:LINDA", NULL));
  psr_billing_rules_set_is_v1 (rules, self->world->speaks_v1[self->state]);
  g_assert_true (psr_billing_rules_set_vat (rules, "21,part", "G3", NULL));
  g_assert_true (psr_billing_rules_set_vat (rules, "6,part", "G1", NULL));
  g_assert_true (psr_billing_rules_set_vat (rules, "21,labour", "S3", NULL));
  psr_billing_rules_set_kind (rules, self->kind);
  psr_billing_rules_set_via (rules, self->via);
  psr_billing_rules_set_tell_when_posted (rules, self->world->tells_late);

  return rules;
}

static void
add_links (SimDesk *self)
{
  g_autoptr(GPtrArray) links = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_link_unref);
  g_autoptr(DexFuture) done = NULL;

  for (guint i = 0; i < self->world->customers->len; i++)
    {
      const SimCustomer *customer = g_ptr_array_index (self->world->customers, i);

      g_ptr_array_add (links, psr_link_new (PSR_ENTITY_CUSTOMER, customer->id, customer->company, customer->number,
                                            PSR_LINK_BY_CODE));
    }

  for (guint i = 0; i < self->world->items->len; i++)
    {
      const SimItem *item = g_ptr_array_index (self->world->items, i);

      g_ptr_array_add (links, psr_link_new (PSR_ENTITY_ITEM, item->id, item->article, item->number, PSR_LINK_BY_CODE));
    }

  done = finish (psr_link_store_add (psr_store_get_links (self->store), links));
  g_assert_nonnull (dex_future_get_value (done, NULL));
}

/* Where there are both, somebody writes the other one into the profile now and then. */
static void
choose_version (SimDesk *self)
{
  SimWorld *world = self->world;

  if (world->has_v1 && world->has_v2 && !world->calm && sim_timeline_chance (world->timeline, 300000))
    world->speaks_v1[self->state] = !world->speaks_v1[self->state];

  world->counts->spoken_v1 += world->speaks_v1[self->state];
}

void
sim_desk_start (SimDesk *self)
{
  g_autoptr(PsrThrottle) bc_throttle = psr_throttle_new_for_bc (PSR_CLOCK (self));
  g_autoptr(PsrThrottle) wello_throttle = psr_throttle_new_for_wello (PSR_CLOCK (self));
  g_autoptr(PsrServiceClient) bc_service = NULL;
  g_autoptr(PsrServiceClient) wello_service = NULL;
  g_autoptr(PsrBillingRules) rules = NULL;
  g_autoptr(PsrBcEndpoint) endpoint = NULL;
  g_autoptr(PsrBcClient) bc = NULL;
  g_autoptr(PsrWelloClient) wello = NULL;
  g_autofree char *id = g_strdup_printf ("%08u-%04u-4000-8000-000000000000", ++self->n_started, self->number);
  g_autoptr(DexFuture) opened = NULL;
  g_autoptr(GError) error = NULL;
  const GValue *value;

  choose_version (self);
  sim_timeline_trace (self->world->timeline, "desk %u starts%s", self->number,
                      self->world->speaks_v1[self->state] ? " with v1.0" : "");
  rules = make_rules (self);
  self->is_dead = FALSE;
  self->is_starting = TRUE;
  self->random = psr_seeded_random_new (self->seed + self->n_started);
  self->folder = psr_state_folder_open (self->path, PSR_CLOCK (self), &error);
  g_assert_no_error (error);
  opened = finish (psr_store_open (self->folder, PSR_EXECUTOR (self)));
  value = dex_future_get_value (opened, &error);
  g_assert_no_error (error);
  self->store = g_value_dup_object (value);
  self->holder = psr_holder_acquire (self->folder, id, &error);
  g_assert_no_error (error);

  if (self->n_started == 1 && !sim_checker_is_open (self->checker))
    {
      add_links (self);
      sim_checker_open (self->checker, self->path);
    }

  bc_service = psr_service_client_new (PSR_TRANSPORT (self), PSR_TOKEN_SOURCE (self), bc_throttle, PSR_CLOCK (self),
                                       self->random, PSR_EXECUTOR (self), PSR_SERVICE_BC);
  wello_service = psr_service_client_new (PSR_TRANSPORT (self), PSR_TOKEN_SOURCE (self), wello_throttle, PSR_CLOCK (self),
                                          self->random, PSR_EXECUTOR (self), PSR_SERVICE_WELLO);
  endpoint = psr_bc_endpoint_new ("https://bc.example/v2.0", "contoso.example", TRUE, "Production",
                                  self->world->speaks_v1[self->state] ? "v1.0" : "v2.0");
  bc = psr_bc_client_new (bc_service, endpoint);
  psr_bc_client_set_company (bc, SIM_COMPANY);
  wello = psr_wello_client_new (wello_service, "https://wello.example/api");
  self->context = psr_billing_context_new (bc, wello, psr_store_get_ledger (self->store), psr_store_get_links (self->store),
                                           psr_store_get_mirror (self->store), rules, PSR_CLOCK (self), self->random,
                                           PSR_EXECUTOR (self), self->holder, self->folder);
  self->is_starting = FALSE;
}

/* A dead holder's file stays where it is; only nobody holds it any more. */
static void
free_holder (SimDesk *self)
{
  g_autofree char *path = g_build_filename (self->path, "holders", psr_holder_get_id (self->holder), NULL);
  g_autofree char *kept = g_strconcat (path, ".kept", NULL);

  if (self->is_dead)
    g_assert_cmpint (link (path, kept), ==, 0);

  g_clear_pointer (&self->holder, psr_holder_free);

  if (self->is_dead)
    g_assert_cmpint (rename (kept, path), ==, 0);
}

void
sim_desk_stop (SimDesk *self)
{
  if (self->context == NULL)
    return;

  run_loop ();
  g_clear_pointer (&self->context, psr_billing_context_unref);
  run_loop ();
  free_holder (self);
  g_clear_object (&self->store);
  g_clear_object (&self->folder);
  g_clear_object (&self->random);
  run_loop ();
}
