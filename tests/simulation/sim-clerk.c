/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-billing-act.h"
#include "sim-checker.h"
#include "sim-clerk.h"

typedef struct
{
  SimDesk         *desk;
  const SimHabits *habits;
  DexFuture       *future;
} Clerk;

static void
act_on (Clerk             *self,
        PsrBillingActKind  kind,
        SimRow            *row,
        const char        *number,
        gboolean           despite)
{
  SimWorld *world = self->desk->world;

  /* They don't tell each other what they do. */
  if (kind == PSR_BILLING_ACT_WITHDRAW && sim_timeline_chance (world->timeline, world->meddles))
    sim_people_meddle (world, row->bc_id);

  sim_timeline_trace (world->timeline, "desk %u: %s %s", self->desk->number, psr_billing_act_to_string (kind),
                      row->invoice->number);
  self->future = psr_billing_act (self->desk->context, kind, row->id, number, despite, "An", "so it is");
}

/* A person looks at what needs a look, in Business Central too, and decides. */
static gboolean
decide (Clerk  *self,
        SimRow *row)
{
  SimWorld *world = self->desk->world;
  SimDocument *only = NULL;
  guint n = 0;

  for (guint i = 0; i < world->documents->len; i++)
    {
      SimDocument *document = g_ptr_array_index (world->documents, i);

      if (document->invoice != row->invoice || !sim_document_is_live (document) || (only != NULL && document->chain == only->chain))
        continue;

      /* Of several drafts one is kept: that which the ledger knows. */
      if (n > 0 && document->status == SIM_DRAFT && !g_str_equal (document->id, row->bc_id))
        {
          sim_timeline_trace (world->timeline, "person deletes %s", document->number);
          document->is_gone = TRUE;
          continue;
        }

      only = document;
      n++;
    }

  if (n == 0)
    return TRUE;

  if (n > 1)
    return FALSE;

  if (g_str_equal (only->id, row->bc_id) && self->habits->withdraws > 0 && sim_timeline_chance (world->timeline, 400000))
    act_on (self, PSR_BILLING_ACT_WITHDRAW, row, NULL, sim_timeline_chance (world->timeline, 500000));
  else if (g_str_equal (only->id, row->bc_id) && only->status == SIM_DRAFT && !only->edited &&
           !sim_document_is_hidden (world, only) &&
           (g_str_has_prefix (only->external, SIM_REWRITTEN) || sim_people_renumber (world, only)))
    return TRUE;
  else if (g_str_equal (only->id, row->bc_id) && !only->edited)
    act_on (self, PSR_BILLING_ACT_TAKE, row, NULL, FALSE);
  else if (sim_timeline_chance (world->timeline, 200000))
    act_on (self, PSR_BILLING_ACT_MARK_BILLED, row, only->number, TRUE);

  return FALSE;
}

/* It may be there, and what was sent is looked for before anything is made: so it may be
 * approved again as it is, and as another kind. */
static gboolean
approve_anew (Clerk  *self,
              SimRow *row)
{
  SimWorld *world = self->desk->world;
  gboolean order = g_str_equal (row->kind, "order");

  if (!self->habits->rekinds || !row->is_looked_for || !sim_timeline_chance (world->timeline, 400000))
    return FALSE;

  world->counts->rekinded++;
  row->invoice->approved[self->desk->state] = TRUE;
  sim_timeline_trace (world->timeline, "desk %u: approves %s again, as an %s", self->desk->number, row->invoice->number,
                      order ? "invoice" : "order");
  self->future = psr_billing_approve (self->desk->context, &row->id, 1,
                                      order ? PSR_BILLING_KIND_INVOICE : PSR_BILLING_KIND_ORDER, PSR_APPROVE_NAMED, "An");

  if (sim_timeline_chance (world->timeline, world->combines))
    sim_wire_plan_combining (world, row->invoice, sim_timeline_between (world->timeline, 0, 2 * SIM_MINUTE));

  return TRUE;
}

/* What somebody has written to is the one that somebody wants to be rid of; or what was made
 * by whoever may not see it any more. */
