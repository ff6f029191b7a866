/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-lookup"

#include "config.h"

#include "psr-bc-lookup.h"
#include "psr-text.h"

G_DEFINE_BOXED_TYPE (PsrBcLookup, psr_bc_lookup, psr_bc_lookup_ref, psr_bc_lookup_unref)

static void
psr_bc_lookup_finalize (gpointer data)
{
  PsrBcLookup *self = data;

  g_assert (self != NULL);

  g_clear_pointer (&self->documents, g_ptr_array_unref);
  g_clear_pointer (&self->voids, g_ptr_array_unref);
  g_clear_pointer (&self->own, g_hash_table_unref);
}

/**
 * psr_bc_lookup_new:
 * @documents: (element-type PsrBcDocument): what was found
 * @earliest: least `Date` of the answers, or none
 * @latest: greatest `Date` of the answers, or none
 *
 * Returns: (transfer full): a look-up
 */
PsrBcLookup *
psr_bc_lookup_new (GPtrArray    *documents,
                   PsrTimestamp  earliest,
                   PsrTimestamp  latest)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  return psr_bc_lookup_new_with_voids (documents, none, earliest, latest);
}

/**
 * psr_bc_lookup_new_with_voids:
 * @documents: (element-type PsrBcDocument): what was found
 * @voids: (element-type PsrBcDocument): what was found and bills nothing
 * @earliest: least `Date` of the answers, or none
 * @latest: greatest `Date` of the answers, or none
 *
 * Returns: (transfer full): a look-up
 */
PsrBcLookup *
psr_bc_lookup_new_with_voids (GPtrArray    *documents,
                              GPtrArray    *voids,
                              PsrTimestamp  earliest,
                              PsrTimestamp  latest)
{
  PsrBcLookup *self;

  g_return_val_if_fail (documents != NULL, NULL);
  g_return_val_if_fail (voids != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrBcLookup);
  self->documents = g_ptr_array_ref (documents);
  self->voids = g_ptr_array_ref (voids);
  self->earliest = earliest;
  self->latest = latest;

  return self;
}

/**
 * psr_bc_lookup_new_with_own:
 * @lookup: a look-up for the external number of one document
 * @own: (element-type PsrBcDocument): that document, found otherwise
 *
 * Returns: (transfer full): what both found, each once; @own counts for every number
 */
PsrBcLookup *
psr_bc_lookup_new_with_own (PsrBcLookup *lookup,
                            GPtrArray   *own)
{
  g_autoptr (GPtrArray) documents = NULL;
  PsrBcLookup *self;

  g_return_val_if_fail (lookup != NULL, NULL);
  g_return_val_if_fail (own != NULL, NULL);

  documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_bc_document_unref);

  for (guint i = 0; i < lookup->documents->len; i++)
    g_ptr_array_add (documents, psr_bc_document_ref (g_ptr_array_index (lookup->documents, i)));

  self = psr_bc_lookup_new_with_voids (documents, lookup->voids, lookup->earliest, lookup->latest);
  self->own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < own->len; i++)
    {
      PsrBcDocument *document = g_ptr_array_index (own, i);
      gboolean is_there = FALSE;

      for (guint j = 0; j < documents->len && !is_there; j++)
        is_there = g_str_equal (((PsrBcDocument *) g_ptr_array_index (documents, j))->id, document->id);

      if (!is_there)
        g_ptr_array_add (documents, psr_bc_document_ref (document));
      g_hash_table_add (self->own, g_strdup (document->id));
    }

  return self;
}

/**
 * psr_bc_lookup_is_own:
 * @self: a look-up
 * @document: one of its documents
 *
 * Returns: whether @document was known otherwise than by its external number
 */
gboolean
psr_bc_lookup_is_own (const PsrBcLookup   *self,
                      const PsrBcDocument *document)
{
  g_return_val_if_fail (self != NULL && document != NULL, FALSE);

  return self->own != NULL && g_hash_table_contains (self->own, document->id);
}

/**
 * psr_bc_lookup_is_of:
 * @self: a look-up
 * @document: one of its documents
 * @external_number: an external document number, in any case
 *
 * Returns: whether @document is one that the number stands for
 */
gboolean
psr_bc_lookup_is_of (const PsrBcLookup   *self,
                     const PsrBcDocument *document,
                     const char          *external_number)
{
  g_return_val_if_fail (self != NULL && document != NULL && external_number != NULL, FALSE);

  return g_ascii_strcasecmp (document->external_number, external_number) == 0 || psr_bc_lookup_is_own (self, document);
}

/**
 * psr_bc_lookup_ref:
 * @self: a look-up
 *
 * Returns: (transfer full): @self
 */
PsrBcLookup *
psr_bc_lookup_ref (PsrBcLookup *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_lookup_unref:
 * @self: (transfer full): a look-up
 *
 * Gives up a reference.
 */
void
psr_bc_lookup_unref (PsrBcLookup *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_lookup_finalize);
}

/**
 * psr_bc_lookup_find:
 * @self: a look-up
 * @external_number: an external document number, in any case
 *
 * Returns: (transfer none) (nullable): the first live document of this number;
 *   else the first that isn't live; %NULL when there is none
 */
PsrBcDocument *
psr_bc_lookup_find (const PsrBcLookup *self,
                    const char        *external_number)
{
  g_autofree char *code = NULL;
  PsrBcDocument *ended = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (external_number != NULL, NULL);

  code = psr_text_code (external_number);

  for (guint i = 0; i < self->documents->len; i++)
    {
      PsrBcDocument *document = g_ptr_array_index (self->documents, i);

      if (!psr_bc_lookup_is_of (self, document, code))
        continue;

      if (psr_bc_document_is_live (document))
        return document;

      if (ended == NULL)
        ended = document;
    }

  return ended;
}

/**
 * psr_bc_lookup_count:
 * @self: a look-up
 * @external_number: an external document number, in any case
 *
 * Returns: how many live documents have this number; more than one is one too
 *   many
 */
guint
psr_bc_lookup_count (const PsrBcLookup *self,
                     const char        *external_number)
{
  g_autofree char *code = NULL;
  guint count = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (external_number != NULL, 0);

  code = psr_text_code (external_number);

  for (guint i = 0; i < self->documents->len; i++)
    {
      const PsrBcDocument *document = g_ptr_array_index (self->documents, i);

      if (psr_bc_lookup_is_of (self, document, code) && psr_bc_document_is_live (document))
        count++;
    }

  return count;
}
