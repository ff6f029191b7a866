/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-record"

#include "config.h"

#include <string.h>

#include "psr-guid.h"
#include "psr-record-private.h"

/* How many values most records have at most. */
#define TYPICAL_SIZE 16

G_DEFINE_BOXED_TYPE (PsrRecord, psr_record, psr_record_ref, psr_record_unref)

static void
entry_clear_text (PsrRecordEntry *entry)
{
  if (entry->owns_text)
    g_free (entry->value.text);
  entry->value.text = NULL;
  entry->owns_text = FALSE;
}

/* Both names are interned more often than not. */
static PsrRecordEntry *
find_entry (const PsrRecord *self,
            const char      *name)
{
  g_assert (self != NULL);
  g_assert (name != NULL);

  for (guint i = 0; i < self->n_entries; i++)
    {
      if (self->entries[i].name == name)
        return &self->entries[i];
    }

  for (guint i = 0; i < self->n_entries; i++)
    {
      if (*self->entries[i].name == *name && strcmp (self->entries[i].name, name) == 0)
        return &self->entries[i];
    }

  return NULL;
}

static PsrRecord *
record_new_sized (guint size)
{
  PsrRecord *self = g_atomic_rc_box_new0 (PsrRecord);

  self->n_allocated = size;
  self->entries = g_new (PsrRecordEntry, size);

  return self;
}

/**
 * psr_record_new:
 *
 * Returns: (transfer full): an empty record
 */
PsrRecord *
psr_record_new (void)
{
  return record_new_sized (TYPICAL_SIZE);
}

/**
 * psr_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): another record with the same values, in as little
 *   memory as they need
 */
PsrRecord *
psr_record_copy (const PsrRecord *self)
{
  PsrRecord *copy;
  gsize length = 0;
  char *to;

  g_return_val_if_fail (self != NULL, NULL);

  copy = record_new_sized (self->n_entries);
  copy->n_entries = self->n_entries;

  for (guint i = 0; i < self->n_entries; i++)
    {
      copy->entries[i] = self->entries[i];
      copy->entries[i].owns_text = FALSE;
      if (self->entries[i].value.text != NULL)
        length += strlen (self->entries[i].value.text) + 1;
    }

  to = copy->texts = g_malloc (length);

  for (guint i = 0; i < self->n_entries; i++)
    {
      if (self->entries[i].value.text == NULL)
        continue;

      copy->entries[i].value.text = to;
      to = stpcpy (to, self->entries[i].value.text) + 1;
    }

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

/**
 * psr_record_clear:
 * @self: a record that nobody else has
 *
 * Takes all values out, so that it can be filled again.
 */
void
psr_record_clear (PsrRecord *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n_entries; i++)
    entry_clear_text (&self->entries[i]);

  self->n_entries = 0;
  g_clear_pointer (&self->texts, g_free);
}

static void
psr_record_finalize (gpointer data)
{
  PsrRecord *self = data;

  psr_record_clear (self);
  g_free (self->entries);
}

/**
 * psr_record_unref:
 * @self: (transfer full): a record
 */
void
psr_record_unref (PsrRecord *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_record_finalize);
}

/* An entry for the value of @name; one that is there keeps its place. */
static PsrRecordEntry *
place_entry (PsrRecord  *self,
             const char *name,
             gboolean    is_interned)
{
  PsrRecordEntry *entry = find_entry (self, name);

  if (entry != NULL)
    {
      entry_clear_text (entry);
      return entry;
    }

  if (self->n_entries == self->n_allocated)
    {
      self->n_allocated = MAX (self->n_allocated * 2, TYPICAL_SIZE);
      self->entries = g_renew (PsrRecordEntry, self->entries, self->n_allocated);
    }

  entry = &self->entries[self->n_entries++];
  entry->name = is_interned ? name : g_intern_string (name);

  return entry;
}

static void
take_value (PsrRecord  *self,
            const char *name,
            PsrValue    value)
{
  PsrRecordEntry *entry = place_entry (self, name, FALSE);

  entry->value = value;
  entry->owns_text = value.text != NULL;
}

/*
 * Sets a text that the record doesn't take: it has to outlive it, or what of it
 * is kept is a psr_record_copy(). @name is interned.
 */
void
psr_record_lend_text (PsrRecord    *self,
                      const char   *name,
                      PsrValueType  type,
                      const char   *text)
{
  PsrRecordEntry *entry = place_entry (self, name, TRUE);

  entry->value = (PsrValue) { .type = type, .text = (char *) text };
  entry->owns_text = FALSE;
}

/*
 * Sets a text and takes it. @name is interned.
 */
void
psr_record_take_text (PsrRecord    *self,
                      const char   *name,
                      PsrValueType  type,
                      char         *text)
{
  PsrRecordEntry *entry = place_entry (self, name, TRUE);

  entry->value = (PsrValue) { .type = type, .text = text };
  entry->owns_text = TRUE;
}

/*
 * Sets a value whose text, if it has one, is lent. @name is interned.
 */
void
psr_record_put (PsrRecord  *self,
                const char *name,
                PsrValue    value)
{
  PsrRecordEntry *entry = place_entry (self, name, TRUE);

  entry->value = value;
  entry->owns_text = FALSE;
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
  PsrRecordEntry *entry;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  entry = find_entry (self, name);
  if (entry == NULL)
    return;

  entry_clear_text (entry);
  self->n_entries--;
  memmove (entry, entry + 1, (gsize) ((self->entries + self->n_entries) - entry) * sizeof *entry);
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

  return self->n_entries;
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
  g_return_val_if_fail (index < self->n_entries, NULL);

  return self->entries[index].name;
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
  PsrRecordEntry *entry;

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
