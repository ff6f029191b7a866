/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-review-facts.h"
#include "psr-review-pane.h"

G_BEGIN_DECLS

/**
 * PsrReviewPane:
 *
 * One Wello invoice: what was done, what Business Central gets or has, and what
 * is in the way.
 */
struct _PsrReviewPane
{
  AdwBin        parent_instance;

  PsrDesk      *desk;
  PsrWorkOrder *work_order;
  PsrOrderView *view;
  DexFuture    *viewing;
  PsrOrderView *held;       /* (nullable): newer than @view, and not from Business Central yet */
  DexFuture    *holding;    /* until it is shown nevertheless */
  gboolean      is_asked;   /* Business Central has been asked for it */
  gboolean      is_answered; /* and that has come to its end */
  GHashTable   *accepted;   /* names of checks that the person has just accepted */
  gint64        accepted_id; /* of what */
  gint64        accepted_revision; /* and of which content */
  GPtrArray    *rows;       /* what was added to the groups, with its group */
  guint         n_open;     /* of the checks that are shown: what is in the way */
  guint         shown_by;   /* all else that what is shown depends on */
  char        **shown_acts; /* (nullable) */
  guint         n_checks;   /* of the view that were gone through for what passed */
  guint         n_events;   /* and those of its history that have rows */
  guint         unfolding;  /* makes the next ones */

  GtkStack     *stack;
  GtkLabel     *title;
  GtkLabel     *state_label;
  GtkWidget    *reading_spinner;
  GtkWidget    *trouble_group;
  AdwActionRow *trouble_row;
  GtkWidget    *reason_group;
  GtkWidget    *reason_row;
  GtkLabel     *reason_label;
  GtkLabel     *mend_label;
  GtkWidget    *bill_again_button;
  GtkWidget    *reason_help_button;
  PsrReviewFacts *facts;
  GtkMenuButton *acts_button;
  GtkWidget    *checks_group;
  GtkWidget    *passed_row;
  GtkWidget    *send_button;
  GtkWidget    *lines_group;
  AdwBin       *totals_bin;
  GtkWidget    *history_group;
  GtkWidget    *history_row;
};

void     psr_review_pane_show_state    (PsrReviewPane *self);
void     psr_review_pane_show_view     (PsrReviewPane *self);
void     psr_review_pane_show_again    (PsrReviewPane      *self,
                                        const PsrOrderView *before);
void     psr_review_pane_show_current  (PsrReviewPane *self);
void     psr_review_pane_show_unfolded (PsrReviewPane *self);
void     psr_review_pane_tell_questions
                                       (PsrReviewPane *self);
gboolean psr_review_pane_is_made       (PsrReviewPane *self);
void     psr_review_pane_take_view     (PsrReviewPane *self,
                                        PsrOrderView  *view);
gboolean psr_review_pane_hold          (PsrReviewPane *self,
                                        PsrOrderView  *view);
void     psr_review_pane_show_held     (PsrReviewPane *self);
void     psr_review_pane_drop_held     (PsrReviewPane *self);

G_END_DECLS
