/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-order-list"

#include "config.h"

#include <string.h>

#include "psr-engine-private.h"
#include "psr-work-order-list-private.h"

enum {
  PROP_0,
  PROP_N_MARKED,
  PROP_REPLACING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrWorkOrderList, psr_work_order_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

#define ALIVE "psr-alive"

/* Says when the last reference to a row is gone. */
typedef struct
{
  GWeakRef list;
  gint64   id;
} Alive;

static gpointer
key (gint64 id)
{
  return g_memdup2 (&id, sizeof id);
}

static void
on_row_gone (gpointer  data,
             GObject  *where_it_was)
{
  Alive *alive = data;
  g_autoptr(PsrWorkOrderList) self = g_weak_ref_get (&alive->list);

  if (self != NULL && g_hash_table_lookup (self->rows, &alive->id) == (gpointer) where_it_was)
    g_hash_table_remove (self->rows, &alive->id);

  g_weak_ref_clear (&alive->list);
  g_free (alive);
}

/* Has a row known as that of its document from now on. */
void
psr_work_order_list_take_row (PsrWorkOrderList *self,
                              PsrWorkOrderRow  *row)
{
  Alive *alive = g_object_get_data (G_OBJECT (row), ALIVE);

  if (alive == NULL)
    {
      alive = g_new0 (Alive, 1);
      g_weak_ref_init (&alive->list, self);
      g_object_set_data (G_OBJECT (row), ALIVE, alive);
      g_object_weak_ref (G_OBJECT (row), on_row_gone, alive);
    }
  alive->id = psr_work_order_row_get_id (row);
  g_hash_table_insert (self->rows, key (alive->id), row);
}

static gpointer
psr_work_order_list_get_item (GListModel *model,
                              guint       position)
{
  PsrWorkOrderList *self = PSR_WORK_ORDER_LIST (model);
  PsrWorkOrderRow *row;
  PsrWorkOrder *work_order;
  gint64 id;

  if (position >= self->n_told)
    return psr_work_order_list_get_blank (self, position - self->n_told);

  id = g_array_index (self->ids, gint64, position);
  row = g_hash_table_lookup (self->rows, &id);
  if (row != NULL)
    return g_object_ref (row);

  row = psr_work_order_row_new (id);
  psr_work_order_row_set_marked (row, g_hash_table_contains (self->marked, &id));
  psr_work_order_list_take_row (self, row);

  work_order = self->fresh != NULL ? g_hash_table_lookup (self->fresh, &id) : NULL;
  if (work_order != NULL)
    psr_work_order_list_show_one (self, row, work_order);
  else
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
  return PSR_WORK_ORDER_LIST (model)->n_told + PSR_WORK_ORDER_LIST (model)->blanks->len;
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
  dex_clear (&self->trimming);
  if (self->giving_up != NULL)
    g_cancellable_cancel (self->giving_up);
  g_clear_object (&self->giving_up);
  /* Whoever waits for it gets an answer all the same. */
  if (self->refreshing != NULL)
    dex_future_disown (g_steal_pointer (&self->refreshing));
  if (self->again != NULL)
    dex_promise_resolve_boolean (self->again, TRUE);
  dex_clear (&self->again);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (psr_work_order_list_parent_class)->dispose (object);
}

static void
psr_work_order_list_finalize (GObject *object)
{
  PsrWorkOrderList *self = PSR_WORK_ORDER_LIST (object);

  g_clear_pointer (&self->search, g_free);
  g_clear_pointer (&self->since, g_free);
  g_clear_pointer (&self->until, g_free);
  g_clear_pointer (&self->customer, g_free);
  g_clear_pointer (&self->technician, g_free);
  g_clear_pointer (&self->kind, g_free);
  g_clear_pointer (&self->state, g_free);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->blanks, g_ptr_array_unref);
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

    case PROP_REPLACING:
      g_value_set_boolean (value, self->is_replacing);
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

