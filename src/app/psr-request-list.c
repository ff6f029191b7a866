/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-request-list"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-csv.h"
#include "psr-format.h"
#include "psr-kept-rows.h"
#include "psr-main-hop.h"
#include "psr-request-list.h"
#include "psr-state-bin.h"
#include "psr-table-file.h"
#include "psr-weak.h"

/* As many are looked through, and as many are shown at once. */
#define MOST_READ  5000
#define MOST_SHOWN 300

/**
 * PsrRequestList:
 *
 * The requests that were kept: never with a header, a body or a secret. What is shown
 * can be narrowed, and written as a table.
 */
struct _PsrRequestList
{
  AdwBin          parent_instance;

  PsrDesk        *desk;
  DexFuture      *reading;
  PsrHistory     *history;

  GtkEditable    *search;
  GtkDropDown    *service;
  GtkToggleButton *errors;
  PsrStateBin    *state;
  GtkListBox     *rows;
  GtkLabel       *notice;
};

G_DEFINE_FINAL_TYPE (PsrRequestList, psr_request_list, ADW_TYPE_BIN)

static gboolean
went_wrong (const PsrHistoryRequest *request)
{
  return request->status == 0 || request->status >= 400 || *request->message != '\0';
}

static gboolean
is_shown (PsrRequestList          *self,
          const PsrHistoryRequest *request)
{
  static const char * const services[] = { NULL, "bc", "wello" };
  const char *service = services[MIN (gtk_drop_down_get_selected (self->service), 2)];
  const char *text = gtk_editable_get_text (self->search);

  if (service != NULL && strcmp (request->service, service) != 0)
    return FALSE;
  if (gtk_toggle_button_get_active (self->errors) && !went_wrong (request))
    return FALSE;

  return *text == '\0' || g_str_match_string (text, request->url, FALSE) || strstr (request->url, text) != NULL ||
         strstr (request->message, text) != NULL || strcmp (request->correlation, text) == 0;
}

static char *
dup_status (const PsrHistoryRequest *request)
{
  return request->status == 0 ? g_strdup (_("No answer")) : g_strdup_printf ("%d", (int) request->status);
}

static char *
dup_key (gconstpointer item)
{
  const PsrHistoryRequest *request = item;

  return g_strdup_printf ("%" G_GINT64_FORMAT, request->id);
}

/* How long ago it was changes with each look. */
static void
update_row (gpointer       owner,
            GtkWidget     *row,
            gconstpointer  item)
{
  PsrRequestList *self = owner;
  const PsrHistoryRequest *request = item;
  PsrTimestamp now = psr_clock_now (psr_desk_get_clock (self->desk));
  g_autofree char *status = dup_status (request);
  g_autofree char *ago = psr_format_ago (request->at, now);
  g_autofree char *clock = psr_format_clock (request->at);
  g_autofree char *text = NULL;

  /* Translators: a request: the service, the status of its answer, how long it took, how long ago, the time of day. */
  text = g_strdup_printf (_("%s · %s · %d ms · %s, %s"), strcmp (request->service, "bc") == 0 ? "Business Central" : "Wello",
                          status, (int) (request->microseconds / 1000), ago, clock);
  if (*request->message != '\0')
    {
      g_autofree char *line = g_steal_pointer (&text);

      text = g_strdup_printf ("%s\n%s", line, request->message);
    }
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
}

static GtkWidget *
make_row (gpointer       owner,
          gconstpointer  item)
{
  const PsrHistoryRequest *request = item;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_strdup_printf ("%s %s", request->method, request->url);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_row_set_title_selectable (ADW_PREFERENCES_ROW (row), TRUE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  update_row (owner, row, item);
  if (went_wrong (request))
    {
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

      gtk_widget_add_css_class (icon, "warning");
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
    }

  return row;
}

static const PsrKeptRows rows_kind = { dup_key, make_row, update_row };

static void
show_none (PsrRequestList *self)
{
  PsrProfile *profile = psr_desk_get_profile (self->desk);
  const char *level = profile != NULL ? psr_profile_get_string (profile, PSR_PROFILE_LOG_REQUESTS) : "errors";

  if (self->history->requests->len > 0)
    psr_state_bin_show_empty (self->state, "edit-find-symbolic", _("Nothing Found"), _("Show more by searching for less."));
  else if (strcmp (level, "off") == 0)
    psr_state_bin_show_empty (self->state, "document-open-recent-symbolic", _("No Requests Are Kept"),
                              _("The profile says [Log] Requests=off."));
  else if (strcmp (level, "errors") == 0)
    psr_state_bin_show_empty (self->state, "object-select-symbolic", _("No Request Went Wrong"),
                              _("Only what goes wrong is kept. With [Log] Requests=all in the profile, all are."));
  else
    psr_state_bin_show_empty (self->state, "document-open-recent-symbolic", _("No Requests Yet"), NULL);
}

static void
show (PsrRequestList *self)
{
  g_autoptr(GPtrArray) shown = NULL;

  if (self->history == NULL)
    return;

  shown = g_ptr_array_new ();
  for (guint i = 0; i < self->history->requests->len && shown->len < MOST_SHOWN; i++)
    {
      if (is_shown (self, self->history->requests->pdata[i]))
        g_ptr_array_add (shown, self->history->requests->pdata[i]);
    }
  psr_kept_rows_show (self->rows, &rows_kind, shown, self);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), shown->len == MOST_SHOWN);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "requests.export", shown->len > 0);
  if (shown->len == 0)
    show_none (self);
  else
    psr_state_bin_show_content (self->state);
}

