/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-order-swap"

#include "config.h"

#include "psr-engine-private.h"
#include "psr-work-order-list-private.h"

/* Something else is listed in the places that are there. To a view a row that goes and
 * another one that comes are widgets that are taken apart and made anew, a millisecond
 * for a few of them. So the rows stay where they are and become those of other documents,
 * and only how many there are is told. Where there are fewer, those that are left over
 * show nothing, and go a few at a time. The first ones are what somebody sees. */

/* So many go at once. */
#define TRIM 20

static gboolean
resolve (gpointer promise)
{
  dex_promise_resolve_boolean (promise, TRUE);

  return G_SOURCE_REMOVE;
}

/**
 * psr_work_order_list_wait_for_idle:
 *
 * Returns: (transfer full): a future that resolves after what is to be drawn now
 */
DexFuture *
psr_work_order_list_wait_for_idle (void)
{
  DexPromise *promise = dex_promise_new ();
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_static_name (source, "psr-work-order-list");
  g_source_set_callback (source, resolve, dex_ref (promise), dex_unref);
  g_source_attach (source, NULL);

  return DEX_FUTURE (promise);
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static GWeakRef *
weak_ref_new (gpointer object)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, object);

  return ref;
}

static void
drop_last (PsrWorkOrderList *self,
           guint             n)
{
  guint n_left = self->blanks->len - n;

  g_ptr_array_set_size (self->blanks, (int) n_left);
  g_list_model_items_changed (G_LIST_MODEL (self), self->n_told + n_left, n, 0);
}

static DexFuture *
on_trim (DexFuture *future,
         gpointer   data)
{
  g_autoptr(PsrWorkOrderList) self = g_weak_ref_get (data);

  if (self == NULL || self->blanks->len == 0)
    return dex_future_new_true ();

  drop_last (self, MIN (TRIM, self->blanks->len));
  if (self->blanks->len == 0)
    return dex_future_new_true ();

  return dex_future_finally (psr_work_order_list_wait_for_idle (), on_trim, weak_ref_new (self), weak_ref_free);
}

static void
start_trimming (PsrWorkOrderList *self)
{
  dex_clear (&self->trimming);
  self->trimming = dex_future_finally (psr_work_order_list_wait_for_idle (), on_trim, weak_ref_new (self), weak_ref_free);
}

/**
 * psr_work_order_list_drop_blanks:
 * @self: a list
 *
 * Takes the places without a document away, all at once.
 */
void
psr_work_order_list_drop_blanks (PsrWorkOrderList *self)
{
  dex_clear (&self->trimming);
  if (self->blanks->len > 0)
    drop_last (self, self->blanks->len);
}

/**
 * psr_work_order_list_get_blank:
 * @self: a list
 * @index: which of the places without a document
 *
 * Returns: (transfer full) (nullable): the row there
 */
PsrWorkOrderRow *
psr_work_order_list_get_blank (PsrWorkOrderList *self,
                               guint             index)
{
  if (index >= self->blanks->len)
    return NULL;

  return g_object_ref (self->blanks->pdata[index]);
}

static void
row_free (gpointer row)
{
  if (row != NULL)
    g_object_unref (row);
}

/* The rows that somebody shows, by their places; %NULL where there is none. */
static GPtrArray *
list_shown (PsrWorkOrderList *self)
{
  GPtrArray *shown = g_ptr_array_new_with_free_func (row_free);
  guint n_places = MIN (self->n_told + self->blanks->len, PSR_WORK_ORDER_LIST_ENOUGH);
  guint n_shown = 0;

  for (guint i = 0; i < n_places; i++)
    {
      PsrWorkOrderRow *row = i < self->n_told ? g_hash_table_lookup (self->rows, &g_array_index (self->ids, gint64, i))
                                              : self->blanks->pdata[i - self->n_told];

      g_ptr_array_add (shown, row != NULL ? g_object_ref (row) : NULL);
      if (row != NULL)
        n_shown = shown->len;
    }
  g_ptr_array_set_size (shown, (int) n_shown);

  return shown;
}

static void
move_row (PsrWorkOrderList *self,
          PsrWorkOrderRow  *row,
          gint64            id)
{
  PsrWorkOrder *work_order = self->fresh != NULL ? g_hash_table_lookup (self->fresh, &id) : NULL;
  gboolean is_same = psr_work_order_row_get_id (row) == id;

  psr_work_order_row_move (row, id, work_order, g_hash_table_contains (self->marked, &id));
  psr_work_order_list_take_row (self, row);
  if (work_order != NULL)
    psr_work_order_list_show_one (self, row, work_order);
  else if (!is_same)
    psr_work_order_list_want (self, id);
}

/**
 * psr_work_order_list_swap:
 * @self: a list
 * @ids: (element-type gint64): the begin of what it lists now, or all of it
 *
 * Lists something else in the places that are there, as far as somebody shows them.
 * Whoever has a row selected hears of it before: it becomes another one's.
 */
void
psr_work_order_list_swap (PsrWorkOrderList *self,
                          GArray           *ids)
{
  guint n_before = self->n_told + self->blanks->len;
  g_autoptr(GPtrArray) shown = NULL;
  guint n_places;

  if (n_before > 0)
    psr_work_order_list_announce_replacing (self);

  shown = list_shown (self);
  dex_clear (&self->trimming);
  g_ptr_array_set_size (self->blanks, 0);
  g_hash_table_remove_all (self->rows);
  g_array_unref (self->ids);
  self->ids = g_array_ref (ids);
  self->n_told = MIN (ids->len, MAX (PSR_WORK_ORDER_LIST_STEP, shown->len));

  for (guint i = 0; i < shown->len; i++)
    {
      g_autoptr(PsrWorkOrderRow) row = g_steal_pointer (&shown->pdata[i]);

      if (i < self->n_told && row != NULL)
        move_row (self, row, g_array_index (ids, gint64, i));
      else if (i >= self->n_told)
        {
          if (row == NULL)
            row = psr_work_order_row_new (0);
          psr_work_order_row_move (row, 0, NULL, FALSE);
          g_ptr_array_add (self->blanks, g_steal_pointer (&row));
        }
    }

  n_places = self->n_told + self->blanks->len;
  if (n_places < n_before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_places, n_before - n_places, 0);
  else if (n_places > n_before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, n_places - n_before);
  if (self->blanks->len > 0)
    start_trimming (self);
}
