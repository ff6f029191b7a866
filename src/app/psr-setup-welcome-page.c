/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-welcome-page"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-setup-welcome-page.h"
#include "psr-window.h"

/**
 * PsrSetupWelcomePage:
 *
 * What setting up needs, and where somebody left.
 */
struct _PsrSetupWelcomePage
{
  PsrSetupPage  parent_instance;

  GtkLabel     *intro_label;
  GtkWidget    *demo_button;
};

G_DEFINE_FINAL_TYPE (PsrSetupWelcomePage, psr_setup_welcome_page, PSR_TYPE_SETUP_PAGE)

static void
psr_setup_welcome_page_refresh (PsrSetupPage *page)
{
  PsrSetupWelcomePage *self = PSR_SETUP_WELCOME_PAGE (page);

  if (!psr_setup_is_resumed (psr_setup_page_get_setup (page)))
    return;

  gtk_label_set_label (self->intro_label, _("You began before. What you gave then is kept, but for passwords that weren’t tried yet."));
  g_object_set (page, "next-label", _("C_ontinue"), NULL);
}

static void
psr_setup_welcome_page_go_on (PsrSetupPage *page)
{
  psr_setup_page_leave (page);
}

/* Example data would take the place of the company that is open. */
static void
psr_setup_welcome_page_root (GtkWidget *widget)
{
  PsrSetupWelcomePage *self = PSR_SETUP_WELCOME_PAGE (widget);
  GtkRoot *root;

  GTK_WIDGET_CLASS (psr_setup_welcome_page_parent_class)->root (widget);

  root = gtk_widget_get_root (widget);
  if (PSR_IS_WINDOW (root))
    gtk_widget_set_visible (self->demo_button,
                            psr_desk_get_state (psr_window_get_desk (PSR_WINDOW (root))) == PSR_DESK_NOT_SET_UP);
}

static void
psr_setup_welcome_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_SETUP_WELCOME_PAGE);

  G_OBJECT_CLASS (psr_setup_welcome_page_parent_class)->dispose (object);
}

static void
psr_setup_welcome_page_class_init (PsrSetupWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PsrSetupPageClass *page_class = PSR_SETUP_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_setup_welcome_page_dispose;
  widget_class->root = psr_setup_welcome_page_root;
  page_class->refresh = psr_setup_welcome_page_refresh;
  page_class->go_on = psr_setup_welcome_page_go_on;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-setup-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrSetupWelcomePage, intro_label);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupWelcomePage, demo_button);
}

static void
psr_setup_welcome_page_init (PsrSetupWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
