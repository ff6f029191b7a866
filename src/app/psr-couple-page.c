/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-couple-page"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-couple-page.h"
#include "psr-details.h"
#include "psr-error-window.h"
#include "psr-main-hop.h"
#include "psr-match-list.h"
#include "psr-state-bin.h"
#include "psr-weak.h"

/**
 * PsrCouplePage:
 *
 * What is alone on each side, and two of it that a person says are the same.
 */
struct _PsrCouplePage
{
  AdwNavigationPage  parent_instance;

  PsrDesk           *desk;
  char              *flow;
  PsrMatchRow       *chosen_bc;     /* to begin with */
  PsrMatchRow       *chosen_wello;
  DexFuture         *reading;
  gboolean           is_coupling;

  PsrStateBin       *state;
  PsrMatchList      *bc;
  PsrMatchList      *wello;
  GtkLabel          *choice;
};

G_DEFINE_FINAL_TYPE (PsrCouplePage, psr_couple_page, ADW_TYPE_NAVIGATION_PAGE)

static const char *
get_label (PsrMatchRow *row)
{
  if (row == NULL)
    return "…";

  return *psr_match_row_get_name (row) != '\0' ? psr_match_row_get_name (row) : psr_match_row_get_number (row);
}

static void
show_choice (PsrCouplePage *self)
{
  PsrMatchRow *bc = psr_match_list_get_selected (self->bc);
  PsrMatchRow *wello = psr_match_list_get_selected (self->wello);
  g_autofree char *text = NULL;

  if (bc == NULL && wello == NULL)
    text = g_strdup (_("Choose one on each side"));
  else
    /* Translators: what two records are called that are the same. */
    text = g_strdup_printf (_("%s = %s"), get_label (bc), get_label (wello));
  gtk_label_set_label (self->choice, text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.couple", bc != NULL && wello != NULL && !self->is_coupling);
}

static DexFuture *
on_read (DexFuture *future,
         gpointer   data)
{
  g_autoptr(PsrCouplePage) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  const PsrMatching *matching;

  if (self == NULL || self->desk == NULL)
    return dex_future_new_true ();

  if (value == NULL)
    {
      psr_state_bin_show_error (self->state, error, "page.reload");
      return dex_future_new_true ();
    }

  matching = g_value_get_boxed (value);
  psr_match_list_set_rows (self->bc, matching->bc);
  psr_match_list_set_rows (self->wello, matching->wello);
  psr_state_bin_show_content (self->state);
  if (self->chosen_bc != NULL)
    psr_match_list_select (self->bc, self->chosen_bc);
  if (self->chosen_wello != NULL)
    psr_match_list_select (self->wello, self->chosen_wello);
  show_choice (self);

  return dex_future_new_true ();
}

static void
read_rows (PsrCouplePage *self)
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
  PsrCouplePage *self = PSR_COUPLE_PAGE (widget);

  psr_state_bin_show_loading (self->state, _("Reading…"));
  read_rows (self);
}

static DexFuture *
on_coupled (DexFuture *future,
            gpointer   data)
{
  g_autoptr(PsrCouplePage) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL || self->desk == NULL)
    return dex_future_new_true ();

  self->is_coupling = FALSE;
  if (value == NULL)
    {
      psr_error_dialog_present (_("They Aren’t Coupled"), error, GTK_WIDGET (self));
      show_choice (self);
      return dex_future_new_true ();
    }

  psr_toast (GTK_WIDGET (self), _("They are coupled. The next run compares them"));
  g_clear_object (&self->chosen_bc);
  g_clear_object (&self->chosen_wello);
  read_rows (self);

  return dex_future_new_true ();
}

static void
couple (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  PsrCouplePage *self = PSR_COUPLE_PAGE (widget);
  PsrMatchRow *bc = psr_match_list_get_selected (self->bc);
  PsrMatchRow *wello = psr_match_list_get_selected (self->wello);

  if (bc == NULL || wello == NULL || psr_desk_get_state (self->desk) != PSR_DESK_OPEN)
    return;

  self->is_coupling = TRUE;
  gtk_widget_action_set_enabled (widget, "page.couple", FALSE);
  dex_future_disown (dex_future_finally (psr_desk_couple (self->desk, self->flow, psr_match_row_get_id (bc),
                                                          psr_match_row_get_id (wello)),
                                         on_coupled, psr_weak_new (self), psr_weak_free));
}

