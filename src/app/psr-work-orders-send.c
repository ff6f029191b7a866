/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-orders-send"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-announce.h"
#include "psr-day-row.h"
#include "psr-format.h"
#include "psr-mend.h"
#include "psr-text.h"
#include "psr-trouble.h"
#include "psr-work-orders-page-private.h"

/* Sending what is marked, or what is shown: the question, and the answer. */

#define DAY_ROW "psr-day-row"
#define SEEN    "psr-seen"

/* Whether what was approved waits until this is mended. */
static gboolean
is_kept (const GError *error)
{
  PsrCondition condition = psr_condition_of_error (error);

  return condition == PSR_CONDITION_OFFLINE || condition == PSR_CONDITION_SIGN_IN || condition == PSR_CONDITION_BUSY;
}

typedef struct
{
  GWeakRef page;
  guint    n;      /* how many were to be sent */
  gboolean posts;  /* what was a draft already */
} Sending;

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  g_weak_ref_clear (&sending->page);
  g_free (sending);
}

/* What stays as it was is told, too: it asks something, or has changed since it was
 * seen. */
static void
tell_what_stays (GString             *text,
                 const PsrBillAnswer *answer,
                 guint                n)
{
  guint dealt_with = answer->sent + answer->refused + answer->checking + answer->approved;

  if (text->len == 0 || dealt_with >= n)
    return;

  psr_text_take_part (text, g_strdup_printf (ngettext ("%u stays, look at it again", "%u stay, look at them again",
                                                       n - dealt_with), n - dealt_with));
}

/* What failed is in the banner of the window; this tells what came of the rest. */
static DexFuture *
on_sent (DexFuture *future,
         gpointer   data)
{
  Sending *sending = data;
  g_autoptr(PsrWorkOrdersPage) self = g_weak_ref_get (&sending->page);
  g_autoptr(GError) error = NULL;
  const PsrBillAnswer *answer;
  const GValue *value;
  g_autoptr(GString) text = g_string_new (NULL);

  if (self == NULL)
    return dex_future_new_true ();

  psr_work_orders_page_refresh (self);
  value = dex_future_get_value (future, &error);
  if (value == NULL && !is_kept (error))
    return dex_future_new_true ();

  if (value == NULL || G_VALUE_HOLDS_INT64 (value))
    {
      psr_toast (GTK_WIDGET (self), _("Kept. It is sent as soon as sending goes on."));
      return dex_future_new_true ();
    }

  answer = g_value_get_boxed (value);
  if (answer->sent > 0 && sending->posts)
    g_string_append (text, _("Posted in Business Central"));
  else if (answer->sent > 0)
    g_string_append_printf (text, ngettext ("%u document made", "%u documents made", answer->sent), answer->sent);
  if (answer->refused > 0)
    {
      g_string_append (text, text->len > 0 ? " · " : "");
      g_string_append_printf (text, ngettext ("%u needs a look", "%u need a look", answer->refused), answer->refused);
    }
  if (answer->checking > 0)
    {
      g_string_append (text, text->len > 0 ? " · " : "");
      g_string_append_printf (text, ngettext ("%u is being checked", "%u are being checked", answer->checking),
                              answer->checking);
    }
  if (text->len == 0 && answer->approved > 0)
    g_string_append (text, _("Approved. It is sent as soon as sending goes on."));
  else if (text->len == 0)
    g_string_append (text, _("Nothing was sent. What you chose has changed; look at it again."));
  else
    tell_what_stays (text, answer, sending->n);
  psr_toast (GTK_WIDGET (self), text->str);

  return dex_future_new_true ();
}

static void
follow (PsrWorkOrdersPage *self,
        DexFuture         *future,
        guint              n,
        gboolean           posts)
{
  Sending *sending = g_new0 (Sending, 1);

  g_weak_ref_init (&sending->page, self);
  sending->n = n;
  sending->posts = posts;
  /* What was approved is sent whether or not anybody still looks. */
  dex_future_disown (dex_future_finally (future, on_sent, sending, sending_free));
}

