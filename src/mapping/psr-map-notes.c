/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-map-notes"

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "psr-decimal.h"
#include "psr-field-label.h"
#include "psr-map-notes.h"

struct _PsrMapNotes
{
  GPtrArray *notes;
};

G_DEFINE_BOXED_TYPE (PsrMapNotes, psr_map_notes, psr_map_notes_ref, psr_map_notes_unref)

static void
note_free (gpointer data)
{
  PsrMapNote *note = data;

  g_free (note->source);
  g_free (note->target);
  g_free (note->original);
  g_free (note->written);
  g_free (note->because);
  g_free (note);
}

/**
 * psr_map_notes_new:
 *
 * Returns: (transfer full): no notes
 */
PsrMapNotes *
psr_map_notes_new (void)
{
  PsrMapNotes *self = g_atomic_rc_box_new0 (PsrMapNotes);

  self->notes = g_ptr_array_new_with_free_func (note_free);

  return self;
}

/**
 * psr_map_notes_ref:
 * @self: notes
 *
 * Returns: (transfer full): @self
 */
PsrMapNotes *
psr_map_notes_ref (PsrMapNotes *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_map_notes_finalize (gpointer data)
{
  PsrMapNotes *self = data;

  g_ptr_array_unref (self->notes);
}

/**
 * psr_map_notes_unref:
 * @self: (transfer full): notes
 */
void
psr_map_notes_unref (PsrMapNotes *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_map_notes_finalize);
}

/**
 * psr_map_notes_add:
 * @self: notes
 * @kind: what happened
 * @source: the property that was read
 * @target: the property that is written
 * @original: the value that was read
 * @written: (nullable): the value that is written
 */
void
psr_map_notes_add (PsrMapNotes    *self,
                   PsrMapNoteKind  kind,
                   const char     *source,
                   const char     *target,
                   const char     *original,
                   const char     *written)
{
  PsrMapNote *note;

  g_return_if_fail (self != NULL);
  g_return_if_fail (source != NULL);
  g_return_if_fail (target != NULL);

  note = g_new0 (PsrMapNote, 1);
  note->kind = kind;
  note->source = g_strdup (source);
  note->target = g_strdup (target);
  note->original = g_strdup (original);
  note->written = g_strdup (written);
  g_ptr_array_add (self->notes, note);
}

/**
 * psr_map_notes_add_omitted:
 * @self: notes
 * @source: the property that was read
 * @target: the property that would have been written
 * @original: the value that was read
 * @because: the property for which it was left out
 */
void
psr_map_notes_add_omitted (PsrMapNotes *self,
                           const char  *source,
                           const char  *target,
                           const char  *original,
                           const char  *because)
{
  PsrMapNote *note;

  g_return_if_fail (self != NULL);
  g_return_if_fail (because != NULL);

  psr_map_notes_add (self, PSR_MAP_NOTE_OMITTED, source, target, original, NULL);

  note = g_ptr_array_index (self->notes, self->notes->len - 1);
  note->because = g_strdup (because);
}

/**
 * psr_map_notes_get_n_notes:
 * @self: notes
 *
 * Returns: how many there are
 */
guint
psr_map_notes_get_n_notes (const PsrMapNotes *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->notes->len;
}

/**
 * psr_map_notes_get_note:
 * @self: notes
 * @index: less than psr_map_notes_get_n_notes()
 *
 * Returns: (transfer none): that note
 */
const PsrMapNote *
psr_map_notes_get_note (const PsrMapNotes *self,
                        guint              index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->notes->len, NULL);

  return g_ptr_array_index (self->notes, index);
}

/**
 * psr_map_notes_find_target:
 * @self: notes
 * @target: a property that is written
 *
 * Returns: (transfer none) (nullable): the first note on it
 */
const PsrMapNote *
psr_map_notes_find_target (const PsrMapNotes *self,
                           const char        *target)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (target != NULL, NULL);

  for (guint i = 0; i < self->notes->len; i++)
    {
      const PsrMapNote *note = g_ptr_array_index (self->notes, i);

      if (strcmp (note->target, target) == 0)
        return note;
    }

  return NULL;
}

/**
 * psr_map_notes_clear:
 * @self: notes
 *
 * Forgets them all, before the next record.
 */
void
psr_map_notes_clear (PsrMapNotes *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_set_size (self->notes, 0);
}

/**
 * psr_map_note_to_string:
 * @note: a note
 *
 * Returns: (transfer full): what a person is told
 */
char *
psr_map_note_to_string (const PsrMapNote *note)
{
  g_autofree char *original = NULL;
  g_autofree char *written = NULL;
  const char *label;

  g_return_val_if_fail (note != NULL, NULL);

  label = psr_field_label_get (note->target);

  /* Both are numbers. */
  if (note->kind == PSR_MAP_NOTE_FLOORED || note->kind == PSR_MAP_NOTE_RAISED)
    {
      original = psr_decimal_localise (note->original, "-");
      written = psr_decimal_localise (note->written, "-");
    }

  switch (note->kind)
    {
    case PSR_MAP_NOTE_FLOORED:
      return g_strdup_printf (_("%s: %s has a fraction; %s was written"), label, original, written);
    case PSR_MAP_NOTE_RAISED:
      return g_strdup_printf (_("%s: %s is below zero; %s was written"), label, original, written);
    case PSR_MAP_NOTE_OMITTED:
      return note->because != NULL
               ? g_strdup_printf (_("%s: %s was left out because of “%s”"), label, note->original,
                                  psr_field_label_get (note->because))
               : g_strdup_printf (_("%s: %s was left out"), label, note->original);
    case PSR_MAP_NOTE_CUT:
    default:
      return g_strdup_printf (_("%s: “%s” was cut to “%s”"), label, note->original, note->written);
    }
}
