/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-json-writer"

#include "config.h"

#include <string.h>

#include "psr-json-writer.h"
#include "psr-json.h"

struct _PsrJsonWriter
{
  GString    *text;
  /* The open containers, outermost first: '{' or '['. */
  GByteArray *open;
  gboolean    needs_comma;
  gboolean    after_member;
};

G_DEFINE_BOXED_TYPE (PsrJsonWriter, psr_json_writer, psr_json_writer_ref, psr_json_writer_unref)

/**
 * psr_json_writer_new:
 *
 * Returns: (transfer full): an empty writer
 */
PsrJsonWriter *
psr_json_writer_new (void)
{
  PsrJsonWriter *self = g_rc_box_new0 (PsrJsonWriter);

  self->text = g_string_sized_new (256);
  self->open = g_byte_array_new ();

  return self;
}

/**
 * psr_json_writer_ref:
 * @self: a writer
 *
 * Returns: (transfer full): @self
 */
PsrJsonWriter *
psr_json_writer_ref (PsrJsonWriter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_rc_box_acquire (self);
}

static void
psr_json_writer_clear (gpointer data)
{
  PsrJsonWriter *self = data;

  g_string_free (self->text, TRUE);
  g_byte_array_unref (self->open);
}

/**
 * psr_json_writer_unref:
 * @self: (transfer full): a writer
 */
void
psr_json_writer_unref (PsrJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  g_rc_box_release_full (self, psr_json_writer_clear);
}

static char
innermost (PsrJsonWriter *self)
{
  return self->open->len > 0 ? (char) self->open->data[self->open->len - 1] : '\0';
}

/* What stands before a value; %FALSE where no value may stand. */
static gboolean
begin_value (PsrJsonWriter *self)
{
  char container = innermost (self);

  if (container == '{')
    {
      g_return_val_if_fail (self->after_member, FALSE);
      self->after_member = FALSE;
    }
  else if (container == '[')
    {
      if (self->needs_comma)
        g_string_append_c (self->text, ',');
    }
  else
    {
      g_return_val_if_fail (self->text->len == 0, FALSE);
    }

  self->needs_comma = TRUE;
  return TRUE;
}

static void
begin_container (PsrJsonWriter *self,
                 char           bracket)
{
  guint8 kind = (guint8) bracket;

  if (!begin_value (self))
    return;

  g_string_append_c (self->text, bracket);
  g_byte_array_append (self->open, &kind, 1);
  self->needs_comma = FALSE;
}

static void
end_container (PsrJsonWriter *self,
               char           opening,
               char           closing)
{
  g_return_if_fail (innermost (self) == opening);
  g_return_if_fail (!self->after_member);

  g_string_append_c (self->text, closing);
  g_byte_array_set_size (self->open, self->open->len - 1);
  self->needs_comma = TRUE;
}

