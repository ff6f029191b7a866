/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-order-reader"

#include "config.h"

#include "psr-engine-private.h"
#include "psr-main-hop.h"
#include "psr-work-order-list-private.h"

/* Documents that are read at once where all are. */
#define PAGE 500

/* Documents are turned into what is shown, and freed, where no frame waits for it. */
#define LANE "rows"

typedef struct
{
  GPtrArray *documents;
  char      *usual_kind;
  gint64     longest;
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  g_ptr_array_unref (making->documents);
  g_free (making->usual_kind);
  g_free (making);
}

static DexFuture *
make_job (gpointer data)
{
  Making *making = data;
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_work_order_unref);

  for (guint i = 0; i < making->documents->len; i++)
    g_ptr_array_add (rows, psr_work_order_from_document (making->documents->pdata[i], making->usual_kind, making->longest));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&rows));
}

/**
 * psr_work_order_list_read:
 * @engine: an engine whose state is open
 * @ids: (element-type gint64): documents
 * @error: return location for an error
 *
 * Reads documents; in a fiber.
 *
 * Returns: (transfer full) (nullable) (element-type PsrWorkOrder): what is shown of
 *   them, in no order
 */
GPtrArray *
psr_work_order_list_read (PsrEngine  *engine,
                          GArray     *ids,
                          GError    **error)
{
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  GPtrArray *documents;
  Making *making;

  psr_ledger_query_set_ids (query, (const gint64 *) ids->data, ids->len);
  documents = dex_await_boxed (psr_ledger_find (psr_store_get_ledger (engine->store), query), error);
  if (documents == NULL)
    return NULL;

  making = g_new0 (Making, 1);
  making->documents = documents;
  making->usual_kind = g_strdup (psr_profile_get_string (engine->profile, PSR_PROFILE_BILLING_DOCUMENT));
  making->longest = psr_profile_get_duration (engine->profile, PSR_PROFILE_BC_LONGEST_REQUEST);

  return dex_await_boxed (psr_executor_run (engine->executor, LANE, make_job, making, making_free), error);
}

/**
 * psr_work_order_list_show_one:
 * @self: a list
 * @row: one of its rows
 * @work_order: what was read of it
 *
 * Gives a row what was read of it. What is marked and shown is marked as it is shown.
 */
void
psr_work_order_list_show_one (PsrWorkOrderList *self,
                              PsrWorkOrderRow  *row,
                              PsrWorkOrder     *work_order)
{
  gint64 *seen = g_hash_table_lookup (self->marked, &work_order->id);

  if (seen != NULL)
    *seen = work_order->revision;
  psr_work_order_row_set_work_order (row, work_order);
}

/**
 * psr_work_order_list_show:
 * @self: a list
 * @work_orders: (element-type PsrWorkOrder): what was read
 *
 * Gives the rows that are alive what was read of them.
 */
void
psr_work_order_list_show (PsrWorkOrderList *self,
                          GPtrArray        *work_orders)
{
  for (guint i = 0; i < work_orders->len; i++)
    {
      PsrWorkOrder *work_order = work_orders->pdata[i];
      PsrWorkOrderRow *row = g_hash_table_lookup (self->rows, &work_order->id);

      if (row != NULL)
        psr_work_order_list_show_one (self, row, work_order);
    }
}

typedef struct
{
  PsrEngine     *engine;
  GArray        *ids;
  PsrLedgerView *view;
} Job;

static void
job_clear (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->engine);
  g_clear_pointer (&job->ids, g_array_unref);
  g_clear_pointer (&job->view, psr_ledger_view_free);
}

static void
job_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, job_clear);
}

static DexFuture *
read_fiber (gpointer data)
{
  Job *job = data;
  g_autoptr(GPtrArray) rows = NULL;
  GError *error = NULL;

  rows = psr_work_order_list_read (job->engine, job->ids, &error);
  if (rows == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&rows));
}

static void read_wanted (PsrWorkOrderList *self);

