/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-candidate"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-json-writer.h"
#include "psr-json.h"
#include "psr-mapper.h"
#include "psr-mapping-error.h"
#include "psr-sync-candidate.h"
#include "psr-text.h"

struct _PsrSyncMaps
{
  PsrFieldMap *maps[PSR_SYNC_MAX_PARTS];
  guint        n_parts;
};

/**
 * psr_sync_maps_new:
 * @targets: what the parts are
 * @n_parts: how many there are
 *
 * Returns: (transfer full): the maps, for psr_sync_candidate_make_rows()
 */
PsrSyncMaps *
psr_sync_maps_new (const PsrSyncTarget *targets,
                   guint                n_parts)
{
  PsrSyncMaps *self;

  g_return_val_if_fail (targets != NULL, NULL);
  g_return_val_if_fail (n_parts <= PSR_SYNC_MAX_PARTS, NULL);

  self = g_atomic_rc_box_new0 (PsrSyncMaps);
  self->n_parts = n_parts;

  for (guint i = 0; i < n_parts; i++)
    self->maps[i] = psr_field_map_ref (targets[i].map);

  return self;
}

/**
 * psr_sync_maps_ref:
 * @self: maps
 *
 * Returns: (transfer full): @self
 */
gpointer
psr_sync_maps_ref (PsrSyncMaps *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_sync_maps_finalize (gpointer data)
{
  PsrSyncMaps *self = data;

  g_assert (self != NULL);

  for (guint i = 0; i < self->n_parts; i++)
    g_clear_pointer (&self->maps[i], psr_field_map_unref);
}

/**
 * psr_sync_maps_unref:
 * @self: (transfer full): maps
 *
 * Gives up a reference.
 */
void
psr_sync_maps_unref (gpointer self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_sync_maps_finalize);
}

static void
part_clear (PsrSyncPart *part)
{
  g_assert (part != NULL);

  g_clear_pointer (&part->record, psr_record_unref);
  g_clear_pointer (&part->values, g_free);
  g_clear_pointer (&part->hash, g_free);
  g_clear_pointer (&part->lossy, g_free);
  g_clear_pointer (&part->link, psr_link_unref);
  g_clear_pointer (&part->agreed, psr_agreed_unref);
  g_clear_pointer (&part->agreed_record, psr_record_unref);
  g_clear_pointer (&part->theirs, psr_mirror_record_unref);
  g_clear_pointer (&part->wello_id, g_free);
}

/**
 * psr_sync_candidate_free:
 * @self: (transfer full): a candidate
 *
 * Frees a candidate; a #GDestroyNotify.
 */
void
psr_sync_candidate_free (gpointer data)
{
  PsrSyncCandidate *self = data;

  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n_parts; i++)
    part_clear (&self->parts[i]);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->number, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_error (&self->problem);
  g_free (self);
}

/* What the record lost on its way, so that it is known when it comes back. */
static char *
write_lossy (const PsrMapNotes *notes)
{
  g_autoptr (PsrJsonWriter) writer = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint n_notes = psr_map_notes_get_n_notes (notes);

  if (n_notes == 0)
    return g_strdup ("");

  writer = psr_json_writer_new ();
  psr_json_writer_begin_array (writer);

  for (guint i = 0; i < n_notes; i++)
    {
      const PsrMapNote *note = psr_map_notes_get_note (notes, i);

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "source", note->source);
      psr_json_writer_add_string (writer, "target", note->target);
      psr_json_writer_add_string (writer, "original", note->original);
      if (note->written != NULL)
        psr_json_writer_add_string (writer, "written", note->written);
      psr_json_writer_end_object (writer);
    }

  psr_json_writer_end_array (writer);
  bytes = psr_json_writer_finish (writer);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
