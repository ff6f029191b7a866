/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-batch"

#include "config.h"

#include "psr-batch.h"
#include "psr-engine-private.h"

G_DEFINE_BOXED_TYPE (PsrBatch, psr_batch, psr_batch_ref, psr_batch_unref)

static void
psr_batch_clear (gpointer data)
{
  PsrBatch *self = data;

  g_array_unref (self->ids);
  g_array_unref (self->sent);
  g_ptr_array_unref (self->whole);
  g_ptr_array_unref (self->done);
}

static GArray *
copy_ids (const GArray *ids)
{
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (ids != NULL && ids->len > 0)
    g_array_append_vals (copy, ids->data, ids->len);

  return copy;
}

static PsrBatch *
psr_batch_new (const PsrBatch *before)
{
  PsrBatch *self = g_atomic_rc_box_new0 (PsrBatch);

  self->ids = copy_ids (before != NULL ? before->ids : NULL);
  self->sent = copy_ids (before != NULL ? before->sent : NULL);
  self->whole = g_ptr_array_new ();
  self->done = g_ptr_array_new ();

  return self;
}

/**
 * psr_batch_ref:
 * @self: a batch
 *
 * Returns: (transfer full): @self
 */
PsrBatch *
psr_batch_ref (PsrBatch *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_batch_unref:
 * @self: (transfer full): a batch
 */
void
psr_batch_unref (PsrBatch *self)
{
  g_atomic_rc_box_release_full (self, psr_batch_clear);
}

/**
 * psr_batch_find_done:
 * @self: a batch
 * @currency: a currency's code, "" for the local one
 *
 * Returns: (transfer none) (nullable): what was made in that currency, or %NULL where
 *   nothing was
 */
const PsrAmount *
psr_batch_find_done (const PsrBatch *self,
                     const char     *currency)
{
  g_return_val_if_fail (self != NULL && currency != NULL, NULL);

  for (guint i = 0; i < self->done->len; i++)
    {
      const PsrAmount *amount = self->done->pdata[i];

      if (g_strcmp0 (amount->currency, currency) == 0)
        return amount;
    }

  return NULL;
}

typedef struct
{
  PsrEngine *engine;
  PsrBatch  *before;
} Follow;

static void
follow_clear (gpointer data)
{
  Follow *follow = data;

  g_clear_object (&follow->engine);
  g_clear_pointer (&follow->before, psr_batch_unref);
}

static void
follow_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, follow_clear);
}

/* What is looked up again and again is sent when it is found, and what is taken back isn't
 * sent at all. */
static char **
dup_states (void)
{
  static const char * const others[] = { "checking", "withdrawing", "returning", NULL };
  g_auto(GStrv) all = psr_billing_queue_dup_states (PSR_BILLING_QUEUE_SENDING);
  g_autoptr(GStrvBuilder) states = g_strv_builder_new ();

  for (gsize i = 0; all[i] != NULL; i++)
    {
      if (!g_strv_contains (others, all[i]))
        g_strv_builder_add (states, all[i]);
    }

  return g_strv_builder_end (states);
}

static GHashTable *
make_set (const GArray *ids)
{
  GHashTable *set = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (set, &g_array_index (ids, gint64, i));

  return set;
}

/* Those of which it isn't known what became of them. */
static GArray *
find_open (const PsrBatch *batch,
           const GArray   *sending)
{
  g_autoptr(GHashTable) under_way = make_set (sending);
  g_autoptr(GHashTable) sent = make_set (batch->sent);
  GArray *open = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < batch->ids->len; i++)
    {
      const gint64 *id = &g_array_index (batch->ids, gint64, i);

      if (!g_hash_table_contains (under_way, id) && !g_hash_table_contains (sent, id))
        g_array_append_vals (open, id, 1);
    }

  return open;
}

static gboolean
add_sent (PsrLedger     *ledger,
          PsrBatch      *batch,
          const GArray  *sending,
          GError       **error)
{
  static const char * const ends[] = { "followed", "closed", NULL };
  g_autoptr(GArray) open = find_open (batch, sending);
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) found = NULL;

  if (open->len == 0)
    return TRUE;

  psr_ledger_query_set_ids (query, (const gint64 *) open->data, open->len);
  psr_ledger_query_set_states (query, ends);
  found = dex_await_boxed (psr_ledger_find (ledger, query), error);
  if (found == NULL)
    return FALSE;

  for (guint i = 0; i < found->len; i++)
    g_array_append_val (batch->sent, ((const PsrLedgerDocument *) found->pdata[i])->id);

  return TRUE;
}

static void
add_ids (PsrBatch     *batch,
         const GArray *sending)
{
  g_autoptr(GArray) before = copy_ids (batch->ids);
  g_autoptr(GHashTable) known = make_set (before);

  for (guint i = 0; i < sending->len; i++)
    {
      const gint64 *id = &g_array_index (sending, gint64, i);

      if (!g_hash_table_contains (known, id))
        g_array_append_vals (batch->ids, id, 1);
    }
}

static gboolean
add_up (PsrEngine     *engine,
        const GArray  *ids,
        GPtrArray    **amounts,
        GError       **error)
{
  GPtrArray *sums;

  if (ids->len == 0)
    return TRUE;

  sums = dex_await_boxed (psr_engine_add_up (engine, (const gint64 *) ids->data, ids->len), error);
  if (sums == NULL)
    return FALSE;

  g_ptr_array_unref (*amounts);
  *amounts = sums;

  return TRUE;
}

static DexFuture *
follow_fiber (gpointer data)
{
  Follow *follow = data;
  g_autoptr(PsrBatch) batch = psr_batch_new (follow->before);
  g_autoptr(PsrLedgerView) view = NULL;
  g_autoptr(GArray) sending = NULL;
  g_auto(GStrv) states = dup_states ();
  PsrLedger *ledger;
  GError *error = NULL;

  if (!psr_engine_open_store (follow->engine, &error))
    return dex_future_new_for_error (error);

  ledger = psr_store_get_ledger (follow->engine->store);
  view = psr_ledger_view_new ((const char * const *) states, NULL, PSR_LEDGER_ORDER_DATE, FALSE);
  sending = dex_await_boxed (psr_ledger_list_ids (ledger, view), &error);
  if (sending == NULL || !add_sent (ledger, batch, sending, &error))
    return dex_future_new_for_error (error);

  add_ids (batch, sending);
  if (!add_up (follow->engine, batch->ids, &batch->whole, &error) || !add_up (follow->engine, batch->sent, &batch->done, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_BATCH, g_steal_pointer (&batch));
}

/**
 * psr_engine_follow_batch:
 * @self: an engine
 * @before: (nullable): the batch as it was, or %NULL at its beginning
 *
 * Looks what is being sent, what of the batch was made meanwhile, and what that comes to.
 *
 * Returns: (transfer full): a future that resolves to a #PsrBatch
 */
DexFuture *
psr_engine_follow_batch (PsrEngine *self,
                         PsrBatch  *before)
{
  Follow *follow;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));

  follow = g_atomic_rc_box_new0 (Follow);
  follow->engine = g_object_ref (self);
  follow->before = before != NULL ? psr_batch_ref (before) : NULL;

  return dex_scheduler_spawn (NULL, 0, follow_fiber, follow, follow_unref);
}
