/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-billing-page"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-setup-billing-page.h"
#include "psr-setup-chooser.h"

#define MAPPING "psr-setup-mapping"

/**
 * PsrSetupBillingPage:
 *
 * How what is billed is called in Business Central.
 */
struct _PsrSetupBillingPage
{
  PsrSetupPage         parent_instance;

  AdwComboRow         *document_row;
  AdwComboRow         *post_row;
  AdwPreferencesGroup *labour_group;
  AdwPreferencesGroup *vat_group;
  AdwPreferencesGroup *part_group;
  PsrSetupChooser     *part_row;

  GPtrArray           *mappings;  /* that the rows are for */
  GPtrArray           *rows;
  gboolean             is_showing;
};

G_DEFINE_FINAL_TYPE (PsrSetupBillingPage, psr_setup_billing_page, PSR_TYPE_SETUP_PAGE)

static PsrSetup *
get_setup (PsrSetupBillingPage *self)
{
  return psr_setup_page_get_setup (PSR_SETUP_PAGE (self));
}

static void
on_document (PsrSetupBillingPage *self)
{
  if (!self->is_showing)
    psr_setup_set_value (get_setup (self), PSR_PROFILE_BILLING_DOCUMENT,
                         adw_combo_row_get_selected (self->document_row) == 1 ? "order" : "invoice");
}

static void
on_post (PsrSetupBillingPage *self)
{
  if (!self->is_showing)
    psr_setup_set_value (get_setup (self), PSR_PROFILE_BILLING_POST,
                         adw_combo_row_get_selected (self->post_row) == 1 ? "yes" : "no");
}

static void
on_part (PsrSetupBillingPage *self,
         const char          *value)
{
  psr_setup_set_value (get_setup (self), PSR_PROFILE_BILLING_HAND_TYPED_PART, value);
}

static void
on_mapped (PsrSetupChooser     *row,
           const char          *value,
           PsrSetupBillingPage *self)
{
  const PsrSetupMapping *mapping = g_object_get_data (G_OBJECT (row), MAPPING);

  psr_setup_set_entry (get_setup (self), mapping->group, mapping->name, value);
}

/* Whoever types the number of a resource, and for which hours. */
typedef struct
{
  GWeakRef   page;
  GtkWidget *entry;  /* in the dialog */
  char      *group;
  char      *name;
} Typing;

static void
typing_free (gpointer  data,
             GClosure *closure)
{
  Typing *typing = data;

  g_weak_ref_clear (&typing->page);
  g_free (typing->group);
  g_free (typing->name);
  g_free (typing);
}

static void
on_typed (GtkEditable    *entry,
          AdwAlertDialog *dialog)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (entry));

  adw_alert_dialog_set_response_enabled (dialog, "use", *g_strstrip (text) != '\0');
}

/* Whatever was answered, the row shows what is chosen now. */
static void
on_typed_response (AdwAlertDialog *dialog,
                   const char     *response,
                   gpointer        data)
{
  Typing *typing = data;
  g_autoptr(PsrSetupBillingPage) self = g_weak_ref_get (&typing->page);

  if (self == NULL)
    return;

  if (g_strcmp0 (response, "use") == 0)
    {
      g_autofree char *number = g_strdup (gtk_editable_get_text (GTK_EDITABLE (typing->entry)));
      g_autofree char *value = g_strconcat (PSR_SETUP_RESOURCE, g_strstrip (number), NULL);

      psr_setup_set_entry (get_setup (self), typing->group, typing->name, value);
    }
  psr_setup_page_refresh (PSR_SETUP_PAGE (self));
}

static void
on_other (PsrSetupChooser     *row,
          PsrSetupBillingPage *self)
{
  const PsrSetupMapping *mapping = g_object_get_data (G_OBJECT (row), MAPPING);
  AdwDialog *dialog = adw_alert_dialog_new (_("Which Resource?"),
                                            _("Business Central doesn’t list its resources here. When you go on, the number is tried on a sales quote, which is removed again at once."));
  GtkWidget *group = adw_preferences_group_new ();
  Typing *typing = g_new0 (Typing, 1);

  g_weak_ref_init (&typing->page, self);
  typing->group = g_strdup (mapping->group);
  typing->name = g_strdup (mapping->name);
  typing->entry = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (typing->entry), _("Number of the Resource"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (typing->entry), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), typing->entry);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), group);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "use", _("_Use It"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "use", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "use");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (dialog), "use", FALSE);
  adw_dialog_set_focus (dialog, typing->entry);
  g_signal_connect_object (typing->entry, "changed", G_CALLBACK (on_typed), dialog, G_CONNECT_DEFAULT);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_typed_response), typing, typing_free, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static gboolean
is_vat (const PsrSetupMapping *mapping)
{
  return strcmp (mapping->group, "Vat") == 0;
}

static void
clear_rows (PsrSetupBillingPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = self->rows->pdata[i];
      const PsrSetupMapping *mapping = g_object_get_data (G_OBJECT (row), MAPPING);

      adw_preferences_group_remove (is_vat (mapping) ? self->vat_group : self->labour_group, row);
    }
  g_ptr_array_set_size (self->rows, 0);
}

/* What is left open isn't the same for all. */
static const char *
get_none (const PsrSetupMapping *mapping)
{
  if (is_vat (mapping))
    return _("Left open");

  return strchr (mapping->name, ':') != NULL ? _("As all hours of its type") : _("Nothing yet");
}

