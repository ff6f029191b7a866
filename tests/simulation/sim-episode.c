/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "sim-checker.h"
#include "sim-clerk.h"
#include "sim-desk.h"
#include "sim-episode.h"

#define MAX_DESKS 4

/* A world in which so much happens doesn't come to rest. */
#define MAX_STEPS 400000
#define MAX_ROUNDS 70

typedef enum
{
  COLLECT,
  APPROVE,
  PUSH,
  SETTLE,
} Action;

typedef struct
{
  SimDesk   *desk;
  DexFuture *future;
  Action     action;
} Seat;

typedef struct
{
  SimWorld   *world;
  SimChecker *checkers[SIM_STATES];
  Seat        seats[MAX_DESKS];
  guint       n_seats;
  guint       n_states;
  guint       n_to_come;
  SimHabits   habits;
  /* Rights were taken away, and nobody has noticed. */
  gboolean    unnoticed;
} Episode;

static void
run_loop (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
is_over (Episode *self)
{
  return self->world->broken != NULL;
}

static void
begin (Episode *self,
       Seat    *seat,
       Action   action)
{
  static const char * const words[] = { "collects", "approves", "pushes", "settles" };
  PsrBillingContext *context = seat->desk->context;

  sim_timeline_trace (self->world->timeline, "desk %u %s", seat->desk->number, words[action]);
  seat->action = action;

  switch (action)
    {
    case COLLECT:
      seat->future = psr_billing_collect (context, NULL, NULL, NULL);
      break;
    case APPROVE:
      seat->future = sim_clerk_approve (seat->desk, &self->habits, self->world->calm);
      break;
    case SETTLE:
      seat->future = psr_billing_settle (context, NULL, NULL, NULL, NULL);
      break;
    case PUSH:
    default:
      seat->future = psr_billing_push (context, NULL, NULL, NULL, NULL);
      break;
    }
}

/* In dense worlds what is rare comes three times as often. The same is drawn for them. */
static gboolean
is_drawn (SimWorld *world,
          guint     chance)
{
  return sim_timeline_chance (world->timeline, world->dense ? MIN (3 * chance, 1000000) : chance);
}

typedef struct
{
  Episode *episode;
  Seat    *seat;
} Turn;

static void
take_turn (gpointer data)
{
  static const Action actions[] = { COLLECT, COLLECT, APPROVE, APPROVE, PUSH, PUSH, PUSH, PUSH, SETTLE };
  const Turn *turn = data;
  Seat *seat = turn->seat;
  Episode *self = turn->episode;
  SimTimeline *timeline = self->world->timeline;

  if (self->world->calm || seat->future != NULL)
    return;

  if (seat->desk->context == NULL)
    sim_desk_start (seat->desk);

  /* Somebody sets the clock. */
  if (is_drawn (self->world, 15000))
    {
      seat->desk->clock_offset = sim_timeline_between (timeline, -2 * SIM_HOUR, 2 * SIM_HOUR);
      self->world->counts->jumps++;
      sim_timeline_trace (timeline, "desk %u has another time", seat->desk->number);
    }

  /* Who doesn't know yet that something is hidden works at a desk as ever. */
  begin (self, seat, self->unnoticed ? APPROVE : actions[sim_timeline_draw (timeline, G_N_ELEMENTS (actions))]);
  self->unnoticed = FALSE;
}

static void
plan_turn (Episode *self,
           Seat    *seat,
           gint64   least,
           gint64   most)
{
  Turn *turn = g_new0 (Turn, 1);

  turn->episode = self;
  turn->seat = seat;
  sim_timeline_plan (self->world->timeline, sim_timeline_between (self->world->timeline, least, most), take_turn, turn, g_free);
}

/* What was begun ended, or the program died over it. */
static void
end_turn (Episode *self,
          Seat    *seat)
{
  dex_clear (&seat->future);

  if (seat->desk->is_dead)
    {
      sim_desk_stop (seat->desk);
      plan_turn (self, seat, SIM_SECOND, 15 * SIM_MINUTE);
    }
  else if (sim_timeline_chance (self->world->timeline, 20000))
    {
      sim_desk_stop (seat->desk);
      plan_turn (self, seat, SIM_SECOND, SIM_MINUTE);
    }
  else
    {
      plan_turn (self, seat, SIM_SECOND, self->world->hectic ? 20 * SIM_SECOND : 10 * SIM_MINUTE);
    }
}

static void
end_turns (Episode *self)
{
  for (guint i = 0; i < self->n_seats; i++)
    {
      Seat *seat = &self->seats[i];

      if (seat->future != NULL && !dex_future_is_pending (seat->future))
        end_turn (self, seat);
    }
}

/* Returns FALSE when nothing more can happen. */
static gboolean
go_on (Episode *self)
{
  SimTimeline *timeline = self->world->timeline;

  run_loop ();

  if (timeline->n_steps > MAX_STEPS)
    sim_world_break (self->world, "endless: no rest after %u steps", MAX_STEPS);

  if (is_over (self))
    return FALSE;

  return sim_timeline_step (timeline);
}

static void
act (gpointer data)
{
  Episode *self = data;

  if (self->world->calm)
    return;

  if (sim_timeline_chance (self->world->timeline, self->world->faults.edit))
    sim_people_act (self->world);

  sim_timeline_plan (self->world->timeline, sim_timeline_between (self->world->timeline, 10 * SIM_SECOND, 4 * SIM_MINUTE),
                     act, self, NULL);
}

static void
add_more (gpointer data)
{
  Episode *self = data;

  if (self->n_to_come == 0)
    return;

  self->n_to_come--;
  sim_world_add_invoice (self->world);
  sim_timeline_plan (self->world->timeline,
                     sim_timeline_between (self->world->timeline, 0, self->world->hectic ? 20 * SIM_SECOND : 3 * SIM_MINUTE),
                     add_more, self, NULL);
}

static gboolean
is_anybody_at_work (Episode *self)
{
  for (guint i = 0; i < self->n_seats; i++)
    {
      if (self->seats[i].future != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
give_rights_back (Episode *self)
{
  self->world->hides_drafts = self->world->hides_posted = self->world->refuses_orders = FALSE;
  sim_timeline_trace (self->world->timeline, "all is shown again");
}

/* Somebody takes away the right to see drafts, or what is posted, or both: between two
 * runs, and gives it back so, too. */
static void
change_rights (gpointer data)
{
  Episode *self = data;
  SimTimeline *timeline = self->world->timeline;
  guint what;

  if (self->world->calm)
    return;

  if (is_anybody_at_work (self))
    {
      sim_timeline_plan (timeline, sim_timeline_between (timeline, SIM_SECOND, 20 * SIM_SECOND), change_rights, self, NULL);
      return;
    }

  if (self->world->hides_drafts || self->world->hides_posted)
    {
      give_rights_back (self);
      return;
    }

  what = (guint) sim_timeline_draw (timeline, 3);
  self->world->hides_drafts = what != 1;
  self->world->hides_posted = what != 0;
  self->world->refuses_orders = self->world->hides_drafts && sim_timeline_chance (timeline, 250000);
  self->world->counts->hidden++;
  self->unnoticed = TRUE;
  sim_timeline_trace (timeline, "%s %s hidden", self->world->hides_drafts ? "drafts" : "", self->world->hides_posted ? "posted" : "");
  sim_timeline_plan (timeline, sim_timeline_between (timeline, 20 * SIM_MINUTE, 90 * SIM_MINUTE), change_rights, self, NULL);
}

/* The world calms down: nothing goes wrong any more, and what is late arrives. */
static void
calm_down (Episode *self)
{
  SimWorld *world = self->world;
  gint64 until;

  world->calm = TRUE;
  world->closed_until = 0;
  sim_timeline_trace (world->timeline, "calm");

  for (guint i = 0; i < world->items->len; i++)
    ((SimItem *) g_ptr_array_index (world->items, i))->blocked = FALSE;
  for (guint i = 0; i < world->customers->len; i++)
    ((SimCustomer *) g_ptr_array_index (world->customers, i))->blocked = "";

  until = sim_timeline_now (world->timeline) + 90 * SIM_MINUTE;

  while (sim_timeline_now (world->timeline) < until && go_on (self))
    ;

  for (guint i = 0; i < self->n_seats; i++)
    {
      Seat *seat = &self->seats[i];

      while (!is_over (self) && seat->future != NULL && dex_future_is_pending (seat->future))
        {
          if (!go_on (self))
            sim_world_break (world, "stuck: desk %u waits for what doesn't come", seat->desk->number);
        }

      /* What still waits is ended with the world. */
      if (is_over (self))
        return;

      dex_clear (&seat->future);
      run_loop ();
      sim_desk_stop (seat->desk);
    }

  give_rights_back (self);
}

static void
do_one (Episode *self,
        Seat    *seat,
        Action   action,
        gint64  *next)
{
  g_autoptr(GError) error = NULL;
  const GValue *value;

  begin (self, seat, action);
  run_loop ();

  while (!is_over (self) && dex_future_is_pending (seat->future))
    {
      if (!go_on (self) && dex_future_is_pending (seat->future))
        sim_world_break (self->world, "stuck: desk %u waits for what doesn't come", seat->desk->number);
    }

  if (is_over (self))
    return;

  value = dex_future_get_value (seat->future, &error);

  if (value == NULL)
    sim_world_break (self->world, "failed: %s", error->message);
  else if (next != NULL)
    *next = ((PsrBillingReport *) g_value_get_boxed (value))->next_look_up;

  dex_clear (&seat->future);
}

static void
nothing (gpointer data)
{
}

static void
wait_for (Episode *self,
          gint64   usec)
{
  gint64 until = sim_timeline_now (self->world->timeline) + usec;

  sim_timeline_plan (self->world->timeline, usec, nothing, NULL, NULL);

  while (sim_timeline_now (self->world->timeline) < until && go_on (self))
    ;
}

static gboolean
is_at_rest (SimChecker *checker)
{
  static const char * const moving[] = { "approved", "quoting", "quoted", "quote-pricing", "converting", "unquoting",
                                         "referencing", "creating", "checking", "created", "repricing", "checked",
                                         "posting", "confirming", "refusing", "withdrawing", "returning", NULL };
  g_autoptr(GPtrArray) rows = sim_checker_read (checker);

  for (guint i = 0; i < rows->len; i++)
    {
      if (g_strv_contains (moving, ((SimRow *) g_ptr_array_index (rows, i))->state))
        return FALSE;
    }

  return TRUE;
}

static void
come_to_rest (Episode *self,
              Seat    *seat)
{
  SimDesk *desk = seat->desk;
  guint rested = 0;

  sim_desk_start (desk);

  for (guint round = 0; round < MAX_ROUNDS && !is_over (self); round++)
    {
      gint64 next = PSR_TIMESTAMP_NONE;
      gint64 wait = 11 * SIM_MINUTE;

      if (round < 2)
        {
          do_one (self, seat, COLLECT, NULL);
          if (!is_over (self))
            do_one (self, seat, APPROVE, NULL);
        }

      if (!is_over (self))
        do_one (self, seat, PUSH, &next);

      /* What was told in doubt keeps one run from noticing what was posted. */
      rested = round >= 2 && is_at_rest (desk->checker) ? rested + 1 : 0;
      if (is_over (self) || rested == 2)
        break;

      if (next != PSR_TIMESTAMP_NONE)
        wait = CLAMP (next - psr_clock_now (PSR_CLOCK (desk)), SIM_SECOND, 30 * SIM_MINUTE);

      wait_for (self, wait);
    }
}

static void
draw_world (Episode *self)
{
  static const guint n_seats[] = { 1, 1, 2, 3 };
  static const guint withdrawals[] = { 0, 0, 40000, 300000 };
  SimWorld *world = self->world;
  SimTimeline *timeline = world->timeline;
  SimFaults *faults = &world->faults;
  /* From quiet to very bad. */
  guint weather = (guint) sim_timeline_between (timeline, 0, 3);

  faults->lost = weather * 40000;
  faults->late = weather * (world->dense ? 80000 : 40000);
  faults->busy = weather * 25000;
  faults->doubled = sim_timeline_chance (timeline, 300000) ? weather * 10000 : 0;
  faults->crash = weather * 1500;
  faults->pause = weather * (world->dense ? 4500 : 1500);
  faults->edit = sim_timeline_chance (timeline, 700000) ? weather * 200000 : 0;
  world->renumbers = sim_timeline_chance (timeline, 600000);
  world->reopens = sim_timeline_chance (timeline, 400000);
  world->fails_again = sim_timeline_chance (timeline, 400000);
  world->tells_late = sim_timeline_chance (timeline, 200000);
  world->shared_series = sim_timeline_chance (timeline, 200000);
  world->token = 1;
  world->token_until = sim_timeline_now (timeline) + sim_timeline_between (timeline, SIM_MINUTE, 61 * SIM_MINUTE);
  self->habits.posts = sim_timeline_chance (timeline, 650000);
  self->habits.mixed = sim_timeline_chance (timeline, 500000);
  self->habits.withdraws = withdrawals[sim_timeline_draw (timeline, G_N_ELEMENTS (withdrawals))];
  self->n_states = is_drawn (world, 150000) ? 2 : 1;
  self->n_seats = n_seats[sim_timeline_draw (timeline, G_N_ELEMENTS (n_seats))];
  self->n_seats = MAX (self->n_seats, self->n_states);
  self->n_to_come = (guint) sim_timeline_between (timeline, 12, 44);
  world->hectic = is_drawn (world, 70000);
  self->habits.rekinds = is_drawn (world, 250000);
  world->has_v1 = is_drawn (world, 120000);
  world->has_v2 = !world->has_v1 || sim_timeline_chance (timeline, 500000);
  for (guint i = 0; i < SIM_STATES; i++)
    world->speaks_v1[i] = world->has_v1 && (!world->has_v2 || sim_timeline_chance (timeline, 500000));

  /* What Business Central and the computers do otherwise would take long; and of two states
   * neither knows what the other has told. */
  if (world->hectic)
    {
      faults->late = faults->lost = faults->crash = faults->pause = 0;
      self->n_states = 1;
    }

  /* Drafts are withdrawn as often as they are written to. */
  if (weather > 0 && is_drawn (world, 500000))
    {
      world->meddles = 200000;
      self->habits.withdraws = 300000;
    }

  /* Orders are shipped, and invoiced together with others, and not everybody may see that. */
  if (is_drawn (world, 150000))
    {
      faults->lost = MAX (faults->lost, 80000);
      world->combines = 500000;
      world->refuses_shipments = sim_timeline_chance (timeline, 500000);
    }

  /* What was made then is seen by nobody, and isn't waited for any longer. */
  if (is_drawn (world, 150000))
    {
      faults->lost = MAX (faults->lost, 150000);
      sim_timeline_plan (timeline, sim_timeline_between (timeline, SIM_MINUTE, 60 * SIM_MINUTE), change_rights, self, NULL);
    }
}

static void
set_up (Episode    *self,
        const char *folder,
        guint64     seed)
{
  SimTimeline *timeline = self->world->timeline;
  PsrBillingKind kind = sim_timeline_chance (timeline, self->world->combines > 0 ? 800000 : 350000)
                          ? PSR_BILLING_KIND_ORDER : PSR_BILLING_KIND_INVOICE;
  PsrBillingVia via = sim_timeline_chance (timeline, 550000) ? PSR_BILLING_VIA_DIRECT
                      : sim_timeline_chance (timeline, 500000) ? PSR_BILLING_VIA_QUOTE : PSR_BILLING_VIA_AUTO;
  self->world->only_quotes = via == PSR_BILLING_VIA_QUOTE;
  self->world->rewrites = self->n_states == 1 && self->n_to_come % 3 == 1;

  for (guint i = 0; i < self->n_states; i++)
    self->checkers[i] = sim_checker_new (self->world, i);

  for (guint i = 0; i < self->n_seats; i++)
    {
      guint state = i % self->n_states;
      g_autofree char *path = g_strdup_printf ("%s/%u", folder, state);
      SimDesk *desk = sim_desk_new (self->world, self->checkers[state], path, i, state, seed * 64 + i);

      desk->kind = kind;
      desk->via = via;
      desk->clock_offset = is_drawn (self->world, 300000) ? sim_timeline_between (timeline, -SIM_HOUR, SIM_HOUR) : 0;
      self->seats[i].desk = desk;
      sim_desk_start (desk);
      plan_turn (self, &self->seats[i], SIM_SECOND, 3 * SIM_MINUTE);
    }
}

void
sim_episode_run (guint64     seed,
                 const char *folder,
                 gboolean    dense,
                 FILE       *trace,
                 SimCounts  *counts,
                 SimOutcome *outcome)
{
  Episode self = { sim_world_new (seed, trace, counts) };
  gint64 end;

  self.world->dense = dense;

  memset (outcome, 0, sizeof *outcome);
  counts->worlds++;
  draw_world (&self);
  set_up (&self, folder, seed);
  end = sim_timeline_now (self.world->timeline) +
        sim_timeline_between (self.world->timeline, 90 * SIM_MINUTE, 200 * SIM_MINUTE) / (self.world->hectic ? 8 : 1);
  add_more (&self);
  act (&self);

  while (sim_timeline_now (self.world->timeline) < end && go_on (&self))
    end_turns (&self);

  if (!is_over (&self))
    calm_down (&self);

  for (guint i = 0; i < self.n_states && !is_over (&self); i++)
    come_to_rest (&self, &self.seats[i]);

  /* Of two states the first sees what the second did, and what that gave back to Wello. */
  for (guint i = 0; i < self.n_states && self.n_states > 1 && !is_over (&self); i++)
    {
      do_one (&self, &self.seats[i], COLLECT, NULL);
      if (!is_over (&self))
        do_one (&self, &self.seats[i], PUSH, NULL);
    }

  for (guint i = 0; i < self.n_states && !is_over (&self); i++)
    sim_checker_end (self.checkers[i]);

  self.world->calm = TRUE;
  outcome->digest = self.world->timeline->digest;
  outcome->steps = self.world->timeline->n_steps;

  for (guint i = 0; i < self.n_seats; i++)
    {
      Seat *seat = &self.seats[i];

      /* Whoever still waits sees that it is over. */
      if (seat->desk->context != NULL)
        sim_desk_crash (seat->desk, "in the end");
      run_loop ();
      while (seat->future != NULL && dex_future_is_pending (seat->future) && sim_timeline_step (self.world->timeline))
        run_loop ();
      dex_clear (&seat->future);
      sim_desk_stop (seat->desk);
    }

  outcome->seed = seed;
  outcome->broken = g_steal_pointer (&self.world->broken);
  outcome->broken_step = self.world->broken_step;

  for (guint i = 0; i < self.n_states; i++)
    sim_checker_free (self.checkers[i]);

  /* The exchanges of the timeline know the desks. */
  sim_world_free (self.world);

  for (guint i = 0; i < self.n_seats; i++)
    g_object_unref (self.seats[i].desk);

  sim_world_remove_tree (folder);
}
