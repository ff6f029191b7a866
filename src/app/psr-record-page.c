/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-record-page"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-couple-page.h"
#include "psr-details.h"
#include "psr-error-window.h"
#include "psr-fit-bin.h"
#include "psr-format.h"
#include "psr-help-link.h"
#include "psr-help.h"
#include "psr-main-hop.h"
#include "psr-mend.h"
#include "psr-price-dialog.h"
#include "psr-record-page.h"
#include "psr-record-row.h"
#include "psr-state-bin.h"
#include "psr-weak.h"

/**
 * PsrRecordPage:
 *
 * A record as both services have it, side by side, and what they last agreed on where
 * they differ. Where a person is asked which of the two counts, the answer is given here.
 */
struct _PsrRecordPage
{
  AdwNavigationPage  parent_instance;

  PsrDesk           *desk;
  char              *flow;
  char              *row;
  char              *number;    /* or "" */
  DexFuture         *reading;
  PsrQuestion       *question;  /* as it is shown */
  gboolean           is_new;    /* what was settled last */

  GMenu             *menu;
  PsrStateBin       *state;
  GtkLabel          *name;
  GtkLabel          *notice;
  GtkWidget         *help_button;
  AdwBin            *heads;
  GtkListBox        *fields;
};

G_DEFINE_FINAL_TYPE (PsrRecordPage, psr_record_page, ADW_TYPE_NAVIGATION_PAGE)

static gboolean
is_asked (PsrRecordPage *self)
{
  return *self->question->code != '\0';
}

static gboolean
is_conflict (PsrRecordPage *self)
{
  return g_str_equal (self->question->code, "conflict");
}

/* Of a record that only Wello has. */
static gboolean
is_new (PsrQuestion *question)
{
  return g_str_equal (question->code, "new-account");
}

/* Of what is only read, and of what is reckoned, there is nothing to couple. */
static gboolean
can_couple (PsrRecordPage *self)
{
  const PsrRecordView *record = self->question->view;

  return psr_engine_can_couple (self->flow) && (record->is_coupled ? psr_record_view_is_left (record)
                                                                    : record->has_bc || is_new (self->question));
}

/* What stands above the values of a side: its name, and how to choose it, where it can be. */
static GtkWidget *
make_side (PsrRecordPage *self,
           const char    *name,
           const char    *label,
           const char    *meaning,
           const char    *action)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (box), psr_record_row_make_label (name, "heading"));
  if (label != NULL && is_asked (self))
    {
      GtkWidget *button = gtk_button_new_with_label (label);
      g_autofree char *spoken = g_strdup_printf (_("%s: %s"), label, name);

      gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), TRUE);
      gtk_label_set_justify (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), GTK_JUSTIFY_CENTER);
      gtk_widget_set_halign (button, GTK_ALIGN_START);
      gtk_widget_set_tooltip_text (button, meaning);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, meaning, -1);
      gtk_box_append (GTK_BOX (box), button);
    }

  return box;
}

/* Of a proposal keeping Business Central’s side is to reject it. */
static GtkWidget *
make_heads (PsrRecordPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  gboolean chooses = is_conflict (self);

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  gtk_box_append (GTK_BOX (box), make_side (self, _("Business Central"), chooses ? _("Keep This") : _("Reject"),
                                            is_new (self->question) ? _("Leave it alone in Wello")
                                                                    : _("Write Business Central’s values to Wello"),
                                            "record.keep-bc"));
  gtk_box_append (GTK_BOX (box), make_side (self, _("Wello"), !psr_question_can_accept (self->question) ? NULL : chooses ? _("Keep This") : _("Accept"),
                                            is_new (self->question) ? _("Make it in Business Central")
                                                                    : _("Write Wello’s values to Business Central"),
                                            "record.keep-wello"));

  return box;
}

static char *
dup_notice (PsrRecordPage       *self,
            const PsrRecordView *record)
{
  g_autofree char *ago = NULL;

  if (is_asked (self))
    {
      g_autoptr(PsrMend) mend = psr_mend_new (self->question->mend);

      return g_strjoin (*mend->text != '\0' ? "\n" : "", self->question->reason, mend->text, NULL);
    }
  if (!record->has_bc && !record->has_wello)
    return g_strdup (_("Neither side has it any more."));
  if (!record->has_bc)
    return g_strdup (can_couple (self) ? _("Business Central doesn’t have it any more. Where another record there has taken its place, as after a merge, couple that one with it (“Couple…” in the menu); else archive it in Wello, and uncouple it.")
                                       : _("Business Central doesn’t have it any more."));
  if (record->problem != NULL)
    return psr_details_dup_error (record->problem);
  if (!record->has_wello)
    return g_strdup (_("Wello doesn’t have it yet."));
  if (!record->is_coupled)
    return g_strdup (_("The two aren’t coupled."));
  if (record->agreed_at == PSR_TIMESTAMP_NONE)
    return NULL;

  ago = psr_format_ago (record->agreed_at, psr_clock_now (psr_desk_get_clock (self->desk)));

  /* Translators: how long ago. */
  return g_strdup_printf (_("Both sides last agreed: %s."), ago);
}

