/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-preferences"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-data-delete.h"
#include "psr-data-export.h"
#include "psr-mapping-place.h"
#include "psr-mapping-view.h"
#include "psr-preferences-private.h"

/* What this computer does is chosen here, and what of the profile is a plain choice; for
 * the rest a step of setting up leads there. What only the file has is shown. */

/* Set on the dialog once the profile says something else than what is at work. */
#define CHANGED "psr-changed"

/* Set on a row: what its switch is for. */
#define SWITCH "psr-switch"

/**
 * psr_preferences_add_group:
 * @page: a page
 * @title: (nullable): its title, translated
 * @description: (nullable): what it is about, translated
 *
 * Returns: (transfer none): a new group of the page
 */
GtkWidget *
psr_preferences_add_group (GtkWidget  *page,
                           const char *title,
                           const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title != NULL ? title : "");
  if (description != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));

  return group;
}

static GtkWidget *
add_page (AdwDialog  *dialog,
          const char *name,
          const char *title,
          const char *icon)
{
  GtkWidget *page = adw_preferences_page_new ();

  adw_preferences_page_set_name (ADW_PREFERENCES_PAGE (page), name);
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (page), title);
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (page), icon);
  adw_preferences_dialog_add (ADW_PREFERENCES_DIALOG (dialog), ADW_PREFERENCES_PAGE (page));

  return page;
}

/* A row with a switch for a setting. */
typedef struct
{
  GSettings    *settings;
  const char   *key;
  char         *subtitle;
  AdwSwitchRow *within;   /* (nullable): without which it does nothing */
} Switch;

static void
switch_free (gpointer data)
{
  Switch *shown = data;

  g_object_unref (shown->settings);
  g_free (shown->subtitle);
  g_free (shown);
}

/* What it does, or why nothing can be chosen there. */
static void
show_switch (GtkWidget *row)
{
  const Switch *shown = g_object_get_data (G_OBJECT (row), SWITCH);
  gboolean is_writable = g_settings_is_writable (shown->settings, shown->key);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), is_writable ? shown->subtitle : _("The administrator of this computer has locked it."));
  gtk_widget_set_sensitive (row, is_writable && (shown->within == NULL || adw_switch_row_get_active (shown->within)));
}

static GtkWidget *
add_switch (GtkWidget  *group,
            GSettings  *settings,
            const char *key,
            GtkWidget  *within,
            const char *title,
            const char *subtitle)
{
  GtkWidget *row = adw_switch_row_new ();
  g_autofree char *signal = g_strconcat ("writable-changed::", key, NULL);
  Switch *shown = g_new0 (Switch, 1);

  shown->settings = g_object_ref (settings);
  shown->key = key;
  shown->subtitle = g_strdup (subtitle);
  shown->within = within != NULL ? ADW_SWITCH_ROW (within) : NULL;
  g_object_set_data_full (G_OBJECT (row), SWITCH, shown, switch_free);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_settings_bind (settings, key, row, "active", G_SETTINGS_BIND_NO_SENSITIVITY);
  g_signal_connect_object (settings, signal, G_CALLBACK (show_switch), row, G_CONNECT_SWAPPED);
  if (within != NULL)
    g_signal_connect_object (within, "notify::active", G_CALLBACK (show_switch), row, G_CONNECT_SWAPPED);
  show_switch (row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);

  return row;
}

/**
 * psr_preferences_add_value:
 * @group: a group
 * @title: what it is, translated
 * @value: (nullable): what the profile says
 *
 * Adds something that can be looked at.
 */
void
psr_preferences_add_value (GtkWidget  *group,
                           const char *title,
                           const char *value)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value != NULL && *value != '\0' ? value : _("Not set"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "property");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

/**
 * psr_preferences_add_button:
 * @group: a group
 * @title: what it does, translated, with a mnemonic
 *
 * Returns: (transfer none): a new row of the group that does something
 */
GtkWidget *
psr_preferences_add_button (GtkWidget  *group,
                            const char *title)
{
  GtkWidget *row = adw_button_row_new ();

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);

  return row;
}

/**
 * psr_preferences_note_change:
 * @row: what was changed
 *
 * The profile says something else now than what is at work.
 */
void
psr_preferences_note_change (GtkWidget *row)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_DIALOG);

  if (dialog != NULL)
    g_object_set_data (G_OBJECT (dialog), CHANGED, GINT_TO_POINTER (TRUE));
}

/**
 * psr_preferences_has_changed:
 * @dialog: what psr_preferences_new() made
 *
 * Returns: whether the profile has to be read again
 */
gboolean
psr_preferences_has_changed (AdwDialog *dialog)
{
  g_return_val_if_fail (ADW_IS_DIALOG (dialog), FALSE);

  return g_object_get_data (G_OBJECT (dialog), CHANGED) != NULL;
}

/**
 * psr_preferences_tell:
 * @dialog: what psr_preferences_new() made
 * @text: one sentence, translated
 *
 * Tells of something that happened, for a moment.
 */