add_notes (PsrSyncCandidate  *self,
           const PsrMapNotes *notes)
{
  guint n_notes = psr_map_notes_get_n_notes (notes);

  for (guint i = 0; i < n_notes; i++)
    {
      g_autofree char *text = psr_map_note_to_string (psr_map_notes_get_note (notes, i));

      g_ptr_array_add (self->notes, psr_sync_row_new (PSR_SYNC_CHANGED, self->id, self->number, "lossy",
                                                      text, NULL, NULL));
    }
}

static gboolean
make_part (PsrSyncCandidate  *self,
           PsrSyncPart       *part,
           PsrFieldMap       *map,
           JsonObject        *object,
           GError           **error)
{
  g_autoptr (PsrMapNotes) notes = psr_map_notes_new ();

  part->record = psr_mapper_apply (map, object, notes, error);
  if (part->record == NULL)
    return FALSE;

  part->values = psr_record_to_json_text (part->record);
  part->hash = psr_record_hash (part->record);
  part->lossy = write_lossy (notes);
  add_notes (self, notes);

  return TRUE;
}

static PsrSyncCandidate *
make_candidate (JsonObject  *object,
                PsrSyncMaps *maps)
{
  PsrSyncCandidate *self = g_new0 (PsrSyncCandidate, 1);

  self->id = psr_json_dup_guid (object, "id");
  self->number = psr_text_code (psr_json_get_string (object, "number"));
  self->name = g_strdup (psr_json_get_string (object, "displayName"));
  self->modified = PSR_TIMESTAMP_NONE;
  self->n_parts = maps->n_parts;
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_sync_row_unref);

  if (self->id == NULL)
    {
      self->id = g_strdup (self->number);
      psr_set_explained_error (&self->problem, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_SET_ASIDE,
                               _("The record was set aside."), _("It has no id."),
                               _("If it looks right in Business Central, report this."));
      return self;
    }

  if (!psr_json_get_timestamp (object, "lastModifiedDateTime", &self->modified, &self->problem))
    return self;

  for (guint i = 0; i < maps->n_parts; i++)
    {
      if (!make_part (self, &self->parts[i], maps->maps[i], object, &self->problem))
        break;
    }

  return self;
}

/**
 * psr_sync_candidate_make_rows:
 * @rows: a page of Business Central
 * @maps: the #PsrSyncMaps
 * @error: return location for an error
 *
 * Maps and hashes a page, on the "parse" lane. A record that can't be mapped
 * becomes a candidate with a problem: it doesn't stop the others.
 *
 * Returns: (transfer full) (element-type PsrSyncCandidate): the candidates
 */
GPtrArray *
psr_sync_candidate_make_rows (JsonArray  *rows,
                              gpointer    maps,
                              GError    **error)
{
  g_autoptr (GPtrArray) candidates = NULL;
  guint n_rows;

  g_return_val_if_fail (rows != NULL, NULL);
  g_return_val_if_fail (maps != NULL, NULL);

  n_rows = json_array_get_length (rows);
  candidates = g_ptr_array_new_full (n_rows, psr_sync_candidate_free);

  for (guint i = 0; i < n_rows; i++)
    {
      JsonNode *node = json_array_get_element (rows, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        g_ptr_array_add (candidates, make_candidate (json_node_get_object (node), maps));
    }

  return g_steal_pointer (&candidates);
}

/**
 * psr_sync_candidate_dup_wanted:
 * @self: a candidate
 * @part: number of a part
 *
 * The company of a contact is the one that Wello has, which needn't have the
 * customer's id.
 *
 * Returns: (transfer full): what Wello is to have
 */
PsrRecord *
psr_sync_candidate_dup_wanted (const PsrSyncCandidate *self,
                               guint                   part)
{
  PsrRecord *wanted;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (part < self->n_parts, NULL);

  if (part == 0 || self->parts[0].wello_id == NULL || !psr_record_has (self->parts[part].record, "company_id"))
    return psr_record_ref (self->parts[part].record);

  wanted = psr_record_copy (self->parts[part].record);
  psr_record_set_guid (wanted, "company_id", self->parts[0].wello_id);

  return wanted;
}
