/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-window"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-details.h"
#include "psr-format.h"
#include "psr-help-link.h"
#include "psr-help.h"
#include "psr-window-private.h"

G_DEFINE_FINAL_TYPE (PsrWindow, psr_window, ADW_TYPE_APPLICATION_WINDOW)

/* In the order of the rows. */
static const char * const area_names[] = { "work-orders", "sync", "activity" };

/* There is nothing to show yet, or not any more, or it can't be shown. */
static void
show_closed (PsrWindow *self)
{
  PsrDeskState state = psr_desk_get_state (self->desk);
  const GError *error = psr_desk_get_error (self->desk);
  g_autoptr(PsrExplanation) explanation = error != NULL ? psr_explain (error) : NULL;
  g_autofree char *details = explanation != NULL ? psr_details_dup (explanation) : g_strdup ("");
  g_autofree char *escaped = g_markup_escape_text (details, -1);
  const char *icon = "dialog-error-symbolic";
  const char *title = explanation != NULL ? explanation->what : "";
  const char *text = escaped;

  if (state == PSR_DESK_NOT_SET_UP)
    {
      icon = "network-server-symbolic";
      title = _("Not Set Up Yet");
      text = _("Connect Business Central with Wello to begin.");
    }
  else if (state == PSR_DESK_DELETED)
    {
      icon = "user-trash-symbolic";
      title = _("All Data Is Deleted");
      text = psr_desk_get_profile (self->desk) != NULL
               ? _("Nothing is kept on this computer any more but the profile. Who begins anew reads everything again.")
               : _("Nothing of it is kept on this computer any more. Who begins anew sets it up again.");
    }

  adw_status_page_set_icon_name (self->closed_page, icon);
  adw_status_page_set_title (self->closed_page, title);
  adw_status_page_set_description (self->closed_page, text);
  gtk_button_set_label (GTK_BUTTON (self->reopen_button), state == PSR_DESK_DELETED ? _("_Begin Anew") : _("Try _Again"));
  gtk_widget_set_visible (self->setup_button, state == PSR_DESK_NOT_SET_UP);
  gtk_widget_set_visible (self->reopen_button, state != PSR_DESK_NOT_SET_UP);
  gtk_widget_set_visible (self->demo_button, state == PSR_DESK_NOT_SET_UP);
  psr_help_link_set_page (self->help_button,
                          state == PSR_DESK_NOT_SET_UP ? "setup"
                          : error != NULL              ? psr_help_find_error (error)
                                                       : "state",
                          NULL);
}

static void
on_state (PsrWindow *self)
{
  switch (psr_desk_get_state (self->desk))
    {
    case PSR_DESK_OPEN:
      psr_window_show_company (self);
      gtk_stack_set_visible_child_name (self->root_stack, "open");
      break;

    case PSR_DESK_NOT_SET_UP:
    case PSR_DESK_UNUSABLE:
    case PSR_DESK_DELETED:
      show_closed (self);
      psr_window_show_company (self);
      gtk_stack_set_visible_child_name (self->root_stack, "closed");
      break;

    case PSR_DESK_OPENING:
    case PSR_DESK_DELETING:
    default:
      adw_status_page_set_title (self->loading_page, psr_desk_get_state (self->desk) == PSR_DESK_DELETING ? _("Deleting…")
                                                                                                        : _("Opening…"));
      gtk_stack_set_visible_child_name (self->root_stack, "opening");
      break;
    }
}

