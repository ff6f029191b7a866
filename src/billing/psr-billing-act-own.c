/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing-act-own"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-client.h"
#include "psr-billing-act-own.h"
#include "psr-billing-error.h"
#include "psr-billing-step.h"
#include "psr-explain.h"
#include "psr-service-error.h"

static void
set_refusal (GError     **error,
             const char  *what,
             const char  *why,
             const char  *mend)
{
  psr_set_explained_error (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_NOT_ALLOWED, what, why, mend);
}

static PsrBcDocument *
find_in_bc (PsrBillingContext  *context,
            const char         *bc_number,
            GError            **error)
{
  const char *numbers[] = { bc_number, NULL };
  g_autoptr(PsrBcLookup) lookup = NULL;
  g_autofree char *why = NULL;
  PsrBcDocument *only = NULL;
  guint n = 0;

  lookup = dex_await_boxed (psr_bc_client_find_documents_by_number (context->bc, numbers), error);

  if (lookup == NULL)
    return NULL;

  for (guint i = 0; i < lookup->documents->len; i++)
    {
      PsrBcDocument *document = g_ptr_array_index (lookup->documents, i);

      if (psr_bc_document_is_live (document) && g_ascii_strcasecmp (document->number, bc_number) == 0)
        {
          only = document;
          n++;
        }
    }

  if (n == 1)
    return psr_bc_document_ref (only);

  why = g_strdup_printf (n == 0 ? _("There is no order or invoice %s, or it is credited, or empty.")
                                : _("%s is both an order and an invoice."), bc_number);
  set_refusal (error, _("That document can’t be taken for the invoice"), why,
               _("Look for its number in Business Central."));

  return NULL;
}

static gboolean
check_same_customer (const PsrLedgerDocument  *document,
                     const PsrBcDocument      *found,
                     GError                  **error)
{
  g_autofree char *why = NULL;

  if (document->customer_id[0] != '\0' &&
      (g_strcmp0 (found->customer_id, document->customer_id) == 0 ||
       g_strcmp0 (found->bill_to_customer_id, document->customer_id) == 0))
    return TRUE;

  /* What costs the customer nothing is as well on the card that it is made for. */
  if (document->card_id[0] != '\0' && g_strcmp0 (found->customer_id, document->card_id) == 0)
    return TRUE;

  if (document->customer_id[0] == '\0')
    why = g_strdup_printf (_("The customer “%s” isn’t coupled with one in Business Central."), document->customer_name);
  else
    why = g_strdup_printf (_("%s is of customer %s, the invoice is of %s."), found->number, found->customer_number,
                           document->customer_number);

  set_refusal (error, _("That document is of another customer"), why,
               _("Look for the right number in Business Central, or couple the customer first."));

  return FALSE;
}

static gboolean
check_not_taken (PsrBillingContext        *context,
                 const PsrLedgerDocument  *document,
                 const PsrBcDocument      *found,
                 GError                  **error)
{
  const char *ids[] = { found->id, NULL };
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) rows = NULL;

  psr_ledger_query_set_bc_ids (query, ids);
  psr_ledger_query_set_live_only (query, TRUE);
  rows = psr_billing_step_find (context, query, error);

  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const PsrLedgerDocument *other = g_ptr_array_index (rows, i);
      g_autofree char *why = NULL;

      if (other->id == document->id)
        continue;

      why = g_strdup_printf (_("%s bills invoice %s."), found->number, other->internal_number);
      set_refusal (error, _("That document is taken already"), why,
                   _("Look for the right number in Business Central."));
      return FALSE;
    }

  return TRUE;
}

/* What isn't there is %NULL without @error set. */
static PsrBcDocument *
read_as (PsrBillingContext        *context,
         const PsrLedgerDocument  *document,
         PsrBcDocumentKind         kind,
         GError                  **error)
{
  g_autoptr(PsrBcDocument) own = NULL;
  g_autoptr(GError) local = NULL;

  own = dex_await_boxed (psr_bc_client_get_document (context->bc, kind, document->bc_id, FALSE), &local);

  if (local != NULL && !g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local));

  return g_steal_pointer (&own);
}

/* What the ledger knows of @document already would be forgotten, and bills it a second time
 * as long as it is there. Approved anew it may be of another kind than the ledger says. */
static gboolean
check_own (PsrBillingContext        *context,
           const PsrLedgerDocument  *document,
           const PsrBcDocument      *found,
           GError                  **error)
{
  g_autoptr(PsrBcDocument) own = NULL;
  g_autoptr(GError) local = NULL;
  g_autofree char *what = NULL;

  if (document->bc_id[0] == '\0' || g_str_equal (document->bc_id, found->id) ||
      g_str_equal (document->bc_status, "credited"))
    return TRUE;

  own = read_as (context, document, PSR_BC_DOCUMENT_INVOICE, &local);

  if (own == NULL && local == NULL)
    own = read_as (context, document, PSR_BC_DOCUMENT_ORDER, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  if (own == NULL || !psr_bc_document_is_live (own))
    return TRUE;

  /* It only had our number, and somebody gave it another one: it is somebody else's. */
  if (psr_billing_step_was_given_away (document, own->external_number))
    return TRUE;

  /* Translators: the number of a document in Business Central. */
  what = g_strdup_printf (_("It has the document %s already"), own->number);
  set_refusal (error, what, _("That one is in Business Central still, and would bill the same a second time."),
               _("Withdraw it first, or delete it in Business Central; or take it, if it is the right one."));

  return FALSE;
}

/**
 * psr_billing_act_find_billing:
 * @context: the context
 * @document: a document
 * @bc_number: number of an order or invoice in Business Central that a person says bills it
 * @error: return location for an error
 *
 * To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): that order or invoice, where it is of the same customer,
 *   bills nothing else, and @document has no other; %NULL with @error set when it can't be it
 */
PsrBcDocument *
psr_billing_act_find_billing (PsrBillingContext        *context,
                              const PsrLedgerDocument  *document,
                              const char               *bc_number,
                              GError                  **error)
{
  g_autoptr(PsrBcDocument) found = NULL;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (document != NULL && bc_number != NULL, NULL);

  found = find_in_bc (context, bc_number, error);

  if (found == NULL || !check_same_customer (document, found, error) ||
      !check_not_taken (context, document, found, error) || !check_own (context, document, found, error))
    return NULL;

  return g_steal_pointer (&found);
}
