/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-order-marks"

#include "config.h"

#include <string.h>

#include "psr-check-results.h"
#include "psr-engine-private.h"
#include "psr-main-hop.h"
#include "psr-work-order-list-private.h"

/**
 * psr_work_order_list_show_mark:
 * @self: a list
 * @id: a document's id
 * @marked: whether it is marked
 *
 * Shows a mark in the document's row, if it has one just now.
 */
void
psr_work_order_list_show_mark (PsrWorkOrderList *self,
                               gint64            id,
                               gboolean          marked)
{
  PsrWorkOrderRow *row;

  g_return_if_fail (PSR_IS_WORK_ORDER_LIST (self));

  row = g_hash_table_lookup (self->rows, &id);
  if (row != NULL)
    psr_work_order_row_set_marked (row, marked);
}

/**
 * psr_work_order_list_drop_marks:
 * @self: a list
 * @present: (element-type gint64): what is in its queue
 *
 * Forgets the marks of what has left the queue: it can't be sent from it any
 * more. What a search or a filter hides stays marked.
 */
void
psr_work_order_list_drop_marks (PsrWorkOrderList *self,
                                const GArray     *present)
{
  g_autoptr(GHashTable) kept = NULL;
  guint n_marked = g_hash_table_size (self->marked);
  GHashTableIter iter;
  gpointer id;

  if (n_marked == 0)
    return;

  kept = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < present->len; i++)
    {
      if (g_hash_table_contains (self->marked, &g_array_index (present, gint64, i)))
        g_hash_table_add (kept, &g_array_index (present, gint64, i));
    }
  if (g_hash_table_size (kept) == n_marked)
    return;

  g_hash_table_iter_init (&iter, self->marked);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      if (!g_hash_table_contains (kept, id))
        g_hash_table_iter_remove (&iter);
    }

  psr_work_order_list_marks_moved (self);
}

static gboolean
add_mark (PsrWorkOrderList *self,
          gint64            id,
          gint64            revision)
{
  return g_hash_table_replace (self->marked, g_memdup2 (&id, sizeof id), g_memdup2 (&revision, sizeof revision));
}

/**
 * psr_work_order_list_mark:
 * @self: a list
 * @id: a document's id
 * @marked: whether it is to be marked
 *
 * Marks a document as it is shown.
 */
void
psr_work_order_list_mark (PsrWorkOrderList *self,
                          gint64            id,
                          gboolean          marked)
{
  PsrWorkOrder *work_order;
  gboolean changed;

  g_return_if_fail (PSR_IS_WORK_ORDER_LIST (self));

  work_order = psr_work_order_list_peek (self, id);
  changed = marked ? add_mark (self, id, work_order != NULL ? work_order->revision : PSR_WORK_ORDER_NOT_SEEN)
                   : g_hash_table_remove (self->marked, &id);
  if (!changed)
    return;

  psr_work_order_list_show_mark (self, id, marked);
  psr_work_order_list_marks_moved (self);
}

/* Documents that are read at once to see what they ask. */
#define PAGE 500

/* All that was listed at a time. */
typedef struct
{
  GWeakRef       list;
  PsrEngine     *engine;
  PsrLedgerView *view;
  PsrLedgerView *asking;    /* those of them with a check that asks, accepted or not */
  GHashTable    *left_out;
  guint          changed;
} Listed;

static void
listed_clear (gpointer data)
{
  Listed *asked = data;

  g_weak_ref_clear (&asked->list);
  g_clear_object (&asked->engine);
  psr_ledger_view_free (asked->view);
  psr_ledger_view_free (asked->asking);
  g_hash_table_unref (asked->left_out);
}

static void
listed_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, listed_clear);
}

/* What a person has accepted asks no longer. */
static gboolean
find_asking (Listed  *asked,
             GArray  *ids,
             GError **error)
{
  for (guint first = 0; first < ids->len; first += PAGE)
    {
      g_autoptr(GArray) page = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr(GPtrArray) work_orders = NULL;

      g_array_append_vals (page, &g_array_index (ids, gint64, first), MIN (PAGE, ids->len - first));
      work_orders = psr_work_order_list_read (asked->engine, page, error);
      if (work_orders == NULL)
        return FALSE;

      for (guint i = 0; i < work_orders->len; i++)
        {
          const PsrWorkOrder *work_order = work_orders->pdata[i];

          if (!work_order->can_approve)
            g_hash_table_add (asked->left_out, g_memdup2 (&work_order->id, sizeof work_order->id));
        }
    }

  return TRUE;
}

