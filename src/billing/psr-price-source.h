/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-pricing.h"

G_BEGIN_DECLS

char *psr_price_source_explain (const PsrBillableLine *line,
                                const PsrPricedLine   *priced) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
