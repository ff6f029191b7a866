/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-page"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-flow-card.h"
#include "psr-record-page.h"
#include "psr-sync-page.h"

/**
 * PsrSyncPage:
 *
 * A card for each flow that the engine has.
 */
struct _PsrSyncPage
{
  AdwBin      parent_instance;

  PsrDesk    *desk;
  GHashTable *cards;      /* flow → PsrFlowCard, owned by the box */
  char       *wanted[3];  /* flow, row and number of what is to be shown once the desk is open */
  GtkStack   *stack;
  GtkBox     *flows;
};

G_DEFINE_FINAL_TYPE (PsrSyncPage, psr_sync_page, ADW_TYPE_BIN)

static void
show_flows (PsrSyncPage *self)
{
  PsrEngineStatus *status = psr_desk_get_status (self->desk);
  PsrTimestamp now = psr_clock_now (psr_desk_get_clock (self->desk));

  for (guint i = 0; status != NULL && i < status->flows->len; i++)
    {
      const PsrFlowStatus *flow = status->flows->pdata[i];
      GtkWidget *card = g_hash_table_lookup (self->cards, flow->flow);

      if (card == NULL)
        {
          card = psr_flow_card_new (self->desk, flow->flow);
          gtk_box_append (self->flows, card);
          g_hash_table_insert (self->cards, g_strdup (flow->flow), card);
        }

      psr_flow_card_show (PSR_FLOW_CARD (card), flow, now);
    }

  if (status != NULL)
    gtk_stack_set_visible_child_name (self->stack, status->flows->len > 0 ? "flows" : "none");
}

static void
open_wanted (PsrSyncPage *self)
{
  AdwNavigationView *view = ADW_NAVIGATION_VIEW (adw_bin_get_child (ADW_BIN (self)));

  if (self->wanted[0] == NULL || psr_desk_get_state (self->desk) != PSR_DESK_OPEN)
    return;

  adw_navigation_view_pop_to_tag (view, "flows");
  adw_navigation_view_push (view, psr_record_page_new (self->desk, self->wanted[0], self->wanted[1], self->wanted[2]));
  for (gsize i = 0; i < G_N_ELEMENTS (self->wanted); i++)
    g_clear_pointer (&self->wanted[i], g_free);
}

static void
on_busy (PsrSyncPage *self)
{
  PsrEngineStatus *status = psr_desk_get_status (self->desk);
  gboolean can_sync = psr_desk_get_state (self->desk) == PSR_DESK_OPEN && !psr_desk_get_busy (self->desk) &&
                      status != NULL && status->flows->len > 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sync.all", can_sync);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sync.flow", can_sync);
  show_flows (self);
  open_wanted (self);
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

/* Why a run failed is on its card. */
static DexFuture *
on_synced (DexFuture *future,
           gpointer   data)
{
  g_autoptr(PsrSyncPage) self = g_weak_ref_get (data);
  const GValue *value = dex_future_get_value (future, NULL);
  const GPtrArray *results = value != NULL ? g_value_get_boxed (value) : NULL;
  g_autofree char *text = NULL;
  guint written = 0;
  guint open = 0;

  if (self == NULL || results == NULL)
    return dex_future_new_true ();

  for (guint i = 0; i < results->len; i++)
    {
      const PsrFlowResult *result = results->pdata[i];

      written += result->created + result->changed;
      open += result->skipped + result->failed + (result->error != NULL);
    }

  if (open > 0)
    text = g_strdup_printf (ngettext ("Synced. %u record needs a look", "Synced. %u records need a look", open), open);
  else if (written > 0)
    text = g_strdup_printf (ngettext ("Synced. %u record was written", "Synced. %u records were written", written), written);
  else
    text = g_strdup (_("Synced. Nothing had changed"));
  psr_toast (GTK_WIDGET (self), text);

  return dex_future_new_true ();
}

static void
sync_flow (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  PsrSyncPage *self = PSR_SYNC_PAGE (widget);
  const char *flow = parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL;

  if (self->desk != NULL && psr_desk_get_state (self->desk) == PSR_DESK_OPEN)
    dex_future_disown (dex_future_finally (psr_desk_sync (self->desk, flow), on_synced,
                                           weak_ref_new (self), weak_ref_free));
}

/**
 * psr_sync_page_set_desk:
 * @self: the page
 * @desk: what to show
 */
void
psr_sync_page_set_desk (PsrSyncPage *self,
                        PsrDesk     *desk)
{
  g_return_if_fail (PSR_IS_SYNC_PAGE (self));
  g_return_if_fail (PSR_IS_DESK (desk));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "notify::status", G_CALLBACK (show_flows), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (psr_desk_get_keeper (desk), "notify::wait", G_CALLBACK (show_flows), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::busy", G_CALLBACK (on_busy), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::state", G_CALLBACK (on_busy), self, G_CONNECT_SWAPPED);
  on_busy (self);
}

/**
 * psr_sync_page_open_record:
 * @self: the page
 * @flow: the stable name of its flow
 * @row: the record, as an event names it
 * @number: its number, or ""
 *
 * Shows what both services have of a record, at once or when the desk is open.
 */
void
psr_sync_page_open_record (PsrSyncPage *self,
                           const char  *flow,
                           const char  *row,
                           const char  *number)
{
  g_return_if_fail (PSR_IS_SYNC_PAGE (self));
  g_return_if_fail (flow != NULL && row != NULL && number != NULL);

  g_set_str (&self->wanted[0], flow);
  g_set_str (&self->wanted[1], row);
  g_set_str (&self->wanted[2], number);
  open_wanted (self);
}

static void
psr_sync_page_dispose (GObject *object)
{
  PsrSyncPage *self = PSR_SYNC_PAGE (object);

  g_clear_pointer (&self->cards, g_hash_table_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (self->wanted); i++)
    g_clear_pointer (&self->wanted[i], g_free);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_SYNC_PAGE);

  G_OBJECT_CLASS (psr_sync_page_parent_class)->dispose (object);
}

static void
psr_sync_page_class_init (PsrSyncPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_sync_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-sync-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrSyncPage, flows);
  gtk_widget_class_bind_template_child (widget_class, PsrSyncPage, stack);
  gtk_widget_class_install_action (widget_class, "sync.all", NULL, sync_flow);
  gtk_widget_class_install_action (widget_class, "sync.flow", "s", sync_flow);
}

static void
psr_sync_page_init (PsrSyncPage *self)
{
  self->cards = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}
