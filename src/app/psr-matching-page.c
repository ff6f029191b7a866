/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-matching-page"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-couple-page.h"
#include "psr-flow-page.h"
#include "psr-format.h"
#include "psr-main-hop.h"
#include "psr-match-list.h"
#include "psr-matching-page.h"
#include "psr-record-page.h"
#include "psr-state-bin.h"
#include "psr-weak.h"

/**
 * PsrMatchingPage:
 *
 * What of a flow belongs together, what is alone on each side, and what a person has to
 * say: in numbers, each of which leads to the records.
 */
struct _PsrMatchingPage
{
  AdwNavigationPage    parent_instance;

  PsrDesk             *desk;
  char                *flow;
  char                *name;     /* of the flow, translated */
  PsrMatching         *matching;
  DexFuture           *reading;

  PsrStateBin         *state;
  AdwPreferencesGroup *group;
  GtkWidget           *rows[4];
};

G_DEFINE_FINAL_TYPE (PsrMatchingPage, psr_matching_page, ADW_TYPE_NAVIGATION_PAGE)

enum
{
  ROW_COUPLED,
  ROW_TO_SETTLE,
  ROW_BC,
  ROW_WELLO,
};

static const struct
{
  const char *title;
  const char *subtitle;
  const char *icon;
  const char *style;
  const char *action;
} kinds[] = {
  [ROW_COUPLED] = { N_("Coupled"), N_("The same on both sides"), "object-select-symbolic", "success", "page.coupled" },
  [ROW_TO_SETTLE] = { N_("To Couple by Hand"), N_("Several could be meant, and none is guessed"), "dialog-warning-symbolic",
                      "warning", "page.to-settle" },
  [ROW_BC] = { N_("Only in Business Central"), N_("Not in Wello, for the reason listed with it"), "go-next-symbolic", "dim-label",
               "page.couple" },
  [ROW_WELLO] = { N_("Only in Wello"), N_("Coupled with nothing in Business Central"), "go-previous-symbolic", "dim-label",
                  "page.couple" },
};

static void
push (PsrMatchingPage   *self,
      AdwNavigationPage *page)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);

  adw_navigation_view_push (ADW_NAVIGATION_VIEW (view), page);
}

static GtkWidget *
make_row (gsize kind)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (kinds[kind].icon);
  GtkWidget *count = gtk_label_new (NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(kinds[kind].title));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _(kinds[kind].subtitle));
  gtk_widget_add_css_class (icon, kinds[kind].style);
  gtk_widget_add_css_class (count, "numeric");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), count);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data (G_OBJECT (row), "psr-count", count);

  return row;
}

static void
show_row (PsrMatchingPage *self,
          gsize            kind,
          guint            n)
{
  g_autofree char *text = psr_format_count (n);
  g_autofree char *spoken = g_strdup_printf (_("%s: %s"), _(kinds[kind].title), text);
  GtkWidget *row = self->rows[kind];

  gtk_label_set_label (g_object_get_data (G_OBJECT (row), "psr-count"), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), n > 0);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), n > 0 ? kinds[kind].action : NULL);
  gtk_widget_set_visible (row, n > 0 || kind != ROW_TO_SETTLE);
}

static DexFuture *
on_read (DexFuture *future,
         gpointer   data)
{
  g_autoptr(PsrMatchingPage) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL || self->desk == NULL)
    return dex_future_new_true ();

  if (value == NULL)
    {
      psr_state_bin_show_error (self->state, error, "page.reload");
      return dex_future_new_true ();
    }

  g_clear_pointer (&self->matching, psr_matching_unref);
  self->matching = g_value_dup_boxed (value);
  show_row (self, ROW_COUPLED, g_list_model_get_n_items (G_LIST_MODEL (self->matching->coupled)));
  show_row (self, ROW_TO_SETTLE, self->matching->to_settle->len);
  show_row (self, ROW_BC, g_list_model_get_n_items (G_LIST_MODEL (self->matching->bc)));
  show_row (self, ROW_WELLO, g_list_model_get_n_items (G_LIST_MODEL (self->matching->wello)));
  psr_state_bin_show_content (self->state);

  return dex_future_new_true ();
}

static void
read_matching (PsrMatchingPage *self)
{
  PsrEngine *reader = psr_desk_get_reader (self->desk);

  if (reader == NULL)
    return;

  dex_clear (&self->reading);
  self->reading = dex_future_finally (psr_main_hop (psr_engine_read_matching (reader, self->flow)), on_read,
                                      psr_weak_new (self), psr_weak_free);
}

static void
reload (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  PsrMatchingPage *self = PSR_MATCHING_PAGE (widget);

  psr_state_bin_show_loading (self->state, _("Reading…"));
  read_matching (self);
}

