/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing-act-own"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-client.h"
#include "psr-billing-act-own.h"
#include "psr-billing-error.h"
#include "psr-explain.h"
#include "psr-service-error.h"

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

/**
 * psr_billing_act_check_own:
 * @context: the context
 * @document: a document that a person says is billed by @found
 * @found: a document in Business Central
 * @error: return location for an error
 *
 * What the ledger knows of @document already would be forgotten, and bills it a second time
 * as long as it is there. Approved anew it may be of another kind than the ledger says. To be
 * called in a fiber.
 *
 * Returns: whether @document has no document but @found
 */
gboolean
psr_billing_act_check_own (PsrBillingContext        *context,
                           const PsrLedgerDocument  *document,
                           const PsrBcDocument      *found,
                           GError                  **error)
{
  g_autoptr(PsrBcDocument) own = NULL;
  g_autoptr(GError) local = NULL;
  g_autofree char *what = NULL;

  g_return_val_if_fail (context != NULL, FALSE);
  g_return_val_if_fail (document != NULL && found != NULL, FALSE);

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

  /* Translators: the number of a document in Business Central. */
  what = g_strdup_printf (_("It has the document %s already"), own->number);
  psr_set_explained_error (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_NOT_ALLOWED, what,
                           _("That one is in Business Central still, and would bill the same a second time."),
                           _("Withdraw it first, or delete it in Business Central; or take it, if it is the right one."));

  return FALSE;
}
