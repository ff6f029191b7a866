/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "psr-engine.h"

G_BEGIN_DECLS

/**
 * PsrSearchHit:
 * @id: names it for psr_engine_get_hits()
 * @work_order: (nullable): the work that was found; %NULL for a customer
 * @record: (nullable): the customer, for psr_engine_view_record()
 * @number: (nullable): the customer's number
 * @name: (nullable): what the customer is called
 * @city: (nullable): where the customer is, or ""
 *
 * Something that was found in what is known here.
 */
typedef struct
{
  char         *id;
  PsrWorkOrder *work_order;
  char         *record;
  char         *number;
  char         *name;
  char         *city;
} PsrSearchHit;

void       psr_search_hit_free  (PsrSearchHit         *self);
DexFuture *psr_engine_search    (PsrEngine            *self,
                                 const char           *text,
                                 guint                 limit,
                                 GCancellable         *cancellable);
DexFuture *psr_engine_get_hits  (PsrEngine            *self,
                                 const char * const   *ids);

G_END_DECLS
