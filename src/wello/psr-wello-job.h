/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrWelloJob:
 * @id: canonical GUID
 * @number: `id2`: shown to people when @reference is empty
 * @reference: `reference_back_office`, or ""
 * @name: or ""
 * @description: or ""
 * @type_id: (nullable): canonical GUID of the kind of work
 * @project_id: (nullable): canonical GUID of the installation
 * @contact_id: (nullable): canonical GUID
 * @status_id: (nullable): canonical GUID
 * @date_created: or none
 * @date_closed: when it was completed, or none
 * @modified: when it was last changed, or none
 *
 * A work order. Immutable and reference counted.
 */
typedef struct
{
  char         *id;
  gint64        number;
  char         *reference;
  char         *name;
  char         *description;
  char         *type_id;
  char         *project_id;
  char         *contact_id;
  char         *status_id;
  PsrTimestamp  date_created;
  PsrTimestamp  date_closed;
  PsrTimestamp  modified;
} PsrWelloJob;

#define PSR_TYPE_WELLO_JOB (psr_wello_job_get_type ())

GType        psr_wello_job_get_type  (void) G_GNUC_CONST;
PsrWelloJob *psr_wello_job_from_json (JsonObject   *object,
                                      GError      **error);
PsrWelloJob *psr_wello_job_ref       (PsrWelloJob  *self);
void         psr_wello_job_unref     (PsrWelloJob  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWelloJob, psr_wello_job_unref)

G_END_DECLS
