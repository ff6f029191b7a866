/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-record.h"

G_BEGIN_DECLS

/* For the layer's own use: records that are filled again and again. */

typedef struct
{
  /* Interned: there are as many as properties, not as records. */
  const char *name;
  PsrValue    value;
  /* Whether the text is this entry's own, and not the record's or a lent one. */
  gboolean    owns_text;
} PsrRecordEntry;

struct _PsrRecord
{
  PsrRecordEntry *entries;
  guint           n_entries;
  guint           n_allocated;
  /* Texts of entries that don't own theirs; NULL when they are lent. */
  char           *texts;
};

void psr_record_lend_text (PsrRecord    *self,
                           const char   *name,
                           PsrValueType  type,
                           const char   *text);
void psr_record_take_text (PsrRecord    *self,
                           const char   *name,
                           PsrValueType  type,
                           char         *text);
void psr_record_put       (PsrRecord    *self,
                           const char   *name,
                           PsrValue      value);

G_END_DECLS
