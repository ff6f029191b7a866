/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PsrWelloStatus:
 * @PSR_WELLO_STATUS_OTHER: any status that isn't the ERP's business
 * @PSR_WELLO_STATUS_READY: "Ready for ERP" (formerly "Sent to ERP")
 * @PSR_WELLO_STATUS_IMPORTED: "ERP Imported"
 * @PSR_WELLO_STATUS_ERROR: "ERP Error"
 *
 * The statuses of a Wello invoice that an ERP has to do with.
 */
typedef enum
{
  PSR_WELLO_STATUS_OTHER,
  PSR_WELLO_STATUS_READY,
  PSR_WELLO_STATUS_IMPORTED,
  PSR_WELLO_STATUS_ERROR,
} PsrWelloStatus;

/* Of the samples in Wello's page "Change invoice status". */
#define PSR_WELLO_STATUS_ID_READY    "284b65d7-d5c8-419f-91d5-10a2f5132bab"
#define PSR_WELLO_STATUS_ID_IMPORTED "ae838a69-aea7-4f31-abdd-eafc577ddc5c"
#define PSR_WELLO_STATUS_ID_ERROR    "b47eb12c-8f28-4cde-b8f8-32428f4bec03"

/**
 * PsrWelloStatuses:
 * @ready: canonical GUID of "Ready for ERP"
 * @imported: canonical GUID of "ERP Imported"
 * @error: canonical GUID of "ERP Error"
 * @ready_by_name: whether @ready was found by its name; else it is the
 *   published id
 * @imported_by_name: the same of @imported
 * @error_by_name: the same of @error
 *
 * The ids of these statuses in one Wello. Immutable and reference counted.
 */
typedef struct
{
  char     *ready;
  char     *imported;
  char     *error;
  gboolean  ready_by_name;
  gboolean  imported_by_name;
  gboolean  error_by_name;
} PsrWelloStatuses;

#define PSR_TYPE_WELLO_STATUSES (psr_wello_statuses_get_type ())

GType             psr_wello_statuses_get_type  (void) G_GNUC_CONST;
PsrWelloStatuses *psr_wello_statuses_from_json (JsonArray               *rows);
PsrWelloStatuses *psr_wello_statuses_ref       (PsrWelloStatuses        *self);
void              psr_wello_statuses_unref     (PsrWelloStatuses        *self);
const char       *psr_wello_statuses_get_id    (const PsrWelloStatuses  *self,
                                                PsrWelloStatus           status);
PsrWelloStatus    psr_wello_statuses_classify  (const PsrWelloStatuses  *self,
                                                const char              *status_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWelloStatuses, psr_wello_statuses_unref)

G_END_DECLS
