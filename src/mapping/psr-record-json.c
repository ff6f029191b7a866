/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-record"

#include "config.h"

#include <string.h>

#include "psr-json-item.h"
#include "psr-json-writer.h"
#include "psr-record-private.h"

/* Where a member stands in the text of a record. */
typedef struct
{
  const char *name;
  gsize       start;
  gsize       length;
} Piece;

static void
append_value (GString        *text,
              const PsrValue *value)
{
  switch (value->type)
    {
    case PSR_VALUE_DECIMAL:
      {
        g_autofree char *number = psr_decimal_to_string (value->decimal);

        g_string_append (text, number);
        break;
      }

    case PSR_VALUE_INT64:
      g_string_append_printf (text, "%" G_GINT64_FORMAT, value->int64);
      break;

    case PSR_VALUE_BOOLEAN:
      g_string_append (text, value->boolean ? "true" : "false");
      break;

    case PSR_VALUE_STRING:
    case PSR_VALUE_GUID:
    default:
      psr_json_append_quoted (text, value->text);
      break;
    }
}

/* Appends the object to @text, and puts down where its members are. */
static void
append_members (const PsrRecord *self,
                GString         *text,
                Piece           *pieces)
{
  g_string_append_c (text, '{');

  for (guint i = 0; i < self->n_entries; i++)
    {
      const PsrRecordEntry *entry = &self->entries[i];

      if (i > 0)
        g_string_append_c (text, ',');

      pieces[i].name = entry->name;
      pieces[i].start = text->len;
      psr_json_append_quoted (text, entry->name);
      g_string_append_c (text, ':');
      append_value (text, &entry->value);
      pieces[i].length = text->len - pieces[i].start;
    }

  g_string_append_c (text, '}');
}

/* There are few of them, and often in order already. */
static void
sort_pieces (Piece *pieces,
             guint  n_pieces)
{
  for (guint i = 1; i < n_pieces; i++)
    {
      Piece piece = pieces[i];
      guint j = i;

      for (; j > 0 && strcmp (pieces[j - 1].name, piece.name) > 0; j--)
        pieces[j] = pieces[j - 1];
      pieces[j] = piece;
    }
}

/* The text once more behind itself, with its members in the order of their
 * names; returns where it begins. */
static gsize
append_sorted (GString     *text,
               const Piece *pieces,
               guint        n_pieces)
{
  gsize start = text->len;

  g_string_append_c (text, '{');

  for (guint i = 0; i < n_pieces; i++)
    {
      gsize at = text->len + (i > 0);

      if (i > 0)
        g_string_append_c (text, ',');
      g_string_set_size (text, at + pieces[i].length);
      memcpy (text->str + at, text->str + pieces[i].start, pieces[i].length);
    }

  g_string_append_c (text, '}');

  return start;
}

/**
 * psr_record_render:
 * @self: a record
 * @text: a string
 * @hash: (out) (optional): the fingerprint of the names and values, whatever
 *   their order
 *
 * Appends an object with the values in order to @text.
 */
void
psr_record_render (const PsrRecord *self,
                   GString         *text,
                   PsrFingerprint  *hash)
{
  g_autofree Piece *many = NULL;
  Piece few[32];
  Piece *pieces = few;
  gsize start;

  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  if (self->n_entries > G_N_ELEMENTS (few))
    pieces = many = g_new (Piece, self->n_entries);

  append_members (self, text, pieces);
  if (hash == NULL)
    return;

  sort_pieces (pieces, self->n_entries);
  start = append_sorted (text, pieces, self->n_entries);
  psr_fingerprint_compute (text->str + start, text->len - start, hash);
  g_string_truncate (text, start);
}

/**
 * psr_record_to_json_text:
 * @self: a record
 *
 * Returns: (transfer full): an object with the values in order
 */
char *
psr_record_to_json_text (const PsrRecord *self)
{
  g_autoptr (GString) text = g_string_sized_new (512);

  psr_record_render (self, text, NULL);

  return g_strndup (text->str, text->len);
}

/**
 * psr_record_hash:
 * @self: a record
 *
 * Returns: (transfer full): the fingerprint of the names and values, whatever
 *   their order
 */
char *
psr_record_hash (const PsrRecord *self)
{
  g_autoptr (GString) text = g_string_sized_new (1024);
  PsrFingerprint hash;

  psr_record_render (self, text, &hash);

  return g_strdup (hash.text);
}

