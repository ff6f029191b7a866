/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-error-window"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-details.h"
#include "psr-error-window.h"
#include "psr-help-link.h"
#include "psr-help.h"

/* What people are told of what isn't possible: what, why, how to mend it, and a link to the
 * page about it. */

#define LINK "psr-help-link"

/**
 * psr_error_window_new:
 * @application: the application
 * @error: why there is nothing else to show
 * @action: what tries it again
 *
 * Returns: (transfer none): a window that says what, why and how to mend it
 */
GtkWindow *
psr_error_window_new (AdwApplication *application,
                      const GError   *error,
                      const char     *action)
{
  g_autoptr(PsrExplanation) explanation = NULL;
  g_autofree char *details = NULL;
  g_autofree char *escaped = NULL;
  GtkWidget *window;
  GtkWidget *view;
  GtkWidget *page;
  GtkWidget *button;
  GtkWidget *box;

  g_return_val_if_fail (ADW_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (error != NULL && action != NULL, NULL);

  explanation = psr_explain (error);
  details = psr_details_dup (explanation);
  escaped = g_markup_escape_text (details, -1);

  button = gtk_button_new_with_mnemonic (_("Try _Again"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "suggested-action");

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), psr_help_link_new_labelled (psr_help_find_error (error)));

  page = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "dialog-error-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), explanation->what);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), escaped);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), box);

  view = adw_toolbar_view_new ();
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);

  window = adw_application_window_new (GTK_APPLICATION (application));
  gtk_window_set_title (GTK_WINDOW (window), "Passerelle");
  gtk_window_set_default_size (GTK_WINDOW (window), 700, 500);
  gtk_widget_set_size_request (window, 340, 400);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), view);

  return GTK_WINDOW (window);
}

/* What was said before is all that some know. */
static char *
dup_text (const char   *heading,
          const GError *error)
{
  g_autoptr(PsrExplanation) explanation = psr_explain (error);
  g_autofree char *details = psr_details_dup (explanation);

  if (heading == NULL)
    return g_steal_pointer (&details);
  if (*details == '\0')
    return g_strdup (explanation->what);

  return g_strdup_printf ("%s\n\n%s", explanation->what, details);
}

/**
 * psr_error_dialog_present:
 * @heading: (nullable): what isn't possible, translated; %NULL where @error says it
 * @error: (nullable): why, or %NULL where nobody knows
 * @parent: where to show it
 *
 * Says what, why and how to mend it, with a link to the page about it.
 */
void
psr_error_dialog_present (const char   *heading,
                          const GError *error,
                          GtkWidget    *parent)
{
  g_autoptr(PsrExplanation) explanation = error != NULL ? psr_explain (error) : NULL;
  AdwDialog *dialog;

  g_return_if_fail (heading != NULL || error != NULL);
  g_return_if_fail (GTK_IS_WIDGET (parent));

  dialog = adw_alert_dialog_new (heading != NULL ? heading : explanation->what, NULL);
  if (error != NULL)
    {
      g_autofree char *text = dup_text (heading, error);
      GtkWidget *label = gtk_label_new (text);
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

      /* The path of a file has no place to break a line at. */
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 50);
      gtk_box_append (GTK_BOX (box), label);
      gtk_box_append (GTK_BOX (box), psr_help_link_new_labelled (psr_help_find_error (error)));
      adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), box);
    }

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, parent);
}

/**
 * psr_error_row_show:
 * @row: a row that says what is the matter
 * @error: (nullable): what it is, or %NULL when nothing is any more
 *
 * Says what, why and how to mend it, with a link to the page about it at the end of the row.
 */
void
psr_error_row_show (AdwActionRow *row,
                    const GError *error)
{
  g_autoptr(PsrExplanation) explanation = error != NULL ? psr_explain (error) : NULL;
  g_autofree char *details = explanation != NULL ? psr_details_dup (explanation) : NULL;
  GtkWidget *link;

  g_return_if_fail (ADW_IS_ACTION_ROW (row));

  link = g_object_get_data (G_OBJECT (row), LINK);
  if (link == NULL)
    {
      link = psr_help_link_new (NULL, NULL);
      adw_action_row_add_suffix (row, link);
      g_object_set_data (G_OBJECT (row), LINK, link);
    }

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), explanation != NULL ? explanation->what : "");
  adw_action_row_set_subtitle (row, details != NULL ? details : "");
  psr_help_link_set_page (link, error != NULL ? psr_help_find_error (error) : NULL,
                          explanation != NULL ? explanation->what : NULL);
}
