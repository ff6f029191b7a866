/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PsrWelloFile:
 * @id: canonical GUID
 * @job_id: (nullable): canonical GUID of the work order
 * @file_name: or ""
 * @name: what people call it, or ""
 * @mime_type: or ""
 * @file_type: "JOB_APPROVAL" of what was signed, or what else it is, or ""
 * @size: in bytes
 *
 * A file of a work order (JobFiles), without its content. Immutable and reference counted.
 */
typedef struct
{
  char   *id;
  char   *job_id;
  char   *file_name;
  char   *name;
  char   *mime_type;
  char   *file_type;
  gint64  size;
} PsrWelloFile;

#define PSR_TYPE_WELLO_FILE (psr_wello_file_get_type ())

GType         psr_wello_file_get_type  (void) G_GNUC_CONST;
PsrWelloFile *psr_wello_file_from_json (JsonObject  *object,
                                        GError     **error);
PsrWelloFile *psr_wello_file_ref       (PsrWelloFile *self);
void          psr_wello_file_unref     (PsrWelloFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWelloFile, psr_wello_file_unref)

G_END_DECLS
