/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-client.h"
#include "psr-bc-item.h"
#include "psr-bc-price-customer.h"
#include "psr-price-answer.h"

G_BEGIN_DECLS

/**
 * PsrPriceBook:
 *
 * The sales prices of a company, as they were read: lines of price lists, whose groups the
 * customers belong to, and rates of currencies. Answers what an item costs somebody on a
 * day.
 */
typedef struct _PsrPriceBook PsrPriceBook;

PsrPriceBook       *psr_price_book_new           (GPtrArray             *lines,
                                                  GPtrArray             *customers,
                                                  GPtrArray             *exchange_rates,
                                                  const char            *own_currency);
PsrPriceBook       *psr_price_book_read          (PsrBcClient           *bc,
                                                  const char            *company_name,
                                                  const char * const    *line_services,
                                                  const char            *customer_service,
                                                  GError               **error);
void                psr_price_book_free          (PsrPriceBook          *self);
void                psr_price_book_add_vat_rate  (PsrPriceBook          *self,
                                                  const char            *name,
                                                  PsrDecimal             percent);
GPtrArray          *psr_price_book_get_lines     (PsrPriceBook          *self);
PsrBcPriceCustomer *psr_price_book_find_customer (PsrPriceBook          *self,
                                                  const char            *number);
const char         *psr_price_book_get_own_currency (PsrPriceBook       *self);
PsrPriceAnswer     *psr_price_book_answer        (PsrPriceBook          *self,
                                                  const PsrBcItem       *item,
                                                  const char            *customer,
                                                  const char            *currency,
                                                  const char            *date,
                                                  PsrDecimal             quantity);
gboolean            psr_price_book_has_groups    (PsrPriceBook          *self);
const char         *psr_price_book_get_bill_to   (PsrPriceBook          *self,
                                                  const char            *customer);
char               *psr_price_book_dup_label     (PsrPriceBook          *self,
                                                  const char            *customer,
                                                  const char            *currency);
gboolean            psr_price_book_concerns      (PsrPriceBook          *self,
                                                  const char            *item);
void                psr_price_book_print         (PsrPriceBook          *self,
                                                  const char            *date,
                                                  GString               *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrPriceBook, psr_price_book_free)

G_END_DECLS
