/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-candidate"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-json-writer.h"
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
  g_clear_pointer (&part->link, psr_link_unref);
  g_clear_pointer (&part->agreed, psr_agreed_unref);
  g_clear_pointer (&part->agreed_record, psr_record_unref);
  g_clear_pointer (&part->theirs, psr_mirror_record_unref);
  g_clear_pointer (&part->wello_id, g_free);
  g_clear_pointer (&part->differences, g_ptr_array_unref);
  g_clear_pointer (&part->question, g_free);
  g_clear_pointer (&part->apart, psr_record_unref);
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

  g_free (self->company_id);
  g_clear_pointer (&self->tables, psr_sync_tables_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_error (&self->problem);
  g_free (self);
}

/* What the record lost on its way, so that it is known when it comes back. */
static void
append_lossy (GString           *text,
              const PsrMapNotes *notes)
{
  g_autoptr (PsrJsonWriter) writer = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint n_notes = psr_map_notes_get_n_notes (notes);

  if (n_notes == 0)
    return;

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

  g_string_append_len (text, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
}

static void
add_notes (GPtrArray         **rows,
           const char         *id,
           const char         *number,
           const PsrMapNotes  *notes)
{
  guint n_notes = psr_map_notes_get_n_notes (notes);

  if (n_notes > 0 && *rows == NULL)
    *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_sync_row_unref);

  for (guint i = 0; i < n_notes; i++)
    {
      g_autofree char *text = psr_map_note_to_string (psr_map_notes_get_note (notes, i));

      g_ptr_array_add (*rows, psr_sync_row_new (PSR_SYNC_CHANGED, id, number, "lossy", text, NULL, NULL));
    }
}

/* Where the texts of a part stand among those of its candidate. */
typedef struct
{
  gsize values;
  gsize hash;
  gsize lossy;
  gsize key;
} Places;

/* What is used for each row of a page, and each part of it. */
typedef struct
{
  PsrSyncMaps *maps;
  PsrRecord   *record;
  PsrMapNotes *notes;
  /* Those of one candidate, with a NUL behind each. */
  GString     *texts;
} Workshop;

static gsize
add_text (Workshop   *shop,
          const char *text)
{
  gsize place = shop->texts->len;

  g_string_append_len (shop->texts, text, (gssize) strlen (text) + 1);

  return place;
}

/* Maps a part, and adds its texts to those of the candidate. */
static gboolean
make_part (Workshop           *shop,
           guint               part,
           const PsrJsonItem  *row,
           Places             *places,
           GError            **error)
{
  PsrFingerprint hash;
  const char *key;

  psr_record_clear (shop->record);
  psr_map_notes_clear (shop->notes);

  if (!psr_mapper_fill (shop->maps->maps[part], row, shop->notes, shop->record, error))
    return FALSE;

  places->values = shop->texts->len;
  psr_record_render (shop->record, shop->texts, &hash);
  g_string_append_c (shop->texts, '\0');
  places->hash = add_text (shop, hash.text);
  places->lossy = shop->texts->len;
  append_lossy (shop->texts, shop->notes);
  g_string_append_c (shop->texts, '\0');

  /* 0 is the place of the candidate's id. */
  key = psr_record_get_string (shop->record, part == 0 ? "code" : "lastname");
  if (part == 0 && psr_field_map_get_entity (shop->maps->maps[0]) == PSR_ENTITY_PERSON)
    key = psr_record_get_string (shop->record, "lastname");
  places->key = key != NULL ? add_text (shop, key) : 0;

  return TRUE;
}

/* A candidate and its texts are one block. */
static PsrSyncCandidate *
candidate_new (Workshop     *shop,
               gsize         number,
               gsize         name,
               gsize         company,
               const Places *places,
               guint         n_mapped)
{
  PsrSyncCandidate *self = g_malloc (sizeof *self + shop->texts->len);
  char *texts = (char *) (self + 1);

  memset (self, 0, sizeof *self);
  memcpy (texts, shop->texts->str, shop->texts->len);
  self->id = texts;
  self->number = texts + number;
  self->name = texts + name;
  self->company = texts + company;
  self->modified = PSR_TIMESTAMP_NONE;
  self->n_parts = shop->maps->n_parts;

  for (guint i = 0; i < n_mapped; i++)
    {
      self->parts[i].values = texts + places[i].values;
      self->parts[i].hash = texts + places[i].hash;
      self->parts[i].lossy = texts + places[i].lossy;
      self->parts[i].key = places[i].key != 0 ? texts + places[i].key : NULL;
    }

  return self;
}

