/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-review-view"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-review-pane-private.h"
#include "psr-review-rows.h"
#include "psr-review-totals.h"

/* What was read of the work order in a review pane: its checks, lines, totals and history. */

/* So many rows are made at once: a document has some forty checks that passed. */
#define STEP 8

static void
add_to_group (PsrReviewPane *self,
              GtkWidget     *group,
              GtkWidget     *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_ptr_array_add (self->rows, row);
}

static void
add_to_expander (PsrReviewPane *self,
                 GtkWidget     *expander,
                 GtkWidget     *row)
{
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), row);
  g_ptr_array_add (self->rows, row);
}

static void
clear_rows (PsrReviewPane *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = self->rows->pdata[i];
      GtkWidget *expander = gtk_widget_get_ancestor (gtk_widget_get_parent (row), ADW_TYPE_EXPANDER_ROW);

      if (expander != NULL)
        adw_expander_row_remove (ADW_EXPANDER_ROW (expander), row);
      else
        adw_preferences_group_remove (ADW_PREFERENCES_GROUP (gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP)), row);
    }
  g_ptr_array_set_size (self->rows, 0);
  self->n_checks = self->n_events = 0;
  g_clear_handle_id (&self->unfolding, g_source_remove);
  adw_bin_set_child (self->totals_bin, NULL);
}

static gboolean
is_passed (const PsrOrderCheck *check)
{
  return check->result == PSR_ORDER_CHECK_PASSED || check->result == PSR_ORDER_CHECK_LATER;
}

/* Those of the kind of document that is chosen. */
static GPtrArray *
get_checks (PsrReviewPane *self)
{
  gboolean posts;

  return psr_order_view_get_checks (self->view, psr_review_facts_get_choice (self->facts, self->view->row->id, &posts));
}

/* Makes the next row of what is unfolded, if there is one. */
static gboolean
add_next (PsrReviewPane *self)
{
  GPtrArray *checks = get_checks (self);

  while (self->n_checks < checks->len && adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self->passed_row)))
    {
      const PsrOrderCheck *check = checks->pdata[self->n_checks++];

      if (is_passed (check))
        {
          add_to_expander (self, self->passed_row,
                           psr_review_make_check_row (check, g_hash_table_contains (self->accepted, check->id)));
          return TRUE;
        }
    }

  if (self->n_events == self->view->history->len || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self->history_row)))
    return FALSE;

  add_to_expander (self, self->history_row,
                   psr_review_make_event_row (self->view->history->pdata[self->n_events++],
                                              psr_clock_now (psr_desk_get_clock (self->desk))));

  return TRUE;
}

static gboolean
add_some (gpointer data)
{
  PsrReviewPane *self = PSR_REVIEW_PANE (data);

  for (guint i = 0; i < STEP; i++)
    {
      if (!add_next (self))
        {
          self->unfolding = 0;
          return G_SOURCE_REMOVE;
        }
    }

  return G_SOURCE_CONTINUE;
}

/**
 * psr_review_pane_show_unfolded:
 * @self: a pane
 *
 * Makes the rows of what is unfolded, a few at a time. What is folded away is made when
 * somebody looks at it.
 */
void
psr_review_pane_show_unfolded (PsrReviewPane *self)
{
  g_return_if_fail (PSR_IS_REVIEW_PANE (self));

  if (self->view != NULL && self->unfolding == 0 && add_some (self) == G_SOURCE_CONTINUE)
    self->unfolding = g_idle_add (add_some, self);
}

/**
 * psr_review_pane_show_state:
 * @self: a pane that shows a work order
 *
 * Says how it stands, and how much is in the way where that is known.
 */
void
psr_review_pane_show_state (PsrReviewPane *self)
{
  g_autofree char *state = NULL;
  guint n_open = 0;

  g_return_if_fail (PSR_IS_REVIEW_PANE (self));
  g_return_if_fail (self->work_order != NULL);

  if (psr_review_pane_is_current (self))
    n_open = self->n_open;

  if (n_open > 0 && g_strcmp0 (self->work_order->state, "ready") == 0)
    state = g_strdup_printf (ngettext ("Ready but for %u thing", "Ready but for %u things", n_open), n_open);
  else if (n_open > 0 && g_strcmp0 (self->work_order->state, "blocked") == 0)
    /* Translators: a state, as “Blocked”, and how much has to be mended. */
    state = g_strdup_printf (ngettext ("%s · %u thing to mend", "%s · %u things to mend", n_open),
                             self->work_order->state_title, n_open);
  else
    state = psr_review_dup_state (self->work_order);
  gtk_label_set_label (self->state_label, state);
}

