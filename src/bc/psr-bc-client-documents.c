/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-client-private.h"
#include "psr-bc-v1.h"
#include "psr-fetch.h"
#include "psr-net-future.h"
#include "psr-odata-literal.h"
#include "psr-text.h"


/* A PsrFetchFunc; @data is the kind. */
static gpointer
read_document (JsonObject  *object,
               gpointer     data,
               GError     **error)
{
  return psr_bc_document_from_json (GPOINTER_TO_INT (data), object, error);
}

static void
free_document (gpointer document)
{
  psr_bc_document_unref (document);
}

static char *
dup_record_path (const char *set_name,
                 const char *id)
{
  /* The key of a line of API v1.0 is a text. */
  if (psr_bc_v1_is_line_key (id))
    return g_strconcat (set_name, "('", id, "')", NULL);

  return g_strconcat (set_name, "(", id, ")", NULL);
}

/* Whether invoices were credited is found out; what bills nothing is told apart on
 * request. */
typedef struct
{
  PsrBcClient *client;
  gboolean     tell_voids;
  GPtrArray   *pagers[PSR_BC_N_DOCUMENT_KINDS];
} Lookup;

static void
lookup_finalize (gpointer data)
{
  Lookup *lookup = data;

  g_clear_object (&lookup->client);
  for (guint kind = 0; kind < PSR_BC_N_DOCUMENT_KINDS; kind++)
    g_clear_pointer (&lookup->pagers[kind], g_ptr_array_unref);
}

static void
lookup_unref (gpointer lookup)
{
  g_atomic_rc_box_release_full (lookup, lookup_finalize);
}

static void
add_fetches (GPtrArray         *futures,
             GPtrArray         *pagers,
             PsrBcDocumentKind  kind)
{
  g_assert (futures != NULL);

  for (guint i = 0; pagers != NULL && i < pagers->len; i++)
    g_ptr_array_add (futures, psr_fetch_rows (g_object_ref (g_ptr_array_index (pagers, i)), read_document,
                                              GINT_TO_POINTER (kind), free_document));
}

static DexFuture *
lookup_fiber (gpointer data)
{
  Lookup *lookup = data;
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func (free_document);
  g_autoptr (GPtrArray) voids = NULL;
  g_autoptr (GError) error = NULL;
  PsrTimestamp earliest = PSR_TIMESTAMP_NONE;
  PsrTimestamp latest = PSR_TIMESTAMP_NONE;

  g_assert (lookup != NULL);

  for (guint kind = 0; kind < PSR_BC_N_DOCUMENT_KINDS; kind++)
    add_fetches (futures, lookup->pagers[kind], kind);

  /* All of them, even once one has failed: libdex's queue of fibers doesn't survive
   * that one is dropped in the moment in which it is to go on. */
  if (futures->len > 0)
    dex_await (dex_future_allv ((DexFuture * const *) futures->pdata, futures->len), NULL);

  for (guint i = 0; i < futures->len; i++)
    {
      const GValue *value = dex_future_get_value (g_ptr_array_index (futures, i), &error);
      PsrODataPage *page;
      PsrTimestamp date;

      if (value == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));

      page = g_value_get_object (value);
      date = psr_odata_page_get_date (page);

      /* An answer without a date proves nothing: NONE is the least of all. */
      earliest = i == 0 ? date : MIN (earliest, date);
      latest = MAX (latest, date);

      g_ptr_array_extend_and_steal (documents, g_ptr_array_ref (psr_odata_page_get_rows (page)));
    }

  if (!psr_bc_client_mark_credited (lookup->client, documents, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  voids = lookup->tell_voids ? psr_bc_client_take_voids (lookup->client, documents, &error)
                             : g_ptr_array_new ();
  if (voids == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (PSR_TYPE_BC_LOOKUP,
                                    psr_bc_lookup_new_with_voids (documents, voids, earliest, latest));
}

static DexFuture *
take_documents (DexFuture *completed,
                gpointer   data)
{
  PsrBcLookup *lookup = g_value_get_boxed (dex_future_get_value (completed, NULL));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_ptr_array_ref (lookup->documents));
}

/**
 * psr_bc_client_get_documents_by_ids:
 * @self: a client with a company
 * @kind: orders, invoices or quotes
 * @ids: (array zero-terminated=1): canonical GUIDs
 *
 * Reads the headers of many documents, with as few requests as the length of an
 * address allows.
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcDocument, in no
 *   order, without those that are gone; rejects with #PsrServiceErrorCode or
 *   #PsrBcError when any part of the answer is missing
 */
DexFuture *
psr_bc_client_get_documents_by_ids (PsrBcClient        *self,
                                    PsrBcDocumentKind   kind,
                                    const char * const *ids)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) literals = NULL;
  Lookup *lookup;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (kind < PSR_BC_N_DOCUMENT_KINDS, NULL);
  g_return_val_if_fail (ids != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  for (; *ids != NULL; ids++)
    {
      char *literal = psr_odata_guid (*ids);

      if (literal != NULL)
        g_strv_builder_take (builder, literal);
    }

  literals = g_strv_builder_end (builder);
  lookup = g_atomic_rc_box_new0 (Lookup);
  lookup->client = g_object_ref (self);
  lookup->pagers[kind] = psr_bc_client_make_pagers (self, psr_bc_document_get_set_name (kind), NULL, "id",
                                                    (const char * const *) literals, NULL);

  return dex_future_then (psr_net_spawn (lookup_fiber, lookup, lookup_unref), take_documents, NULL, NULL);
}