/* What is asked about is to be read first. */
static void
add_fields (PsrRecordPage       *self,
            const PsrRecordView *record,
            gboolean             that_differ)
{
  for (guint i = 0; i < record->fields->len; i++)
    {
      const PsrRecordField *field = record->fields->pdata[i];

      /* Of a new record only what it has says anything. */
      if (field->differs == that_differ && (record->has_bc || *field->wello != '\0'))
        gtk_list_box_append (self->fields, psr_record_row_new (field));
    }
}

static void
show_question (PsrRecordPage *self)
{
  const PsrRecordView *record = self->question->view;
  g_autofree char *notice = dup_notice (self, record);

  gtk_list_box_remove_all (self->fields);
  gtk_label_set_label (self->name, *record->name != '\0' ? record->name : adw_navigation_page_get_title (ADW_NAVIGATION_PAGE (self)));
  gtk_label_set_label (self->notice, notice != NULL ? notice : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice), notice != NULL);
  psr_help_link_set_page (self->help_button,
                          is_asked (self) ? "sync#proposals" : record->problem != NULL ? psr_help_find_error (record->problem) : NULL,
                          NULL);
  adw_bin_set_child (self->heads, make_heads (self));
  add_fields (self, record, TRUE);
  add_fields (self, record, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->heads), record->has_bc || record->has_wello);
  gtk_widget_set_visible (GTK_WIDGET (self->fields), record->has_bc || record->has_wello);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.retry", record->has_bc);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.couple", can_couple (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.uncouple", record->is_coupled);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.why-price", record->has_bc && *self->number != '\0');
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.keep-bc", is_asked (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.keep-wello", is_asked (self) && psr_question_can_accept (self->question));
  psr_state_bin_show_content (self->state);
}

static DexFuture *
on_read (DexFuture *future,
         gpointer   data)
{
  g_autoptr(PsrRecordPage) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL || self->desk == NULL)
    return dex_future_new_true ();

  g_clear_pointer (&self->question, psr_question_unref);
  if (value == NULL)
    {
      psr_state_bin_show_error (self->state, error, "record.reload");
      return dex_future_new_true ();
    }

  self->question = g_value_dup_boxed (value);
  show_question (self);

  return dex_future_new_true ();
}

static void
read_record (PsrRecordPage *self)
{
  psr_state_bin_show_loading (self->state, _("Reading Both Sides…"));
  dex_clear (&self->reading);
  self->reading = dex_future_finally (psr_desk_view_question (self->desk, self->flow, self->row), on_read,
                                      psr_weak_new (self), psr_weak_free);
}

static void
reload (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  read_record (PSR_RECORD_PAGE (widget));
}

/* Why it wasn’t carried over, or %NULL when it was. Others that are set aside are told of
 * as well; a record without a number has none in the result either. */
static const char *
find_reason (PsrRecordPage       *self,
             const PsrFlowResult *result)
{
  for (guint i = 0; i < result->rows->len; i++)
    {
      const PsrFlowRow *row = result->rows->pdata[i];

      if (row->kind != PSR_FLOW_ROW_NOTE && g_strcmp0 (row->number, self->number) == 0)
        return row->reason;
    }

  return NULL;
}

static DexFuture *
on_retried (DexFuture *future,
            gpointer   data)
{
  g_autoptr(PsrRecordPage) self = g_weak_ref_get (data);
  const GValue *value = dex_future_get_value (future, NULL);
  const GPtrArray *results = value != NULL ? g_value_get_boxed (value) : NULL;
  const PsrFlowResult *result = results != NULL && results->len > 0 ? results->pdata[0] : NULL;

  if (self == NULL || self->desk == NULL)
    return dex_future_new_true ();

  if (result != NULL && result->error == NULL)
    {
      const char *reason = find_reason (self, result);

      psr_toast (GTK_WIDGET (self), reason != NULL ? reason : result->created + result->changed > 0
                                                                ? _("It was carried over") : _("Both sides agree"));
    }
  read_record (self);

  return dex_future_new_true ();
}

