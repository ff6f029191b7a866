/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-orders-saved"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-work-orders-page-private.h"

/* What the list is narrowed down by can be given a name, and chosen again by it: the queue,
 * the filters and what was searched for. Each profile has its own. */

#define KEY "saved-filters"

/* A vector of dictionaries: what is in them besides these is a filter's own. */
#define PROFILE "profile"
#define NAME    "name"
#define QUEUE   "queue"
#define SEARCH  "search"

static const char *
get_profile (PsrWorkOrdersPage *self)
{
  PsrProfile *profile = self->desk != NULL ? psr_desk_get_profile (self->desk) : NULL;

  return profile != NULL ? psr_profile_get_path (profile) : NULL;
}

static gboolean
is_called (GVariant   *filter,
           const char *profile,
           const char *name)
{
  const char *its_profile;
  const char *its_name;

  return g_variant_lookup (filter, PROFILE, "&s", &its_profile) && g_variant_lookup (filter, NAME, "&s", &its_name) &&
         g_str_equal (its_profile, profile) && (name == NULL || g_str_equal (its_name, name));
}

/* All but the one of that name; and instead of it another one. */
static void
replace (PsrWorkOrdersPage *self,
         const char        *name,
         GVariant          *replacement)
{
  g_autoptr(GVariant) all = g_settings_get_value (self->settings, KEY);
  GVariantBuilder builder;
  GVariantIter iter;
  GVariant *filter;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{ss}"));
  g_variant_iter_init (&iter, all);
  while ((filter = g_variant_iter_next_value (&iter)) != NULL)
    {
      if (!is_called (filter, get_profile (self), name))
        g_variant_builder_add_value (&builder, filter);
      g_variant_unref (filter);
    }
  if (replacement != NULL)
    g_variant_builder_add_value (&builder, replacement);
  g_settings_set_value (self->settings, KEY, g_variant_builder_end (&builder));
}

/* An administrator may have chosen for everybody. */
static gboolean
is_writable (PsrWorkOrdersPage *self)
{
  return g_settings_is_writable (self->settings, KEY);
}

static void
say_locked (PsrWorkOrdersPage *self)
{
  psr_toast (GTK_WIDGET (self), _("The administrator of this computer has locked it."));
}

static void
save_as (PsrWorkOrdersPage *self,
         const char        *name)
{
  g_autoptr(GVariantDict) dict = psr_work_orders_page_dup_filter (self);
  g_autoptr(GVariant) values = g_variant_ref_sink (g_variant_dict_end (dict));
  const char *search = gtk_editable_get_text (self->search_entry);
  GVariantBuilder builder;
  GVariantIter iter;
  const char *key;
  GVariant *value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&builder, "{ss}", PROFILE, get_profile (self));
  g_variant_builder_add (&builder, "{ss}", NAME, name);
  g_variant_builder_add (&builder, "{ss}", QUEUE, psr_queue_to_string (psr_work_order_list_get_queue (self->work_orders)));
  if (*search != '\0')
    g_variant_builder_add (&builder, "{ss}", SEARCH, search);
  g_variant_iter_init (&iter, values);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &value))
    {
      g_variant_builder_add (&builder, "{ss}", key, g_variant_get_string (value, NULL));
      g_variant_unref (value);
    }
  replace (self, name, g_variant_builder_end (&builder));
}

static char *
dup_name (GtkEditable *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (entry)));
}

static void
on_name_changed (GtkEditable    *entry,
                 AdwAlertDialog *dialog)
{
  g_autofree char *name = dup_name (entry);

  adw_alert_dialog_set_response_enabled (dialog, "save", *name != '\0');
}

static void
on_save (AdwAlertDialog    *dialog,
         const char        *response,
         PsrWorkOrdersPage *self)
{
  g_autofree char *name = dup_name (GTK_EDITABLE (g_object_get_data (G_OBJECT (dialog), "entry")));

  if (!g_str_equal (response, "save") || *name == '\0' || get_profile (self) == NULL)
    return;

  if (!is_writable (self))
    {
      say_locked (self);
      return;
    }

  save_as (self, name);
  psr_announce (GTK_WIDGET (self), _("Saved"));
}

static void
save (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       data)
{
  PsrWorkOrdersPage *self = PSR_WORK_ORDERS_PAGE (data);
  AdwDialog *dialog = adw_alert_dialog_new (_("Save This Filter"), _("The queue, what it is narrowed down by, and what is searched for can then be chosen again by a name."));
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *entry = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _("Name"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), entry);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), group);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "save", _("_Save"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (dialog), "save", FALSE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "save");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_object_set_data (G_OBJECT (dialog), "entry", entry);
  g_signal_connect (entry, "changed", G_CALLBACK (on_name_changed), dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_save), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
  gtk_widget_grab_focus (entry);
}

