/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "sim-world.h"

#define N_CUSTOMERS 6
#define N_ITEMS 8

static void
customer_free (gpointer data)
{
  SimCustomer *customer = data;

  g_free (customer->id);
  g_free (customer->number);
  g_free (customer->company);
  g_free (customer);
}

static void
item_free (gpointer data)
{
  SimItem *item = data;

  g_free (item->id);
  g_free (item->number);
  g_free (item->article);
  g_free (item);
}

static void
wello_line_free (gpointer data)
{
  SimWelloLine *line = data;

  g_free (line->id);
  g_free (line->usage);
  g_free (line);
}

static void
invoice_free (gpointer data)
{
  SimInvoice *invoice = data;

  g_free (invoice->id);
  g_free (invoice->number);
  g_free (invoice->external);
  g_free (invoice->job);
  g_free (invoice->told);
  g_free (invoice->message);
  for (guint i = 0; i < SIM_STATES; i++)
    g_free (invoice->quote_id[i]);
  g_ptr_array_unref (invoice->lines);
  g_array_unref (invoice->truths);
  g_free (invoice);
}

static void
document_free (gpointer data)
{
  SimDocument *document = data;

  g_free (document->id);
  g_free (document->number);
  g_free (document->external);
  g_free (document->order_number);
  g_free (document->reference);
  g_ptr_array_unref (document->lines);
  g_free (document);
}

char *
sim_world_new_id (SimWorld   *self,
                  const char *prefix)
{
  return g_strdup_printf ("%s-0000-4000-8000-%012u", prefix, ++self->n_ids);
}

static void
add_customers (SimWorld *self)
{
  for (guint i = 0; i < N_CUSTOMERS; i++)
    {
      SimCustomer *customer = g_new0 (SimCustomer, 1);

      customer->id = sim_world_new_id (self, "c0570000");
      customer->number = g_strdup_printf ("%u", 10000 + i * 10);
      customer->company = sim_world_new_id (self, "c0de0000");
      customer->blocked = "";
      customer->prices_with_vat = i == N_CUSTOMERS - 1;
      customer->discount = i == 1 ? 10 * SIM_ONE : 0;
      g_ptr_array_add (self->customers, customer);
    }
}

static void
add_items (SimWorld *self)
{
  static const guint rates[] = { 21, 21, 6, 21, 6, 21, 21, 6 };

  for (guint i = 0; i < N_ITEMS; i++)
    {
      SimItem *item = g_new0 (SimItem, 1);

      item->id = sim_world_new_id (self, "17e00000");
      item->number = g_strdup_printf ("%u-S", 1896 + i);
      item->article = sim_world_new_id (self, "a4710000");
      item->rate = rates[i];
      item->boxed = i == 3;
      g_ptr_array_add (self->items, item);
    }
}

SimWorld *
sim_world_new (guint64    seed,
               FILE      *trace,
               SimCounts *counts)
{
  SimWorld *self = g_new0 (SimWorld, 1);

  self->timeline = sim_timeline_new (seed, trace);
  self->counts = counts;
  self->customers = g_ptr_array_new_with_free_func (customer_free);
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->invoices = g_ptr_array_new_with_free_func (invoice_free);
  self->documents = g_ptr_array_new_with_free_func (document_free);
  self->memos = g_ptr_array_new_with_free_func (sim_memo_free);
  add_customers (self);
  add_items (self);

  return self;
}

void
sim_world_free (SimWorld *self)
{
  g_ptr_array_unref (self->memos);
  g_ptr_array_unref (self->documents);
  g_ptr_array_unref (self->invoices);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->customers);
  sim_timeline_free (self->timeline);
  g_free (self->broken);
  g_free (self);
}

/* The first promise that is broken ends the world. */
void
sim_world_break (SimWorld   *self,
                 const char *format,
                 ...)
{
  va_list arguments;

  if (self->broken != NULL)
    return;

  va_start (arguments, format);
  self->broken = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  self->broken_step = self->timeline->n_steps;
  sim_timeline_trace (self->timeline, "BROKEN %s", self->broken);
}

/* Quantity × (price − discount per piece), less the percentage. */
SimAmount
sim_wello_line_net (SimWelloLine *line)
{
  SimAmount whole = sim_amount_times (line->quantity, line->price - line->off);

  return whole - sim_amount_percent (whole, line->percent);
}

void
sim_invoice_reckon (SimInvoice *invoice,
                    SimTruth   *truth)
{
  SimAmount bases[100] = { 0 };

  memset (truth, 0, sizeof *truth);
  truth->n_lines = invoice->lines->len;

  for (guint i = 0; i < invoice->lines->len; i++)
    {
      SimWelloLine *line = g_ptr_array_index (invoice->lines, i);

      truth->net += sim_wello_line_net (line);
      bases[line->rate] += sim_wello_line_net (line);
    }

  for (guint rate = 0; rate < G_N_ELEMENTS (bases); rate++)
    truth->vat += sim_amount_percent (bases[rate], (SimAmount) rate * SIM_ONE);
}