void
psr_preferences_tell (GtkWidget  *dialog,
                      const char *text)
{
  g_return_if_fail (ADW_IS_PREFERENCES_DIALOG (dialog));
  g_return_if_fail (text != NULL);

  adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (dialog), psr_toast_new (text));
  psr_announce (dialog, text);
}

/* One step of setting up leads there and back. */
static void
add_change (GtkWidget  *group,
            const char *title,
            const char *step)
{
  GtkWidget *row = psr_preferences_add_button (group, title);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "app.setup");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", step);
}

static void
add_entries (GtkWidget  *page,
             PsrProfile *profile,
             const char *name,
             const char *title)
{
  GPtrArray *entries = psr_profile_get_entries (profile, name);
  GtkWidget *group;

  if (entries == NULL || entries->len == 0)
    return;

  group = psr_preferences_add_group (page, title, NULL);
  for (guint i = 0; i < entries->len; i++)
    {
      const PsrProfileEntry *entry = entries->pdata[i];

      psr_preferences_add_value (group, entry->name, entry->value);
    }
}

static void
add_background (AdwDialog *dialog,
                GSettings *settings,
                gboolean   is_demo)
{
  GtkWidget *page = add_page (dialog, "general", _("General"), "preferences-system-symbolic");
  GtkWidget *group = psr_preferences_add_group (page, _("Background"),
                                is_demo ? _("Example data is gone when its window is closed.") : NULL);
  GtkWidget *stays;

  stays = add_switch (group, settings, "run-in-background", NULL, _("Work Without a Window"),
                      _("Go on looking for work and sending what is approved when the window is closed"));
  add_switch (group, settings, "autostart", stays, _("Start With the Session"),
              _("Begin to work when you log in, without a window"));
  gtk_widget_set_sensitive (group, !is_demo);
}

static void
add_accounts (GtkWidget  *page,
              PsrDesk    *desk,
              PsrProfile *profile,
              gboolean    has_setup)
{
  GtkWidget *group = psr_preferences_add_group (page, _("Accounts"), NULL);

  psr_preferences_add_value (group, _("Company in Business Central"), psr_profile_get_string (profile, PSR_PROFILE_BC_COMPANY));
  psr_preferences_add_value (group, _("Environment"), psr_profile_get_string (profile, PSR_PROFILE_BC_ENVIRONMENT));
  psr_preferences_add_value (group, _("Wello Domain"), psr_profile_get_string (profile, PSR_PROFILE_WELLO_DOMAIN));
  psr_preferences_add_sign_in (group, desk);
  if (has_setup)
    {
      add_change (group, _("Change _Business Central…"), "business-central");
      add_change (group, _("Change the _Company…"), "company");
      add_change (group, _("Change _Wello…"), "wello");
    }
}

static void
add_automatic (GtkWidget  *page,
               PsrProfile *profile)
{
  gboolean sends = psr_profile_get_boolean (profile, PSR_PROFILE_AUTOMATIC_SEND);
  const char *limit = psr_profile_get_string (profile, PSR_PROFILE_AUTOMATIC_MAX_AMOUNT);
  const char *customers = psr_profile_get_string (profile, PSR_PROFILE_AUTOMATIC_CUSTOMERS);
  const char *types = psr_profile_get_string (profile, PSR_PROFILE_AUTOMATIC_JOB_TYPES);
  const char *hours = psr_profile_get_string (profile, PSR_PROFILE_AUTOMATIC_HOURS);
  GtkWidget *group = psr_preferences_add_group (page, _("Automatic Transfer"), _("Set under [Automatic] in the profile"));

  psr_preferences_add_value (group, _("What Passes Every Check"), sends ? _("Is sent by itself") : _("Waits for a person"));
  if (!sends)
    return;

  psr_preferences_add_value (group, _("At Most"), limit != NULL ? limit : _("No limit"));
  psr_preferences_add_value (group, _("Customers"), customers != NULL ? customers : C_("customers", "All"));
  psr_preferences_add_value (group, _("Kinds of Work"), types != NULL ? types : C_("kinds of work", "All"));
  psr_preferences_add_value (group, C_("of the day", "Hours"), hours != NULL ? hours : _("All day"));
  psr_preferences_add_value (group, _("What Is Made by Itself"), psr_profile_get_boolean (profile, PSR_PROFILE_AUTOMATIC_POST)
                                                   ? _("Posted at once") : _("Stays a draft"));
}

static void
on_export (GtkWidget *row,
           PsrDesk   *desk)
{
  psr_data_export_choose (desk, gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_DIALOG));
}

static void
on_delete (GtkWidget *row,
           PsrDesk   *desk)
{
  psr_data_delete_ask (desk, gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_DIALOG));
}

