/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-flow-view"

#include "config.h"

#include "psr-flow-view.h"

G_DEFINE_BOXED_TYPE (PsrRecordView, psr_record_view, psr_record_view_ref, psr_record_view_unref)

/**
 * psr_flow_day_new:
 * @day: the day, "YYYY-MM-DD"
 *
 * Returns: (transfer full): the day, on which nothing was done yet
 */
PsrFlowDay *
psr_flow_day_new (const char *day)
{
  PsrFlowDay *self = g_new0 (PsrFlowDay, 1);

  self->day = g_strdup (day);

  return self;
}

/**
 * psr_flow_day_free:
 * @self: (transfer full): a day
 */
void
psr_flow_day_free (PsrFlowDay *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->day);
  g_free (self);
}

static void
field_free (gpointer data)
{
  PsrRecordField *field = data;

  g_free (field->label);
  g_free (field->bc);
  g_free (field->wello);
  g_free (field->agreed);
  g_free (field);
}

static void
psr_record_view_clear (gpointer data)
{
  PsrRecordView *self = data;

  g_free (self->number);
  g_free (self->name);
  g_clear_error (&self->problem);
  g_free (self->wello_id);
  g_free (self->mark);
  g_free (self->question);
  g_ptr_array_unref (self->fields);
}

/**
 * psr_record_view_new:
 * @number: its number
 * @name: its name
 *
 * Returns: (transfer full): the record, to be filled
 */
PsrRecordView *
psr_record_view_new (const char *number,
                     const char *name)
{
  PsrRecordView *self = g_atomic_rc_box_new0 (PsrRecordView);

  self->number = g_strdup (number);
  self->name = g_strdup (name);
  self->agreed_at = PSR_TIMESTAMP_NONE;
  self->wello_id = g_strdup ("");
  self->mark = g_strdup ("");
  self->question = g_strdup ("");
  self->fields = g_ptr_array_new_with_free_func (field_free);

  return self;
}

/**
 * psr_record_view_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrRecordView *
psr_record_view_ref (PsrRecordView *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_record_view_unref:
 * @self: (transfer full): a record
 */
void
psr_record_view_unref (PsrRecordView *self)
{
  g_atomic_rc_box_release_full (self, psr_record_view_clear);
}

/**
 * psr_record_view_is_left:
 * @self: a record
 *
 * Returns: whether only Wello has it any more, so that another record of Business Central may
 *   take its place
 */
gboolean
psr_record_view_is_left (const PsrRecordView *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_coupled && !self->has_bc && self->has_wello && self->wello_id != NULL && *self->wello_id != '\0';
}

/**
 * psr_record_view_add_field:
 * @self: a record that nobody else has yet
 * @label: what people call the value, translated
 *
 * Returns: (transfer none): the value, to be filled
 */
PsrRecordField *
psr_record_view_add_field (PsrRecordView *self,
                           const char    *label)
{
  PsrRecordField *field;

  g_return_val_if_fail (self != NULL, NULL);

  field = g_new0 (PsrRecordField, 1);
  field->label = g_strdup (label);
  g_ptr_array_add (self->fields, field);

  return field;
}