static PsrSyncCandidate *
make_candidate (const PsrJsonItem *row,
                Workshop          *shop)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *id = psr_json_item_dup_guid (row, "id");
  g_autofree char *number = psr_text_code (psr_json_item_get_string (row, "number"));
  g_autofree char *company = psr_text_code (psr_json_item_get_string (row, "companyNumber"));
  Places places[PSR_SYNC_MAX_PARTS];
  PsrTimestamp modified = PSR_TIMESTAMP_NONE;
  PsrSyncCandidate *self;
  gsize number_place;
  gsize name_place;
  gsize company_place;
  guint n_mapped = 0;

  g_string_truncate (shop->texts, 0);
  add_text (shop, id != NULL ? id : number);
  number_place = add_text (shop, number);
  name_place = add_text (shop, psr_json_item_get_string (row, "displayName"));
  company_place = add_text (shop, company);

  if (id == NULL)
    psr_set_explained_error (&problem, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_SET_ASIDE,
                             _("The record was set aside."), _("It has no id."),
                             _("If it looks right in Business Central, report this."));
  else if (psr_json_item_get_timestamp (row, "lastModifiedDateTime", &modified, &problem))
    {
      for (; n_mapped < shop->maps->n_parts; n_mapped++)
        {
          if (!make_part (shop, n_mapped, row, &places[n_mapped], &problem))
            break;

          add_notes (&rows, id, number, shop->notes);
        }
    }

  self = candidate_new (shop, number_place, name_place, company_place, places, n_mapped);
  self->modified = modified;
  self->notes = g_steal_pointer (&rows);
  self->problem = g_steal_pointer (&problem);

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
psr_sync_candidate_make_rows (const PsrJsonItem  *rows,
                              gpointer            maps,
                              GError            **error)
{
  g_autoptr (GPtrArray) candidates = NULL;
  g_autoptr (PsrRecord) record = psr_record_new ();
  g_autoptr (PsrMapNotes) notes = psr_map_notes_new ();
  g_autoptr (GString) texts = g_string_sized_new (4096);
  Workshop shop = { maps, record, notes, texts };

  g_return_val_if_fail (rows != NULL, NULL);
  g_return_val_if_fail (maps != NULL, NULL);

  candidates = g_ptr_array_new_full (psr_json_item_get_length (rows), psr_sync_candidate_free);

  for (const PsrJsonItem *row = psr_json_item_get_first (rows); row != NULL; row = psr_json_item_get_next (rows, row))
    {
      if (psr_json_item_get_type (row) == PSR_JSON_OBJECT)
        g_ptr_array_add (candidates, make_candidate (row, &shop));
    }

  return g_steal_pointer (&candidates);
}

/**
 * psr_sync_candidate_dup_wanted:
 * @self: a candidate
 * @part: number of a part
 * @map: how it was made
 *
 * The company of a contact is the one that Wello has, which needn't have the
 * customer's id, and hasn't the number of a contact. What the mapping looks up is
 * looked up.
 *
 * Returns: (transfer full): what Wello is to have
 */
PsrRecord *
psr_sync_candidate_dup_wanted (const PsrSyncCandidate *self,
                               guint                   part,
                               const PsrFieldMap      *map)
{
  const PsrSyncPart *p;
  const char *company_id;
  g_autoptr (PsrRecord) wanted = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (part < self->n_parts, NULL);
  g_return_val_if_fail (map != NULL, NULL);

  p = &self->parts[part];
  company_id = part > 0 ? self->parts[0].wello_id : self->company_id;
  if (p->record != NULL && company_id == NULL && self->tables == NULL)
    return psr_record_ref (p->record);

  wanted = p->record != NULL ? psr_record_copy (p->record) : psr_record_from_json_text (p->values, &error);
  g_assert_no_error (error);

  if (company_id != NULL && psr_record_has (wanted, "company_id"))
    psr_record_set_guid (wanted, "company_id", company_id);
  if (self->tables != NULL)
    psr_sync_tables_resolve (self->tables, map, wanted);

  return g_steal_pointer (&wanted);
}
