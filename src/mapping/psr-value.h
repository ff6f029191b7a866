/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-decimal.h"
#include "psr-json-writer.h"

G_BEGIN_DECLS

/**
 * PsrValueType:
 * @PSR_VALUE_STRING: a text
 * @PSR_VALUE_GUID: a GUID in canonical form
 * @PSR_VALUE_DECIMAL: a decimal
 * @PSR_VALUE_INT64: a whole number
 * @PSR_VALUE_BOOLEAN: a truth value
 */
typedef enum
{
  PSR_VALUE_STRING,
  PSR_VALUE_GUID,
  PSR_VALUE_DECIMAL,
  PSR_VALUE_INT64,
  PSR_VALUE_BOOLEAN,
} PsrValueType;

/**
 * PsrValue:
 * @type: which of the others counts
 * @text: of a text or GUID
 * @decimal: of a decimal
 * @int64: of a whole number
 * @boolean: of a truth value
 *
 * A value of a record.
 */
typedef struct
{
  PsrValueType  type;
  char         *text;
  PsrDecimal    decimal;
  gint64        int64;
  gboolean      boolean;
} PsrValue;

PsrValue *psr_value_new_string  (const char     *text) G_GNUC_WARN_UNUSED_RESULT;
PsrValue *psr_value_new_guid    (const char     *text) G_GNUC_WARN_UNUSED_RESULT;
PsrValue *psr_value_new_decimal (PsrDecimal      decimal) G_GNUC_WARN_UNUSED_RESULT;
PsrValue *psr_value_new_int64   (gint64          int64) G_GNUC_WARN_UNUSED_RESULT;
PsrValue *psr_value_new_boolean (gboolean        boolean) G_GNUC_WARN_UNUSED_RESULT;
PsrValue *psr_value_new_json    (JsonNode       *node,
                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;
PsrValue *psr_value_copy        (const PsrValue *self) G_GNUC_WARN_UNUSED_RESULT;
void      psr_value_free        (PsrValue       *self);
gboolean  psr_value_is_nothing  (const PsrValue *self);
gboolean  psr_value_equal       (const PsrValue *a,
                                 const PsrValue *b);
char     *psr_value_to_text     (const PsrValue *self) G_GNUC_WARN_UNUSED_RESULT;
void      psr_value_write_json  (const PsrValue *self,
                                 PsrJsonWriter  *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrValue, psr_value_free)

G_END_DECLS
