/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-order-view"

#include "config.h"

#include "psr-order-view.h"

static const char * const result_names[] = {
  [PSR_ORDER_CHECK_PASSED] = "passed",
  [PSR_ORDER_CHECK_ASKS] = "asks",
  [PSR_ORDER_CHECK_ACCEPTED] = "accepted",
  [PSR_ORDER_CHECK_BLOCKS] = "blocks",
  [PSR_ORDER_CHECK_LATER] = "later",
};

G_DEFINE_BOXED_TYPE (PsrOrderView, psr_order_view, psr_order_view_ref, psr_order_view_unref)

static void
line_free (gpointer data)
{
  PsrOrderLine *line = data;

  g_free (line->number);
  g_free (line->text);
  g_free (line->unit);
  g_free (line->vat_code);
  g_free (line->price_source);
  g_free (line->item);
  g_free (line);
}

static void
check_free (gpointer data)
{
  PsrOrderCheck *check = data;

  g_free (check->id);
  g_free (check->sentence);
  g_free (check->about);
  g_free (check->what);
  g_free (check->why);
  g_free (check->mend);
  g_clear_pointer (&check->button, psr_mend_free);
  g_free (check);
}

static void
event_free (gpointer data)
{
  PsrOrderEvent *event = data;

  g_free (event->who);
  g_free (event->action);
  g_free (event->old_value);
  g_free (event->new_value);
  g_free (event->reason);
  g_free (event);
}

/**
 * psr_order_view_new:
 * @row: (transfer full): the work order as lists show it
 *
 * Returns: (transfer full): a view of it, to be filled by who made it before
 *   anybody else sees it
 */
PsrOrderView *
psr_order_view_new (PsrWorkOrder *row)
{
  PsrOrderView *self;

  g_return_val_if_fail (row != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrOrderView);
  self->row = row;
  self->reference = g_strdup ("");
  self->bill_to = g_strdup ("");
  self->site = g_strdup ("");
  self->price_date = g_strdup ("");
  self->lines = g_ptr_array_new_with_free_func (line_free);
  self->checks = g_ptr_array_new_with_free_func (check_free);
  self->history = g_ptr_array_new_with_free_func (event_free);

  return self;
}

/**
 * psr_order_view_ref:
 * @self: a view
 *
 * Returns: (transfer full): @self
 */
PsrOrderView *
psr_order_view_ref (PsrOrderView *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
psr_order_view_clear (gpointer data)
{
  PsrOrderView *self = data;

  psr_work_order_unref (self->row);
  g_free (self->reference);
  g_free (self->bill_to);
  g_free (self->site);
  g_free (self->price_date);
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->checks);
  g_clear_pointer (&self->other_checks, g_ptr_array_unref);
  g_strfreev (self->acts);
  g_ptr_array_unref (self->history);
  g_clear_pointer (&self->work, psr_work_done_unref);
}

/**
 * psr_order_view_unref:
 * @self: (transfer full): a view
 */
void
psr_order_view_unref (PsrOrderView *self)
{
  g_atomic_rc_box_release_full (self, psr_order_view_clear);
}

/**
 * psr_order_view_add_line:
 * @self: a view in the making
 * @number: (nullable): what is billed
 * @text: (nullable): what the line says
 *
 * Returns: (transfer none): a new line, to be filled in
 */
PsrOrderLine *
psr_order_view_add_line (PsrOrderView *self,
                         const char   *number,
                         const char   *text)
{
  PsrOrderLine *line;

  g_return_val_if_fail (self != NULL, NULL);

  line = g_new0 (PsrOrderLine, 1);
  line->number = g_strdup (number != NULL ? number : "");
  line->text = g_strdup (text != NULL ? text : "");
  line->unit = g_strdup ("");
  line->vat_code = g_strdup ("");
  line->price_source = g_strdup ("");
  line->item = g_strdup ("");
  g_ptr_array_add (self->lines, line);

  return line;
}

/**
 * psr_order_view_steal_lines:
 * @self: a view in the making
 *
 * Returns: (transfer full) (element-type PsrOrderLine): the lines so far, which it
 *   has no more
 */
GPtrArray *
psr_order_view_steal_lines (PsrOrderView *self)
{
  GPtrArray *lines;

  g_return_val_if_fail (self != NULL, NULL);

  lines = self->lines;
  self->lines = g_ptr_array_new_with_free_func (line_free);

  return lines;
}

/**
 * psr_order_view_add_check:
 * @self: a view in the making
 * @id: name of the check
 * @result: what it found
 * @sentence: what holds when it passes, translated
 *
 * Returns: (transfer none): a new check, to be filled in
 */
PsrOrderCheck *
psr_order_view_add_check (PsrOrderView        *self,
                          const char          *id,
                          PsrOrderCheckResult  result,
                          const char          *sentence)
{
  PsrOrderCheck *check;

  g_return_val_if_fail (self != NULL && id != NULL && sentence != NULL, NULL);

  check = g_new0 (PsrOrderCheck, 1);
  check->id = g_strdup (id);
  check->result = result;
  check->sentence = g_strdup (sentence);
  check->about = g_strdup ("");
  check->what = g_strdup ("");
  check->why = g_strdup ("");
  check->mend = g_strdup ("");
  g_ptr_array_add (self->other_checks != NULL ? self->other_checks : self->checks, check);

  return check;
}

