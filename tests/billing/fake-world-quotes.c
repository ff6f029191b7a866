/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fake-world-private.h"

FakeDocument *
fake_world_get_quote (FakeWorld *self,
                      guint      i)
{
  return g_ptr_array_index (self->quotes, i);
}

/* Somebody changed it. */
void
fake_world_edit (FakeWorld    *self,
                 FakeDocument *document)
{
  document->revision++;
  document->modified = psr_clock_now (self->clock) + document->revision;
}

void
fake_world_set_price (FakeWorld    *self,
                      FakeDocument *document,
                      guint         line,
                      const char   *price)
{
  g_assert_true (psr_decimal_parse (price, &((FakeLine *) g_ptr_array_index (document->lines, line))->price, NULL));
  fake_world_edit (self, document);
}

/* Both at once, but for an extension that commits in between. */
FakeDocument *
fake_world_convert (FakeWorld    *self,
                    FakeDocument *quote,
                    gboolean      order)
{
  FakeDocument *document = fake_world_copy_document (self, quote);

  document->is_order = order;
  document->id = g_strdup_printf ("dddd0000-0000-4000-8000-%012u", ++self->n_made);
  document->number = g_strdup_printf ("%s%05u", order ? "S-ORD" : "1", self->n_made);
  g_ptr_array_add (self->documents, document);

  if (self->commits_between)
    self->commits_between = FALSE;
  else
    g_ptr_array_remove (self->quotes, quote);

  return document;
}

FakeDocument *
fake_world_copy_quote (FakeWorld    *self,
                       FakeDocument *from,
                       const char   *number)
{
  FakeDocument *quote = fake_world_copy_document (self, from);

  quote->is_quote = TRUE;
  quote->number = g_strdup (number);
  quote->id = g_strdup_printf ("7777%04u-0000-4000-8000-000000000000", self->quotes->len);
  g_ptr_array_add (self->quotes, quote);

  return quote;
}

static FakeDocument *
find (FakeWorld  *self,
      const char *url)
{
  for (guint i = 0; i < self->quotes->len; i++)
    {
      FakeDocument *quote = g_ptr_array_index (self->quotes, i);

      if (strstr (url, quote->id) != NULL)
        return quote;
    }

  return NULL;
}

static PsrResponse *
gone (FakeWorld *self)
{
  return fake_world_refuse (self, 404, "Internal_RecordNotFound", "No quote with the specified ID exists.");
}

static PsrResponse *
look (FakeWorld  *self,
      const char *url)
{
  g_autoptr(GString) json = g_string_new ("{\"value\":[");
  FakeDocument *one = find (self, url);
  g_autofree char *single = NULL;

  if (self->quotes_missing)
    return fake_world_refuse (self, 404, "BadRequest_ResourceNotFound", "Resource not found for the segment 'salesQuotes'.");

  if (strstr (url, "/salesQuotes(") != NULL)
    {
      if (one == NULL)
        return gone (self);

      single = fake_world_document_json (self, one, TRUE);
      return fake_world_answer (self, 200, single);
    }

  for (guint i = 0; i < self->quotes->len; i++)
    {
      FakeDocument *quote = g_ptr_array_index (self->quotes, i);
      g_autofree char *quoted = g_strdup_printf ("'%s'", quote->external);
      g_autofree char *text = NULL;

      if (strstr (url, "startswith") == NULL && !fake_world_is_wanted (url, quoted))
        continue;

      text = fake_world_document_json (self, quote, strstr (url, "expand") != NULL);
      g_string_append_printf (json, "%s%s", g_str_has_suffix (json->str, "[") ? "" : ",", text);
    }

  g_string_append (json, "]}");

  return fake_world_answer (self, 200, json->str);
}