static void
add_data (GtkWidget *page,
          PsrDesk   *desk,
          gboolean   is_demo)
{
  GtkWidget *group = psr_preferences_add_group (page, _("Data"), _("All documents, and who did what, as tables for spreadsheets"));
  GtkWidget *row = psr_preferences_add_button (group, _("_Export Data…"));

  g_signal_connect_object (row, "activated", G_CALLBACK (on_export), desk, G_CONNECT_DEFAULT);
  row = psr_preferences_add_button (group, _("_Delete All Data…"));
  gtk_widget_add_css_class (row, "destructive-action");
  /* Example data is gone by itself. */
  gtk_widget_set_sensitive (row, !is_demo && psr_desk_get_state (desk) == PSR_DESK_OPEN);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_delete), desk, G_CONNECT_DEFAULT);
}

/* How records are carried over, to be looked at. */
static void
add_mappings (AdwDialog  *dialog,
              PsrProfile *profile)
{
  GtkWidget *page = add_page (dialog, "mappings", C_("preferences", "Mappings"), "view-list-bullet-symbolic");
  g_autofree char *folder = psr_mapping_place_dup_folder (profile);
  g_autoptr(GPtrArray) views = psr_mapping_view_list (folder);
  GtkWidget *group = psr_preferences_add_group (page, _("From Business Central to Wello"), _("Changed behind the card of a flow, in Sync"));

  for (guint i = 0; i < views->len; i++)
    {
      const PsrMappingView *view = views->pdata[i];
      GtkWidget *expander = adw_expander_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), view->title);
      for (guint j = 0; j < view->rows->len; j++)
        {
          const PsrMappingRow *row = view->rows->pdata[j];
          GtkWidget *child = adw_action_row_new ();
          /* Translators: what is read, and what is written. */
          g_autofree char *title = g_strdup_printf (_("%s → %s"), row->source, row->target);

          adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (child), FALSE);
          adw_preferences_row_set_title (ADW_PREFERENCES_ROW (child), title);
          adw_action_row_set_subtitle (ADW_ACTION_ROW (child), row->rule);
          adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), child);
        }
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), expander);
    }
}

static void
add_profile (AdwDialog *dialog,
             PsrDesk   *desk,
             gboolean   is_demo,
             gboolean   has_setup)
{
  PsrProfile *profile = psr_desk_get_profile (desk);
  GtkWidget *page = add_page (dialog, "profile", _("Profile"), "document-properties-symbolic");
  GtkWidget *group;

  add_accounts (page, desk, profile, has_setup);

  group = psr_preferences_add_group (page, _("Billing"), NULL);
  psr_preferences_add_value (group, _("Bill From"), psr_profile_get_string (profile, PSR_PROFILE_BILLING_FROM));
  psr_preferences_add_value (group, _("External Document No. Begins With"),
             psr_profile_get_string (profile, PSR_PROFILE_BILLING_EXTERNAL_NUMBER_PREFIX));
  psr_preferences_add_value (group, _("Parts Typed by Hand Are Billed As"), psr_profile_get_string (profile, PSR_PROFILE_BILLING_HAND_TYPED_PART));
  if (psr_profile_get_string (profile, PSR_PROFILE_BILLING_INTERNAL) != NULL)
    psr_preferences_add_value (group, _("Internal Work Is an Order Of"), psr_profile_get_string (profile, PSR_PROFILE_BILLING_INTERNAL));
  if (has_setup)
    {
      add_change (group, _("Change the _First Day…"), "start");
      add_change (group, _("Change How It Is _Billed…"), "billing");
    }
  psr_preferences_add_rules (page, desk);

  add_entries (page, profile, "Labour", _("Hours Are Billed As"));
  add_entries (page, profile, "Vat", _("VAT Groups"));
  add_entries (page, profile, "VatCustomer", _("Customer Cards for VAT Codes"));

  add_automatic (page, profile);
  psr_preferences_add_log (page, desk);

  add_data (page, desk, is_demo);

  group = psr_preferences_add_group (page, NULL, NULL);
  psr_preferences_add_value (group, _("File"), psr_profile_get_path (profile));
}

/**
 * psr_preferences_new:
 * @desk: what the window works at
 * @settings: the settings of the application
 * @is_demo: whether it shows example data
 * @has_setup: whether the application has an action `setup`
 *
 * Returns: (transfer floating): the preferences
 */
AdwDialog *
psr_preferences_new (PsrDesk   *desk,
                     GSettings *settings,
                     gboolean   is_demo,
                     gboolean   has_setup)
{
  AdwDialog *dialog = adw_preferences_dialog_new ();
  GtkWidget *page;

  g_return_val_if_fail (PSR_IS_DESK (desk), dialog);

  add_background (dialog, settings, is_demo);
  if (psr_desk_get_profile (desk) != NULL)
    {
      page = add_page (dialog, "sync", C_("preferences", "Sync"), "view-refresh-symbolic");
      psr_preferences_add_flows (page, desk);
      psr_preferences_add_intervals (page, desk);
      add_profile (dialog, desk, is_demo, has_setup);
      add_mappings (dialog, psr_desk_get_profile (desk));
    }

  return dialog;
}
