/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-keys"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-json.h"
#include "psr-sync-keys.h"

/* Shorter ones aren't VAT numbers, whatever stands there. */
#define MIN_VAT 8
#define MIN_DIGITS 7

/* The letters of a country, or none. */
#define COUNTRY_SIZE 3

struct _PsrSyncKeys
{
  GHashTable *owners; /* key → GPtrArray of PsrSyncKeyOwner */
};

static void
owner_free (gpointer data)
{
  PsrSyncKeyOwner *owner = data;

  g_free (owner->id);
  g_free (owner->label);
  g_free (owner->country);
  g_free (owner);
}

/**
 * psr_sync_keys_new:
 *
 * Returns: (transfer full): an empty table
 */
PsrSyncKeys *
psr_sync_keys_new (void)
{
  PsrSyncKeys *self = g_new0 (PsrSyncKeys, 1);

  self->owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  return self;
}

/**
 * psr_sync_keys_free:
 * @self: (transfer full): a table
 *
 * Frees it; a #GDestroyNotify.
 */
void
psr_sync_keys_free (gpointer data)
{
  PsrSyncKeys *self = data;

  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->owners);
  g_free (self);
}

/**
 * psr_sync_keys_get_size:
 * @self: a table
 *
 * Returns: how many keys it has
 */
guint
psr_sync_keys_get_size (const PsrSyncKeys *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->owners);
}

/* “BE 0123.456.749” and “0123456749” are the same: letters and digits, without the
 * country before them. What has hardly a digit is a word, and zeros stand for none. */
static char *
dup_vat (const char *text,
         char       *country)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  guint n_digits = 0;
  guint n_zeros = 0;
  gsize skip;

  for (; *text != '\0'; text++)
    {
      if (!g_ascii_isalnum (*text))
        continue;

      g_string_append_c (plain, g_ascii_toupper (*text));
      n_digits += g_ascii_isdigit (*text);
      n_zeros += *text == '0';
    }

  skip = plain->len > 2 && g_ascii_isalpha (plain->str[0]) && g_ascii_isalpha (plain->str[1]) ? 2 : 0;
  memcpy (country, plain->str, skip);
  country[skip] = '\0';

  if (plain->len - skip < MIN_VAT || n_digits < MIN_DIGITS || n_zeros == n_digits)
    return NULL;

  return g_strdup (plain->str + skip);
}

/* Without differences in case, accents aside, and in what isn't a letter or a digit. */
static char *
dup_plain (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autofree char *folded = normal != NULL ? g_utf8_casefold (normal, -1) : NULL;
  GString *plain = g_string_new (NULL);

  for (const char *p = folded != NULL ? folded : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_isalnum (g_utf8_get_char (p)))
        g_string_append_unichar (plain, g_utf8_get_char (p));
    }

  return g_string_free_and_steal (plain);
}

/**
 * psr_sync_keys_dup_key:
 * @values: a company in Wello's form
 * @kind: a kind of key
 *
 * Returns: (transfer full) (nullable): its key, or %NULL where it has none; of a VAT
 *   number without the country
 */
char *
psr_sync_keys_dup_key (JsonObject     *values,
                       PsrSyncKeyKind  kind)
{
  char country[COUNTRY_SIZE];
  g_autofree char *vat = NULL;
  g_autofree char *name = NULL;
  g_autofree char *other = NULL;

  g_return_val_if_fail (values != NULL, NULL);

  switch (kind)
    {
    case PSR_SYNC_KEY_VAT:
      vat = dup_vat (psr_json_get_string (values, "vat_reg_code"), country);
      return vat != NULL ? g_strconcat ("vat|", vat, NULL) : NULL;

    case PSR_SYNC_KEY_EMAIL:
      name = dup_plain (psr_json_get_string (values, "name"));
      other = g_ascii_strdown (psr_json_get_string (values, "email"), -1);
      g_strstrip (other);
      return *name != '\0' && *other != '\0' ? g_strconcat ("email|", other, "|", name, NULL) : NULL;

    case PSR_SYNC_KEY_NAME:
      name = dup_plain (psr_json_get_string (values, "name"));
      other = dup_plain (psr_json_get_string (values, "zip"));
      return *name != '\0' && *other != '\0' ? g_strconcat ("name|", other, "|", name, NULL) : NULL;

    case PSR_SYNC_N_KEYS:
    default:
      g_return_val_if_reached (NULL);
    }
}