static gboolean
is_to_withdraw (Clerk  *self,
                SimRow *row)
{
  SimWorld *world = self->desk->world;
  const SimDocument *document = sim_world_find_document (world, row->bc_id);
  gboolean edited = document != NULL && document->edited && world->meddles > 0;

  return sim_timeline_chance (world->timeline, edited || world->hides_drafts ? 700000 : self->habits->withdraws);
}

/* What else somebody does at a desk, now and then. */
static void
do_else (Clerk  *self,
         SimRow *row)
{
  SimTimeline *timeline = self->desk->world->timeline;

  if (g_str_equal (row->state, "approved") && sim_timeline_chance (timeline, 20000))
    act_on (self, PSR_BILLING_ACT_UNAPPROVE, row, NULL, FALSE);
  else if (g_str_equal (row->state, "followed") && is_to_withdraw (self, row))
    act_on (self, PSR_BILLING_ACT_WITHDRAW, row, NULL, sim_timeline_chance (timeline, 500000));
  else if (g_str_equal (row->state, "ready") && sim_timeline_chance (timeline, 5000))
    act_on (self, PSR_BILLING_ACT_SKIP, row, NULL, FALSE);
  else if (g_str_equal (row->state, "skipped") && sim_timeline_chance (timeline, 200000))
    act_on (self, PSR_BILLING_ACT_UNSKIP, row, NULL, FALSE);
  else if (g_str_equal (row->state, "already-invoiced") && sim_world_count_live (self->desk->world, row->invoice, self->desk->state) == 0)
    act_on (self, PSR_BILLING_ACT_UNMARK, row, NULL, FALSE);
  else if (g_str_equal (row->state, "withdrawn") && row->told[0] != '\0' && sim_timeline_chance (timeline, 200000))
    act_on (self, PSR_BILLING_ACT_RETRY, row, NULL, FALSE);
}

/* @only_ready: approves everything that is ready, and does nothing else. */
DexFuture *
sim_clerk_approve (SimDesk         *desk,
                   const SimHabits *habits,
                   gboolean         only_ready)
{
  SimTimeline *timeline = desk->world->timeline;
  Clerk self = { desk, habits, NULL };
  g_autoptr(GPtrArray) rows = sim_checker_read (desk->checker);
  g_autoptr(GPtrArray) invoices = g_ptr_array_new ();
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean post = habits->posts && (!habits->mixed || sim_timeline_chance (timeline, 500000));
  gboolean post_made = post && habits->mixed && !only_ready && sim_timeline_chance (timeline, 300000);
  PsrApproveFlags flags = (post ? PSR_APPROVE_POST : PSR_APPROVE_NONE) | (post_made ? PSR_APPROVE_POST_MADE : PSR_APPROVE_NONE);

  for (guint i = 0; i < rows->len && self.future == NULL; i++)
    {
      SimRow *row = g_ptr_array_index (rows, i);
      gboolean wanted = FALSE;

      if (row->invoice == NULL)
        continue;

      if (g_str_equal (row->state, "ready"))
        wanted = only_ready || sim_timeline_chance (timeline, 700000);
      else if (only_ready)
        continue;
      else if (g_str_equal (row->state, "needs-look") && approve_anew (&self, row))
        break;
      else if (g_str_equal (row->state, "refused"))
        wanted = sim_timeline_chance (timeline, 300000);
      else if (g_str_equal (row->state, "needs-look") && sim_timeline_chance (timeline, 300000))
        wanted = decide (&self, row);
      else if (post_made && g_str_equal (row->state, "followed"))
        wanted = sim_timeline_chance (timeline, 200000);

      if (!wanted && !only_ready && self.future == NULL)
        do_else (&self, row);

      if (!wanted)
        continue;

      g_array_append_val (ids, row->id);
      g_ptr_array_add (invoices, row->invoice);
    }

  /* One thing at a time. */
  if (self.future != NULL)
    return self.future;

  for (guint i = 0; i < invoices->len; i++)
    {
      SimInvoice *invoice = g_ptr_array_index (invoices, i);

      invoice->approved[desk->state] = TRUE;
      invoice->may_post[desk->state] |= post;
    }

  return psr_billing_approve (desk->context, (const gint64 *) (gpointer) ids->data, ids->len, PSR_BILLING_KIND_DEFAULT,
                              flags, "An");
}
