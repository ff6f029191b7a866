/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-odata"

#include "sbx-bc-odata.h"
#include "sbx-bc-stock.h"

#include <string.h>

#include "sbx-enum.h"

/* Published web services: pages, read with OData by the names of their controls. A control's name is its source's or its
 * own, with "_" for what isn't a letter or a digit and "Percent" for "%", and the fields of the table's key come besides
 * (Microsoft, Work with OData return documents). Each is made anew as a table of its own for a request. */

typedef struct
{
  const char *name;
  const char *column; /* of the table behind the page; NULL: always blank */
} Control;

typedef struct
{
  const char    *name;
  const char    *set;
  const Control *controls;
  gboolean     (*shows) (SbxRow *row);
} Page;

/* Table 7001 as a page that somebody made for it would show it. */
static const Control price_lines_all[] = {
  { "Price_List_Code", "priceListCode" }, { "Line_No", "lineNumber" }, { "SourceType", "sourceType" }, { "SourceNo", "sourceNumber" },
  { "AssignToNo", "sourceNumber" }, { "CurrencyCode", "currencyCode" }, { "StartingDate", "startingDate" }, { "EndingDate", "endingDate" },
  { "Asset_Type", "assetType" }, { "Asset_No", "assetNumber" }, { "Product_No", "assetNumber" }, { "Description", "description" },
  { "Variant_Code", "variantCode" }, { "Unit_of_Measure_Code", "unitCode" }, { "Minimum_Quantity", "minimumQuantity" },
  { "Amount_Type", "amountType" }, { "Unit_Price", "unitPrice" }, { "Allow_Line_Disc", "allowLineDiscount" },
  { "Line_Discount_Percent", "lineDiscountPercent" }, { "Allow_Invoice_Disc", "allowInvoiceDiscount" }, { "PriceIncludesVAT", "priceIncludesVat" },
  { "VATBusPostingGrPrice", "vatBusPostingGroup" }, { "Status", "status" }, { "Price_Type", "priceType" }, { NULL, NULL },
};

/* [AL] page 7001 "Price List Lines": its kind of customer is a variable that the page around it fills. */
static const Control price_lines_7001[] = {
  { "Price_List_Code", "priceListCode" }, { "Line_No", "lineNumber" }, { "SourceType", NULL }, { "JobSourceType", NULL },
  { "ParentSourceNo", NULL }, { "AssignToParentNo", NULL }, { "SourceNo", "sourceNumber" }, { "AssignToNo", "sourceNumber" },
  { "CurrencyCode", "currencyCode" }, { "StartingDate", "startingDate" }, { "EndingDate", "endingDate" }, { "Asset_Type", "assetType" },
  { "Asset_No", "assetNumber" }, { "Product_No", "assetNumber" }, { "Description", "description" }, { "Variant_Code", "variantCode" },
  { "Variant_Code_Lookup", "variantCode" }, { "Work_Type_Code", NULL }, { "Unit_of_Measure_Code", "unitCode" },
  { "Unit_of_Measure_Code_Lookup", "unitCode" }, { "Minimum_Quantity", "minimumQuantity" }, { "Amount_Type", "amountType" },
  { "Unit_Price", "unitPrice" }, { "Allow_Line_Disc", "allowLineDiscount" }, { "Line_Discount_Percent", "lineDiscountPercent" },
  { "Allow_Invoice_Disc", "allowInvoiceDiscount" }, { "PriceIncludesVAT", "priceIncludesVat" },
  { "VATBusPostingGrPrice", "vatBusPostingGroup" }, { NULL, NULL },
};