/* What may stand in a text as it is, but for what isn't ASCII. */
static inline gboolean
is_plain (guchar c)
{
  return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* @value from @p on, which is the first character that isn't plain. */
static void
append_escaped (GString    *text,
                const char *value,
                const char *p)
{
  g_autofree char *valid = NULL;
  /* What needs no escape and isn't appended yet. */
  const char *plain;

  if (!g_utf8_validate (p, -1, NULL))
    {
      valid = g_utf8_make_valid (value, -1);
      p = value = valid;
    }

  plain = value;
  for (; *p != '\0'; p++)
    {
      guchar c = (guchar) *p;

      if (is_plain (c) || c >= 0x80)
        continue;

      g_string_append_len (text, plain, p - plain);
      plain = p + 1;

      if (c == '"' || c == '\\')
        {
          g_string_append_c (text, '\\');
          g_string_append_c (text, *p);
        }
      else if (c == '\n')
        g_string_append (text, "\\n");
      else if (c == '\r')
        g_string_append (text, "\\r");
      else if (c == '\t')
        g_string_append (text, "\\t");
      else
        g_string_append_printf (text, "\\u%04x", c);
    }
  g_string_append_len (text, plain, p - plain);
}

/**
 * psr_json_append_quoted:
 * @text: a string
 * @value: a text
 *
 * Appends @value to @text as JSON writes it, with its quotation marks. Invalid
 * UTF-8 becomes U+FFFD, so that the whole is always valid JSON.
 */
void
psr_json_append_quoted (GString    *text,
                        const char *value)
{
  const char *p;

  g_return_if_fail (text != NULL);
  g_return_if_fail (value != NULL);

  g_string_append_c (text, '"');

  for (p = value; is_plain ((guchar) *p); p++)
    ;
  if (*p == '\0')
    g_string_append_len (text, value, p - value);
  else
    append_escaped (text, value, p);

  g_string_append_c (text, '"');
}

/**
 * psr_json_writer_begin_object:
 * @self: a writer
 *
 * Opens an object.
 */
void
psr_json_writer_begin_object (PsrJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  begin_container (self, '{');
}

/**
 * psr_json_writer_end_object:
 * @self: a writer
 *
 * Closes the innermost object.
 */
void
psr_json_writer_end_object (PsrJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  end_container (self, '{', '}');
}

/**
 * psr_json_writer_begin_array:
 * @self: a writer
 *
 * Opens an array.
 */
void
psr_json_writer_begin_array (PsrJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  begin_container (self, '[');
}

/**
 * psr_json_writer_end_array:
 * @self: a writer
 *
 * Closes the innermost array.
 */
void
psr_json_writer_end_array (PsrJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  end_container (self, '[', ']');
}

/**
 * psr_json_writer_member:
 * @self: a writer in an object
 * @name: the name of the member whose value follows
 */
void
psr_json_writer_member (PsrJsonWriter *self,
                        const char    *name)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (innermost (self) == '{');
  g_return_if_fail (!self->after_member);

  if (self->needs_comma)
    g_string_append_c (self->text, ',');
  psr_json_append_quoted (self->text, name);
  g_string_append_c (self->text, ':');
  self->after_member = TRUE;
}

/**
 * psr_json_writer_string:
 * @self: a writer
 * @value: (nullable): a text; %NULL is written as null
 */
void
psr_json_writer_string (PsrJsonWriter *self,
                        const char    *value)
{
  g_return_if_fail (self != NULL);

  if (!begin_value (self))
    return;

  if (value != NULL)
    psr_json_append_quoted (self->text, value);
  else
    g_string_append (self->text, "null");
}

/**
 * psr_json_writer_decimal:
 * @self: a writer
 * @value: a decimal
 *
 * Writes a number with exactly the digits of @value.
 */
void
psr_json_writer_decimal (PsrJsonWriter *self,
                         PsrDecimal     value)
{
  g_autofree char *text = NULL;

  g_return_if_fail (self != NULL);

  if (!begin_value (self))
    return;

  text = psr_decimal_to_string (value);
  g_string_append (self->text, text);
}

/**
 * psr_json_writer_int64:
 * @self: a writer
 * @value: a whole number
 */
