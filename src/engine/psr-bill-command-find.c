/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bill-command-find"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>
#include <string.h>

#include "psr-bill-command.h"
#include "psr-engine-error.h"
#include "psr-explain.h"

/* The document that a person means by a number. */

static void
set_ambiguous (GError     **error,
               const char  *number,
               GPtrArray   *documents)
{
  g_autofree char *what = g_strdup_printf (_("“%s” is several invoices in Wello."), number);
  g_autoptr(GString) list = g_string_new (NULL);
  g_autofree char *mend = NULL;

  for (guint i = 0; i < documents->len; i++)
    {
      const PsrLedgerDocument *document = documents->pdata[i];

      /* Where several invoices share a number, only the external one differs. */
      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                              strcmp (document->internal_number, number) != 0 ? document->internal_number
                                                                              : document->external_number);
    }

  mend = g_strdup_printf (_("Name the ones to bill: %s."), list->str);
  psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_AMBIGUOUS, what,
                           _("Each of them becomes a document of its own."), mend);
}

static void
set_not_found (GError     **error,
               const char  *number)
{
  g_autofree char *what = g_strdup_printf (_("There is no Wello invoice or work order “%s” to bill."), number);

  psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND, what,
                           _("Only invoices that are, or were, “Ready for ERP” in Wello are known here."),
                           _("Look up the number (“passerellectl workorders” lists them), and the invoice’s status in Wello."));
}

static GPtrArray *
find (PsrLedger   *ledger,
      const char  *number,
      void       (*by) (PsrLedgerQuery *, const char * const *),
      GError     **error)
{
  const char * const numbers[] = { number, NULL };
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();

  by (query, numbers);

  return dex_await_boxed (psr_ledger_find (ledger, query), error);
}

/**
 * psr_bill_command_find_number:
 * @ledger: the ledger
 * @number: of a Wello invoice, else an external document number, else of a work order
 *   with one invoice
 * @ids: (element-type gint64): where to add the document
 * @error: return location for %PSR_ENGINE_ERROR_NOT_FOUND or _AMBIGUOUS
 *
 * Returns: whether there is one document that a person means; in a fiber
 */
gboolean
psr_bill_command_find_number (PsrLedger   *ledger,
                              const char  *number,
                              GArray      *ids,
                              GError     **error)
{
  static void (* const ways[]) (PsrLedgerQuery *, const char * const *) = {
    psr_ledger_query_set_internal_numbers,
    psr_ledger_query_set_external_numbers,
    psr_ledger_query_set_job_numbers,
  };
  g_autoptr(GPtrArray) documents = NULL;
  const PsrLedgerDocument *document;

  g_return_val_if_fail (PSR_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (number != NULL && ids != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_clear_pointer (&documents, g_ptr_array_unref);
      documents = find (ledger, number, ways[i], error);
      if (documents == NULL)
        return FALSE;
      if (documents->len > 0)
        break;
    }

  if (documents->len == 0)
    {
      set_not_found (error, number);
      return FALSE;
    }
  if (documents->len > 1)
    {
      set_ambiguous (error, number, documents);
      return FALSE;
    }

  document = documents->pdata[0];
  g_array_append_val (ids, document->id);

  return TRUE;
}