/* [AL] page 7005 "Price List Line Review". */
static const Control price_lines_7005[] = {
  { "Price_List_Code", "priceListCode" }, { "Line_No", "lineNumber" }, { "PriceListDescription", NULL }, { "Status", "status" },
  { "Source_Type", "sourceType" }, { "Source_No", "sourceNumber" }, { "Asset_Type", "assetType" }, { "Asset_No", "assetNumber" },
  { "Description", "description" }, { "Variant_Code", "variantCode" }, { "Work_Type_Code", NULL }, { "Unit_of_Measure_Code", "unitCode" },
  { "Minimum_Quantity", "minimumQuantity" }, { "Amount_Type", "amountType" }, { "Currency_Code", "currencyCode" },
  { "Unit_Price", "unitPrice" }, { "Starting_Date", "startingDate" }, { "Ending_Date", "endingDate" },
  { "Allow_Line_Disc", "allowLineDiscount" }, { "Line_Discount_Percent", "lineDiscountPercent" },
  { "Allow_Invoice_Disc", "allowInvoiceDiscount" }, { NULL, NULL },
};

/* [AL] page 7002 "Sales Prices". */
static const Control sales_prices[] = {
  { "Item_No", "assetNumber" }, { "Sales_Type", "sourceType" }, { "Sales_Code", "sourceNumber" }, { "Starting_Date", "startingDate" },
  { "Currency_Code", "currencyCode" }, { "Variant_Code", "variantCode" }, { "Unit_of_Measure_Code", "unitCode" },
  { "Minimum_Quantity", "minimumQuantity" }, { "Unit_Price", "unitPrice" }, { "Ending_Date", "endingDate" },
  { "Price_Includes_VAT", "priceIncludesVat" }, { "Allow_Line_Disc", "allowLineDiscount" }, { "Allow_Invoice_Disc", "allowInvoiceDiscount" },
  { "VAT_Bus_Posting_Gr_Price", "vatBusPostingGroup" }, { "SystemId", "id" }, { NULL, NULL },
};

/* [AL] page 7004 "Sales Line Discounts". */
static const Control sales_discounts[] = {
  { "Type", "assetType" }, { "Code", "assetNumber" }, { "Sales_Type", "sourceType" }, { "Sales_Code", "sourceNumber" },
  { "Starting_Date", "startingDate" }, { "Currency_Code", "currencyCode" }, { "Variant_Code", "variantCode" },
  { "Unit_of_Measure_Code", "unitCode" }, { "Minimum_Quantity", "minimumQuantity" }, { "Line_Discount_Percent", "lineDiscountPercent" },
  { "Ending_Date", "endingDate" }, { NULL, NULL },
};

/* [AL] page 21 "Customer Card", as far as prices need it. */
static const Control customer_card[] = {
  { "No", "number" }, { "Name", "displayName" }, { "Blocked", "blocked" }, { "Bill_to_Customer_No", "al.billToCustomerNumber" },
  { "Currency_Code", "currencyCode" }, { "Customer_Price_Group", "al.priceGroup" }, { "Customer_Disc_Group", "al.discountGroup" },
  { "Allow_Line_Disc", "al.noLineDiscount" }, { "Prices_Including_VAT", "al.pricesIncludingVat" },
  { "VAT_Bus_Posting_Group", "al.vatBusPostingGroup" }, { "Last_Date_Modified", NULL }, { NULL, NULL },
};

/* [AL] page 30 "Item Card", likewise. */
static const Control item_card[] = {
  { "No", "number" }, { "Description", "displayName" }, { "Type", "type" }, { "Base_Unit_of_Measure", "baseUnitOfMeasureCode" },
  { "Sales_Unit_of_Measure", "al.salesUnitOfMeasureCode" }, { "Item_Disc_Group", "al.itemDiscountGroup" }, { "Unit_Price", "unitPrice" },
  { "Price_Includes_VAT", "priceIncludesTax" }, { "VAT_Prod_Posting_Group", "taxGroupCode" }, { "Blocked", "blocked" }, { NULL, NULL },
};

/* [AL] page 472 "VAT Posting Setup": a reverse charge has its rate here, and none on sales lines. */
static const Control vat_setup[] = {
  { "VAT_Bus_Posting_Group", "business" }, { "VAT_Prod_Posting_Group", "product" }, { "VAT_Identifier", "identifier" },
  { "VAT_Percent", "percent" }, { "VAT_Calculation_Type", "reverseCharge" }, { NULL, NULL },
};

