/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-decimal.h"
#include "psr-json-writer.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrWorkVisit:
 * @technician: who, by name; "" where Wello doesn’t tell
 * @type: what Wello calls it: `WorkingTime`, `TravelTime`, or ""
 * @text: what it is called for the customer, or ""
 * @from: when it began, or none
 * @to: when it ended, or none
 * @day: on which day, "YYYY-MM-DD", or ""
 * @begin: when it began by the company's clock, "HH:MM", or ""
 * @end: when it ended by the company's clock, "HH:MM", or ""
 * @hours: how long it took
 * @remark: what the technician wrote about it, or ""
 * @is_under_warranty: whether the customer doesn't pay for it
 *
 * Hours that somebody worked or travelled.
 */
typedef struct
{
  char         *technician;
  char         *type;
  char         *text;
  PsrTimestamp  from;
  PsrTimestamp  to;
  char         *day;
  char         *begin;
  char         *end;
  PsrDecimal    hours;
  char         *remark;
  gboolean      is_under_warranty;
} PsrWorkVisit;

/**
 * PsrWorkFile:
 * @name: what people call it, or the name of the file
 * @mime_type: what it is, or ""
 * @type: what Wello made it as: `JOB_APPROVAL` of what was signed, or ""
 * @size: in bytes
 *
 * Something attached to a work order.
 */
typedef struct
{
  char   *name;
  char   *mime_type;
  char   *type;
  gint64  size;
} PsrWorkFile;

/**
 * PsrWorkDone:
 * @name: what the work order is called, or ""
 * @description: what was to be done, or ""
 * @technicians: (element-type utf8): who did it, by name, each once
 * @visits: (element-type PsrWorkVisit): when, in the order in which it was done
 * @remarks: (element-type utf8): what was written about parts
 * @files: (element-type PsrWorkFile): what is attached
 * @has_files: whether Wello tells what is attached
 *
 * What was done for a work order, as Wello tells it. Not to be changed once it was handed
 * over. Texts are never %NULL.
 */
typedef struct
{
  char      *name;
  char      *description;
  GPtrArray *technicians;
  GPtrArray *visits;
  GPtrArray *remarks;
  GPtrArray *files;
  gboolean   has_files;
} PsrWorkDone;

#define PSR_TYPE_WORK_DONE (psr_work_done_get_type ())

GType         psr_work_done_get_type       (void) G_GNUC_CONST;
PsrWorkDone  *psr_work_done_new            (void);
PsrWorkDone  *psr_work_done_ref            (PsrWorkDone       *self);
void          psr_work_done_unref          (PsrWorkDone       *self);
PsrWorkVisit *psr_work_done_add_visit      (PsrWorkDone       *self);
PsrWorkFile  *psr_work_done_add_file       (PsrWorkDone       *self,
                                            const char        *name);
void          psr_work_done_add_technician (PsrWorkDone       *self,
                                            const char        *name);
void          psr_work_done_write          (const PsrWorkDone *self,
                                            PsrJsonWriter     *writer);
char         *psr_work_done_to_json        (const PsrWorkDone *self);
PsrWorkDone  *psr_work_done_from_json      (const char        *text,
                                            GTimeZone         *zone);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWorkDone, psr_work_done_unref)

G_END_DECLS
