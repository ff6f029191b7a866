/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-order-list"

#include "config.h"

#include <string.h>

#include "psr-engine-private.h"
#include "psr-main-hop.h"
#include "psr-work-order-list-private.h"

enum {
  PROP_0,
  PROP_N_MARKED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrWorkOrderList, psr_work_order_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* What the ledger orders by, for each PsrWorkOrderOrder. */
static const PsrLedgerOrder ledger_orders[] = {
  PSR_LEDGER_ORDER_DATE,
  PSR_LEDGER_ORDER_NUMBER,
  PSR_LEDGER_ORDER_CUSTOMER,
  PSR_LEDGER_ORDER_HOURS,
  PSR_LEDGER_ORDER_PARTS,
  PSR_LEDGER_ORDER_NET,
  PSR_LEDGER_ORDER_GROSS,
  PSR_LEDGER_ORDER_STATE,
};

typedef struct
{
  GWeakRef       list;
  PsrEngine     *engine;
  GArray        *ids;       /* to read */
  PsrLedgerView *view;      /* to list */
  guint          asked;
  GArray        *found;     /* what was listed */
  GPtrArray     *documents; /* and read */
} Job;

static void
job_clear (gpointer data)
{
  Job *job = data;

  g_weak_ref_clear (&job->list);
  g_clear_object (&job->engine);
  g_clear_pointer (&job->ids, g_array_unref);
  g_clear_pointer (&job->view, psr_ledger_view_free);
  g_clear_pointer (&job->found, g_array_unref);
  g_clear_pointer (&job->documents, g_ptr_array_unref);
}

static void
job_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, job_clear);
}

static Job *
job_new (PsrWorkOrderList *self)
{
  Job *job = g_atomic_rc_box_new0 (Job);

  g_weak_ref_init (&job->list, self);
  job->engine = g_object_ref (self->engine);

  return job;
}

static gpointer
key (gint64 id)
{
  return g_memdup2 (&id, sizeof id);
}

static void
on_row_gone (gpointer  data,
             GObject  *where_it_was)
{
  Job *job = data;
  g_autoptr(PsrWorkOrderList) self = g_weak_ref_get (&job->list);
  gint64 id = g_array_index (job->ids, gint64, 0);

  if (self != NULL && g_hash_table_lookup (self->rows, &id) == (gpointer) where_it_was)
    g_hash_table_remove (self->rows, &id);

  job_unref (job);
}

static gpointer
psr_work_order_list_get_item (GListModel *model,
                              guint       position)
{
  PsrWorkOrderList *self = PSR_WORK_ORDER_LIST (model);
  PsrWorkOrderRow *row;
  Job *job;
  gint64 id;

  if (position >= self->ids->len)
    return NULL;

  id = g_array_index (self->ids, gint64, position);
  row = g_hash_table_lookup (self->rows, &id);
  if (row != NULL)
    return g_object_ref (row);

  row = psr_work_order_row_new (id);
  psr_work_order_row_set_marked (row, g_hash_table_contains (self->marked, &id));
  g_hash_table_insert (self->rows, key (id), row);

  job = job_new (self);
  job->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (job->ids, id);
  g_object_weak_ref (G_OBJECT (row), on_row_gone, job);

  psr_work_order_list_want (self, id);

  return row;
}

static GType
psr_work_order_list_get_item_type (GListModel *model)
{
  return PSR_TYPE_WORK_ORDER_ROW;
}

static guint
psr_work_order_list_get_n_items (GListModel *model)
{
  return PSR_WORK_ORDER_LIST (model)->ids->len;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item = psr_work_order_list_get_item;
  iface->get_item_type = psr_work_order_list_get_item_type;
  iface->get_n_items = psr_work_order_list_get_n_items;
}

static void
psr_work_order_list_dispose (GObject *object)
{
  PsrWorkOrderList *self = PSR_WORK_ORDER_LIST (object);

  dex_clear (&self->reading);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (psr_work_order_list_parent_class)->dispose (object);
}

static void
psr_work_order_list_finalize (GObject *object)
{
  PsrWorkOrderList *self = PSR_WORK_ORDER_LIST (object);

  g_clear_pointer (&self->search, g_free);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->marked, g_hash_table_unref);
  g_clear_pointer (&self->wanted, g_hash_table_unref);

  G_OBJECT_CLASS (psr_work_order_list_parent_class)->finalize (object);
}

