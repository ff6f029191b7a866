/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fake-world-private.h"

/* What Business Central does to post it; an order becomes an invoice of its own. */
void
fake_world_post (FakeDocument *document,
                 guint         number)
{
  if (document->is_order)
    {
      document->order_number = g_steal_pointer (&document->number);
      document->id[0] = 'f';
      document->is_order = FALSE;
    }
  else
    {
      g_free (document->number);
    }

  document->is_posted = TRUE;
  document->revision++;
  document->number = g_strdup_printf ("PS-INV%05u", number);
  g_set_str (&document->status, "Open");
}

PsrResponse *
fake_world_list_posted (FakeWorld  *self,
                        const char *url)
{
  g_autoptr(GString) json = g_string_new ("{\"value\":[");
  gboolean by_order = strstr (url, "orderNumber") != NULL;
  gboolean by_number = strstr (url, "filter=number") != NULL;

  if (self->posted_missing)
    return fake_world_refuse (self, 404, "BadRequest_NotFound", "No HTTP resource was found.");

  /* Others post all the time. */
  if (strstr (url, "filter") == NULL)
    return fake_world_answer (self, 200, self->posted_hidden ? "{\"value\":[]}" : "{\"value\":[{}]}");

  for (guint i = 0; i < self->documents->len; i++)
    {
      const FakeDocument *document = g_ptr_array_index (self->documents, i);
      const char *key = by_order ? document->order_number : by_number ? document->number : document->external;
      g_autofree char *quoted = g_strdup_printf ("'%s'", key != NULL ? key : "");

      if (!document->is_posted || self->posted_hidden || strstr (url, quoted) == NULL)
        continue;

      g_string_append_printf (json, "%s{\"number\":\"%s\",\"externalDocumentNumber\":\"%s\",\"orderNumber\":\"%s\",\"apiId\":\"%s\"}",
                              g_str_has_suffix (json->str, "[") ? "" : ",", document->number, document->external,
                              document->order_number != NULL ? document->order_number : "", document->id);
    }

  g_string_append (json, "]}");

  return fake_world_answer (self, 200, json->str);
}

DexFuture *
fake_world_answer_action (FakeWorld  *self,
                          const char *url)
{
  FakeFate fate = self->post_fates->len > 0 ? g_array_index (self->post_fates, FakeFate, 0) : FAKE_MADE;
  FakeDocument *document = NULL;

  if (self->post_fates->len > 0)
    g_array_remove_index (self->post_fates, 0);

  if (fate == FAKE_NOT_SENT)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NOT_SENT, "no connection");

  self->n_actions++;

  for (guint i = 0; i < self->documents->len; i++)
    {
      FakeDocument *one = g_ptr_array_index (self->documents, i);

      if (strstr (url, one->id) != NULL)
        document = one;
    }

  if (fate == FAKE_DROP_BEFORE)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");
  if (fate == FAKE_REFUSED)
    return dex_future_new_take_object (fake_world_refuse (self, 400, "Application_DialogException",
                                                          "Posting Date is not within your range of allowed posting dates."));
  if (document == NULL)
    return dex_future_new_take_object (fake_world_refuse (self, 400, "Application_DialogException", "The order cannot be found."));
  if (document->is_posted)
    return dex_future_new_take_object (fake_world_refuse (self, 400, "Application_DialogException",
                                                          "The action can be applied to a draft invoice only."));

  fake_world_post (document, ++self->n_posted);

  if (fate == FAKE_DROP_AFTER)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");
  if (fate == FAKE_GATEWAY_AFTER)
    return dex_future_new_take_object (fake_world_answer (self, 504, "<html>Gateway Timeout</html>"));

  return dex_future_new_take_object (fake_world_answer (self, 204, ""));
}

#define OTHER_CUSTOMER ",{\"id\":\"2f1c6a5e-0000-4000-8000-000000000002\",\"number\":\"20000\"," \
  "\"displayName\":\"Moulin\",\"currencyCode\":\"EUR\",\"blocked\":\"_x0020_\"}"

PsrResponse *
fake_world_list_customers (FakeWorld *self)
{
  g_autofree char *json = g_strdup_printf ("{\"value\":[{\"id\":\"" FAKE_CUSTOMER "\",\"number\":\"10000\","
                                           "\"displayName\":\"Château\",\"currencyCode\":\"%s\",\"blocked\":\"%s\"}%s]}",
                                           self->currency != NULL ? self->currency : "EUR",
                                           self->blocked != NULL ? self->blocked : "_x0020_",
                                           self->two_customers ? OTHER_CUSTOMER : "");

  return fake_world_answer (self, 200, json);
}

/* What is left of a draft whose posting number was used up. */
static void
leave_void (FakeDocument *document,
            guint         number)
{
  g_ptr_array_set_size (document->lines, 0);
  document->id[0] = 'e';
  fake_world_post (document, number);
  g_set_str (&document->status, "Paid");
}

