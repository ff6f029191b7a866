/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-activity-page.h"
#include "psr-sync-page.h"
#include "psr-window.h"
#include "psr-work-orders-page.h"

G_BEGIN_DECLS

/**
 * PsrWindow:
 *
 * The areas of the application beside their list. What is the matter with all
 * of it is in a banner.
 */
struct _PsrWindow
{
  AdwApplicationWindow    parent_instance;

  PsrDesk                *desk;
  GSettings              *settings;
  DexFuture              *leaving;
  DexFuture              *looking;      /* whether anything is still on its way */
  gboolean                is_demo;
  gboolean                quits;        /* the application ends with it */
  gboolean                next_is_demo; /* example data take its place */
  char                   *next_company; /* what the application opens in its place */
  char                   *told;         /* what was told last, as long as it can be read */
  AdwToast               *told_toast;   /* where */

  AdwToastOverlay        *toasts;
  GtkStack               *root_stack;
  AdwStatusPage          *loading_page;
  AdwStatusPage          *closed_page;
  GtkWidget              *demo_button;
  GtkWidget              *reopen_button;
  GtkWidget              *setup_button;
  GtkWidget              *help_button;
  AdwNavigationSplitView *split_view;
  AdwNavigationPage      *content_page;
  GtkListBox             *areas;
  GtkStack               *areas_stack;
  GtkLabel               *work_count;
  GtkImage               *sync_icon;
  GMenu                  *company_section;
  GtkLabel               *company_label;
  GtkMenuButton          *company_button;
  GtkMenuButton          *menu_button;
  GtkMenuButton          *closed_menu_button;
  GtkLabel               *company_name;
  GtkLabel               *environment_label;
  GtkLabel               *activity_label;
  AdwBanner              *banner;
  PsrWorkOrdersPage      *work_orders;
  PsrSyncPage            *sync;
  PsrActivityPage        *activity;
};

void     psr_window_show_banner   (PsrWindow *self);
void     psr_window_banner_clicked (PsrWindow *self);
gboolean psr_window_close_request (GtkWindow *window);
void     psr_window_leave         (PsrWindow *self);
void     psr_window_show_company  (PsrWindow *self);
void     psr_window_follow_companies
                                  (PsrWindow *self);

G_END_DECLS