/* [AL] page 5404 "Item Units of Measure". */
static const Control item_units[] = {
  { "Item_No", "itemNumber" }, { "Code", "code" }, { "Qty_per_Unit_of_Measure", "quantityPer" }, { NULL, NULL },
};

static gboolean
is_price (SbxRow *row)
{
  return sbx_price_is_old_kind (row) && strcmp (sbx_row_text (row, "amountType"), "Discount") != 0
         && strcmp (sbx_row_text (row, "assetType"), "Item") == 0
         && strcmp (sbx_row_text (row, "sourceType"), "Customer_x0020_Disc_x002E__x0020_Group") != 0;
}

static gboolean
is_discount (SbxRow *row)
{
  return sbx_price_is_old_kind (row) && strcmp (sbx_row_text (row, "amountType"), "Price") != 0
         && strcmp (sbx_row_text (row, "sourceType"), "Customer_x0020_Price_x0020_Group") != 0;
}

static const Page pages[] = {
  { "PriceListLines", SBX_PRICE_LINES, price_lines_all, NULL },
  { "SalesPrices", SBX_PRICE_LINES, sales_prices, is_price },
  { "SalesLineDiscounts", SBX_PRICE_LINES, sales_discounts, is_discount },
  { "Customers", "customers", customer_card, NULL },
  { "Items", "items", item_card, NULL },
  { "ItemUnitsOfMeasure", "al.itemUnits", item_units, NULL },
  { "VATPostingSetup", "al.vatSetup", vat_setup, NULL },
  { "ItemLedgerEntries", "itemLedgerEntries", NULL, NULL },
};

static gboolean
is_prices (const Page *page)
{
  return strcmp (page->set, SBX_PRICE_LINES) == 0;
}

static gboolean
is_published (SbxBc      *bc,
              const Page *page)
{
  const char *list = sbx_options_get (bc->options, "bc.web-services");
  gboolean old = sbx_options_is (bc->options, "bc.prices", "old");
  g_auto (GStrv) names = NULL;

  if (strcmp (list, "default") == 0)
    return !is_prices (page) || old == (strcmp (page->name, "PriceListLines") != 0);
  names = g_strsplit (list, ",", -1);
  return g_strv_contains ((const char *const *) names, page->name);
}

static const Page *
find_page (SbxBc      *bc,
           const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      if (strcmp (pages[i].name, name) == 0 && is_published (bc, &pages[i]))
        return &pages[i];
    }
  return NULL;
}

static const Control *
controls_of (SbxBc      *bc,
             const Page *page)
{
  if (page->controls != price_lines_all || sbx_options_is (bc->options, "bc.price-columns", "all"))
    return page->controls;
  return sbx_options_is (bc->options, "bc.price-columns", "7001") ? price_lines_7001 : price_lines_7005;
}

#define CALCULATION_TYPES "Normal_x0020_VAT|Reverse_x0020_Charge_x0020_VAT|Full_x0020_VAT|Sales_x0020_Tax"