/* The checks say it better than the reason, and how many there are belongs to the state. */
static void
hide_reason (PsrReviewPane *self)
{
  if (self->n_open > 0 && !self->work_order->can_bill_again)
    gtk_widget_set_visible (self->reason_group, FALSE);
  psr_review_pane_show_state (self);
}

static gboolean
is_open (PsrReviewPane       *self,
         const PsrOrderCheck *check)
{
  return check->result == PSR_ORDER_CHECK_BLOCKS ||
         (check->result == PSR_ORDER_CHECK_ASKS && !g_hash_table_contains (self->accepted, check->id));
}

/* What of these checks is in the way, and isn't among the others. */
static void
tell_difference (PsrReviewPane   *self,
                 const GPtrArray *checks,
                 const GPtrArray *others,
                 const char      *format)
{
  for (guint i = 0; i < checks->len; i++)
    {
      const PsrOrderCheck *check = checks->pdata[i];
      g_autoptr(GString) text = NULL;
      gboolean is_known = FALSE;

      for (guint j = 0; j < others->len && !is_known; j++)
        {
          const PsrOrderCheck *other = others->pdata[j];

          is_known = g_str_equal (other->id, check->id) && is_open (self, other);
        }
      if (is_known || !is_open (self, check))
        continue;

      text = g_string_new (format);
      g_string_replace (text, "%s", check->what != NULL && *check->what != '\0' ? check->what : check->sentence, 1);
      psr_announce (GTK_WIDGET (self), text->str);
    }
}

/**
 * psr_review_pane_tell_questions:
 * @self: a pane that shows what was read, and where a kind of document was just chosen
 *
 * Tells people who use a screen reader what the other kind asks, and what it doesn't ask.
 */
void
psr_review_pane_tell_questions (PsrReviewPane *self)
{
  const char *kind;
  GPtrArray *before;
  GPtrArray *now;
  gboolean posts;

  g_return_if_fail (PSR_IS_REVIEW_PANE (self));
  g_return_if_fail (self->view != NULL);

  kind = psr_review_facts_get_choice (self->facts, self->view->row->id, &posts);
  if (kind == NULL)
    return;

  now = psr_order_view_get_checks (self->view, kind);
  before = psr_order_view_get_checks (self->view, g_str_equal (kind, "order") ? "invoice" : "order");
  /* Translators: what a check found, such as “The total is zero”. */
  tell_difference (self, now, before, _("To settle now: %s"));
  /* Translators: what a check found, such as “The total is zero”. */
  tell_difference (self, before, now, _("No longer to settle: %s"));
}

/* What is in the way stands by itself; what is in order can be looked up. */
static void
show_checks (PsrReviewPane *self)
{
  GPtrArray *checks = get_checks (self);
  g_autofree char *title = NULL;
  guint n_passed = 0;
  guint n_open = 0;

  for (guint i = 0; i < checks->len; i++)
    {
      const PsrOrderCheck *check = checks->pdata[i];
      gboolean is_accepted = g_hash_table_contains (self->accepted, check->id);

      n_open += is_open (self, check);
      if (is_passed (check))
        n_passed++;
      else
        add_to_group (self, self->checks_group, psr_review_make_check_row (check, is_accepted));
    }

  /* The last one: what is in the way comes first. */
  g_object_ref (self->passed_row);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->checks_group), self->passed_row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->checks_group), self->passed_row);
  g_object_unref (self->passed_row);
  self->n_open = n_open;
  hide_reason (self);

  title = g_strdup_printf (ngettext ("%u check passed", "%u checks passed", n_passed), n_passed);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->passed_row), title);
  gtk_widget_set_visible (self->passed_row, n_passed > 0);
  gtk_widget_set_visible (self->checks_group, checks->len > 0);
  /* What the profile's kind of document asks, the chosen one may not. */
  gtk_widget_set_visible (self->send_button,
                          self->work_order->can_approve || g_hash_table_size (self->accepted) > 0 ||
                          (psr_work_order_can_choose_kind (self->work_order) && checks->len > 0 && n_open == 0));
}

static void
show_acts (PsrReviewPane *self)
{
  const char * const none[] = { NULL };
  const char * const *acts = self->view != NULL ? (const char * const *) self->view->acts : none;
  g_autoptr(GMenuModel) menu = NULL;

  /* Another model would close it under somebody's hand. */
  if (self->shown_acts != NULL && g_strv_equal ((const char * const *) self->shown_acts, acts))
    return;

  g_strfreev (self->shown_acts);
  self->shown_acts = g_strdupv ((char **) acts);
  menu = psr_review_make_acts (self->view);
  gtk_menu_button_set_menu_model (self->acts_button, menu);
  gtk_widget_set_visible (GTK_WIDGET (self->acts_button), g_menu_model_get_n_items (menu) > 0);
}

