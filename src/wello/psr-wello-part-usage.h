/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-decimal.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrWelloPartUsage:
 * @id: canonical GUID
 * @job_id: (nullable): canonical GUID of the work order
 * @user_id: (nullable): canonical GUID of the technician
 * @article_id: (nullable): canonical GUID; %NULL for a part typed by hand
 * @stock_location_id: (nullable): canonical GUID of where it was taken from
 * @code: or ""
 * @name: or ""
 * @description: or ""
 * @remark: or ""
 * @quantity: at least 0.1
 * @price: of one unit
 * @under_warranty: the customer doesn't pay
 * @working_date: or none
 * @modified: when it was last changed, or none
 *
 * A part used on a work order. Immutable and reference counted.
 */
typedef struct
{
  char         *id;
  char         *job_id;
  char         *user_id;
  char         *article_id;
  char         *stock_location_id;
  char         *code;
  char         *name;
  char         *description;
  char         *remark;
  PsrDecimal    quantity;
  PsrDecimal    price;
  gboolean      under_warranty;
  PsrTimestamp  working_date;
  PsrTimestamp  modified;
} PsrWelloPartUsage;

#define PSR_TYPE_WELLO_PART_USAGE (psr_wello_part_usage_get_type ())

GType              psr_wello_part_usage_get_type  (void) G_GNUC_CONST;
PsrWelloPartUsage *psr_wello_part_usage_from_json (JsonObject         *object,
                                                   GError            **error);
PsrWelloPartUsage *psr_wello_part_usage_ref       (PsrWelloPartUsage  *self);
void               psr_wello_part_usage_unref     (PsrWelloPartUsage  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWelloPartUsage, psr_wello_part_usage_unref)

G_END_DECLS
