/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "psr-mapper.h"

#define MARK "\n---\n"

/* A field map, and after a line of dashes the record to apply it to. */

static char *
find_link (PsrEntity   entity,
           const char *id,
           gpointer    data)
{
  return g_str_has_prefix (id, "0") ? NULL : g_strdup ("77a0b1f2-0000-4000-8000-000000000001");
}

static void
check_notes (const PsrMapNotes *notes)
{
  for (guint i = 0; i < psr_map_notes_get_n_notes (notes); i++)
    {
      g_autofree char *text = psr_map_note_to_string (psr_map_notes_get_note (notes, i));

      fuzz_check_text (text);
    }
}

static void
apply (PsrFieldMap       *map,
       const PsrJsonItem *source)
{
  g_autoptr (PsrMapNotes) notes = psr_map_notes_new ();
  g_autoptr (PsrRecord) record = NULL;
  g_autoptr (PsrRecord) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *hash_again = NULL;

  record = psr_mapper_apply_linked (map, source, notes, find_link, NULL, &error);
  check_notes (notes);
  if (record == NULL)
    {
      fuzz_check_error (error);
      return;
    }

  text = psr_record_to_json_text (record);
  fuzz_check_text (text);
  again = psr_record_from_json_text (text, &error);
  g_assert_no_error (error);
  hash = psr_record_hash (record);
  hash_again = psr_record_hash (again);
  g_assert_cmpstr (hash, ==, hash_again);
}

static void
check_map (PsrFieldMap *map)
{
  const char * const *select = psr_field_map_get_select (map);

  g_assert_nonnull (select);
  fuzz_check_text (psr_field_map_get_source (map));
  fuzz_check_text (psr_field_map_get_target (map));

  for (guint i = 0; i < psr_field_map_get_n_fields (map); i++)
    {
      const PsrField *field = psr_field_map_get_field (map, i);

      g_assert_true (psr_field_map_find_target (map, field->target) == field);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const uint8_t *mark = size > 0 ? memmem (data, size, MARK, strlen (MARK)) : NULL;
  size_t length = mark != NULL ? (size_t) (mark - data) : size;
  g_autoptr (GBytes) map_text = g_bytes_new (data, length);
  g_autoptr (GBytes) source_text = NULL;
  g_autoptr (PsrFieldMap) map = NULL;
  g_autoptr (PsrJsonTree) source = NULL;
  g_autoptr (GError) error = NULL;

  map = psr_field_map_new_from_bytes (map_text, "fuzz.json", &error);
  if (map == NULL)
    {
      fuzz_check_error (error);
      g_assert_nonnull (strstr (error->message, "fuzz.json"));
      return 0;
    }

  check_map (map);
  if (mark == NULL)
    return 0;

  source_text = g_bytes_new (mark + strlen (MARK), size - length - strlen (MARK));
  source = psr_json_tree_new (source_text, &error);
  if (source != NULL && psr_json_item_get_type (psr_json_tree_get_root (source)) == PSR_JSON_OBJECT)
    apply (map, psr_json_tree_get_root (source));

  return 0;
}