/* How the sync stands, in a picture with its name: what matters most of all flows. */
static void
show_sync (PsrWindow             *self,
           const PsrEngineStatus *status)
{
  static const struct
  {
    const char *icon;
    const char *style;
    const char *name;
  } kinds[] = {
    { "dialog-warning-symbolic", "warning", N_("Something needs a look") },
    { "content-loading-symbolic", "dim-label", N_("Something is late") },
    { "object-select-symbolic", "success", N_("All is on time") },
  };
  const char *styles[] = { NULL, NULL };
  gboolean needs_look = FALSE;
  gboolean is_late = FALSE;
  gboolean has_run = FALSE;
  gsize kind;

  for (guint i = 0; i < status->flows->len; i++)
    {
      const PsrFlowStatus *flow = status->flows->pdata[i];

      needs_look |= flow->failed + flow->skipped > 0 || flow->message != NULL || flow->health == PSR_FLOW_FAILING;
      is_late |= flow->health == PSR_FLOW_LATE;
      has_run |= flow->health != PSR_FLOW_NEVER_RAN;
    }

  kind = needs_look ? 0 : is_late ? 1 : 2;
  styles[0] = kinds[kind].style;
  gtk_image_set_from_icon_name (self->sync_icon, kinds[kind].icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->sync_icon), styles);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->sync_icon), _(kinds[kind].name));
  gtk_widget_set_visible (GTK_WIDGET (self->sync_icon), has_run);
}

static void
on_status (PsrWindow *self)
{
  PsrEngineStatus *status = psr_desk_get_status (self->desk);
  g_autofree char *count = NULL;
  gint64 n_person;

  if (status == NULL)
    return;

  n_person = status->in_queue[PSR_QUEUE_REVIEW] + status->in_queue[PSR_QUEUE_EXCEPTIONS];
  count = psr_format_count (n_person);
  gtk_label_set_label (self->work_count, n_person > 0 ? count : "");
  show_sync (self, status);
}

static void
show_row_area (PsrWindow     *self,
               GtkListBoxRow *row)
{
  int index = gtk_list_box_row_get_index (row);
  GtkStackPage *page;

  g_return_if_fail (index >= 0 && (gsize) index < G_N_ELEMENTS (area_names));

  gtk_stack_set_visible_child_name (self->areas_stack, area_names[index]);
  page = gtk_stack_get_page (self->areas_stack, gtk_stack_get_visible_child (self->areas_stack));
  adw_navigation_page_set_title (self->content_page, gtk_stack_page_get_title (page));
}

static void
on_area_selected (PsrWindow     *self,
                  GtkListBoxRow *row)
{
  if (row != NULL)
    show_row_area (self, row);
}

static void
on_area_activated (PsrWindow     *self,
                   GtkListBoxRow *row)
{
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

static void
reopen (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  psr_desk_open (PSR_WINDOW (widget)->desk);
}

static void
search (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  PsrWindow *self = PSR_WINDOW (widget);

  if (psr_desk_get_state (self->desk) != PSR_DESK_OPEN)
    return;

  psr_window_show_area (self, "work-orders");
  psr_work_orders_page_search (self->work_orders);
}

static void
check_work (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (PSR_WINDOW (widget)->work_orders), "work.check", NULL);
}

static void
send_marked (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (PSR_WINDOW (widget)->work_orders), "work.send", NULL);
}

static void
export_list (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (PSR_WINDOW (widget)->work_orders), "work.export", NULL);
}

static void
print_list (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (PSR_WINDOW (widget)->work_orders), "work.print", NULL);
}

static void
sync_all (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (PSR_WINDOW (widget)->sync), "sync.all", NULL);
}

