/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-record"

#include "config.h"

#include <string.h>

#include "psr-guid.h"
#include "psr-record.h"

/* How many values most records have at most. */
#define TYPICAL_SIZE 16

typedef struct
{
  /* Interned: there are as many as properties, not as records. */
  const char *name;
  PsrValue    value;
} Entry;

struct _PsrRecord
{
  GArray *entries;
};

G_DEFINE_BOXED_TYPE (PsrRecord, psr_record, psr_record_ref, psr_record_unref)

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  g_free (entry->value.text);
}

static Entry *
entry_at (const PsrRecord *self,
          guint            index)
{
  return &g_array_index (self->entries, Entry, index);
}

static Entry *
find_entry (const PsrRecord *self,
            const char      *name)
{
  g_assert (self != NULL);
  g_assert (name != NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = entry_at (self, i);

      if (entry->name == name || (*entry->name == *name && strcmp (entry->name, name) == 0))
        return entry;
    }

  return NULL;
}

/**
 * psr_record_new:
 *
 * Returns: (transfer full): an empty record
 */
PsrRecord *
psr_record_new (void)
{
  PsrRecord *self = g_atomic_rc_box_new0 (PsrRecord);

  self->entries = g_array_sized_new (FALSE, FALSE, sizeof (Entry), TYPICAL_SIZE);
  g_array_set_clear_func (self->entries, entry_clear);

  return self;
}

/**
 * psr_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): another record with the same values
 */
PsrRecord *
psr_record_copy (const PsrRecord *self)
{
  PsrRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = psr_record_new ();
  for (guint i = 0; i < self->entries->len; i++)
    psr_record_set_value (copy, entry_at (self, i)->name, &entry_at (self, i)->value);

  return copy;
}

/**
 * psr_record_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrRecord *
psr_record_ref (PsrRecord *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_record_clear (gpointer data)
{
  PsrRecord *self = data;

  g_array_unref (self->entries);
}

/**
 * psr_record_unref:
 * @self: (transfer full): a record
 */
void
psr_record_unref (PsrRecord *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_record_clear);
}

/* Takes the text of @value; one that is there keeps its place. */
static void
take_value (PsrRecord  *self,
            const char *name,
            PsrValue    value)
{
  Entry *entry;

  entry = find_entry (self, name);
  if (entry != NULL)
    {
      g_free (entry->value.text);
      entry->value = value;
    }
  else
    {
      Entry added = { g_intern_string (name), value };

      g_array_append_val (self->entries, added);
    }
}

/**
 * psr_record_set_string:
 * @self: a record
 * @name: the name of the value
 * @value: a text
 */
void
psr_record_set_string (PsrRecord  *self,
                       const char *name,
                       const char *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  take_value (self, name, (PsrValue) { .type = PSR_VALUE_STRING, .text = g_strdup (value != NULL ? value : "") });
}

/**
 * psr_record_set_guid:
 * @self: a record
 * @name: the name of the value
 * @value: a GUID
 */
void
psr_record_set_guid (PsrRecord  *self,
                     const char *name,
                     const char *value)
{
  char *text;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  text = psr_guid_normalize (value);
  if (text == NULL)
    text = g_strdup (PSR_GUID_ZERO_TEXT);

  take_value (self, name, (PsrValue) { .type = PSR_VALUE_GUID, .text = text });
}

/**
 * psr_record_set_decimal:
 * @self: a record
 * @name: the name of the value
 * @value: a decimal
 */
void
psr_record_set_decimal (PsrRecord  *self,
                        const char *name,
                        PsrDecimal  value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  take_value (self, name, (PsrValue) { .type = PSR_VALUE_DECIMAL, .decimal = value });
}

/**
 * psr_record_set_int64:
 * @self: a record
 * @name: the name of the value
 * @value: a whole number
 */
void
psr_record_set_int64 (PsrRecord  *self,
                      const char *name,
                      gint64      value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  take_value (self, name, (PsrValue) { .type = PSR_VALUE_INT64, .int64 = value });
}

/**
 * psr_record_set_boolean:
 * @self: a record
 * @name: the name of the value
 * @value: a truth value
 */
void
psr_record_set_boolean (PsrRecord  *self,
                        const char *name,
                        gboolean    value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  take_value (self, name, (PsrValue) { .type = PSR_VALUE_BOOLEAN, .boolean = !!value });
}

/**
 * psr_record_set_value:
 * @self: a record
 * @name: the name of the value
 * @value: a value
 */
void
psr_record_set_value (PsrRecord      *self,
                      const char     *name,
                      const PsrValue *value)
{
  PsrValue copy;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (value != NULL);

  copy = *value;
  copy.text = g_strdup (value->text);
  take_value (self, name, copy);
}

/**
 * psr_record_remove:
 * @self: a record
 * @name: the name of a value that may be there
 */