static SbxSchema *
make_schema (SbxBc         *bc,
             const Page    *page,
             const Control *controls,
             SbxTable      *source)
{
  g_autofree char *type_name = g_strconcat ("NAV.", page->name, NULL);
  SbxSchema *schema = sbx_schema_new (page->name, page->name, type_name);
  gboolean encoded = sbx_options_is (bc->options, "bc.odata-enums", "encoded");

  for (guint i = 0; controls[i].name != NULL; i++)
    {
      int column = controls[i].column != NULL ? sbx_schema_column (sbx_table_get_schema (source), controls[i].column) : -1;
      const SbxProperty *property = column >= 0 ? sbx_schema_property (sbx_table_get_schema (source), column) : NULL;

      g_assert (property != NULL || controls[i].column == NULL);
      if (property != NULL && property->type == SBX_TYPE_ENUM && encoded)
        {
          g_autofree char *values = g_strjoinv ("|", property->values);

          sbx_schema_add_enum (schema, controls[i].name, SBX_PROPERTY_READ_ONLY, values);
        }
      else if (g_strcmp0 (controls[i].column, "reverseCharge") == 0)
        sbx_schema_add_enum (schema, controls[i].name, SBX_PROPERTY_READ_ONLY, CALCULATION_TYPES);
      else
        sbx_schema_add (schema, controls[i].name, property != NULL && property->type != SBX_TYPE_ENUM ? property->type : SBX_TYPE_STRING,
                        property != NULL ? property->max_length : 0, SBX_PROPERTY_READ_ONLY);
    }
  return schema;
}

/* A blank currency is the local one; a customer allows discounts unless it is said. */
static void
copy_value (SbxRow        *to,
            int            column,
            SbxRow        *from,
            const Control *control)
{
  const SbxSchema *schema = sbx_table_get_schema (from->table);
  int source = sbx_schema_column (schema, control->column);
  const SbxProperty *property = sbx_schema_property (schema, source);

  if (strcmp (control->column, "al.noLineDiscount") == 0)
    sbx_row_set_int (to, control->name, !from->values[source].integer);
  else if (strcmp (control->column, "reverseCharge") == 0)
    sbx_row_set_text (to, control->name, from->values[source].integer ? "Reverse_x0020_Charge_x0020_VAT" : NULL);
  else if (strcmp (control->column, "currencyCode") == 0 && g_strcmp0 (from->values[source].text, "EUR") == 0)
    return;
  else if (property->type == SBX_TYPE_ENUM && sbx_schema_property (sbx_table_get_schema (to->table), column)->type == SBX_TYPE_STRING)
    {
      g_autofree char *plain = sbx_enum_decode (from->values[source].text != NULL ? from->values[source].text : property->values[0]);

      sbx_row_set_text (to, control->name, plain);
    }
  else
    sbx_row_set_value (to, column, sbx_value_copy (property->type, from->values[source]));
}

static void
add_row (SbxTable      *view,
         const Control *controls,
         SbxRow        *from)
{
  SbxRow *row = sbx_row_new (view);

  for (int i = 0; controls[i].name != NULL; i++)
    {
      if (controls[i].column != NULL)
        copy_value (row, i, from, &controls[i]);
    }
  row->modified = from->modified;
  row = sbx_table_insert (view, row);
  row->revision = from->revision;
}

static int
compare_texts (gconstpointer a,
               gconstpointer b,
               gpointer      column)
{
  return strcmp (sbx_row_text (*(SbxRow *const *) a, column), sbx_row_text (*(SbxRow *const *) b, column));
}

static int
compare_codes (gconstpointer a,
               gconstpointer b)
{
  return strcmp (sbx_row_text (*(SbxRow *const *) a, "code"), sbx_row_text (*(SbxRow *const *) b, "code"));
}

static GPtrArray *
rows_by (SbxTable   *table,
         const char *column)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < sbx_table_end (table); i++)
    {
      if (sbx_table_at (table, i) != NULL)
        g_ptr_array_add (list, sbx_table_at (table, i));
    }
  g_ptr_array_sort_with_data (list, compare_texts, (gpointer) column);
  return list;
}

