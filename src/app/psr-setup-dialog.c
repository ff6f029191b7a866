/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-dialog"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-explain.h"
#include "psr-setup-bc-page.h"
#include "psr-setup-billing-page.h"
#include "psr-setup-check-page.h"
#include "psr-setup-company-page.h"
#include "psr-setup-dialog.h"
#include "psr-setup-first-sync-page.h"
#include "psr-setup-start-page.h"
#include "psr-setup-sync-page.h"
#include "psr-setup-welcome-page.h"
#include "psr-setup-wello-page.h"

/**
 * PsrSetupDialog:
 *
 * The assistant: a page for each step, one after another, or a single one.
 */
struct _PsrSetupDialog
{
  AdwDialog          parent_instance;

  PsrSetup          *setup;
  gboolean           is_single;
  gboolean           has_written;
  PsrSetupStep       left_at;       /* where somebody left before */

  AdwNavigationView *view;
};

enum {
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PsrSetupDialog, psr_setup_dialog, ADW_TYPE_DIALOG)

static GType
get_page_type (PsrSetupStep step)
{
  switch (step)
    {
    case PSR_SETUP_WELCOME:
      return PSR_TYPE_SETUP_WELCOME_PAGE;
    case PSR_SETUP_BC:
      return PSR_TYPE_SETUP_BC_PAGE;
    case PSR_SETUP_COMPANY:
      return PSR_TYPE_SETUP_COMPANY_PAGE;
    case PSR_SETUP_WELLO:
      return PSR_TYPE_SETUP_WELLO_PAGE;
    case PSR_SETUP_SYNC:
      return PSR_TYPE_SETUP_SYNC_PAGE;
    case PSR_SETUP_START:
      return PSR_TYPE_SETUP_START_PAGE;
    case PSR_SETUP_BILLING:
      return PSR_TYPE_SETUP_BILLING_PAGE;
    case PSR_SETUP_CHECK:
      return PSR_TYPE_SETUP_CHECK_PAGE;
    case PSR_SETUP_FIRST_SYNC:
    default:
      return PSR_TYPE_SETUP_FIRST_SYNC_PAGE;
    }
}

static void
show_error (PsrSetupDialog *self,
            const GError   *error)
{
  g_autoptr(PsrExplanation) explanation = psr_explain (error);

  psr_toast (GTK_WIDGET (self->view), explanation->what);
}