  /**
   * PsrWorkOrderList:replacing:
   *
   * Whether very much of the list is about to be replaced, or just was.
   */
  properties[PROP_REPLACING] =
    g_param_spec_boolean ("replacing", NULL, NULL, FALSE,
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
  self->changed = 1;
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->blanks = g_ptr_array_new_with_free_func (g_object_unref);
  self->rows = id_set_new ();
  self->marked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
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
  self->changed++;
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

  if (g_set_str (&self->search, search != NULL ? search : ""))
    self->changed++;
}

/**
 * psr_work_order_list_set_filter:
 * @self: a list
 * @since: (nullable): the first day of completion, `YYYY-MM-DD`
 * @until: (nullable): the last one
 * @customer: (nullable): the number of the customer
 * @kind: (nullable): what is, or will be, made of them: `invoice` or `order`
 * @state: (nullable): the stable name of a state of its queue
 *
 * Has it list only those from its next refresh on; what is %NULL doesn't matter.
 */
void
psr_work_order_list_set_filter (PsrWorkOrderList *self,
                                const char       *since,
                                const char       *until,
                                const char       *customer,
                                const char       *kind,
                                const char       *state)
{
  g_return_if_fail (PSR_IS_WORK_ORDER_LIST (self));

  g_set_str (&self->since, since);
  g_set_str (&self->until, until);
  g_set_str (&self->customer, customer);
  g_set_str (&self->kind, kind);
  g_set_str (&self->state, state);
  self->changed++;
}

/**
 * psr_work_order_list_set_technician:
 * @self: a list
 * @technician: (nullable): the name of who did the work
 *
 * Has it list only that work from its next refresh on; all with %NULL.
 */
void
psr_work_order_list_set_technician (PsrWorkOrderList *self,
                                    const char       *technician)
{
  g_return_if_fail (PSR_IS_WORK_ORDER_LIST (self));

  if (g_set_str (&self->technician, technician))
    self->changed++;
}

/**
 * psr_work_order_list_is_narrowed:
 * @self: a list
 *
 * Returns: whether it leaves out a part of its queue
 */
gboolean
psr_work_order_list_is_narrowed (PsrWorkOrderList *self)
{
  g_return_val_if_fail (PSR_IS_WORK_ORDER_LIST (self), FALSE);

  return *self->search != '\0' || self->since != NULL || self->until != NULL || self->customer != NULL ||
         self->kind != NULL || self->state != NULL || self->technician != NULL;
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
  self->changed++;
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
 * psr_work_order_list_get_n_listed:
 * @self: a list
 *
 * Counts what it lists: for a moment there are more places, without anything in them,
 * when it gets shorter.
 *
 * Returns: how many work orders are listed
 */
guint
psr_work_order_list_get_n_listed (PsrWorkOrderList *self)
{
  g_return_val_if_fail (PSR_IS_WORK_ORDER_LIST (self), 0);

  return self->n_told;
}

/**
 * psr_work_order_list_lists_another:
 * @self: a list
 *
 * Returns: whether something else is to be listed than what was read last
 */
gboolean
psr_work_order_list_lists_another (PsrWorkOrderList *self)
{
  g_return_val_if_fail (PSR_IS_WORK_ORDER_LIST (self), FALSE);

  return self->changed != self->listed;
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

  for (guint i = 0; i < self->n_told; i++)
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
 * psr_work_order_list_set_replacing:
 * @self: a list
 * @is_replacing: whether very much of it is about to be replaced
 */
void
psr_work_order_list_set_replacing (PsrWorkOrderList *self,
                                   gboolean          is_replacing)
{
  g_return_if_fail (PSR_IS_WORK_ORDER_LIST (self));

  if (self->is_replacing == is_replacing)
    return;

  self->is_replacing = is_replacing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPLACING]);
}

/**
 * psr_work_order_list_announce_replacing:
 * @self: a list
 *
 * Tells that all of it is about to be replaced, also where that was told before and
 * somebody has selected another row since.
 */
void
psr_work_order_list_announce_replacing (PsrWorkOrderList *self)
{
  g_return_if_fail (PSR_IS_WORK_ORDER_LIST (self));

  self->is_replacing = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPLACING]);
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