/* As Business Central keeps them, each once, as literals. */
static GStrv
dup_number_literals (const char * const *numbers)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert (numbers != NULL);

  for (; *numbers != NULL; numbers++)
    {
      char *code = psr_text_code (*numbers);

      if (*code == '\0' || g_hash_table_contains (seen, code))
        {
          g_free (code);
          continue;
        }

      g_strv_builder_take (builder, psr_odata_string (code));
      g_hash_table_add (seen, code);
    }

  return g_strv_builder_end (builder);
}

static DexFuture *
look_up (PsrBcClient        *self,
         const char         *field,
         const char * const *numbers,
         guint               kinds)
{
  g_auto (GStrv) literals = NULL;
  Lookup *lookup;

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  literals = dup_number_literals (numbers);
  lookup = g_atomic_rc_box_new0 (Lookup);
  lookup->client = g_object_ref (self);
  lookup->tell_voids = TRUE;

  for (guint kind = 0; kind < PSR_BC_N_DOCUMENT_KINDS; kind++)
    {
      if ((kinds & 1u << kind) != 0)
        lookup->pagers[kind] = psr_bc_client_make_pagers (self, psr_bc_document_get_set_name (kind), NULL,
                                                          field, (const char * const *) literals, NULL);
    }

  return psr_net_spawn (lookup_fiber, lookup, lookup_unref);
}

#define BILLING_KINDS (1u << PSR_BC_DOCUMENT_ORDER | 1u << PSR_BC_DOCUMENT_INVOICE)

/**
 * psr_bc_client_find_documents_by_number:
 * @self: a client with a company
 * @numbers: (array zero-terminated=1): numbers of documents
 *
 * As psr_bc_client_find_documents(), by their own numbers. An order and an invoice
 * may have the same one.
 *
 * Returns: (transfer full): a future of a #PsrBcLookup
 */
DexFuture *
psr_bc_client_find_documents_by_number (PsrBcClient        *self,
                                        const char * const *numbers)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (numbers != NULL, NULL);

  return look_up (self, "number", numbers, BILLING_KINDS);
}

/**
 * psr_bc_client_find_documents:
 * @self: a client with a company
 * @external_numbers: (array zero-terminated=1): external document numbers
 *
 * Looks for sales orders and sales invoices, drafts and posted ones, by their
 * external numbers, with as few requests as the length of an address allows.
 * Asks the primary database: a replica might not know a new document yet.
 *
 * Business Central keeps these numbers upper case and trimmed, and accepts the
 * same one on several documents ([AL] SalesHeader, Code[35]). Posted invoices that
 * bill nothing are told apart.
 *
 * Returns: (transfer full): a future of a #PsrBcLookup; rejects with
 *   #PsrServiceErrorCode or #PsrBcError when any part of the answer is missing
 */
DexFuture *
psr_bc_client_find_documents (PsrBcClient        *self,
                              const char * const *external_numbers)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (external_numbers != NULL, NULL);

  return look_up (self, "externalDocumentNumber", external_numbers, BILLING_KINDS);
}

