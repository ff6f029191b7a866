/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-queue"

#include "config.h"

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-net-future.h"
#include "psr-push-queue.h"
#include "psr-push-quote.h"

/* One less than Business Central runs at once for a user. */
#define AT_ONCE 4

/* How many documents share a look-up. */
#define BATCH 40

typedef struct
{
  char          **numbers;
  DexFuture      *lookup;
  PsrPushMoment   asked;
} Batch;

typedef struct
{
  PsrLedgerDocument *document;
  guint              batch;
} Item;

/*
 * Documents waiting to be sent or settled, and the fibers that take them: as
 * many at once as the service bears, one at a time for each customer, and the
 * first of its kind alone until its look-up has been seen to work.
 */
typedef struct
{
  PsrPushRun *run;
  GPtrArray  *items;
  GArray     *batches;
  GHashTable *busy;
  DexPromise *moved;
  guint       proving;
} Queue;

static void
item_free (gpointer data)
{
  Item *item = data;

  psr_ledger_document_unref (item->document);
  g_free (item);
}

static void
batch_clear (gpointer data)
{
  Batch *batch = data;

  g_strfreev (batch->numbers);
  dex_clear (&batch->lookup);
}

static void
queue_finalize (gpointer data)
{
  Queue *self = data;

  g_clear_pointer (&self->run, psr_push_run_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->batches, g_array_unref);
  g_clear_pointer (&self->busy, g_hash_table_unref);
  dex_clear (&self->moved);
}

static Queue *
queue_ref (Queue *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
queue_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, queue_finalize);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Queue, queue_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Item, item_free)

static gboolean
needs_look_up (PsrBillingState state)
{
  return state == PSR_BILLING_STATE_APPROVED || state == PSR_BILLING_STATE_CHECKING;
}

static Queue *
queue_new (PsrPushRun *run,
           GPtrArray  *documents)
{
  Queue *self = g_atomic_rc_box_new0 (Queue);
  guint waiting = 0;

  self->run = psr_push_run_ref (run);
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->batches = g_array_new (FALSE, TRUE, sizeof (Batch));
  self->busy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->moved = dex_promise_new ();
  g_array_set_clear_func (self->batches, batch_clear);

  for (guint i = 0; i < documents->len; i++)
    {
      PsrLedgerDocument *document = g_ptr_array_index (documents, i);
      Item *item = g_new0 (Item, 1);

      item->document = psr_ledger_document_ref (document);
      g_ptr_array_add (self->items, item);

      if (needs_look_up (psr_billing_step_get_state (document)))
        item->batch = waiting++ / BATCH;
    }

  for (guint b = 0; b * BATCH < waiting; b++)
    {
      g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
      Batch batch = { 0 };

      for (guint i = 0; i < self->items->len; i++)
        {
          const Item *item = g_ptr_array_index (self->items, i);

          if (item->batch == b && needs_look_up (psr_billing_step_get_state (item->document)))
            g_strv_builder_add (builder, item->document->external_number);
        }

      batch.numbers = g_strv_builder_end (builder);
      g_array_append_val (self->batches, batch);
    }

  return self;
}

static void
start_look_up (Queue *self,
               guint  number)
{
  Batch *batch;

  if (number >= self->batches->len)
    return;

  batch = &g_array_index (self->batches, Batch, number);

  if (batch->lookup != NULL)
    return;

  batch->asked = psr_push_run_get_moment (self->run);
  batch->lookup = psr_bc_client_find_documents (self->run->context->bc, (const char * const *) batch->numbers);
}

/* The look-up that @item shares; that of the next batch is on its way meanwhile. */
static PsrBcLookup *
await_look_up (Queue          *self,
               const Item     *item,
               PsrPushMoment  *asked,
               GError        **error)
{
  PsrBillingContext *context = self->run->context;
  g_autoptr(PsrBcLookup) lookup = NULL;
  Batch *batch;

  start_look_up (self, item->batch);
  start_look_up (self, item->batch + 1);

  batch = &g_array_index (self->batches, Batch, item->batch);
  *asked = batch->asked;
  lookup = dex_await_boxed (dex_ref (batch->lookup), error);

  if (lookup != NULL && psr_push_run_get_age (self->run, asked) > PSR_PUSH_STALE)
    {
      const char *numbers[] = { item->document->external_number, NULL };

      g_clear_pointer (&lookup, psr_bc_lookup_unref);
      *asked = psr_push_run_get_moment (self->run);
      lookup = dex_await_boxed (psr_bc_client_find_documents (context->bc, numbers), error);
    }

  return g_steal_pointer (&lookup);
}

static guint
kind_bit (Queue             *self,
          PsrLedgerDocument *document)
{
  return 1u << psr_push_get_kind (self->run, document);
}

static gboolean
may_begin (Queue             *self,
           PsrLedgerDocument *document)
{
  guint kind = kind_bit (self, document);

  if (g_hash_table_contains (self->busy, psr_billing_step_get_card (document)))
    return FALSE;

  return psr_billing_step_get_state (document) != PSR_BILLING_STATE_APPROVED ||
         (self->run->sight & kind) != 0 || (self->proving & kind) == 0;
}

static Item *
take_next (Queue *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (may_begin (self, item->document))
        return g_ptr_array_steal_index (self->items, i);
    }

  return NULL;
}

