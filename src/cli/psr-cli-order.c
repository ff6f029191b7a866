/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-order"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-audit-words.h"
#include "psr-cli-order.h"
#include "psr-cli-table.h"
#include "psr-cli-view.h"
#include "psr-price-words.h"
#include "psr-text.h"

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

static void
print_head (const PsrOrderView *view)
{
  const PsrWorkOrder *row = view->row;
  g_autofree char *completed = psr_date_localise (row->date);
  g_autoptr(GString) what = g_string_new (NULL);
  g_autoptr(GString) customer = g_string_new (NULL);

  psr_text_take_part (what, g_strdup_printf (_("Wello invoice %s"), row->number));
  if (has_text (row->work_order))
    psr_text_take_part (what, g_strdup_printf (_("work order %s"), row->work_order));
  if (has_text (row->date))
    psr_text_take_part (what, g_strdup_printf (_("completed %s"), completed));
  g_print ("%s\n", what->str);
  psr_text_take_part (customer, g_strdup_printf (_("Customer %s %s"), row->customer_number, row->customer_name));
  if (has_text (view->bill_to))
    psr_text_take_part (customer, g_strdup_printf (_("billed to %s"), view->bill_to));
  if (view->is_internal)
    psr_text_append_part (customer, _("internal: an order without prices"));
  g_print ("%s\n", customer->str);
  if (has_text (view->site))
    {
      g_print (_("Site %s"), view->site);
      g_print ("\n");
    }
  g_print ("%s%s%s\n", row->state_title, has_text (row->bc_number) ? " " : "",
           has_text (row->bc_number) ? row->bc_number : "");
  if (has_text (row->reason))
    g_print ("    %s\n", row->reason);
  if (has_text (row->mend))
    g_print ("    → %s\n", row->mend);
}

/* What somebody wrote, each line of it as far in as what it belongs to. */
static void
print_text (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (*g_strstrip (lines[i]) != '\0')
        g_print ("      %s\n", lines[i]);
    }
}

static void
print_visit (const PsrWorkVisit *visit)
{
  g_autofree char *day = psr_date_localise (visit->day);
  g_autofree char *hours = psr_cli_dup_number (visit->hours);
  g_autoptr(GString) line = g_string_new (has_text (visit->technician) ? visit->technician : _("unknown technician"));

  if (has_text (day))
    psr_text_append_part (line, day);
  if (has_text (visit->begin) && has_text (visit->end))
    g_string_append_printf (line, " %s–%s", visit->begin, visit->end);
  /* Translators: a number of hours. */
  psr_text_take_part (line, g_strdup_printf (_("%s h"), hours));
  if (has_text (visit->text))
    psr_text_append_part (line, visit->text);
  if (visit->is_under_warranty)
    psr_text_append_part (line, _("under warranty"));
  g_print ("  %s\n", line->str);
  print_text (visit->remark);
}

static void
print_work (const PsrWorkDone *work)
{
  g_print (_("\nWhat was done:\n"));
  if (has_text (work->name))
    g_print ("  %s\n", work->name);
  print_text (work->description);
  for (guint i = 0; i < work->visits->len; i++)
    print_visit (work->visits->pdata[i]);
  if (work->visits->len == 0)
    {
      for (guint i = 0; i < work->technicians->len; i++)
        g_print ("  %s\n", (const char *) work->technicians->pdata[i]);
    }
  for (guint i = 0; i < work->remarks->len; i++)
    print_text (work->remarks->pdata[i]);
  for (guint i = 0; i < work->files->len; i++)
    {
      const PsrWorkFile *file = work->files->pdata[i];
      g_autofree char *text = g_strdup_printf (_("Attached: %s"), file->name);

      g_print ("  %s\n", text);
    }
}

static void
add_line (PsrCliTable        *table,
          const PsrOrderLine *line)
{
  g_autofree char *percent = psr_cli_dup_number (line->vat_percent);
  g_autofree char *quantity = psr_cli_dup_number (line->quantity);

  psr_cli_table_set_cell (table, line->number);
  psr_cli_table_set_cell (table, line->text);

  if (!has_text (line->number))
    {
      for (guint i = 0; i < 6; i++)
        psr_cli_table_set_cell (table, "");
      return;
    }

  psr_cli_table_take_cell (table, g_strdup_printf ("%s%s%s", quantity,
                                                   has_text (line->unit) ? " " : "", line->unit));
  psr_cli_table_take_cell (table, psr_price_words_dup_money (line->price));
  psr_cli_table_take_cell (table, psr_cli_dup_fixed (line->discount, 2));
  psr_cli_table_take_cell (table, psr_cli_dup_fixed (line->net, 2));
  psr_cli_table_take_cell (table, g_strdup_printf ("%s %%", percent));
  psr_cli_table_set_cell (table, line->price_source);
}

