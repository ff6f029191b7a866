/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "sim-world.h"

static const char * const status_ids[] = {
  [SIM_WELLO_DRAFTED] = SIM_DRAFTED,
  [SIM_WELLO_READY] = SIM_READY,
  [SIM_WELLO_IMPORTED] = SIM_IMPORTED,
  [SIM_WELLO_FAILED] = SIM_FAILED,
};

static void
append_time (GString      *json,
             PsrTimestamp  time)
{
  g_autofree char *text = psr_timestamp_to_string (time);

  g_string_append_printf (json, "\"%s\"", text);
}

static void
append_line (GString      *json,
             SimInvoice   *invoice,
             SimWelloLine *line,
             guint         position,
             gboolean      details)
{
  char buffers[6][SIM_AMOUNT_TEXT];
  SimAmount net = sim_wello_line_net (line);
  SimAmount vat = sim_amount_percent (line->price, (SimAmount) line->rate * SIM_ONE);

  /* The two tables disagree on what a line's total is. */
  if (details)
    net += sim_amount_times (line->quantity, vat);

  g_string_append_printf (json,
                          "{\"id\":\"%s\",\"invoice_id\":\"%s\",\"article_id\":\"%s\",\"article_code\":\"%s\",\"article_name\":\"%s\","
                          "\"line_num\":%u,\"quantity_decimal\":%s,\"article_price\":%s,\"discount\":%s,\"discount_percentage\":%s,"
                          "\"vat_rate\":%s,\"vat_value\":%s,\"total_line\":%s,\"source_db_table_name\":\"%s\"",
                          line->id, invoice->id,
                          line->item != NULL ? line->item->article : "00000000-0000-0000-0000-000000000000",
                          line->item != NULL ? line->item->number : "", line->item != NULL ? "Part" : "Work",
                          position, sim_amount_text (line->quantity, buffers[0]), sim_amount_text (line->price, buffers[1]),
                          sim_amount_text (line->off, buffers[2]), sim_amount_text (line->percent, buffers[3]),
                          sim_amount_text ((SimAmount) line->rate * (SIM_ONE / 100), buffers[4]),
                          sim_amount_text (details ? vat : 0, buffers[5]), sim_amount_text (net, (char[SIM_AMOUNT_TEXT]) { 0 }),
                          line->usage != NULL ? "job_non_part_usage" : "job_part_usage");

  if (line->usage != NULL)
    g_string_append_printf (json, ",\"source_id_in_table\":\"%s\"", line->usage);

  g_string_append_c (json, '}');
}

static void
append_invoice (GString    *json,
                SimInvoice *invoice)
{
  g_string_append_printf (json,
                          "{\"id\":\"%s\",\"internal_number\":\"%s\",\"id2\":%u,\"company_id\":\"%s\",\"company_name\":\"Company %s\","
                          "\"invoice_type\":\"WorkOrderApproval\",\"source_db_table_name\":\"jobs\",\"source_id_in_table\":\"%s\","
                          "\"date_create\":\"2026-08-20T10:00:00Z\",\"invoice_status_id\":\"%s\",\"invoice_status_name\":\"%u\","
                          "\"memo\":\"Merci\",\"invoice_number\":\"%s\",\"discount\":0,\"total_amount\":0,\"total_lines\":%u,\"modified_dateutc\":",
                          invoice->id, invoice->number, invoice->index + 7, invoice->customer->company, invoice->customer->number,
                          invoice->job, status_ids[invoice->status], invoice->status, invoice->told, invoice->lines->len);
  append_time (json, invoice->modified);
  g_string_append (json, ",\"invoice_details\":[");

  for (guint i = 0; i < invoice->lines->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append_line (json, invoice, g_ptr_array_index (invoice->lines, i), i + 1, FALSE);
    }

  g_string_append (json, "]}");
}

static void
separate (GString *json)
{
  if (json->str[json->len - 1] != '[')
    g_string_append_c (json, ',');
}

static PsrResponse *
list_invoices (SimWorld   *self,
               const char *url)
{
  g_autoptr(GString) json = g_string_new (NULL);
  SimInvoice *one = strstr (url, "InvoiceView(") != NULL ? sim_world_find_invoice (self, url) : NULL;

  if (strstr (url, "InvoiceView(") != NULL)
    {
      if (one == NULL || !one->there)
        return sim_refuse (self, 404, "", "No such invoice");

      append_invoice (json, one);
      return sim_answer (self, 200, json->str);
    }

  g_string_append (json, "{\"value\":[");

  for (guint i = 0; i < self->invoices->len; i++)
    {
      SimInvoice *invoice = g_ptr_array_index (self->invoices, i);

      if (!invoice->there || strstr (url, status_ids[invoice->status]) == NULL)
        continue;

      separate (json);
      append_invoice (json, invoice);
    }

  g_string_append (json, "]}");

  return sim_answer (self, 200, json->str);
}