/* What was wanted meanwhile is read next. */
static DexFuture *
on_read (DexFuture *future,
         gpointer   data)
{
  g_autoptr(PsrWorkOrderList) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (self == NULL)
    return dex_future_new_true ();

  value = dex_future_get_value (future, &error);
  if (value == NULL)
    g_warning ("Rows could not be read: %s", error->message);
  else if (G_VALUE_HOLDS (value, G_TYPE_PTR_ARRAY))
    psr_work_order_list_show (self, g_value_get_boxed (value));

  dex_clear (&self->reading);
  if (g_hash_table_size (self->wanted) > 0)
    read_wanted (self);

  return dex_future_new_true ();
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

static DexFuture *
start_reading (DexFuture *future,
               gpointer   data)
{
  g_autoptr(PsrWorkOrderList) self = g_weak_ref_get (data);
  GHashTableIter iter;
  gpointer id;
  Job *job;

  if (self == NULL)
    return dex_future_new_true ();

  job = g_atomic_rc_box_new0 (Job);
  job->engine = g_object_ref (self->engine);
  job->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      /* Nobody looks any more at what was scrolled past meanwhile. */
      if (g_hash_table_contains (self->rows, id))
        g_array_append_vals (job->ids, id, 1);
    }
  g_hash_table_remove_all (self->wanted);

  return dex_scheduler_spawn (NULL, 0, read_fiber, job, job_unref);
}

/* The view asks for its rows one by one: they are read together, at the end of
 * this turn of the main loop. */
static void
read_wanted (PsrWorkOrderList *self)
{
  DexFuture *future;

  future = dex_future_then (psr_clock_sleep (self->engine->clock, 0), start_reading,
                            weak_ref_new (self), weak_ref_free);
  self->reading = dex_future_finally (psr_main_hop (future), on_read, weak_ref_new (self), weak_ref_free);
}

/**
 * psr_work_order_list_want:
 * @self: a list
 * @id: a document's id
 *
 * Has what is shown of a document read soon.
 */
void
psr_work_order_list_want (PsrWorkOrderList *self,
                          gint64            id)
{
  g_hash_table_add (self->wanted, g_memdup2 (&id, sizeof id));
  if (self->reading == NULL)
    read_wanted (self);
}

/**
 * psr_work_order_list_append:
 * @ids: ids of documents
 * @read: what psr_work_order_list_read() made of them
 * @rows: an array of #PsrWorkOrder
 *
 * Appends what was read, in the order of @ids.
 */
void
psr_work_order_list_append (GArray          *ids,
                            const GPtrArray *read,
                            GPtrArray       *rows)
{
  g_autoptr(GHashTable) found = NULL;

  g_return_if_fail (ids != NULL && read != NULL && rows != NULL);

  found = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < read->len; i++)
    {
      PsrWorkOrder *work_order = read->pdata[i];

      g_hash_table_insert (found, &work_order->id, work_order);
    }
  for (guint i = 0; i < ids->len; i++)
    {
      PsrWorkOrder *work_order = g_hash_table_lookup (found, &g_array_index (ids, gint64, i));

      if (work_order != NULL)
        g_ptr_array_add (rows, psr_work_order_ref (work_order));
    }
}

static DexFuture *
read_all_fiber (gpointer data)
{
  Job *job = data;
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_work_order_unref);
  g_autoptr(GArray) ids = NULL;
  GError *error = NULL;

  ids = dex_await_boxed (psr_ledger_list_ids (psr_store_get_ledger (job->engine->store), job->view), &error);
  if (ids == NULL)
    return dex_future_new_for_error (error);

  for (guint first = 0; first < ids->len; first += PAGE)
    {
      g_autoptr(GArray) page = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr(GPtrArray) read = NULL;

      g_array_append_vals (page, &g_array_index (ids, gint64, first), MIN (PAGE, ids->len - first));
      read = psr_work_order_list_read (job->engine, page, &error);
      if (read == NULL)
        return dex_future_new_for_error (error);

      psr_work_order_list_append (page, read, rows);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&rows));
}

/**
 * psr_work_order_list_read_all:
 * @self: a list
 *
 * Reads all that it lists as it is now, in its order, not only what somebody looks at.
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrWorkOrder, or
 *   rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_work_order_list_read_all (PsrWorkOrderList *self)
{
  Job *job;

  dex_return_error_if_fail (PSR_IS_WORK_ORDER_LIST (self));
  dex_return_error_if_fail (self->engine->store != NULL);

  job = g_atomic_rc_box_new0 (Job);
  job->engine = g_object_ref (self->engine);
  job->view = psr_work_order_list_make_view (self);

  return psr_main_hop (dex_scheduler_spawn (NULL, 0, read_all_fiber, job, job_unref));
}
