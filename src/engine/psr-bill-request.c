/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bill-request"

#include "config.h"

#include "psr-bill-request.h"
#include "psr-check.h"
#include "psr-work-order.h"

G_DEFINE_BOXED_TYPE (PsrBillRequest, psr_bill_request, psr_bill_request_ref, psr_bill_request_unref)
G_DEFINE_BOXED_TYPE (PsrBillAnswer, psr_bill_answer, psr_bill_answer_ref, psr_bill_answer_unref)

static void
psr_bill_request_clear (gpointer data)
{
  PsrBillRequest *self = data;

  g_strfreev (self->numbers);
  g_clear_pointer (&self->documents, g_array_unref);
  g_free (self->document);
  g_free (self->via);
  g_free (self->person);
  g_strfreev (self->accept);
  g_free (self->day);
}

static void
psr_bill_answer_clear (gpointer data)
{
  PsrBillAnswer *self = data;

  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->bodies, g_ptr_array_unref);
  g_clear_pointer (&self->quotes_left, g_ptr_array_unref);
  g_clear_pointer (&self->quotes_removed, g_ptr_array_unref);
  g_clear_error (&self->stopped);
}

/**
 * psr_bill_request_new:
 * @numbers: (nullable): what to bill, or %NULL for all that is ready
 * @document: (nullable): `invoice` or `order`, or %NULL for the profile's choice
 * @person: who asks
 *
 * Returns: (transfer full): a request
 */
PsrBillRequest *
psr_bill_request_new (const char * const *numbers,
                      const char         *document,
                      const char         *person)
{
  PsrBillRequest *self;

  g_return_val_if_fail (person != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrBillRequest);
  self->numbers = g_strdupv ((char **) numbers);
  self->document = g_strdup (document);
  self->person = g_strdup (person);

  return self;
}

/**
 * psr_bill_request_new_for_documents:
 * @documents: (element-type PsrSeenDocument): which documents, as they were seen
 * @document: (nullable): `invoice` or `order`, or %NULL for the profile's choice
 * @person: who asks
 *
 * Returns: (transfer full): a request
 */
PsrBillRequest *
psr_bill_request_new_for_documents (GArray     *documents,
                                    const char *document,
                                    const char *person)
{
  PsrBillRequest *self;

  g_return_val_if_fail (documents != NULL, NULL);

  self = psr_bill_request_new (NULL, document, person);
  self->documents = g_array_ref (documents);

  return self;
}

/**
 * psr_bill_request_ref:
 * @self: a request
 *
 * Returns: (transfer full): @self
 */
PsrBillRequest *
psr_bill_request_ref (PsrBillRequest *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bill_request_unref:
 * @self: (transfer full): a request
 */
void
psr_bill_request_unref (PsrBillRequest *self)
{
  g_atomic_rc_box_release_full (self, psr_bill_request_clear);
}

/**
 * psr_bill_can_accept:
 * @name: a name
 *
 * Returns: whether there is a check of that name that a person may answer
 */
gboolean
psr_bill_can_accept (const char *name)
{
  const PsrCheck *check = psr_check_find (name);

  return check != NULL && check->weight == PSR_CHECK_ASKS;
}

/**
 * psr_bill_list_acceptable:
 *
 * Returns: (transfer full): the names of the checks that a person may answer
 */
char *
psr_bill_list_acceptable (void)
{
  g_autoptr(GString) names = g_string_new (NULL);
  gsize n;
  const PsrCheck *checks = psr_check_list (&n);

  for (gsize i = 0; i < n; i++)
    {
      if (checks[i].weight == PSR_CHECK_ASKS)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", checks[i].id);
    }

  return g_string_free_and_steal (g_steal_pointer (&names));
}

/**
 * psr_bill_answer_new:
 *
 * Returns: (transfer full): an answer without documents
 */
PsrBillAnswer *
psr_bill_answer_new (void)
{
  PsrBillAnswer *self = g_atomic_rc_box_new0 (PsrBillAnswer);

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_work_order_unref);

  return self;
}

/**
 * psr_bill_answer_ref:
 * @self: an answer
 *
 * Returns: (transfer full): @self
 */
PsrBillAnswer *
psr_bill_answer_ref (PsrBillAnswer *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bill_answer_unref:
 * @self: (transfer full): an answer
 */
void
psr_bill_answer_unref (PsrBillAnswer *self)
{
  g_atomic_rc_box_release_full (self, psr_bill_answer_clear);
}
