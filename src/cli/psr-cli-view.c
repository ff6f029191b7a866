/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-view"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-cli-table.h"
#include "psr-cli-view.h"
#include "psr-cli.h"
#include "psr-explain.h"

/* Letters of a name in a table. */
#define MAX_NAME 28

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

/* What is wrong with a part of a report, with its mend below it. */
static void
print_error (const char   *title,
             const GError *error)
{
  g_autoptr(PsrExplanation) explanation = psr_explain (error);

  if (title != NULL)
    {
      g_autofree char *line = g_strdup_printf (_("%s: %s"), title, explanation->what);

      g_print ("✖ %s\n", line);
    }
  else
    g_print ("✖ %s\n", explanation->what);
  if (has_text (explanation->why))
    g_print ("    %s\n", explanation->why);
  if (has_text (explanation->mend))
    g_print ("    → %s\n", explanation->mend);
}

/* Names of a hundred letters would leave no room for anything else. */
static char *
shorten (const char *text,
         glong       max)
{
  if (!has_text (text) || g_utf8_strlen (text, -1) <= max)
    return g_strdup (text);

  return g_strdup_printf ("%.*s…", (int) (g_utf8_offset_to_pointer (text, max - 1) - text), text);
}

/* The state, and what there is to know with it: a number, or until when. */
static char *
state_text (const PsrWorkOrder *row)
{
  g_autofree char *until = NULL;

  if (has_text (row->bc_number))
    return g_strdup_printf ("%s %s", row->state_title, row->bc_number);

  if (row->checking_until == PSR_TIMESTAMP_NONE)
    return g_strdup (row->state_title);

  until = psr_timestamp_localise_clock (row->checking_until);

  /* Translators: a state such as “Being checked”, and a time. */
  return g_strdup_printf (_("%s until %s"), row->state_title, until);
}

/**
 * psr_cli_view_findings:
 * @findings: (element-type PsrFinding): what a check found
 *
 * Prints findings, each with its mend below it.
 */
void
psr_cli_view_findings (GPtrArray *findings)
{
  static const char * const marks[] = { "✔", "!", "✖" };

  for (guint i = 0; i < findings->len; i++)
    {
      const PsrFinding *finding = findings->pdata[i];

      g_print ("%s %s\n", marks[finding->kind], finding->what);
      if (has_text (finding->why))
        g_print ("    %s\n", finding->why);
      if (has_text (finding->mend))
        g_print ("    → %s\n", finding->mend);
    }
}

/**
 * psr_cli_view_status_of_findings:
 * @findings: (element-type PsrFinding): what a check found
 *
 * Returns: the exit status for them
 */
int
psr_cli_view_status_of_findings (GPtrArray *findings)
{
  /* What is nearest to the beginning of everything counts. */
  static const PsrTrouble order[] = { PSR_TROUBLE_STATE, PSR_TROUBLE_CONNECTION, PSR_TROUBLE_USAGE, PSR_TROUBLE_PERSON };

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      for (guint j = 0; j < findings->len; j++)
        {
          const PsrFinding *finding = findings->pdata[j];

          if (finding->trouble == order[i])
            return (int) order[i];
        }
    }

  return PSR_CLI_OK;
}

static void
print_rows (const PsrFlowResult *flow,
            guint                max_rows)
{
  static const char * const marks[] = { "–", "✖", "·" };

  for (guint i = 0; i < flow->rows->len; i++)
    {
      const PsrFlowRow *row = flow->rows->pdata[i];
      g_autofree char *line = NULL;

      if (i == max_rows)
        {
          guint left = flow->rows->len - i;

          line = g_strdup_printf (ngettext ("… and %u more row", "… and %u more rows", left), left);
          g_print ("    %s\n", line);
          break;
        }

      line = g_strdup_printf (_("%s: %s"), row->number, row->reason);
      g_print ("    %s %s\n", marks[row->kind], line);
      if (has_text (row->mend))
        g_print ("        → %s\n", row->mend);
    }
}

/**
 * psr_cli_view_flows:
 * @flows: (element-type PsrFlowResult): what flows did
 * @max_rows: how many records that a person should know about to print of each
 *
 * Prints what flows did.
 */