static void
psr_couple_page_dispose (GObject *object)
{
  PsrCouplePage *self = PSR_COUPLE_PAGE (object);

  dex_clear (&self->reading);
  g_clear_object (&self->chosen_bc);
  g_clear_object (&self->chosen_wello);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (psr_couple_page_parent_class)->dispose (object);
}

static void
psr_couple_page_finalize (GObject *object)
{
  g_free (PSR_COUPLE_PAGE (object)->flow);

  G_OBJECT_CLASS (psr_couple_page_parent_class)->finalize (object);
}

static void
psr_couple_page_class_init (PsrCouplePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_couple_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = psr_couple_page_finalize;

  gtk_widget_class_install_action (widget_class, "page.reload", NULL, reload);
  gtk_widget_class_install_action (widget_class, "page.couple", NULL, couple);
}

/* Beside each other, or where there is no room one above the other. */
static GtkWidget *
make_lists (PsrCouplePage *self)
{
  GtkWidget *bin = adw_breakpoint_bin_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  AdwBreakpoint *narrow = adw_breakpoint_new (adw_breakpoint_condition_parse ("max-width: 500sp"));
  g_auto(GValue) vertical = G_VALUE_INIT;

  self->bc = PSR_MATCH_LIST (psr_match_list_new (_("Only in Business Central"), _("All that was read is coupled")));
  self->wello = PSR_MATCH_LIST (psr_match_list_new (_("Only in Wello"), _("All that was read is coupled")));
  g_signal_connect_object (self->bc, "chosen", G_CALLBACK (show_choice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->wello, "chosen", G_CALLBACK (show_choice), self, G_CONNECT_SWAPPED);

  g_value_init (&vertical, GTK_TYPE_ORIENTATION);
  g_value_set_enum (&vertical, GTK_ORIENTATION_VERTICAL);
  adw_breakpoint_add_setter (narrow, G_OBJECT (box), "orientation", &vertical);
  adw_breakpoint_bin_add_breakpoint (ADW_BREAKPOINT_BIN (bin), narrow);
  gtk_widget_set_size_request (bin, 300, 200);
  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bc));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->wello));
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (bin), box);

  return bin;
}

static void
psr_couple_page_init (PsrCouplePage *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Couple"));

  self->choice = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->choice, 0);
  gtk_label_set_wrap (self->choice, TRUE);
  gtk_label_set_wrap_mode (self->choice, PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (GTK_WIDGET (self->choice), TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "page.couple");
  gtk_widget_add_css_class (bar, "toolbar");
  gtk_widget_set_margin_start (bar, 6);
  gtk_widget_set_margin_end (bar, 6);
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->choice));
  gtk_box_append (GTK_BOX (bar), button);

  self->state = PSR_STATE_BIN (psr_state_bin_new ());
  psr_state_bin_set_content (self->state, make_lists (self));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self->state));
  adw_toolbar_view_add_bottom_bar (ADW_TOOLBAR_VIEW (view), bar);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), view);
  show_choice (self);
}

/**
 * psr_couple_page_new:
 * @desk: where it is read
 * @flow: the stable name of a flow
 * @bc: (nullable): the record of Business Central that is chosen to begin with
 * @wello: (nullable): the record of Wello that is
 *
 * Returns: (transfer floating): the page
 */
AdwNavigationPage *
psr_couple_page_new (PsrDesk     *desk,
                     const char  *flow,
                     PsrMatchRow *bc,
                     PsrMatchRow *wello)
{
  PsrCouplePage *self;

  g_return_val_if_fail (PSR_IS_DESK (desk) && flow != NULL, NULL);

  self = g_object_new (PSR_TYPE_COUPLE_PAGE, "title", _("Couple"), NULL);
  self->desk = g_object_ref (desk);
  self->flow = g_strdup (flow);
  g_set_object (&self->chosen_bc, bc);
  g_set_object (&self->chosen_wello, wello);
  psr_state_bin_show_loading (self->state, _("Reading Both Sides…"));
  read_rows (self);

  return ADW_NAVIGATION_PAGE (self);
}
