/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app-fixture.h"
#include "psr-flow-card.h"
#include "psr-mapping-field-page.h"
#include "psr-mapping-page.h"
#include "psr-review-facts.h"
#include "psr-state-bin.h"
#include "psr-window.h"
#include "psr-work-order-row.h"

/* Goes through the views of the window, one after the other. */

/* How large the window is, and for how many seconds what moves may come to rest. */
static int width = 360;
static int height = 640;
static double rest = 2;

/* What is done with each view; whoever includes this has it. */
static void visit (GtkWidget  *window,
                   const char *name);
static gboolean is_wanted (const char *name);

/* Whatever moves comes to rest, and what is being read is there. */
static inline void
settle (void)
{
  g_autoptr(GTimer) timer = g_timer_new ();

  while (g_timer_elapsed (timer, NULL) < rest)
    g_main_context_iteration (NULL, FALSE);
}

static inline void
resize (GtkWidget *window)
{
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  settle ();
}

static inline void
close_dialog (GtkWidget *window)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));

  if (dialog != NULL)
    adw_dialog_force_close (dialog);
  settle ();
}

static inline gboolean
is_card (GtkWidget *widget,
         gpointer   unused)
{
  return PSR_IS_FLOW_CARD (widget);
}

static inline gboolean
leads_on (GtkWidget *widget,
          gpointer   action)
{
  return GTK_IS_LIST_BOX_ROW (widget) &&
         g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0;
}

static inline void
enter_row (GtkWidget  *window,
           const char *action)
{
  GtkWidget *row;

  while ((row = find_widget (window, leads_on, (gpointer) action)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_activate (row);
  settle ();
}

static inline gboolean
is_views (GtkWidget *widget,
          gpointer   unused)
{
  return ADW_IS_VIEW_STACK (widget);
}

static inline gboolean
is_drop_down (GtkWidget *widget,
              gpointer   unused)
{
  return GTK_IS_DROP_DOWN (widget);
}

static inline void
choose_queue (GtkWidget *window,
              guint      index)
{
  GtkWidget *group = find_widget (window, is_toggle_group, NULL);
  GtkWidget *choice = find_widget (window, is_drop_down, NULL);

  /* Where there is no room for the one there is the other. */
  if (group != NULL)
    adw_toggle_group_set_active (ADW_TOGGLE_GROUP (group), index);
  else if (choice != NULL)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), index);
  settle ();
}

static inline gboolean
is_state (GtkWidget *widget,
          gpointer   unused)
{
  return PSR_IS_STATE_BIN (widget);
}

static inline void
visit_sync (GtkWidget *window)
{
  GtkWidget *card;

  do_action_with (window, "win.show-area", g_variant_new_string ("sync"));
  while ((card = find_widget (window, is_card, NULL)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  visit (window, "sync");
  do_action (card, "flow.table");
  visit (window, "sync-table");
  close_dialog (window);
  do_action (card, "flow.set-aside");
  visit (window, "sync-set-aside");
  do_action (find_widget (window, is_state, NULL), "navigation.pop");
  settle ();
}

static inline void
visit_runs (GtkWidget *window)
{
  enter_row (window, "flow.runs");
  visit (window, "sync-runs");
  enter_row (window, "page.run");
  visit (window, "sync-run");
  enter_row (window, "page.record");
  settle ();
  visit (window, "sync-record");
}

static inline gboolean
is_mapping_page (GtkWidget *widget,
                 gpointer   unused)
{
  return PSR_IS_MAPPING_PAGE (widget) || PSR_IS_MAPPING_FIELD_PAGE (widget);
}

static inline gboolean
is_field_row (GtkWidget *widget,
              gpointer   name)
{
  return ADW_IS_ACTION_ROW (widget) && adw_action_row_get_subtitle (ADW_ACTION_ROW (widget)) != NULL &&
         strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (widget)), name) != NULL;
}