void
psr_cli_view_flows (GPtrArray *flows,
                    guint      max_rows)
{
  g_autoptr(PsrCliTable) table = psr_cli_table_new ();

  psr_cli_table_add_column (table, _("Flow"), FALSE);
  psr_cli_table_add_column (table, _("Read"), TRUE);
  psr_cli_table_add_column (table, C_("records", "Created"), TRUE);
  psr_cli_table_add_column (table, C_("records", "Changed"), TRUE);
  psr_cli_table_add_column (table, _("Unchanged"), TRUE);
  psr_cli_table_add_column (table, C_("records", "Skipped"), TRUE);
  psr_cli_table_add_column (table, _("Failed"), TRUE);

  for (guint i = 0; i < flows->len; i++)
    {
      const PsrFlowResult *flow = flows->pdata[i];

      psr_cli_table_set_cell (table, flow->title);
      psr_cli_table_take_cell (table, psr_cli_dup_count (flow->read));
      psr_cli_table_take_cell (table, psr_cli_dup_count (flow->created));
      psr_cli_table_take_cell (table, psr_cli_dup_count (flow->changed));
      psr_cli_table_take_cell (table, psr_cli_dup_count (flow->unchanged));
      psr_cli_table_take_cell (table, psr_cli_dup_count (flow->skipped));
      psr_cli_table_take_cell (table, psr_cli_dup_count (flow->failed));
    }
  psr_cli_table_print (table);

  for (guint i = 0; i < flows->len; i++)
    {
      const PsrFlowResult *flow = flows->pdata[i];

      if (flow->written_back > 0)
        {
          g_print ("\n  ");
          g_print (ngettext ("%s: %u record was written to Business Central.", "%s: %u records were written to Business Central.",
                             flow->written_back),
                   flow->title, flow->written_back);
          g_print ("\n");
        }

      if (flow->rows->len > 0)
        {
          g_print ("\n  %s\n", flow->title);
          print_rows (flow, max_rows);
        }

      if (flow->error != NULL)
        {
          g_print ("\n");
          print_error (flow->title, flow->error);
        }
    }
}

/**
 * psr_cli_view_status_of_flows:
 * @flows: (element-type PsrFlowResult): what flows did
 *
 * Returns: the exit status for it
 */
int
psr_cli_view_status_of_flows (GPtrArray *flows)
{
  int status = PSR_CLI_OK;

  for (guint i = 0; i < flows->len; i++)
    {
      const PsrFlowResult *flow = flows->pdata[i];

      if (flow->error != NULL)
        return (int) psr_trouble_of_error (flow->error);
      if (flow->skipped + flow->failed > 0)
        status = PSR_CLI_PERSON;
    }

  return status;
}

/**
 * psr_cli_view_flows_json:
 * @writer: where to write
 * @flows: (element-type PsrFlowResult): what flows did
 *
 * Writes an array of what flows did.
 */
void
psr_cli_view_flows_json (PsrJsonWriter *writer,
                         GPtrArray     *flows)
{
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < flows->len; i++)
    {
      const PsrFlowResult *flow = flows->pdata[i];
      g_autoptr(PsrExplanation) explanation = flow->error != NULL ? psr_explain (flow->error) : NULL;

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "flow", flow->flow);
      psr_json_writer_add_int64 (writer, "read", flow->read);
      psr_json_writer_add_int64 (writer, "created", flow->created);
      psr_json_writer_add_int64 (writer, "changed", flow->changed);
      psr_json_writer_add_int64 (writer, "unchanged", flow->unchanged);
      psr_json_writer_add_int64 (writer, "skipped", flow->skipped);
      psr_json_writer_add_int64 (writer, "failed", flow->failed);
      psr_json_writer_add_int64 (writer, "writtenBack", flow->written_back);
      psr_json_writer_add_int64 (writer, "requests", flow->requests);
      psr_json_writer_add_int64 (writer, "milliseconds", flow->duration / 1000);
      psr_json_writer_add_string (writer, "error", explanation != NULL ? explanation->what : "");
      psr_json_writer_member (writer, "rows");
      psr_json_writer_begin_array (writer);
      for (guint j = 0; j < flow->rows->len; j++)
        {
          const PsrFlowRow *row = flow->rows->pdata[j];

          psr_json_writer_begin_object (writer);
          psr_json_writer_add_string (writer, "number", row->number);
          psr_json_writer_add_string (writer, "kind", psr_flow_row_kind_to_string (row->kind));
          psr_json_writer_add_string (writer, "reason", row->reason);
          psr_json_writer_add_string (writer, "mend", row->mend != NULL ? row->mend : "");
          psr_json_writer_end_object (writer);
        }
      psr_json_writer_end_array (writer);
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
}

