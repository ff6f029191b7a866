/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-matching"

#include "config.h"

#include <string.h>

#include "psr-matching.h"

struct _PsrMatchRow
{
  GObject  parent_instance;

  char    *id;
  char    *number;
  char    *name;
  char    *city;
  char    *other;   /* what it is coupled with, or "" */
  char    *folded;  /* what is searched */
};

G_DEFINE_FINAL_TYPE (PsrMatchRow, psr_match_row, G_TYPE_OBJECT)

G_DEFINE_BOXED_TYPE (PsrMatching, psr_matching, psr_matching_ref, psr_matching_unref)

static void
psr_match_row_finalize (GObject *object)
{
  PsrMatchRow *self = PSR_MATCH_ROW (object);

  g_free (self->id);
  g_free (self->number);
  g_free (self->name);
  g_free (self->city);
  g_free (self->other);
  g_free (self->folded);

  G_OBJECT_CLASS (psr_match_row_parent_class)->finalize (object);
}

static void
psr_match_row_class_init (PsrMatchRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_match_row_finalize;
}

static void
psr_match_row_init (PsrMatchRow *self)
{
}

/**
 * psr_match_row_new:
 * @id: canonical GUID in its service
 * @number: its number or code, or ""
 * @name: what it is called, or ""
 * @city: where it is, or ""
 *
 * Returns: (transfer full): the record
 */
PsrMatchRow *
psr_match_row_new (const char *id,
                   const char *number,
                   const char *name,
                   const char *city)
{
  return psr_match_row_new_coupled (id, number, name, city, "");
}

/**
 * psr_match_row_new_coupled:
 * @id: canonical GUID in its service
 * @number: its number or code, or ""
 * @name: what it is called, or ""
 * @city: where it is, or ""
 * @other: canonical GUID of the one that it is coupled with, or ""
 *
 * Returns: (transfer full): the record
 */
PsrMatchRow *
psr_match_row_new_coupled (const char *id,
                           const char *number,
                           const char *name,
                           const char *city,
                           const char *other)
{
  PsrMatchRow *self;
  g_autofree char *all = NULL;

  g_return_val_if_fail (id != NULL && number != NULL && name != NULL && city != NULL && other != NULL, NULL);

  self = g_object_new (PSR_TYPE_MATCH_ROW, NULL);
  self->id = g_strdup (id);
  self->number = g_strdup (number);
  self->name = g_strdup (name);
  self->city = g_strdup (city);
  self->other = g_strdup (other);
  all = g_strjoin ("\n", number, name, city, NULL);
  self->folded = g_utf8_casefold (all, -1);

  return self;
}

/**
 * psr_match_row_get_id:
 * @self: a record
 *
 * Returns: (transfer none): its id in its service
 */
const char *
psr_match_row_get_id (PsrMatchRow *self)
{
  g_return_val_if_fail (PSR_IS_MATCH_ROW (self), NULL);

  return self->id;
}

/**
 * psr_match_row_get_number:
 * @self: a record
 *
 * Returns: (transfer none): its number or code, or ""
 */
const char *
psr_match_row_get_number (PsrMatchRow *self)
{
  g_return_val_if_fail (PSR_IS_MATCH_ROW (self), NULL);

  return self->number;
}

/**
 * psr_match_row_get_name:
 * @self: a record
 *
 * Returns: (transfer none): what it is called, or ""
 */
const char *
psr_match_row_get_name (PsrMatchRow *self)
{
  g_return_val_if_fail (PSR_IS_MATCH_ROW (self), NULL);

  return self->name;
}

/**
 * psr_match_row_get_city:
 * @self: a record
 *
 * Returns: (transfer none): where it is, or ""
 */
const char *
psr_match_row_get_city (PsrMatchRow *self)
{
  g_return_val_if_fail (PSR_IS_MATCH_ROW (self), NULL);

  return self->city;
}

/**
 * psr_match_row_get_other:
 * @self: a record
 *
 * Returns: (transfer none): canonical GUID of the one that it is coupled with, or ""
 */
const char *
psr_match_row_get_other (PsrMatchRow *self)
{
  g_return_val_if_fail (PSR_IS_MATCH_ROW (self), NULL);

  return self->other;
}

/**
 * psr_match_row_matches:
 * @self: a record
 * @search: what was typed to search for
 *
 * Returns: whether every word of it is in the number, the name or the city
 */
gboolean
psr_match_row_matches (PsrMatchRow *self,
                       const char  *search)
{
  g_autofree char *folded = NULL;
  g_auto(GStrv) words = NULL;

  g_return_val_if_fail (PSR_IS_MATCH_ROW (self) && search != NULL, FALSE);

  folded = g_utf8_casefold (search, -1);
  words = g_strsplit_set (folded, " \t\n", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (strstr (self->folded, words[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}

static void
open_free (gpointer data)
{
  PsrMatchOpen *open = data;

  g_free (open->id);
  g_free (open->number);
  g_free (open->what);
  g_free (open->why);
  g_free (open->mend);
  g_free (open);
}

static void
psr_matching_clear (gpointer data)
{
  PsrMatching *self = data;

  g_object_unref (self->coupled);
  g_object_unref (self->bc);
  g_object_unref (self->wello);
  g_ptr_array_unref (self->to_settle);
}

/**
 * psr_matching_new:
 *
 * Returns: (transfer full): where nothing is known yet
 */
PsrMatching *
psr_matching_new (void)
{
  PsrMatching *self = g_atomic_rc_box_new0 (PsrMatching);

  self->coupled = g_list_store_new (PSR_TYPE_MATCH_ROW);
  self->bc = g_list_store_new (PSR_TYPE_MATCH_ROW);
  self->wello = g_list_store_new (PSR_TYPE_MATCH_ROW);
  self->to_settle = g_ptr_array_new_with_free_func (open_free);

  return self;
}

/**
 * psr_matching_ref:
 * @self: what belongs together
 *
 * Returns: (transfer full): @self
 */
PsrMatching *
psr_matching_ref (PsrMatching *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_matching_unref:
 * @self: (transfer full): what belongs together
 */
void
psr_matching_unref (PsrMatching *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_matching_clear);
}

/**
 * psr_matching_add_open:
 * @self: what belongs together, in the making
 * @id: canonical GUID of a record
 * @number: its number, or ""
 * @what: what is the matter, translated
 * @why: why, or ""
 * @mend: what to do about it, or ""
 *
 * Adds one that waits until a person says what belongs together.
 */
void
psr_matching_add_open (PsrMatching *self,
                       const char  *id,
                       const char  *number,
                       const char  *what,
                       const char  *why,
                       const char  *mend)
{
  PsrMatchOpen *open;

  g_return_if_fail (self != NULL && id != NULL && number != NULL);
  g_return_if_fail (what != NULL && why != NULL && mend != NULL);

  open = g_new0 (PsrMatchOpen, 1);
  open->id = g_strdup (id);
  open->number = g_strdup (number);
  open->what = g_strdup (what);
  open->why = g_strdup (why);
  open->mend = g_strdup (mend);
  g_ptr_array_add (self->to_settle, open);
}
