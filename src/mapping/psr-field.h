/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-entity.h"
#include "psr-value.h"

G_BEGIN_DECLS

/**
 * PsrTransform:
 * @PSR_TRANSFORM_COPY: the text as it is
 * @PSR_TRANSFORM_CUT: the text, cut at a word to the maximum length
 * @PSR_TRANSFORM_NEVER_CUT: the text; a longer one sets the record aside
 * @PSR_TRANSFORM_UPPER: the text as a code: trimmed and in upper case; a longer
 *   one sets the record aside
 * @PSR_TRANSFORM_GUID: a GUID
 * @PSR_TRANSFORM_LINK: the id of the linked record on the other side
 * @PSR_TRANSFORM_DECIMAL: a decimal
 * @PSR_TRANSFORM_FLOOR_INT: a decimal floored to a whole number, not below 0
 * @PSR_TRANSFORM_BOOLEAN: a truth value
 * @PSR_TRANSFORM_NOT: its contrary
 * @PSR_TRANSFORM_ENUM: what a table says; what is not in it sets the record
 *   aside
 * @PSR_TRANSFORM_CONSTANT: always the same
 *
 * What is done to a value on its way.
 */
typedef enum
{
  PSR_TRANSFORM_COPY,
  PSR_TRANSFORM_CUT,
  PSR_TRANSFORM_NEVER_CUT,
  PSR_TRANSFORM_UPPER,
  PSR_TRANSFORM_GUID,
  PSR_TRANSFORM_LINK,
  PSR_TRANSFORM_DECIMAL,
  PSR_TRANSFORM_FLOOR_INT,
  PSR_TRANSFORM_BOOLEAN,
  PSR_TRANSFORM_NOT,
  PSR_TRANSFORM_ENUM,
  PSR_TRANSFORM_CONSTANT,
} PsrTransform;

/**
 * PsrMaster:
 * @PSR_MASTER_BC: only Business Central decides; a change in Wello is not kept
 * @PSR_MASTER_WELLO: only Wello decides
 * @PSR_MASTER_BOTH: both may change it; the source wins unless only the other
 *   side changed
 *
 * Whose word counts.
 */
typedef enum
{
  PSR_MASTER_BC,
  PSR_MASTER_WELLO,
  PSR_MASTER_BOTH,
} PsrMaster;

/**
 * PsrField:
 * @source: (nullable): the property that is read; %NULL of a constant
 * @outer: (nullable): where @source is `OUTER/INNER`: the object that has it
 * @line: which line of the text is meant, from 1 on; 0 for all of it
 * @target: the property that is written
 * @name: @target, interned
 * @transform: what is done on the way
 * @max_length: how many characters the target takes; 0 when it isn't limited
 * @back_length: how many characters the source takes when the target is written back
 *   to it; 0 when it never is
 * @number_back: of %PSR_TRANSFORM_DECIMAL: whether the target is written back to the source
 * @fallback: (nullable): what is written when the source is empty
 * @identity: a predefined correspondence, the fixed point of a record that
 *   this program creates
 * @omit_empty: nothing is written when the source is empty
 * @clears: with @omit_empty: it is, once the source isn't what it was any more, but empty
 * @list_when_omitted: that @conditions don't hold is worth a note
 * @master: whose word counts
 * @link: of %PSR_TRANSFORM_LINK: the kind of record
 * @via: (nullable): the set of Business Central in which the value, an id, has its code
 * @look_up: (nullable): the table of Wello in which the value, a code, has its id; what
 *   isn't there isn't written
 * @embed: (nullable): the set of Business Central in which the value, a code, has its
 *   name: both are written as a row of Wello's, which it makes where there is none
 * @conditions: (nullable) (element-type utf8 utf8): source properties and the
 *   values that they must have for this field to be written
 * @values: (nullable) (element-type utf8 PsrValue): of %PSR_TRANSFORM_ENUM
 *
 * How one property becomes another.
 */
typedef struct
{
  char         *source;
  char         *outer;
  guint         line;
  char         *target;
  const char   *name;
  PsrTransform  transform;
  guint         max_length;
  guint         back_length;
  gboolean      number_back;
  PsrValue     *fallback;
  gboolean      identity;
  gboolean      omit_empty;
  gboolean      clears;
  gboolean      list_when_omitted;
  PsrMaster     master;
  PsrEntity     link;
  char         *via;
  char         *look_up;
  char         *embed;
  GHashTable   *conditions;
  GHashTable   *values;
} PsrField;

PsrField   *psr_field_new_json        (JsonObject    *object,
                                       const char   **offender,
                                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;
PsrField   *psr_field_copy            (const PsrField *self) G_GNUC_WARN_UNUSED_RESULT;
void        psr_field_free            (PsrField      *self);
const char *psr_transform_to_string   (PsrTransform   transform);
char       *psr_field_decode_member   (const char    *text) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrField, psr_field_free)

G_END_DECLS
