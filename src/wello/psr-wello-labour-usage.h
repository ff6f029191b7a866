/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-decimal.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrWelloLabourUsage:
 * @id: canonical GUID
 * @job_id: (nullable): canonical GUID of the work order
 * @user_id: (nullable): canonical GUID of the technician
 * @type_code: "WorkingTime" or "TravelTime"
 * @line_code: the hour type's code, or ""
 * @description: the hour type's commercial description, or ""
 * @memo: or ""
 * @hours: 45 minutes are 0.75
 * @price: of one hour
 * @under_warranty: the customer doesn't pay
 * @working_date: or none
 * @from: or none
 * @to: or none
 * @modified: when it was last changed, or none
 *
 * Labour or travel on a work order (JobNonPartUsage). Immutable and reference
 * counted.
 */
typedef struct
{
  char         *id;
  char         *job_id;
  char         *user_id;
  char         *type_code;
  char         *line_code;
  char         *description;
  char         *memo;
  PsrDecimal    hours;
  PsrDecimal    price;
  gboolean      under_warranty;
  PsrTimestamp  working_date;
  PsrTimestamp  from;
  PsrTimestamp  to;
  PsrTimestamp  modified;
} PsrWelloLabourUsage;

#define PSR_TYPE_WELLO_LABOUR_USAGE (psr_wello_labour_usage_get_type ())

GType                psr_wello_labour_usage_get_type  (void) G_GNUC_CONST;
PsrWelloLabourUsage *psr_wello_labour_usage_from_json (JsonObject           *object,
                                                       GError              **error);
PsrWelloLabourUsage *psr_wello_labour_usage_ref       (PsrWelloLabourUsage  *self);
void                 psr_wello_labour_usage_unref     (PsrWelloLabourUsage  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWelloLabourUsage, psr_wello_labour_usage_unref)

G_END_DECLS
