/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-orders-progress"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-format.h"
#include "psr-work-orders-page-private.h"

/* What was made of what is to be made, each currency by itself. */
static char *
dup_amounts (const PsrBatch *batch)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; batch != NULL && i < batch->whole->len; i++)
    {
      const PsrAmount *whole = batch->whole->pdata[i];
      const PsrAmount *made = psr_batch_find_done (batch, whole->currency);
      g_autofree char *done = psr_format_amount (made != NULL ? made->net : PSR_DECIMAL_INIT (0), NULL);
      g_autofree char *all = psr_format_amount (whole->net, whole->currency);

      g_string_append (text, i > 0 ? " + " : "");
      /* Translators: an amount that was sent, of which amount: “120.00 of 480.00 EUR”. */
      g_string_append_printf (text, C_("amounts", "%s of %s"), done, all);
    }

  return g_string_free_and_steal (text);
}

static char *
dup_sending (const PsrDeskSending *sending,
             const PsrBatch       *batch)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *done = psr_format_count (sending->done);
  g_autofree char *total = psr_format_count (sending->total);
  g_autofree char *amounts = dup_amounts (batch);

  /* Translators: how many documents have been sent, of how many. */
  g_string_append_printf (text, _("%s of %s sent"), done, total);
  if (*amounts != '\0')
    {
      g_string_append (text, " · ");
      /* Translators: an amount without VAT, or several: “120.00 of 480.00 EUR”. */
      g_string_append_printf (text, _("net %s"), amounts);
    }
  if (sending->seconds_left >= 0)
    {
      g_autofree char *left = psr_format_duration (sending->seconds_left);

      g_string_append (text, " · ");
      /* Translators: how long it still takes, as “40 seconds”. */
      g_string_append_printf (text, _("about %s left"), left);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static char *
dup_paused (const PsrDeskSending *sending)
{
  guint left = sending->total - sending->done + sending->waiting;

  return left == 0 ? g_strdup (_("Paused"))
                   : g_strdup_printf (ngettext ("Paused · %u approved document waits", "Paused · %u approved documents wait", left),
                                      left);
}

/* Kept, until a service can be reached or somebody signs in. */
static char *
dup_waiting (const PsrDeskSending *sending)
{
  return g_strdup_printf (ngettext ("%u approved document waits", "%u approved documents wait", sending->waiting),
                          sending->waiting);
}

static char *
dup_progress (PsrWorkOrdersPage    *self,
              const PsrDeskSending *sending,
              PsrKeeperState        state)
{
  const char *progress = psr_desk_get_progress (self->desk);

  if (state == PSR_KEEPER_PAUSED)
    return dup_paused (sending);
  if (state == PSR_KEEPER_ENDING)
    return g_strdup (_("Finishing what is under way…"));
  if (sending->total > 0)
    return dup_sending (sending, psr_desk_get_batch (self->desk));
  if (sending->waiting > 0)
    return dup_waiting (sending);

  return g_strdup (progress != NULL ? progress : _("Waiting…"));
}

/* A whole number, for a property that could take others. */
static void
set_whole (GObject    *object,
           const char *property,
           guint       number)
{
  g_auto(GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_UINT);
  g_value_set_uint (&value, number);
  g_object_set_property (object, property, &value);
}

/**
 * psr_work_orders_page_show_progress:
 * @self: the page
 *
 * Shows what is under way, and what can be done about it.
 */
void
psr_work_orders_page_show_progress (PsrWorkOrdersPage *self)
{
  PsrKeeperState state = psr_keeper_get_state (psr_desk_get_keeper (self->desk));
  PsrDeskSending sending = psr_desk_get_sending (self->desk);
  gboolean busy = psr_desk_get_busy (self->desk);
  gboolean is_paused = state == PSR_KEEPER_PAUSED;
  gboolean is_sending = sending.total > 0 && (state == PSR_KEEPER_AT_WORK || busy);
  g_autofree char *text = dup_progress (self, &sending, state);

  gtk_action_bar_set_revealed (self->progress_bar, busy || is_sending || is_paused || sending.waiting > 0 || state == PSR_KEEPER_ENDING);
  gtk_label_set_label (self->progress_label, text);
  gtk_widget_set_visible (self->progress_spinner, !is_paused && (busy || is_sending || state == PSR_KEEPER_ENDING));
  gtk_widget_set_visible (GTK_WIDGET (self->sending_bar), is_sending);
  if (is_sending)
    {
      set_whole (G_OBJECT (self->sending_bar), "max-value", sending.total);
      set_whole (G_OBJECT (self->sending_bar), "value", sending.done);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->pause_button), is_paused || is_sending);
  gtk_button_set_label (self->pause_button, is_paused ? _("_Resume") : _("_Pause"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->pause_button), is_paused ? _("Go on with what is approved")
                                                                          : _("Wait after the document under way"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "work.pause", is_paused || is_sending);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "work.stop",
                                 busy || is_sending || sending.waiting > 0 || (is_paused && sending.total > 0));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "work.check", !busy);
}