static GtkWidget *
make_row (PsrSetupBillingPage   *self,
          const PsrSetupMapping *mapping)
{
  GtkWidget *row = psr_setup_chooser_new ();
  g_autofree char *count = NULL;
  g_autofree char *title = NULL;

  if (mapping->count > 0)
    count = g_strdup_printf (ngettext ("On %u line", "On %u lines", mapping->count), mapping->count);
  title = count != NULL ? g_strdup_printf ("%s · %s", mapping->title, count) : g_strdup (mapping->title);
  /* Codes are Wello's, and may have an ampersand. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  psr_setup_chooser_set_none (PSR_SETUP_CHOOSER (row), get_none (mapping));
  g_object_set_data (G_OBJECT (row), MAPPING, (gpointer) mapping);
  if (!is_vat (mapping) && psr_setup_lacks_resources (get_setup (self)))
    psr_setup_chooser_set_other (PSR_SETUP_CHOOSER (row), _("A Resource…"));
  g_signal_connect_object (row, "chosen", G_CALLBACK (on_mapped), self, 0);
  g_signal_connect_object (row, "other-wanted", G_CALLBACK (on_other), self, 0);

  return row;
}

static void
make_rows (PsrSetupBillingPage *self,
           GPtrArray           *mappings)
{
  guint n_vat = 0;

  if (self->mappings == mappings)
    return;

  clear_rows (self);
  g_clear_pointer (&self->mappings, g_ptr_array_unref);
  if (mappings == NULL)
    return;

  self->mappings = g_ptr_array_ref (mappings);
  for (guint i = 0; i < mappings->len; i++)
    {
      const PsrSetupMapping *mapping = mappings->pdata[i];
      GtkWidget *row = make_row (self, mapping);

      n_vat += is_vat (mapping);
      adw_preferences_group_add (is_vat (mapping) ? self->vat_group : self->labour_group, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->vat_group), n_vat > 0);
}

static void
show_rows (PsrSetupBillingPage *self)
{
  PsrSetup *setup = get_setup (self);

  for (guint i = 0; i < self->rows->len; i++)
    {
      PsrSetupChooser *row = self->rows->pdata[i];
      const PsrSetupMapping *mapping = g_object_get_data (G_OBJECT (row), MAPPING);
      g_autofree char *value = psr_setup_dup_entry (setup, mapping->group, mapping->name);

      psr_setup_chooser_show (row, psr_setup_get_list (setup, is_vat (mapping) ? PSR_SETUP_TAX_GROUPS : PSR_SETUP_HOURS), value);
    }
}

static void
show_part (PsrSetupBillingPage *self)
{
  PsrSetup *setup = get_setup (self);
  g_autofree char *value = psr_setup_dup_value (setup, PSR_PROFILE_BILLING_HAND_TYPED_PART);
  g_autofree char *count = NULL;
  guint n = psr_setup_get_n_hand_typed (setup);

  if (n > 0)
    count = g_strdup_printf (ngettext ("%u is ready to be billed", "%u are ready to be billed", n), n);
  adw_preferences_group_set_description (self->part_group, count);
  psr_setup_chooser_show (self->part_row, psr_setup_get_list (setup, PSR_SETUP_PARTS), value);
}

static void
psr_setup_billing_page_refresh (PsrSetupPage *page)
{
  PsrSetupBillingPage *self = PSR_SETUP_BILLING_PAGE (page);
  PsrSetup *setup = get_setup (self);
  g_autofree char *document = psr_setup_dup_value (setup, PSR_PROFILE_BILLING_DOCUMENT);
  g_autofree char *post = psr_setup_dup_value (setup, PSR_PROFILE_BILLING_POST);

  self->is_showing = TRUE;
  adw_combo_row_set_selected (self->document_row, g_strcmp0 (document, "order") == 0 ? 1 : 0);
  adw_combo_row_set_selected (self->post_row, g_strcmp0 (post, "yes") == 0 ? 1 : 0);
  self->is_showing = FALSE;
  make_rows (self, psr_setup_get_mappings (setup));
  show_rows (self);
  show_part (self);
}

static void
psr_setup_billing_page_dispose (GObject *object)
{
  PsrSetupBillingPage *self = PSR_SETUP_BILLING_PAGE (object);

  self->is_showing = TRUE;
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_SETUP_BILLING_PAGE);
  g_clear_pointer (&self->mappings, g_ptr_array_unref);

  G_OBJECT_CLASS (psr_setup_billing_page_parent_class)->dispose (object);
}

static void
psr_setup_billing_page_class_init (PsrSetupBillingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_setup_billing_page_dispose;
  PSR_SETUP_PAGE_CLASS (klass)->refresh = psr_setup_billing_page_refresh;

  g_type_ensure (PSR_TYPE_SETUP_CHOOSER);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-setup-billing-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBillingPage, document_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBillingPage, post_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBillingPage, labour_group);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBillingPage, vat_group);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBillingPage, part_group);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBillingPage, part_row);
  gtk_widget_class_bind_template_callback (widget_class, on_document);
  gtk_widget_class_bind_template_callback (widget_class, on_part);
  gtk_widget_class_bind_template_callback (widget_class, on_post);
}

static void
psr_setup_billing_page_init (PsrSetupBillingPage *self)
{
  self->rows = g_ptr_array_new ();
  self->is_showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_showing = FALSE;
  psr_setup_chooser_set_none (self->part_row, _("A person decides each time"));
}
