/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-engine-view.h"
#include "psr-review-pane.h"
#include "psr-state-bin.h"
#include "psr-work-order-list.h"
#include "psr-work-orders-page.h"

G_BEGIN_DECLS

/**
 * PsrWorkOrdersPage:
 *
 * The queues of the work that is to be billed: a table, what is selected beside
 * it, and a bar that sends what is marked.
 */
struct _PsrWorkOrdersPage
{
  AdwBreakpointBin     parent_instance;

  PsrDesk             *desk;
  PsrWorkOrderList    *work_orders;
  GtkSingleSelection  *selection;
  gint64               cursor;      /* the id of the selected row, or 0 */
  PsrWorkOrder        *shown;       /* in the panes, or NULL */
  gint64               followed;    /* the id of the row that was come back to, or 0 */
  gboolean             is_followed; /* and that it is selected */
  gboolean             opens;       /* and shown alone, where there is no place beside the list */
  DexFuture           *finding;
  gboolean             is_replacing;
  GSignalGroup        *selected;    /* the row that is shown */
  DexFuture           *refreshing;
  DexFuture           *adding_up;
  gboolean             is_loaded;
  GError              *error;       /* why it can't be read */
  GSettings           *settings;
  GSimpleActionGroup  *filters;
  GSimpleActionGroup  *columns;
  char                *customer_title;  /* of the customer that is filtered by */
  PsrQueue             wanted_queue;    /* to be shown once the desk is open */
  char                *wanted_number;   /* or NULL */

  AdwNavigationView   *navigation;
  AdwNavigationPage   *review_page;
  AdwToggleGroup      *queues;
  GtkDropDown         *queue_choice;
  GtkStringList       *queue_names;
  GtkToggleButton     *search_button;
  GtkEditable         *search_entry;
  GtkStack            *stack;
  GtkStack            *table_stack;
  AdwStatusPage       *loading_page;
  AdwStatusPage       *empty_page;
  GtkWidget           *empty_button;
  PsrStateBin         *error_page;
  GtkColumnView       *table;
  GtkListView         *list;
  GtkColumnViewColumn *number_column;
  GtkColumnViewColumn *customer_column;
  GtkColumnViewColumn *flags_column;
  GtkColumnViewColumn *site_column;
  GtkColumnViewColumn *date_column;
  GtkColumnViewColumn *hours_column;
  GtkColumnViewColumn *parts_column;
  GtkColumnViewColumn *net_column;
  GtkColumnViewColumn *vat_column;
  GtkColumnViewColumn *gross_column;
  GtkColumnViewColumn *kind_column;
  GtkColumnViewColumn *state_column;
  GtkColumnViewColumn *bc_column;
  GtkColumnViewColumn *sent_by_column;
  AdwBreakpoint       *tight_breakpoint;
  AdwBreakpoint       *narrow_breakpoint;
  GtkMenuButton       *day_chip;
  GtkMenuButton       *technician_chip;
  GtkMenuButton       *customer_chip;
  GtkMenuButton       *kind_chip;
  GtkMenuButton       *state_chip;
  GtkMenuButton       *saved_chip;
  GtkWidget           *all_button;
  GtkWidget           *show_all_button;
  PsrReviewPane       *review;
  PsrReviewPane       *pushed_review;
  GtkActionBar        *send_bar;
  GtkLabel            *marked_label;
  GtkButton           *send_button;
  GtkActionBar        *progress_bar;
  GtkLabel            *progress_label;
  GtkWidget           *progress_spinner;
  GtkLevelBar         *sending_bar;
  GtkButton           *pause_button;
};

void psr_work_orders_page_bind_cells  (GtkWidgetClass    *widget_class);
void psr_work_orders_page_set_up_sort (PsrWorkOrdersPage *self);
void psr_work_orders_page_install_actions
                                      (GtkWidgetClass    *widget_class);
void psr_work_orders_page_bind_queues (GtkWidgetClass    *widget_class);
void psr_work_orders_page_set_up_queues
                                      (PsrWorkOrdersPage *self);
void psr_work_orders_page_show_counts (PsrWorkOrdersPage *self);
void psr_work_orders_page_set_up_cells (PsrWorkOrdersPage *self);
void psr_work_orders_page_set_up_numbers
                                      (PsrWorkOrdersPage *self);
void psr_work_orders_page_add_keys    (GtkWidget         *table);
void psr_work_orders_page_show_progress
                                      (PsrWorkOrdersPage *self);
void psr_work_orders_page_refresh     (PsrWorkOrdersPage *self);
PsrReviewPane *psr_work_orders_page_get_review
                                      (PsrWorkOrdersPage *self);
PsrWorkOrder *psr_work_orders_page_get_shown
                                      (PsrWorkOrdersPage *self);
void psr_work_orders_page_show_marked (PsrWorkOrdersPage *self);
void psr_work_orders_page_show_state  (PsrWorkOrdersPage *self);
void psr_work_orders_page_follow      (PsrWorkOrdersPage *self);
void psr_work_orders_page_stop_following
                                      (PsrWorkOrdersPage *self);
void psr_work_orders_page_send_marked (PsrWorkOrdersPage *self);
void psr_work_orders_page_export      (PsrWorkOrdersPage *self);
void psr_work_orders_page_set_up_filters
                                      (PsrWorkOrdersPage *self);
void psr_work_orders_page_set_up_saved
                                      (PsrWorkOrdersPage *self);
GVariantDict *psr_work_orders_page_dup_filter
                                      (PsrWorkOrdersPage *self);
void psr_work_orders_page_set_filter  (PsrWorkOrdersPage *self,
                                       GVariantDict      *filter);
void psr_work_orders_page_clear_filters
                                      (PsrWorkOrdersPage *self);
void psr_work_orders_page_forget_state
                                      (PsrWorkOrdersPage *self);
gboolean psr_work_orders_page_is_filtered
                                      (PsrWorkOrdersPage *self);
void psr_work_orders_page_set_up_columns
                                      (PsrWorkOrdersPage *self);
void psr_work_orders_page_fit_columns (PsrWorkOrdersPage *self);
gboolean psr_work_orders_page_has_sent (const char        *state);
void psr_work_orders_page_act         (PsrWorkOrdersPage *self,
                                       const char        *name);
void psr_work_orders_page_mend        (PsrWorkOrdersPage *self,
                                       int                action,
                                       const char        *argument);
void psr_work_orders_page_send_one    (PsrWorkOrdersPage *self,
                                       PsrWorkOrder      *work_order,
                                       char             **accepted);
void psr_work_orders_page_post        (PsrWorkOrdersPage *self,
                                       PsrWorkOrder      *work_order);
void psr_work_orders_page_bill_again  (PsrWorkOrdersPage *self,
                                       PsrWorkOrder      *work_order);

G_END_DECLS