/**
 * psr_bc_client_find_invoices_of_order:
 * @self: a client with a company
 * @order_number: number of a sales order
 *
 * Looks for the invoices that were made from an order, which is gone by then.
 *
 * Returns: (transfer full): a future of a #PsrBcLookup
 */
DexFuture *
psr_bc_client_find_invoices_of_order (PsrBcClient *self,
                                      const char  *order_number)
{
  const char *numbers[] = { order_number, NULL };

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (order_number != NULL && *order_number != '\0', NULL);

  return look_up (self, "orderNumber", numbers, 1u << PSR_BC_DOCUMENT_INVOICE);
}

/**
 * psr_bc_client_find_quotes:
 * @self: a client with a company
 * @external_numbers: (array zero-terminated=1): external document numbers
 *
 * Looks for sales quotes, as psr_bc_client_find_documents() for what bills.
 *
 * Returns: (transfer full): a future of a #PsrBcLookup; rejects with
 *   %PSR_SERVICE_ERROR_NOT_FOUND where quotes aren't offered, and else as
 *   psr_bc_client_find_documents()
 */
DexFuture *
psr_bc_client_find_quotes (PsrBcClient        *self,
                           const char * const *external_numbers)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (external_numbers != NULL, NULL);

  return look_up (self, "externalDocumentNumber", external_numbers, 1u << PSR_BC_DOCUMENT_QUOTE);
}

static DexFuture *
write_record (PsrBcClient *self,
              const char  *method,
              const char  *path,
              const char  *expand,
              const char  *etag,
              GBytes      *body)
{
  g_autoptr (PsrRequest) request = NULL;
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *url = NULL;

  g_assert (PSR_IS_BC_CLIENT (self));
  g_assert (method != NULL);
  g_assert (path != NULL);

  if (expand != NULL)
    {
      query = psr_odata_query_new (path);
      psr_odata_query_expand (query, expand);
      path = "";
    }

  url = psr_bc_client_dup_url (self, path, query);
  request = psr_request_new (PSR_REQUEST_CREATE, method, url);

  /* What may be made twice is looked up before, and looked up after doubt by the
   * time at which that was: it mustn't be sent much later. */
  if (g_str_equal (method, "POST"))
    psr_request_set_patience (request, PSR_BC_PATIENCE);

  if (etag != NULL)
    psr_request_set_header (request, "If-Match", etag);

  if (body != NULL)
    psr_request_set_body (request, body, "application/json");

  return psr_service_client_write (psr_bc_client_get_service (self), request);
}

/**
 * psr_bc_client_create_document:
 * @self: a client with a company
 * @kind: order, invoice or quote
 * @body: the document with its lines, as JSON
 *
 * Makes a document and its lines in one request, once: nothing is sent again, nor
 * sent at all when its turn comes more than a minute later.
 * The answer carries the header and is asked to carry the lines; its totals
 * may be those from before the lines.
 *
 * Returns: (transfer full): a future of a #PsrWriteOutcome
 */
DexFuture *
psr_bc_client_create_document (PsrBcClient       *self,
                               PsrBcDocumentKind  kind,
                               GBytes            *body)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (body != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  return write_record (self, "POST", psr_bc_document_get_set_name (kind),
                       psr_bc_document_get_lines_name (kind), NULL, body);
}

/**
 * psr_bc_client_parse_document:
 * @self: a client
 * @kind: order, invoice or quote
 * @response: the answer to a create or a PATCH
 *
 * Reads the document that came back, off the main thread.
 *
 * Returns: (transfer full): a future of a #PsrBcDocument; rejects with
 *   %PSR_SERVICE_ERROR_BAD_ANSWER or #PsrBcError
 */
DexFuture *
psr_bc_client_parse_document (PsrBcClient       *self,
                              PsrBcDocumentKind  kind,
                              PsrResponse       *response)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (PSR_IS_RESPONSE (response), NULL);

  return psr_fetch_parse (psr_bc_client_get_service (self), response, PSR_TYPE_BC_DOCUMENT,
                          read_document, GINT_TO_POINTER (kind), NULL);
}

/**
 * psr_bc_client_get_document:
 * @self: a client with a company
 * @kind: order, invoice or quote
 * @id: canonical GUID
 * @with_lines: whether to ask for the lines as well
 *
 * Returns: (transfer full): a future of a #PsrBcDocument; rejects with
 *   %PSR_SERVICE_ERROR_NOT_FOUND when it is gone, or as any read
 */
