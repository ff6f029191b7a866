/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "fake-world-private.h"
#include "psr-json.h"

FakeInvoice *
fake_world_get_invoice (FakeWorld *self,
                        guint      i)
{
  return g_ptr_array_index (self->invoices, i);
}

static void
add_invoice (GString     *json,
             FakeInvoice *invoice)
{
  g_string_append_printf (json,
                          "{\"id\":\"%s\",\"internal_number\":\"%s\",\"id2\":%u,\"company_id\":\"" FAKE_WELLO_COMPANY "\","
                          "\"company_name\":\"Château d’eau\",\"invoice_type\":\"WorkOrderApproval\",\"source_db_table_name\":\"jobs\","
                          "\"source_id_in_table\":\"99990000-0000-4000-8000-000000000001\",\"date_create\":\"2026-08-20T10:00:00Z\","
                          "\"invoice_status_id\":\"%s\",\"invoice_status_name\":\"Some status\",\"memo\":\"%s\",\"invoice_number\":\"%s\","
                          "\"delivery_name\":\"Pumping station\",\"delivery_street\":\"Rue de l’Eau 1\",\"delivery_city\":\"Namur\",\"delivery_zip\":\"5000\","
                          "\"discount\":%s,\"total_amount\":%s,\"total_lines\":2,\"modified_dateutc\":\"2026-08-20T10:00:00Z\",\"invoice_details\":["
                          "{\"id\":\"%.4s1111%s\",\"article_id\":\"" FAKE_WELLO_ARTICLE "\",\"article_code\":\"1896-S\",\"article_name\":\"Desk\","
                          "\"line_num\":1,\"quantity_decimal\":1,\"article_price\":%s,\"discount\":0,\"vat_rate\":%s,\"total_line\":%s,"
                          "\"source_db_table_name\":\"job_part_usage\",\"discount_percentage\":0},"
                          "{\"id\":\"%.4s2222%s\",\"article_id\":\"00000000-0000-0000-0000-000000000000\",\"article_name\":\"Work\","
                          "\"line_num\":2,\"quantity_decimal\":0.75,\"article_price\":60,\"discount\":0,\"vat_rate\":%s,\"total_line\":45,"
                          "\"source_db_table_name\":\"job_non_part_usage\",\"source_id_in_table\":\"88880000-0000-4000-8000-000000000001\","
                          "\"discount_percentage\":0}]}",
                          invoice->id, invoice->number, (guint) g_ascii_strtoull (invoice->id + 24, NULL, 10) + 6, invoice->status, invoice->memo, invoice->erp_number,
                          invoice->discount, invoice->total,
                          invoice->id, invoice->id + 8, invoice->price, invoice->vat_rate, invoice->price,
                          invoice->id, invoice->id + 8, invoice->vat_rate);
}

PsrResponse *
fake_world_list_invoices (FakeWorld  *self,
               const char *url)
{
  g_autoptr(GString) json = g_string_new (NULL);
  gboolean first = TRUE;

  if (strstr (url, "InvoiceView(") != NULL)
    {
      self->n_views++;
      for (guint i = 0; i < self->invoices->len; i++)
        {
          FakeInvoice *invoice = g_ptr_array_index (self->invoices, i);

          if (strstr (url, invoice->id) != NULL)
            {
              add_invoice (json, invoice);
              return fake_world_answer (self, 200, json->str);
            }
        }

      return fake_world_refuse (self, 404, "", "No such invoice");
    }

  g_string_append (json, "{\"value\":[");

  for (guint i = 0; i < self->invoices->len; i++)
    {
      FakeInvoice *invoice = g_ptr_array_index (self->invoices, i);

      if (strstr (url, invoice->status) == NULL)
        continue;

      if (!first)
        g_string_append_c (json, ',');
      add_invoice (json, invoice);
      first = FALSE;
    }

  g_string_append (json, "]}");

  return fake_world_answer (self, 200, json->str);
}

DexFuture *
fake_world_change_status (FakeWorld  *self,
               const char *body)
{
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr(JsonNode) node = psr_json_parse (bytes, NULL);
  JsonObject *object = json_node_get_object (node);
  FakeFate fate = FAKE_MADE;

  if (self->wello_fate_for == NULL || g_str_equal (self->wello_fate_for, psr_json_get_string (object, "target_status_id")))
    {
      fate = self->wello_fate;
      self->wello_fate = FAKE_MADE;
    }

  if (fate == FAKE_DROP_BEFORE || self->wello_mute)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");
  if (fate == FAKE_NOT_SENT)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NOT_SENT, "no connection");

  if (fate == FAKE_COMMIT_LATE)
    {
      g_set_str (&self->wello_late, body);
      return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");
    }

  for (guint i = 0; i < self->invoices->len; i++)
    {
      FakeInvoice *invoice = g_ptr_array_index (self->invoices, i);
      const char *target = psr_json_get_string (object, "target_status_id");

      if (!g_str_equal (invoice->id, psr_json_get_string (object, "invoice_id")))
        continue;

      if (g_str_equal (invoice->status, FAKE_IMPORTED) && !self->renumbers && fate != FAKE_REFUSED &&
          ((self->gives_back == FAKE_BECOMES_READY && g_str_equal (target, FAKE_READY)) ||
           (self->gives_back == FAKE_BECOMES_ERROR && g_str_equal (target, FAKE_ERROR))))
        {
          g_set_str (&invoice->status, target);
          g_set_str (&invoice->message, psr_json_get_string (object, "error_message"));

          return fate == FAKE_DROP_AFTER ? fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped")
                                         : dex_future_new_take_object (fake_world_answer (self, 200, "{}"));
        }

      /* Imported is final; only what is ready can be imported. */
      if (fate == FAKE_REFUSED || (g_str_equal (invoice->status, FAKE_IMPORTED) && !self->renumbers) ||
          (g_str_equal (target, FAKE_IMPORTED) && !g_str_equal (invoice->status, FAKE_READY) && !self->renumbers))
        return dex_future_new_take_object (fake_world_refuse (self, 409, "", "Illegal transition"));

      g_set_str (&invoice->status, target);
      g_set_str (&invoice->erp_number, psr_json_get_string (object, "erp_invoice_number"));
      g_set_str (&invoice->message, psr_json_get_string (object, "error_message"));

      if (fate == FAKE_DROP_AFTER)
        return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");

      return dex_future_new_take_object (fake_world_answer (self, 200, "{}"));
    }

  return dex_future_new_take_object (fake_world_refuse (self, 404, "", "No such invoice"));
}

/* What was on its way to Wello arrives. */
void
fake_world_let_hear (FakeWorld *self)
{
  g_autofree char *body = g_steal_pointer (&self->wello_late);
  g_autoptr(DexFuture) unread = NULL;

  g_assert_nonnull (body);
  unread = fake_world_change_status (self, body);
}
