/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-json-tree.h"

G_BEGIN_DECLS

/**
 * PsrJsonType:
 * @PSR_JSON_NULL: null
 * @PSR_JSON_BOOLEAN: true or false
 * @PSR_JSON_INTEGER: a number without a point and an exponent
 * @PSR_JSON_NUMBER: any other number
 * @PSR_JSON_STRING: a text
 * @PSR_JSON_ARRAY: an array
 * @PSR_JSON_OBJECT: an object
 *
 * What a #PsrJsonItem is.
 */
typedef enum
{
  PSR_JSON_NULL,
  PSR_JSON_BOOLEAN,
  PSR_JSON_INTEGER,
  PSR_JSON_NUMBER,
  PSR_JSON_STRING,
  PSR_JSON_ARRAY,
  PSR_JSON_OBJECT,
} PsrJsonType;

PsrJsonType        psr_json_item_get_type      (const PsrJsonItem  *self);
guint              psr_json_item_get_length    (const PsrJsonItem  *self);
const PsrJsonItem *psr_json_item_get_first     (const PsrJsonItem  *self);
const PsrJsonItem *psr_json_item_get_next      (const PsrJsonItem  *self,
                                                const PsrJsonItem  *item);
const char        *psr_json_item_get_name      (const PsrJsonItem  *self);
const PsrJsonItem *psr_json_item_find          (const PsrJsonItem  *self,
                                                const char         *member);

const char        *psr_json_item_peek_text     (const PsrJsonItem  *self);
char              *psr_json_item_dup_text      (const PsrJsonItem  *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean           psr_json_item_to_boolean    (const PsrJsonItem  *self);
gboolean           psr_json_item_to_int64      (const PsrJsonItem  *self,
                                                gint64             *out);
gboolean           psr_json_item_to_exact      (const PsrJsonItem  *self,
                                                PsrDecimal         *out,
                                                GError            **error);
gboolean           psr_json_item_to_decimal    (const PsrJsonItem  *self,
                                                PsrDecimal         *out,
                                                GError            **error);

const char        *psr_json_item_get_string    (const PsrJsonItem  *self,
                                                const char         *member);
char              *psr_json_item_dup_guid      (const PsrJsonItem  *self,
                                                const char         *member) G_GNUC_WARN_UNUSED_RESULT;
gboolean           psr_json_item_get_boolean   (const PsrJsonItem  *self,
                                                const char         *member);
gboolean           psr_json_item_get_timestamp (const PsrJsonItem  *self,
                                                const char         *member,
                                                PsrTimestamp       *out,
                                                GError            **error);

G_END_DECLS