static inline gboolean
is_table_row (GtkWidget *widget,
              gpointer   unused)
{
  return ADW_IS_EXPANDER_ROW (widget) && gtk_widget_get_mapped (widget);
}

static inline void
open_field (GtkWidget  *window,
            const char *name)
{
  GtkWidget *row;

  while ((row = find_widget (window, is_field_row, (gpointer) name)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_activate (row);
  settle ();
}

static inline void
leave_field (GtkWidget *window)
{
  do_action (find_widget (window, is_mapping_page, NULL), "navigation.pop");
  settle ();
}

static inline void
visit_mapping (GtkWidget *window)
{
  GtkWidget *row;

  do_action (find_widget (window, is_card, NULL), "flow.mapping");
  while (find_widget (window, is_field_row, (gpointer) "phoneNumber") == NULL)
    g_main_context_iteration (NULL, TRUE);
  visit (window, "sync-mapping");
  open_field (window, "phoneNumber");
  visit (window, "sync-mapping-field");
  leave_field (window);

  /* One with a table of values, and further down. */
  open_field (window, "blocked");
  row = find_widget (window, is_table_row, NULL);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  settle ();
  gtk_widget_grab_focus (row);
  settle ();
  visit (window, "sync-mapping-table");
  leave_field (window);
  open_field (window, "paymentMethodId");
  visit (window, "sync-mapping-look-up");
  leave_field (window);
  leave_field (window);
}

static inline void
visit_activity (GtkWidget *window)
{
  do_action_with (window, "win.show-area", g_variant_new_string ("activity"));
  settle ();
  visit (window, "activity");
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (find_widget (window, is_views, NULL)), "requests");
  visit (window, "activity-requests");
}

static inline void
visit_dialogs (GtkWidget *window)
{
  static const char * const dialogs[] = { "preferences", "shortcuts", "about" };

  for (gsize i = 0; i < G_N_ELEMENTS (dialogs); i++)
    {
      g_autofree char *action = g_strconcat ("app.", dialogs[i], NULL);

      do_action (window, action);
      visit (window, dialogs[i]);
      close_dialog (window);
    }
}

static inline gboolean
is_row_of_flow (GtkWidget *widget,
                gpointer   title)
{
  return ADW_IS_ACTION_ROW (widget) && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0 &&
         gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_DIALOG) != NULL;
}

/* How each flow works, from the preferences. */
static inline void
visit_flow_settings (GtkWidget *window)
{
  AdwDialog *dialog;
  GtkWidget *row;

  if (!is_wanted ("preferences-sync") && !is_wanted ("preferences-flow") && !is_wanted ("preferences-mappings") &&
      !is_wanted ("preferences-profile"))
    return;

  do_action (window, "app.preferences");
  settle ();
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
  adw_preferences_dialog_set_visible_page_name (ADW_PREFERENCES_DIALOG (dialog), "mappings");
  visit (window, "preferences-mappings");
  adw_preferences_dialog_set_visible_page_name (ADW_PREFERENCES_DIALOG (dialog), "profile");
  visit (window, "preferences-profile");
  adw_preferences_dialog_set_visible_page_name (ADW_PREFERENCES_DIALOG (dialog), "sync");
  settle ();
  visit (window, "preferences-sync");
  row = find_widget (window, is_row_of_flow, (gpointer) g_dgettext (GETTEXT_PACKAGE, "Customers"));
  if (row != NULL)
    {
      g_signal_emit_by_name (row, "activated");
      settle ();
      visit (window, "preferences-flow");
    }
  close_dialog (window);
}

static inline gboolean
is_rule (GtkWidget *widget,
         gpointer   title)
{
  return ADW_IS_COMBO_ROW (widget) && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0;
}