static void
open_to_settle (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  PsrMatchingPage *self = PSR_MATCHING_PAGE (widget);

  push (self, psr_flow_page_new (self->desk, self->flow, self->name, PSR_FLOW_PAGE_SET_ASIDE, 0));
}

static void
open_couple (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  PsrMatchingPage *self = PSR_MATCHING_PAGE (widget);

  push (self, psr_couple_page_new (self->desk, self->flow, NULL, NULL));
}

static void
on_record_chosen (PsrMatchList    *list,
                  PsrMatchingPage *self)
{
  PsrMatchRow *row = psr_match_list_get_selected (list);

  if (row != NULL)
    push (self, psr_record_page_new (self->desk, self->flow, psr_match_row_get_id (row), psr_match_row_get_number (row)));
}

/* All that is coupled; Enter leads to a record. */
static void
open_coupled (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  PsrMatchingPage *self = PSR_MATCHING_PAGE (widget);
  GtkWidget *list = psr_match_list_new (_("Coupled"), _("Nothing is coupled yet"));
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *clamp = adw_clamp_new ();

  psr_match_list_set_rows (PSR_MATCH_LIST (list), self->matching->coupled);
  g_signal_connect_object (list, "activated", G_CALLBACK (on_record_chosen), self, G_CONNECT_DEFAULT);
  gtk_widget_set_margin_top (list, 12);
  gtk_widget_set_margin_bottom (list, 12);
  gtk_widget_set_margin_start (list, 12);
  gtk_widget_set_margin_end (list, 12);
  adw_clamp_set_child (ADW_CLAMP (clamp), list);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), clamp);
  push (self, adw_navigation_page_new (view, self->name));
}

static void
psr_matching_page_dispose (GObject *object)
{
  PsrMatchingPage *self = PSR_MATCHING_PAGE (object);

  dex_clear (&self->reading);
  g_clear_pointer (&self->matching, psr_matching_unref);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (psr_matching_page_parent_class)->dispose (object);
}

static void
psr_matching_page_finalize (GObject *object)
{
  PsrMatchingPage *self = PSR_MATCHING_PAGE (object);

  g_free (self->flow);
  g_free (self->name);

  G_OBJECT_CLASS (psr_matching_page_parent_class)->finalize (object);
}

/* Coming back to it. */
static void
psr_matching_page_showing (AdwNavigationPage *page)
{
  PsrMatchingPage *self = PSR_MATCHING_PAGE (page);

  ADW_NAVIGATION_PAGE_CLASS (psr_matching_page_parent_class)->showing (page);
  if (self->matching != NULL)
    read_matching (self);
}

static void
psr_matching_page_class_init (PsrMatchingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_matching_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = psr_matching_page_finalize;
  ADW_NAVIGATION_PAGE_CLASS (klass)->showing = psr_matching_page_showing;

  gtk_widget_class_install_action (widget_class, "page.reload", NULL, reload);
  gtk_widget_class_install_action (widget_class, "page.coupled", NULL, open_coupled);
  gtk_widget_class_install_action (widget_class, "page.to-settle", NULL, open_to_settle);
  gtk_widget_class_install_action (widget_class, "page.couple", NULL, open_couple);
}

static void
psr_matching_page_init (PsrMatchingPage *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *button = adw_button_row_new ();

  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      self->rows[i] = make_row (i);
      adw_preferences_group_add (self->group, self->rows[i]);
    }
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (button), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (button), _("_Couple Records…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "page.couple");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), button);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), self->group);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));

  self->state = PSR_STATE_BIN (psr_state_bin_new ());
  psr_state_bin_set_content (self->state, page);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self->state));
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), view);
}

/**
 * psr_matching_page_new:
 * @desk: where it is read
 * @flow: the stable name of a flow
 * @title: its name, translated
 *
 * Returns: (transfer floating): the page
 */
AdwNavigationPage *
psr_matching_page_new (PsrDesk    *desk,
                       const char *flow,
                       const char *title)
{
  PsrMatchingPage *self;
  g_autofree char *text = NULL;

  g_return_val_if_fail (PSR_IS_DESK (desk) && flow != NULL && title != NULL, NULL);

  /* Translators: the name of a flow, such as “Customers”. */
  text = g_strdup_printf (_("Matching: %s"), title);
  self = g_object_new (PSR_TYPE_MATCHING_PAGE, "title", text, NULL);
  self->desk = g_object_ref (desk);
  self->flow = g_strdup (flow);
  self->name = g_strdup (title);
  psr_state_bin_show_loading (self->state, _("Reading Both Sides…"));
  read_matching (self);

  return ADW_NAVIGATION_PAGE (self);
}
