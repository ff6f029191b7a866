/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-voids"

#include "config.h"

#include "psr-bc-client-private.h"
#include "psr-service-error.h"

/* Deleting a draft whose posting failed late, or one of a number series that it
 * shares with posted invoices, leaves a posted invoice without amount under the same
 * external number ([AL] PostSalesDelete). One that goods or labour are on at no price
 * isn't such. */
static gboolean
may_be_void (const PsrBcDocument *document)
{
  return document->kind == PSR_BC_DOCUMENT_INVOICE && !psr_bc_document_is_draft (document) &&
         psr_bc_document_is_live (document) &&
         psr_decimal_is_zero (document->total_including_tax) &&
         psr_decimal_is_zero (document->total_excluding_tax);
}

static gboolean
has_only_comments (const PsrBcDocument *document)
{
  for (guint i = 0; i < document->lines->len; i++)
    {
      const PsrBcLine *line = g_ptr_array_index (document->lines, i);

      if (line->type != PSR_BC_LINE_COMMENT)
        return FALSE;
    }

  return TRUE;
}

/*
 * Takes what bills nothing out of @documents; in a fiber. Returns it, or NULL when
 * that couldn't be found out.
 */
GPtrArray *
psr_bc_client_take_voids (PsrBcClient  *client,
                          GPtrArray    *documents,
                          GError      **error)
{
  g_autoptr (GPtrArray) voids = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_bc_document_unref);

  g_return_val_if_fail (PSR_IS_BC_CLIENT (client), NULL);
  g_return_val_if_fail (documents != NULL, NULL);

  for (guint i = 0; i < documents->len;)
    {
      const PsrBcDocument *document = g_ptr_array_index (documents, i);
      g_autoptr (PsrBcDocument) whole = NULL;
      g_autoptr (GError) local = NULL;

      if (may_be_void (document))
        whole = dex_await_boxed (psr_bc_client_get_document (client, document->kind, document->id, TRUE), &local);

      if (local != NULL && !g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }

      if (whole != NULL && whole->lines != NULL && has_only_comments (whole))
        g_ptr_array_add (voids, g_ptr_array_steal_index (documents, i));
      else
        i++;
    }

  return g_steal_pointer (&voids);
}
