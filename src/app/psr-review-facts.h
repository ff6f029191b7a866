/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-order-view.h"
#include "psr-profile.h"
#include "psr-timestamp.h"
#include "psr-work-order.h"

G_BEGIN_DECLS

#define PSR_TYPE_REVIEW_FACTS (psr_review_facts_get_type ())

G_DECLARE_FINAL_TYPE (PsrReviewFacts, psr_review_facts, PSR, REVIEW_FACTS, AdwBin)

void psr_review_facts_show      (PsrReviewFacts     *self,
                                 PsrProfile         *profile,
                                 const PsrWorkOrder *work_order,
                                 PsrTimestamp        now);
void psr_review_facts_show_work (PsrReviewFacts     *self,
                                 const PsrWorkOrder *work_order,
                                 const PsrOrderView *view,
                                 gboolean            is_asked,
                                 PsrTimestamp        now);
const char *
     psr_review_facts_get_choice (PsrReviewFacts *self,
                                  gint64          id,
                                  gboolean       *posts);
void psr_review_facts_take_choice (PsrReviewFacts *self,
                                   PsrReviewFacts *other);

G_END_DECLS
