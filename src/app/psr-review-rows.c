/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-review-rows"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-audit-words.h"
#include "psr-error-window.h"
#include "psr-format.h"
#include "psr-help-link.h"
#include "psr-help.h"
#include "psr-review-rows.h"
#include "psr-text.h"

static GtkWidget *
make_row (const char *title,
          const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");

  return row;
}

/* How a check came out, in a picture with its name: never by colour alone. */
static GtkWidget *
make_mark (PsrOrderCheckResult result)
{
  static const struct
  {
    const char *icon;
    const char *style;
    const char *name;
  } marks[] = {
    [PSR_ORDER_CHECK_PASSED] = { "object-select-symbolic", "success", N_("In order") },
    [PSR_ORDER_CHECK_ASKS] = { "dialog-warning-symbolic", "warning", N_("Asks") },
    [PSR_ORDER_CHECK_ACCEPTED] = { "object-select-symbolic", "warning", N_("Accepted") },
    [PSR_ORDER_CHECK_BLOCKS] = { "dialog-error-symbolic", "error", N_("In the way") },
    [PSR_ORDER_CHECK_LATER] = { "content-loading-symbolic", "dim-label", N_("Looked at when it is sent") },
  };
  GtkWidget *image = gtk_image_new_from_icon_name (marks[result].icon);

  gtk_widget_add_css_class (image, marks[result].style);
  gtk_widget_set_tooltip_text (image, _(marks[result].name));
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, _(marks[result].name), -1);

  return image;
}

static const char *
get_button_label (const PsrMend *mend)
{
  switch (mend->action)
    {
    case PSR_MEND_SYNC:
      return g_strcmp0 (mend->argument, "items") == 0 ? _("Sync _Items") : _("Sync _Customers");

    case PSR_MEND_SET_UP:
      return _("_Choose…");

    case PSR_MEND_PROPOSAL:
      return _("Show _Proposal");

    case PSR_MEND_BILL_AS:
      return _("Bill as _Invoice");

    case PSR_MEND_NONE:
    case PSR_MEND_READ_AGAIN:
    case PSR_MEND_ACCEPT:
    case PSR_MEND_BILL:
    case PSR_MEND_SIGN_IN:
    case PSR_MEND_STORE_SECRET:
    case PSR_MEND_CHECK:
    case PSR_MEND_CONFIRM:
    default:
      return _("Check _Again");
    }
}

static GtkWidget *
make_button (const char *label,
             const char *action,
             GVariant   *target)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);

  return button;
}

static GtkWidget *
make_text (const char *text,
           const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_set_css_classes (label, (const char *[]) { style, "dim-label", NULL });

  return label;
}

/* A row whose buttons stand below its text where there is no room beside it. */
static GtkWidget *
make_row_with_buttons (const char *title,
                       const char *subtitle,
                       GtkWidget  *mark,
                       GtkWidget  *buttons)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *wrap = g_object_new (ADW_TYPE_WRAP_BOX,
                                  "child-spacing", 12, "line-spacing", 9,
                                  "wrap-policy", ADW_WRAP_MINIMUM,
                                  "justify", ADW_JUSTIFY_FILL, "justify-last-line", TRUE,
                                  "margin-top", 9, "margin-bottom", 9, "margin-start", 12, "margin-end", 12,
                                  NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_append (GTK_BOX (texts), make_text (title, NULL));
  if (subtitle != NULL && *subtitle != '\0')
    gtk_box_append (GTK_BOX (texts), make_text (subtitle, "caption"));
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_widget_set_size_request (box, 220, -1);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  adw_wrap_box_append (ADW_WRAP_BOX (wrap), box);
  adw_wrap_box_append (ADW_WRAP_BOX (wrap), buttons);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), wrap);

  return row;
}

/**
 * psr_review_make_check_row:
 * @check: a check
 * @is_accepted: whether the person has just accepted it
 *
 * Returns: (transfer floating): a row that shows it, with the one button that leads
 *   to its mend, or that accepts it, and a link to the help where it is in the way
 */
