/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "sim-checker.h"

struct _SimChecker
{
  SimWorld     *world;
  sqlite3      *handle;
  sqlite3_stmt *moves;
  sqlite3_stmt *one;
  sqlite3_stmt *all;
  gint64        last;
  guint         state;
};

#define COLUMNS "id, wello_invoice_id, state, reason_code, reason_why, reason_mend, bc_id, bc_number, bc_status, told_number, net, live, kind, intent_server_date IS NOT NULL OR quote_id <> '', quote_id"

static void
row_free (gpointer data)
{
  SimRow *row = data;

  g_free (row->state);
  g_free (row->reason);
  g_free (row->why);
  g_free (row->mend);
  g_free (row->bc_id);
  g_free (row->bc_number);
  g_free (row->bc_status);
  g_free (row->told);
  g_free (row->kind);
  g_free (row);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimRow, row_free)

SimChecker *
sim_checker_new (SimWorld *world,
                 guint     state)
{
  SimChecker *self = g_new0 (SimChecker, 1);

  self->world = world;
  self->state = state;

  return self;
}

void
sim_checker_free (SimChecker *self)
{
  sqlite3_finalize (self->moves);
  sqlite3_finalize (self->one);
  sqlite3_finalize (self->all);
  sqlite3_close (self->handle);
  g_free (self);
}

gboolean
sim_checker_is_open (SimChecker *self)
{
  return self->handle != NULL;
}

static sqlite3_stmt *
prepare (SimChecker *self,
         const char *sql)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (self->handle));

  return statement;
}

