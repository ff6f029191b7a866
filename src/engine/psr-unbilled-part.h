/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-decimal.h"

G_BEGIN_DECLS

/**
 * PsrUnbilledWhere:
 * @PSR_UNBILLED_NOT_INVOICED: on no invoice of Wello
 * @PSR_UNBILLED_NOT_SENT: on one that has no document in Business Central
 * @PSR_UNBILLED_SKIPPED: on one that isn't to be billed
 * @PSR_UNBILLED_UNPOSTED: on a document that isn't posted
 *
 * How far a part has come that Business Central's stock still has.
 */
typedef enum
{
  PSR_UNBILLED_NOT_INVOICED,
  PSR_UNBILLED_NOT_SENT,
  PSR_UNBILLED_SKIPPED,
  PSR_UNBILLED_UNPOSTED,
} PsrUnbilledWhere;

/**
 * PsrUnbilledPart:
 * @location: code or name of the stock location in Wello, or ""
 * @item: code of the article, or ""
 * @name: what it is called
 * @quantity: how many were used
 * @work_order: number of the work order, or ""
 * @day: when they were used, "YYYY-MM-DD", or ""
 * @where: how far it has come
 * @document: number of the invoice in Wello, or ""
 *
 * A part that was used. Texts are never %NULL.
 */
typedef struct
{
  char             *location;
  char             *item;
  char             *name;
  PsrDecimal        quantity;
  char             *work_order;
  char             *day;
  PsrUnbilledWhere  where;
  char             *document;
} PsrUnbilledPart;

PsrUnbilledPart *psr_unbilled_part_new             (void);
void             psr_unbilled_part_free            (PsrUnbilledPart  *self);
int              psr_unbilled_part_compare         (gconstpointer     a,
                                                    gconstpointer     b);
const char      *psr_unbilled_where_to_string      (PsrUnbilledWhere  where);
const char      *psr_unbilled_where_get_words      (PsrUnbilledWhere  where);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrUnbilledPart, psr_unbilled_part_free)

G_END_DECLS