/* The letters that are before a VAT number, or "". */
static char *
dup_country (JsonObject     *values,
             PsrSyncKeyKind  kind)
{
  char country[COUNTRY_SIZE] = "";
  g_autofree char *vat = kind == PSR_SYNC_KEY_VAT ? dup_vat (psr_json_get_string (values, "vat_reg_code"), country) : NULL;

  return g_strdup (country);
}

/**
 * psr_sync_keys_add:
 * @self: a table
 * @id: canonical GUID of a company
 * @label: its number or name
 * @values: the company in Wello's form
 *
 * Adds a company under each of its keys.
 */
void
psr_sync_keys_add (PsrSyncKeys *self,
                   const char  *id,
                   const char  *label,
                   JsonObject  *values)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (id != NULL && label != NULL && values != NULL);

  for (int kind = 0; kind < PSR_SYNC_N_KEYS; kind++)
    {
      char *key = psr_sync_keys_dup_key (values, kind);
      PsrSyncKeyOwner *owner;
      GPtrArray *owners;

      if (key == NULL)
        continue;

      owners = g_hash_table_lookup (self->owners, key);
      if (owners == NULL)
        {
          owners = g_ptr_array_new_with_free_func (owner_free);
          g_hash_table_insert (self->owners, g_steal_pointer (&key), owners);
        }
      g_free (key);

      owner = g_new0 (PsrSyncKeyOwner, 1);
      owner->id = g_strdup (id);
      owner->label = g_strdup (label);
      owner->country = dup_country (values, kind);
      g_ptr_array_add (owners, owner);
    }
}

/**
 * psr_sync_keys_find:
 * @self: a table
 * @values: a company in Wello's form
 * @kind: by which key
 *
 * Two VAT numbers with the letters of different countries aren't the same.
 *
 * Returns: (transfer container) (nullable) (element-type PsrSyncKeyOwner): who has the same
 *   key; valid as long as @self
 */
GPtrArray *
psr_sync_keys_find (const PsrSyncKeys *self,
                    JsonObject        *values,
                    PsrSyncKeyKind     kind)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *country = NULL;
  g_autofree char *key = NULL;
  GPtrArray *owners;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (values != NULL, NULL);

  key = psr_sync_keys_dup_key (values, kind);
  owners = key != NULL ? g_hash_table_lookup (self->owners, key) : NULL;
  if (owners == NULL)
    return NULL;

  country = dup_country (values, kind);
  found = g_ptr_array_new ();
  for (guint i = 0; i < owners->len; i++)
    {
      PsrSyncKeyOwner *owner = g_ptr_array_index (owners, i);

      if (*country == '\0' || *owner->country == '\0' || g_str_equal (country, owner->country))
        g_ptr_array_add (found, owner);
    }

  return found->len > 0 ? g_steal_pointer (&found) : NULL;
}

/**
 * psr_sync_key_get_reason:
 * @kind: a kind of key
 *
 * Returns: what two companies have in common, translated
 */
const char *
psr_sync_key_get_reason (PsrSyncKeyKind kind)
{
  return gettext (psr_sync_key_get_source (kind));
}

/**
 * psr_sync_key_get_source:
 * @kind: a kind of key
 *
 * Returns: what two companies have in common, in English, as it is kept
 */
const char *
psr_sync_key_get_source (PsrSyncKeyKind kind)
{
  switch (kind)
    {
    case PSR_SYNC_KEY_VAT:
      /* Translators: this follows “has”. */
      return N_("the same VAT number");
    case PSR_SYNC_KEY_EMAIL:
      /* Translators: this follows “has”. */
      return N_("the same email and name");
    case PSR_SYNC_KEY_NAME:
      /* Translators: this follows “has”. */
      return N_("the same name and postal code");
    case PSR_SYNC_N_KEYS:
    default:
      g_return_val_if_reached (NULL);
    }
}
