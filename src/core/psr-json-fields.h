/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-json.h"

G_BEGIN_DECLS

/**
 * PsrJsonFieldType:
 * @PSR_JSON_FIELD_ID: a GUID that every record has; canonical `char *`
 * @PSR_JSON_FIELD_GUID: a GUID; canonical `char *`, %NULL when absent or zero
 * @PSR_JSON_FIELD_TEXT: a text or a number; `char *`, "" when absent or null
 * @PSR_JSON_FIELD_CODE: a text, upper case and trimmed; `char *`, "" when
 *   absent or null
 * @PSR_JSON_FIELD_DATE: "YYYY-MM-DD"; `char *`, "" when absent or a service's
 *   way of saying that there is none
 * @PSR_JSON_FIELD_DECIMAL: #PsrDecimal, zero when absent or null
 * @PSR_JSON_FIELD_INT64: gint64, zero when absent or null
 * @PSR_JSON_FIELD_BOOLEAN: gboolean, %FALSE when absent or null
 * @PSR_JSON_FIELD_TIMESTAMP: #PsrTimestamp, %PSR_TIMESTAMP_NONE when absent
 *
 * How a member of a JSON object becomes a field of a struct.
 */
typedef enum
{
  PSR_JSON_FIELD_ID,
  PSR_JSON_FIELD_GUID,
  PSR_JSON_FIELD_TEXT,
  PSR_JSON_FIELD_CODE,
  PSR_JSON_FIELD_DATE,
  PSR_JSON_FIELD_DECIMAL,
  PSR_JSON_FIELD_INT64,
  PSR_JSON_FIELD_BOOLEAN,
  PSR_JSON_FIELD_TIMESTAMP,
} PsrJsonFieldType;

/**
 * PsrJsonField:
 * @member: name of the JSON member; %NULL ends a table
 * @type: see PsrJsonFieldType
 * @offset: where it goes in the struct
 *
 * A row of the table that describes a record.
 */
typedef struct
{
  const char       *member;
  PsrJsonFieldType  type;
  gsize             offset;
} PsrJsonField;

#define PSR_JSON_FIELD(Type, field, member, KIND) \
  { member, PSR_JSON_FIELD_##KIND, G_STRUCT_OFFSET (Type, field) }
#define PSR_JSON_FIELDS_END { NULL, PSR_JSON_FIELD_TEXT, 0 }

gboolean psr_json_fields_read  (const PsrJsonField  *fields,
                                JsonObject          *object,
                                gpointer             record,
                                GError             **error);
void     psr_json_fields_clear (const PsrJsonField  *fields,
                                gpointer             record);

G_END_DECLS