static void
show_area (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  psr_window_show_area (PSR_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/**
 * psr_window_show_area:
 * @self: a window
 * @area: the stable name of an area: `work-orders`, `sync` or `activity`
 */
void
psr_window_show_area (PsrWindow  *self,
                      const char *area)
{
  g_return_if_fail (PSR_IS_WINDOW (self));

  for (gsize i = 0; i < G_N_ELEMENTS (area_names); i++)
    {
      if (g_strcmp0 (area, area_names[i]) == 0)
        gtk_list_box_select_row (self->areas, gtk_list_box_get_row_at_index (self->areas, (int) i));
    }
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

/**
 * psr_window_show_work:
 * @self: a window
 * @queue: the stable name of a queue
 * @number: the number of a Wello invoice, or "" for all of the queue
 */
void
psr_window_show_work (PsrWindow  *self,
                      const char *queue,
                      const char *number)
{
  PsrQueue known;

  g_return_if_fail (PSR_IS_WINDOW (self));
  g_return_if_fail (queue != NULL && number != NULL);

  if (!psr_queue_from_string (queue, &known))
    return;

  psr_window_show_area (self, "work-orders");
  psr_work_orders_page_show_number (self->work_orders, known, number);
}

/**
 * psr_window_open_work:
 * @self: a window
 * @queue: the stable name of the queue in which it is
 * @number: the number of a Wello invoice
 * @id: its id in the ledger
 *
 * Shows that work.
 */
void
psr_window_open_work (PsrWindow  *self,
                      const char *queue,
                      const char *number,
                      gint64      id)
{
  PsrQueue known;

  g_return_if_fail (PSR_IS_WINDOW (self));
  g_return_if_fail (queue != NULL && number != NULL);

  if (!psr_queue_from_string (queue, &known))
    return;

  psr_window_show_area (self, "work-orders");
  psr_work_orders_page_open (self->work_orders, known, number, id);
}

/**
 * psr_window_open_record:
 * @self: a window
 * @flow: the stable name of its flow
 * @row: the record, as an event names it
 * @number: its number, or ""
 *
 * Shows what both services have of a record.
 */
void
psr_window_open_record (PsrWindow  *self,
                        const char *flow,
                        const char *row,
                        const char *number)
{
  g_return_if_fail (PSR_IS_WINDOW (self));
  g_return_if_fail (flow != NULL && row != NULL && number != NULL);

  psr_window_show_area (self, "sync");
  psr_sync_page_open_record (self->sync, flow, row, number);
}

/**
 * psr_window_get_desk:
 * @self: a window
 *
 * Returns: (transfer none): what it shows
 */
PsrDesk *
psr_window_get_desk (PsrWindow *self)
{
  g_return_val_if_fail (PSR_IS_WINDOW (self), NULL);

  return self->desk;
}

static void
forget_told (PsrWindow *self)
{
  g_clear_pointer (&self->told, g_free);
  g_clear_object (&self->told_toast);
}

/* What was told later is still to be read. */
static void
on_told (PsrWindow *self,
         AdwToast  *toast)
{
  if (self->told_toast == toast)
    forget_told (self);
}

/**
 * psr_window_tell:
 * @self: a window
 * @text: one sentence, translated
 *
 * Tells of something that happened, for a moment, also where another window takes its place
 * meanwhile.
 */
void
psr_window_tell (PsrWindow  *self,
                 const char *text)
{
  AdwToast *toast;

  g_return_if_fail (PSR_IS_WINDOW (self));
  g_return_if_fail (text != NULL);

  toast = psr_toast_new (text);
  forget_told (self);
  g_set_str (&self->told, text);
  self->told_toast = g_object_ref (toast);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (on_told), self, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, toast);
  psr_announce (GTK_WIDGET (self), text);
}

/**
 * psr_window_take_place_of:
 * @self: a window
 * @other: the window that goes
 *
 * Shows what the other one showed.
 */
void
psr_window_take_place_of (PsrWindow *self,
                          PsrWindow *other)
{
  g_return_if_fail (PSR_IS_WINDOW (self));
  g_return_if_fail (PSR_IS_WINDOW (other));

  if (other->told != NULL)
    psr_window_tell (self, other->told);
  if (psr_desk_get_state (other->desk) != PSR_DESK_OPEN)
    return;

  psr_window_show_area (self, gtk_stack_get_visible_child_name (other->areas_stack));
  adw_navigation_split_view_set_show_content (self->split_view, adw_navigation_split_view_get_show_content (other->split_view));
  psr_work_orders_page_come_back (self->work_orders, other->work_orders);
}

static void
on_activity (PsrWindow *self)
{
  const char *activity = psr_keeper_get_activity (psr_desk_get_keeper (self->desk));

  gtk_label_set_label (self->activity_label, activity != NULL ? activity : "");
}

static void
psr_window_dispose (GObject *object)
{
  PsrWindow *self = PSR_WINDOW (object);

  dex_clear (&self->leaving);
  dex_clear (&self->looking);
  g_clear_object (&self->desk);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->next_company, g_free);
  forget_told (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_WINDOW);

  G_OBJECT_CLASS (psr_window_parent_class)->dispose (object);
}

static void
psr_window_class_init (PsrWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = psr_window_close_request;

  g_type_ensure (PSR_TYPE_ACTIVITY_PAGE);
  g_type_ensure (PSR_TYPE_SYNC_PAGE);
  g_type_ensure (PSR_TYPE_WORK_ORDERS_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, root_stack);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, loading_page);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, closed_page);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, demo_button);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, reopen_button);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, setup_button);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, help_button);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, content_page);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, areas);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, areas_stack);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, work_count);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, sync_icon);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, company_section);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, company_label);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, company_button);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, closed_menu_button);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, company_name);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, environment_label);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, activity_label);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, work_orders);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, sync);
  gtk_widget_class_bind_template_child (widget_class, PsrWindow, activity);
  gtk_widget_class_bind_template_callback (widget_class, on_area_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_area_selected);
  gtk_widget_class_bind_template_callback (widget_class, psr_window_banner_clicked);
  gtk_widget_class_install_action (widget_class, "win.reopen", NULL, reopen);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search);
  gtk_widget_class_install_action (widget_class, "win.check-work", NULL, check_work);
  gtk_widget_class_install_action (widget_class, "win.send-marked", NULL, send_marked);
  gtk_widget_class_install_action (widget_class, "win.export", NULL, export_list);
  gtk_widget_class_install_action (widget_class, "win.print", NULL, print_list);
  gtk_widget_class_install_action (widget_class, "win.sync-all", NULL, sync_all);
  gtk_widget_class_install_action (widget_class, "win.show-area", "s", show_area);
}