static DexFuture *
list_fiber (gpointer data)
{
  Listed *asked = data;
  PsrLedger *ledger = psr_store_get_ledger (asked->engine->store);
  g_autoptr(GArray) listed = NULL;
  g_autoptr(GArray) asking = NULL;
  GError *error = NULL;

  listed = dex_await_boxed (psr_ledger_list_ids (ledger, asked->view), &error);
  if (listed != NULL)
    asking = dex_await_boxed (psr_ledger_list_ids (ledger, asked->asking), &error);
  if (asking == NULL || !find_asking (asked, asking, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_ARRAY, g_steal_pointer (&listed));
}

/* What is listed is marked as it was then: each id is followed by its revision. */
static DexFuture *
on_listed (DexFuture *future,
           gpointer   data)
{
  Listed *asked = data;
  g_autoptr(PsrWorkOrderList) self = g_weak_ref_get (&asked->list);
  const GValue *value = dex_future_get_value (future, NULL);
  const GArray *listed;

  if (self == NULL || value == NULL)
    return dex_ref (future);

  /* Nobody sees what was listed then any more. */
  if (self->changed != asked->changed)
    return dex_future_new_true ();

  listed = g_value_get_boxed (value);
  for (guint i = 0; i + 1 < listed->len; i += 2)
    {
      gint64 id = g_array_index (listed, gint64, i);
      PsrWorkOrder *work_order = psr_work_order_list_peek (self, id);

      if (!g_hash_table_contains (asked->left_out, &id) &&
          add_mark (self, id, work_order != NULL ? work_order->revision : g_array_index (listed, gint64, i + 1)))
        psr_work_order_list_show_mark (self, id, TRUE);
    }
  self->n_asking = g_hash_table_size (asked->left_out);
  psr_work_order_list_marks_moved (self);

  return dex_future_new_true ();
}

static PsrLedgerView *
make_ready_view (PsrWorkOrderList *self)
{
  const char *ready[] = { psr_billing_state_to_string (PSR_BILLING_STATE_READY), NULL };
  PsrLedgerView *view = psr_ledger_view_new (ready, self->search, PSR_LEDGER_ORDER_DATE, FALSE);

  psr_work_order_list_narrow (self, view);

  return view;
}

/**
 * psr_work_order_list_mark_all:
 * @self: a list
 *
 * Marks all that the list shows and that can be sent as it is, not only what is
 * in sight. What asks something is left to whoever looks at it.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with a
 *   %PSR_STORE_ERROR
 */
DexFuture *
psr_work_order_list_mark_all (PsrWorkOrderList *self)
{
  const char *ready = psr_billing_state_to_string (PSR_BILLING_STATE_READY);
  Listed *asked;

  dex_return_error_if_fail (PSR_IS_WORK_ORDER_LIST (self));
  dex_return_error_if_fail (self->engine->store != NULL);

  if (self->queue != PSR_QUEUE_REVIEW || (self->state != NULL && strcmp (self->state, ready) != 0))
    return dex_future_new_true ();

  asked = g_atomic_rc_box_new0 (Listed);
  g_weak_ref_init (&asked->list, self);
  asked->engine = g_object_ref (self->engine);
  asked->view = make_ready_view (self);
  psr_ledger_view_set_with_revisions (asked->view, TRUE);
  asked->asking = make_ready_view (self);
  psr_ledger_view_set_check_mark (asked->asking, PSR_CHECK_ASKED_MARK);
  asked->left_out = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  asked->changed = self->changed;

  return dex_future_finally (psr_main_hop (dex_scheduler_spawn (NULL, 0, list_fiber, g_atomic_rc_box_acquire (asked),
                                                                listed_unref)),
                             on_listed, asked, listed_unref);
}

/**
 * psr_work_order_list_unmark_all:
 * @self: a list
 */
void
psr_work_order_list_unmark_all (PsrWorkOrderList *self)
{
  GHashTableIter iter;
  gpointer row;

  g_return_if_fail (PSR_IS_WORK_ORDER_LIST (self));

  if (g_hash_table_size (self->marked) + self->n_asking == 0)
    return;

  self->n_asking = 0;
  g_hash_table_remove_all (self->marked);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    psr_work_order_row_set_marked (row, FALSE);
  psr_work_order_list_marks_moved (self);
}

/**
 * psr_work_order_list_get_n_marked:
 * @self: a list
 *
 * Returns: how many are marked
 */
guint
psr_work_order_list_get_n_marked (PsrWorkOrderList *self)
{
  g_return_val_if_fail (PSR_IS_WORK_ORDER_LIST (self), 0);

  return g_hash_table_size (self->marked);
}

/**
 * psr_work_order_list_get_n_asking:
 * @self: a list
 *
 * Returns: how many were left out when all were marked last, since each asks a person
 *   something
 */
guint
psr_work_order_list_get_n_asking (PsrWorkOrderList *self)
{
  g_return_val_if_fail (PSR_IS_WORK_ORDER_LIST (self), 0);

  return self->n_asking;
}

/**
 * psr_work_order_list_dup_marked:
 * @self: a list
 *
 * Returns: (transfer full) (element-type gint64): what is marked
 */
GArray *
psr_work_order_list_dup_marked (PsrWorkOrderList *self)
{
  GArray *ids;
  GHashTableIter iter;
  gpointer id;

  g_return_val_if_fail (PSR_IS_WORK_ORDER_LIST (self), NULL);

  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_hash_table_iter_init (&iter, self->marked);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_array_append_vals (ids, id, 1);

  return ids;
}

/**
 * psr_work_order_list_dup_seen:
 * @self: a list
 *
 * Returns: (transfer full) (element-type PsrSeenDocument): what is marked, as it was
 *   when it was shown last, or listed to be marked
 */
GArray *
psr_work_order_list_dup_seen (PsrWorkOrderList *self)
{
  GArray *seen;
  GHashTableIter iter;
  gpointer id, revision;

  g_return_val_if_fail (PSR_IS_WORK_ORDER_LIST (self), NULL);

  seen = g_array_new (FALSE, TRUE, sizeof (PsrSeenDocument));
  g_hash_table_iter_init (&iter, self->marked);
  while (g_hash_table_iter_next (&iter, &id, &revision))
    {
      PsrSeenDocument one = { *(const gint64 *) id, *(const gint64 *) revision };

      g_array_append_val (seen, one);
    }

  return seen;
}