GtkWidget *
psr_review_make_check_row (const PsrOrderCheck *check,
                           gboolean             is_accepted)
{
  gboolean is_open = check->result == PSR_ORDER_CHECK_BLOCKS || check->result == PSR_ORDER_CHECK_ASKS;
  const char *title = *check->what != '\0' ? check->what : check->sentence;
  const char *subtitle = check->why;
  GtkWidget *mark = make_mark (is_accepted ? PSR_ORDER_CHECK_ACCEPTED : check->result);
  g_autofree char *text = NULL;
  GtkWidget *buttons;
  GtkWidget *row;

  if (check->button != NULL && is_open && *check->button->text != '\0')
    subtitle = text = g_strdup_printf ("%s\n%s", check->why, check->button->text);

  if (!is_open)
    {
      row = make_row (title, subtitle);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), mark);
      return row;
    }

  buttons = g_object_new (ADW_TYPE_WRAP_BOX, "child-spacing", 6, "line-spacing", 6, NULL);
  adw_wrap_box_set_align (ADW_WRAP_BOX (buttons), 1);
  if (check->result == PSR_ORDER_CHECK_BLOCKS && check->button != NULL)
    adw_wrap_box_append (ADW_WRAP_BOX (buttons),
                         make_button (get_button_label (check->button), "review.mend",
                                      g_variant_new ("(is)", check->button->action, check->button->argument)));
  else if (check->result == PSR_ORDER_CHECK_ASKS && !is_accepted)
    adw_wrap_box_append (ADW_WRAP_BOX (buttons), make_button (_("A_ccept"), "review.accept", g_variant_new_string (check->id)));
  adw_wrap_box_append (ADW_WRAP_BOX (buttons), psr_help_link_new (psr_help_find_page (PSR_HELP_CHECK, check->id), check->what));

  return make_row_with_buttons (title, subtitle, mark, buttons);
}

static char *
dup_line_details (const PsrOrderLine *line)
{
  g_autofree char *quantity = psr_format_quantity (line->quantity);
  g_autofree char *price = psr_format_amount (line->price, NULL);
  g_autofree char *vat = psr_format_quantity (line->vat_percent);
  g_autoptr(GString) text = g_string_new (NULL);

  /* Translators: number of an item, how many, their unit, and the price of one. */
  g_string_append_printf (text, _("%s · %s %s × %s"), line->number, quantity, line->unit, price);
  /* Translators: a VAT rate in percent. */
  psr_text_take_part (text, g_strdup_printf (_("VAT %s %%"), vat));
  if (*line->price_source != '\0')
    {
      g_string_append_c (text, '\n');
      /* Translators: where a price comes from. */
      g_string_append_printf (text, _("Price: %s"), line->price_source);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static GtkWidget *
make_why_button (const PsrOrderLine *line,
                 guint               index)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("dialog-question-symbolic");
  g_autofree char *spoken = g_strdup_printf (_("Why this price: %s"), line->text);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Why This Price"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "review.why-price");
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), g_variant_new_uint32 (index));

  return button;
}

/**
 * psr_review_make_line_row:
 * @view: a work order
 * @index: which of its lines
 *
 * Returns: (transfer floating): a row that shows it, with a button that tells why an item
 *   costs what it does
 */
GtkWidget *
psr_review_make_line_row (const PsrOrderView *view,
                          guint               index)
{
  const PsrOrderLine *line = view->lines->pdata[index];
  g_autofree char *details = NULL;
  g_autofree char *net = NULL;
  GtkWidget *row;
  GtkWidget *label;

  if (*line->number == '\0')
    {
      row = make_row (line->text, NULL);
      gtk_widget_add_css_class (row, "dim-label");
      return row;
    }

  details = dup_line_details (line);
  net = psr_format_amount (line->net, NULL);
  row = make_row (line->text, details);
  label = gtk_label_new (net);
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  /* An order without prices has none to tell of. */
  if (*line->item != '\0' && !view->is_internal)
    {
      GtkWidget *button = make_why_button (line, index);

      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
    }

  return row;
}

/**
 * psr_review_make_event_row:
 * @event: a line of the audit
 * @now: the time
 *
 * Returns: (transfer floating): a row that shows it
 */