static void
use (PsrWorkOrdersPage *self,
     GVariant          *filter)
{
  g_autoptr(GVariantDict) dict = g_variant_dict_new (NULL);
  const char *queue = "";
  const char *search = "";
  const char *key;
  const char *value;
  GVariantIter iter;

  g_variant_lookup (filter, QUEUE, "&s", &queue);
  g_variant_lookup (filter, SEARCH, "&s", &search);
  g_variant_iter_init (&iter, filter);
  while (g_variant_iter_next (&iter, "{&s&s}", &key, &value))
    g_variant_dict_insert (dict, key, "s", value);

  psr_work_orders_page_stop_following (self);
  for (PsrQueue i = PSR_QUEUE_REVIEW; i < PSR_QUEUE_ALL; i++)
    {
      if (g_str_equal (psr_queue_to_string (i), queue))
        psr_work_orders_page_set_queue (self, i);
    }
  psr_work_orders_page_set_filter (self, dict);
  gtk_toggle_button_set_active (self->search_button, *search != '\0');
  gtk_editable_set_text (self->search_entry, search);
}

static void
use_saved (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  PsrWorkOrdersPage *self = PSR_WORK_ORDERS_PAGE (data);
  g_autoptr(GVariant) all = g_settings_get_value (self->settings, KEY);
  const char *profile = get_profile (self);
  g_autoptr(GVariant) found = NULL;
  GVariantIter iter;
  GVariant *filter;

  g_variant_iter_init (&iter, all);
  while ((filter = g_variant_iter_next_value (&iter)) != NULL)
    {
      if (profile != NULL && found == NULL && is_called (filter, profile, g_variant_get_string (parameter, NULL)))
        found = g_variant_ref (filter);
      g_variant_unref (filter);
    }
  if (found != NULL && self->work_orders != NULL)
    use (self, found);
}

static void
remove_saved (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  if (get_profile (data) == NULL)
    return;

  if (!is_writable (data))
    {
      say_locked (data);
      return;
    }

  replace (data, g_variant_get_string (parameter, NULL), NULL);
  psr_announce (GTK_WIDGET (data), _("Removed"));
}

static void
add_item (GMenu      *menu,
          const char *title,
          const char *action)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (NULL, NULL);
  g_auto(GStrv) parts = g_strsplit (title, "_", -1);
  g_autofree char *label = g_strjoinv ("__", parts);

  g_menu_item_set_label (item, label);
  g_menu_item_set_action_and_target (item, action, "s", title);
  g_menu_append_item (menu, item);
}

static void
on_saved (GtkMenuButton     *button,
          PsrWorkOrdersPage *self)
{
  g_autoptr(GVariant) all = g_settings_get_value (self->settings, KEY);
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) names = g_menu_new ();
  g_autoptr(GMenu) removed = g_menu_new ();
  g_autoptr(GMenu) more = g_menu_new ();
  const char *profile = get_profile (self);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->filters), "save");
  GVariantIter iter;
  GVariant *filter;

  g_variant_iter_init (&iter, all);
  while ((filter = g_variant_iter_next_value (&iter)) != NULL)
    {
      const char *name;

      if (profile != NULL && is_called (filter, profile, NULL) && g_variant_lookup (filter, NAME, "&s", &name))
        {
          add_item (names, name, "filter.use");
          add_item (removed, name, "filter.remove");
        }
      g_variant_unref (filter);
    }

  /* There is nothing to save of a whole queue. */
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action),
                               self->work_orders != NULL && is_writable (self) &&
                               (psr_work_orders_page_is_filtered (self) || *gtk_editable_get_text (self->search_entry) != '\0'));
  g_menu_append (more, _("_Save This Filter…"), "filter.save");
  if (g_menu_model_get_n_items (G_MENU_MODEL (removed)) > 0 && is_writable (self))
    g_menu_append_submenu (more, _("_Remove"), G_MENU_MODEL (removed));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (names));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

/**
 * psr_work_orders_page_set_up_saved:
 * @self: a page that has its filters
 *
 * Makes the button that saves them and chooses saved ones.
 */
void
psr_work_orders_page_set_up_saved (PsrWorkOrdersPage *self)
{
  const GActionEntry entries[] = {
    { .name = "save", .activate = save },
    { .name = "use", .activate = use_saved, .parameter_type = "s" },
    { .name = "remove", .activate = remove_saved, .parameter_type = "s" },
  };

  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self->filters), entries, G_N_ELEMENTS (entries), self);
  gtk_menu_button_set_create_popup_func (self->saved_chip, (GtkMenuButtonCreatePopupFunc) on_saved, self, NULL);
}