static char *
flags_text (const PsrWorkOrder *row)
{
  g_auto(GStrv) flags = psr_work_order_dup_flags (row);
  g_autoptr(GStrvBuilder) titles = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;

  for (gsize i = 0; flags[i] != NULL; i++)
    g_strv_builder_add (titles, psr_work_order_flag_get_title (flags[i]));
  all = g_strv_builder_end (titles);

  return g_strjoinv (" · ", all);
}

/* Nobody looks for a column that says nothing. */
static gboolean
have_flags (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      g_auto(GStrv) flags = psr_work_order_dup_flags (rows->pdata[i]);

      if (flags[0] != NULL)
        return TRUE;
    }

  return FALSE;
}

/**
 * psr_cli_view_work_orders:
 * @rows: (element-type PsrWorkOrder): work orders
 *
 * Prints work orders as a table.
 */
void
psr_cli_view_work_orders (GPtrArray *rows)
{
  g_autoptr(PsrCliTable) table = psr_cli_table_new ();
  gboolean with_flags = have_flags (rows);

  psr_cli_table_add_column (table, _("Invoice"), FALSE);
  psr_cli_table_add_column (table, _("Work order"), FALSE);
  psr_cli_table_add_column (table, _("Customer"), FALSE);
  psr_cli_table_add_column (table, _("Site"), FALSE);
  psr_cli_table_add_column (table, _("Completed"), FALSE);
  psr_cli_table_add_column (table, _("Parts"), TRUE);
  psr_cli_table_add_column (table, _("Hours"), TRUE);
  psr_cli_table_add_column (table, _("Net"), TRUE);
  psr_cli_table_add_column (table, _("VAT"), TRUE);
  psr_cli_table_add_column (table, _("Gross"), TRUE);
  psr_cli_table_add_column (table, _("Kind"), FALSE);
  if (with_flags)
    psr_cli_table_add_column (table, _("Flags"), FALSE);
  psr_cli_table_add_column (table, _("State"), FALSE);

  for (guint i = 0; i < rows->len; i++)
    {
      const PsrWorkOrder *row = rows->pdata[i];
      g_autofree char *state = state_text (row);

      psr_cli_table_set_cell (table, row->number);
      psr_cli_table_set_cell (table, row->work_order);
      psr_cli_table_take_cell (table, shorten (row->customer_name, MAX_NAME));
      psr_cli_table_take_cell (table, shorten (row->site, MAX_NAME));
      psr_cli_table_take_cell (table, psr_date_localise (row->date));
      psr_cli_table_take_cell (table, psr_cli_dup_number (row->parts));
      psr_cli_table_take_cell (table, psr_cli_dup_fixed (row->hours, 2));
      psr_cli_table_take_cell (table, psr_cli_dup_fixed (row->net, 2));
      psr_cli_table_take_cell (table, psr_cli_dup_fixed (row->vat, 2));
      psr_cli_table_take_cell (table, psr_cli_dup_fixed (row->gross, 2));
      psr_cli_table_set_cell (table, psr_work_order_kind_get_title (row->document));
      if (with_flags)
        psr_cli_table_take_cell (table, flags_text (row));
      if (has_text (row->reason))
        psr_cli_table_take_cell (table, g_strdup_printf (_("%s: %s"), state, row->reason));
      else
        psr_cli_table_set_cell (table, state);
    }

  psr_cli_table_print (table);
}

static void
print_bill_row (PsrBillAnswer *answer,
                guint          i)
{
  const PsrWorkOrder *row = answer->rows->pdata[i];

  if (has_text (row->reason))
    g_print ("    %s\n", row->reason);
  if (has_text (row->mend))
    g_print ("    → %s\n", row->mend);
  if (answer->bodies != NULL && i < answer->bodies->len && has_text (answer->bodies->pdata[i]))
    g_print ("    %s\n", (const char *) answer->bodies->pdata[i]);
}

/* The command names the documents: with --all it would send others too. */
static void
print_checking (PsrBillAnswer *answer)
{
  g_autoptr(GString) numbers = g_string_new (NULL);

  for (guint i = 0; i < answer->rows->len; i++)
    {
      const PsrWorkOrder *row = answer->rows->pdata[i];

      if (row->checking_until != PSR_TIMESTAMP_NONE)
        g_string_append_printf (numbers, " %s", row->number);
    }

  g_print (_("We didn’t hear back from Business Central about some documents. Passerelle checks whether "
             "they exist; nothing will be sent twice.\n"
             "  → Run “passerellectl bill%s --wait” to stay until that is settled.\n"),
           numbers->str);
}