static void
filter_changed (PsrRequestList *self)
{
  if (self->desk != NULL)
    show (self);
}

static DexFuture *
on_read (DexFuture *future,
         gpointer   data)
{
  g_autoptr(PsrRequestList) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL || self->desk == NULL)
    return dex_future_new_true ();

  if (value == NULL)
    {
      psr_state_bin_show_error (self->state, error, "requests.reload");
      return dex_future_new_true ();
    }

  g_clear_pointer (&self->history, psr_history_unref);
  self->history = g_value_dup_boxed (value);
  show (self);

  return dex_future_new_true ();
}

/**
 * psr_request_list_read:
 * @self: a list
 *
 * Reads the requests anew.
 */
void
psr_request_list_read (PsrRequestList *self)
{
  g_return_if_fail (PSR_IS_REQUEST_LIST (self));

  if (self->desk == NULL || psr_desk_get_reader (self->desk) == NULL)
    return;

  if (self->history == NULL)
    psr_state_bin_show_loading (self->state, _("Reading…"));
  dex_clear (&self->reading);
  self->reading = dex_future_finally (psr_main_hop (psr_engine_get_requests (psr_desk_get_reader (self->desk), MOST_READ)),
                                      on_read, psr_weak_new (self), psr_weak_free);
}

static void
reload (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  psr_request_list_read (PSR_REQUEST_LIST (widget));
}

static GString *
make_table (PsrRequestList *self)
{
  GString *out = g_string_new (NULL);
  const char *titles[] = { _("When"), _("Service"), _("Method"), _("Address"), _("Status"), _("Milliseconds"), _("Bytes"),
                           _("Correlation"), _("Message"), NULL };

  psr_csv_add (out, titles);
  for (guint i = 0; i < self->history->requests->len; i++)
    {
      const PsrHistoryRequest *request = self->history->requests->pdata[i];
      g_autofree char *at = psr_timestamp_to_string (request->at);
      g_autofree char *status = g_strdup_printf ("%" G_GINT64_FORMAT, request->status);
      g_autofree char *took = g_strdup_printf ("%" G_GINT64_FORMAT, request->microseconds / 1000);
      g_autofree char *bytes = g_strdup_printf ("%" G_GINT64_FORMAT, request->bytes);
      const char *cells[] = { at, request->service, request->method, request->url, status, took, bytes,
                              request->correlation, request->message, NULL };

      if (is_shown (self, request))
        psr_csv_add (out, cells);
    }

  return out;
}

/**
 * psr_request_list_export_to:
 * @self: a list
 * @file: where to
 *
 * Writes what fits the filter, all of it, as a table for spreadsheets.
 */
void
psr_request_list_export_to (PsrRequestList *self,
                            GFile          *file)
{
  g_return_if_fail (PSR_IS_REQUEST_LIST (self));
  g_return_if_fail (G_IS_FILE (file));

  if (self->history != NULL)
    psr_table_file_write (GTK_WIDGET (self), file, make_table (self), _("The requests were exported"),
                          _("The Requests Weren’t Exported"));
}

static void
on_file_chosen (GtkWidget *widget,
                GFile     *file)
{
  psr_request_list_export_to (PSR_REQUEST_LIST (widget), file);
}

static void
export_requests (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  psr_table_file_choose (widget, _("Export Requests"), _("The Requests Weren’t Exported"), "passerelle-requests.csv", on_file_chosen);
}

/**
 * psr_request_list_set_desk:
 * @self: a list, once
 * @desk: where the requests are read
 */
void
psr_request_list_set_desk (PsrRequestList *self,
                           PsrDesk        *desk)
{
  g_return_if_fail (PSR_IS_REQUEST_LIST (self));
  g_return_if_fail (PSR_IS_DESK (desk));

  g_set_object (&self->desk, desk);
}

static void
psr_request_list_dispose (GObject *object)
{
  PsrRequestList *self = PSR_REQUEST_LIST (object);

  dex_clear (&self->reading);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->history, psr_history_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_REQUEST_LIST);

  G_OBJECT_CLASS (psr_request_list_parent_class)->dispose (object);
}

static void
psr_request_list_class_init (PsrRequestListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_request_list_dispose;

  g_type_ensure (PSR_TYPE_STATE_BIN);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-request-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrRequestList, search);
  gtk_widget_class_bind_template_child (widget_class, PsrRequestList, service);
  gtk_widget_class_bind_template_child (widget_class, PsrRequestList, errors);
  gtk_widget_class_bind_template_child (widget_class, PsrRequestList, state);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed);
  gtk_widget_class_install_action (widget_class, "requests.reload", NULL, reload);
  gtk_widget_class_install_action (widget_class, "requests.export", NULL, export_requests);
}

static void
psr_request_list_init (PsrRequestList *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  g_autofree char *notice = g_strdup_printf (_("The newest %d are shown; an export has all"), MOST_SHOWN);

  gtk_widget_init_template (GTK_WIDGET (self));

  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  self->notice = GTK_LABEL (gtk_label_new (notice));
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "boxed-list");
  gtk_widget_add_css_class (GTK_WIDGET (self->notice), "dim-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Requests"), -1);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rows));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->notice));
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 860);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  psr_state_bin_set_content (self->state, scroller);
}