static void
show_work (PsrReviewPane *self)
{
  psr_review_facts_show_work (self->facts, self->work_order, self->view, self->is_answered,
                              self->desk != NULL ? psr_clock_now (psr_desk_get_clock (self->desk)) : 0);
}

/* What else than the view the rows and buttons depend on. */
static guint
get_shown_by (PsrReviewPane *self)
{
  gboolean is_made = psr_review_pane_is_made (self);
  gboolean posts;
  const char *kind = psr_review_facts_get_choice (self->facts, self->view->row->id, &posts);

  return (guint) psr_review_pane_is_current (self) | (guint) is_made << 1 | (guint) (is_made && self->is_answered) << 2 |
         (guint) (self->work_order->can_approve != FALSE) << 3 | (guint) (self->work_order->can_bill_again != FALSE) << 4 |
         (guint) (kind != NULL) << 5 | (guint) (g_strcmp0 (kind, "order") == 0) << 6 | g_hash_table_size (self->accepted) << 7;
}

/**
 * psr_review_pane_show_current:
 * @self: a pane
 *
 * Lets a person decide about what is shown, if that is what it is now.
 */
void
psr_review_pane_show_current (PsrReviewPane *self)
{
  gboolean is_current;

  g_return_if_fail (PSR_IS_REVIEW_PANE (self));

  is_current = psr_review_pane_is_current (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.accept", is_current);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.bill-again", is_current);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.send", is_current && self->n_open == 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->acts_button), is_current);
}

/**
 * psr_review_pane_show_again:
 * @self: a pane
 * @before: (nullable): what was shown
 *
 * Shows what was read of its work order anew. Where only what was done in the field is
 * known better, all else stays as it is, and with it the keyboard and a menu that is open.
 */
void
psr_review_pane_show_again (PsrReviewPane      *self,
                            const PsrOrderView *before)
{
  g_return_if_fail (PSR_IS_REVIEW_PANE (self));
  g_return_if_fail (self->view != NULL);

  if (before == NULL || self->shown_by != get_shown_by (self) || !psr_order_view_is_same (before, self->view))
    {
      psr_review_pane_show_view (self);
      return;
    }

  show_work (self);
  hide_reason (self);
  psr_review_pane_show_current (self);
}

/**
 * psr_review_pane_show_view:
 * @self: a pane
 *
 * Shows what was read of its work order, or that nothing is read yet.
 */
void
psr_review_pane_show_view (PsrReviewPane *self)
{
  gboolean has_view;

  g_return_if_fail (PSR_IS_REVIEW_PANE (self));

  has_view = self->view != NULL;
  clear_rows (self);
  psr_review_pane_show_current (self);
  show_acts (self);
  show_work (self);
  gtk_widget_set_visible (self->checks_group, has_view);
  gtk_widget_set_visible (self->lines_group, has_view);
  gtk_widget_set_visible (GTK_WIDGET (self->totals_bin), has_view);
  gtk_widget_set_visible (self->history_group, has_view && self->view->history->len > 0);
  if (!has_view)
    return;

  self->shown_by = get_shown_by (self);
  show_checks (self);
  psr_review_pane_show_current (self);
  for (guint i = 0; i < self->view->lines->len; i++)
    add_to_group (self, self->lines_group, psr_review_make_line_row (self->view, i));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->lines_group),
                                   self->view->is_exact ? _("Lines in Business Central") : _("Lines, as Predicted"));
  /* Asked for what is there, and it didn't say. */
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->lines_group),
                                         self->is_answered && !self->view->is_exact && psr_review_pane_is_made (self)
                                           ? _("Business Central couldn’t be asked. This is what it was made from.") : NULL);
  adw_bin_set_child (self->totals_bin, psr_review_totals_new (self->view));
  psr_review_pane_show_unfolded (self);
}

/**
 * psr_review_pane_shows:
 * @self: a pane
 * @work_order: what is to be decided about, as it is listed
 *
 * Returns: whether it can be read here what there is to answer of it
 */
gboolean
psr_review_pane_shows (PsrReviewPane      *self,
                       const PsrWorkOrder *work_order)
{
  g_return_val_if_fail (PSR_IS_REVIEW_PANE (self), FALSE);
  g_return_val_if_fail (work_order != NULL, FALSE);

  return self->view != NULL && self->view->row->id == work_order->id;
}

/**
 * psr_review_pane_send:
 * @self: a pane
 *
 * Sends what is shown as its button does, with what was accepted of it.
 *
 * Returns: whether it can be sent
 */
gboolean
psr_review_pane_send (PsrReviewPane *self)
{
  g_return_val_if_fail (PSR_IS_REVIEW_PANE (self), FALSE);

  return psr_review_pane_is_current (self) && self->n_open == 0 && gtk_widget_get_visible (self->send_button) &&
         gtk_widget_activate_action (GTK_WIDGET (self), "review.send", NULL);
}
