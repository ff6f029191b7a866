/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-order-view.h"
#include "psr-price-view.h"

G_BEGIN_DECLS

const char  *psr_price_words_get_source_word (PsrBcPriceSource      source);
char        *psr_price_words_dup_money       (PsrDecimal            value) G_GNUC_WARN_UNUSED_RESULT;
char        *psr_price_words_dup_source      (const PsrBcPriceLine *line) G_GNUC_WARN_UNUSED_RESULT;
char        *psr_price_words_dup_amount      (const PsrBcPriceLine *line) G_GNUC_WARN_UNUSED_RESULT;
char        *psr_price_words_dup_conditions  (const PsrBcPriceLine *line) G_GNUC_WARN_UNUSED_RESULT;
char       **psr_price_words_dup_sentences   (const PsrPriceView   *view) G_GNUC_WARN_UNUSED_RESULT;
char       **psr_price_words_dup_document    (const PsrPriceView   *view,
                                              const PsrOrderView   *order,
                                              const PsrOrderLine   *line) G_GNUC_WARN_UNUSED_RESULT;
gboolean     psr_price_words_has_unit        (const PsrPriceView   *view,
                                              const PsrOrderLine   *line);
const char  *psr_price_words_get_no_lists    (void);

G_END_DECLS
