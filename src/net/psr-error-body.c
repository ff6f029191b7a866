/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-error-body"

#include "config.h"

#include "psr-error-body.h"

#include <string.h>

#include "psr-json.h"

#define MAX_MESSAGE 4000

/* The body may be anything that a gateway or a proxy finds fit to send. */
static char *
make_text (const char *text,
           gssize      length)
{
  g_autofree char *valid = g_utf8_make_valid (text, length >= 0 ? MIN (length, MAX_MESSAGE) : -1);

  if (g_utf8_strlen (valid, -1) > MAX_MESSAGE)
    *g_utf8_offset_to_pointer (valid, MAX_MESSAGE) = '\0';

  return g_strdup (g_strstrip (valid));
}

static const char *
get_text (JsonObject *object,
          const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

/* ASP.NET Web API lists the faults of each property beside its message. */
static void
add_model_state (GString    *message,
                 JsonObject *state)
{
  g_autoptr (GList) members = json_object_get_members (state);

  for (const GList *iter = members; iter != NULL; iter = iter->next)
    {
      JsonArray *texts = psr_json_get_array (state, iter->data);

      for (guint i = 0; texts != NULL && i < json_array_get_length (texts); i++)
        {
          JsonNode *node = json_array_get_element (texts, i);

          if (message->len > MAX_MESSAGE)
            return;

          if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
            g_string_append_printf (message, "%s%s", message->len > 0 ? " " : "", json_node_get_string (node));
        }
    }
}

static void
read_object (PsrErrorBody *self,
             JsonObject   *object)
{
  static const char * const names[] = { "message", "Message", "error_description", "ExceptionMessage" };
  g_autoptr (GString) message = g_string_new (NULL);
  const char *code = NULL;
  JsonObject *error;
  JsonObject *state;

  error = psr_json_get_object (object, "error");

  if (error == NULL)
    error = psr_json_get_object (object, "odata.error");

  if (error != NULL)
    {
      JsonObject *nested = psr_json_get_object (error, "message");
      const char *text = nested != NULL ? get_text (nested, "value") : get_text (error, "message");

      code = get_text (error, "code");

      if (text != NULL)
        g_string_append (message, text);
    }
  else
    {
      code = get_text (object, "error");

      if (code == NULL)
        code = get_text (object, "code");

      for (guint i = 0; i < G_N_ELEMENTS (names) && message->len == 0; i++)
        {
          const char *text = get_text (object, names[i]);

          if (text != NULL)
            g_string_append (message, text);
        }
    }

  state = psr_json_get_object (object, "ModelState");

  if (state != NULL)
    add_model_state (message, state);

  self->is_own = code != NULL || message->len > 0;
  self->code = g_strdup (code);
  self->message = make_text (message->str, -1);
}

static void
read_json (PsrErrorBody *self,
           GBytes       *bytes)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;

  root = psr_json_parse (bytes, &error);

  if (root == NULL)
    {
      g_debug ("Error body can't be read: %s", error->message);
      return;
    }

  self->is_complete = TRUE;

  if (JSON_NODE_HOLDS_OBJECT (root))
    {
      read_object (self, json_node_get_object (root));
    }
  else if (JSON_NODE_HOLDS_VALUE (root) && json_node_get_value_type (root) == G_TYPE_STRING)
    {
      self->is_own = TRUE;
      self->message = make_text (json_node_get_string (root), -1);
    }
}

typedef struct
{
  GString *code;
  GString *message;
  GString *current;
} XmlReader;

static const char *
local_name (const char *name)
{
  const char *colon = strchr (name, ':');

  return colon != NULL ? colon + 1 : name;
}

static void
xml_start (GMarkupParseContext  *context,
           const char           *name,
           const char          **attribute_names,
           const char          **attribute_values,
           gpointer              data,
           GError              **error)
{
  XmlReader *reader = data;

  if (g_ascii_strcasecmp (local_name (name), "code") == 0)
    reader->current = reader->code;
  else if (g_ascii_strcasecmp (local_name (name), "message") == 0)
    reader->current = reader->message;
  else
    reader->current = NULL;
}

