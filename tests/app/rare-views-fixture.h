/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-data-delete.h"
#include "psr-sign-in.h"
#include "psr-window-private.h"
#include "states-fixture.h"
#include "views-fixture.h"

/* Views that the example data doesn't come to by itself: what is empty, damaged, refused, or
 * asks for a person. Each office is opened only where one of its views is wanted. */

static inline gboolean
is_any_wanted (const char * const *names)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      if (is_wanted (names[i]))
        return TRUE;
    }

  return FALSE;
}

static inline void
show_area_of (GtkWidget  *window,
              const char *area)
{
  do_action_with (window, "win.show-area", g_variant_new_string (area));
  settle ();
}

static inline AdwDialog *
get_shown_dialog (GtkWidget *window)
{
  return adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
}

/* All is done, nothing is read yet, and what can't be read. */
static inline void
states (GtkWidget *window,
        gpointer   data)
{
  Office *office = data;
  GtkWidget *state = psr_state_bin_new ();
  GtkWidget *loading = gtk_window_new ();

  resize (window);
  while (psr_desk_get_checked_at (psr_window_get_desk (PSR_WINDOW (window))) == PSR_TIMESTAMP_NONE)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  visit (window, "state-all-done");
  choose_queue (window, 1);
  visit (window, "state-no-exceptions");
  choose_queue (window, 2);
  visit (window, "state-nothing-sent");
  choose_queue (window, 0);

  gtk_window_set_child (GTK_WINDOW (loading), state);
  psr_state_bin_show_loading (PSR_STATE_BIN (state), g_dgettext (GETTEXT_PACKAGE, "Reading…"));
  gtk_window_set_default_size (GTK_WINDOW (loading), width, height);
  gtk_window_present (GTK_WINDOW (loading));
  visit (loading, "state-loading");
  gtk_window_destroy (GTK_WINDOW (loading));

  sql (office, "ledger.db", "ALTER TABLE documents RENAME TO away");
  settle ();
  do_action_with (window, "win.show-area", g_variant_new_string ("work-orders"));
  settle ();
  visit (window, "state-error");
  sql (office, "ledger.db", "ALTER TABLE away RENAME TO documents");
}

static inline void
run_states (void)
{
  static const char * const names[] = {
    "state-all-done", "state-no-exceptions", "state-nothing-sent", "state-loading", "state-error", NULL
  };
  const char *options[] = { "--customers", "5", "--items", "5", "--work-orders", "0", NULL };
  Office office = { NULL };

  if (!is_any_wanted (names))
    return;

  office_set_up (&office, options);
  office_run_with (&office, states, &office);
  office_tear_down (&office, NULL);
}

/* Of another company: what the banner says, what it leads to, and what is asked then. */
static inline void
bound (GtkWidget *window,
       gpointer   unused)
{
  AdwDialog *dialog;

  resize (window);
  while (psr_keeper_get_state (psr_desk_get_keeper (psr_window_get_desk (PSR_WINDOW (window)))) != PSR_KEEPER_HALTED)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  visit (window, "banner-halted");
  psr_window_banner_clicked (PSR_WINDOW (window));
  settle ();
  visit (window, "banner-halted-details");
  dialog = get_shown_dialog (window);
  g_signal_emit_by_name (dialog, "response::use-company", "use-company");
  adw_dialog_force_close (dialog);
  settle ();
  visit (window, "banner-halted-question");
  close_dialog (window);
}

static inline void
trial (GtkWidget *window,
       gpointer   unused)
{
  resize (window);
  settle ();
  visit (window, "banner-sandbox");
  psr_window_banner_clicked (PSR_WINDOW (window));
  settle ();
  visit (window, "banner-sandbox-details");
  close_dialog (window);
}

static inline void
run_banners (void)
{
  static const char * const halted[] = { "banner-halted", "banner-halted-details", "banner-halted-question", NULL };
  static const char * const sandbox[] = { "banner-sandbox", "banner-sandbox-details", NULL };
  const char *none[] = { "--customers", "5", "--items", "5", "--work-orders", "0", NULL };
  const char *trials[] = { "--customers", "5", "--items", "5", "--work-orders", "0", "--set", "bc.environment-type=Sandbox", NULL };
  const char *sync[] = { "sync", NULL };
  Office office = { NULL };

  if (is_any_wanted (halted))
    {
      office_set_up (&office, none);
      office_cli (&office, sync);
      sql (&office, "ledger.db", "UPDATE bindings SET company_id = '00000000-0000-0000-0000-000000000009', company_name = 'CRONUS NL'");
      office_run_with (&office, bound, &office);
      office_tear_down (&office, NULL);
    }
  if (is_any_wanted (sandbox))
    {
      office_set_up (&office, trials);
      office_set (&office, "BusinessCentral", "SandboxMayWrite", "yes");
      office_cli (&office, sync);
      office_run_with (&office, trial, &office);
      office_tear_down (&office, NULL);
    }
}

