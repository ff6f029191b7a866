/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-decimal.h"

G_BEGIN_DECLS

/**
 * PsrJsonWriter:
 *
 * Writes the body of a request: members in the order in which they are added,
 * decimals as exact text. A reference-counted boxed type, not thread-safe.
 */
typedef struct _PsrJsonWriter PsrJsonWriter;

#define PSR_TYPE_JSON_WRITER (psr_json_writer_get_type ())
GType psr_json_writer_get_type (void) G_GNUC_CONST;

PsrJsonWriter *psr_json_writer_new          (void) G_GNUC_WARN_UNUSED_RESULT;
PsrJsonWriter *psr_json_writer_ref          (PsrJsonWriter *self);
void           psr_json_writer_unref        (PsrJsonWriter *self);

void           psr_json_writer_begin_object (PsrJsonWriter *self);
void           psr_json_writer_end_object   (PsrJsonWriter *self);
void           psr_json_writer_begin_array  (PsrJsonWriter *self);
void           psr_json_writer_end_array    (PsrJsonWriter *self);
void           psr_json_writer_member       (PsrJsonWriter *self,
                                             const char    *name);
void           psr_json_writer_string       (PsrJsonWriter *self,
                                             const char    *value);
void           psr_json_writer_decimal      (PsrJsonWriter *self,
                                             PsrDecimal     value);
void           psr_json_writer_int64        (PsrJsonWriter *self,
                                             gint64         value);
void           psr_json_writer_boolean      (PsrJsonWriter *self,
                                             gboolean       value);
void           psr_json_writer_null         (PsrJsonWriter *self);
void           psr_json_writer_raw          (PsrJsonWriter *self,
                                             JsonNode      *node);

void           psr_json_writer_add_string   (PsrJsonWriter *self,
                                             const char    *member,
                                             const char    *value);
void           psr_json_writer_add_decimal  (PsrJsonWriter *self,
                                             const char    *member,
                                             PsrDecimal     value);
void           psr_json_writer_add_int64    (PsrJsonWriter *self,
                                             const char    *member,
                                             gint64         value);
void           psr_json_writer_add_boolean  (PsrJsonWriter *self,
                                             const char    *member,
                                             gboolean       value);
void           psr_json_writer_add_null     (PsrJsonWriter *self,
                                             const char    *member);
void           psr_json_writer_add_raw      (PsrJsonWriter *self,
                                             const char    *member,
                                             JsonNode      *node);

void           psr_json_append_quoted       (GString       *text,
                                             const char    *value);
GBytes        *psr_json_writer_finish       (PsrJsonWriter *self) G_GNUC_WARN_UNUSED_RESULT;
char          *psr_json_writer_finish_text  (PsrJsonWriter *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrJsonWriter, psr_json_writer_unref)

G_END_DECLS
