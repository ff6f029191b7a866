/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-document"

#include "sbx-bc-document.h"

#include <string.h>

static void
row_discard (gpointer data)
{
  SbxRow *row = data;

  if (row != NULL && !row->inserted)
    sbx_row_free (row);
}

static SbxDocument *
document_alloc (SbxCompany *company,
                const char *set)
{
  SbxDocument *document = g_new0 (SbxDocument, 1);

  document->company = company;
  document->set = sbx_table_get_schema (sbx_company_table (company, set))->set;
  document->order = strcmp (set, "salesOrders") == 0;
  document->lines = g_ptr_array_new_with_free_func (row_discard);
  document->removed = g_ptr_array_new ();
  return document;
}

SbxDocument *
sbx_document_new (SbxCompany *company,
                  const char *set)
{
  SbxDocument *document = document_alloc (company, set);
  g_autofree char *id = sbx_guid_random (company->rand);

  document->header = sbx_row_new (sbx_document_headers (document));
  sbx_row_set_text (document->header, "id", id);
  return document;
}

static int
compare_sequences (gconstpointer a,
                   gconstpointer b)
{
  SbxRow *left = *(SbxRow *const *) a, *right = *(SbxRow *const *) b;
  gint64 x = sbx_row_int (left, "sequence"), y = sbx_row_int (right, "sequence");

  return (x > y) - (x < y);
}

SbxDocument *
sbx_document_open (SbxCompany *company,
                   SbxRow     *header)
{
  SbxDocument *document = document_alloc (company, sbx_table_get_schema (header->table)->set);
  GPtrArray *lines;

  document->original = header;
  document->header = sbx_row_copy (header);
  lines = sbx_table_list_by (sbx_document_line_table (document), "documentId", sbx_row_id (header));
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    g_ptr_array_add (document->lines, sbx_row_copy (lines->pdata[i]));
  g_ptr_array_sort (document->lines, compare_sequences);
  return document;
}

void
sbx_document_free (SbxDocument *document)
{
  if (document == NULL)
    return;
  row_discard (document->header);
  g_ptr_array_unref (document->lines);
  g_ptr_array_unref (document->removed);
  g_free (document);
}

SbxTable *
sbx_document_headers (SbxDocument *document)
{
  return sbx_company_table (document->company, document->set);
}

SbxTable *
sbx_document_line_table (SbxDocument *document)
{
  return sbx_company_table (document->company, sbx_bc_lines_of (document->set));
}

const char *
sbx_document_type (SbxDocument *document)
{
  return sbx_bc_kind (document->set)->type;
}

const char *
sbx_document_date_name (SbxDocument *document)
{
  return sbx_bc_kind (document->set)->date;
}

void
sbx_document_drop_line (SbxDocument *document,
                        const char  *line_id)
{
  for (guint i = 0; i < document->lines->len; i++)
    {
      if (strcmp (sbx_row_id (document->lines->pdata[i]), line_id) == 0)
        {
          SbxRow *row = sbx_table_find (sbx_document_line_table (document), line_id);

          if (row != NULL)
            g_ptr_array_add (document->removed, row);
          g_ptr_array_remove_index (document->lines, i);
          return;
        }
    }
}

/* Moves what differs; returns whether anything did. */
static gboolean
update_row (SbxRow *target,
            SbxRow *source)
{
  const SbxSchema *schema = sbx_table_get_schema (target->table);
  gboolean changed = FALSE;

  for (int column = 0; column < (int) sbx_schema_n_columns (schema); column++)
    {
      const SbxProperty *property = sbx_schema_property (schema, column);

      if (column == schema->id_column || column == schema->modified_column
          || sbx_value_compare (property, target->values[column], source->values[column]) == 0)
        continue;
      sbx_row_set_value (target, column, sbx_value_copy (property->type, source->values[column]));
      changed = TRUE;
    }
  return changed;
}

static void
give_number (SbxDocument *document)
{
  g_autofree char *number = NULL;

  if (*sbx_row_text (document->header, "number") != '\0')
    return;
  if (document->order)
    number = g_strdup_printf ("S-ORD%u", document->company->next_order++);
  else if (strcmp (document->set, "salesQuotes") == 0)
    number = g_strdup_printf ("S-QUO%u", document->company->next_quote++);
  else if (strcmp (document->set, "salesCreditMemos") == 0)
    number = g_strdup_printf ("%u", document->company->next_credit++);
  else
    number = g_strdup_printf ("%u", document->company->next_invoice++);
  sbx_row_set_text (document->header, "number", number);
}

SbxRow *
sbx_document_commit (SbxDocument *document)
{
  SbxTable *headers = sbx_document_headers (document), *lines = sbx_document_line_table (document);
  SbxRow *header = document->original;

  give_number (document);
  if (header == NULL)
    header = sbx_table_insert (headers, g_steal_pointer (&document->header));
  else
    {
      update_row (header, document->header);
      /* "adding a line changes the header etag" (Microsoft, API v2.0). */
      sbx_table_touch (headers, header);
    }
  g_assert (header != NULL);

  for (guint i = 0; i < document->removed->len; i++)
    sbx_table_remove (lines, document->removed->pdata[i]);
  for (guint i = 0; i < document->lines->len; i++)
    {
      SbxRow *row = document->lines->pdata[i];
      SbxRow *kept = sbx_table_find (lines, sbx_row_id (row));

      if (kept == NULL)
        {
          /* The array no longer frees what is in the table. */
          if (sbx_table_insert (lines, row) == NULL)
            g_assert_not_reached ();
        }
      else if (update_row (kept, row))
        sbx_table_touch (lines, kept);
    }
  return header;
}