static void
xml_end (GMarkupParseContext  *context,
         const char           *name,
         gpointer              data,
         GError              **error)
{
  XmlReader *reader = data;

  reader->current = NULL;
}

static void
xml_text (GMarkupParseContext  *context,
          const char           *text,
          gsize                 length,
          gpointer              data,
          GError              **error)
{
  XmlReader *reader = data;

  if (reader->current != NULL && reader->current->len < MAX_MESSAGE)
    g_string_append_len (reader->current, text, MIN (length, MAX_MESSAGE));
}

static void
read_xml (PsrErrorBody *self,
          const char   *text,
          gsize         length)
{
  static const GMarkupParser parser = { .start_element = xml_start, .end_element = xml_end, .text = xml_text };
  g_autoptr (GMarkupParseContext) context = NULL;
  g_autoptr (GString) code = g_string_new (NULL);
  g_autoptr (GString) message = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  XmlReader reader = { code, message, NULL };

  context = g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, &reader, NULL);

  if (!g_markup_parse_context_parse (context, text, (gssize) length, &error) ||
      !g_markup_parse_context_end_parse (context, &error))
    {
      g_debug ("Error body can't be read: %s", error->message);
      return;
    }

  self->is_complete = TRUE;
  self->is_own = code->len > 0;
  self->code = make_text (code->str, -1);
  self->message = make_text (message->str, -1);
}

/* Only for the eyes: an HTML page never comes from the service itself. */
static void
read_html (PsrErrorBody *self,
           const char   *text,
           gsize         length)
{
  static const char * const tags[] = { "<title>", "<h1>", "<h2>" };
  g_autofree char *lower = g_ascii_strdown (text, (gssize) length);

  self->is_complete = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      const char *start = strstr (lower, tags[i]);
      const char *end;

      if (start == NULL)
        continue;

      start += strlen (tags[i]);
      end = strchr (start, '<');

      if (end == NULL || end == start)
        continue;

      self->message = make_text (text + (start - lower), end - start);
      return;
    }
}

/**
 * psr_error_body_read:
 * @self: (out caller-allocates): what was read; psr_error_body_clear() it
 * @bytes: a body
 * @content_type: its media type, which gateways get wrong
 *
 * Reads the body of an error: JSON in the shapes of OData, ASP.NET and OAuth,
 * OData's XML (Business Central sends it even to clients of JSON when the
 * environment is unknown), HTML, text, or nothing. Parses, so it belongs on a
 * worker's lane.
 */
void
psr_error_body_read (PsrErrorBody *self,
                     GBytes       *bytes,
                     const char   *content_type)
{
  gsize length;
  const char *text;
  gsize skip = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (bytes != NULL);
  g_return_if_fail (content_type != NULL);

  *self = (PsrErrorBody) { 0 };
  text = g_bytes_get_data (bytes, &length);

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    skip = 3;

  while (skip < length && g_ascii_isspace (text[skip]))
    skip++;

  if (skip == length)
    {
      self->is_complete = TRUE;
      return;
    }

  text += skip;
  length -= skip;

  if (*text == '{' || *text == '[' || *text == '"')
    {
      read_json (self, bytes);
    }
  else if (*text == '<')
    {
      gboolean html = strstr (content_type, "html") != NULL ||
                      (length >= 5 && g_ascii_strncasecmp (text, "<html", 5) == 0) ||
                      (length >= 9 && g_ascii_strncasecmp (text, "<!doctype", 9) == 0);

      if (html)
        read_html (self, text, length);
      else
        read_xml (self, text, length);
    }
  else if (g_str_has_prefix (content_type, "text/plain"))
    {
      self->is_complete = TRUE;
      self->message = make_text (text, (gssize) length);
    }
}

/**
 * psr_error_body_clear:
 * @self: what was read
 *
 * Frees what @self holds.
 */
void
psr_error_body_clear (PsrErrorBody *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->message, g_free);
}
