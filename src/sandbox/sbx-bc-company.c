/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-company"

#include "sbx-bc-price.h"

#include <string.h>

#define SCHEMA "/app/passerelle/sandbox/bc-schema.json"

typedef struct
{
  const char      *set;
  const char      *name;
  SbxType          type;
  SbxPropertyFlags flags;
} Column;

/* What Business Central keeps but its API does not show. The customer's invoice discount and service charge come into a
 * document when it is posted. */
static const Column hidden_columns[] = {
  { "customers", "al.vatBusPostingGroup", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "customers", "al.lacksPostingGroup", SBX_TYPE_BOOL, 0 },
  { "customers", "al.pricesIncludingVat", SBX_TYPE_BOOL, 0 },
  { "customers", "al.lineDiscountPercent", SBX_TYPE_DECIMAL, 0 },
  { "customers", "al.invoiceDiscountPercent", SBX_TYPE_DECIMAL, 0 },
  { "customers", "al.serviceCharge", SBX_TYPE_DECIMAL, 0 },
  { "customers", "al.billToCustomerNumber", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "customers", "al.privacyBlocked", SBX_TYPE_BOOL, 0 },
  { "customers", "al.priceGroup", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "customers", "al.discountGroup", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "customers", "al.contactNumber", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "customers", "al.campaignNumber", SBX_TYPE_STRING, SBX_PROPERTY_CODE }, /* an activated one */
  { "customers", "al.noLineDiscount", SBX_TYPE_BOOL, 0 },
  { "items", "al.itemDiscountGroup", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "salesQuotes", "al.orderDate", SBX_TYPE_DATE, 0 },
  { "items", "al.salesUnitOfMeasureCode", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "items", "al.salesBlocked", SBX_TYPE_BOOL, 0 },
  { "items", "al.tracking", SBX_TYPE_STRING, 0 }, /* "serial" or "lot" */
  { "locations", "al.requiresWarehouse", SBX_TYPE_BOOL, 0 },
  { "customers", "al.eInvoice", SBX_TYPE_BOOL, 0 },
  { "customers", "al.mandatoryDimension", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "items", "al.defaultDimension2", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "accounts", "al.vatProdPostingGroup", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "currencies", "al.rate", SBX_TYPE_DECIMAL, 0 },
  { "itemLedgerEntries", "al.locationCode", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "salesInvoices", "al.vatBusPostingGroup", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "salesInvoices", "al.lineDiscountPercent", SBX_TYPE_DECIMAL, 0 },
  { "salesInvoices", "al.posted", SBX_TYPE_BOOL, 0 },
  /* "posted" or blank, as the permission filters need it. */
  { "salesInvoices", "al.state", SBX_TYPE_STRING, 0 },
  { "salesInvoices", "al.postingNumber", SBX_TYPE_STRING, 0 },
  { "salesInvoices", "al.void", SBX_TYPE_BOOL, 0 },
  { "salesInvoices", "al.prepaymentUnpaid", SBX_TYPE_BOOL, 0 },
  { "salesOrders", "al.postingNumber", SBX_TYPE_STRING, 0 },
  { "salesOrders", "al.prepaymentUnpaid", SBX_TYPE_BOOL, 0 },
  { "salesOrders", "al.yourReference", SBX_TYPE_STRING, 0 },
  { "salesCreditMemos", "al.vatBusPostingGroup", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "salesCreditMemos", "al.lineDiscountPercent", SBX_TYPE_DECIMAL, 0 },
  { "salesCreditMemos", "al.posted", SBX_TYPE_BOOL, 0 },
  { "salesCreditMemos", "al.state", SBX_TYPE_STRING, 0 },
  { "salesCreditMemos", "al.postingNumber", SBX_TYPE_STRING, 0 },
  { "salesCreditMemos", "al.prepaymentUnpaid", SBX_TYPE_BOOL, 0 },
  { "salesCreditMemoLines", "al.vatProdPostingGroup", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "salesCreditMemoLines", "al.quantityPer", SBX_TYPE_DECIMAL, 0 },
  { "salesCreditMemoLines", "al.invoiceDiscount", SBX_TYPE_DECIMAL, 0 },
  { "salesQuotes", "al.released", SBX_TYPE_BOOL, 0 },
  { "salesQuotes", "al.vatBusPostingGroup", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "salesQuotes", "al.lineDiscountPercent", SBX_TYPE_DECIMAL, 0 },
  { "salesQuotes", "pricesIncludeTax", SBX_TYPE_BOOL, 0 },
  { "salesQuoteLines", "al.vatProdPostingGroup", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "salesQuoteLines", "al.quantityPer", SBX_TYPE_DECIMAL, 0 },
  { "salesQuoteLines", "al.invoiceDiscount", SBX_TYPE_DECIMAL, 0 },
  { "salesQuoteLines", "invoiceDiscountAllocation", SBX_TYPE_DECIMAL, 0 },
  { "salesOrders", "al.vatBusPostingGroup", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "salesOrders", "al.lineDiscountPercent", SBX_TYPE_DECIMAL, 0 },
  { "salesInvoiceLines", "al.vatProdPostingGroup", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "salesInvoiceLines", "al.quantityPer", SBX_TYPE_DECIMAL, 0 },
  { "salesInvoiceLines", "al.invoiceDiscount", SBX_TYPE_DECIMAL, 0 },
  { "salesOrderLines", "al.vatProdPostingGroup", SBX_TYPE_STRING, SBX_PROPERTY_CODE },
  { "salesOrderLines", "al.quantityPer", SBX_TYPE_DECIMAL, 0 },
  { "salesOrderLines", "al.invoiceDiscount", SBX_TYPE_DECIMAL, 0 },
};