static void
finish (PsrSetupDialog *self)
{
  self->has_written = TRUE;
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void on_leave (PsrSetupDialog *self,
                      PsrSetupPage   *page);

/* Each page is made when it is needed, and then stays. */
static AdwNavigationPage *
get_page (PsrSetupDialog *self,
          PsrSetupStep    step)
{
  AdwNavigationPage *page = adw_navigation_view_find_page (self->view, psr_setup_step_to_string (step));

  if (page != NULL)
    return page;

  page = g_object_new (get_page_type (step), NULL);
  psr_setup_page_set_setup (PSR_SETUP_PAGE (page), self->setup, self->is_single);
  g_signal_connect_object (page, "leave", G_CALLBACK (on_leave), self, G_CONNECT_SWAPPED);
  adw_navigation_view_add (self->view, page);

  return page;
}

/* Who resumes goes where they left; what lies before is a step back. */
static void
resume (PsrSetupDialog *self)
{
  PsrSetupStep last = self->left_at;
  AdwNavigationPage *pages[PSR_SETUP_N_STEPS];
  guint n = 0;

  /* The check isn't worth anything any more. */
  last = CLAMP (last, PSR_SETUP_BC, PSR_SETUP_CHECK);
  for (guint step = PSR_SETUP_WELCOME; step <= last; step++)
    pages[n++] = get_page (self, step);
  adw_navigation_view_replace (self->view, pages, (int) n);
}

static void
on_leave (PsrSetupDialog *self,
          PsrSetupPage   *page)
{
  PsrSetupStep step = psr_setup_page_get_step (page);
  g_autoptr(GError) error = NULL;

  if (adw_navigation_view_get_visible_page (self->view) != ADW_NAVIGATION_PAGE (page))
    return;

  if (self->is_single)
    {
      if (psr_setup_write_profile (self->setup, &error))
        finish (self);
      else
        show_error (self, error);
    }
  else if (step == PSR_SETUP_FIRST_SYNC)
    finish (self);
  else if (step == PSR_SETUP_WELCOME && psr_setup_is_resumed (self->setup) && self->left_at > PSR_SETUP_BC)
    resume (self);
  else
    adw_navigation_view_push (self->view, get_page (self, step + 1));
}

static void
on_closed (PsrSetupDialog *self)
{
  g_autoptr(GError) error = NULL;
  gboolean is_written;

  if (self->setup == NULL)
    return;

  /* With the first sync the profile is there, whatever became of the sync. */
  is_written = self->has_written || (!self->is_single && psr_setup_is_written (self->setup));
  psr_setup_stop (self->setup);
  /* Who went back after the first sync has changed something once more. */
  if (!self->is_single && (!is_written || psr_setup_has_changes (self->setup)) &&
      psr_setup_get_step (self->setup) > PSR_SETUP_WELCOME && !psr_setup_keep (self->setup, &error))
    g_warning ("What was given isn't kept: %s", error->message);

  g_signal_emit (self, signals[FINISHED], 0, is_written);
}

static void
psr_setup_dialog_dispose (GObject *object)
{
  PsrSetupDialog *self = PSR_SETUP_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_SETUP_DIALOG);
  g_clear_object (&self->setup);

  G_OBJECT_CLASS (psr_setup_dialog_parent_class)->dispose (object);
}

static void
psr_setup_dialog_class_init (PsrSetupDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_setup_dialog_dispose;

  /**
   * PsrSetupDialog::finished:
   * @is_written: whether the profile was written
   *
   * The assistant is closed.
   */
  signals[FINISHED] = g_signal_new ("finished", PSR_TYPE_SETUP_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  /* The keys of the application have no effect while a dialog is open. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F1, 0, "app.help", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-setup-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrSetupDialog, view);
}

static void
psr_setup_dialog_init (PsrSetupDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "closed", G_CALLBACK (on_closed), NULL);
}

/**
 * psr_setup_dialog_new:
 * @setup: setting up
 *
 * Returns: (transfer floating): the whole assistant
 */
AdwDialog *
psr_setup_dialog_new (PsrSetup *setup)
{
  PsrSetupDialog *self;

  g_return_val_if_fail (PSR_IS_SETUP (setup), NULL);

  self = g_object_new (PSR_TYPE_SETUP_DIALOG, NULL);
  self->setup = g_object_ref (setup);
  self->left_at = psr_setup_get_step (setup);
  get_page (self, PSR_SETUP_WELCOME);

  return ADW_DIALOG (self);
}

/**
 * psr_setup_dialog_is_single_step:
 * @step: a step
 *
 * Returns: whether the step can be changed alone
 */
gboolean
psr_setup_dialog_is_single_step (PsrSetupStep step)
{
  return step >= PSR_SETUP_BC && step <= PSR_SETUP_BILLING;
}

/**
 * psr_setup_dialog_new_for_step:
 * @setup: setting up
 * @step: a step that can be changed alone
 *
 * Returns: (transfer floating): a dialog that changes one step of a profile
 */
AdwDialog *
psr_setup_dialog_new_for_step (PsrSetup     *setup,
                               PsrSetupStep  step)
{
  PsrSetupDialog *self;

  g_return_val_if_fail (PSR_IS_SETUP (setup), NULL);
  g_return_val_if_fail (psr_setup_dialog_is_single_step (step), NULL);

  self = g_object_new (PSR_TYPE_SETUP_DIALOG, NULL);
  self->setup = g_object_ref (setup);
  self->is_single = TRUE;
  get_page (self, step);

  return ADW_DIALOG (self);
}
