/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-order"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-work-order.h"

static const char * const queue_names[] = { "review", "exceptions", "sending", "done", "all" };

G_DEFINE_BOXED_TYPE (PsrWorkOrder, psr_work_order, psr_work_order_ref, psr_work_order_unref)

static void
psr_work_order_clear (gpointer data)
{
  PsrWorkOrder *self = data;

  g_free (self->number);
  g_free (self->work_order);
  g_free (self->customer_number);
  g_free (self->customer_name);
  g_free (self->site);
  g_free (self->date);
  g_free (self->currency);
  g_free (self->document);
  g_free (self->state);
  g_free (self->state_title);
  g_free (self->reason);
  g_free (self->mend);
  g_free (self->asks);
  g_free (self->approved_by);
  g_free (self->bc_number);
  g_free (self->bc_status);
  g_free (self->external_number);
}

/**
 * psr_work_order_new:
 *
 * Returns: (transfer full): a work order with nothing in it, to be filled by
 *   who made it before anybody else sees it
 */
PsrWorkOrder *
psr_work_order_new (void)
{
  PsrWorkOrder *self = g_atomic_rc_box_new0 (PsrWorkOrder);

  self->checking_until = PSR_TIMESTAMP_NONE;

  return self;
}

/**
 * psr_work_order_copy:
 * @self: a work order
 *
 * Returns: (transfer full): one like it, to be changed by who asked for it
 */
PsrWorkOrder *
psr_work_order_copy (const PsrWorkOrder *self)
{
  PsrWorkOrder *copy;
  char **texts[17];
  gsize n = 0;

  g_return_val_if_fail (self != NULL, NULL);

  copy = psr_work_order_new ();
  *copy = *self;

  texts[n++] = &copy->number;
  texts[n++] = &copy->work_order;
  texts[n++] = &copy->customer_number;
  texts[n++] = &copy->customer_name;
  texts[n++] = &copy->site;
  texts[n++] = &copy->date;
  texts[n++] = &copy->currency;
  texts[n++] = &copy->document;
  texts[n++] = &copy->state;
  texts[n++] = &copy->state_title;
  texts[n++] = &copy->reason;
  texts[n++] = &copy->mend;
  texts[n++] = &copy->asks;
  texts[n++] = &copy->approved_by;
  texts[n++] = &copy->bc_number;
  texts[n++] = &copy->bc_status;
  texts[n++] = &copy->external_number;
  g_assert (n == G_N_ELEMENTS (texts));

  for (gsize i = 0; i < n; i++)
    *texts[i] = g_strdup (*texts[i]);

  return copy;
}

/**
 * psr_work_order_ref:
 * @self: a work order
 *
 * Returns: (transfer full): @self
 */
PsrWorkOrder *
psr_work_order_ref (PsrWorkOrder *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_work_order_unref:
 * @self: (transfer full): a work order
 */
void
psr_work_order_unref (PsrWorkOrder *self)
{
  g_atomic_rc_box_release_full (self, psr_work_order_clear);
}

/* What is to be known at a glance, beside the state. */
static const struct
{
  const char *name;
  const char *title;
} flags[] = {
  { "asks", N_("Asks for an answer") },
  { "changed", N_("Changed in Wello since") },
  { "internal", N_("Internal, costs the customer nothing") },
  { "automatic", N_("Sent by itself") },
};

/**
 * psr_work_order_can_choose_kind:
 * @self: a work order
 *
 * Returns: whether a person may choose as what document it is made: as long as nothing is
 *   begun; what costs nothing is an order
 */
gboolean
psr_work_order_can_choose_kind (const PsrWorkOrder *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_strcmp0 (self->state, "ready") == 0 && !self->is_internal;
}

/**
 * psr_work_order_dup_flags:
 * @self: a work order
 *
 * Returns: (transfer full): the stable names of what is to be known of it at a glance:
 *   `asks`, `changed`, `internal`, `automatic`
 */
char **
psr_work_order_dup_flags (const PsrWorkOrder *self)
{
  const gboolean is_set[G_N_ELEMENTS (flags)] = {
    self != NULL && self->asks != NULL && *self->asks != '\0',
    self != NULL && self->has_changed,
    self != NULL && self->is_internal,
    self != NULL && self->is_automatic,
  };
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (self != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      if (is_set[i])
        g_strv_builder_add (builder, flags[i].name);
    }

  return g_strv_builder_end (builder);
}

/**
 * psr_work_order_flag_get_title:
 * @flag: a stable name
 *
 * Returns: what it means, translated
 */
const char *
psr_work_order_flag_get_title (const char *flag)
{
  g_return_val_if_fail (flag != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      if (strcmp (flags[i].name, flag) == 0)
        return _(flags[i].title);
    }

  return flag;
}

/**
 * psr_work_order_kind_get_title:
 * @kind: `invoice` or `order`
 *
 * Returns: what it is called, translated
 */
const char *
psr_work_order_kind_get_title (const char *kind)
{
  if (g_strcmp0 (kind, "order") == 0)
    return _("Order");

  return _("Invoice");
}

/**
 * psr_queue_to_string:
 * @queue: a queue
 *
 * Returns: its stable name
 */
const char *
psr_queue_to_string (PsrQueue queue)
{
  g_return_val_if_fail (queue < G_N_ELEMENTS (queue_names), NULL);

  return queue_names[queue];
}

/**
 * psr_queue_from_string:
 * @name: a name
 * @queue: (out): return location for the queue
 *
 * Returns: whether there is a queue of that name
 */
gboolean
psr_queue_from_string (const char *name,
                       PsrQueue   *queue)
{
  g_return_val_if_fail (name != NULL && queue != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (queue_names); i++)
    {
      if (strcmp (queue_names[i], name) == 0)
        {
          *queue = i;
          return TRUE;
        }
    }

  return FALSE;
}