static void
psr_work_order_list_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  PsrWorkOrderList *self = PSR_WORK_ORDER_LIST (object);

  switch (prop_id)
    {
    case PROP_N_MARKED:
      g_value_set_uint (value, g_hash_table_size (self->marked));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
psr_work_order_list_class_init (PsrWorkOrderListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = psr_work_order_list_dispose;
  object_class->finalize = psr_work_order_list_finalize;
  object_class->get_property = psr_work_order_list_get_property;

  properties[PROP_N_MARKED] =
    g_param_spec_uint ("n-marked", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static GHashTable *
id_set_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static void
psr_work_order_list_init (PsrWorkOrderList *self)
{
  self->queue = PSR_QUEUE_REVIEW;
  self->search = g_strdup ("");
  self->order = PSR_WORK_ORDER_BY_DATE;
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->rows = id_set_new ();
  self->marked = id_set_new ();
  self->wanted = id_set_new ();
}

/**
 * psr_work_order_list_new:
 * @engine: an engine whose state is open
 *
 * Returns: (transfer full): a list that is empty until
 *   psr_work_order_list_refresh()
 */
PsrWorkOrderList *
psr_work_order_list_new (PsrEngine *engine)
{
  PsrWorkOrderList *self;

  g_return_val_if_fail (PSR_IS_ENGINE (engine), NULL);

  self = g_object_new (PSR_TYPE_WORK_ORDER_LIST, NULL);
  self->engine = g_object_ref (engine);

  return self;
}

/**
 * psr_work_order_list_set_queue:
 * @self: a list
 * @queue: the queue that it shows from the next refresh on
 */
void
psr_work_order_list_set_queue (PsrWorkOrderList *self,
                               PsrQueue          queue)
{
  g_return_if_fail (PSR_IS_WORK_ORDER_LIST (self));

  if (self->queue == queue)
    return;

  self->queue = queue;
  psr_work_order_list_unmark_all (self);
}

/**
 * psr_work_order_list_get_queue:
 * @self: a list
 *
 * Returns: the queue that it shows
 */
PsrQueue
psr_work_order_list_get_queue (PsrWorkOrderList *self)
{
  g_return_val_if_fail (PSR_IS_WORK_ORDER_LIST (self), PSR_QUEUE_REVIEW);

  return self->queue;
}

/**
 * psr_work_order_list_set_search:
 * @self: a list
 * @search: (nullable): what its work orders have to contain from the next
 *   refresh on
 */
void
psr_work_order_list_set_search (PsrWorkOrderList *self,
                                const char       *search)
{
  g_return_if_fail (PSR_IS_WORK_ORDER_LIST (self));

  g_set_str (&self->search, search != NULL ? search : "");
}

/**
 * psr_work_order_list_set_filter:
 * @self: a list
 * @since: (nullable): the first day of completion, `YYYY-MM-DD`
 * @until: (nullable): the last one
 * @customer: (nullable): the number of the customer
 * @state: (nullable): the stable name of a state of its queue
 *
 * Has it list only those from its next refresh on; what is %NULL doesn't matter.
 */
void
psr_work_order_list_set_filter (PsrWorkOrderList *self,
                                const char       *since,
                                const char       *until,
                                const char       *customer,
                                const char       *state)
{
  g_return_if_fail (PSR_IS_WORK_ORDER_LIST (self));

  g_set_str (&self->since, since);
  g_set_str (&self->until, until);
  g_set_str (&self->customer, customer);
  g_set_str (&self->state, state);
}

/**
 * psr_work_order_list_set_order:
 * @self: a list
 * @order: what it is ordered by from the next refresh on
 * @descending: whether the greatest comes first
 */
void
psr_work_order_list_set_order (PsrWorkOrderList *self,
                               PsrWorkOrderOrder order,
                               gboolean          descending)
{
  g_return_if_fail (PSR_IS_WORK_ORDER_LIST (self));

  self->order = order;
  self->descending = descending;
}

/* Takes the new ids over, telling only the stretch in which they differ. */
static void
take_ids (PsrWorkOrderList *self,
          GArray           *ids)
{
  const gint64 *before = (const gint64 *) self->ids->data;
  const gint64 *after = (const gint64 *) ids->data;
  guint n_before = self->ids->len;
  guint n_after = ids->len;
  guint head = 0;
  guint tail = 0;

  while (head < n_before && head < n_after && before[head] == after[head])
    head++;
  while (tail < n_before - head && tail < n_after - head &&
         before[n_before - 1 - tail] == after[n_after - 1 - tail])
    tail++;

  g_array_unref (self->ids);
  self->ids = g_array_ref (ids);

  if (n_before > head + tail || n_after > head + tail)
    g_list_model_items_changed (G_LIST_MODEL (self), head, n_before - head - tail, n_after - head - tail);
}

static DexFuture *
refresh_fiber (gpointer data)
{
  Job *job = data;
  g_autoptr(GArray) ids = NULL;
  g_autoptr(GPtrArray) documents = NULL;
  GError *error = NULL;

  ids = dex_await_boxed (psr_ledger_list_ids (psr_store_get_ledger (job->engine->store), job->view), &error);
  if (ids == NULL)
    return dex_future_new_for_error (error);

  if (job->ids->len > 0)
    {
      documents = psr_work_order_list_read (job->engine, job->ids, &error);
      if (documents == NULL)
        return dex_future_new_for_error (error);
    }

  job->found = g_steal_pointer (&ids);
  job->documents = g_steal_pointer (&documents);

  return dex_future_new_true ();
}

/* Shows what was read, unless somebody has asked again since. */
static DexFuture *
on_found (DexFuture *future,
          gpointer   data)
{
  Job *job = data;
  g_autoptr(PsrWorkOrderList) self = g_weak_ref_get (&job->list);

  if (self == NULL || self->asked != job->asked || job->found == NULL)
    return dex_ref (future);

  if (job->documents != NULL)
    psr_work_order_list_show (self, job->documents);
  take_ids (self, job->found);
  psr_work_order_list_drop_marks (self);

  return dex_ref (future);
}

/**
 * psr_work_order_list_make_view:
 * @self: a list
 *
 * Returns: (transfer full): what it lists, in its order
 */
PsrLedgerView *
psr_work_order_list_make_view (PsrWorkOrderList *self)
{
  g_auto(GStrv) states = self->state != NULL ? g_strsplit (self->state, "\n", 1) : psr_engine_dup_queue_states (self->queue);
  PsrLedgerView *view;

  view = psr_ledger_view_new ((const char * const *) states, self->search, ledger_orders[self->order], self->descending);
  psr_ledger_view_filter (view, self->since, self->until, self->customer);

  return view;
}

/**
 * psr_work_order_list_refresh:
 * @self: a list
 *
 * Reads what there is now. Rows that are shown take over what changed; the rest
 * of the list moves no more than it has to. The answer of an older refresh is
 * dropped.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with a
 *   %PSR_STORE_ERROR
 */
DexFuture *
psr_work_order_list_refresh (PsrWorkOrderList *self)
{
  GHashTableIter iter;
  gpointer id;
  Job *job;

  dex_return_error_if_fail (PSR_IS_WORK_ORDER_LIST (self));
  dex_return_error_if_fail (self->engine->store != NULL);

  job = job_new (self);
  job->asked = ++self->asked;
  job->view = psr_work_order_list_make_view (self);
  job->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_array_append_vals (job->ids, id, 1);

  return dex_future_finally (psr_main_hop (dex_scheduler_spawn (NULL, 0, refresh_fiber, g_atomic_rc_box_acquire (job),
                                                                job_unref)),
                             on_found, job, job_unref);
}

/**
 * psr_work_order_list_peek:
 * @self: a list
 * @id: a document's id
 *
 * Returns: (transfer none) (nullable): what is shown of it just now; %NULL for
 *   what nobody looks at
 */
PsrWorkOrder *
psr_work_order_list_peek (PsrWorkOrderList *self,
                          gint64            id)
{
  PsrWorkOrderRow *row;

  g_return_val_if_fail (PSR_IS_WORK_ORDER_LIST (self), NULL);

  row = g_hash_table_lookup (self->rows, &id);

  return row != NULL ? psr_work_order_row_get_work_order (row) : NULL;
}

/**
 * psr_work_order_list_find:
 * @self: a list
 * @id: a document's id
 * @position: (out): return location for its place
 *
 * Returns: whether it is in the list
 */
gboolean
psr_work_order_list_find (PsrWorkOrderList *self,
                          gint64            id,
                          guint            *position)
{
  g_return_val_if_fail (PSR_IS_WORK_ORDER_LIST (self), FALSE);
  g_return_val_if_fail (position != NULL, FALSE);

  for (guint i = 0; i < self->ids->len; i++)
    {
      if (g_array_index (self->ids, gint64, i) == id)
        {
          *position = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * psr_work_order_list_marks_moved:
 * @self: a list
 *
 * Tells that other documents are marked now.
 */
void
psr_work_order_list_marks_moved (PsrWorkOrderList *self)
{
  g_return_if_fail (PSR_IS_WORK_ORDER_LIST (self));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_MARKED]);
}