static SimWelloLine *
make_line (SimWorld *self,
           gboolean  labour)
{
  SimTimeline *timeline = self->timeline;
  SimWelloLine *line = g_new0 (SimWelloLine, 1);

  line->id = sim_world_new_id (self, "11e00000");

  if (labour)
    {
      line->usage = sim_world_new_id (self, "05a60000");
      line->quantity = sim_timeline_between (timeline, 1, 32) * (SIM_ONE / 4);
      line->price = sim_timeline_between (timeline, 40, 95) * SIM_ONE;
      line->rate = 21;
      return line;
    }

  line->item = g_ptr_array_index (self->items, sim_timeline_draw (timeline, self->items->len));
  line->quantity = sim_timeline_between (timeline, 1, 12) * SIM_ONE;
  line->price = sim_timeline_between (timeline, 99, 45000) * SIM_CENT;
  line->rate = sim_timeline_chance (timeline, 150000) ? 6 : line->item->rate;

  if (sim_timeline_chance (timeline, 100000))
    line->percent = sim_timeline_between (timeline, 1, 60) * (SIM_ONE / 2);
  else if (sim_timeline_chance (timeline, 100000))
    line->off = sim_timeline_between (timeline, 1, 90) * SIM_CENT;

  return line;
}

SimInvoice *
sim_world_add_invoice (SimWorld *self)
{
  SimTimeline *timeline = self->timeline;
  SimInvoice *invoice = g_new0 (SimInvoice, 1);
  guint n_lines = (guint) sim_timeline_between (timeline, 1, 4);
  SimTruth truth;

  invoice->index = self->invoices->len;
  invoice->id = sim_world_new_id (self, "14000000");
  invoice->number = g_strdup_printf ("INV%05u", invoice->index + 1);
  invoice->external = g_strdup_printf ("W-INV%05u", invoice->index + 1);
  invoice->job = sim_world_new_id (self, "10b00000");
  invoice->customer = g_ptr_array_index (self->customers, sim_timeline_draw (timeline, self->customers->len));
  invoice->lines = g_ptr_array_new_with_free_func (wello_line_free);
  invoice->truths = g_array_new (FALSE, FALSE, sizeof (SimTruth));
  invoice->status = SIM_WELLO_READY;
  invoice->told = g_strdup ("");
  invoice->message = g_strdup ("");
  invoice->modified = sim_timeline_now (timeline);
  invoice->there = TRUE;

  for (guint i = 0; i < n_lines; i++)
    g_ptr_array_add (invoice->lines, make_line (self, i > 0 && i == n_lines - 1));

  sim_invoice_reckon (invoice, &truth);
  g_array_append_val (invoice->truths, truth);
  g_ptr_array_add (self->invoices, invoice);
  self->counts->documents++;
  sim_timeline_trace (timeline, "wello %s ready, %" G_GINT64_FORMAT, invoice->number, truth.net);

  return invoice;
}

/* That whose id is somewhere in @text. */
SimInvoice *
sim_world_find_invoice (SimWorld   *self,
                        const char *text)
{
  for (guint i = 0; i < self->invoices->len; i++)
    {
      SimInvoice *invoice = g_ptr_array_index (self->invoices, i);

      if (strstr (text, invoice->id) != NULL)
        return invoice;
    }

  return NULL;
}

SimInvoice *
sim_world_find_external (SimWorld   *self,
                         const char *external)
{
  for (guint i = 0; i < self->invoices->len; i++)
    {
      SimInvoice *invoice = g_ptr_array_index (self->invoices, i);

      gsize length = strlen (invoice->external);

      /* With -2 and so on it is one that was made again after a credit. */
      if (g_ascii_strncasecmp (invoice->external, external, length) == 0 &&
          (external[length] == '\0' || external[length] == '-'))
        return invoice;
    }

  return NULL;
}

SimDocument *
sim_world_find_document (SimWorld   *self,
                         const char *id)
{
  for (guint i = 0; i < self->documents->len; i++)
    {
      SimDocument *document = g_ptr_array_index (self->documents, i);

      if (!document->is_gone && g_str_equal (document->id, id))
        return document;
    }

  return NULL;
}

/* A quote bills nothing, nor does what was credited. */
gboolean
sim_document_is_live (SimDocument *document)
{
  return !document->is_gone && !document->is_quote && !document->is_void && !document->credited &&
         document->status != SIM_CANCELED;
}

/* [AL] SalesInvoiceAggregator, SetPermissionFilters: whoever may not read drafts of
 * invoices, or what is posted, is shown the others. Orders and quotes are shown, or refused. */
gboolean
sim_document_is_hidden (SimWorld    *self,
                        SimDocument *document)
{
  if (document->is_order || document->is_quote)
    return self->refuses_orders;

  return document->status >= SIM_POSTED ? self->hides_posted : self->hides_drafts;
}

/* Those that fit, an order with its invoices once. */
static guint
count (SimWorld   *self,
       SimInvoice *invoice,
       gboolean    ours,
       guint       state)
{
  guint n = 0;

  for (guint i = 0; i < self->documents->len; i++)
    {
      SimDocument *document = g_ptr_array_index (self->documents, i);
      gboolean is_first = TRUE;

      if (document->invoice != invoice || !sim_document_is_live (document) ||
          (ours && (document->cause != SIM_BY_US || document->state != state)))
        continue;

      for (guint j = 0; j < i && is_first; j++)
        {
          SimDocument *other = g_ptr_array_index (self->documents, j);

          is_first = other->chain != document->chain || !sim_document_is_live (other);
        }

      n += is_first;
    }

  return n;
}

/* Those that this program made with that state; what a proxy doubled, or a person
 * copied, is not its doing. */
guint
sim_world_count_live (SimWorld   *self,
                      SimInvoice *invoice,
                      guint       state)
{
  return count (self, invoice, TRUE, state);
}

/* Whoever made them. */
guint
sim_world_count_all (SimWorld   *self,
                     SimInvoice *invoice)
{
  return count (self, invoice, FALSE, 0);
}

/* What the ledgers of a world were kept in. */
void
sim_world_remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_unlink (child) != 0)
        sim_world_remove_tree (child);
    }

  g_rmdir (path);
}
