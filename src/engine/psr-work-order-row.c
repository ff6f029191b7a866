/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-order-row"

#include "config.h"

#include "psr-work-order-row.h"

/**
 * PsrWorkOrderRow:
 *
 * A place in a list of work that is to be billed. What is to be shown of it is
 * read when the row is made, and comes a moment later. When something else is listed
 * it becomes the row of what is in its place then.
 */
struct _PsrWorkOrderRow
{
  GObject       parent_instance;

  gint64        id;
  PsrWorkOrder *work_order;
  guint         marked : 1;
};

enum {
  PROP_0,
  PROP_ID,
  PROP_MARKED,
  PROP_WORK_ORDER,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PsrWorkOrderRow, psr_work_order_row, G_TYPE_OBJECT)

static void
psr_work_order_row_finalize (GObject *object)
{
  PsrWorkOrderRow *self = PSR_WORK_ORDER_ROW (object);

  g_clear_pointer (&self->work_order, psr_work_order_unref);

  G_OBJECT_CLASS (psr_work_order_row_parent_class)->finalize (object);
}

static void
psr_work_order_row_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  PsrWorkOrderRow *self = PSR_WORK_ORDER_ROW (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_int64 (value, self->id);
      break;

    case PROP_MARKED:
      g_value_set_boolean (value, self->marked);
      break;

    case PROP_WORK_ORDER:
      g_value_set_boxed (value, self->work_order);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
psr_work_order_row_class_init (PsrWorkOrderRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = psr_work_order_row_finalize;
  object_class->get_property = psr_work_order_row_get_property;

  properties[PROP_ID] =
    g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_MARKED] =
    g_param_spec_boolean ("marked", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_WORK_ORDER] =
    g_param_spec_boxed ("work-order", NULL, NULL, PSR_TYPE_WORK_ORDER,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
psr_work_order_row_init (PsrWorkOrderRow *self)
{
}

/**
 * psr_work_order_row_new:
 * @id: the document's id in the ledger
 *
 * Returns: (transfer full): a row of which nothing is read yet
 */
PsrWorkOrderRow *
psr_work_order_row_new (gint64 id)
{
  PsrWorkOrderRow *self = g_object_new (PSR_TYPE_WORK_ORDER_ROW, NULL);

  self->id = id;

  return self;
}

/**
 * psr_work_order_row_get_id:
 * @self: a row
 *
 * Returns: the document's id in the ledger
 */
gint64
psr_work_order_row_get_id (PsrWorkOrderRow *self)
{
  g_return_val_if_fail (PSR_IS_WORK_ORDER_ROW (self), 0);

  return self->id;
}

/**
 * psr_work_order_row_get_work_order:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what is to be shown, once it is read
 */
PsrWorkOrder *
psr_work_order_row_get_work_order (PsrWorkOrderRow *self)
{
  g_return_val_if_fail (PSR_IS_WORK_ORDER_ROW (self), NULL);

  return self->work_order;
}

/**
 * psr_work_order_row_set_work_order:
 * @self: a row
 * @work_order: (transfer none): what was read
 *
 * Shows what was read. Nobody is told when it is what was shown before.
 */
void
psr_work_order_row_set_work_order (PsrWorkOrderRow *self,
                                   PsrWorkOrder    *work_order)
{
  g_return_if_fail (PSR_IS_WORK_ORDER_ROW (self));
  g_return_if_fail (work_order != NULL);

  if (self->work_order != NULL && self->work_order->revision == work_order->revision &&
      self->work_order->has_changed == work_order->has_changed)
    return;

  g_clear_pointer (&self->work_order, psr_work_order_unref);
  self->work_order = psr_work_order_ref (work_order);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORK_ORDER]);
}

/**
 * psr_work_order_row_move:
 * @self: a row
 * @id: the document's id in the ledger, or 0 for a place without one
 * @work_order: (transfer none) (nullable): what was read of it, if it was
 * @marked: whether it is marked
 *
 * Makes it the row of another document, in the same place; for the list. Whatever shows the
 * row is told at once, also where nothing is read yet: nobody is to mark one document under
 * the number of another.
 */
void
psr_work_order_row_move (PsrWorkOrderRow *self,
                         gint64           id,
                         PsrWorkOrder    *work_order,
                         gboolean         marked)
{
  g_return_if_fail (PSR_IS_WORK_ORDER_ROW (self));
  g_return_if_fail (id >= 0);

  if (self->id == id)
    {
      if (work_order != NULL)
        psr_work_order_row_set_work_order (self, work_order);
      psr_work_order_row_set_marked (self, marked);
      return;
    }

  g_object_freeze_notify (G_OBJECT (self));
  self->id = id;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ID]);
  g_clear_pointer (&self->work_order, psr_work_order_unref);
  self->work_order = work_order != NULL ? psr_work_order_ref (work_order) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORK_ORDER]);
  psr_work_order_row_set_marked (self, marked);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * psr_work_order_row_get_marked:
 * @self: a row
 *
 * Returns: whether it is marked
 */
gboolean
psr_work_order_row_get_marked (PsrWorkOrderRow *self)
{
  g_return_val_if_fail (PSR_IS_WORK_ORDER_ROW (self), FALSE);

  return self->marked;
}

/**
 * psr_work_order_row_set_marked:
 * @self: a row
 * @marked: whether it is marked
 *
 * For the list, which knows what is marked.
 */
void
psr_work_order_row_set_marked (PsrWorkOrderRow *self,
                               gboolean         marked)
{
  g_return_if_fail (PSR_IS_WORK_ORDER_ROW (self));

  marked = !!marked;
  if (self->marked == marked)
    return;

  self->marked = marked;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MARKED]);
}