/* Tables that no entity set of API v2.0 shows. postedSalesInvoices belongs to api/microsoft/automate/v1.0. */
static const Column hidden_tables[] = {
  { "al.itemUnits", "itemNumber", SBX_TYPE_STRING, 0 },
  { "al.itemUnits", "code", SBX_TYPE_STRING, 0 },
  { "al.itemUnits", "quantityPer", SBX_TYPE_DECIMAL, 0 },
  { "al.resources", "number", SBX_TYPE_STRING, 0 },
  { "al.resources", "name", SBX_TYPE_STRING, 0 },
  { "al.resources", "unitCode", SBX_TYPE_STRING, 0 },
  { "al.resources", "unitPrice", SBX_TYPE_DECIMAL, 0 },
  { "al.resources", "vatProdPostingGroup", SBX_TYPE_STRING, 0 },
  { "al.resources", "blocked", SBX_TYPE_BOOL, 0 },
  { "al.standardTexts", "number", SBX_TYPE_STRING, 0 },
  { "al.standardTexts", "name", SBX_TYPE_STRING, 0 },
  { "postedSalesInvoices", "number", SBX_TYPE_STRING, 0 },
  { "postedSalesInvoices", "externalDocumentNumber", SBX_TYPE_STRING, 0 },
  { "postedSalesInvoices", "orderNumber", SBX_TYPE_STRING, 0 },
  { "postedSalesInvoices", "apiId", SBX_TYPE_GUID, 0 },
  { "al.vatSetup", "key", SBX_TYPE_STRING, 0 },
  { "al.vatSetup", "business", SBX_TYPE_STRING, 0 },
  { "al.vatSetup", "product", SBX_TYPE_STRING, 0 },
  { "al.vatSetup", "identifier", SBX_TYPE_STRING, 0 },
  { "al.vatSetup", "percent", SBX_TYPE_DECIMAL, 0 },
  { "al.vatSetup", "reverseCharge", SBX_TYPE_BOOL, 0 },
};

static const struct
{
  const char *set;
  const char *column;
} indexes[] = {
  { "paymentMethods", "code" },
  { "inventoryPostingGroups", "code" },
  { "generalProductPostingGroups", "code" },
  { "itemCategories", "code" },
  { "customers", "number" },
  { "contacts", "number" },
  { "contacts", "companyNumber" },
  { "items", "number" },
  { "itemLedgerEntries", "itemNumber" },
  { "locations", "code" },
  { "unitsOfMeasure", "code" },
  { "taxGroups", "code" },
  { "taxAreas", "code" },
  { "currencies", "code" },
  { "paymentTerms", "code" },
  { "accounts", "number" },
  { "salesInvoices", "externalDocumentNumber" },
  { "salesInvoices", "number" },
  { "salesOrders", "externalDocumentNumber" },
  { "salesOrders", "number" },
  { "salesInvoiceLines", "documentId" },
  { "salesOrderLines", "documentId" },
  { "salesQuotes", "externalDocumentNumber" },
  { "salesQuotes", "number" },
  { "salesQuoteLines", "documentId" },
  { "salesCreditMemos", "externalDocumentNumber" },
  { "salesCreditMemos", "number" },
  { "salesCreditMemos", "invoiceId" },
  { "salesCreditMemos", "customerId" },
  { "salesCreditMemoLines", "documentId" },
  { "salesInvoices", "orderNumber" },
  { "salesInvoices", "customerId" },
  { "salesOrders", "customerId" },
  { "salesQuotes", "customerId" },
  { "generalLedgerEntries", "documentNumber" },
  { "salesShipments", "orderNumber" },
  { "salesShipments", "externalDocumentNumber" },
  { "salesOrderArchives", "number" },
  { "postedSalesInvoices", "number" },
  { "postedSalesInvoices", "apiId" },
  { "itemVariants", "itemId" },
  { "al.itemUnits", "itemNumber" },
  { "postedSalesInvoices", "externalDocumentNumber" },
  { "al.resources", "number" },
  { "al.standardTexts", "number" },
  { "al.vatSetup", "key" },
};