static void
print_lines (const PsrOrderView *view)
{
  g_autoptr(PsrCliTable) table = psr_cli_table_new ();
  g_autoptr(GString) text = g_string_new (NULL);

  if (view->is_exact)
    g_print (_("\nAs it is in Business Central:\n"));
  else
    g_print (_("\nAs it will be made:\n"));
  psr_text_take_part (text, g_strdup_printf (_("External document number %s"), view->row->external_number));
  if (has_text (view->reference))
    psr_text_take_part (text, g_strdup_printf (_("Your Reference %s"), view->reference));
  g_print ("  %s\n\n", text->str);

  psr_cli_table_add_column (table, _("Number"), FALSE);
  psr_cli_table_add_column (table, _("Text"), FALSE);
  psr_cli_table_add_column (table, _("Quantity"), TRUE);
  psr_cli_table_add_column (table, _("Price"), TRUE);
  psr_cli_table_add_column (table, _("Discount"), TRUE);
  psr_cli_table_add_column (table, _("Net"), TRUE);
  psr_cli_table_add_column (table, _("VAT"), TRUE);
  psr_cli_table_add_column (table, _("Price from"), FALSE);

  for (guint i = 0; i < view->lines->len; i++)
    add_line (table, g_ptr_array_index (view->lines, i));

  psr_cli_table_print (table);
}

static void
add_totals (PsrCliTable          *table,
            const char           *title,
            const PsrOrderTotals *totals)
{
  if (!totals->known)
    return;

  psr_cli_table_set_cell (table, title);
  psr_cli_table_take_cell (table, psr_cli_dup_fixed (totals->net, 2));
  psr_cli_table_take_cell (table, psr_cli_dup_fixed (totals->vat, 2));
  psr_cli_table_take_cell (table, psr_cli_dup_fixed (totals->gross, 2));
}

static void
print_totals (const PsrOrderView *view)
{
  g_autoptr(PsrCliTable) table = psr_cli_table_new ();

  psr_cli_table_add_column (table, _("Total by"), FALSE);
  psr_cli_table_add_column (table, _("Net"), TRUE);
  psr_cli_table_add_column (table, _("VAT"), TRUE);
  psr_cli_table_add_column (table, _("Gross"), TRUE);
  add_totals (table, _("Wello"), &view->wello);
  if (view->bc.known)
    add_totals (table, _("Business Central"), &view->bc);
  else
    add_totals (table, _("Business Central, predicted"), &view->predicted);

  g_print ("\n");
  psr_cli_table_print (table);
}

static char *
dup_check (const PsrOrderCheck *check)
{
  const char *what = has_text (check->what) ? check->what : check->sentence;

  /* Translators: the text of a check. */
  if (check->result == PSR_ORDER_CHECK_ACCEPTED)
    return g_strdup_printf (_("%s (accepted)"), what);
  /* Translators: the text of a check. */
  if (check->result == PSR_ORDER_CHECK_LATER)
    return g_strdup_printf (_("%s (looked at when it is sent)"), what);

  return g_strdup (what);
}

static void
print_checks (const PsrOrderView *view)
{
  static const char * const marks[] = { "✔", "⚠", "✔", "✖", "·" };

  if (view->checks->len == 0)
    return;

  g_print (_("\nChecks:\n"));
  for (guint i = 0; i < view->checks->len; i++)
    {
      const PsrOrderCheck *check = g_ptr_array_index (view->checks, i);
      g_autofree char *text = dup_check (check);

      g_print ("  %s %s\n", marks[check->result], text);
      if (has_text (check->why))
        g_print ("      %s\n", check->why);
      if (has_text (check->mend) && check->result != PSR_ORDER_CHECK_ACCEPTED)
        g_print ("      → %s\n", check->mend);
    }
}

static void
print_history (const PsrOrderView *view)
{
  g_print (_("\nHistory:\n"));
  for (guint i = 0; i < view->history->len; i++)
    {
      const PsrOrderEvent *event = g_ptr_array_index (view->history, i);
      g_autofree char *time = psr_timestamp_localise (event->at);
      g_autofree char *change = psr_audit_words_dup_change (event->action, event->old_value, event->new_value);
      g_autofree char *reason = psr_audit_words_dup_reason (event->action, event->reason);

      g_print ("  %s  %s  %s", time, event->who, psr_audit_words_get_action (event->action));
      if (has_text (change))
        g_print ("  %s", change);
      if (has_text (reason))
        g_print ("  (%s)", reason);
      g_print ("\n");
    }
}