/* The billing rules, which are further down on their page. */
static inline void
visit_rules (GtkWidget *window)
{
  AdwDialog *dialog;
  GtkWidget *row;

  if (!is_wanted ("preferences-rules"))
    return;

  do_action (window, "app.preferences");
  settle ();
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
  adw_preferences_dialog_set_visible_page_name (ADW_PREFERENCES_DIALOG (dialog), "profile");
  settle ();
  row = find_widget (window, is_rule, (gpointer) g_dgettext (GETTEXT_PACKAGE, "Prices"));
  if (row != NULL)
    gtk_widget_grab_focus (row);
  settle ();
  visit (window, "preferences-rules");
  close_dialog (window);
}

static inline gboolean
is_narrow_list (GtkWidget *widget,
                gpointer   unused)
{
  return G_OBJECT_TYPE (widget) == GTK_TYPE_LIST_VIEW &&
         g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (widget)))) > 0;
}

/* The pages that the preferences lead to. */
static inline void
visit_steps (GtkWidget *window)
{
  static const char * const steps[] = { "business-central", "company", "wello", "sync", "start", "billing" };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *name = g_strconcat ("set-up-", steps[i], NULL);

      if (!is_wanted (name))
        continue;
      do_action_with (window, "app.setup", g_variant_new_string (steps[i]));
      visit (window, name);
      close_dialog (window);
    }
}

static inline void
visit_marked (GtkWidget *window)
{
  wait_for (window, "O’Brien");
  do_action (find_widget (window, has_text, (gpointer) "O’Brien"), "work.mark-all");
  settle ();
  visit (window, "work-orders-marked");
  wait_for (window, "O’Brien");
  do_action (find_widget (window, has_text, (gpointer) "O’Brien"), "work.unmark-all");
}

static inline gboolean
is_review_page (GtkWidget *widget,
                gpointer   unused)
{
  return ADW_IS_NAVIGATION_PAGE (widget) && g_strcmp0 (adw_navigation_page_get_tag (ADW_NAVIGATION_PAGE (widget)), "review") == 0;
}

static inline gboolean
is_why_button (GtkWidget *widget,
               gpointer   unused)
{
  return GTK_IS_BUTTON (widget) &&
         g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), "review.why-price") == 0;
}

static inline void
visit_why (GtkWidget *window)
{
  GtkWidget *button = find_widget (window, is_why_button, NULL);

  if (button == NULL || !is_wanted ("why-price"))
    return;
  g_signal_emit_by_name (button, "clicked");
  settle ();
  visit (window, "why-price");
  close_dialog (window);
}

static inline gboolean
is_facts (GtkWidget *widget,
          gpointer   unused)
{
  return PSR_IS_REVIEW_FACTS (widget);
}

static inline gboolean
is_list (GtkWidget *widget,
         gpointer   unused)
{
  return GTK_IS_COLUMN_VIEW (widget);
}

/* The first that was worked for and can be sent. */
static inline guint
find_worked (GListModel *rows)
{
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(PsrWorkOrderRow) row = g_list_model_get_item (rows, i);
      const PsrWorkOrder *work_order = psr_work_order_row_get_work_order (row);

      if (work_order != NULL && !psr_decimal_is_zero (work_order->hours) && work_order->can_approve)
        return i;
    }

  return 0;
}

/* What was done, as far down as it is. */
static inline void
visit_work (GtkWidget *window)
{
  GtkWidget *narrow = find_widget (window, is_narrow_list, NULL);
  GtkWidget *wide = find_widget (window, is_list, NULL);
  GtkSelectionModel *rows;
  GtkWidget *facts;
  guint at;

  if ((narrow == NULL && wide == NULL) || !is_wanted ("work-done"))
    return;

  rows = narrow != NULL ? gtk_list_view_get_model (GTK_LIST_VIEW (narrow)) : gtk_column_view_get_model (GTK_COLUMN_VIEW (wide));
  at = find_worked (G_LIST_MODEL (rows));
  gtk_selection_model_select_item (rows, at, TRUE);
  if (narrow != NULL)
    g_signal_emit_by_name (narrow, "activate", at);
  else
    g_signal_emit_by_name (wide, "activate", at);
  settle ();
  facts = find_widget (window, is_facts, NULL);
  if (facts != NULL)
    {
      GtkWidget *viewport = gtk_widget_get_ancestor (facts, GTK_TYPE_VIEWPORT);

      visit (window, "work-done-top");
      gtk_viewport_scroll_to (GTK_VIEWPORT (viewport), gtk_widget_get_last_child (facts), NULL);
      settle ();
      visit (window, "work-done");
    }
  if (narrow != NULL)
    do_action (find_widget (window, is_review_page, NULL), "navigation.pop");
  settle ();
}