DexFuture *
fake_world_delete (FakeWorld  *self,
                   const char *url,
                   const char *etag)
{
  FakeFate fate = fake_world_next_fate (self->delete_fates);
  FakeDocument *document = NULL;
  g_autofree char *expected = NULL;
  guint position = 0;

  if (fate == FAKE_NOT_SENT)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NOT_SENT, "no connection");

  self->n_document_deletes++;

  for (guint i = 0; i < self->documents->len; i++)
    {
      FakeDocument *one = g_ptr_array_index (self->documents, i);

      if (strstr (url, one->id) != NULL)
        {
          document = one;
          position = i;
        }
    }

  if (document != NULL && self->before_delete != NULL)
    {
      void (*act) (FakeDocument *) = self->before_delete;

      self->before_delete = NULL;
      act (document);
    }

  if (fate == FAKE_DROP_BEFORE)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");
  if (document == NULL)
    return dex_future_new_take_object (fake_world_refuse (self, 404, "Internal_RecordNotFound", "It does not exist."));
  if (fate == FAKE_REFUSED)
    return dex_future_new_take_object (fake_world_refuse (self, 400, "Application_DialogException", "You do not have the permission to delete."));

  /* Without a check nothing would stop the deletion of a posted invoice. */
  g_assert_nonnull (etag);
  expected = g_strdup_printf ("W/\"%u\"", document->revision);
  if (!g_str_equal (etag, expected))
    return dex_future_new_take_object (fake_world_refuse (self, 409, "Request_EntityChanged",
                                                          "Another user has already changed the record."));

  if (self->leaves_void)
    leave_void (document, ++self->n_posted);
  else
    g_ptr_array_remove_index (self->documents, position);

  if (fate == FAKE_DROP_AFTER)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");
  if (fate == FAKE_GATEWAY_AFTER)
    return dex_future_new_take_object (fake_world_answer (self, 504, "<html>Gateway Timeout</html>"));

  return dex_future_new_take_object (fake_world_answer (self, 204, ""));
}

/* Somebody makes a credit memo for it; with another status than *Draft* it is posted. */
void
fake_world_credit (FakeWorld    *self,
                   FakeDocument *document,
                   const char   *status,
                   const char   *amount)
{
  g_autofree char *modified = psr_timestamp_to_string (psr_clock_now (self->clock));
  guint n = self->memos->len + 1;

  g_ptr_array_add (self->memos, g_strdup_printf ("{\"id\":\"cccd0000-0000-4000-8000-%012u\",\"number\":\"PS-CR%05u\",\"postingDate\":\"" FAKE_DAY "\",\"status\":\"%s\","
                                                 "\"invoiceId\":\"%s\",\"totalAmountExcludingTax\":%s,\"totalAmountIncludingTax\":%s,"
                                                 "\"lastModifiedDateTime\":\"%s\"}",
                                                 n, n, status, document->id, amount, amount, modified));
}

/* Whether it was changed before the time from which on they are asked for. */
static gboolean
is_before (const char *url,
           const char *memo)
{
  const char *since = strstr (url, "lastModifiedDateTime ge ");
  const char *modified = strstr (memo, "lastModifiedDateTime\":\"");
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;
  PsrTimestamp from, at;

  if (since == NULL)
    return FALSE;

  since += strlen ("lastModifiedDateTime ge ");
  modified += strlen ("lastModifiedDateTime\":\"");
  one = g_strndup (since, strcspn (since, "& "));
  other = g_strndup (modified, strcspn (modified, "\""));
  g_assert_true (psr_timestamp_parse (one, &from, NULL));
  g_assert_true (psr_timestamp_parse (other, &at, NULL));

  return at < from;
}

PsrResponse *
fake_world_list_memos (FakeWorld  *self,
                       const char *url)
{
  g_autoptr(GString) json = g_string_new ("{\"value\":[");

  for (guint i = 0; i < self->memos->len; i++)
    {
      const char *memo = g_ptr_array_index (self->memos, i);
      const char *id = strstr (memo, "invoiceId") + strlen ("invoiceId\":\"");
      g_autofree char *invoice = g_strndup (id, 36);

      if (is_before (url, memo))
        continue;

      if (strstr (url, "invoiceId eq") == NULL || strstr (url, invoice) != NULL)
        g_string_append_printf (json, "%s%s", g_str_has_suffix (json->str, "[") ? "" : ",", memo);
    }

  g_string_append (json, "]}");

  return fake_world_answer (self, 200, json->str);
}

/* Whatever is posted has entries. */
PsrResponse *
fake_world_list_entries (FakeWorld  *self,
                         const char *url)
{
  gboolean found = FALSE;

  if (strstr (url, self->ledger_day != NULL ? self->ledger_day : "postingDate eq " FAKE_DAY) == NULL)
    return fake_world_answer (self, 200, "{\"value\":[]}");

  for (guint i = 0; i < self->memos->len; i++)
    {
      g_autofree char *number = g_strdup_printf ("'PS-CR%05u'", i + 1);

      found |= strstr (url, number) != NULL;
    }

  for (guint i = 0; i < self->documents->len; i++)
    {
      const FakeDocument *document = g_ptr_array_index (self->documents, i);
      g_autofree char *number = g_strdup_printf ("'%s'", document->number);

      found |= document->is_posted && strstr (url, number) != NULL;
    }

  return fake_world_answer (self, 200, found && !self->ledger_hidden ? "{\"value\":[{}]}" : "{\"value\":[]}");
}
