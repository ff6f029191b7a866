/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-state-bin"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-details.h"
#include "psr-help-link.h"
#include "psr-help.h"
#include "psr-state-bin.h"
#include "psr-trouble.h"

/**
 * PsrStateBin:
 *
 * A view that isn't there yet, has nothing to show, could not be read, or is there.
 */
struct _PsrStateBin
{
  AdwBin         parent_instance;

  GtkStack      *stack;
  AdwStatusPage *page;
  GtkWidget     *retry;
  GtkWidget     *help;
  GtkWidget     *content;
};

G_DEFINE_FINAL_TYPE (PsrStateBin, psr_state_bin, ADW_TYPE_BIN)

static void
psr_state_bin_class_init (PsrStateBinClass *klass)
{
}

static void
psr_state_bin_init (PsrStateBin *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->stack = GTK_STACK (gtk_stack_new ());
  /* What isn't shown takes no room. */
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  self->page = ADW_STATUS_PAGE (adw_status_page_new ());
  self->retry = gtk_button_new_with_mnemonic (_("Try _Again"));
  gtk_widget_set_halign (self->retry, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->retry, "pill");
  self->help = psr_help_link_new_labelled (NULL);
  gtk_box_append (GTK_BOX (box), self->retry);
  gtk_box_append (GTK_BOX (box), self->help);
  adw_status_page_set_child (self->page, box);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->page), "state");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

/**
 * psr_state_bin_new:
 *
 * Returns: (transfer floating): a view with nothing in it
 */
GtkWidget *
psr_state_bin_new (void)
{
  return g_object_new (PSR_TYPE_STATE_BIN, NULL);
}

/**
 * psr_state_bin_set_content:
 * @self: a view, once
 * @content: what it shows when there is something
 */
void
psr_state_bin_set_content (PsrStateBin *self,
                           GtkWidget   *content)
{
  g_return_if_fail (PSR_IS_STATE_BIN (self));
  g_return_if_fail (self->content == NULL);

  self->content = content;
  gtk_stack_add_named (self->stack, content, "content");
}

static void
show_page (PsrStateBin *self,
           const char  *title,
           const char  *description)
{
  g_autofree char *escaped = description != NULL ? g_markup_escape_text (description, -1) : NULL;

  adw_status_page_set_title (self->page, title);
  adw_status_page_set_description (self->page, escaped);
  gtk_stack_set_visible_child_name (self->stack, "state");
}

/**
 * psr_state_bin_show_loading:
 * @self: a view
 * @title: what is being done, translated
 */
void
psr_state_bin_show_loading (PsrStateBin *self,
                            const char  *title)
{
  AdwSpinnerPaintable *spinner;

  g_return_if_fail (PSR_IS_STATE_BIN (self));

  spinner = adw_spinner_paintable_new (GTK_WIDGET (self->page));
  adw_status_page_set_paintable (self->page, GDK_PAINTABLE (spinner));
  g_object_unref (spinner);
  gtk_widget_set_visible (self->retry, FALSE);
  psr_help_link_set_page (self->help, NULL, NULL);
  show_page (self, title, NULL);
}

/**
 * psr_state_bin_show_content:
 * @self: a view with content
 */
void
psr_state_bin_show_content (PsrStateBin *self)
{
  g_return_if_fail (PSR_IS_STATE_BIN (self));
  g_return_if_fail (self->content != NULL);

  gtk_stack_set_visible_child_name (self->stack, "content");
}

/**
 * psr_state_bin_show_empty:
 * @self: a view
 * @icon: name of an icon
 * @title: that there is nothing, translated
 * @description: (nullable): why, or what to do, translated
 */
void
psr_state_bin_show_empty (PsrStateBin *self,
                          const char  *icon,
                          const char  *title,
                          const char  *description)
{
  g_return_if_fail (PSR_IS_STATE_BIN (self));

  adw_status_page_set_icon_name (self->page, icon);
  gtk_widget_set_visible (self->retry, FALSE);
  psr_help_link_set_page (self->help, NULL, NULL);
  show_page (self, title, description);
}

/**
 * psr_state_bin_show_error:
 * @self: a view
 * @error: why there is nothing to show
 * @retry_action: (nullable): the action that tries again
 */
void
psr_state_bin_show_error (PsrStateBin  *self,
                          const GError *error,
                          const char   *retry_action)
{
  g_autoptr(PsrExplanation) explanation = NULL;
  g_autofree char *description = NULL;

  g_return_if_fail (PSR_IS_STATE_BIN (self));
  g_return_if_fail (error != NULL);

  explanation = psr_explain (error);
  description = psr_details_dup (explanation);
  adw_status_page_set_icon_name (self->page, psr_condition_of_error (error) == PSR_CONDITION_OFFLINE
                                               ? "network-offline-symbolic" : "dialog-error-symbolic");
  gtk_widget_set_visible (self->retry, retry_action != NULL);
  if (retry_action != NULL)
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self->retry), retry_action);
  psr_help_link_set_page (self->help, psr_help_find_error (error), NULL);
  show_page (self, explanation->what, description);
}