static gboolean
set_item (PsrRecord          *self,
          const PsrJsonItem  *item,
          GError            **error)
{
  const char *name = psr_json_item_get_name (item);
  PsrDecimal decimal;
  gint64 whole;

  switch (psr_json_item_get_type (item))
    {
    case PSR_JSON_STRING:
      psr_record_set_string (self, name, psr_json_item_peek_text (item));
      return TRUE;

    case PSR_JSON_BOOLEAN:
      psr_record_set_boolean (self, name, psr_json_item_to_boolean (item));
      return TRUE;

    case PSR_JSON_INTEGER:
      if (psr_json_item_to_int64 (item, &whole))
        {
          psr_record_set_int64 (self, name, whole);
          return TRUE;
        }
      /* A decimal refuses it with the reason. */
      G_GNUC_FALLTHROUGH;

    case PSR_JSON_NUMBER:
      if (!psr_json_item_to_exact (item, &decimal, error))
        return FALSE;

      psr_record_set_decimal (self, name, decimal);
      return TRUE;

    case PSR_JSON_NULL:
    case PSR_JSON_ARRAY:
    case PSR_JSON_OBJECT:
    default:
      g_set_error_literal (error, PSR_JSON_ERROR, PSR_JSON_ERROR_TYPE,
                           "The value is neither a text nor a number nor a truth value");
      return FALSE;
    }
}

/**
 * psr_record_from_json_text:
 * @text: what psr_record_to_json_text() made
 * @error: return location for an error of #PSR_JSON_ERROR
 *
 * A GUID comes back as a text; it equals what it was.
 *
 * Returns: (transfer full) (nullable): the record, or %NULL
 */
PsrRecord *
psr_record_from_json_text (const char  *text,
                           GError     **error)
{
  g_autoptr (PsrRecord) self = NULL;
  g_autoptr (PsrJsonTree) tree = NULL;
  g_autoptr (GBytes) body = NULL;
  const PsrJsonItem *root;

  g_return_val_if_fail (text != NULL, NULL);

  body = g_bytes_new_static (text, strlen (text));
  tree = psr_json_tree_new (body, error);
  if (tree == NULL)
    return NULL;

  root = psr_json_tree_get_root (tree);
  if (psr_json_item_get_type (root) != PSR_JSON_OBJECT)
    {
      g_set_error_literal (error, PSR_JSON_ERROR, PSR_JSON_ERROR_TYPE, "The record is not an object");
      return NULL;
    }

  self = psr_record_new ();
  for (const PsrJsonItem *item = psr_json_item_get_first (root); item != NULL; item = psr_json_item_get_next (root, item))
    {
      if (!set_item (self, item, error))
        {
          g_prefix_error (error, "“%s”: ", psr_json_item_get_name (item));
          return NULL;
        }
    }

  return g_steal_pointer (&self);
}

/**
 * psr_record_write_members:
 * @self: a record
 * @writer: a writer in an object
 *
 * Writes the values, in order, as members of an object that is open.
 */
void
psr_record_write_members (const PsrRecord *self,
                          PsrJsonWriter   *writer)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (writer != NULL);

  for (guint i = 0; i < self->n_entries; i++)
    {
      psr_json_writer_member (writer, self->entries[i].name);
      psr_value_write_json (&self->entries[i].value, writer);
    }
}

/**
 * psr_record_write_json:
 * @self: a record
 * @writer: where to write it
 *
 * Writes an object with the values in order.
 */
void
psr_record_write_json (const PsrRecord *self,
                       PsrJsonWriter   *writer)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (writer != NULL);

  psr_json_writer_begin_object (writer);
  psr_record_write_members (self, writer);
  psr_json_writer_end_object (writer);
}

/**
 * psr_record_diff:
 * @a: a record
 * @b: a record
 *
 * Returns: (transfer full): the names of the values that differ, or that only
 *   one of them has
 */
GStrv
psr_record_diff (const PsrRecord *a,
                 const PsrRecord *b)
{
  g_autoptr (GStrvBuilder) names = NULL;

  g_return_val_if_fail (a != NULL, NULL);
  g_return_val_if_fail (b != NULL, NULL);

  names = g_strv_builder_new ();

  for (guint i = 0; i < a->n_entries; i++)
    {
      const PsrRecordEntry *entry = &a->entries[i];

      if (!psr_value_equal (&entry->value, psr_record_get_value (b, entry->name)))
        g_strv_builder_add (names, entry->name);
    }

  for (guint i = 0; i < b->n_entries; i++)
    {
      if (!psr_record_has (a, b->entries[i].name))
        g_strv_builder_add (names, b->entries[i].name);
    }

  return g_strv_builder_end (names);
}