GtkWidget *
psr_review_make_event_row (const PsrOrderEvent *event,
                           PsrTimestamp         now)
{
  g_autofree char *ago = psr_format_ago (event->at, now);
  g_autofree char *change = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  change = psr_audit_words_dup_change (event->action, event->old_value, event->new_value);
  reason = psr_audit_words_dup_reason (event->action, event->reason);
  title = *change != '\0' ? g_strdup_printf (_("%s: %s"), psr_audit_words_get_action (event->action), change)
                          : g_strdup (psr_audit_words_get_action (event->action));
  text = *reason != '\0' ? g_strdup_printf ("%s · %s\n%s", ago, event->who, reason)
                         : g_strdup_printf ("%s · %s", ago, event->who);

  return make_row (title, text);
}

/**
 * psr_review_make_acts:
 * @view: (nullable): a work order
 *
 * Returns: (transfer full): a menu of what a person may decide about it
 */
GMenuModel *
psr_review_make_acts (const PsrOrderView *view)
{
  static const struct
  {
    const char *act;
    const char *label;
  } labels[] = {
    { PSR_ORDER_ACT_POST, N_("_Post…") },
    { "retry", N_("_Retry") },
    { "take", N_("_Take the Document as It Is…") },
    { "unapprove", N_("Take _Back the Approval") },
    { "withdraw", N_("_Withdraw…") },
    { "skip", N_("_Skip…") },
    { "unskip", N_("_Bill It After All") },
    { "mark-billed", N_("_Already Invoiced…") },
    { "unmark", N_("_Not Invoiced After All") },
  };
  GMenu *menu = g_menu_new ();

  for (gsize i = 0; view != NULL && i < G_N_ELEMENTS (labels); i++)
    {
      g_autofree char *action = NULL;

      if (!g_strv_contains ((const char * const *) view->acts, labels[i].act))
        continue;

      action = g_strdup_printf ("work.act::%s", labels[i].act);
      g_menu_append (menu, _(labels[i].label), action);
    }

  return G_MENU_MODEL (menu);
}

/**
 * psr_review_dup_document:
 * @work_order: what is shown
 *
 * Returns: (transfer full): the kind of its document, with the number that it has
 */
char *
psr_review_dup_document (const PsrWorkOrder *work_order)
{
  const char *kind = g_strcmp0 (work_order->document, "order") == 0 ? _("Sales order") : _("Sales invoice");

  if (work_order->bc_number == NULL || *work_order->bc_number == '\0')
    return g_strdup (kind);

  /* Translators: a kind of document and its number, as “Sales invoice 103210”. */
  return g_strdup_printf (C_("document", "%s %s"), kind, work_order->bc_number);
}

/**
 * psr_review_dup_state:
 * @work_order: what is shown
 *
 * Returns: (transfer full): how it stands, and until when, where that is known
 */
char *
psr_review_dup_state (const PsrWorkOrder *work_order)
{
  g_autofree char *until = NULL;

  if (work_order->checking_until == PSR_TIMESTAMP_NONE)
    return g_strdup (work_order->state_title);

  until = psr_format_clock (work_order->checking_until);

  /* Translators: a state such as “Being checked”, and a time. */
  return g_strdup_printf (_("%s until %s"), work_order->state_title, until);
}

/**
 * psr_review_dup_customer:
 * @work_order: what is shown
 *
 * Returns: (transfer full): whom it is billed to
 */
char *
psr_review_dup_customer (const PsrWorkOrder *work_order)
{
  if (*work_order->customer_number == '\0')
    return g_strdup (work_order->customer_name);

  /* Translators: a customer's name and number. */
  return g_strdup_printf (_("%s (%s)"), work_order->customer_name, work_order->customer_number);
}

/**
 * psr_review_show_trouble:
 * @group: where it stands
 * @row: what says it
 * @error: (nullable): why what belongs to a work order can't be read, or %NULL when
 *   it can
 */
void
psr_review_show_trouble (GtkWidget    *group,
                         AdwActionRow *row,
                         const GError *error)
{
  g_return_if_fail (GTK_IS_WIDGET (group));
  g_return_if_fail (ADW_IS_ACTION_ROW (row));

  gtk_widget_set_visible (group, error != NULL);
  psr_error_row_show (row, error);
}
