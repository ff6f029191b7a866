/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PsrWelloJobType:
 * @id: canonical GUID
 * @code: or ""
 * @name: its name
 * @archived: no longer used
 *
 * A kind of work. Immutable and
 * reference counted.
 */
typedef struct
{
  char     *id;
  char     *code;
  char     *name;
  gboolean  archived;
} PsrWelloJobType;

#define PSR_TYPE_WELLO_JOB_TYPE (psr_wello_job_type_get_type ())

GType                      psr_wello_job_type_get_type  (void) G_GNUC_CONST;
PsrWelloJobType *psr_wello_job_type_from_json (JsonObject                 *object,
                                                                   GError                    **error);
PsrWelloJobType *psr_wello_job_type_ref       (PsrWelloJobType  *self);
void                       psr_wello_job_type_unref     (PsrWelloJobType  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWelloJobType, psr_wello_job_type_unref)

G_END_DECLS