static SbxTable *
make_table (SbxBc      *bc,
            const char *set,
            JsonObject *description)
{
  SbxSchema *schema = sbx_schema_from_json (set, description, "Microsoft.NAV.");

  for (guint i = 0; i < G_N_ELEMENTS (hidden_columns); i++)
    {
      if (strcmp (hidden_columns[i].set, set) == 0)
        sbx_schema_add (schema, hidden_columns[i].name, hidden_columns[i].type, 0, hidden_columns[i].flags | SBX_PROPERTY_HIDDEN);
    }
  g_hash_table_replace (bc->al_tables, g_strdup (set),
                        g_strdup (json_object_get_string_member_with_default (description, "alTable", set)));
  return sbx_table_new (schema);
}

static void
make_hidden_tables (SbxCompany *company)
{
  for (guint i = 0; i < G_N_ELEMENTS (hidden_tables); i++)
    {
      const char *set = hidden_tables[i].set;
      SbxSchema *schema;

      if (g_hash_table_contains (company->tables, set))
        continue;
      schema = sbx_schema_new (set, set, set);
      sbx_schema_add (schema, "id", SBX_TYPE_GUID, 0, SBX_PROPERTY_NORMAL);
      for (guint j = i; j < G_N_ELEMENTS (hidden_tables); j++)
        {
          if (strcmp (hidden_tables[j].set, set) == 0)
            sbx_schema_add (schema, hidden_tables[j].name, hidden_tables[j].type, 0, SBX_PROPERTY_NORMAL);
        }
      /* The pages of API automate are read-only. */
      schema->insert_allowed = schema->modify_allowed = schema->delete_allowed = FALSE;
      g_hash_table_insert (company->tables, g_strdup (set), sbx_table_new (schema));
    }
}

SbxCompany *
sbx_company_new (SbxBc      *bc,
                 const char *name)
{
  JsonObject *root = sbx_schema_load_resource (SCHEMA);
  g_autoptr (GList) sets = json_object_get_members (root);
  SbxCompany *company = g_new0 (SbxCompany, 1);

  company->options = bc->options;
  company->rand = bc->rand;
  company->name = g_strdup (name);
  company->id = sbx_guid_random (bc->rand);
  company->next_invoice = 102201;
  company->next_order = 101001;
  company->next_quote = 1001;
  company->next_credit = 1001;
  company->next_posted = 103201;
  company->next_posted_credit = 104001;
  company->next_shipment = 102001;
  company->next_entry = 1;
  company->next_customer = 10000;
  company->next_contact = 10000;
  company->next_item = 1000;
  company->tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) sbx_table_free);

  for (GList *it = sets; it != NULL; it = it->next)
    {
      JsonNode *node = json_object_get_member (root, it->data);

      if (JSON_NODE_HOLDS_OBJECT (node))
        g_hash_table_insert (company->tables, g_strdup (it->data), make_table (bc, it->data, json_node_get_object (node)));
    }
  make_hidden_tables (company);
  g_hash_table_insert (company->tables, g_strdup (SBX_PRICE_LINES), sbx_price_table_new ());
  for (guint i = 0; i < G_N_ELEMENTS (indexes); i++)
    sbx_table_add_index (sbx_company_table (company, indexes[i].set), indexes[i].column);
  return company;
}

void
sbx_company_free (SbxCompany *company)
{
  g_free (company->id);
  g_free (company->name);
  g_hash_table_unref (company->tables);
  g_free (company);
}

SbxTable *
sbx_company_table (SbxCompany *company,
                   const char *set)
{
  SbxTable *table = g_hash_table_lookup (company->tables, set);

  if (table == NULL)
    g_error ("Business Central has no table “%s”", set);
  return table;
}

gboolean
sbx_company_vat (SbxCompany *company,
                 const char *business,
                 const char *product,
                 SbxVat     *out)
{
  g_autofree char *key = g_strdup_printf ("%s|%s", business, product);
  SbxRow *row = sbx_table_find_by (sbx_company_table (company, "al.vatSetup"), "key", key);

  if (row == NULL)
    return FALSE;
  out->identifier = sbx_row_text (row, "identifier");
  /* [AL] SalesLine: "VAT %" is 0 for reverse charge. */
  out->percent = sbx_row_int (row, "reverseCharge") ? 0 : sbx_row_decimal (row, "percent");
  return TRUE;
}

static const SbxDocumentKind kinds[] = {
  { "salesInvoices", "salesInvoiceLines", "Invoice", "invoice", "invoiceDate" },
  { "salesOrders", "salesOrderLines", "Order", "order", "orderDate" },
  { "salesQuotes", "salesQuoteLines", "Quote", "quote", "documentDate" },
  { "salesCreditMemos", "salesCreditMemoLines", "Credit Memo", "credit memo", "creditMemoDate" },
};

const SbxDocumentKind *
sbx_bc_kind (const char *set)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (strcmp (kinds[i].set, set) == 0)
        return &kinds[i];
    }
  return NULL;
}

const char *
sbx_bc_lines_of (const char *set)
{
  const SbxDocumentKind *kind = sbx_bc_kind (set);

  return kind != NULL ? kind->lines : NULL;
}

const char *
sbx_bc_document_of (const char *lines_set)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (strcmp (kinds[i].lines, lines_set) == 0)
        return kinds[i].set;
    }
  return NULL;
}
