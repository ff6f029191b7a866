/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-engine.h"

G_BEGIN_DECLS

/**
 * PsrAmount:
 * @currency: the currency's code, "" for the local one
 * @count: how many documents
 * @orders: how many of them are orders, or will be; all others are invoices
 * @net: what they come to without VAT
 * @gross: what they come to with VAT
 *
 * What documents of one currency come to.
 */
typedef struct
{
  char       *currency;
  guint       count;
  guint       orders;
  PsrDecimal  net;
  PsrDecimal  gross;
} PsrAmount;

/**
 * PsrCustomerCount:
 * @number: the customer's number
 * @name: the customer's name
 * @count: how much of the queue is for that customer
 */
typedef struct
{
  char  *number;
  char  *name;
  guint  count;
} PsrCustomerCount;

gboolean   psr_queue_has_state         (PsrQueue      queue,
                                        const char   *state);
DexFuture *psr_engine_get_data_version (PsrEngine    *self);
DexFuture *psr_engine_list_technicians (PsrEngine    *self,
                                        PsrQueue      queue);
DexFuture *psr_engine_list_customers   (PsrEngine    *self,
                                        PsrQueue      queue);
DexFuture *psr_engine_add_up           (PsrEngine    *self,
                                        const gint64 *ids,
                                        gsize         n_ids);

G_END_DECLS
