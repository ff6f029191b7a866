/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-resource-trial"

#include "config.h"

#include "psr-decimal.h"
#include "psr-json-writer.h"
#include "psr-push-run.h"
#include "psr-quote-trial.h"
#include "psr-resource-trial.h"

/* A line of one hour each. What a resource costs and how its unit is called stays Business
 * Central's. */
static GBytes *
make_body (const char         *customer_id,
           const char * const *numbers)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();
  PsrDecimal one = PSR_DECIMAL_INIT (PSR_DECIMAL_SCALE);

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "externalDocumentNumber", PSR_QUOTE_TRIAL_NUMBER);
  psr_json_writer_add_string (writer, "customerId", customer_id);
  if (numbers != NULL)
    {
      psr_json_writer_member (writer, "salesQuoteLines");
      psr_json_writer_begin_array (writer);
      for (gsize i = 0; numbers[i] != NULL; i++)
        {
          psr_json_writer_begin_object (writer);
          psr_json_writer_add_string (writer, "lineType", "Resource");
          psr_json_writer_add_string (writer, "lineObjectNumber", numbers[i]);
          psr_json_writer_add_decimal (writer, "quantity", one);
          psr_json_writer_end_object (writer);
        }
      psr_json_writer_end_array (writer);
    }
  psr_json_writer_end_object (writer);

  return psr_json_writer_finish (writer);
}

/* The quote is read again, since the answer to a create has no version to remove it by that
 * counts. What can't be removed is named in @left. */
static gboolean
remove_made (PsrBcClient      *bc,
             PsrWriteOutcome  *outcome,
             char            **left,
             GError          **error)
{
  g_autoptr(PsrBcDocument) made = NULL;
  g_autoptr(PsrBcDocument) quote = NULL;
  g_autofree char *why = NULL;

  made = dex_await_boxed (psr_bc_client_parse_document (bc, PSR_BC_DOCUMENT_QUOTE, psr_write_outcome_get_response (outcome)),
                          error);
  if (made != NULL)
    quote = dex_await_boxed (psr_bc_client_get_document (bc, PSR_BC_DOCUMENT_QUOTE, made->id, TRUE), error);
  if (quote == NULL)
    return FALSE;

  why = psr_quote_trial_remove (bc, quote);

  if (why != NULL)
    g_set_str (left, quote->number);

  return TRUE;
}

/* Whether such a quote is accepted; it is gone afterwards, or named in @left. */
static gboolean
try_quote (PsrBcClient         *bc,
           const char          *customer_id,
           const char * const  *numbers,
           gboolean            *is_accepted,
           char               **why,
           char               **left,
           GError             **error)
{
  g_autoptr(GBytes) body = make_body (customer_id, numbers);
  g_autoptr(PsrWriteOutcome) outcome = NULL;

  outcome = dex_await_object (psr_bc_client_create_document (bc, PSR_BC_DOCUMENT_QUOTE, body), error);
  if (outcome == NULL)
    return FALSE;

  *is_accepted = psr_write_outcome_get_kind (outcome) == PSR_WRITE_MADE;
  if (*is_accepted)
    return remove_made (bc, outcome, left, error);

  if (psr_write_outcome_get_kind (outcome) == PSR_WRITE_REFUSED)
    {
      g_free (*why);
      *why = psr_push_run_dup_reason (outcome);
      return TRUE;
    }

  g_propagate_error (error, g_error_copy (psr_write_outcome_get_reason (outcome)));

  return FALSE;
}

/**
 * psr_resource_trial_make:
 * @bc: Business Central
 * @numbers: (array zero-terminated=1): numbers of resources
 * @result: (out): what it came to
 * @why: (out) (transfer full) (nullable): what Business Central said, where it refused
 * @left: (out) (transfer full) (nullable): number of the quote, where it couldn't be removed
 * @error: return location for an error
 *
 * Resources are in no standard entity, so that only a line tells whether one is there: makes
 * a sales quote with a line of each, for any customer, and removes it. Nothing is billed,
 * whatever becomes of the answers; a quote that is left behind has the number of a trial and
 * is named by the sweep of billing. To be called in a fiber.
 *
 * Returns: whether it could be tried
 */
gboolean
psr_resource_trial_make (PsrBcClient             *bc,
                         const char * const      *numbers,
                         PsrResourceTrialResult  *result,
                         char                   **why,
                         char                   **left,
                         GError                 **error)
{
  g_autofree char *customer_id = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *again = NULL;
  gboolean is_accepted;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (bc), FALSE);
  g_return_val_if_fail (numbers != NULL && result != NULL && why != NULL && left != NULL, FALSE);

  *why = *left = NULL;
  customer_id = psr_quote_trial_find_customer (bc, NULL, error);
  if (customer_id == NULL || !try_quote (bc, customer_id, numbers, &is_accepted, &refused, left, error))
    return FALSE;

  *result = PSR_RESOURCE_TRIAL_WORKS;
  if (is_accepted)
    return TRUE;

  /* It may be that no quotes can be made at all, or not for this customer. */
  if (!try_quote (bc, customer_id, NULL, &is_accepted, &again, left, error))
    return FALSE;

  *result = is_accepted ? PSR_RESOURCE_TRIAL_REFUSED : PSR_RESOURCE_TRIAL_UNKNOWN;
  *why = is_accepted ? g_steal_pointer (&refused) : g_steal_pointer (&again);

  return TRUE;
}