static DexFuture *
take_away (FakeWorld    *self,
           PsrRequest   *request,
           FakeDocument *quote)
{
  FakeFate fate = fake_world_next_fate (self->delete_fates);
  g_autofree char *etag = NULL;

  self->n_deletes++;

  if (quote != NULL && self->edits_before_delete)
    {
      self->edits_before_delete = FALSE;
      fake_world_add_comment (quote);
      fake_world_edit (self, quote);
    }

  etag = quote != NULL ? g_strdup_printf ("W/\"%u\"", quote->revision) : NULL;

  if (fate == FAKE_DROP_BEFORE)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");
  if (fate == FAKE_REFUSED)
    return dex_future_new_take_object (fake_world_refuse (self, 400, "Application_DialogException", "You cannot delete the quote."));
  if (quote == NULL)
    return dex_future_new_take_object (gone (self));
  if (g_strcmp0 (psr_request_get_header (request, "If-Match"), etag) != 0)
    return dex_future_new_take_object (fake_world_refuse (self, 409, "Request_EntityChanged", "Another user has already changed the record."));

  g_ptr_array_remove (self->quotes, quote);

  if (fate == FAKE_DROP_AFTER)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");

  return dex_future_new_take_object (fake_world_answer (self, 204, ""));
}

static DexFuture *
convert (FakeWorld  *self,
         const char *url)
{
  FakeFate fate = fake_world_next_fate (self->convert_fates);
  FakeDocument *quote = find (self, url);
  gboolean order = strstr (url, "makeOrder") != NULL;
  gboolean between;
  FakeDocument *document;

  if (fate == FAKE_NOT_SENT)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NOT_SENT, "no connection");

  self->n_converts++;

  if (self->other_converts_first && quote != NULL)
    {
      fake_world_convert (self, quote, order);
      quote = NULL;
    }

  if (fate == FAKE_DROP_BEFORE)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");
  if (fate == FAKE_THROTTLED)
    return fake_world_throttle (self);
  if (quote == NULL)
    return dex_future_new_take_object (fake_world_refuse (self, 400, "Application_DialogException", "The quote cannot be found."));
  if (self->quotes_need_approval)
    return dex_future_new_take_object (fake_world_refuse (self, 400, "Application_DialogException",
                                                          "Sales Quote S-QUO1 must be approved and released before you can perform this action."));
  if (fate == FAKE_REFUSED)
    return dex_future_new_take_object (fake_world_refuse (self, 400, "Application_DialogException",
                                                          "You cannot create this type of document when Customer 10000 is blocked with type Invoice"));

  between = self->commits_between;
  document = fake_world_convert (self, quote, order);

  if (fate == FAKE_COMMIT_LATE)
    document->appears = psr_clock_now (self->clock) + self->late;

  if (between)
    return dex_future_new_take_object (fake_world_refuse (self, 400, "Application_DialogException", "The extension failed."));
  if (fate == FAKE_DROP_AFTER || fate == FAKE_COMMIT_LATE)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");
  if (fate == FAKE_GATEWAY_AFTER)
    return dex_future_new_take_object (fake_world_answer (self, 504, "<html>Gateway Timeout</html>"));

  return dex_future_new_take_object (fake_world_answer (self, 204, ""));
}

/* What another desktop does with the same invoice, right before our quote is made. */
void
fake_world_let_others (FakeWorld  *self,
                       const char *body)
{
  FakeDocument *quote;

  if (!self->other_quotes_too && !self->other_bills_too)
    return;

  quote = fake_world_make_document (self, "salesQuotes", body);
  g_set_str (&quote->number, "S-QUO00001");
  quote->id[0] = '8';

  if (self->other_bills_too)
    fake_world_convert (self, quote, FALSE);
}

/* All but the making of quotes, which is that of documents. */
DexFuture *
fake_world_serve_quotes (FakeWorld  *self,
                         PsrRequest *request,
                         const char *url,
                         const char *body)
{
  const char *method = psr_request_get_method (request);

  if (self->quotes_forbidden)
    return dex_future_new_take_object (fake_world_refuse (self, 403, "Internal_Forbidden", "You do not have permission."));
  if (g_str_equal (method, "POST"))
    return convert (self, url);
  if (g_str_equal (method, "DELETE"))
    return take_away (self, request, find (self, url));
  if (g_str_equal (method, "PATCH"))
    {
      self->n_patches++;
      self->quotes_forbidden |= self->n_patches == self->forbids_at;
      if (fake_world_next_fate (self->patch_fates) == FAKE_DROP_BEFORE)
        return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");
      return dex_future_new_take_object (fake_world_patch_line (self, url, body));
    }
  if (self->bc_away)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NOT_SENT, "no connection");

  return dex_future_new_take_object (look (self, url));
}