/* Each item has its base unit among its units, once. */
static void
add_units (SbxCompany    *company,
           SbxTable      *view,
           const Control *controls)
{
  SbxTable *units = sbx_company_table (company, "al.itemUnits");
  g_autoptr (GPtrArray) items = rows_by (sbx_company_table (company, "items"), "number");

  for (guint i = 0; i < items->len; i++)
    {
      SbxRow *item = items->pdata[i];
      GPtrArray *own = sbx_table_list_by (units, "itemNumber", sbx_row_text (item, "number"));
      g_autoptr (GPtrArray) list = g_ptr_array_new ();
      SbxRow *base = sbx_row_new (units);

      sbx_row_set_text (base, "itemNumber", sbx_row_text (item, "number"));
      sbx_row_set_text (base, "code", sbx_row_text (item, "baseUnitOfMeasureCode"));
      sbx_row_set_decimal (base, "quantityPer", SBX_DECIMAL_ONE);
      base->modified = item->modified;
      base->revision = 1;
      for (guint j = 0; own != NULL && j < own->len; j++)
        {
          if (compare_codes (&own->pdata[j], &base) != 0)
            g_ptr_array_add (list, own->pdata[j]);
        }
      if (*sbx_row_text (base, "code") != '\0')
        g_ptr_array_add (list, base);
      g_ptr_array_sort (list, compare_codes);
      for (guint j = 0; j < list->len; j++)
        add_row (view, controls, list->pdata[j]);
      sbx_row_free (base);
    }
}

static SbxTable *
make_view (SbxCall    *call,
           const Page *page)
{
  const Control *controls = controls_of (call->bc, page);
  SbxTable *source = sbx_company_table (call->company, page->set), *view;
  g_autoptr (GPtrArray) rows = NULL;

  if (controls == NULL)
    return sbx_stock_view (call->company, SBX_STOCK_SERVICE);
  view = sbx_table_new (make_schema (call->bc, page, controls, source));
  if (strcmp (page->set, "al.itemUnits") == 0)
    {
      add_units (call->company, view, controls);
      return view;
    }
  rows = is_prices (page) ? sbx_price_sorted (source) : rows_by (source, strcmp (page->set, "al.vatSetup") == 0 ? "key" : "number");
  for (guint i = 0; i < rows->len; i++)
    {
      if (page->shows == NULL || page->shows (rows->pdata[i]))
        add_row (view, controls, rows->pdata[i]);
    }
  return view;
}

/* Pages of the one kind of prices refuse to open while the other is in use ([AL] Feature - Price Calculation). */
static gboolean
check_page (SbxCall    *call,
            const Page *page,
            SbxProblem *problem)
{
  gboolean old = sbx_options_is (call->bc->options, "bc.prices", "old");

  if (!is_prices (page))
    return TRUE;
  if (sbx_options_is (call->bc->options, "bc.prices-visible", "no"))
    return sbx_problem_permission (problem, call->bc->options, page->shows != NULL ? "TableData 7002 Sales Price Read"
                                                                                   : "TableData 7001 Price List Line Read");
  if (page->shows != NULL && !old)
    return sbx_problem_dialog (problem, "This page is no longer available. It was used by a feature that has been replaced or removed.");
  return TRUE;
}

static gboolean
list_services (SbxCall *call)
{
  GString *out = call->response->body;

  sbx_response_set (call->response, 200, "application/json; odata.metadata=minimal", NULL);
  g_string_append_printf (out, "{\"@odata.context\":\"%s/$metadata\",\"value\":[{\"name\":\"Company\",\"kind\":\"EntitySet\",\"url\":\"Company\"}",
                          call->service);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      if (is_published (call->bc, &pages[i]))
        g_string_append_printf (out, ",{\"name\":\"%s\",\"kind\":\"EntitySet\",\"url\":\"%s\"}", pages[i].name, pages[i].name);
    }
  g_string_append (out, "]}");
  return TRUE;
}

static gboolean
list_companies (SbxCall *call)
{
  GString *out = call->response->body;

  sbx_response_set (call->response, 200, "application/json; odata.metadata=minimal", NULL);
  g_string_append_printf (out, "{\"@odata.context\":\"%s/$metadata#Company\",\"value\":[", call->service);
  for (guint i = 0; i < call->bc->companies->len; i++)
    {
      SbxCompany *company = call->bc->companies->pdata[i];

      g_string_append (out, i > 0 ? ",{" : "{");
      sbx_json_append_text_member (out, "Name", company->name);
      sbx_json_append_text_member (out, "Display_Name", company->name);
      sbx_json_append_text_member (out, "Id", company->id);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}");
  return TRUE;
}

