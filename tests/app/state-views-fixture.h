/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-data-export.h"
#include "psr-setup-dialog.h"
#include "psr-setup-page.h"
#include "psr-system-random.h"
#include "psr-thread-executor.h"
#include "rare-views-fixture.h"
#include "slow-clock-fixture.h"

/* The last pages of the assistant, what is exported, what a service makes us wait for, and the
 * banners that tell of the whole window. */

static inline PsrSetup *
make_setup (Office *office)
{
  g_autoptr(PsrClock) clock = psr_system_clock_new ();
  g_autoptr(PsrRandom) random = psr_system_random_new ();
  g_autoptr(PsrExecutor) executor = psr_thread_executor_new ();
  g_autoptr(GError) error = NULL;
  PsrSetup *setup = psr_setup_new (office->profile, office->state, office->credentials, clock, random, executor, FALSE, &error);

  g_assert_no_error (error);

  return setup;
}

static inline gboolean
is_setup_page (GtkWidget *widget,
               gpointer   name)
{
  return PSR_IS_SETUP_PAGE (widget) && g_strcmp0 (adw_navigation_page_get_tag (ADW_NAVIGATION_PAGE (widget)), name) == 0;
}

static inline PsrSetupPage *
find_setup_page (GtkWidget  *window,
                 const char *name)
{
  GtkWidget *page;

  waited_for = name;
  while ((page = find_widget (window, is_setup_page, (gpointer) name)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return PSR_SETUP_PAGE (page);
}

static inline void
wait_for_step (PsrSetup     *setup,
               PsrSetupStep  step)
{
  waited_for = psr_setup_step_to_string (step);
  while (psr_setup_get_state (setup, step) != PSR_SETUP_DONE && psr_setup_get_state (setup, step) != PSR_SETUP_ERROR)
    g_main_context_iteration (NULL, TRUE);
  settle ();
}

/* Of somebody who comes back for the check. */
static inline void
last_pages (GtkWidget *window,
            gpointer   data)
{
  Office *office = data;
  g_autoptr(PsrSetup) begun = make_setup (office);
  g_autoptr(PsrSetup) setup = NULL;
  g_autoptr(GError) error = NULL;
  GtkWidget *dialog;
  PsrSetupPage *page;

  resize (window);
  psr_setup_set_step (begun, PSR_SETUP_CHECK);
  g_assert_true (psr_setup_keep (begun, &error));
  setup = make_setup (office);
  /* The window may show one of its own. */
  dialog = GTK_WIDGET (psr_setup_dialog_new (setup));
  adw_dialog_present (ADW_DIALOG (dialog), window);
  settle ();
  page = find_setup_page (dialog, "welcome");
  visit (window, "set-up-resumed");
  psr_setup_page_leave (page);
  find_setup_page (dialog, "check");
  visit (window, "set-up-check-busy");
  wait_for_step (setup, PSR_SETUP_CHECK);
  visit (window, "set-up-check");
  page = find_setup_page (dialog, "check");
  PSR_SETUP_PAGE_GET_CLASS (page)->go_on (page);
  find_setup_page (dialog, "first-sync");
  visit (window, "set-up-first-sync-busy");
  wait_for_step (setup, PSR_SETUP_FIRST_SYNC);
  visit (window, "set-up-first-sync");
  adw_dialog_force_close (ADW_DIALOG (dialog));
  settle ();
}

static inline void
run_last_pages (void)
{
  static const char * const names[] = {
    "set-up-resumed", "set-up-check-busy", "set-up-check", "set-up-first-sync-busy", "set-up-first-sync", NULL
  };
  const char *options[] = { "--customers", "60", "--items", "80", "--work-orders", "20", NULL };
  const char *nothing[] = { "passerelle", "--profile", "/nonexistent/profile.ini", "--state", "/nonexistent/state", NULL };
  g_autofree char *company = NULL;
  Office office = { NULL };

  if (!is_any_wanted (names))
    return;

  office_set_up (&office, options);
  office_change (&office, "wello", "Company", NULL, "\"name\":\"Only in Wello\",\"code\":\"W-1\",\"is_client\":true,\"archived\":false");
  run_application (nothing, last_pages, &office);
  office_tear_down (&office, NULL);
}

/* Why nothing happens, and what is said after an export. */
static inline void
waiting (GtkWidget *window,
         gpointer   data)
{
  Office *office = data;
  PsrDesk *desk = psr_window_get_desk (PSR_WINDOW (window));

  resize (window);
  show_area_of (window, "sync");
  waited_for = "what is waited for";
  while (psr_keeper_get_wait (psr_desk_get_keeper (desk), NULL) == NULL)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  settle ();
  visit (window, "sync-waiting");
  psr_data_export_tell (window);
  settle ();
  visit (window, "data-exported");
  close_dialog (window);
  g_assert_nonnull (office);
}

static inline void
run_waiting (void)
{
  static const char * const names[] = { "sync-waiting", "data-exported", NULL };
  const char *options[] = { "--customers", "20", "--items", "20", "--work-orders", "5", NULL };
  const char *sync[] = { "sync", NULL };
  Office office = { NULL };

  if (!is_any_wanted (names))
    return;

  office_set_up (&office, options);
  office_cli (&office, sync);
  office_fault (&office, "\"kind\":\"429\",\"service\":\"bc\",\"path\":\"/customers\",\"retry_after\":300,\"times\":-1");
  office_run_with (&office, waiting, &office);
  office_tear_down (&office, NULL);
}

/* What the banner says, and what its button leads to. */
static inline void
visit_banner (GtkWidget  *window,
              const char *name,
              const char *details)
{
  settle ();
  visit (window, name);
  if (details == NULL)
    return;
  psr_window_banner_clicked (PSR_WINDOW (window));
  settle ();
  visit (window, details);
  close_dialog (window);
}

static inline void
wait_for_trouble (GtkWidget *window)
{
  waited_for = "the banner";
  while (psr_keeper_get_trouble (psr_desk_get_keeper (psr_window_get_desk (PSR_WINDOW (window)))) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static inline void
signed_out (GtkWidget *window,
            gpointer   unused)
{
  resize (window);
  wait_for_trouble (window);
  visit_banner (window, "banner-sign-in", NULL);
}

static inline void
newer_used (GtkWidget *window,
            gpointer   data)
{
  Office *office = data;

  resize (window);
  settle ();
  sql (office, "ledger.db", "PRAGMA user_version = 999");
  psr_keeper_restart (psr_desk_get_keeper (psr_window_get_desk (PSR_WINDOW (window))));
  wait_for_trouble (window);
  visit_banner (window, "banner-newer", "banner-newer-details");
}

static inline void
cut_off_now (GtkWidget *window,
             gpointer   unused)
{
  resize (window);
  wait_for_trouble (window);
  visit_banner (window, "banner-offline", NULL);
}

static inline void
other_works (GtkWidget *window,
             gpointer   unused)
{
  resize (window);
  waited_for = "another one";
  while (psr_keeper_get_state (psr_desk_get_keeper (psr_window_get_desk (PSR_WINDOW (window)))) != PSR_KEEPER_OTHER)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  visit_banner (window, "banner-other", "banner-other-details");
}

/* In a window of its own, whose clock is slow. */
static inline void
slow (GtkWidget *window,
      gpointer   data)
{
  Office *office = data;
  g_autofree char *state = g_build_filename (office->folder, "other-state", NULL);
  g_autoptr(PsrClock) clock = g_object_new (TEST_TYPE_SLOW_CLOCK, NULL);
  g_autoptr(PsrDesk) desk = psr_desk_new (office->profile, state, office->credentials, clock);
  PsrWindow *late = psr_window_new (ADW_APPLICATION (g_application_get_default ()), desk, FALSE);
  g_autoptr(DexFuture) closed = NULL;

  gtk_window_present (GTK_WINDOW (late));
  resize (GTK_WIDGET (late));
  psr_desk_open (desk);
  waited_for = "the clock";
  while (ABS (psr_keeper_get_clock_skew (psr_desk_get_keeper (desk))) < 2 * G_TIME_SPAN_MINUTE)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  visit_banner (GTK_WIDGET (late), "banner-clock", "banner-clock-details");
  closed = psr_desk_close (desk);
  while (dex_future_is_pending (closed))
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (late));
}

static inline void
run_banner (const char * const *names,
            void              (*prepare) (Office *office),
            Body                body)
{
  const char *options[] = { "--customers", "10", "--items", "10", "--work-orders", "5", NULL };
  Office office = { NULL };

  if (!is_any_wanted (names))
    return;

  office_set_up (&office, options);
  if (prepare != NULL)
    prepare (&office);
  office_run_with (&office, body, &office);
  office_tear_down (&office, NULL);
}

static inline void
sync_first (Office *office)
{
  const char *sync[] = { "sync", NULL };

  office_cli (office, sync);
}

static inline void
sync_and_cut_off (Office *office)
{
  sync_first (office);
  cut_off (office);
}

static GSubprocess *other_worker;

/* For as long as the window is looked at. */
static inline void
begin_other (Office *office)
{
  g_autoptr(GError) error = NULL;

  sync_first (office);
  other_worker = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                                   g_getenv ("PASSERELLECTL"), "watch", "--profile", office->profile, "--state", office->state,
                                   "--credentials", office->credentials, NULL);
  g_assert_no_error (error);
}

static inline void
run_more_banners (void)
{
  static const char * const sign_in[] = { "banner-sign-in", NULL };
  static const char * const newer[] = { "banner-newer", "banner-newer-details", NULL };
  static const char * const offline[] = { "banner-offline", NULL };
  static const char * const other[] = { "banner-other", "banner-other-details", NULL };
  static const char * const clock[] = { "banner-clock", "banner-clock-details", NULL };

  run_banner (sign_in, office_use_code, signed_out);
  run_banner (newer, sync_first, newer_used);
  run_banner (offline, sync_and_cut_off, cut_off_now);
  run_banner (other, begin_other, other_works);
  if (other_worker != NULL)
    {
      g_subprocess_force_exit (other_worker);
      g_subprocess_wait (other_worker, NULL, NULL);
      g_clear_object (&other_worker);
    }
  run_banner (clock, NULL, slow);
}
