/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-order-pages"

#include "config.h"

#include "psr-engine-private.h"
#include "psr-work-order-list-private.h"
#include "psr-work-order-pages.h"

struct _PsrWorkOrderPages
{
  PsrEngine     *engine;
  PsrLedgerView *view;
  GArray        *ids;     /* (nullable): gint64, in their order, once they are listed */
  guint          n_read;
  guint          size;
};

/**
 * psr_work_order_pages_new:
 * @list: a list
 * @size: how many are read at once
 *
 * What the list is asked for later changes nothing.
 *
 * Returns: (transfer full): what @list lists, from its first row on
 */
PsrWorkOrderPages *
psr_work_order_pages_new (PsrWorkOrderList *list,
                          guint             size)
{
  PsrWorkOrderPages *self;

  g_return_val_if_fail (PSR_IS_WORK_ORDER_LIST (list), NULL);
  g_return_val_if_fail (size > 0, NULL);

  self = g_atomic_rc_box_new0 (PsrWorkOrderPages);
  self->engine = g_object_ref (list->engine);
  self->view = psr_work_order_list_make_view (list);
  self->size = size;

  return self;
}

/**
 * psr_work_order_pages_new_for_all:
 * @engine: an engine
 * @size: how many are read at once
 *
 * Returns: (transfer full): every one of them, by the day of completion
 */
PsrWorkOrderPages *
psr_work_order_pages_new_for_all (PsrEngine *engine,
                                  guint      size)
{
  g_auto(GStrv) states = psr_engine_dup_queue_states (PSR_QUEUE_ALL);
  PsrWorkOrderPages *self;

  g_return_val_if_fail (PSR_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (size > 0, NULL);

  self = g_atomic_rc_box_new0 (PsrWorkOrderPages);
  self->engine = g_object_ref (engine);
  self->view = psr_ledger_view_new ((const char * const *) states, NULL, PSR_LEDGER_ORDER_DATE, FALSE);
  self->size = size;

  return self;
}

static void
psr_work_order_pages_clear (gpointer data)
{
  PsrWorkOrderPages *self = data;

  g_clear_object (&self->engine);
  g_clear_pointer (&self->view, psr_ledger_view_free);
  g_clear_pointer (&self->ids, g_array_unref);
}

/**
 * psr_work_order_pages_unref:
 * @self: (transfer full): pages
 */
void
psr_work_order_pages_unref (PsrWorkOrderPages *self)
{
  g_atomic_rc_box_release_full (self, psr_work_order_pages_clear);
}

static void
pages_unref (gpointer data)
{
  psr_work_order_pages_unref (data);
}

static DexFuture *
next_fiber (gpointer data)
{
  PsrWorkOrderPages *self = data;
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_work_order_unref);
  GError *error = NULL;

  if (!psr_engine_open_store (self->engine, &error))
    return dex_future_new_for_error (error);

  if (self->ids == NULL)
    self->ids = dex_await_boxed (psr_ledger_list_ids (psr_store_get_ledger (self->engine->store), self->view), &error);
  if (self->ids == NULL)
    return dex_future_new_for_error (error);

  /* What is gone meanwhile is left out; no page is empty for it. */
  while (rows->len == 0 && self->n_read < self->ids->len)
    {
      g_autoptr(GArray) page = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr(GPtrArray) read = NULL;

      g_array_append_vals (page, &g_array_index (self->ids, gint64, self->n_read), MIN (self->size, self->ids->len - self->n_read));
      read = psr_work_order_list_read (self->engine, page, &error);
      if (read == NULL)
        return dex_future_new_for_error (error);

      self->n_read += page->len;
      psr_work_order_list_append (page, read, rows);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&rows));
}

/**
 * psr_work_order_pages_next:
 * @self: pages, of which none is being read
 *
 * Reads what comes after what was read last.
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrWorkOrder, which is
 *   empty at the end; it rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_work_order_pages_next (PsrWorkOrderPages *self)
{
  dex_return_error_if_fail (self != NULL);

  return dex_scheduler_spawn (NULL, 0, next_fiber, g_atomic_rc_box_acquire (self), pages_unref);
}
