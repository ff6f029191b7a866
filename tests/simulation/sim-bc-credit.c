/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "sim-bc-private.h"

/* A world lives for a day. */
#define DAY "2026-08-24"

static SimMemo *
add_memo (SimWorld    *self,
          SimDocument *document,
          SimAmount    gross,
          SimAmount    net)
{
  SimMemo *memo = g_new0 (SimMemo, 1);

  memo->id = sim_world_new_id (self, "c4ed0000");
  memo->number = g_strdup_printf ("S-CR%06u", self->memos->len + 1);
  memo->document = document;
  memo->gross = gross;
  memo->net = net;
  memo->modified = sim_timeline_now (self->timeline);
  g_ptr_array_add (self->memos, memo);

  return memo;
}

void
sim_memo_free (gpointer data)
{
  SimMemo *memo = data;

  g_free (memo->id);
  g_free (memo->number);
  g_free (memo);
}

/* Once all of it is credited, by one or by several, the invoice is closed, and bills
 * nothing any more. A shipment isn't undone by it. */
static void
post_memo (SimWorld *self,
           SimMemo  *memo)
{
  SimDocument *document = memo->document;
  SimAmount credited = 0;
  SimTotals totals;

  memo->posted = TRUE;
  memo->closed = sim_timeline_chance (self->timeline, 500000);
  memo->modified = sim_timeline_now (self->timeline);
  g_free (memo->number);
  memo->number = g_strdup_printf ("PS-CR%06u", ++self->n_posted_memos);

  for (guint i = 0; i < self->memos->len; i++)
    {
      const SimMemo *one = g_ptr_array_index (self->memos, i);

      if (one->document == document && one->posted)
        credited += one->gross;
    }

  sim_document_reckon (document, &totals);

  if (credited < totals.net + totals.vat)
    return;

  document->status = SIM_PAID;
  document->credited = TRUE;
  document->modified = memo->modified;
  document->etag++;
  sim_timeline_trace (self->timeline, "bc %s is credited", document->number);
}

/* Somebody credits what is posted: by canceling it, or by credit memos, of which one
 * that isn't posted credits nothing yet. */
void
sim_bc_credit (SimWorld    *self,
               SimDocument *document)
{
  guint way = (guint) sim_timeline_draw (self->timeline, 5);
  SimTotals totals;
  SimMemo *memo;

  sim_document_reckon (document, &totals);

  if (way == 0 && document->status == SIM_POSTED)
    {
      memo = add_memo (self, document, totals.net + totals.vat, totals.net);
      memo->posted = memo->closed = TRUE;
      document->status = SIM_CANCELED;
      document->modified = memo->modified;
      return;
    }

  memo = way == 1 ? add_memo (self, document, (totals.net + totals.vat) / 2, totals.net / 2)
                  : add_memo (self, document, totals.net + totals.vat, totals.net);

  if (way < 4)
    post_memo (self, memo);
}

/* Somebody posts a credit memo that was prepared. */
void
sim_bc_post_memo (SimWorld *self)
{
  for (guint i = 0; i < self->memos->len; i++)
    {
      SimMemo *memo = g_ptr_array_index (self->memos, i);

      if (!memo->posted && sim_document_is_live (memo->document))
        {
          sim_timeline_trace (self->timeline, "person posts %s", memo->number);
          post_memo (self, memo);
          return;
        }
    }
}

/* Those since a time, or those of invoices that are named. */
PsrResponse *
sim_bc_list_memos (SimWorld   *self,
                   const char *url,
                   const char *filter)
{
  g_autoptr(GString) json = g_string_new ("{\"value\":[");
  const char *place = strstr (url, "lastModifiedDateTime ge ");
  g_autofree char *time = NULL;
  PsrTimestamp since = 0;

  if (place != NULL)
    {
      place += strlen ("lastModifiedDateTime ge ");
      time = g_strndup (place, strcspn (place, "& "));

      if (!psr_timestamp_parse (time, &since, NULL))
        return sim_refuse (self, 400, "BadRequest", "A time is expected.");
    }

  for (guint i = 0; i < self->memos->len; i++)
    {
      const SimMemo *memo = g_ptr_array_index (self->memos, i);
      g_autofree char *modified = psr_timestamp_to_string (memo->modified);
      char buffers[2][SIM_AMOUNT_TEXT];

      if (memo->modified < since || (place == NULL && !sim_bc_is_named (filter, memo->document->id)))
        continue;

      g_string_append_printf (json, "%s{\"id\":\"%s\",\"number\":\"%s\",\"postingDate\":\"" DAY "\",\"status\":\"%s\",\"invoiceId\":\"%s\","
                              "\"totalAmountExcludingTax\":%s,\"totalAmountIncludingTax\":%s,\"lastModifiedDateTime\":\"%s\"}",
                              g_str_has_suffix (json->str, "[") ? "" : ",", memo->id, memo->number,
                              !memo->posted ? "Draft" : memo->document->status == SIM_CANCELED ? "Corrective"
                              : memo->closed ? "Paid" : "Open", memo->document->id,
                              sim_amount_text (memo->net, buffers[0]), sim_amount_text (memo->gross, buffers[1]), modified);
    }

  g_string_append (json, "]}");

  return sim_answer (self, 200, json->str);
}

/* What is posted has entries, under its number and of its day. */
PsrResponse *
sim_bc_list_entries (SimWorld   *self,
                     const char *filter)
{
  g_autoptr(GString) json = g_string_new ("{\"value\":[");

  if (strstr (filter, "postingdate eq " DAY) == NULL)
    return sim_refuse (self, 400, "BadRequest", "A day is expected.");

  for (guint i = 0; i < self->memos->len; i++)
    {
      const SimMemo *memo = g_ptr_array_index (self->memos, i);

      if (memo->posted && sim_bc_is_named (filter, memo->number))
        g_string_append_printf (json, "%s{\"documentNumber\":\"%s\",\"documentType\":\"Credit_x0020_Memo\"}",
                                g_str_has_suffix (json->str, "[") ? "" : ",", memo->number);
    }

  for (guint i = 0; i < self->documents->len; i++)
    {
      const SimDocument *document = g_ptr_array_index (self->documents, i);

      if (!document->is_gone && document->status >= SIM_POSTED && sim_bc_is_named (filter, document->number))
        g_string_append_printf (json, "%s{\"documentNumber\":\"%s\",\"documentType\":\"Invoice\"}",
                                g_str_has_suffix (json->str, "[") ? "" : ",", document->number);
    }

  g_string_append (json, "]}");

  return sim_answer (self, 200, json->str);
}

/* An order that was posted was shipped; it is listed also when part of it was, and whatever
 * invoice it is on. */
PsrResponse *
sim_bc_list_shipments (SimWorld   *self,
                       const char *filter)
{
  if (self->refuses_shipments)
    return sim_refuse (self, 403, "Internal_Forbidden",
                       "You do not have the following permissions on TableData Sales Shipment Header: Read.");

  for (guint i = 0; i < self->documents->len; i++)
    {
      const SimDocument *document = g_ptr_array_index (self->documents, i);

      if (document->order_number != NULL && document->status >= SIM_POSTED &&
          (sim_bc_is_named (filter, document->order_number) || sim_bc_is_named (filter, document->external)))
        return sim_answer (self, 200, "{\"value\":[{\"number\":\"SH1\"}]}");
    }

  return sim_answer (self, 200, "{\"value\":[]}");
}
