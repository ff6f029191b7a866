/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-wello"

#include "sbx-wello-private.h"

#include <string.h>

#define SCHEMA "/app/passerelle/sandbox/wello-schema.json"

static void
case_free (gpointer data)
{
  SbxWelloCase *found = data;

  g_free (found->service);
  g_free (found->set);
  g_free (found->id);
  g_free (found->name);
  g_free (found);
}

static void
add_set (SbxWello   *wello,
         const char *name,
         JsonObject *description)
{
  SbxWelloSet *set = sbx_wello_set_new (name, description);

  g_ptr_array_add (wello->list, set);
  g_hash_table_insert (wello->sets, g_ascii_strdown (name, -1), set);
  if (set->view != NULL)
    g_hash_table_insert (wello->sets, g_ascii_strdown (set->view, -1), set);
}

/**
 * sbx_wello_new:
 * @options: readings; borrowed
 *
 * Returns: (transfer full): a tenant with what it has before it has data
 */
SbxWello *
sbx_wello_new (SbxOptions *options)
{
  SbxWello *wello = g_new0 (SbxWello, 1);
  JsonObject *root = sbx_schema_load_resource (SCHEMA);
  g_autoptr (GList) names = json_object_get_members (root);

  wello->options = options;
  wello->list = g_ptr_array_new_with_free_func ((GDestroyNotify) sbx_wello_set_free);
  wello->sets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  wello->cases = g_ptr_array_new_with_free_func (case_free);
  wello->rand = g_rand_new_with_seed (options->seed ^ 0x57454c4c);

  for (GList *it = names; it != NULL; it = it->next)
    {
      JsonNode *node = json_object_get_member (root, it->data);

      if (JSON_NODE_HOLDS_OBJECT (node))
        add_set (wello, it->data, json_node_get_object (node));
    }
  sbx_wello_add_references (wello);
  return wello;
}

void
sbx_wello_free (SbxWello *wello)
{
  if (wello == NULL)
    return;
  g_hash_table_unref (wello->sets);
  g_ptr_array_unref (wello->list);
  g_ptr_array_unref (wello->cases);
  g_rand_free (wello->rand);
  g_free (wello);
}

SbxWelloSet *
sbx_wello_find_set (SbxWello   *wello,
                    const char *name,
                    gboolean   *is_view)
{
  g_autofree char *folded = g_ascii_strdown (name, -1);
  SbxWelloSet *set = g_hash_table_lookup (wello->sets, folded);

  if (set != NULL && is_view != NULL)
    *is_view = set->view != NULL && g_ascii_strcasecmp (set->view, name) == 0;
  return set;
}

SbxTable *
sbx_wello_table (SbxWello   *wello,
                 const char *controller)
{
  SbxWelloSet *set = sbx_wello_find_set (wello, controller, NULL);

  return set != NULL ? set->table : NULL;
}

const char *
sbx_wello_domain (SbxWello *wello)
{
  return "CRONUSBE";
}

const char *
sbx_wello_user (SbxWello *wello)
{
  return "APIUser";
}

const char *
sbx_wello_password (SbxWello *wello)
{
  return "sandbox-wello-password";
}

/**
 * sbx_wello_add_case:
 * @wello: the tenant
 * @service: "bc" or "wello"
 * @set: name of the entity set
 * @id: of the row
 * @name: of the case
 */
void
sbx_wello_add_case (SbxWello   *wello,
                    const char *service,
                    const char *set,
                    const char *id,
                    const char *name)
{
  SbxWelloCase *found = g_new0 (SbxWelloCase, 1);

  found->service = g_strdup (service);
  found->set = g_strdup (set);
  found->id = g_strdup (id);
  found->name = g_strdup (name);
  g_ptr_array_add (wello->cases, found);
}

static void
dump_invoice (SbxWello      *wello,
              SbxWelloStyle *style,
              GHashTable    *cases,
              SbxRow        *row,
              GString       *out)
{
  SbxTable *details = sbx_wello_table (wello, "InvoiceDetails");
  GPtrArray *lines = sbx_table_list_by (details, "invoice_id", sbx_row_id (row));
  SbxWelloStyle plain = *style;
  const char *name = g_hash_table_lookup (cases, sbx_row_id (row));

  plain.view = FALSE;
  sbx_wello_write_row (&plain, row, NULL, out);
  if (name != NULL)
    sbx_json_append_text_member (out, "case", name);
  if (sbx_row_int (row, "sbx.importedBefore"))
    g_string_append (out, ",\"imported_before\":true");
  sbx_json_append_text_member (out, "error_message", sbx_row_text (row, "sbx.errorMessage"));
  sbx_json_append_member (out, "lines");
  g_string_append_c (out, '[');
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      g_string_append (out, i > 0 ? ",{" : "{");
      sbx_wello_write_line (lines->pdata[i], style->long_dates, out);
      sbx_json_append_text_member (out, "article_stock_location_id", sbx_row_text (lines->pdata[i], "article_stock_location_id"));
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

/* What the statement of a test may be about, beside the rows themselves. */
static void
dump_cases (SbxWello *wello,
            GString  *out)
{
  static const char *const counted[][2] = { { "companies", "Company" }, { "contacts", "Contact" }, { "articles", "Article" } };

  for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
    sbx_json_append_int_member (out, counted[i][0], sbx_table_size (sbx_wello_table (wello, counted[i][1])));

  sbx_json_append_member (out, "cases");
  g_string_append_c (out, '[');
  for (guint i = 0; i < wello->cases->len; i++)
    {
      SbxWelloCase *found = wello->cases->pdata[i];

      g_string_append (out, i > 0 ? ",{" : "{");
      sbx_json_append_text_member (out, "service", found->service);
      sbx_json_append_text_member (out, "set", found->set);
      sbx_json_append_text_member (out, "id", found->id);
      sbx_json_append_text_member (out, "case", found->name);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

void
sbx_wello_dump (SbxWello *wello,
                GString  *out)
{
  SbxWelloSet *set = sbx_wello_find_set (wello, "Invoice", NULL);
  g_autoptr (GHashTable) cases = g_hash_table_new (g_str_hash, g_str_equal);
  SbxWelloStyle style;

  for (guint i = 0; i < wello->cases->len; i++)
    {
      SbxWelloCase *found = wello->cases->pdata[i];

      if (strcmp (found->set, "Invoice") == 0)
        g_hash_table_insert (cases, found->id, found->name);
    }

  sbx_wello_style_init (&style, wello, set, FALSE);
  g_string_append (out, "{\"invoices\":[");
  for (guint i = 0; i < sbx_table_end (set->table); i++)
    {
      SbxRow *row = sbx_table_at (set->table, i);

      if (row == NULL)
        continue;
      g_string_append (out, out->str[out->len - 1] == '[' ? "{" : ",{");
      dump_invoice (wello, &style, cases, row, out);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
  dump_cases (wello, out);
  g_string_append_c (out, '}');
}
