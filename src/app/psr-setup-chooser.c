/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-chooser"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-setup-chooser.h"
#include "psr-setup.h"

/* From how many on a list is searched rather than looked through. */
#define MANY 8

/* What no profile says: it leads to what isn't in the list. */
#define OTHER "?"

#define PSR_TYPE_SETUP_ITEM (psr_setup_item_get_type ())
G_DECLARE_FINAL_TYPE (PsrSetupItem, psr_setup_item, PSR, SETUP_ITEM, GObject)

/* A choice as a list of widgets wants it. */
struct _PsrSetupItem
{
  GObject  parent_instance;

  char    *value;
  char    *title;
};

enum {
  PROP_0,
  PROP_TITLE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PsrSetupItem, psr_setup_item, G_TYPE_OBJECT)

static void
psr_setup_item_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  if (prop_id == PROP_TITLE)
    g_value_set_string (value, PSR_SETUP_ITEM (object)->title);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
psr_setup_item_finalize (GObject *object)
{
  PsrSetupItem *self = PSR_SETUP_ITEM (object);

  g_free (self->value);
  g_free (self->title);

  G_OBJECT_CLASS (psr_setup_item_parent_class)->finalize (object);
}

static void
psr_setup_item_class_init (PsrSetupItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = psr_setup_item_finalize;
  object_class->get_property = psr_setup_item_get_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
psr_setup_item_init (PsrSetupItem *self)
{
}

/**
 * PsrSetupChooser:
 *
 * A row in which one of what was fetched is chosen. What the profile says and
 * isn't in the list is shown, too, and stays chosen.
 */
struct _PsrSetupChooser
{
  AdwComboRow  parent_instance;

  GListStore  *items;
  GPtrArray   *shown;    /* the list that the items were made of */
  char        *none;
  char        *other;    /* what leads to what isn't listed, or NULL */
  gboolean     is_showing;
};

enum {
  CHOSEN,
  OTHER_WANTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PsrSetupChooser, psr_setup_chooser, ADW_TYPE_COMBO_ROW)

static void
add (PsrSetupChooser *self,
     const char      *value,
     const char      *title)
{
  g_autoptr(PsrSetupItem) item = g_object_new (PSR_TYPE_SETUP_ITEM, NULL);

  item->value = g_strdup (value);
  item->title = g_strdup (title);
  g_list_store_append (self->items, item);
}

static guint
find (PsrSetupChooser *self,
      const char      *value)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr(PsrSetupItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (g_strcmp0 (item->value, value) == 0)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

static void
fill (PsrSetupChooser *self,
      GPtrArray       *choices)
{
  if (self->shown == choices && g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0)
    return;

  g_clear_pointer (&self->shown, g_ptr_array_unref);
  if (choices != NULL)
    self->shown = g_ptr_array_ref (choices);
  g_list_store_remove_all (self->items);
  add (self, NULL, self->none);

  for (guint i = 0; choices != NULL && i < choices->len; i++)
    {
      const PsrSetupChoice *choice = choices->pdata[i];
      g_autofree char *title = NULL;

      title = *choice->subtitle != '\0' && strcmp (choice->subtitle, choice->title) != 0
                ? g_strdup_printf ("%s (%s)", choice->title, choice->subtitle) : g_strdup (choice->title);
      add (self, choice->value, title);
    }

  if (self->other != NULL && choices != NULL)
    add (self, OTHER, self->other);
  adw_combo_row_set_enable_search (ADW_COMBO_ROW (self), choices != NULL && choices->len > MANY);
}

/* What isn't listed, as people call it. */
static char *
dup_unlisted (const char *value)
{
  if (g_str_has_prefix (value, PSR_SETUP_RESOURCE))
    return g_strdup_printf ("%s (%s)", value + strlen (PSR_SETUP_RESOURCE), _("Resource"));

  return g_strdup (value);
}

/**
 * psr_setup_chooser_show:
 * @self: a row
 * @choices: (nullable) (element-type PsrSetupChoice): what there is to choose
 * @value: (nullable): what is chosen
 */
void
psr_setup_chooser_show (PsrSetupChooser *self,
                        GPtrArray       *choices,
                        const char      *value)
{
  guint position;

  g_return_if_fail (PSR_IS_SETUP_CHOOSER (self));

  self->is_showing = TRUE;
  fill (self, choices);
  position = find (self, value);
  if (position == GTK_INVALID_LIST_POSITION && value != NULL)
    {
      g_autofree char *title = dup_unlisted (value);

      add (self, value, title);
      position = find (self, value);
    }
  if (adw_combo_row_get_selected (ADW_COMBO_ROW (self)) != position)
    adw_combo_row_set_selected (ADW_COMBO_ROW (self), position);
  self->is_showing = FALSE;
}

/**
 * psr_setup_chooser_set_none:
 * @self: a row that shows nothing yet
 * @title: what choosing nothing is called, translated
 *
 * The first of the list is nothing; a list without it would choose its first by
 * itself.
 */
void
psr_setup_chooser_set_none (PsrSetupChooser *self,
                            const char      *title)
{
  g_return_if_fail (PSR_IS_SETUP_CHOOSER (self));

  g_set_str (&self->none, title);
}

/**
 * psr_setup_chooser_set_other:
 * @self: a row
 * @title: (nullable): what leads to what can't be listed, translated, or %NULL where all is
 *
 * From the next list on it is the last of it.
 */
void
psr_setup_chooser_set_other (PsrSetupChooser *self,
                             const char      *title)
{
  g_return_if_fail (PSR_IS_SETUP_CHOOSER (self));

  g_set_str (&self->other, title);
}

static void
on_selected (PsrSetupChooser *self)
{
  PsrSetupItem *item = adw_combo_row_get_selected_item (ADW_COMBO_ROW (self));

  if (!self->is_showing && item != NULL && g_strcmp0 (item->value, OTHER) == 0)
    g_signal_emit (self, signals[OTHER_WANTED], 0);
  else if (!self->is_showing && item != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, item->value);
}

static void
psr_setup_chooser_dispose (GObject *object)
{
  PsrSetupChooser *self = PSR_SETUP_CHOOSER (object);

  self->is_showing = TRUE;
  g_clear_object (&self->items);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_pointer (&self->none, g_free);
  g_clear_pointer (&self->other, g_free);

  G_OBJECT_CLASS (psr_setup_chooser_parent_class)->dispose (object);
}

static void
psr_setup_chooser_class_init (PsrSetupChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = psr_setup_chooser_dispose;

  /**
   * PsrSetupChooser::chosen:
   * @value: (nullable): what was chosen, or %NULL for nothing
   *
   * A person chose something.
   */
  signals[CHOSEN] = g_signal_new ("chosen", PSR_TYPE_SETUP_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * PsrSetupChooser::other-wanted:
   *
   * A person wants what isn't in the list. What is chosen is to be shown anew afterwards.
   */
  signals[OTHER_WANTED] = g_signal_new ("other-wanted", PSR_TYPE_SETUP_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
}

static void
psr_setup_chooser_init (PsrSetupChooser *self)
{
  g_autoptr(GtkExpression) title = gtk_property_expression_new (PSR_TYPE_SETUP_ITEM, NULL, "title");

  self->items = g_list_store_new (PSR_TYPE_SETUP_ITEM);
  self->none = g_strdup (_("Choose…"));
  /* Beside the title there is no room for a number and a name. */
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (self), TRUE);
  /* Names are nobody's markup: one with “&” would not be shown at all. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_combo_row_set_expression (ADW_COMBO_ROW (self), title);
  adw_combo_row_set_search_match_mode (ADW_COMBO_ROW (self), GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (self->items));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), GTK_INVALID_LIST_POSITION);
  g_signal_connect (self, "notify::selected", G_CALLBACK (on_selected), NULL);
}

/**
 * psr_setup_chooser_new:
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
psr_setup_chooser_new (void)
{
  return g_object_new (PSR_TYPE_SETUP_CHOOSER, NULL);
}
