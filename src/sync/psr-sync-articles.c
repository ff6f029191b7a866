/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-articles"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-field-back.h"
#include "psr-json-writer.h"
#include "psr-json.h"
#include "psr-sync-account.h"
#include "psr-sync-articles.h"
#include "psr-sync-cell.h"
#include "psr-sync-error.h"
#include "psr-text.h"

/* What a new item has of the one that the profile names ([AL] APIV2 - Items). */
#define TEMPLATE_SELECT "id,number,type,taxGroupCode,baseUnitOfMeasureCode,generalProductPostingGroupCode,inventoryPostingGroupCode"
#define BODY_NAMES "displayName,itemCategoryCode,unitPrice"

/* Lengths of displayName and displayName2. */
#define MAX_NAME 100
#define MAX_NAME2 50

/**
 * psr_sync_articles_is_new:
 * @article: an article of Wello that isn't coupled
 *
 * Returns: whether it is one that could become an item: it has no number of Business
 *   Central yet
 */
gboolean
psr_sync_articles_is_new (JsonObject *article)
{
  g_autofree char *name = NULL;
  g_autofree char *code = NULL;

  g_return_val_if_fail (article != NULL, FALSE);

  name = g_strstrip (g_strdup (psr_json_get_string (article, "name")));
  code = g_strstrip (g_strdup (psr_json_get_string (article, "code")));

  return *name != '\0' && *code == '\0' && !psr_json_get_boolean (article, "archived");
}

static char *
dup_reason (JsonObject *article)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *name = psr_json_get_string (article, "name");
  const char *description = psr_json_get_string (article, "description_short");
  const char *barcode = psr_json_get_string (article, "barcode");
  PsrDecimal price;

  g_string_append_printf (text, "“%s”", name);
  if (*description != '\0' && !g_str_equal (description, name))
    g_string_append_printf (text, ", “%s”", description);
  if (*barcode != '\0')
    g_string_append_printf (text, ", %s", barcode);
  if (psr_json_get_decimal (article, "entered_price", &price, NULL) && !psr_decimal_is_zero (price))
    {
      g_autofree char *written = psr_decimal_to_string (price);

      g_string_append_printf (text, ", %s", written);
    }
  g_string_append_c (text, '.');

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/**
 * psr_sync_articles_propose:
 * @run: a run of items
 * @articles: (element-type PsrSyncAccount): articles of Wello that were made or changed and
 *   aren't coupled, each with psr_sync_articles_is_new()
 * @error: return location for an error
 *
 * Lists them as proposals. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_articles_propose (PsrSyncRun  *run,
                           GPtrArray   *articles,
                           GError     **error)
{
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();

  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (articles != NULL, FALSE);

  for (guint i = 0; i < articles->len; i++)
    {
      const PsrSyncAccount *article = g_ptr_array_index (articles, i);
      g_autofree char *why = NULL;
      gboolean rejected;

      if (g_hash_table_contains (run->told, article->id))
        continue;
      if (!psr_sync_account_is_rejected (run, article->id, &rejected, error))
        return FALSE;
      if (rejected)
        continue;

      why = dup_reason (article->object);
      psr_sync_skip (run, page, article->id, psr_json_get_string (article->object, "name"), PSR_SYNC_CODE_NEW_ACCOUNT,
                     _("Wello has a new article, which isn’t an item yet."), why,
                     _("Accept or reject it: “passerellectl proposals” lists them."));
    }

  return psr_sync_run_is_dry (run) || dex_await (psr_mirror_store_commit (run->context->mirror, page), error);
}

/* On the "parse" lane. */
static GPtrArray *
keep_objects (JsonArray  *rows,
              gpointer    data,
              GError    **error)
{
  GPtrArray *objects = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        g_ptr_array_add (objects, json_object_ref (json_node_get_object (node)));
    }

  return objects;
}

/* A part of what is to be made, which Business Central would refuse as a whole: what isn't there
 * is said by its name. */
static gboolean
check_properties (PsrSyncRun  *run,
                  GError     **error)
{
  g_auto (GStrv) names = g_strsplit (TEMPLATE_SELECT "," BODY_NAMES, ",", -1);
  g_autofree char *why = NULL;

  for (gsize i = 0; run->context->schema != NULL && names[i] != NULL && why == NULL; i++)
    {
      if (!psr_bc_schema_has (run->context->schema, "items", names[i]))
        why = g_strdup_printf (_("This Business Central has no property “%s” of “%s”."), names[i], "items");
    }
  if (why == NULL)
    return TRUE;

  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED, _("No item can be made of the article."), why,
                           _("Update Business Central. It is looked for again every day."));

  return FALSE;
}