static void
psr_window_init (PsrWindow *self)
{
  g_autoptr(GdkPaintable) spinner = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  psr_window_follow_companies (self);

  spinner = GDK_PAINTABLE (adw_spinner_paintable_new (GTK_WIDGET (self->loading_page)));
  adw_status_page_set_paintable (self->loading_page, spinner);
  self->settings = g_settings_new (APP_ID);
  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
}

/**
 * psr_window_new:
 * @application: the application
 * @desk: what to show
 * @is_demo: whether it shows example data
 *
 * Returns: (transfer none): a window
 */
PsrWindow *
psr_window_new (AdwApplication *application,
                PsrDesk        *desk,
                gboolean        is_demo)
{
  PsrWindow *self;

  g_return_val_if_fail (ADW_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (PSR_IS_DESK (desk), NULL);

  self = g_object_new (PSR_TYPE_WINDOW, "application", application, NULL);
  self->desk = g_object_ref (desk);
  self->is_demo = is_demo;
  if (is_demo)
    gtk_window_set_title (GTK_WINDOW (self), _("Passerelle (Example Data)"));
  if (is_demo || IS_DEVEL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "devel");

  g_signal_connect_object (desk, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::status", G_CALLBACK (on_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::trouble", G_CALLBACK (psr_window_show_banner), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (psr_desk_get_keeper (desk), "notify::state", G_CALLBACK (psr_window_show_banner), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (psr_desk_get_keeper (desk), "notify::trouble", G_CALLBACK (psr_window_show_banner), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (psr_desk_get_keeper (desk), "notify::activity", G_CALLBACK (on_activity), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (psr_desk_get_keeper (desk), "news", G_CALLBACK (psr_window_show_banner), self, G_CONNECT_SWAPPED);
  psr_work_orders_page_set_desk (self->work_orders, desk);
  psr_sync_page_set_desk (self->sync, desk);
  psr_activity_page_set_desk (self->activity, desk);
  on_state (self);
  on_status (self);

  return self;
}
