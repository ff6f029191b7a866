/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-row"

#include "config.h"

#include <string.h>

#include "psr-setup-page.h"

#define KEY "psr-setup-key"
#define TYPING "psr-setup-typing"

static void
on_row_changed (GtkEditable  *row,
                PsrSetupPage *page)
{
  PsrProfileKey key = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), KEY));

  if (psr_setup_page_get_setup (page) == NULL)
    return;

  /* What is typed is shown already. A text that is replaced is empty for a moment,
   * which is no time to show the default. */
  g_object_set_data (G_OBJECT (row), TYPING, GINT_TO_POINTER (TRUE));
  psr_setup_set_value (psr_setup_page_get_setup (page), key, gtk_editable_get_text (row));
  g_object_set_data (G_OBJECT (row), TYPING, NULL);
}

/**
 * psr_setup_row_bind:
 * @row: a row with a text
 * @page: its page
 * @key: a key of the profile
 *
 * Has what is typed into @row become the value of @key.
 */
void
psr_setup_row_bind (GtkEditable   *row,
                    PsrSetupPage  *page,
                    PsrProfileKey  key)
{
  g_return_if_fail (GTK_IS_EDITABLE (row));
  g_return_if_fail (PSR_IS_SETUP_PAGE (page));

  g_object_set_data (G_OBJECT (row), KEY, GINT_TO_POINTER (key));
  g_signal_connect_object (row, "changed", G_CALLBACK (on_row_changed), page, 0);
}

/**
 * psr_setup_row_show:
 * @row: a row with a text
 * @page: its page
 * @key: a key of the profile
 *
 * Shows the value of @key, without taking a space from under who types.
 */
void
psr_setup_row_show (GtkEditable   *row,
                    PsrSetupPage  *page,
                    PsrProfileKey  key)
{
  g_autofree char *value = NULL;
  g_autofree char *shown = NULL;

  g_return_if_fail (GTK_IS_EDITABLE (row));
  g_return_if_fail (PSR_IS_SETUP_PAGE (page));

  value = psr_setup_dup_value (psr_setup_page_get_setup (page), key);
  shown = g_strstrip (g_strdup (gtk_editable_get_text (row)));

  /* An empty row isn't filled with the default while somebody types another. */
  if (g_object_get_data (G_OBJECT (row), TYPING) != NULL || strcmp (shown, value != NULL ? value : "") == 0 ||
      (*shown == '\0' && gtk_widget_get_focus_child (GTK_WIDGET (row)) != NULL))
    return;

  g_signal_handlers_block_by_func (row, on_row_changed, page);
  gtk_editable_set_text (row, value != NULL ? value : "");
  g_signal_handlers_unblock_by_func (row, on_row_changed, page);
}
