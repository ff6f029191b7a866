/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-numbers"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-format.h"
#include "psr-help-link.h"
#include "psr-mend.h"
#include "psr-setup-numbers.h"

static char *
dup_numbers (const PsrFlowResult *flow,
             gboolean             is_dry_run)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  guint n_matched = flow->changed + flow->unchanged;
  guint n_by_hand = flow->skipped + flow->failed;
  g_autofree char *created = psr_format_count (flow->created);
  g_autofree char *matched = psr_format_count (n_matched);
  g_autofree char *by_hand = psr_format_count (n_by_hand);
  g_autofree char *alone = psr_format_count (flow->alone);

  /* Only what there is. Translators: %s is a number of records in all of these. */
  if (flow->created > 0)
    g_ptr_array_add (parts, g_strdup_printf (is_dry_run ? ngettext ("%s will be created in Wello", "%s will be created in Wello", flow->created)
                                                        : ngettext ("%s created in Wello", "%s created in Wello", flow->created),
                                             created));
  if (n_matched > 0)
    g_ptr_array_add (parts, g_strdup_printf (is_dry_run ? ngettext ("%s is there already", "%s are there already", n_matched)
                                                        : ngettext ("%s was there already", "%s were there already", n_matched),
                                             matched));
  if (n_by_hand > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%s to settle by hand", "%s to settle by hand", n_by_hand), by_hand));

  if (flow->alone > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%s only in Wello", "%s only in Wello", flow->alone), alone));

  if (parts->len == 0)
    return g_strdup (_("There are none"));

  g_ptr_array_add (parts, NULL);

  return g_strjoinv (", ", (char **) parts->pdata);
}

/* Only of items that are coupled it is known what becomes of their stock and prices. */
static gboolean
follows_items (GPtrArray           *flows,
               const PsrFlowResult *flow)
{
  if (!g_str_equal (flow->flow, "stock") && !g_str_equal (flow->flow, "prices"))
    return FALSE;

  for (guint i = 0; i < flows->len; i++)
    {
      const PsrFlowResult *other = flows->pdata[i];

      if (g_str_equal (other->flow, "items") && other->created + other->coupled > 0)
        return TRUE;
    }

  return FALSE;
}

static void
add_row (AdwPreferencesGroup *group,
         GPtrArray           *rows,
         const char          *title,
         const char          *numbers)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), numbers);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
}

/* What a person has to settle is listed below the numbers. */
static void
add_flow (AdwPreferencesGroup *group,
          GPtrArray           *rows,
          const PsrFlowResult *flow,
          const char          *numbers)
{
  GtkWidget *expander;

  if (flow->skipped + flow->failed == 0)
    {
      add_row (group, rows, flow->title, numbers);
      return;
    }

  expander = adw_expander_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (expander), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), flow->title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (expander), numbers);
  for (guint i = 0; i < flow->rows->len; i++)
    {
      const PsrFlowRow *record = flow->rows->pdata[i];
      g_autoptr(PsrMend) mend = psr_mend_new (record->mend);
      g_autofree char *text = g_strjoin (*mend->text != '\0' ? "\n" : "", record->reason, mend->text, NULL);
      GtkWidget *row;

      if (record->kind == PSR_FLOW_ROW_NOTE)
        continue;

      row = adw_action_row_new ();
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), record->number);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      if (*mend->text != '\0')
        adw_action_row_add_suffix (ADW_ACTION_ROW (row), psr_help_link_new ("sync", record->reason));
      adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), row);
    }
  adw_preferences_group_add (group, expander);
  g_ptr_array_add (rows, expander);
}

static void
add_work (AdwPreferencesGroup *group,
          GPtrArray           *rows,
          PsrSetup            *setup)
{
  g_autofree char *text = NULL;
  g_autofree char *count = NULL;
  g_autofree char *before = NULL;
  guint n_ready;
  guint n_before;

  if (!psr_setup_count_work (setup, &n_ready, &n_before))
    return;

  count = psr_format_count (n_ready - n_before);
  before = psr_format_count (n_before);
  if (n_before > 0)
    /* Translators: both are numbers of invoices. */
    text = g_strdup_printf (_("%s to review, %s from before the first day"), count, before);
  else
    text = g_strdup_printf (_("%s to review"), count);
  add_row (group, rows, _("Work that is ready"), text);
}

/**
 * psr_setup_numbers_add:
 * @group: where to show it
 * @rows: (element-type GtkWidget): takes the rows, which @group owns
 * @setup: setting up
 * @is_dry_run: whether it is what would happen, not what did
 *
 * Shows what the flows did, or would do, in numbers.
 */
void
psr_setup_numbers_add (AdwPreferencesGroup *group,
                       GPtrArray           *rows,
                       PsrSetup            *setup,
                       gboolean             is_dry_run)
{
  GPtrArray *flows;

  g_return_if_fail (ADW_IS_PREFERENCES_GROUP (group));
  g_return_if_fail (rows != NULL);
  g_return_if_fail (PSR_IS_SETUP (setup));

  flows = psr_setup_get_flows (setup);
  for (guint i = 0; flows != NULL && i < flows->len; i++)
    {
      const PsrFlowResult *flow = flows->pdata[i];
      g_autofree char *numbers = is_dry_run && follows_items (flows, flow) ? g_strdup (_("Known once the items are in Wello"))
                                                                           : dup_numbers (flow, is_dry_run);

      add_flow (group, rows, flow, numbers);
    }
  add_work (group, rows, setup);
}

/**
 * psr_setup_numbers_clear:
 * @group: where rows are shown
 * @rows: (element-type GtkWidget): the rows
 *
 * Takes them out.
 */
void
psr_setup_numbers_clear (AdwPreferencesGroup *group,
                         GPtrArray           *rows)
{
  g_return_if_fail (ADW_IS_PREFERENCES_GROUP (group));
  g_return_if_fail (rows != NULL);

  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, rows->pdata[i]);
  g_ptr_array_set_size (rows, 0);
}