static void
retry (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  PsrRecordPage *self = PSR_RECORD_PAGE (widget);
  const char *rows[] = { self->row, NULL };

  if (psr_desk_get_state (self->desk) != PSR_DESK_OPEN)
    return;

  gtk_widget_action_set_enabled (widget, "record.retry", FALSE);
  dex_future_disown (dex_future_finally (psr_desk_retry_rows (self->desk, self->flow, rows), on_retried,
                                         psr_weak_new (self), psr_weak_free));
}

/* Nobody has gone on or back meanwhile. */
static gboolean
is_visible (PsrRecordPage *self)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);

  return view != NULL && adw_navigation_view_get_visible_page (ADW_NAVIGATION_VIEW (view)) == ADW_NAVIGATION_PAGE (self);
}

static DexFuture *
on_settled (DexFuture *future,
            gpointer   data)
{
  g_autoptr(PsrRecordPage) self = g_weak_ref_get (data);
  const GValue *value = dex_future_get_value (future, NULL);
  const GPtrArray *results = value != NULL ? g_value_get_boxed (value) : NULL;
  const PsrFlowResult *result = results != NULL && results->len > 0 ? results->pdata[0] : NULL;

  if (self == NULL || self->desk == NULL)
    return dex_future_new_true ();

  if (result != NULL && result->error == NULL)
    {
      const char *reason = find_reason (self, result);

      psr_toast (GTK_WIDGET (self), reason != NULL ? reason : _("It was settled"));
      /* What it is from now on has another id. */
      if (reason == NULL && self->is_new && is_visible (self))
        {
          gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
          return dex_future_new_true ();
        }
    }
  read_record (self);

  return dex_future_new_true ();
}

/* For what was shown, and nothing else. */
static void
keep (PsrRecordPage      *self,
      PsrEngineSyncFlags  take)
{
  g_autoptr(PsrQuestion) question = NULL;

  if (self->question == NULL || psr_desk_get_state (self->desk) != PSR_DESK_OPEN)
    return;

  question = g_steal_pointer (&self->question);
  self->is_new = is_new (question);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.retry", FALSE);
  psr_state_bin_show_loading (self->state, _("Settling…"));
  dex_future_disown (dex_future_finally (psr_desk_settle (self->desk, question, take), on_settled,
                                         psr_weak_new (self), psr_weak_free));
}

static void
keep_bc (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  keep (PSR_RECORD_PAGE (widget), PSR_ENGINE_SYNC_TAKE_BC);
}

static void
keep_wello (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  keep (PSR_RECORD_PAGE (widget), PSR_ENGINE_SYNC_TAKE_WELLO);
}

static void
push_couple (PsrRecordPage *self)
{
  const PsrRecordView *record = self->question->view;
  gboolean is_left = psr_record_view_is_left (record), is_of_wello = is_left || is_new (self->question);
  g_autoptr(PsrMatchRow) row = psr_match_row_new (is_left ? record->wello_id : self->row, is_new (self->question) ? "" : self->number,
                                                  is_new (self->question) ? self->number : record->name, "");

  adw_navigation_view_push (ADW_NAVIGATION_VIEW (gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW)),
                            psr_couple_page_new (self->desk, self->flow, is_of_wello ? NULL : row, is_of_wello ? row : NULL));
}

static void
couple (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  PsrRecordPage *self = PSR_RECORD_PAGE (widget);

  if (self->question != NULL && can_couple (self))
    push_couple (self);
}

static DexFuture *
on_uncoupled (DexFuture *future,
              gpointer   data)
{
  g_autoptr(PsrRecordPage) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;

  if (self == NULL || self->desk == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) == NULL)
    psr_error_dialog_present (_("They Are Still Coupled"), error, GTK_WIDGET (self));
  else
    psr_toast (GTK_WIDGET (self), _("They aren’t coupled any more"));
  read_record (self);

  return dex_future_new_true ();
}

static void
on_uncouple_answered (AdwAlertDialog *dialog,
                      const char     *response,
                      PsrRecordPage  *self)
{
  if (!g_str_equal (response, "uncouple") || self->desk == NULL || psr_desk_get_state (self->desk) != PSR_DESK_OPEN)
    return;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.uncouple", FALSE);
  dex_future_disown (dex_future_finally (psr_desk_couple (self->desk, self->flow, self->row, NULL), on_uncoupled,
                                         psr_weak_new (self), psr_weak_free));
}

static void
uncouple (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("Uncouple the Two?"),
                                            _("Nothing is changed in either service. The next run looks for the record in Wello anew, by id and by number."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "uncouple", _("_Uncouple"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "uncouple", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_uncouple_answered), widget, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, widget);
}

static void
why_price (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  PsrRecordPage *self = PSR_RECORD_PAGE (widget);

  if (psr_desk_get_state (self->desk) == PSR_DESK_OPEN)
    adw_dialog_present (psr_price_dialog_new_for_item (self->desk, self->number), widget);
}

