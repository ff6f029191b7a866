/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-world-private.h"

/* What people do in Business Central. */

/* Somebody types an invoice of one line in Business Central. */
FakeDocument *
fake_world_add_typed (FakeWorld  *self,
                      const char *number,
                      const char *external,
                      guint       amount)
{
  FakeDocument *document = g_new0 (FakeDocument, 1);
  FakeLine *line = g_new0 (FakeLine, 1);

  document->id = g_strdup_printf ("dddd0000-0000-4000-8000-%012u", ++self->n_made);
  document->number = g_strdup (number);
  document->external = g_strdup (external);
  document->customer = g_strdup (FAKE_CUSTOMER);
  document->status = g_strdup ("Draft");
  document->reference = g_strdup ("");
  document->modified = psr_clock_now (self->clock);
  document->revision = 1;
  document->lines = g_ptr_array_new_with_free_func (fake_world_line_free);
  line->id = g_strdup_printf ("eeee%04u-0000-4000-8000-000000000001", self->n_made);
  line->type = g_strdup ("Item");
  line->item_id = g_strdup (FAKE_ITEM);
  line->number = g_strdup ("1896-S");
  line->unit = g_strdup ("PCS");
  line->description = g_strdup ("Bolt");
  line->tax_percent = 21;
  line->quantity = PSR_DECIMAL_INIT (PSR_DECIMAL_SCALE);
  line->price = PSR_DECIMAL_INIT ((gint64) amount * (PSR_DECIMAL_SCALE / 100));
  g_ptr_array_add (document->lines, line);
  g_ptr_array_add (self->documents, document);

  return document;
}

/* Somebody raises a price. */
void
fake_world_raise_price (FakeDocument *document)
{
  FakeLine *line = g_ptr_array_index (document->lines, document->lines->len - 1);

  line->price.units += PSR_DECIMAL_SCALE;
  document->revision++;
}

/* Somebody calls it something else. */
void
fake_world_set_text (FakeDocument *document,
                     guint         line,
                     const char   *text)
{
  g_set_str (&((FakeLine *) g_ptr_array_index (document->lines, line))->description, text);
  document->revision++;
}

/* Somebody writes something for the customer below it. */
void
fake_world_add_comment (FakeDocument *document)
{
  FakeLine *line = g_new0 (FakeLine, 1);

  line->id = g_strdup ("eeee9999-0000-4000-8000-000000000001");
  line->type = g_strdup ("Comment");
  line->item_id = g_strdup ("");
  line->number = g_strdup ("");
  line->unit = g_strdup ("");
  line->description = g_strdup ("Please pay by Friday");
  g_ptr_array_add (document->lines, line);
  document->revision++;
}

void
fake_world_release (FakeDocument *document)
{
  g_set_str (&document->status, "Open");
  document->revision++;
}