static void
do_item (Queue      *self,
         const Item *item)
{
  PsrPushRun *run = self->run;
  PsrBillingState state = psr_billing_step_get_state (item->document);
  g_autoptr(PsrBcLookup) lookup = NULL;
  g_autoptr(GError) error = NULL;
  PsrPushMoment asked = { 0, PSR_TIMESTAMP_NONE };

  if (needs_look_up (state))
    {
      lookup = await_look_up (self, item, &asked, &error);

      if (lookup == NULL)
        {
          psr_push_run_touch (run, item->document);
          psr_push_run_end (run, g_steal_pointer (&error));
          return;
        }

      if (psr_push_run_is_over (run))
        return;

      if (state == PSR_BILLING_STATE_APPROVED)
        psr_push_send (run, item->document, lookup, &asked);
      else
        psr_push_settle (run, item->document, lookup);
    }
  else if (state == PSR_BILLING_STATE_QUOTED || state == PSR_BILLING_STATE_QUOTE_PRICING)
    {
      g_autoptr(PsrLedgerDocument) approved = psr_push_quoted (run, item->document, NULL, NULL);
    }
  else if (state == PSR_BILLING_STATE_CONVERTING)
    {
      g_autoptr(PsrLedgerDocument) approved = psr_push_convert (run, item->document, NULL, NULL);
    }
  else if (state == PSR_BILLING_STATE_UNQUOTING)
    {
      g_autoptr(PsrLedgerDocument) approved = psr_push_unquote (run, item->document, NULL);
    }
  else if (state == PSR_BILLING_STATE_CREATED || state == PSR_BILLING_STATE_REFERENCING ||
           state == PSR_BILLING_STATE_REPRICING)
    {
      psr_push_verify (run, item->document, NULL, NULL, PSR_ECHO_READ);
    }
  else if (state == PSR_BILLING_STATE_CHECKED || state == PSR_BILLING_STATE_POSTING)
    {
      psr_push_post (run, item->document);
    }
  else if (state == PSR_BILLING_STATE_CONFIRMING)
    {
      psr_push_confirm (run, item->document, TRUE);
    }
  else if (state == PSR_BILLING_STATE_REFUSING)
    {
      psr_push_tell (run, item->document, TRUE);
    }
  else if (state == PSR_BILLING_STATE_WITHDRAWING)
    {
      psr_push_withdraw (run, item->document);
    }
  else if (state == PSR_BILLING_STATE_RETURNING)
    {
      psr_push_return (run, item->document, TRUE);
    }
}

static void
tell_others (Queue *self)
{
  g_autoptr(DexPromise) moved = g_steal_pointer (&self->moved);

  self->moved = dex_promise_new ();
  dex_promise_resolve_boolean (moved, TRUE);
}

/* Of a run that ends early nobody came to the look-ups of the next documents. They
 * aren't dropped: libdex's queue of fibers doesn't survive that in the moment in which
 * one is to go on, and the main loop would turn for ever. */
static void
await_look_ups (Queue *self)
{
  for (guint i = 0; i < self->batches->len; i++)
    {
      DexFuture *lookup = g_array_index (self->batches, Batch, i).lookup;

      if (lookup != NULL)
        dex_await (dex_ref (lookup), NULL);
    }
}

static DexFuture *
worker_fiber (gpointer data)
{
  Queue *self = data;
  PsrPushRun *run = self->run;

  while (self->items->len > 0 && !psr_push_run_is_over (run))
    {
      g_autoptr(Item) item = take_next (self);
      PsrBillingState state;
      guint kind;

      if (item == NULL)
        {
          dex_await (dex_ref (DEX_FUTURE (self->moved)), NULL);
          continue;
        }

      state = psr_billing_step_get_state (item->document);
      kind = state == PSR_BILLING_STATE_APPROVED ? kind_bit (self, item->document) & ~run->sight : 0;
      self->proving |= kind;
      g_hash_table_add (self->busy, g_strdup (psr_billing_step_get_card (item->document)));

      do_item (self, item);

      g_hash_table_remove (self->busy, psr_billing_step_get_card (item->document));
      self->proving &= ~kind;
      run->done++;
      psr_push_run_report (run, item->document);
      tell_others (self);
    }

  tell_others (self);
  await_look_ups (self);

  return dex_future_new_true ();
}

/**
 * psr_push_queue_run:
 * @run: the run
 * @documents: (element-type PsrLedgerDocument): what to bring to rest
 *
 * Sends what is approved, settles what isn't known, and finishes what was begun.
 * Ends early when the run is over; what was begun is finished first.
 *
 * Returns: (transfer full): a future that resolves when nothing is under way
 */
DexFuture *
psr_push_queue_run (PsrPushRun *run,
                    GPtrArray  *documents)
{
  g_autoptr(Queue) self = NULL;
  DexFuture *workers[AT_ONCE];
  DexFuture *all;

  g_return_val_if_fail (run != NULL && documents != NULL, NULL);

  if (documents->len == 0)
    return dex_future_new_true ();

  self = queue_new (run, documents);

  for (guint i = 0; i < AT_ONCE; i++)
    workers[i] = psr_net_spawn (worker_fiber, queue_ref (self), queue_unref);

  all = dex_future_allv (workers, AT_ONCE);

  for (guint i = 0; i < AT_ONCE; i++)
    dex_unref (workers[i]);

  return all;
}
