/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-document.h"
#include "psr-order-view.h"

G_BEGIN_DECLS

void psr_order_exact_take (PsrOrderView        *view,
                           const PsrBcDocument *made);

G_END_DECLS
