/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-orders-act"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-help-link.h"
#include "psr-trouble.h"
#include "psr-work-orders-page-private.h"

/* What a person decides about the work order that is shown: some things at once,
 * some after a question. */

typedef struct
{
  const char *act;
  const char *heading;  /* what is asked, or NULL when it is done at once */
  const char *body;
  const char *entry;    /* what has to be typed, or NULL */
  const char *button;
} Act;

static const Act acts[] = {
  { "skip", N_("Skip %s?"), N_("It isn’t billed by Passerelle, until somebody wants it after all."), N_("Reason"), N_("_Skip") },
  { "withdraw", N_("Withdraw %s?"),
    N_("The draft in Business Central is deleted, if nobody changed it, and Wello is told. It can be billed again."),
    NULL, N_("_Withdraw") },
  { "mark-billed", N_("Which Document Bills %s?"),
    N_("A document of the same customer and amount that is in Business Central already. Nothing is sent."),
    N_("Number in Business Central"), N_("_Already Invoiced") },
  { "take", N_("Take the Document of %s as It Is?"),
    N_("The document in Business Central counts as it is, and Wello is told its number."), NULL, N_("_Take It") },
  { "retry", NULL, NULL, NULL, NULL },
  { "unapprove", NULL, NULL, NULL, NULL },
  { "unskip", NULL, NULL, NULL, NULL },
  { "unmark", NULL, NULL, NULL, NULL },
};

typedef struct
{
  GWeakRef    page;
  const Act  *act;
  char       *number;
  GtkWidget  *entry;    /* in the dialog, or NULL */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_weak_ref_clear (&question->page);
  g_free (question->number);
  g_free (question);
}

static void
question_closure_free (gpointer  data,
                       GClosure *closure)
{
  question_free (data);
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static GWeakRef *
weak_ref_new (gpointer object)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, object);

  return ref;
}

static const Act *
find_act (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      if (g_str_equal (acts[i].act, name))
        return &acts[i];
    }

  return NULL;
}

/* What could not be done is said with its reason, and stays until it is read. */
static void
show_failure (PsrWorkOrdersPage   *self,
              const PsrActFailure *failure)
{
  g_autoptr(PsrMend) mend = psr_mend_new (failure->mend);
  g_autofree char *text = g_strdup_printf ("%s\n\n%s", failure->why, mend->text);
  AdwDialog *dialog = adw_alert_dialog_new (failure->what, text);

  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), psr_help_link_new_labelled ("corrections"));
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static DexFuture *
on_done (DexFuture *future,
         gpointer   data)
{
  g_autoptr(PsrWorkOrdersPage) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  const PsrActAnswer *answer;

  if (self == NULL)
    return dex_future_new_true ();
  if (value == NULL)
    {
      if (psr_condition_of_error (error) == PSR_CONDITION_STOPPED)
        psr_toast (GTK_WIDGET (self), _("Kept. It is done as soon as work goes on."));
      return dex_future_new_true ();
    }

  answer = g_value_get_boxed (value);
  psr_work_orders_page_refresh (self);
  if (answer->failures->len > 0)
    {
      show_failure (self, answer->failures->pdata[0]);
    }
  else if (answer->rows->len > 0)
    {
      const PsrWorkOrder *row = answer->rows->pdata[0];
      /* Translators: the number of an invoice and its state now. */
      g_autofree char *text = g_strdup_printf (_("%s: %s"), row->number, row->state_title);

      psr_toast (GTK_WIDGET (self), text);
    }

  return dex_future_new_true ();
}

static void
act_on (PsrWorkOrdersPage *self,
        const Act         *act,
        const char        *number,
        const char        *typed)
{
  const char *numbers[] = { number, NULL };
  const char *bc_numbers[] = { typed, NULL };
  g_autofree char *person = g_strdup_printf ("%s@%s", g_get_user_name (), g_get_host_name ());
  g_autoptr(PsrActRequest) request = psr_act_request_new (act->act, numbers, person);

  if (g_str_equal (act->act, "mark-billed"))
    request->bc_numbers = g_strdupv ((char **) bc_numbers);
  else
    request->reason = g_strdup (typed);
  /* Whoever pauses or closes meanwhile doesn't undo the decision. */
  request->stays = TRUE;

  dex_future_disown (dex_future_finally (psr_desk_act (self->desk, request), on_done, weak_ref_new (self), weak_ref_free));
}

static void
on_response (AdwAlertDialog *dialog,
             const char     *response,
             gpointer        data)
{
  Question *question = data;
  g_autoptr(PsrWorkOrdersPage) self = g_weak_ref_get (&question->page);

  if (self != NULL && self->desk != NULL && g_strcmp0 (response, "act") == 0)
    act_on (self, question->act, question->number,
            question->entry != NULL ? gtk_editable_get_text (GTK_EDITABLE (question->entry)) : NULL);
}

/* What has to be typed has to be there. */
static void
on_typed (GtkEditable    *entry,
          AdwAlertDialog *dialog)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (entry));

  adw_alert_dialog_set_response_enabled (dialog, "act", *g_strstrip (text) != '\0');
}

/* A text with one %s, whose format the compiler can't see. */
static char *
fill_in (const char *text,
         const char *what)
{
  g_auto(GStrv) parts = g_strsplit (text, "%s", 2);

  return g_strjoinv (what, parts);
}

static void
ask (PsrWorkOrdersPage *self,
     const Act         *act,
     PsrWorkOrder      *work_order,
     const char        *name)
{
  Question *question = g_new0 (Question, 1);
  g_autofree char *heading = NULL;
  AdwDialog *dialog;

  heading = fill_in (_(act->heading), work_order->number);
  g_weak_ref_init (&question->page, self);
  question->act = act;
  question->number = g_strdup (name);

  dialog = adw_alert_dialog_new (heading, _(act->body));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "act", _(act->button), NULL);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "act");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  if (g_str_equal (act->act, "withdraw"))
    adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "act", ADW_RESPONSE_DESTRUCTIVE);
  if (act->entry != NULL)
    {
      GtkWidget *group = adw_preferences_group_new ();

      question->entry = adw_entry_row_new ();
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (question->entry), _(act->entry));
      adw_entry_row_set_activates_default (ADW_ENTRY_ROW (question->entry), TRUE);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), question->entry);
      adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), group);
      adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (dialog), "act", FALSE);
      g_signal_connect_object (question->entry, "changed", G_CALLBACK (on_typed), dialog, G_CONNECT_DEFAULT);
      adw_dialog_set_focus (dialog, question->entry);
    }
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), question, question_closure_free, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/**
 * psr_work_orders_page_act:
 * @self: the page
 * @name: the stable name of an act
 *
 * Does with the work order that is shown what a person decides, after a question
 * where it can't be taken back as easily. What isn't possible is left.
 */
void
psr_work_orders_page_act (PsrWorkOrdersPage *self,
                          const char        *name)
{
  PsrWorkOrder *work_order = psr_work_orders_page_get_shown (self);
  const Act *act = find_act (name);
  const char *number;

  if (work_order != NULL && g_str_equal (name, PSR_ORDER_ACT_POST) &&
      psr_review_pane_can_act (psr_work_orders_page_get_review (self), name))
    {
      psr_work_orders_page_post (self, work_order);
      return;
    }
  if (act == NULL || work_order == NULL || !psr_review_pane_can_act (psr_work_orders_page_get_review (self), name))
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }

  number = work_order->external_number != NULL && *work_order->external_number != '\0' ? work_order->external_number
                                                                                     : work_order->number;
  if (act->heading != NULL)
    ask (self, act, work_order, number);
  else
    act_on (self, act, number, NULL);
}