/* The day that the documents get, where the profile leaves it to whoever sends. */
static gboolean
asks_for_day (PsrWorkOrdersPage *self)
{
  PsrProfile *profile = psr_desk_get_profile (self->desk);

  return g_strcmp0 (psr_profile_get_string (profile, PSR_PROFILE_BILLING_INVOICE_DATE), "ask") == 0 ||
         g_strcmp0 (psr_profile_get_string (profile, PSR_PROFILE_BILLING_POSTING_DATE), "ask") == 0;
}

static GtkWidget *
make_day_row (PsrWorkOrdersPage *self)
{
  PsrProfile *profile = psr_desk_get_profile (self->desk);
  g_autoptr(GTimeZone) zone = NULL;
  g_autofree char *today = NULL;

  if (!asks_for_day (self))
    return NULL;

  zone = g_time_zone_new_identifier (psr_profile_get_string (profile, PSR_PROFILE_BILLING_TIME_ZONE));
  today = psr_timestamp_to_date (psr_clock_now (psr_desk_get_clock (self->desk)), zone);

  return psr_day_row_new (_("Date of the Documents"), today);
}

/* What stands below the question: what it comes to, and the day. */
static void
add_details (AdwAlertDialog *dialog,
             const char     *text,
             GtkWidget      *day_row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  if (text != NULL)
    {
      GtkWidget *label = gtk_label_new (text);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
      gtk_widget_add_css_class (label, "numeric");
      gtk_box_append (GTK_BOX (box), label);
    }
  if (day_row != NULL)
    {
      GtkWidget *group = adw_preferences_group_new ();

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), day_row);
      gtk_box_append (GTK_BOX (box), group);
    }
  adw_alert_dialog_set_extra_child (dialog, box);
}

static char *
dup_day (AdwAlertDialog *dialog)
{
  PsrDayRow *row = g_object_get_data (G_OBJECT (dialog), DAY_ROW);

  return row != NULL ? psr_day_row_dup_day (row) : NULL;
}

static void
on_response (AdwAlertDialog    *dialog,
             const char        *response,
             PsrWorkOrdersPage *self)
{
  GArray *seen = g_object_get_data (G_OBJECT (dialog), SEEN);
  g_autofree char *day = NULL;

  if (g_strcmp0 (response, "send") != 0 || self->desk == NULL)
    return;

  day = dup_day (dialog);
  psr_work_order_list_unmark_all (self->work_orders);
  follow (self, psr_desk_send (self->desk, seen, NULL, day), seen->len, FALSE);
}

/* With the buttons of a question whether to send. */
static AdwDialog *
make_question (PsrWorkOrdersPage *self,
               const char        *heading,
               const char        *body,
               const char        *details,
               const char        *button)
{
  AdwDialog *dialog = adw_alert_dialog_new (heading, body);
  GtkWidget *day_row = make_day_row (self);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "send", button, NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "send", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "send");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  if (details != NULL || day_row != NULL)
    add_details (ADW_ALERT_DIALOG (dialog), details, day_row);
  g_object_set_data (G_OBJECT (dialog), DAY_ROW, day_row);

  return dialog;
}

/**
 * psr_work_orders_page_send_marked:
 * @self: the page
 *
 * Asks whether what is marked is to be sent, and sends it.
 */