/* Where there is no room for it beside the list, it is a page of its own. */
static inline void
visit_review (GtkWidget *window)
{
  GtkWidget *list = find_widget (window, is_narrow_list, NULL);

  if (list == NULL)
    {
      visit_why (window);
      return;
    }
  g_signal_emit_by_name (list, "activate", 0);
  settle ();
  visit (window, "review");
  visit_why (window);
  do_action (find_widget (window, is_review_page, NULL), "navigation.pop");
  settle ();
}

/* What is marked is sent, and what became of it. */
static inline void
visit_sending (GtkWidget *window)
{
  PsrDesk *desk = psr_window_get_desk (PSR_WINDOW (window));
  AdwDialog *dialog;

  if (!is_wanted ("sent-question") && !is_wanted ("sent-progress") && !is_wanted ("sent-done") && !is_wanted ("sent-activity"))
    return;

  do_action_with (window, "win.show-area", g_variant_new_string ("work-orders"));
  wait_for (window, "O’Brien");
  do_action (find_widget (window, has_text, (gpointer) "O’Brien"), "work.mark-all");
  settle ();
  do_action (window, "win.send-marked");
  visit (window, "sent-question");
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
  g_assert_nonnull (dialog);
  g_signal_emit_by_name (dialog, "response::send", "send");
  adw_dialog_force_close (dialog);
  choose_queue (window, 2);
  visit (window, "sent-progress");
  waited_for = "what is sent";
  while (psr_desk_get_sending (desk).total > psr_desk_get_sending (desk).done || psr_desk_is_writing (desk))
    g_main_context_iteration (NULL, TRUE);
  choose_queue (window, 3);
  visit (window, "sent-done");
  do_action_with (window, "win.show-area", g_variant_new_string ("activity"));
  settle ();
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (find_widget (window, is_views, NULL)), "timeline");
  visit (window, "sent-activity");
}

static inline void
with_data (GtkWidget *window,
           gpointer   unused)
{
  resize (window);
  visit (window, "work-orders-first");
  wait_for (window, "O’Brien");
  visit (window, "work-orders");
  choose_queue (window, 1);
  visit (window, "work-orders-exceptions");
  choose_queue (window, 3);
  visit (window, "work-orders-done");
  choose_queue (window, 0);
  visit_marked (window);
  visit_review (window);
  visit_work (window);
  visit_dialogs (window);
  visit_flow_settings (window);
  visit_rules (window);
  visit_steps (window);
  visit_activity (window);
  visit_sync (window);
  visit_mapping (window);
  visit_runs (window);
  visit_sending (window);
}

static inline void
not_set_up (GtkWidget *window,
            gpointer   unused)
{
  resize (window);
  visit (window, "not-set-up");
  if (is_wanted ("set-up"))
    {
      do_action_with (window, "app.setup", g_variant_new_string ("welcome"));
      visit (window, "set-up");
      close_dialog (window);
    }
}

static inline void
offline (GtkWidget *window,
         gpointer   unused)
{
  resize (window);
  visit (window, "offline-work-orders");
  do_action_with (window, "win.show-area", g_variant_new_string ("sync"));
  visit (window, "offline-sync");
  do_action_with (window, "win.show-area", g_variant_new_string ("activity"));
  visit (window, "offline-activity");
}