void
psr_record_remove (PsrRecord  *self,
                   const char *name)
{
  Entry *entry;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  entry = find_entry (self, name);
  if (entry != NULL)
    g_array_remove_index (self->entries, (guint) (entry - entry_at (self, 0)));
}

/**
 * psr_record_get_n_values:
 * @self: a record
 *
 * Returns: how many values it has
 */
guint
psr_record_get_n_values (const PsrRecord *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->entries->len;
}

/**
 * psr_record_get_name:
 * @self: a record
 * @index: less than psr_record_get_n_values()
 *
 * Returns: (transfer none): the name of that value
 */
const char *
psr_record_get_name (const PsrRecord *self,
                     guint            index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->entries->len, NULL);

  return entry_at (self, index)->name;
}

/**
 * psr_record_has:
 * @self: a record
 * @name: a name
 *
 * Returns: %TRUE when it has a value of that name
 */
gboolean
psr_record_has (const PsrRecord *self,
                const char      *name)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return find_entry (self, name) != NULL;
}

/**
 * psr_record_get_value:
 * @self: a record
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the value, or %NULL
 */
const PsrValue *
psr_record_get_value (const PsrRecord *self,
                      const char      *name)
{
  Entry *entry;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  entry = find_entry (self, name);

  return entry != NULL ? &entry->value : NULL;
}

/**
 * psr_record_get_string:
 * @self: a record
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the text or GUID; %NULL when there is
 *   none of that name
 */
const char *
psr_record_get_string (const PsrRecord *self,
                       const char      *name)
{
  const PsrValue *value = psr_record_get_value (self, name);

  return value != NULL ? value->text : NULL;
}

/**
 * psr_record_get_decimal:
 * @self: a record
 * @name: a name
 *
 * Returns: the decimal; 0 when there is none of that name
 */
PsrDecimal
psr_record_get_decimal (const PsrRecord *self,
                        const char      *name)
{
  const PsrValue *value = psr_record_get_value (self, name);
  PsrDecimal decimal = psr_decimal_zero ();

  if (value != NULL && value->type == PSR_VALUE_INT64)
    psr_decimal_from_int (value->int64, &decimal, NULL);
  else if (value != NULL)
    decimal = value->decimal;

  return decimal;
}

/**
 * psr_record_get_int64:
 * @self: a record
 * @name: a name
 *
 * Returns: the whole number; 0 when there is none of that name
 */
gint64
psr_record_get_int64 (const PsrRecord *self,
                      const char      *name)
{
  const PsrValue *value = psr_record_get_value (self, name);

  if (value != NULL && value->type == PSR_VALUE_DECIMAL)
    return psr_decimal_floor (value->decimal);

  return value != NULL ? value->int64 : 0;
}

/**
 * psr_record_get_boolean:
 * @self: a record
 * @name: a name
 *
 * Returns: the truth value; %FALSE when there is none of that name
 */
gboolean
psr_record_get_boolean (const PsrRecord *self,
                        const char      *name)
{
  const PsrValue *value = psr_record_get_value (self, name);

  return value != NULL && value->boolean;
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

  for (guint i = 0; i < self->entries->len; i++)
    {
      psr_json_writer_member (writer, entry_at (self, i)->name);
      psr_value_write_json (&entry_at (self, i)->value, writer);
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

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const Entry *left = *(Entry *const *) a;
  const Entry *right = *(Entry *const *) b;

  return strcmp (left->name, right->name);
}

/**
 * psr_record_hash:
 * @self: a record
 *
 * Returns: (transfer full): the SHA-256 of the names and values, whatever
 *   their order
 */
char *
psr_record_hash (const PsrRecord *self)
{
  g_autoptr (GPtrArray) sorted = NULL;
  g_autoptr (PsrJsonWriter) writer = NULL;
  g_autoptr (GBytes) text = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  sorted = g_ptr_array_sized_new (self->entries->len);
  for (guint i = 0; i < self->entries->len; i++)
    g_ptr_array_add (sorted, entry_at (self, i));
  g_ptr_array_sort (sorted, compare_names);

  writer = psr_json_writer_new ();
  psr_json_writer_begin_object (writer);
  for (guint i = 0; i < sorted->len; i++)
    {
      const Entry *entry = g_ptr_array_index (sorted, i);

      psr_json_writer_member (writer, entry->name);
      psr_value_write_json (&entry->value, writer);
    }
  psr_json_writer_end_object (writer);
  text = psr_json_writer_finish (writer);

  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, text);
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

  for (guint i = 0; i < a->entries->len; i++)
    {
      const Entry *entry = entry_at (a, i);

      if (!psr_value_equal (&entry->value, psr_record_get_value (b, entry->name)))
        g_strv_builder_add (names, entry->name);
    }

  for (guint i = 0; i < b->entries->len; i++)
    {
      if (find_entry (a, entry_at (b, i)->name) == NULL)
        g_strv_builder_add (names, entry_at (b, i)->name);
    }

  return g_strv_builder_end (names);
}