/* Groups can't be guessed: without them an item can be sold, and not posted. */
static JsonObject *
read_template (PsrSyncRun  *run,
               GError     **error)
{
  const char *number = run->context->item_template;
  const char *numbers[] = { number, NULL };
  g_autoptr (GPtrArray) pagers = NULL;
  g_autoptr (PsrODataPage) page = NULL;
  g_autofree char *why = NULL;

  if (number == NULL)
    {
      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED,
                               _("It isn’t known which posting groups the new item is to have."),
                               _("They are those of an item that the profile names, and it names none."),
                               _("Write the number of an item like it as Template= under [Items] in the profile, and accept it again."));
      return NULL;
    }

  pagers = psr_bc_client_pull_by_number (run->context->bc, PSR_BC_SET_ITEMS, TEMPLATE_SELECT, NULL, numbers);
  if (pagers->len > 0)
    {
      page = dex_await_object (psr_odata_pager_next (g_ptr_array_index (pagers, 0), keep_objects, NULL, NULL), error);
      if (page == NULL)
        return NULL;
    }
  if (page != NULL && psr_odata_page_get_rows (page)->len == 1)
    return json_object_ref (g_ptr_array_index (psr_odata_page_get_rows (page), 0));

  why = g_strdup_printf (_("Business Central has no item %s, which the profile names as Template= under [Items]."), number);
  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED,
                           _("It isn’t known which posting groups the new item is to have."), why,
                           _("Correct the number in the profile, and accept it again."));

  return NULL;
}

