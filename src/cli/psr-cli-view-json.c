/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-view-json"

#include "config.h"

#include "psr-cli-view.h"

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

/**
 * psr_cli_view_work_order_json:
 * @writer: where to write
 * @row: a work order
 * @body: (nullable): what would be sent for it
 *
 * Writes a work order as an object.
 */
void
psr_cli_view_work_order_json (PsrJsonWriter      *writer,
                              const PsrWorkOrder *row,
                              const char         *body)
{
  g_autofree char *until = NULL;
  g_auto(GStrv) flags = psr_work_order_dup_flags (row);

  if (row->checking_until != PSR_TIMESTAMP_NONE)
    until = psr_timestamp_to_string (row->checking_until);

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "number", row->number);
  psr_json_writer_add_string (writer, "workOrder", has_text (row->work_order) ? row->work_order : "");
  psr_json_writer_add_string (writer, "customerNumber", has_text (row->customer_number) ? row->customer_number : "");
  psr_json_writer_add_string (writer, "customerName", has_text (row->customer_name) ? row->customer_name : "");
  psr_json_writer_add_string (writer, "site", has_text (row->site) ? row->site : "");
  psr_json_writer_add_string (writer, "completed", has_text (row->date) ? row->date : "");
  psr_json_writer_add_decimal (writer, "parts", row->parts);
  psr_json_writer_add_decimal (writer, "hours", row->hours);
  psr_json_writer_add_decimal (writer, "net", row->net);
  psr_json_writer_add_decimal (writer, "vat", row->vat);
  psr_json_writer_add_decimal (writer, "gross", row->gross);
  psr_json_writer_add_string (writer, "currency", has_text (row->currency) ? row->currency : "");
  psr_json_writer_add_string (writer, "document", has_text (row->document) ? row->document : "");
  psr_json_writer_member (writer, "flags");
  psr_json_writer_begin_array (writer);
  for (gsize i = 0; flags[i] != NULL; i++)
    psr_json_writer_string (writer, flags[i]);
  psr_json_writer_end_array (writer);
  psr_json_writer_add_string (writer, "state", row->state);
  psr_json_writer_add_string (writer, "reason", has_text (row->reason) ? row->reason : "");
  psr_json_writer_add_string (writer, "mend", has_text (row->mend) ? row->mend : "");
  psr_json_writer_add_string (writer, "bcNumber", has_text (row->bc_number) ? row->bc_number : "");
  psr_json_writer_add_string (writer, "bcStatus", has_text (row->bc_status) ? row->bc_status : "");
  psr_json_writer_add_string (writer, "externalDocumentNumber", has_text (row->external_number) ? row->external_number : "");
  psr_json_writer_add_string (writer, "approvedBy", row->approved_by);
  psr_json_writer_add_boolean (writer, "automatic", row->is_automatic);
  psr_json_writer_add_string (writer, "checkingUntil", until != NULL ? until : "");
  if (body != NULL)
    psr_json_writer_add_string (writer, "body", body);
  psr_json_writer_end_object (writer);
}

/**
 * psr_cli_view_work_orders_json:
 * @writer: where to write
 * @rows: (element-type PsrWorkOrder): work orders
 * @bodies: (nullable) (element-type utf8): what would be sent for each
 *
 * Writes an array of work orders.
 */
void
psr_cli_view_work_orders_json (PsrJsonWriter *writer,
                               GPtrArray     *rows,
                               GPtrArray     *bodies)
{
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < rows->len; i++)
    psr_cli_view_work_order_json (writer, rows->pdata[i], bodies != NULL ? bodies->pdata[i] : NULL);
  psr_json_writer_end_array (writer);
}