/**
 * psr_order_view_begin_other_checks:
 * @self: a view that nobody else sees yet
 *
 * What is added from now on is of the other kind of document.
 */
void
psr_order_view_begin_other_checks (PsrOrderView *self)
{
  g_return_if_fail (self != NULL && self->other_checks == NULL);

  self->other_checks = g_ptr_array_new_with_free_func (check_free);
}

/**
 * psr_order_view_get_checks:
 * @self: a view
 * @kind: (nullable): as what it is to be made, `invoice` or `order`; %NULL for what it
 *   becomes as things stand
 *
 * Returns: (transfer none) (element-type PsrOrderCheck): the checks of that
 */
GPtrArray *
psr_order_view_get_checks (const PsrOrderView *self,
                           const char         *kind)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (kind == NULL || self->other_checks == NULL ||
      g_str_equal (kind, "order") == (g_strcmp0 (self->row->document, "order") == 0))
    return self->checks;

  return self->other_checks;
}

/**
 * psr_order_check_result_to_string:
 * @result: what a check found
 *
 * Returns: (transfer none): its stable name
 */
const char *
psr_order_check_result_to_string (PsrOrderCheckResult result)
{
  g_return_val_if_fail (result < G_N_ELEMENTS (result_names), NULL);

  return result_names[result];
}

static gboolean
same_line (gconstpointer a,
           gconstpointer b)
{
  const PsrOrderLine *one = a;
  const PsrOrderLine *other = b;

  return g_str_equal (one->number, other->number) && g_str_equal (one->text, other->text) &&
         psr_decimal_equal (one->quantity, other->quantity) && g_str_equal (one->unit, other->unit) &&
         psr_decimal_equal (one->price, other->price) && psr_decimal_equal (one->discount, other->discount) &&
         psr_decimal_equal (one->net, other->net) && psr_decimal_equal (one->vat_percent, other->vat_percent) &&
         g_str_equal (one->vat_code, other->vat_code) && g_str_equal (one->price_source, other->price_source) &&
         one->price_from == other->price_from && g_str_equal (one->item, other->item);
}

static gboolean
same_check (gconstpointer a,
            gconstpointer b)
{
  const PsrOrderCheck *one = a;
  const PsrOrderCheck *other = b;
  const PsrMend *button = one->button;
  const PsrMend *other_button = other->button;

  if ((button == NULL) != (other_button == NULL) ||
      (button != NULL && (button->action != other_button->action || g_strcmp0 (button->argument, other_button->argument) != 0 ||
                          g_strcmp0 (button->text, other_button->text) != 0)))
    return FALSE;

  return g_str_equal (one->id, other->id) && one->result == other->result && g_str_equal (one->sentence, other->sentence) &&
         g_str_equal (one->about, other->about) && g_str_equal (one->what, other->what) && g_str_equal (one->why, other->why) &&
         g_str_equal (one->mend, other->mend);
}

static gboolean
same_event (gconstpointer a,
            gconstpointer b)
{
  const PsrOrderEvent *one = a;
  const PsrOrderEvent *other = b;

  return one->at == other->at && g_strcmp0 (one->who, other->who) == 0 && g_strcmp0 (one->action, other->action) == 0 &&
         g_strcmp0 (one->old_value, other->old_value) == 0 && g_strcmp0 (one->new_value, other->new_value) == 0 &&
         g_strcmp0 (one->reason, other->reason) == 0;
}

static gboolean
are_same (GPtrArray *some,
          GPtrArray *others,
          gboolean (*is_same) (gconstpointer, gconstpointer))
{
  if (some->len != others->len)
    return FALSE;

  for (guint i = 0; i < some->len; i++)
    {
      if (!is_same (some->pdata[i], others->pdata[i]))
        return FALSE;
    }

  return TRUE;
}

static gboolean
are_same_totals (const PsrOrderTotals *one,
                 const PsrOrderTotals *other)
{
  return one->known == other->known &&
         (!one->known || (psr_decimal_equal (one->net, other->net) && psr_decimal_equal (one->vat, other->vat) &&
                          psr_decimal_equal (one->gross, other->gross)));
}

/**
 * psr_order_view_is_same:
 * @self: a view
 * @other: another one
 *
 * Returns: whether both say the same of the document; of the work in the field they may
 *   say different things
 */
gboolean
psr_order_view_is_same (const PsrOrderView *self,
                        const PsrOrderView *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return self->row->id == other->row->id && self->row->revision == other->row->revision &&
         g_strcmp0 (self->row->state, other->row->state) == 0 && self->is_exact == other->is_exact &&
         self->is_internal == other->is_internal && g_str_equal (self->reference, other->reference) &&
         g_str_equal (self->bill_to, other->bill_to) && g_str_equal (self->price_date, other->price_date) &&
         are_same_totals (&self->wello, &other->wello) && are_same_totals (&self->predicted, &other->predicted) &&
         are_same_totals (&self->bc, &other->bc) && g_strv_equal ((const char * const *) self->acts, (const char * const *) other->acts) &&
         are_same (self->lines, other->lines, same_line) && are_same (self->checks, other->checks, same_check) &&
         (self->other_checks == NULL) == (other->other_checks == NULL) &&
         (self->other_checks == NULL || are_same (self->other_checks, other->other_checks, same_check)) &&
         g_strcmp0 (self->row->document, other->row->document) == 0 &&
         are_same (self->history, other->history, same_event);
}