static PsrResponse *
list_of_invoices (SimWorld   *self,
                  const char *url)
{
  gboolean jobs = strstr (url, "/Jobs?") != NULL;
  gboolean usage = strstr (url, "/JobNonPartUsage?") != NULL;
  g_autoptr(GString) json = g_string_new ("{\"value\":[");

  for (guint i = 0; i < self->invoices->len; i++)
    {
      SimInvoice *invoice = g_ptr_array_index (self->invoices, i);

      if (strstr (url, jobs || usage ? invoice->job : invoice->id) == NULL)
        continue;

      if (jobs)
        {
          separate (json);
          g_string_append_printf (json, "{\"id\":\"%s\",\"id2\":%u,\"name\":\"Repair\",\"date_closed\":\"2026-08-19T22:30:00Z\"}",
                                  invoice->job, 4711 + invoice->index);
          continue;
        }

      for (guint j = 0; j < invoice->lines->len; j++)
        {
          SimWelloLine *line = g_ptr_array_index (invoice->lines, j);
          char buffers[2][SIM_AMOUNT_TEXT];

          if (!usage)
            {
              separate (json);
              append_line (json, invoice, line, j + 1, TRUE);
            }
          else if (line->usage != NULL)
            {
              separate (json);
              g_string_append_printf (json, "{\"id\":\"%s\",\"jobs_id\":\"%s\",\"type_code\":\"WorkingTime\",\"line_code\":\"\","
                                      "\"quantity\":%s,\"price\":%s}", line->usage, invoice->job,
                                      sim_amount_text (line->quantity, buffers[0]), sim_amount_text (line->price, buffers[1]));
            }
        }
    }

  g_string_append (json, "]}");

  return sim_answer (self, 200, json->str);
}

/* Imported is final, unless this Wello lets it be changed again; what is in error
 * has to be made ready before it can be imported. */
static gboolean
may_change (SimWorld       *self,
            SimInvoice     *invoice,
            SimWelloStatus  target)
{
  switch (invoice->status)
    {
    case SIM_WELLO_READY:
      return target == SIM_WELLO_IMPORTED || target == SIM_WELLO_FAILED || target == SIM_WELLO_READY;
    case SIM_WELLO_FAILED:
      return target == SIM_WELLO_READY || target == SIM_WELLO_FAILED;
    case SIM_WELLO_IMPORTED:
      return (self->renumbers && target == SIM_WELLO_IMPORTED) || (self->reopens && target == SIM_WELLO_READY) ||
             (self->fails_again && target == SIM_WELLO_FAILED);
    case SIM_WELLO_DRAFTED:
    default:
      return FALSE;
    }
}

static PsrResponse *
change_status (SimWorld   *self,
               const char *body,
               guint       state)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  const char *wanted;
  JsonObject *object;
  SimInvoice *invoice;

  if (!json_parser_load_from_data (parser, body, -1, NULL))
    return sim_refuse (self, 400, "", "Bad request");

  object = json_node_get_object (json_parser_get_root (parser));
  invoice = sim_world_find_invoice (self, json_object_get_string_member_with_default (object, "invoice_id", ""));
  wanted = json_object_get_string_member_with_default (object, "target_status_id", "");

  if (invoice == NULL || !invoice->there)
    return sim_refuse (self, 404, "", "No such invoice");

  for (SimWelloStatus target = SIM_WELLO_READY; target <= SIM_WELLO_FAILED; target++)
    {
      if (!g_str_equal (wanted, status_ids[target]))
        continue;

      if (!may_change (self, invoice, target))
        return sim_refuse (self, 409, "", "Illegal transition");

      invoice->status = target;
      invoice->taken_back = FALSE;
      invoice->modified = sim_timeline_now (self->timeline);
      invoice->teller = state;
      g_set_str (&invoice->told, json_object_get_string_member_with_default (object, "erp_invoice_number", ""));
      g_set_str (&invoice->message, json_object_get_string_member_with_default (object, "error_message", ""));
      sim_timeline_trace (self->timeline, "wello %s is %u, %s", invoice->number, target, invoice->told);

      return sim_answer (self, 200, "{}");
    }

  return sim_refuse (self, 422, "", "No such status");
}

PsrResponse *
sim_wello_serve (SimWorld   *self,
                 const char *method,
                 const char *url,
                 const char *body,
                 guint       state)
{
  if (g_str_equal (method, "POST"))
    return strstr (url, "/Invoice/ChangeStatusId") != NULL ? change_status (self, body, state)
                                                           : sim_refuse (self, 404, "", "No such action");

  if (strstr (url, "/InvoiceStatus") != NULL)
    return sim_answer (self, 200, "{\"value\":[{\"id\":\"" SIM_READY "\",\"name\":\"Ready for ERP\"},"
                       "{\"id\":\"" SIM_IMPORTED "\",\"name\":\"ERP Imported\"},"
                       "{\"id\":\"" SIM_FAILED "\",\"name\":\"ERP Error\"}]}");
  if (strstr (url, "/InvoiceView") != NULL)
    return list_invoices (self, url);
  if (strstr (url, "/Jobs?") != NULL || strstr (url, "/JobNonPartUsage?") != NULL || strstr (url, "/InvoiceDetails?") != NULL)
    return list_of_invoices (self, url);

  return sim_answer (self, 200, "{\"value\":[]}");
}
