/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-wello-change"

#include "sbx-wello-private.h"

#include <string.h>

/* POST api/Invoice/ChangeStatusId. Wello, Documentation/HelpGuide/ChangeInvoiceStatus. */

static const char *
member (JsonObject *body,
        const char *name)
{
  JsonNode *node = json_object_get_member (body, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return "";
  return json_node_get_string (node);
}

/* Documented: Ready for ERP becomes ERP Imported or ERP Error, and after the cause is mended Ready for ERP again. The
 * life cycle as a whole is a picture that could not be read. */
static gboolean
is_legal (SbxWello *wello,
          int       from,
          int       to)
{
  gboolean concerns_erp = from >= SBX_WELLO_STATUS_READY && to >= SBX_WELLO_STATUS_READY;

  if (from == to)
    return sbx_options_is (wello->options, "wello.repeat-status", "accepted");
  if (from == SBX_WELLO_STATUS_READY)
    return concerns_erp || sbx_options_is (wello->options, "wello.other-transitions", "allowed");
  if (from == SBX_WELLO_STATUS_ERROR)
    return to == SBX_WELLO_STATUS_READY || sbx_options_is (wello->options, "wello.other-transitions", "allowed");
  if (from == SBX_WELLO_STATUS_IMPORTED)
    return concerns_erp && (sbx_options_is (wello->options, "wello.imported-final", "no")
                            || (to == SBX_WELLO_STATUS_ERROR && sbx_options_is (wello->options, "wello.imported-final", "but-error")));
  return sbx_options_is (wello->options, "wello.other-transitions", "allowed");
}

static gboolean
check_fields (JsonObject      *body,
              int              to,
              SbxWelloProblem *problem)
{
  /* "erp_invoice_number: only required for ERP Imported; error_message: only required for ERP Error." */
  if (to == SBX_WELLO_STATUS_IMPORTED && *member (body, "erp_invoice_number") == '\0')
    return sbx_wello_refuse (problem, 400, "erp_invoice_number", "The erp_invoice_number field is required.");
  if (to == SBX_WELLO_STATUS_ERROR && *member (body, "error_message") == '\0')
    return sbx_wello_refuse (problem, 400, "error_message", "The error_message field is required.");
  return TRUE;
}

static void
put (SbxWelloCall *call,
     SbxRow       *invoice,
     SbxRow       *status,
     int           to,
     JsonObject   *body)
{
  sbx_row_set_text (invoice, "invoice_status_id", sbx_row_id (status));
  sbx_row_set_text (invoice, "invoice_status_name", sbx_row_text (status, "name"));
  if (to == SBX_WELLO_STATUS_IMPORTED)
    sbx_row_set_text (invoice, "invoice_number", member (body, "erp_invoice_number"));
  /* Where Wello keeps the message isn't said; the portal shows it. */
  if (to == SBX_WELLO_STATUS_ERROR)
    sbx_row_set_text (invoice, "sbx.errorMessage", member (body, "error_message"));
  sbx_table_touch (call->set->table, invoice);
}

gboolean
sbx_wello_change_status (SbxWelloCall    *call,
                         SbxWelloProblem *problem)
{
  g_autoptr (JsonNode) holder = NULL;
  JsonObject *body = sbx_request_json (call->request, &holder);
  SbxRow *invoice, *status;
  int from, to;

  if (body == NULL)
    return sbx_wello_refuse (problem, 400, NULL, "The request body is no JSON object.");
  if (*member (body, "invoice_id") == '\0')
    return sbx_wello_refuse (problem, 400, "invoice_id", "The invoice_id field is required.");
  if (*member (body, "target_status_id") == '\0')
    return sbx_wello_refuse (problem, 400, "target_status_id", "The target_status_id field is required.");

  invoice = sbx_table_find (call->set->table, member (body, "invoice_id"));
  if (invoice == NULL)
    return sbx_wello_refuse (problem, 404, NULL, "invoice with id %s was not found.", member (body, "invoice_id"));
  status = sbx_table_find (sbx_wello_table (call->wello, "InvoiceStatus"), member (body, "target_status_id"));
  if (status == NULL)
    return sbx_wello_refuse (problem, 422, "target_status_id", "There is no such invoice status.");

  to = sbx_wello_status_of (call->wello, sbx_row_id (status));
  from = sbx_wello_status_of (call->wello, sbx_row_text (invoice, "invoice_status_id"));
  if (!check_fields (body, to, problem))
    return FALSE;
  if (!is_legal (call->wello, from, to))
    return sbx_wello_refuse (problem, 409, NULL, "The status of the invoice cannot be changed from '%s' to '%s'.",
                             sbx_row_text (invoice, "invoice_status_name"), sbx_row_text (status, "name"));

  put (call, invoice, status, to, body);
  sbx_wello_answer_row (call, (guint) g_ascii_strtoull (sbx_options_get (call->wello->options, "wello.change-status-code"), NULL, 10), invoice);
  return TRUE;
}