/**
 * psr_cli_view_quotes_left:
 * @numbers: (nullable) (element-type utf8): numbers of quotes
 *
 * Prints what is left over in Business Central.
 */
void
psr_cli_view_quotes_left (const GPtrArray *numbers)
{
  for (guint i = 0; numbers != NULL && i < numbers->len; i++)
    g_print (_("Quote %s is left over in Business Central. If it is known here of which document it is, it is removed once it has been a draft that nobody changed for a day; else delete it there.\n"),
             (const char *) numbers->pdata[i]);
}

static void
print_quotes (PsrBillAnswer *answer)
{
  psr_cli_view_quotes_left (answer->quotes_left);

  for (guint i = 0; answer->quotes_removed != NULL && i < answer->quotes_removed->len; i++)
    g_print (_("Quote %s was left over in Business Central and has been removed.\n"),
             (const char *) answer->quotes_removed->pdata[i]);
}

/**
 * psr_cli_view_error:
 * @error: what went wrong with a part
 *
 * Prints an error with its mend.
 */
void
psr_cli_view_error (const GError *error)
{
  g_return_if_fail (error != NULL);

  print_error (NULL, error);
}

/**
 * psr_cli_view_acted:
 * @rows: (element-type PsrWorkOrder): documents about which something was decided
 *
 * Prints where each is now, and why.
 */
void
psr_cli_view_acted (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const PsrWorkOrder *row = rows->pdata[i];
      g_autofree char *state = state_text (row);

      g_print ("%s  %s  %s\n", row->number, row->customer_name, state);
      if (has_text (row->reason))
        g_print ("    %s\n", row->reason);
      if (has_text (row->mend))
        g_print ("    → %s\n", row->mend);
    }
}

/**
 * psr_cli_view_bill:
 * @answer: what became of a request to bill
 *
 * Prints a line for each document, with its mend where it needs one, and the
 * totals.
 */
void
psr_cli_view_bill (PsrBillAnswer *answer)
{
  g_autoptr(PsrCliTable) table = psr_cli_table_new ();
  g_auto(GStrv) lines = NULL;

  psr_cli_table_add_column (table, _("Invoice"), FALSE);
  psr_cli_table_add_column (table, _("Customer"), FALSE);
  psr_cli_table_add_column (table, _("Net"), TRUE);
  psr_cli_table_add_column (table, _("State"), FALSE);

  for (guint i = 0; i < answer->rows->len; i++)
    {
      const PsrWorkOrder *row = answer->rows->pdata[i];

      psr_cli_table_set_cell (table, row->number);
      psr_cli_table_take_cell (table, shorten (row->customer_name, MAX_NAME));
      psr_cli_table_take_cell (table, psr_cli_dup_fixed (row->net, 2));
      psr_cli_table_take_cell (table, state_text (row));
    }

  if (answer->rows->len > 0)
    {
      g_autofree char *text = psr_cli_table_to_string (table);

      lines = g_strsplit (text, "\n", -1);
      g_print ("%s\n", lines[0]);
      for (guint i = 0; i < answer->rows->len; i++)
        {
          g_print ("%s\n", lines[i + 1]);
          print_bill_row (answer, i);
        }
    }

  if (answer->rows->len == 0)
    {
      g_print (_("Nothing to bill.\n"));
    }
  else if (answer->bodies == NULL)
    {
      g_print ("\n");
      g_print (_("Done: %u · refused or needing a look: %u · being checked: %u · still to send: %u\n"),
               answer->sent, answer->refused, answer->checking, answer->approved);
    }

  if (answer->checking > 0)
    print_checking (answer);

  if (answer->exceptions > answer->refused)
    g_print (ngettext ("%u document needs a person: see “passerellectl workorders --queue exceptions”.\n",
                       "%u documents need a person: see “passerellectl workorders --queue exceptions”.\n",
                       answer->exceptions),
             answer->exceptions);

  print_quotes (answer);

  if (answer->stopped != NULL)
    print_error (NULL, answer->stopped);
}

/**
 * psr_cli_view_status_of_bill:
 * @answer: what became of a request to bill
 *
 * Returns: the exit status for it
 */
int
psr_cli_view_status_of_bill (PsrBillAnswer *answer)
{
  if (answer->stopped != NULL)
    return (int) psr_trouble_of_error (answer->stopped);

  return answer->refused + answer->checking + answer->approved > 0 ? PSR_CLI_PERSON : PSR_CLI_OK;
}
