/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PsrMapNoteKind:
 * @PSR_MAP_NOTE_CUT: a text was cut to fit
 * @PSR_MAP_NOTE_FLOORED: a fraction was dropped
 * @PSR_MAP_NOTE_RAISED: a negative number became 0
 * @PSR_MAP_NOTE_OMITTED: a value was left out because of what else is there
 *
 * What a value lost on its way.
 */
typedef enum
{
  PSR_MAP_NOTE_CUT,
  PSR_MAP_NOTE_FLOORED,
  PSR_MAP_NOTE_RAISED,
  PSR_MAP_NOTE_OMITTED,
} PsrMapNoteKind;

/**
 * PsrMapNote:
 * @kind: what happened
 * @source: the property that was read
 * @target: the property that is written
 * @original: the value that was read, as text
 * @written: (nullable): the value that is written, as text
 * @because: (nullable): of %PSR_MAP_NOTE_OMITTED: the property that kept it out
 *
 * A lossy value with its source. When the target comes back as @written,
 * nobody changed it, and @original still holds.
 */
typedef struct
{
  PsrMapNoteKind  kind;
  char           *source;
  char           *target;
  char           *original;
  char           *written;
  char           *because;
} PsrMapNote;

/**
 * PsrMapNotes:
 *
 * What was noted while records were mapped. A boxed type whose references are
 * counted atomically; it is filled by one thread.
 */
typedef struct _PsrMapNotes PsrMapNotes;

#define PSR_TYPE_MAP_NOTES (psr_map_notes_get_type ())
GType psr_map_notes_get_type (void) G_GNUC_CONST;

PsrMapNotes      *psr_map_notes_new            (void) G_GNUC_WARN_UNUSED_RESULT;
PsrMapNotes      *psr_map_notes_ref            (PsrMapNotes       *self);
void              psr_map_notes_unref          (PsrMapNotes       *self);
void              psr_map_notes_add            (PsrMapNotes       *self,
                                                PsrMapNoteKind     kind,
                                                const char        *source,
                                                const char        *target,
                                                const char        *original,
                                                const char        *written);
void              psr_map_notes_add_omitted    (PsrMapNotes       *self,
                                                const char        *source,
                                                const char        *target,
                                                const char        *original,
                                                const char        *because);
guint             psr_map_notes_get_n_notes    (const PsrMapNotes *self);
const PsrMapNote *psr_map_notes_get_note       (const PsrMapNotes *self,
                                                guint              index);
const PsrMapNote *psr_map_notes_find_target    (const PsrMapNotes *self,
                                                const char        *target);
void              psr_map_notes_clear          (PsrMapNotes       *self);
char             *psr_map_note_to_string       (const PsrMapNote  *note) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrMapNotes, psr_map_notes_unref)

G_END_DECLS