void
psr_json_writer_int64 (PsrJsonWriter *self,
                       gint64         value)
{
  g_return_if_fail (self != NULL);

  if (begin_value (self))
    g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

/**
 * psr_json_writer_boolean:
 * @self: a writer
 * @value: a truth value
 */
void
psr_json_writer_boolean (PsrJsonWriter *self,
                         gboolean       value)
{
  g_return_if_fail (self != NULL);

  if (begin_value (self))
    g_string_append (self->text, value ? "true" : "false");
}

/**
 * psr_json_writer_null:
 * @self: a writer
 */
void
psr_json_writer_null (PsrJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  if (begin_value (self))
    g_string_append (self->text, "null");
}

static void
write_node (PsrJsonWriter *self,
            JsonNode      *node)
{
  switch (JSON_NODE_TYPE (node))
    {
    case JSON_NODE_OBJECT:
      {
        JsonObjectIter iter;
        const char *name;
        JsonNode *value;

        psr_json_writer_begin_object (self);
        json_object_iter_init_ordered (&iter, json_node_get_object (node));
        while (json_object_iter_next_ordered (&iter, &name, &value))
          {
            psr_json_writer_member (self, name);
            write_node (self, value);
          }
        psr_json_writer_end_object (self);
        break;
      }

    case JSON_NODE_ARRAY:
      {
        JsonArray *array = json_node_get_array (node);
        guint length = json_array_get_length (array);

        psr_json_writer_begin_array (self);
        for (guint i = 0; i < length; i++)
          write_node (self, json_array_get_element (array, i));
        psr_json_writer_end_array (self);
        break;
      }

    case JSON_NODE_VALUE:
      {
        GType type = json_node_get_value_type (node);

        if (type == G_TYPE_STRING)
          psr_json_writer_string (self, json_node_get_string (node));
        else if (type == G_TYPE_BOOLEAN)
          psr_json_writer_boolean (self, json_node_get_boolean (node));
        else if (begin_value (self))
          {
            g_autofree char *number = psr_json_number_to_text (node);

            g_string_append (self->text, number);
          }
        break;
      }

    case JSON_NODE_NULL:
    default:
      psr_json_writer_null (self);
      break;
    }
}

/**
 * psr_json_writer_raw:
 * @self: a writer
 * @node: (nullable): a value read from a service
 *
 * Writes @node as it was read: numbers keep the shortest text that reads back
 * as the same number.
 */
void
psr_json_writer_raw (PsrJsonWriter *self,
                     JsonNode      *node)
{
  g_return_if_fail (self != NULL);

  if (node == NULL)
    psr_json_writer_null (self);
  else
    write_node (self, node);
}

/**
 * psr_json_writer_add_string:
 * @self: a writer in an object
 * @member: the name of the member
 * @value: (nullable): a text; %NULL is written as null
 */
void
psr_json_writer_add_string (PsrJsonWriter *self,
                            const char    *member,
                            const char    *value)
{
  psr_json_writer_member (self, member);
  psr_json_writer_string (self, value);
}

/**
 * psr_json_writer_add_decimal:
 * @self: a writer in an object
 * @member: the name of the member
 * @value: a decimal
 */
void
psr_json_writer_add_decimal (PsrJsonWriter *self,
                             const char    *member,
                             PsrDecimal     value)
{
  psr_json_writer_member (self, member);
  psr_json_writer_decimal (self, value);
}

/**
 * psr_json_writer_add_int64:
 * @self: a writer in an object
 * @member: the name of the member
 * @value: a whole number
 */
void
psr_json_writer_add_int64 (PsrJsonWriter *self,
                           const char    *member,
                           gint64         value)
{
  psr_json_writer_member (self, member);
  psr_json_writer_int64 (self, value);
}

/**
 * psr_json_writer_add_boolean:
 * @self: a writer in an object
 * @member: the name of the member
 * @value: a truth value
 */
void
psr_json_writer_add_boolean (PsrJsonWriter *self,
                             const char    *member,
                             gboolean       value)
{
  psr_json_writer_member (self, member);
  psr_json_writer_boolean (self, value);
}

/**
 * psr_json_writer_add_null:
 * @self: a writer in an object
 * @member: the name of the member
 */
void
psr_json_writer_add_null (PsrJsonWriter *self,
                          const char    *member)
{
  psr_json_writer_member (self, member);
  psr_json_writer_null (self);
}

/**
 * psr_json_writer_add_raw:
 * @self: a writer in an object
 * @member: the name of the member
 * @node: (nullable): a value read from a service
 */
void
psr_json_writer_add_raw (PsrJsonWriter *self,
                         const char    *member,
                         JsonNode      *node)
{
  psr_json_writer_member (self, member);
  psr_json_writer_raw (self, node);
}

/**
 * psr_json_writer_finish:
 * @self: a writer whose containers are all closed
 *
 * Takes the text; the writer is empty again.
 *
 * Returns: (transfer full): the body, UTF-8 without a byte order mark
 */
GBytes *
psr_json_writer_finish (PsrJsonWriter *self)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (self->open->len == 0, NULL);

  text = g_steal_pointer (&self->text);
  self->text = g_string_sized_new (256);
  self->needs_comma = FALSE;

  return g_string_free_to_bytes (g_steal_pointer (&text));
}

/**
 * psr_json_writer_finish_text:
 * @self: a writer whose containers are all closed
 *
 * Takes the text, as psr_json_writer_finish() does.
 *
 * Returns: (transfer full): the text
 */
char *
psr_json_writer_finish_text (PsrJsonWriter *self)
{
  g_autoptr (GBytes) bytes = psr_json_writer_finish (self);
  gsize size;
  const char *text;

  g_return_val_if_fail (bytes != NULL, NULL);

  text = g_bytes_get_data (bytes, &size);

  return g_strndup (text, size);
}