/* The one in a queue that stands so, opened; a list holds those that are shown. */
static inline void
visit_in_state (GtkWidget  *window,
                guint       queue,
                const char *state,
                const char *name)
{
  GtkSelectionModel *rows;
  GtkWidget *narrow;
  GtkWidget *wide;

  choose_queue (window, queue);
  narrow = find_widget (window, is_narrow_list, NULL);
  wide = find_widget (window, is_list, NULL);
  if (narrow == NULL && wide == NULL)
    return;

  rows = narrow != NULL ? gtk_list_view_get_model (GTK_LIST_VIEW (narrow)) : gtk_column_view_get_model (GTK_COLUMN_VIEW (wide));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr(PsrWorkOrderRow) row = g_list_model_get_item (G_LIST_MODEL (rows), i);
      const PsrWorkOrder *work_order = psr_work_order_row_get_work_order (row);

      if (work_order == NULL || !g_str_equal (work_order->state, state))
        continue;

      gtk_selection_model_select_item (rows, i, TRUE);
      g_signal_emit_by_name (narrow != NULL ? narrow : wide, "activate", i);
      settle ();
      settle ();
      visit (window, name);
      if (narrow != NULL)
        do_action (find_widget (window, is_review_page, NULL), "navigation.pop");
      settle ();
      return;
    }
}

/* What Business Central refused, what it may or may not have, and what is from before. */
static inline void
troubles (GtkWidget *window,
          gpointer   unused)
{
  resize (window);
  settle ();
  visit_in_state (window, 0, "ready", "pane-ready");
  visit_in_state (window, 1, "refused", "pane-refused");
  visit_in_state (window, 1, "needs-look", "pane-needs-look");
  visit_in_state (window, 1, "blocked", "pane-blocked");
  visit_in_state (window, 2, "checking", "pane-checking");
  visit_in_state (window, 0, "before-start", "pane-before-start");
}

static inline void
run_troubles (void)
{
  static const char * const names[] = {
    "pane-ready", "pane-refused", "pane-needs-look", "pane-blocked", "pane-checking", "pane-before-start", NULL
  };
  const char *options[] = { "--customers", "30", "--items", "30", "--work-orders", "20", NULL };
  const char *sync[] = { "sync", NULL };
  const char *bill[] = { "bill", "--all", "--as", "invoice", NULL };
  Office office = { NULL };

  if (!is_any_wanted (names))
    return;

  office_set_up (&office, options);
  office_set (&office, "BusinessCentral", "LongestRequest", "20min");
  office_set (&office, "Billing", "Via", "direct");
  office_set (&office, "Vat", "6,labour", "S3");
  office_cli (&office, sync);
  office_fault (&office, "\"service\":\"bc\",\"method\":\"POST\",\"path\":\"/salesInvoices([?]|$)\","
                         "\"kind\":\"409\",\"status\":400,\"times\":1");
  office_fault (&office, "\"service\":\"bc\",\"method\":\"POST\",\"path\":\"/salesInvoices([?]|$)\","
                         "\"kind\":\"commit-late\",\"seconds\":600,\"after\":2,\"times\":1");
  office_cli (&office, bill);
  office_run_with (&office, troubles, &office);
  office_tear_down (&office, NULL);
}

/* What is asked before the data of a profile are exported or deleted, and signing in again. */
static inline void
visit_data (GtkWidget *window)
{
  static const char * const names[] = { "data-delete", "sign-in", NULL };
  PsrDesk *desk = psr_window_get_desk (PSR_WINDOW (window));

  if (!is_any_wanted (names))
    return;

  psr_data_delete_ask (desk, window);
  settle ();
  visit (window, "data-delete");
  close_dialog (window);
  psr_sign_in_present (desk, window);
  settle ();
  visit (window, "sign-in");
  close_dialog (window);
}

static inline void
with_dialogs (GtkWidget *window,
              gpointer   unused)
{
  resize (window);
  wait_for (window, "O’Brien");
  visit_data (window);
}
