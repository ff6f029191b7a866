/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing-report"

#include "config.h"

#include "psr-billing-report.h"

G_DEFINE_BOXED_TYPE (PsrBillingResult, psr_billing_result, psr_billing_result_copy, psr_billing_result_free)
G_DEFINE_BOXED_TYPE (PsrBillingReport, psr_billing_report, psr_billing_report_ref, psr_billing_report_unref)

/**
 * psr_billing_result_new:
 *
 * Returns: (transfer full): a result with empty texts
 */
PsrBillingResult *
psr_billing_result_new (void)
{
  PsrBillingResult *self = g_new0 (PsrBillingResult, 1);

  self->internal_number = g_strdup ("");
  self->external_number = g_strdup ("");
  self->bc_number = g_strdup ("");
  self->reason = g_strdup ("");
  self->what = g_strdup ("");
  self->why = g_strdup ("");
  self->mend = g_strdup ("");
  self->not_before = PSR_TIMESTAMP_NONE;

  return self;
}

/**
 * psr_billing_result_copy:
 * @self: a result
 *
 * Returns: (transfer full): a copy of @self
 */
PsrBillingResult *
psr_billing_result_copy (const PsrBillingResult *self)
{
  PsrBillingResult *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->internal_number = g_strdup (self->internal_number);
  copy->external_number = g_strdup (self->external_number);
  copy->bc_number = g_strdup (self->bc_number);
  copy->reason = g_strdup (self->reason);
  copy->what = g_strdup (self->what);
  copy->why = g_strdup (self->why);
  copy->mend = g_strdup (self->mend);
  copy->body = g_strdup (self->body);

  return copy;
}

/**
 * psr_billing_result_free:
 * @self: (transfer full): a result
 *
 * Frees @self.
 */
void
psr_billing_result_free (PsrBillingResult *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->internal_number);
  g_free (self->external_number);
  g_free (self->bc_number);
  g_free (self->reason);
  g_free (self->what);
  g_free (self->why);
  g_free (self->mend);
  g_free (self->body);
  g_free (self);
}

/**
 * psr_billing_report_new:
 *
 * Returns: (transfer full): an empty report
 */
PsrBillingReport *
psr_billing_report_new (void)
{
  PsrBillingReport *self = g_atomic_rc_box_new0 (PsrBillingReport);

  self->results = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_billing_result_free);
  self->quotes_left = g_ptr_array_new_with_free_func (g_free);
  self->quotes_removed = g_ptr_array_new_with_free_func (g_free);
  self->next_look_up = PSR_TIMESTAMP_NONE;

  return self;
}

/**
 * psr_billing_report_ref:
 * @self: a report
 *
 * Returns: (transfer full): another reference to @self
 */
PsrBillingReport *
psr_billing_report_ref (PsrBillingReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_billing_report_finalize (gpointer data)
{
  PsrBillingReport *self = data;

  g_clear_pointer (&self->results, g_ptr_array_unref);
  g_clear_pointer (&self->quotes_left, g_ptr_array_unref);
  g_clear_pointer (&self->quotes_removed, g_ptr_array_unref);
  g_clear_error (&self->stopped);
  g_free (self->found_number);
}

/**
 * psr_billing_report_unref:
 * @self: (transfer full): a report
 *
 * Drops a reference to @self.
 */
void
psr_billing_report_unref (PsrBillingReport *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_billing_report_finalize);
}
