/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-shortcuts"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-shortcuts.h"

/* Every key, in one place: the first part is given to the application, the
 * second belongs to the table of work orders, which listens itself. */
static const struct {
  const char *action;       /* with its target, or NULL for a key of the table */
  const char *accelerator;
  const char *title;
} shortcuts[] = {
  { "win.show-area::work-orders", "<Alt>1", N_("Show work orders") },
  { "win.show-area::sync", "<Alt>2", N_("Show sync") },
  { "win.show-area::activity", "<Alt>3", N_("Show activity") },
  { "win.search", "<Control>f", N_("Search") },
  { "win.check-work", "F5", N_("Look for new work") },
  { "win.send-marked", "<Control>Return", N_("Send what is marked") },
  { "win.export", "<Control>e", N_("Export the list") },
  { "win.print", "<Control>p", N_("Print the list") },
  { "win.sync-all", "<Shift>F5", N_("Sync all now") },
  { "app.preferences", "<Control>comma", N_("Show preferences") },
  { "app.help", "F1", N_("Show help") },
  { "app.shortcuts", "<Control>question", N_("Show shortcuts") },
  { "window.close", "<Control>w", N_("Close the window") },
  { "app.quit", "<Control>q", N_("Quit") },
  { NULL, "space", N_("Mark the selected work order") },
  { NULL, "<Control>a", N_("Mark all that are listed") },
  { NULL, "a", N_("Send the selected work order") },
  { NULL, "e", N_("Skip the selected work order") },
  { NULL, "r", N_("Try again what was refused") },
  { NULL, "slash", N_("Search from the table") },
  { NULL, "Return", N_("Open the selected work order") },
};

/**
 * psr_shortcuts_install:
 * @application: the application
 *
 * Gives the application its keys.
 */
void
psr_shortcuts_install (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));

  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      const char *accelerators[] = { shortcuts[i].accelerator, NULL };

      if (shortcuts[i].action != NULL)
        gtk_application_set_accels_for_action (application, shortcuts[i].action, accelerators);
    }
}

static GtkWidget *
make_row (const char *accelerator,
          const char *title)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *label = NULL;
  GdkModifierType modifiers;
  GtkWidget *keys;
  guint key;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (!gtk_accelerator_parse (accelerator, &key, &modifiers))
    g_return_val_if_reached (row);

  label = gtk_accelerator_get_label (key, modifiers);
  keys = gtk_label_new (label);
  gtk_widget_add_css_class (keys, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), keys);

  return row;
}

/**
 * psr_shortcuts_new_dialog:
 *
 * Returns: (transfer floating): a dialog that lists all keys
 */
AdwDialog *
psr_shortcuts_new_dialog (void)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *general = adw_preferences_group_new ();
  GtkWidget *table = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (general), _("General"));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (table), _("Work Orders"));
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (shortcuts[i].action != NULL ? general : table),
                               make_row (shortcuts[i].accelerator, _(shortcuts[i].title)));

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (general));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (table));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_title (dialog, _("Keyboard Shortcuts"));
  adw_dialog_set_content_width (dialog, 460);
  adw_dialog_set_content_height (dialog, 560);

  return dialog;
}
