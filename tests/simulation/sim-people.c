/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-world.h"

static SimLine *
copy_line (SimWorld      *self,
           const SimLine *line)
{
  SimLine *copy = g_memdup2 (line, sizeof *line);

  copy->id = sim_world_new_id (self, "d11e0000");
  copy->type = g_strdup (line->type);
  copy->number = g_strdup (line->number);
  copy->unit = g_strdup (line->unit);
  copy->text = g_strdup (line->text);

  return copy;
}

static void
line_free (gpointer data)
{
  SimLine *line = data;

  g_free (line->id);
  g_free (line->type);
  g_free (line->number);
  g_free (line->unit);
  g_free (line->text);
  g_free (line);
}

/* Somebody uses “Copy document”, and the number goes with it. */
static void
copy_document (SimWorld    *self,
               SimDocument *document)
{
  SimDocument *copy = g_memdup2 (document, sizeof *document);

  copy->id = sim_world_new_id (self, "d0c00000");
  copy->number = g_strdup_printf ("%s%06u", document->is_order ? "S-ORD" : "1", ++self->n_drafts);
  copy->external = g_strdup (document->external);
  copy->order_number = NULL;
  copy->reference = g_strdup (document->reference);
  copy->lines = g_ptr_array_new_with_free_func (line_free);
  copy->cause = SIM_BY_PERSON;
  copy->status = SIM_DRAFT;
  copy->chain = ++self->n_chains;
  copy->made_at = sim_timeline_now (self->timeline);

  for (guint i = 0; i < document->lines->len; i++)
    g_ptr_array_add (copy->lines, copy_line (self, g_ptr_array_index (document->lines, i)));

  g_ptr_array_add (self->documents, copy);
}

static void
edit_line (SimWorld    *self,
           SimDocument *document)
{
  SimLine *line;

  if (document->lines->len == 0)
    return;

  line = g_ptr_array_index (document->lines, sim_timeline_draw (self->timeline, document->lines->len));

  if (line->quantity == 0)
    return;

  /* Some write a text, and nothing costs more for it. */
  if (sim_timeline_chance (self->timeline, 250000))
    g_set_str (&line->text, "As agreed by telephone");
  else if (sim_timeline_chance (self->timeline, 500000))
    {
      line->price += sim_timeline_between (self->timeline, 5, 900) * SIM_CENT;
      line->repriced++;
    }
  else
    line->quantity += SIM_ONE;

  sim_timeline_trace (self->timeline, "person writes to %s: %" G_GINT64_FORMAT " of %s for %" G_GINT64_FORMAT ", %s", document->number,
                      line->quantity, line->number, line->price, line->text);
  line->etag++;
  document->etag++;
  document->edited++;
  document->modified = sim_timeline_now (self->timeline);
}

/* What the ledger knows by its id is found by that, whatever is written on it. */
gboolean
sim_people_renumber (SimWorld    *self,
                     SimDocument *document)
{
  if (!self->rewrites || !document->known || document->cause != SIM_BY_US || document->status != SIM_DRAFT ||
      g_str_has_prefix (document->external, SIM_REWRITTEN))
    return FALSE;

  g_free (document->external);
  document->external = g_strconcat (SIM_REWRITTEN, document->number, NULL);
  document->modified = sim_timeline_now (self->timeline);
  document->etag++;
  sim_timeline_trace (self->timeline, "person writes another number on %s", document->number);

  return TRUE;
}

