/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PsrWelloPlanning:
 * @job_id: (nullable): canonical GUID of the work order
 * @user_id: (nullable): canonical GUID of the technician
 * @first_name: or ""
 * @last_name: or ""
 *
 * Who was planned to do a work order (JobPlanningView: of its properties only the names of the
 * person, the work order and the time are seen in public, in Wello's servicedesk-app; @user_id by
 * the rule for names of foreign keys). Immutable and reference counted.
 */
typedef struct
{
  char *job_id;
  char *user_id;
  char *first_name;
  char *last_name;
} PsrWelloPlanning;

#define PSR_TYPE_WELLO_PLANNING (psr_wello_planning_get_type ())

GType             psr_wello_planning_get_type  (void) G_GNUC_CONST;
PsrWelloPlanning *psr_wello_planning_from_json (JsonObject  *object,
                                                GError     **error);
PsrWelloPlanning *psr_wello_planning_ref       (PsrWelloPlanning *self);
void              psr_wello_planning_unref     (PsrWelloPlanning *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWelloPlanning, psr_wello_planning_unref)

G_END_DECLS
