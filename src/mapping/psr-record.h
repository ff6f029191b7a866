/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-fingerprint.h"
#include "psr-value.h"

G_BEGIN_DECLS

/**
 * PsrRecord:
 *
 * Names with typed values, in the order in which they were set: a record in
 * the form in which one service gets it. A boxed type whose references are
 * counted atomically; it is not changed any more once it is shared.
 */
typedef struct _PsrRecord PsrRecord;

#define PSR_TYPE_RECORD (psr_record_get_type ())
GType psr_record_get_type (void) G_GNUC_CONST;

PsrRecord      *psr_record_new           (void) G_GNUC_WARN_UNUSED_RESULT;
PsrRecord      *psr_record_copy          (const PsrRecord  *self) G_GNUC_WARN_UNUSED_RESULT;
PsrRecord      *psr_record_ref           (PsrRecord        *self);
void            psr_record_unref         (PsrRecord        *self);
void            psr_record_clear         (PsrRecord        *self);

void            psr_record_set_string    (PsrRecord        *self,
                                          const char       *name,
                                          const char       *value);
void            psr_record_set_guid      (PsrRecord        *self,
                                          const char       *name,
                                          const char       *value);
void            psr_record_set_decimal   (PsrRecord        *self,
                                          const char       *name,
                                          PsrDecimal        value);
void            psr_record_set_int64     (PsrRecord        *self,
                                          const char       *name,
                                          gint64            value);
void            psr_record_set_boolean   (PsrRecord        *self,
                                          const char       *name,
                                          gboolean          value);
void            psr_record_set_value     (PsrRecord        *self,
                                          const char       *name,
                                          const PsrValue   *value);
void            psr_record_remove        (PsrRecord        *self,
                                          const char       *name);

guint           psr_record_get_n_values  (const PsrRecord  *self);
const char     *psr_record_get_name      (const PsrRecord  *self,
                                          guint             index);
gboolean        psr_record_has           (const PsrRecord  *self,
                                          const char       *name);
const PsrValue *psr_record_get_value     (const PsrRecord  *self,
                                          const char       *name);
const char     *psr_record_get_string    (const PsrRecord  *self,
                                          const char       *name);
PsrDecimal      psr_record_get_decimal   (const PsrRecord  *self,
                                          const char       *name);
gint64          psr_record_get_int64     (const PsrRecord  *self,
                                          const char       *name);
gboolean        psr_record_get_boolean   (const PsrRecord  *self,
                                          const char       *name);

void            psr_record_write_json    (const PsrRecord  *self,
                                          PsrJsonWriter    *writer);
void            psr_record_write_members (const PsrRecord  *self,
                                          PsrJsonWriter    *writer);
char           *psr_record_to_json_text  (const PsrRecord  *self) G_GNUC_WARN_UNUSED_RESULT;
PsrRecord      *psr_record_from_json_text (const char      *text,
                                          GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void            psr_record_render        (const PsrRecord  *self,
                                          GString          *text,
                                          PsrFingerprint   *hash);
char           *psr_record_hash          (const PsrRecord  *self) G_GNUC_WARN_UNUSED_RESULT;
GStrv           psr_record_diff          (const PsrRecord  *a,
                                          const PsrRecord  *b) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrRecord, psr_record_unref)

G_END_DECLS