void
psr_work_orders_page_send_marked (PsrWorkOrdersPage *self)
{
  guint n = psr_work_order_list_get_n_marked (self->work_orders);
  AdwDialog *dialog;
  g_autofree char *heading = NULL;
  gboolean posts;

  if (n == 0)
    return;

  posts = psr_profile_get_boolean (psr_desk_get_profile (self->desk), PSR_PROFILE_BILLING_POST);
  heading = g_strdup_printf (ngettext ("Send %u Work Order?", "Send %u Work Orders?", n), n);
  dialog = make_question (self, heading,
                          posts ? _("Business Central gets a document for each and posts it. What is posted can only be credited.")
                                : _("Business Central gets a draft for each. Nothing is posted."),
                          gtk_label_get_label (self->marked_label), _("_Send"));
  /* What it asks is answered, whatever is marked or read meanwhile. */
  g_object_set_data_full (G_OBJECT (dialog), SEEN, psr_work_order_list_dup_seen (self->work_orders), (GDestroyNotify) g_array_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* Several invoices may share a number; few share the other one. */
static const char *
get_name (PsrWorkOrder *work_order)
{
  return work_order->external_number != NULL && *work_order->external_number != '\0' ? work_order->external_number
                                                                                     : work_order->number;
}

typedef struct
{
  PsrWorkOrdersPage *page;
  PsrWorkOrder      *work_order;
  char              *kind;
  char             **accepted;
  gboolean           posts;  /* the draft that is there */
} One;

static void
one_free (gpointer  data,
          GClosure *closure)
{
  One *one = data;

  psr_work_order_unref (one->work_order);
  g_free (one->kind);
  g_strfreev (one->accepted);
  g_free (one);
}

static void
send_one (PsrWorkOrdersPage  *self,
          PsrWorkOrder       *work_order,
          const char         *kind,
          char              **accepted,
          const char         *day,
          gboolean            posts)
{
  PsrSeenDocument seen = { work_order->id, work_order->revision };

  follow (self, psr_desk_bill_number (self->desk, get_name (work_order), seen, kind, accepted, day, posts), 1, posts);
}

static void
on_one_response (AdwAlertDialog *dialog,
                 const char     *response,
                 One            *one)
{
  g_autofree char *day = NULL;

  if (g_strcmp0 (response, "send") != 0 || one->page->desk == NULL)
    return;

  day = dup_day (dialog);
  send_one (one->page, one->work_order, one->kind, one->accepted, day, one->posts);
}

static void
ask_for_one (PsrWorkOrdersPage  *self,
             PsrWorkOrder       *work_order,
             const char         *kind,
             char              **accepted,
             gboolean            posts_draft,
             gboolean            is_to_be_posted)
{
  gboolean posts = is_to_be_posted || psr_profile_get_boolean (psr_desk_get_profile (self->desk), PSR_PROFILE_BILLING_POST);
  g_autofree char *heading = NULL;
  g_autofree char *amount = psr_format_amount (work_order->gross, work_order->currency);
  g_autofree char *details = NULL;
  const char *body;
  AdwDialog *dialog;
  One *one = g_new0 (One, 1);

  one->page = self;
  one->work_order = psr_work_order_ref (work_order);
  one->kind = g_strdup (kind);
  one->accepted = g_strdupv (accepted);
  one->posts = posts_draft || is_to_be_posted;

  if (posts_draft)
    body = _("Its totals are compared with Wello’s once more, then Business Central posts the draft. What is posted can only be credited.");
  else if (posts)
    body = _("Business Central gets a document and posts it. What is posted can only be credited.");
  else
    body = _("Business Central gets a draft. Nothing is posted.");

  /* Translators: the number of an invoice. */
  heading = g_strdup_printf (posts_draft ? _("Post %s?") : _("Send %s?"), work_order->number);
  if (kind != NULL)
    /* Translators: a customer, what is made, and an amount with VAT. */
    details = g_strdup_printf (_("%s · %s · gross %s"), work_order->customer_name,
                               g_str_equal (kind, "order") ? _("Sales order") : _("Sales invoice"), amount);
  else
    /* Translators: a customer, and an amount with VAT. */
    details = g_strdup_printf (_("%s · gross %s"), work_order->customer_name, amount);
  dialog = make_question (self, heading, body, details, posts_draft ? _("_Post") : _("_Send"));
  /* The dialog lies over the page and goes with it. */
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_one_response), one, one_free, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* What is shown may have left the list a moment ago, or be another one than was read: what
 * is sent is what somebody could read. */
static PsrWorkOrder *
get_seen (PsrWorkOrdersPage *self,
          PsrWorkOrder      *work_order)
{
  PsrWorkOrder *shown = psr_work_orders_page_get_shown (self);
  PsrWorkOrder *seen = NULL;

  if (shown != NULL && work_order != NULL && shown->id == work_order->id)
    seen = psr_review_pane_get_seen (psr_work_orders_page_get_review (self), shown);
  if (seen == NULL)
    gtk_widget_error_bell (GTK_WIDGET (self));

  return seen;
}

/**
 * psr_work_orders_page_send_one:
 * @self: the page
 * @work_order: what to send
 * @accepted: names of the checks that don't pass and that the person accepts
 *
 * Asks whether it is to be sent, and sends it. Nothing is asked about what isn't shown.
 */
void
psr_work_orders_page_send_one (PsrWorkOrdersPage  *self,
                               PsrWorkOrder       *work_order,
                               char              **accepted)
{
  PsrWorkOrder *seen = get_seen (self, work_order);
  const char *kind;
  gboolean posts;

  if (seen == NULL)
    return;

  kind = psr_review_pane_get_choice (psr_work_orders_page_get_review (self), seen, &posts);
  ask_for_one (self, seen, kind, accepted, FALSE, posts);
}

/**
 * psr_work_orders_page_post:
 * @self: the page
 * @work_order: a draft that was made
 *
 * Asks whether it is to be posted, and has it posted.
 */
void
psr_work_orders_page_post (PsrWorkOrdersPage *self,
                           PsrWorkOrder      *work_order)
{
  PsrWorkOrder *seen = get_seen (self, work_order);

  if (seen != NULL)
    ask_for_one (self, seen, NULL, NULL, TRUE, FALSE);
}

/* Who has pressed a button that bills is only asked what the profile leaves open. */
static void
bill_at_once (PsrWorkOrdersPage *self,
              PsrWorkOrder      *work_order,
              const char        *kind)
{
  if (asks_for_day (self))
    ask_for_one (self, work_order, kind, NULL, FALSE, FALSE);
  else
    send_one (self, work_order, kind, NULL, NULL, FALSE);
}

static void
set_up (PsrWorkOrdersPage *self,
        const char        *what)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *text = NULL;
  AdwDialog *dialog;

  if (GTK_IS_WINDOW (root) && gtk_window_get_application (GTK_WINDOW (root)) != NULL &&
      g_action_group_has_action (G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (root))), "setup"))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "app.setup", "s", psr_mend_find_step (what));
      return;
    }

  text = g_strdup_printf (_("This is chosen in the profile, %s. What is in the way says which line is missing. The list is read again when you are back."),
                          psr_profile_get_path (psr_desk_get_profile (self->desk)));
  dialog = adw_alert_dialog_new (_("Choose in the Profile"), text);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/**
 * psr_work_orders_page_mend:
 * @self: the page
 * @action: a #PsrMendAction
 * @argument: what with
 *
 * Does what leads to the mend; the worker looks again afterwards.
 */
