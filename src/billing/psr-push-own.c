/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-own"

#include "config.h"

#include <string.h>

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-push-own.h"

/* Goes before the id of a document of which a person was asked whether it is still there. That
 * it was shown as one of several says nothing of that. */
#define ABSENT "absent:"

static PsrBcDocument *
find_id (GPtrArray  *documents,
         const char *id)
{
  for (guint i = 0; i < documents->len; i++)
    {
      PsrBcDocument *document = g_ptr_array_index (documents, i);

      if (g_str_equal (document->id, id))
        return document;
    }

  return NULL;
}

static GPtrArray *
read_kind (PsrPushRun               *run,
           const PsrLedgerDocument  *document,
           PsrBcDocumentKind         kind,
           GError                  **error)
{
  const char *ids[] = { document->bc_id, NULL };

  return dex_await_boxed (psr_bc_client_get_documents_by_ids (run->context->bc, kind, ids), error);
}

/* Whoever bills it again may ask for the other kind: what was made is what it was. */
static GPtrArray *
read_by_id (PsrPushRun               *run,
            const PsrLedgerDocument  *document,
            GError                  **error)
{
  gboolean is_order = g_str_equal (document->kind, "order");
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(PsrBcLookup) invoices = NULL;

  found = read_kind (run, document, is_order ? PSR_BC_DOCUMENT_ORDER : PSR_BC_DOCUMENT_INVOICE, error);

  if (found == NULL || found->len > 0)
    return g_steal_pointer (&found);

  g_clear_pointer (&found, g_ptr_array_unref);
  found = read_kind (run, document, is_order ? PSR_BC_DOCUMENT_INVOICE : PSR_BC_DOCUMENT_ORDER, error);

  /* An order is gone once it is invoiced; its invoice has its number. */
  if (found == NULL || found->len > 0 || document->bc_number[0] == '\0')
    return g_steal_pointer (&found);

  /* An invoice's number may be that of somebody else's order. */
  if (!psr_push_may_be (run, document, PSR_BILLING_KIND_ORDER))
    return g_steal_pointer (&found);

  invoices = dex_await_boxed (psr_bc_client_find_invoices_of_order (run->context->bc, document->bc_number), error);

  return invoices != NULL ? g_ptr_array_ref (invoices->documents) : NULL;
}

/**
 * psr_push_look_by_id:
 * @run: the run
 * @document: (transfer none): a document
 * @lookup: a look-up for its external number
 * @error: return location for an error
 *
 * What is known by its id is never believed to be missing because somebody wrote another
 * external number on it. To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): @lookup, with the document where its id finds it
 */
PsrBcLookup *
psr_push_look_by_id (PsrPushRun               *run,
                     const PsrLedgerDocument  *document,
                     PsrBcLookup              *lookup,
                     GError                  **error)
{
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GPtrArray) own = g_ptr_array_new ();
  PsrBcDocument *there;

  g_return_val_if_fail (run != NULL && document != NULL && lookup != NULL, NULL);

  if (document->bc_id[0] == '\0' || find_id (lookup->voids, document->bc_id) != NULL)
    return psr_bc_lookup_ref (lookup);

  /* It may have its number still. */
  there = find_id (lookup->documents, document->bc_id);

  if (there != NULL)
    g_ptr_array_add (own, there);
  else
    found = read_by_id (run, document, error);

  if (there == NULL && found == NULL)
    return NULL;

  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      PsrBcDocument *one = g_ptr_array_index (found, i);

      if (find_id (lookup->voids, one->id) == NULL && !psr_billing_step_was_given_away (document, one->external_number))
        g_ptr_array_add (own, one);
    }

  return own->len > 0 ? psr_bc_lookup_new_with_own (lookup, own) : psr_bc_lookup_ref (lookup);
}

/**
 * psr_push_dup_shown:
 * @document: a document
 * @ids: GUIDs of documents, separated by spaces, that a person is about to be shown
 *
 * What a person has decided about stays decided, whatever else there is to ask.
 *
 * Returns: (transfer full): those, and all that a person was shown before
 */
char *
psr_push_dup_shown (const PsrLedgerDocument *document,
                    const char              *ids)
{
  g_auto(GStrv) new_ids = NULL;
  g_autoptr(GString) shown = NULL;

  g_return_val_if_fail (document != NULL && ids != NULL, NULL);

  new_ids = g_strsplit (ids, " ", -1);
  shown = g_string_new (document->shown);

  for (guint i = 0; new_ids[i] != NULL; i++)
    {
      if (new_ids[i][0] != '\0' && strstr (shown->str, new_ids[i]) == NULL)
        g_string_append_printf (shown, "%s%s", shown->len > 0 ? " " : "", new_ids[i]);
    }

  return g_string_free_and_steal (g_steal_pointer (&shown));
}

/**
 * psr_push_dup_shown_absent:
 * @document: a document
 *
 * Returns: (transfer full): all that a person was shown before, and that what @document is
 *   known by isn't found
 */
char *
psr_push_dup_shown_absent (const PsrLedgerDocument *document)
{
  g_autofree char *id = NULL;

  g_return_val_if_fail (document != NULL, NULL);

  id = document->bc_id[0] != '\0' ? g_strconcat (ABSENT, document->bc_id, NULL) : g_strdup ("");

  return psr_push_dup_shown (document, id);
}

/**
 * psr_push_was_shown_absent:
 * @document: a document
 *
 * Returns: whether a person was asked already about what @document is known by, since it isn't
 *   found, and has decided
 */
gboolean
psr_push_was_shown_absent (const PsrLedgerDocument *document)
{
  g_autofree char *id = NULL;

  g_return_val_if_fail (document != NULL, FALSE);

  id = g_strconcat (ABSENT, document->bc_id, NULL);

  return document->bc_id[0] == '\0' || strstr (document->shown, id) != NULL;
}
