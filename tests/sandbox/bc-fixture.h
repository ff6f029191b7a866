/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <string.h>

#include "sbx-bc.h"

#define API "/v2.0/Production/api/v2.0"

/* Requests straight into the service, without a socket. */
typedef struct
{
  SbxOptions *options;
  SbxBc      *bc;
  char       *etag;
  const char *prefer;
  guint       status;
  JsonNode   *answer;
  char       *text;
} Fixture;

static inline SbxRow *
add_customer (Fixture    *f,
              const char *number,
              const char *group)
{
  SbxRow *row = sbx_row_new (sbx_bc_table (f->bc, "customers"));

  sbx_row_set_text (row, "number", number);
  sbx_row_set_text (row, "displayName", "Société d'Été");
  sbx_row_set_text (row, "al.vatBusPostingGroup", group);
  return sbx_table_insert (sbx_bc_table (f->bc, "customers"), row);
}

static inline SbxRow *
add_item (Fixture    *f,
          const char *number,
          const char *group,
          SbxDecimal  price)
{
  SbxRow *row = sbx_row_new (sbx_bc_table (f->bc, "items"));

  sbx_row_set_text (row, "number", number);
  sbx_row_set_text (row, "displayName", "Pump");
  sbx_row_set_text (row, "baseUnitOfMeasureCode", "PCS");
  sbx_row_set_text (row, "taxGroupCode", group);
  sbx_row_set_decimal (row, "unitPrice", price);
  return sbx_table_insert (sbx_bc_table (f->bc, "items"), row);
}

static inline void
set_up (Fixture      *f,
        gconstpointer switches)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) list = NULL;
  SbxRow *row;

  f->options = sbx_options_new ();
  list = g_strsplit (switches != NULL ? switches : "", " ", -1);
  for (guint i = 0; list[i] != NULL && list[i][0] != '\0'; i++)
    {
      sbx_options_set (f->options, list[i], &error);
      g_assert_no_error (error);
    }
  f->bc = sbx_bc_new (f->options);
  sbx_bc_add_token (f->bc, "token", G_MAXINT64);

  add_customer (f, "10000", "DOMESTIC");
  add_customer (f, "COCON", "CC");
  row = add_customer (f, "DISC", "DOMESTIC");
  sbx_row_set_decimal (row, "al.lineDiscountPercent", SBX_DECIMAL_INT (10));
  row = add_customer (f, "GROSS", "DOMESTIC");
  sbx_row_set_int (row, "al.pricesIncludingVat", TRUE);
  row = add_customer (f, "STOP", "DOMESTIC");
  sbx_row_set_text (row, "blocked", "Ship");
  row = add_customer (f, "BRANCH", "DOMESTIC");
  sbx_row_set_text (row, "al.billToCustomerNumber", "COCON");

  add_item (f, "PUMP", "G3", 1001000);
  row = add_item (f, "SCREW", "G3", 100000);
  sbx_row_set_text (row, "al.salesUnitOfMeasureCode", "BOX");
  row = sbx_row_new (sbx_bc_table (f->bc, "al.itemUnits"));
  sbx_row_set_text (row, "itemNumber", "SCREW");
  sbx_row_set_text (row, "code", "BOX");
  sbx_row_set_decimal (row, "quantityPer", SBX_DECIMAL_INT (12));
  sbx_table_insert (sbx_bc_table (f->bc, "al.itemUnits"), row);
  row = add_item (f, "OLD", "G3", 100000);
  sbx_row_set_int (row, "blocked", TRUE);
  add_item (f, "FOOD", "G1", 100000);
}

static inline void
tear_down (Fixture      *f,
           gconstpointer unused)
{
  g_clear_pointer (&f->answer, json_node_unref);
  g_free (f->text);
  g_free (f->etag);
  sbx_bc_free (f->bc);
  sbx_options_free (f->options);
}

/* path: percent-encoded already; options: not yet. */
static inline JsonObject *
call_path (Fixture    *f,
           const char *method,
           const char *path,
           const char *options,
           const char *body)
{
  g_autofree char *query = options != NULL ? g_uri_escape_string (options, "$=&,();", FALSE) : NULL;
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  g_autoptr (SbxRequest) request = sbx_request_new (method, path, query, bytes);
  g_autoptr (SbxResponse) response = sbx_response_new ();

  soup_message_headers_append (request->headers, "Authorization", "Bearer token");
  soup_message_headers_append (request->headers, "Accept-Language", "en-US");
  if (body != NULL)
    soup_message_headers_append (request->headers, "Content-Length", "1");
  if (f->etag != NULL)
    soup_message_headers_append (request->headers, "If-Match", f->etag);
  if (f->prefer != NULL)
    soup_message_headers_append (request->headers, "Prefer", f->prefer);
  sbx_bc_handle (request, response, f->bc);

  f->status = response->status;
  g_free (f->text);
  f->text = g_strdup (response->body->str);
  g_clear_pointer (&f->answer, json_node_unref);
  f->answer = json_from_string (f->text, NULL);
  return f->answer != NULL && JSON_NODE_HOLDS_OBJECT (f->answer) ? json_node_get_object (f->answer) : NULL;
}

static inline JsonObject *
call_api (Fixture    *f,
          const char *api,
          const char *method,
          const char *target,
          const char *body)
{
  g_auto (GStrv) halves = g_strsplit (target, "?", 2);
  g_autofree char *path = g_strdup_printf ("%s/companies(%s)/%s", api, sbx_bc_company_id (f->bc), halves[0]);

  return call_path (f, method, path, halves[1], body);
}

static inline JsonObject *
call (Fixture    *f,
      const char *method,
      const char *target,
      const char *body)
{
  return call_api (f, API, method, target, body);
}

static inline JsonObject *
line_at (JsonObject *document,
         const char *name,
         guint       index)
{
  return json_array_get_object_element (json_object_get_array_member (document, name), index);
}

static inline void
assert_number (JsonObject *object,
               const char *member,
               const char *expected)
{
  SbxDecimal value;

  g_assert_true (sbx_decimal_parse (expected, &value));
  g_assert_cmpint (sbx_decimal_from_double (json_object_get_double_member (object, member)), ==, value);
}
