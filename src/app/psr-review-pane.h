/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-work-order.h"

G_BEGIN_DECLS

#define PSR_TYPE_REVIEW_PANE (psr_review_pane_get_type ())

G_DECLARE_FINAL_TYPE (PsrReviewPane, psr_review_pane, PSR, REVIEW_PANE, AdwBin)

void psr_review_pane_show (PsrReviewPane *self,
                           PsrWorkOrder  *work_order,
                           PsrTimestamp   now);

G_END_DECLS
