/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-price-answer.h"
#include "psr-price-question.h"

G_BEGIN_DECLS

int             psr_price_rule_compare (gconstpointer           a,
                                        gconstpointer           b);
PsrPriceAnswer *psr_price_rule_answer  (const PsrPriceQuestion *question,
                                        GPtrArray              *lines);

G_END_DECLS
