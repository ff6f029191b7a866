/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-decimal.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PSR_JSON_MAX_DEPTH:
 *
 * How deeply objects and arrays may be nested: shallow enough that a tree can
 * be freed, member by member, on any stack.
 */
#define PSR_JSON_MAX_DEPTH 64

/**
 * PsrJsonError:
 * @PSR_JSON_ERROR_ENCODING: the text is not UTF-8
 * @PSR_JSON_ERROR_DEPTH: the text is nested too deeply
 * @PSR_JSON_ERROR_SYNTAX: the text is not JSON
 * @PSR_JSON_ERROR_TYPE: a member has another type than expected
 * @PSR_JSON_ERROR_RANGE: a number is too large, or has too many decimal places
 */
typedef enum
{
  PSR_JSON_ERROR_ENCODING,
  PSR_JSON_ERROR_DEPTH,
  PSR_JSON_ERROR_SYNTAX,
  PSR_JSON_ERROR_TYPE,
  PSR_JSON_ERROR_RANGE,
} PsrJsonError;

#define PSR_JSON_ERROR (psr_json_error_quark ())
GQuark psr_json_error_quark (void);

JsonNode   *psr_json_parse            (GBytes        *body,
                                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    psr_json_has              (JsonObject    *object,
                                       const char    *member);
const char *psr_json_get_string       (JsonObject    *object,
                                       const char    *member);
char       *psr_json_dup_text         (JsonObject    *object,
                                       const char    *member) G_GNUC_WARN_UNUSED_RESULT;
char       *psr_json_dup_guid         (JsonObject    *object,
                                       const char    *member) G_GNUC_WARN_UNUSED_RESULT;
gboolean    psr_json_get_boolean      (JsonObject    *object,
                                       const char    *member);
gboolean    psr_json_get_decimal      (JsonObject    *object,
                                       const char    *member,
                                       PsrDecimal    *out,
                                       GError       **error);
gboolean    psr_json_get_int64        (JsonObject    *object,
                                       const char    *member,
                                       gint64        *out,
                                       GError       **error);
gboolean    psr_json_get_timestamp    (JsonObject    *object,
                                       const char    *member,
                                       PsrTimestamp  *out,
                                       GError       **error);
JsonObject *psr_json_get_object       (JsonObject    *object,
                                       const char    *member);
JsonArray  *psr_json_get_array        (JsonObject    *object,
                                       const char    *member);
gboolean    psr_json_node_get_decimal (JsonNode      *node,
                                       PsrDecimal    *out,
                                       GError       **error);
char       *psr_json_number_to_text   (JsonNode      *node) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
