/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <string.h>

#include "sbx-wello.h"

/* Requests straight into the service, without a socket. */
typedef struct
{
  SbxOptions *options;
  SbxWello   *wello;
  const char *user;   /* NULL: the right one; "": none */
  const char *prefer;
  guint       status;
  char       *text;
  JsonNode   *answer;
} Fixture;

static inline void
fixture_init (Fixture    *f,
              const char *switches)
{
  g_auto (GStrv) list = g_strsplit (switches != NULL ? switches : "", " ", -1);

  f->options = sbx_options_new ();
  for (guint i = 0; list[i] != NULL && list[i][0] != '\0'; i++)
    {
      g_autoptr (GError) error = NULL;

      sbx_options_set (f->options, list[i], &error);
      g_assert_no_error (error);
    }
  f->wello = sbx_wello_new (f->options);
}

static inline void
fixture_clear (Fixture *f)
{
  g_clear_pointer (&f->answer, json_node_unref);
  g_clear_pointer (&f->text, g_free);
  sbx_wello_free (f->wello);
  sbx_options_free (f->options);
}

static inline char *
fixture_sign_in (Fixture *f)
{
  g_autofree char *plain = f->user != NULL ? g_strdup (f->user)
                                           : g_strdup_printf ("%s:%s@%s", sbx_wello_user (f->wello), sbx_wello_password (f->wello),
                                                              sbx_wello_domain (f->wello));
  g_autofree char *encoded = g_base64_encode ((const guchar *) plain, strlen (plain));

  return g_strconcat ("Basic ", encoded, NULL);
}

/* target: "Company?$filter=code eq 'C1'", without its encoding. Returns the answer's object, or NULL. */
static inline JsonObject *
call (Fixture    *f,
      const char *method,
      const char *target,
      const char *body)
{
  g_auto (GStrv) halves = g_strsplit (target, "?", 2);
  g_autofree char *path = g_strconcat ("/api/", halves[0], NULL);
  g_autofree char *query = halves[1] != NULL ? g_uri_escape_string (halves[1], "$=&,();'+:", FALSE) : NULL;
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  g_autoptr (SbxRequest) request = sbx_request_new (method, path, query, bytes);
  g_autoptr (SbxResponse) response = sbx_response_new ();
  g_autofree char *header = fixture_sign_in (f);
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (f->user == NULL || f->user[0] != '\0')
    soup_message_headers_append (request->headers, "Authorization", header);
  if (f->prefer != NULL)
    soup_message_headers_append (request->headers, "Prefer", f->prefer);

  sbx_wello_handle (request, response, f->wello);
  f->status = response->status;
  g_free (f->text);
  f->text = g_strdup (response->body->str);
  g_clear_pointer (&f->answer, json_node_unref);
  if (json_parser_load_from_data (parser, f->text, -1, NULL))
    f->answer = json_parser_steal_root (parser);
  return f->answer != NULL && JSON_NODE_HOLDS_OBJECT (f->answer) ? json_node_get_object (f->answer) : NULL;
}

static inline const char *
text_of (JsonObject *object,
         const char *name)
{
  return json_object_get_string_member (object, name);
}

static inline JsonArray *
rows_of (JsonObject *object)
{
  return json_object_get_array_member (object, "value");
}

static inline JsonObject *
row_of (JsonObject *object,
        guint       i)
{
  return json_array_get_object_element (rows_of (object), i);
}

static inline guint
count_of (JsonObject *object)
{
  return json_array_get_length (rows_of (object));
}

static inline SbxRow *
add_invoice (Fixture       *f,
             const char    *number,
             SbxWelloStatus status)
{
  SbxTable *table = sbx_wello_table (f->wello, "Invoice");
  SbxRow *row = sbx_row_new (table);
  SbxRow *named = sbx_wello_status (f->wello, status);

  sbx_row_set_text (row, "internal_number", number);
  sbx_row_set_text (row, "invoice_status_id", sbx_row_id (named));
  sbx_row_set_text (row, "invoice_status_name", sbx_row_text (named, "name"));
  return sbx_table_insert (table, row);
}