/* The code of what an article refers to by its id, where Wello tells; NULL for none. */
static gboolean
find_code (PsrSyncRun  *run,
           JsonObject  *article,
           const char  *target,
           const char  *table,
           char       **code,
           GError     **error)
{
  g_autofree char *id = psr_json_dup_guid (article, target);
  g_autoptr (GHashTable) codes = NULL;
  g_autoptr (GError) local = NULL;
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  *code = NULL;
  if (id == NULL)
    return TRUE;

  codes = dex_await_boxed (psr_wello_client_list_codes (run->context->wello, table), &local);
  if (codes == NULL && !psr_sync_tables_is_hidden (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (codes == NULL)
    return TRUE;

  g_hash_table_iter_init (&iter, codes);
  while (*code == NULL && g_hash_table_iter_next (&iter, &key, &value))
    {
      if (g_str_equal (value, id))
        *code = g_strdup (key);
    }

  return TRUE;
}

/* A category that Business Central doesn't have is left out. */
static gboolean
find_category (PsrSyncRun  *run,
               JsonObject  *article,
               char       **code,
               GError     **error)
{
  g_autoptr (GHashTable) names = NULL;
  g_autoptr (GError) local = NULL;

  if (!find_code (run, article, "article_category_id", "ArticleCategory", code, error))
    return FALSE;
  if (*code == NULL)
    return TRUE;

  names = dex_await_boxed (psr_bc_client_list_names (run->context->bc, "itemCategories"), &local);
  if (names == NULL && !psr_sync_tables_is_hidden (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (names == NULL || !g_hash_table_contains (names, *code))
    g_clear_pointer (code, g_free);

  return TRUE;
}

/* What has stock in Wello is to have stock; of the rest the template says what it is. */
static const char *
choose_type (JsonObject  *article,
             JsonObject  *template)
{
  const char *type = psr_json_get_string (template, "type");

  if (!psr_json_get_boolean (article, "no_stock"))
    return "Inventory";

  return g_str_equal (type, "Service") ? "Service" : "Non_x002D_Inventory";
}

/* Wello's name is short: the description may have the whole of it. */
static void
add_names (PsrSyncRun    *run,
           JsonObject    *article,
           PsrJsonWriter *writer)
{
  const char *name = psr_json_get_string (article, "name");
  const char *description = psr_json_get_string (article, "description_short");
  gboolean is_whole = *description != '\0' && g_str_has_prefix (description, name);
  g_autofree char *first = psr_text_cut (is_whole ? description : name, MAX_NAME);
  g_autofree char *second = psr_text_cut (description, MAX_NAME2);

  psr_json_writer_add_string (writer, "displayName", first);
  /* Else it would be lost: the article's description becomes the item's name. */
  if (*description != '\0' && !is_whole &&
      (run->context->schema == NULL || psr_bc_schema_has (run->context->schema, "items", "displayName2")))
    psr_json_writer_add_string (writer, "displayName2", second);
  else if (*description != '\0' && !is_whole)
    psr_sync_cells_note (run, psr_json_get_string (article, "id"), psr_json_get_string (article, "code"), "lacks-property",
                         _("The new item gets no second name."),
                         _("This Business Central has no property “displayName2” of “items”; the article’s short description is lost."),
                         _("Add it to the item in Business Central by hand."));
}

static gboolean
add_barcode (PsrSyncRun     *run,
             JsonObject     *article,
             PsrJsonWriter  *writer,
             GError        **error)
{
  const PsrField *field = psr_field_map_find_target (run->targets[0].map, "barcode");
  const char *barcode = psr_json_get_string (article, "barcode");
  g_autoptr (PsrValue) theirs = psr_value_new_string (barcode);
  g_autoptr (PsrValue) value = NULL;

  if (*barcode == '\0' || field == NULL || !psr_field_goes_back (field))
    return TRUE;

  value = psr_field_make_back (field, theirs, error);
  if (value == NULL)
    return FALSE;
  psr_json_writer_add_string (writer, field->source, value->text);

  return TRUE;
}

static void
add_code (PsrJsonWriter *writer,
          const char    *name,
          const char    *code)
{
  if (code != NULL && *code != '\0')
    psr_json_writer_add_string (writer, name, code);
}

/**
 * psr_sync_articles_make_body:
 * @run: a run of items
 * @article: an article of Wello
 * @error: return location for an error
 *
 * Makes what is sent to have an item made: what the article has, and the VAT and posting
 * groups of the item that the profile names. The number comes from Business Central's
 * series. Has to be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the body
 */
GBytes *
psr_sync_articles_make_body (PsrSyncRun  *run,
                             JsonObject  *article,
                             GError     **error)
{
  g_autoptr (PsrJsonWriter) writer = NULL;
  g_autoptr (JsonObject) template = NULL;
  g_autofree char *category = NULL;
  g_autofree char *unit = NULL;
  const char *type;
  PsrDecimal price;

  g_return_val_if_fail (run != NULL, NULL);
  g_return_val_if_fail (article != NULL, NULL);

  if (check_properties (run, error))
    template = read_template (run, error);
  if (template == NULL || !find_category (run, article, &category, error) ||
      !find_code (run, article, "db_unit_of_measure_id_selling", "DbUnitOfMeasure", &unit, error))
    return NULL;

  type = choose_type (article, template);
  if (g_str_equal (type, "Inventory") && *psr_json_get_string (template, "inventoryPostingGroupCode") == '\0')
    {
      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED,
                               _("It isn’t known which posting groups the new item is to have."),
                               _("The article has stock, and the item that [Items] Template= in the profile names has no inventory posting group."),
                               _("Name an item with stock there, or say in Wello that the article has none, and accept it again."));
      return NULL;
    }

  /* In the order of the page. */
  writer = psr_json_writer_new ();
  psr_json_writer_begin_object (writer);
  add_names (run, article, writer);
  psr_json_writer_add_string (writer, "type", type);
  add_code (writer, "itemCategoryCode", category);
  if (!add_barcode (run, article, writer, error))
    return NULL;
  if (psr_json_get_decimal (article, "entered_price", &price, NULL) && !psr_decimal_is_negative (price))
    psr_json_writer_add_decimal (writer, "unitPrice", price);
  add_code (writer, "taxGroupCode", psr_json_get_string (template, "taxGroupCode"));
  add_code (writer, "baseUnitOfMeasureCode", unit != NULL ? unit : psr_json_get_string (template, "baseUnitOfMeasureCode"));
  add_code (writer, "generalProductPostingGroupCode", psr_json_get_string (template, "generalProductPostingGroupCode"));
  if (g_str_equal (type, "Inventory"))
    add_code (writer, "inventoryPostingGroupCode", psr_json_get_string (template, "inventoryPostingGroupCode"));
  psr_json_writer_end_object (writer);

  return psr_json_writer_finish (writer);
}