static void
psr_record_page_dispose (GObject *object)
{
  PsrRecordPage *self = PSR_RECORD_PAGE (object);

  dex_clear (&self->reading);
  g_clear_pointer (&self->question, psr_question_unref);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (psr_record_page_parent_class)->dispose (object);
}

static void
psr_record_page_finalize (GObject *object)
{
  PsrRecordPage *self = PSR_RECORD_PAGE (object);

  g_free (self->flow);
  g_free (self->row);
  g_free (self->number);
  g_object_unref (self->menu);

  G_OBJECT_CLASS (psr_record_page_parent_class)->finalize (object);
}

static void
psr_record_page_class_init (PsrRecordPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = psr_record_page_dispose;
  object_class->finalize = psr_record_page_finalize;

  gtk_widget_class_install_action (widget_class, "record.reload", NULL, reload);
  gtk_widget_class_install_action (widget_class, "record.retry", NULL, retry);
  gtk_widget_class_install_action (widget_class, "record.keep-bc", NULL, keep_bc);
  gtk_widget_class_install_action (widget_class, "record.keep-wello", NULL, keep_wello);
  gtk_widget_class_install_action (widget_class, "record.couple", NULL, couple);
  gtk_widget_class_install_action (widget_class, "record.uncouple", NULL, uncouple);
  gtk_widget_class_install_action (widget_class, "record.why-price", NULL, why_price);
}

static GtkWidget *
make_content (PsrRecordPage *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->name = GTK_LABEL (psr_record_row_make_label (NULL, "title-2"));
  self->notice = GTK_LABEL (psr_record_row_make_label (NULL, NULL));
  self->heads = ADW_BIN (adw_bin_new ());
  gtk_widget_set_margin_start (GTK_WIDGET (self->heads), 13);
  gtk_widget_set_margin_end (GTK_WIDGET (self->heads), 13);
  self->fields = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_tab_behavior (self->fields, GTK_LIST_TAB_ITEM);
  gtk_list_box_set_selection_mode (self->fields, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->fields), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->fields), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Values"), -1);
  gtk_widget_set_margin_top (box, 18);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->notice));
  self->help_button = psr_help_link_new_labelled (NULL);
  gtk_box_append (GTK_BOX (box), self->help_button);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->heads));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->fields));
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);

  return scroller;
}

static void
psr_record_page_init (PsrRecordPage *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("view-refresh-symbolic");
  GtkWidget *menu = gtk_menu_button_new ();

  /* Words would make the header bar wider than a telephone; with large text there is no room
   * for a button, either. It is in the menu, too. */
  gtk_widget_set_tooltip_text (button, _("Carry This Record Over Now"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Carry This Record Over Now"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "record.retry");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.retry", FALSE);
  self->menu = g_menu_new ();
  g_menu_append (self->menu, _("Carry This Record Over _Now"), "record.retry");
  g_menu_append (self->menu, _("_Couple…"), "record.couple");
  g_menu_append (self->menu, _("_Uncouple…"), "record.uncouple");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (menu), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (menu), G_MENU_MODEL (self->menu));
  gtk_widget_set_tooltip_text (menu, _("More"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_PROPERTY_LABEL, _("More"), -1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.couple", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.uncouple", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.why-price", FALSE);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), menu);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), psr_fit_bin_new (button, gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0)));

  self->state = PSR_STATE_BIN (psr_state_bin_new ());
  psr_state_bin_set_content (self->state, make_content (self));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self->state));
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), view);
}

/**
 * psr_record_page_new:
 * @desk: where it is read
 * @flow: the stable name of its flow
 * @row: the record, as an event names it
 * @number: its number, or ""
 *
 * Returns: (transfer floating): the page
 */
AdwNavigationPage *
psr_record_page_new (PsrDesk    *desk,
                     const char *flow,
                     const char *row,
                     const char *number)
{
  PsrRecordPage *self;

  g_return_val_if_fail (PSR_IS_DESK (desk), NULL);
  g_return_val_if_fail (flow != NULL && row != NULL && number != NULL, NULL);

  self = g_object_new (PSR_TYPE_RECORD_PAGE, "title", *number != '\0' ? number : _("Record"), NULL);
  self->desk = g_object_ref (desk);
  self->flow = g_strdup (flow);
  self->row = g_strdup (row);
  self->number = g_strdup (number);
  if (g_str_equal (flow, "items"))
    g_menu_append (self->menu, _("_Why This Price…"), "record.why-price");
  read_record (self);

  return ADW_NAVIGATION_PAGE (self);
}