DexFuture *
psr_bc_client_get_document (PsrBcClient       *self,
                            PsrBcDocumentKind  kind,
                            const char        *id,
                            gboolean           with_lines)
{
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *path = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  path = dup_record_path (psr_bc_document_get_set_name (kind), id);

  if (with_lines)
    {
      query = psr_odata_query_new (path);
      psr_odata_query_expand (query, psr_bc_document_get_lines_name (kind));
      url = psr_bc_client_dup_url (self, "", query);
    }
  else
    {
      url = psr_bc_client_dup_url (self, path, NULL);
    }

  return psr_fetch_object (psr_bc_client_get_service (self), url, PSR_TYPE_BC_DOCUMENT,
                           read_document, GINT_TO_POINTER (kind), NULL);
}

/**
 * psr_bc_client_get_lines:
 * @self: a client with a company
 * @kind: order, invoice or quote
 * @id: canonical GUID of the document
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcLine; rejects
 *   with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_get_lines (PsrBcClient       *self,
                         PsrBcDocumentKind  kind,
                         const char        *id)
{
  g_autofree char *path = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  path = g_strconcat (psr_bc_document_get_set_name (kind), "(", id, ")/",
                      psr_bc_document_get_lines_name (kind), NULL);
  url = psr_bc_client_dup_url (self, path, NULL);

  return psr_bc_fetch_all (psr_bc_client_get_service (self), url, &psr_bc_line_kind);
}

/**
 * psr_bc_client_patch_document:
 * @self: a client with a company
 * @kind: order, invoice or quote
 * @id: canonical GUID
 * @etag: as read just before: even reading a document may change it
 * @body: the properties to set, as JSON
 *
 * Changes a document. A stale @etag is answered by %PSR_WRITE_STALE.
 *
 * Returns: (transfer full): a future of a #PsrWriteOutcome
 */
DexFuture *
psr_bc_client_patch_document (PsrBcClient       *self,
                              PsrBcDocumentKind  kind,
                              const char        *id,
                              const char        *etag,
                              GBytes            *body)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (etag != NULL && *etag != '\0', NULL);
  g_return_val_if_fail (body != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  path = dup_record_path (psr_bc_document_get_set_name (kind), id);
  return write_record (self, "PATCH", path, NULL, etag, body);
}

/**
 * psr_bc_client_patch_line:
 * @self: a client with a company
 * @kind: of the line's document
 * @line_id: canonical GUID
 * @etag: as read just before
 * @body: the properties to set, as JSON; `quantity` re-prices, so `unitPrice`
 *   and `discountPercent` come after it
 *
 * Changes a line. A stale @etag is answered by %PSR_WRITE_STALE.
 *
 * Returns: (transfer full): a future of a #PsrWriteOutcome
 */
DexFuture *
psr_bc_client_patch_line (PsrBcClient       *self,
                          PsrBcDocumentKind  kind,
                          const char        *line_id,
                          const char        *etag,
                          GBytes            *body)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (line_id != NULL, NULL);
  g_return_val_if_fail (etag != NULL && *etag != '\0', NULL);
  g_return_val_if_fail (body != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  path = dup_record_path (psr_bc_document_get_lines_name (kind), line_id);
  return write_record (self, "PATCH", path, NULL, etag, body);
}

/**
 * psr_bc_client_delete_document:
 * @self: a client with a company
 * @kind: order, invoice or quote
 * @id: canonical GUID
 * @etag: of a fresh read that said *Draft*: Business Central itself doesn't
 *   stop the deletion of a posted invoice ([AL] SalesInvoiceAggregator)
 *
 * Deletes a document. A stale @etag is answered by %PSR_WRITE_STALE.
 *
 * Returns: (transfer full): a future of a #PsrWriteOutcome
 */
DexFuture *
psr_bc_client_delete_document (PsrBcClient       *self,
                               PsrBcDocumentKind  kind,
                               const char        *id,
                               const char        *etag)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (etag != NULL && *etag != '\0', NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  path = dup_record_path (psr_bc_document_get_set_name (kind), id);
  return write_record (self, "DELETE", path, NULL, etag, NULL);
}
