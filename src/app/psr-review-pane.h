/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"

G_BEGIN_DECLS

#define PSR_TYPE_REVIEW_PANE (psr_review_pane_get_type ())

G_DECLARE_FINAL_TYPE (PsrReviewPane, psr_review_pane, PSR, REVIEW_PANE, AdwBin)

void          psr_review_pane_set_desk (PsrReviewPane *self,
                                        PsrDesk       *desk);
void          psr_review_pane_show     (PsrReviewPane *self,
                                        PsrWorkOrder  *work_order);
void          psr_review_pane_take_answers (PsrReviewPane *self,
                                            PsrReviewPane *other);
gboolean      psr_review_pane_is_current (PsrReviewPane *self);
PsrWorkOrder *psr_review_pane_get_seen (PsrReviewPane *self,
                                        PsrWorkOrder  *work_order);
const char   *psr_review_pane_get_choice (PsrReviewPane      *self,
                                          const PsrWorkOrder *work_order,
                                          gboolean           *posts);
gboolean      psr_review_pane_shows    (PsrReviewPane      *self,
                                        const PsrWorkOrder *work_order);
gboolean      psr_review_pane_send     (PsrReviewPane *self);
gboolean      psr_review_pane_can_act  (PsrReviewPane *self,
                                        const char    *act);

G_END_DECLS