static void
act_on_document (SimWorld *self)
{
  static const char * const words[] = { "releases", "edits", "deletes", "posts", "asks approval of", "copies", "reopens", "pays", "credits",
                                       "invoices part of", "writes another number on" };
  SimDocument *document;
  guint what;

  if (self->documents->len == 0)
    return;

  document = g_ptr_array_index (self->documents, sim_timeline_draw (self->timeline, self->documents->len));

  if (!sim_document_is_live (document))
    return;

  /* A copy of what has a number that nobody else knows would be found by nobody. */
  what = (guint) sim_timeline_draw (self->timeline, g_str_has_prefix (document->external, SIM_REWRITTEN) ? 11 : 16);

  if (document->status == SIM_DRAFT)
    what = (guint[]) { 0, 0, 0, 1, 1, 2, 2, 3, 3, 3, 4, 5, 5, 0, 3, 3 }[what];
  else if (document->status == SIM_RELEASED || document->status == SIM_IN_REVIEW)
    what = what < 9 ? 6 : document->is_order && document->status == SIM_RELEASED && what < 12 ? 9 : 3;
  else
    what = what < 10 ? 7 : 8;

  if (document->status == SIM_DRAFT && document->is_order && what == 3 && sim_timeline_chance (self->timeline, 500000))
    what = 9;

  if (self->rewrites && what == 1 && sim_timeline_chance (self->timeline, 400000) && sim_people_renumber (self, document))
    what = 10;

  sim_timeline_trace (self->timeline, "person %s %s", words[what], document->number);
  self->counts->edits++;
  document->etag++;

  switch (what)
    {
    case 0:
      document->status = SIM_RELEASED;
      break;
    case 1:
      edit_line (self, document);
      break;
    case 2:
      sim_bc_delete (self, document);
      break;
    case 3:
      if (document->is_order && sim_timeline_chance (self->timeline, self->combines))
        sim_bc_combine (self, document);
      else
        sim_bc_post (self, document);
      break;
    case 4:
      document->status = SIM_IN_REVIEW;
      break;
    case 5:
      copy_document (self, document);
      break;
    case 6:
      document->status = SIM_DRAFT;
      break;
    case 7:
      document->status = SIM_PAID;
      break;
    case 8:
      self->counts->credits++;
      sim_bc_credit (self, document);
      break;
    case 10:
      break;
    case 9:
    default:
      /* For the rest of it many are opened again at once. */
      if (sim_bc_invoice_part (self, document) && sim_timeline_chance (self->timeline, 500000))
        document->status = SIM_DRAFT;
      break;
    }
}

/* Somebody is at the very draft that is about to be deleted. */
void
sim_people_meddle (SimWorld   *self,
                   const char *id)
{
  SimDocument *document = sim_world_find_document (self, id);

  if (document == NULL || document->is_quote || document->status != SIM_DRAFT)
    return;

  sim_timeline_trace (self->timeline, "person is at %s", document->number);
  self->counts->meddled++;
  document->etag++;

  if (document->is_order && sim_timeline_chance (self->timeline, 500000) && sim_bc_invoice_part (self, document))
    document->status = SIM_DRAFT;
  else if (sim_timeline_chance (self->timeline, 100000))
    document->status = SIM_RELEASED;
  else
    edit_line (self, document);
}

/* Somebody is quick to post what was made of @invoice. */
void
sim_people_post (SimWorld   *self,
                 SimInvoice *invoice)
{
  for (guint i = 0; i < self->documents->len; i++)
    {
      SimDocument *document = g_ptr_array_index (self->documents, i);

      if (document->invoice != invoice || document->status != SIM_DRAFT || document->is_quote ||
          !sim_document_is_live (document))
        continue;

      sim_timeline_trace (self->timeline, "person posts %s at once", document->number);
      self->counts->edits++;
      sim_bc_post (self, document);
      return;
    }
}

/* Somebody is quick to ship what was made of @invoice, and to invoice it with others. */
void
sim_people_combine (SimWorld   *self,
                    SimInvoice *invoice)
{
  for (guint i = 0; i < self->documents->len; i++)
    {
      SimDocument *document = g_ptr_array_index (self->documents, i);

      if (document->invoice != invoice || document->status > SIM_RELEASED || !document->is_order ||
          !sim_document_is_live (document))
        continue;

      self->counts->edits++;
      sim_bc_combine (self, document);
      return;
    }
}