void
psr_work_orders_page_mend (PsrWorkOrdersPage *self,
                           int                action,
                           const char        *argument)
{
  PsrWorkOrder *work_order = psr_work_orders_page_get_shown (self);
  PsrWorkOrder *seen;
  const char *name;

  /* Its id, a blank and its name. */
  if (action == PSR_MEND_PROPOSAL && (name = strchr (argument, ' ')) != NULL)
    {
      g_autofree char *row = g_strndup (argument, name - argument);

      gtk_widget_activate_action (GTK_WIDGET (self), "app.open-record", "(sss)", "customers", row, name + 1);
      return;
    }

  if (action == PSR_MEND_SYNC)
    dex_future_disown (psr_desk_sync (self->desk, argument));
  else if (action == PSR_MEND_SET_UP)
    set_up (self, argument);
  else if (action == PSR_MEND_BILL_AS && (seen = get_seen (self, work_order)) != NULL)
    bill_at_once (self, seen, argument);

  if (action == PSR_MEND_SYNC || action == PSR_MEND_READ_AGAIN)
    dex_future_disown (psr_desk_check_work (self->desk));
}

/**
 * psr_work_orders_page_bill_again:
 * @self: the page
 * @work_order: what was refused, or needs a look
 *
 * Has it billed once more, after the same checks as ever.
 */
void
psr_work_orders_page_bill_again (PsrWorkOrdersPage *self,
                                 PsrWorkOrder      *work_order)
{
  PsrWorkOrder *seen = get_seen (self, work_order);

  if (seen != NULL)
    bill_at_once (self, seen, NULL);
}