void
sim_checker_open (SimChecker *self,
                  const char *path)
{
  g_autofree char *file = g_build_filename (path, "ledger.db", NULL);

  if (sqlite3_open_v2 (file, &self->handle, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
    g_error ("%s: %s", file, sqlite3_errmsg (self->handle));

  self->moves = prepare (self, "SELECT id, document_id, action, old_value, new_value FROM audit WHERE id > ? ORDER BY id");
  self->one = prepare (self, "SELECT " COLUMNS " FROM documents WHERE id = ?");
  self->all = prepare (self, "SELECT " COLUMNS " FROM documents ORDER BY id");
}

static char *
dup_text (sqlite3_stmt *statement,
          int           column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

static SimRow *
read_row (SimChecker   *self,
          sqlite3_stmt *statement)
{
  SimRow *row = g_new0 (SimRow, 1);

  row->id = sqlite3_column_int64 (statement, 0);
  row->invoice = sim_world_find_invoice (self->world, (const char *) sqlite3_column_text (statement, 1));
  row->state = dup_text (statement, 2);
  row->reason = dup_text (statement, 3);
  row->why = dup_text (statement, 4);
  row->mend = dup_text (statement, 5);
  row->bc_id = dup_text (statement, 6);
  row->bc_number = dup_text (statement, 7);
  row->bc_status = dup_text (statement, 8);
  row->told = dup_text (statement, 9);
  row->net = sqlite3_column_int64 (statement, 10);
  row->is_live = sqlite3_column_int (statement, 11);
  row->kind = dup_text (statement, 12);
  row->is_looked_for = sqlite3_column_int (statement, 13);
  if (row->invoice != NULL)
    g_set_str (&row->invoice->quote_id[self->state], (const char *) sqlite3_column_text (statement, 14));

  return row;
}

static gboolean
is_one_of (const char *state,
           const char *states)
{
  gsize length = strlen (state);
  const char *place = length > 0 ? strstr (states, state) : NULL;

  for (; place != NULL; place = strstr (place + 1, state))
    {
      if ((place == states || place[-1] == ' ') && (place[length] == ' ' || place[length] == '\0'))
        return TRUE;
    }

  return FALSE;
}

/* From now on it is looked for by its id. */
static void
note_known (SimChecker *self,
            SimRow     *row)
{
  SimDocument *document = sim_world_find_document (self->world, row->bc_id);

  if (document != NULL)
    document->known = TRUE;
}

/* A document is taken for right: then it is, unless somebody edited it. */
static void
judge_right (SimChecker *self,
             SimRow     *row)
{
  SimDocument *document = sim_world_find_document (self->world, row->bc_id);
  gboolean known = FALSE;
  SimTotals totals;

  /* What is posted was compared once more. */
  if (document == NULL || (document->edited && !g_str_equal (row->state, "closed")))
    return;

  if (document->invoice != row->invoice)
    {
      sim_world_break (self->world, "wrong document: %s is said to be %s", row->invoice->number, document->number);
      return;
    }

  sim_document_reckon (document, &totals);

  for (guint i = 0; i < row->invoice->truths->len; i++)
    {
      const SimTruth *truth = &g_array_index (row->invoice->truths, SimTruth, i);
      SimAmount tolerance = SIM_CENT * MIN (truth->n_lines, 5);

      known |= ABS (truth->net - totals.net) <= tolerance && ABS (truth->vat - totals.vat) <= tolerance &&
               truth->n_lines == totals.n_lines;
    }

  if (!known)
    sim_world_break (self->world, "wrong total: %s went on as %s with %" G_GINT64_FORMAT " and VAT %" G_GINT64_FORMAT,
                     row->invoice->number, row->state, totals.net, totals.vat);
}

/* A row says that nothing is there: then nothing is, and nothing can come. */
static void
judge_nothing (SimChecker *self,
               SimRow     *row)
{
  if (sim_world_count_live (self->world, row->invoice, self->state) > 0)
    sim_world_break (self->world, "lost: %s is %s, and its document is there", row->invoice->number, row->state);
  else if (row->invoice->in_flight[self->state] > 0)
    sim_world_break (self->world, "lost: %s is %s, and its request may still take effect", row->invoice->number, row->state);
}

/* Over quotes nothing is ever sent of which it has to be waited out whether it takes effect,
 * and one that was made is never given up for another without a person. */
static void
judge_quotes (SimChecker *self,
              SimRow     *row,
              const char *from)
{
  if (self->world->only_quotes && is_one_of (row->state, "creating checking"))
    sim_world_break (self->world, "waits: %s is %s, where everything is made over quotes", row->invoice->number, row->state);

  if (g_str_equal (row->state, "approved") && is_one_of (from, "quoted quote-pricing converting"))
    sim_world_break (self->world, "another quote: %s was %s, and is to be quoted anew by itself", row->invoice->number, from);
}

static void
judge (SimChecker *self,
       SimRow     *row,
       const char *from)
{
  if (row->invoice == NULL)
    {
      sim_world_break (self->world, "row %" G_GINT64_FORMAT " is of no invoice", row->id);
      return;
    }

  judge_quotes (self, row, from);
  row->invoice->needs_look[self->state] = g_str_equal (row->state, "needs-look");

  if (is_one_of (row->state, "created referencing repricing checked confirming posting followed closed"))
    note_known (self, row);

  if (is_one_of (row->state, "confirming posting followed closed"))
    judge_right (self, row);
  else if (is_one_of (row->state, "found before-start blocked ready skipped refusing refused returning withdrawn") ||
           (g_str_equal (row->state, "approved") && is_one_of (from, "creating checking")))
    judge_nothing (self, row);
  else if (is_one_of (row->state, "needs-look") && (row->reason[0] == '\0' || row->mend[0] == '\0'))
    sim_world_break (self->world, "unnamed: %s needs a look and doesn't say why", row->invoice->number);
  else if (!is_one_of (row->state, "quoting quoted quote-pricing converting unquoting creating checking created "
                       "referencing repricing checked needs-look approved withdrawing already-invoiced"))
    sim_world_break (self->world, "unknown state %s of %s", row->state, row->invoice->number);
}

/* An intent is its holder's, as long as that one lives. */
static void
judge_holder (SimChecker *self,
              SimRow     *row,
              SimDesk    *desk,
              const char *action)
{
  SimInvoice *invoice = row->invoice;
  const SimDesk *owner = invoice->owner[self->state];

  if (g_strcmp0 (action, "holder-gone") == 0 && owner != NULL && owner != desk &&
      !owner->is_dead && owner->context != NULL && owner->n_started == invoice->owner_life[self->state])
    sim_world_break (self->world, "stolen: desk %u took %s from desk %u, which lives", desk->number, invoice->number,
                     owner->number);

  if (is_one_of (action, "send quote convert drop-quote refer reprice verified post posted refused withdraw deleted "
                 "holder-gone"))
    {
      invoice->owner[self->state] = desk;
      invoice->owner_life[self->state] = desk->n_started;
    }

  if (g_strcmp0 (action, "send") == 0)
    invoice->intent_at[self->state] = sim_timeline_now (self->world->timeline);
}

static SimRow *
read_one (SimChecker *self,
          gint64      id)
{
  g_autoptr(SimRow) row = NULL;

  sqlite3_bind_int64 (self->one, 1, id);
  if (sqlite3_step (self->one) == SQLITE_ROW)
    row = read_row (self, self->one);
  sqlite3_reset (self->one);

  return g_steal_pointer (&row);
}

/* To be called after each commit. */
void
sim_checker_look (SimChecker *self,
                  SimDesk    *desk)
{
  if (self->handle == NULL)
    return;

  sqlite3_bind_int64 (self->moves, 1, self->last);

  while (sqlite3_step (self->moves) == SQLITE_ROW)
    {
      gint64 id = sqlite3_column_int64 (self->moves, 1);
      const char *action = (const char *) sqlite3_column_text (self->moves, 2);
      const char *from = (const char *) sqlite3_column_text (self->moves, 3);
      g_autoptr(SimRow) row = id != 0 ? read_one (self, id) : NULL;

      self->last = sqlite3_column_int64 (self->moves, 0);
      sim_timeline_trace (self->world->timeline, "ledger %u %s %s: %s → %s %s", self->state,
                          row != NULL && row->invoice != NULL ? row->invoice->number : "",
                          action, from, sqlite3_column_text (self->moves, 4), row != NULL ? row->reason : "");

      if (row == NULL)
        continue;

      if (row->invoice != NULL && g_strcmp0 (action, "approve") == 0)
        row->invoice->approved_net[self->state] = row->net;

      judge (self, row, from);

      if (row->invoice != NULL)
        judge_holder (self, row, desk, action);
    }

  sqlite3_reset (self->moves);
}

GPtrArray *
sim_checker_read (SimChecker *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);

  while (sqlite3_step (self->all) == SQLITE_ROW)
    g_ptr_array_add (rows, read_row (self, self->all));

  sqlite3_reset (self->all);

  return rows;
}

/* Several live documents for one invoice: whoever made them, somebody is told. */
static void
judge_duplicates (SimChecker *self,
                  SimRow     *row)
{
  guint n = sim_world_count_all (self->world, row->invoice);

  /* What was invoiced with others nobody sees who didn't send it. */
  for (guint i = 0; i < self->world->documents->len; i++)
    {
      SimDocument *document = g_ptr_array_index (self->world->documents, i);

      if (document->invoice == row->invoice && document->is_combined && sim_document_is_live (document) && n > 1)
        n--;
    }

  if (n > 1 && !g_str_equal (row->state, "needs-look"))
    sim_world_break (self->world, "unnoticed: %s has %u live documents, and is %s", row->invoice->number, n, row->state);
}

/* Of two states that know nothing of each other, and made one each or know the same one, who
 * told last is shown: then it is for the checker of that state to say whether the number is
 * right by now. */
static gboolean
is_told_by_another_state (SimChecker *self,
                          SimInvoice *invoice)
{
  for (guint i = 0; i < self->world->documents->len && invoice->teller != self->state; i++)
    {
      const SimDocument *document = g_ptr_array_index (self->world->documents, i);

      if (document->invoice == invoice && g_str_equal (document->number, invoice->told))
        return TRUE;
    }

  return FALSE;
}

/* What was billed before, and credited since, had been told; what is made again isn't yet. */
static gboolean
is_told_of_credited (SimChecker *self,
                     SimRow     *row)
{
  for (guint i = 0; i < self->world->documents->len; i++)
    {
      const SimDocument *document = g_ptr_array_index (self->world->documents, i);

      if (document->invoice == row->invoice && (document->credited || document->status == SIM_CANCELED) &&
          g_str_equal (document->number, row->told))
        return TRUE;
    }

  return FALSE;
}

static void
judge_told (SimChecker *self,
            SimRow     *row)
{
  SimDocument *document = sim_world_find_document (self->world, row->bc_id);
  SimInvoice *invoice = row->invoice;
  gboolean closed = g_str_equal (row->state, "closed");

  if (document == NULL)
    {
      sim_world_break (self->world, "lost: %s is %s, and its document is gone", invoice->number, row->state);
      return;
    }

  if (closed != (document->status >= SIM_POSTED))
    sim_world_break (self->world, "unproven: %s is %s, and its document has status %d", invoice->number, row->state, document->status);

  if (!invoice->there || document->status == SIM_CANCELED || document->credited)
    return;

  /* What became ready again is noticed when it is read as ready; a clock that was set back
   * puts that off. */
  if (invoice->taken_back)
    return;

  if (invoice->status == SIM_WELLO_IMPORTED && is_told_by_another_state (self, invoice))
    return;

  if (self->world->tells_late && !closed && (row->told[0] == '\0' || is_told_of_credited (self, row)))
    return;

  /* Where Wello keeps what it was told first, the row says so. */
  if (!self->world->renumbers &&
      (is_one_of (row->reason, "legal-number-untold number-untold") ||
       (g_str_has_prefix (row->reason, "not-withdrawn-") && strstr (row->why, invoice->told) != NULL)))
    return;

  if (invoice->status != SIM_WELLO_IMPORTED || !g_str_equal (invoice->told, document->number))
    sim_world_break (self->world, "untold: %s is %s as %s, and Wello shows status %d and “%s”", invoice->number, row->state,
                     document->number, invoice->status, invoice->told);
}

/* What was withdrawn and given back isn't shown as imported by the document that is gone. */
static void
judge_untold (SimChecker *self,
              SimRow     *row)
{
  SimInvoice *invoice = row->invoice;

  if (!invoice->there || invoice->status != SIM_WELLO_IMPORTED || row->told[0] != '\0')
    return;

  /* Another state had found it, and told last; somebody is asked there, since it is gone. */
  if (invoice->teller != self->state && invoice->needs_look[invoice->teller])
    return;

  for (guint i = 0; i < self->world->documents->len; i++)
    {
      const SimDocument *document = g_ptr_array_index (self->world->documents, i);

      if (document->invoice == invoice && document->state == self->state && document->is_gone &&
          g_str_equal (document->number, invoice->told))
        sim_world_break (self->world, "wrong number: %s is %s, and Wello shows “%s”, which is gone", invoice->number,
                         row->state, invoice->told);
    }
}

/* To be called when everything has come to rest. */
void
sim_checker_end (SimChecker *self)
{
  g_autoptr(GPtrArray) rows = sim_checker_read (self);
  SimCounts *counts = self->world->counts;

  for (guint i = 0; i < rows->len; i++)
    {
      SimRow *row = g_ptr_array_index (rows, i);

      judge (self, row, row->state);

      if (is_one_of (row->state, "followed closed"))
        {
          judge_duplicates (self, row);
          judge_told (self, row);
          counts->followed += g_str_equal (row->state, "followed");
          counts->closed += g_str_equal (row->state, "closed");
        }
      else if (is_one_of (row->state, "needs-look refused blocked"))
        {
          if (row->reason[0] == '\0' || row->mend[0] == '\0')
            sim_world_break (self->world, "unnamed: %s is %s and doesn't say why", row->invoice->number, row->state);
          counts->needs_look += g_str_equal (row->state, "needs-look");
          counts->refused += !g_str_equal (row->state, "needs-look");
        }
      else if (is_one_of (row->state, "ready withdrawn skipped already-invoiced before-start found"))
        {
          if (is_one_of (row->reason, "withdrawn withdrawn-void"))
            judge_untold (self, row);
          counts->others++;
        }
      else
        {
          sim_world_break (self->world, "stuck: %s is still %s (%s)", row->invoice->number, row->state, row->reason);
        }
    }

  /* None is lost: what Wello holds ready is known. */
  for (guint i = 0; i < self->world->invoices->len; i++)
    {
      SimInvoice *invoice = g_ptr_array_index (self->world->invoices, i);
      gboolean known = FALSE;

      for (guint j = 0; j < rows->len && !known; j++)
        known = ((SimRow *) g_ptr_array_index (rows, j))->invoice == invoice;

      if (!known && invoice->there && invoice->status == SIM_WELLO_READY)
        sim_world_break (self->world, "lost: %s is ready, and unknown", invoice->number);
    }
}