/* What was billed and credited is to be billed anew; now and then somebody asks for
 * that without a credit. Returns whether anybody asked. */
static gboolean
make_ready_again (SimWorld *self)
{
  for (guint i = 0; i < self->invoices->len; i++)
    {
      SimInvoice *invoice = g_ptr_array_index (self->invoices, i);

      if (!invoice->there || invoice->status != SIM_WELLO_IMPORTED ||
          (sim_world_count_all (self, invoice) > 0 && !sim_timeline_chance (self->timeline, 2000)))
        continue;

      invoice->status = SIM_WELLO_READY;
      invoice->taken_back = TRUE;
      invoice->modified = sim_timeline_now (self->timeline);
      self->counts->edits++;
      sim_timeline_trace (self->timeline, "person makes %s ready again", invoice->number);
      return TRUE;
    }

  return FALSE;
}

static void
change_content (SimWorld   *self,
                SimInvoice *invoice)
{
  SimWelloLine *line = g_ptr_array_index (invoice->lines, sim_timeline_draw (self->timeline, invoice->lines->len));
  SimTruth truth;

  line->price += sim_timeline_between (self->timeline, 1, 700) * SIM_CENT;
  sim_invoice_reckon (invoice, &truth);
  g_array_append_val (invoice->truths, truth);
}

static void
act_on_invoice (SimWorld *self)
{
  SimInvoice *invoice;

  if (self->invoices->len == 0)
    return;

  invoice = g_ptr_array_index (self->invoices, sim_timeline_draw (self->timeline, self->invoices->len));

  if (!invoice->there || invoice->status == SIM_WELLO_IMPORTED)
    return;

  self->counts->edits++;
  invoice->modified = sim_timeline_now (self->timeline);

  switch (sim_timeline_draw (self->timeline, 8))
    {
    case 0:
      invoice->status = SIM_WELLO_DRAFTED;
      break;
    case 1:
      invoice->there = !sim_timeline_chance (self->timeline, 200000);
      break;
    case 2:
    case 3:
    case 4:
      invoice->status = SIM_WELLO_READY;
      break;
    default:
      change_content (self, invoice);
      break;
    }

  sim_timeline_trace (self->timeline, "person changes %s: %u, %u", invoice->number, invoice->status, invoice->lines->len);
}

static void
act_on_settings (SimWorld *self)
{
  SimCustomer *customer = g_ptr_array_index (self->customers, sim_timeline_draw (self->timeline, self->customers->len));
  SimItem *item = g_ptr_array_index (self->items, sim_timeline_draw (self->timeline, self->items->len));

  self->counts->edits++;

  switch (sim_timeline_draw (self->timeline, 6))
    {
    case 0:
      item->blocked = TRUE;
      break;
    case 1:
      customer->blocked = (const char *[]) { "All", "Invoice", "Ship" }[sim_timeline_draw (self->timeline, 3)];
      break;
    case 2:
      self->closed_until = sim_timeline_now (self->timeline) + sim_timeline_between (self->timeline, SIM_MINUTE, 40 * SIM_MINUTE);
      break;
    case 3:
      item->blocked = FALSE;
      break;
    default:
      customer->blocked = "";
      for (guint i = 0; i < self->items->len; i++)
        ((SimItem *) g_ptr_array_index (self->items, i))->blocked = FALSE;
      break;
    }

  sim_timeline_trace (self->timeline, "person changes the settings");
}

void
sim_people_act (SimWorld *self)
{
  switch (sim_timeline_draw (self->timeline, 8))
    {
    case 0:
      act_on_settings (self);
      break;
    case 1:
    case 2:
    case 3:
      act_on_invoice (self);
      break;
    case 4:
      sim_bc_post_memo (self);
      if (!make_ready_again (self))
        act_on_document (self);
      break;
    default:
      act_on_document (self);
      break;
    }
}