/**
 * psr_cli_order_print:
 * @view: a work order with everything known of it
 *
 * Prints it.
 */
void
psr_cli_order_print (PsrOrderView *view)
{
  g_return_if_fail (view != NULL);

  print_head (view);
  if (view->work != NULL)
    print_work (view->work);
  print_lines (view);
  print_totals (view);
  print_checks (view);
  print_history (view);
}

static void
write_lines (PsrJsonWriter      *writer,
             const PsrOrderView *view)
{
  psr_json_writer_member (writer, "lines");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < view->lines->len; i++)
    {
      const PsrOrderLine *line = g_ptr_array_index (view->lines, i);

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "number", line->number);
      psr_json_writer_add_string (writer, "text", line->text);
      if (has_text (line->number))
        {
          psr_json_writer_add_decimal (writer, "quantity", line->quantity);
          psr_json_writer_add_string (writer, "unit", line->unit);
          psr_json_writer_add_decimal (writer, "price", line->price);
          psr_json_writer_add_decimal (writer, "discount", line->discount);
          psr_json_writer_add_decimal (writer, "net", line->net);
          psr_json_writer_add_decimal (writer, "vatPercent", line->vat_percent);
          psr_json_writer_add_string (writer, "vatCode", line->vat_code);
          psr_json_writer_add_string (writer, "priceFrom", line->price_source);
        }
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
}

static void
write_totals (PsrJsonWriter        *writer,
              const char           *member,
              const PsrOrderTotals *totals)
{
  if (!totals->known)
    return;

  psr_json_writer_member (writer, member);
  psr_json_writer_begin_object (writer);
  psr_json_writer_add_decimal (writer, "net", totals->net);
  psr_json_writer_add_decimal (writer, "vat", totals->vat);
  psr_json_writer_add_decimal (writer, "gross", totals->gross);
  psr_json_writer_end_object (writer);
}

static void
write_checks (PsrJsonWriter      *writer,
              const PsrOrderView *view)
{
  psr_json_writer_member (writer, "checks");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < view->checks->len; i++)
    {
      const PsrOrderCheck *check = g_ptr_array_index (view->checks, i);

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "id", check->id);
      psr_json_writer_add_string (writer, "result", psr_order_check_result_to_string (check->result));
      psr_json_writer_add_string (writer, "sentence", check->sentence);
      psr_json_writer_add_string (writer, "about", check->about);
      psr_json_writer_add_string (writer, "what", check->what);
      psr_json_writer_add_string (writer, "why", check->why);
      psr_json_writer_add_string (writer, "mend", check->mend);
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
}

static void
write_history (PsrJsonWriter      *writer,
               const PsrOrderView *view)
{
  psr_json_writer_member (writer, "history");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < view->history->len; i++)
    {
      const PsrOrderEvent *event = g_ptr_array_index (view->history, i);
      g_autofree char *at = psr_timestamp_to_string (event->at);

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "at", at);
      psr_json_writer_add_string (writer, "who", event->who);
      psr_json_writer_add_string (writer, "action", event->action);
      psr_json_writer_add_string (writer, "old", event->old_value);
      psr_json_writer_add_string (writer, "new", event->new_value);
      psr_json_writer_add_string (writer, "reason", event->reason);
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
}

/**
 * psr_cli_order_json:
 * @writer: where to write
 * @view: a work order with everything known of it
 *
 * Writes it as an object.
 */
void
psr_cli_order_json (PsrJsonWriter *writer,
                    PsrOrderView  *view)
{
  g_return_if_fail (writer != NULL && view != NULL);

  psr_json_writer_begin_object (writer);
  psr_json_writer_member (writer, "workOrder");
  psr_cli_view_work_order_json (writer, view->row, NULL);
  psr_json_writer_add_boolean (writer, "exact", view->is_exact);
  psr_json_writer_add_string (writer, "yourReference", view->reference);
  psr_json_writer_add_string (writer, "billTo", view->bill_to);
  psr_json_writer_add_string (writer, "site", view->site);
  psr_json_writer_add_boolean (writer, "internal", view->is_internal);
  psr_json_writer_member (writer, "work");
  if (view->work != NULL)
    psr_work_done_write (view->work, writer);
  else
    psr_json_writer_null (writer);
  write_lines (writer, view);
  psr_json_writer_member (writer, "totals");
  psr_json_writer_begin_object (writer);
  write_totals (writer, "wello", &view->wello);
  write_totals (writer, "predicted", &view->predicted);
  write_totals (writer, "businessCentral", &view->bc);
  psr_json_writer_end_object (writer);
  write_checks (writer, view);
  write_history (writer, view);
  psr_json_writer_end_object (writer);
}