static gboolean
read_page (SbxCall    *call,
           const Page *page,
           char      **rest,
           SbxProblem *problem)
{
  g_autofree char *context_path = NULL;
  g_autofree char *quoted = NULL;
  g_autoptr (SbxTable) view = NULL;

  if (strcmp (call->request->method, "GET") != 0)
    return sbx_problem_set (problem, sbx_options_is (call->bc->options, "bc.method-not-allowed-status", "400") ? 400 : 405,
                            "BadRequest_MethodNotAllowed",
                            "'%s' requests for '%s' of EdmType 'Entity' are not allowed within Microsoft Dynamics NAV OData web services.",
                            call->request->method, page->name);
  if (rest[0] != NULL && (strcmp (rest[0], "$count") != 0 || rest[1] != NULL))
    return sbx_problem_set (problem, 404, "BadRequest_ResourceNotFound", "Resource not found for the segment '%s'.", rest[0]);
  if (!check_page (call, page, problem))
    return FALSE;

  view = make_view (call, page);
  quoted = g_uri_escape_string (call->company->name, NULL, FALSE);
  context_path = g_strdup_printf ("Company('%s')/%s", quoted, page->name);
  return rest[0] != NULL ? sbx_call_count_table (call, view, problem) : sbx_call_list_table (call, view, context_path, problem);
}

/* "'CRONUS ''BE'''" → "CRONUS 'BE'"; NULL when it isn't quoted. */
static char *
unquote (const char *key)
{
  gsize length = strlen (key);
  g_autofree char *inner = NULL;
  g_auto (GStrv) parts = NULL;

  if (length < 2 || key[0] != '\'' || key[length - 1] != '\'')
    return NULL;
  inner = g_strndup (key + 1, length - 2);
  parts = g_strsplit (inner, "''", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (strchr (parts[i], '\'') != NULL)
        return NULL;
    }
  return g_strjoinv ("'", parts);
}

static gboolean
take_company (SbxCall    *call,
              const char *name,
              SbxProblem *problem)
{
  for (guint i = 0; name != NULL && i < call->bc->companies->len; i++)
    {
      SbxCompany *company = call->bc->companies->pdata[i];

      if (strcmp (company->name, name) == 0)
        {
          call->company = company;
          return TRUE;
        }
    }
  return sbx_problem_set (problem, 404, "Internal_CompanyNotFound", "Cannot process the request because the default company cannot be found. You "
                          "can specify a default company in the service or the user settings, or specify a company in the request URL.");
}

gboolean
sbx_call_odata (SbxCall    *call,
                char      **rest,
                SbxProblem *problem)
{
  g_autofree char *key = NULL;
  g_autofree char *first = NULL;
  g_autofree char *name = NULL;
  const Page *page;

  if (rest[0] == NULL)
    return list_services (call);
  first = sbx_segment_split (rest[0], &key);
  if (strcmp (first, "Company") == 0 && key == NULL && rest[1] == NULL)
    return list_companies (call);
  if (strcmp (first, "Company") == 0 && key != NULL)
    {
      name = unquote (key);
      if (name == NULL)
        return sbx_problem_set (problem, 400, "BadRequest_NotFound", "Bad Request - Error in query syntax.");
      rest++;
    }
  else
    name = sbx_request_option (call->request, "company");
  if (!take_company (call, name, problem))
    return FALSE;
  page = rest[0] != NULL ? find_page (call->bc, rest[0]) : NULL;
  if (page == NULL)
    return sbx_problem_set (problem, 404, "BadRequest_ResourceNotFound", "Resource not found for the segment '%s'.",
                            rest[0] != NULL ? rest[0] : "Company");
  return read_page (call, page, rest + 1, problem);
}
