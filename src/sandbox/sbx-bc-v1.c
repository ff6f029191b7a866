/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-v1"

#include "sbx-bc-v1-private.h"

#include <string.h>

#include "sbx-enum.h"

#define BILL_TO " customerNumber customerName billToName billToCustomerId billToCustomerNumber"
#define ADDRESSES " sellingPostalAddress=address:sellTo billingPostalAddress=closed-address:billTo"
#define SHIPPING " shippingPostalAddress=address:shipTo"
#define TERMS " paymentTermsId shipmentMethodId salesperson"
#define TOTALS " totalAmountExcludingTax totalTaxAmount totalAmountIncludingTax"
#define LINE_START "id=line-id documentId sequence itemId accountId lineType lineDetails=details description unitOfMeasureId " \
  "unitOfMeasure=unit:unitOfMeasureCode "
#define LINE_END " discountAmount discountPercent discountAppliedBeforeTax amountExcludingTax taxCode taxPercent totalTaxAmount " \
  "amountIncludingTax invoiceDiscountAllocation netAmount netTaxAmount netAmountIncludingTax"

/* Microsoft, OpenAPI of v1.0, with what the AL source has besides ([AL] APIV1): the properties that it shows, in their order, and
 * how they are made where v2.0 has others. A set without a list has the same ones as v2.0. */
static const struct
{
  const char *set;
  const char *properties;
} sets[] = {
  { "companyInformation", "id displayName address=address: phoneNumber faxNumber email website taxRegistrationNumber currencyCode "
                          "currentFiscalYearStartDate industry experience lastModifiedDateTime" },
  { "customers", "id number displayName type address=address: phoneNumber email website taxLiable taxAreaId taxAreaDisplayName "
                 "taxRegistrationNumber currencyId currencyCode paymentTermsId shipmentMethodId paymentMethodId blocked lastModifiedDateTime" },
  { "items", "id number displayName type itemCategoryId itemCategoryCode blocked baseUnitOfMeasureId baseUnitOfMeasure=unit:baseUnitOfMeasureCode "
             "gtin inventory unitPrice priceIncludesTax unitCost taxGroupId taxGroupCode lastModifiedDateTime" },
  { "itemVariants", "id itemId itemNumber code description" },
  { "itemCategories", NULL },
  { "unitsOfMeasure", NULL },
  { "currencies", NULL },
  { "paymentTerms", NULL },
  { "paymentMethods", NULL },
  { "shipmentMethods", NULL },
  { "taxGroups", NULL },
  { "taxAreas", NULL },
  { "accounts", NULL },
  { "dimensions", NULL },
  { "generalLedgerEntries", NULL },
  { "salesOrders", "id number externalDocumentNumber orderDate postingDate customerId contactId=blank" BILL_TO " shipToName shipToContact" ADDRESSES
                   SHIPPING " currencyId currencyCode pricesIncludeTax=closed" TERMS " partialShipping requestedDeliveryDate discountAmount "
                   "discountAppliedBeforeTax" TOTALS " fullyShipped status lastModifiedDateTime phoneNumber email" },
  { "salesOrderLines", LINE_START "quantity unitPrice" LINE_END " shipmentDate shippedQuantity invoicedQuantity invoiceQuantity shipQuantity itemVariantId" },
  { "salesInvoices", "id number externalDocumentNumber invoiceDate postingDate dueDate customerPurchaseOrderReference customerId contactId=blank"
                     BILL_TO " shipToName shipToContact" ADDRESSES SHIPPING " currencyId currencyCode orderId orderNumber" TERMS
                     " pricesIncludeTax remainingAmount discountAmount discountAppliedBeforeTax" TOTALS
                     " status lastModifiedDateTime phoneNumber email" },
  { "salesInvoiceLines", LINE_START "unitPrice quantity" LINE_END " shipmentDate itemVariantId" },
  { "salesQuotes", "id number externalDocumentNumber documentDate postingDate dueDate customerId contactId=blank" BILL_TO
                   " shipToName shipToContact" ADDRESSES SHIPPING " currencyId currencyCode" TERMS " discountAmount" TOTALS
                   " status sentDate validUntilDate acceptedDate lastModifiedDateTime phoneNumber email" },
  { "salesQuoteLines", LINE_START "unitPrice quantity" LINE_END " itemVariantId" },
  { "salesCreditMemos", "id number externalDocumentNumber creditMemoDate postingDate dueDate customerId contactId=blank" BILL_TO ADDRESSES
                        " currencyId currencyCode" TERMS " pricesIncludeTax discountAmount discountAppliedBeforeTax" TOTALS
                        " status lastModifiedDateTime invoiceId invoiceNumber phoneNumber email" },
  { "salesCreditMemoLines", LINE_START "unitPrice quantity" LINE_END " shipmentDate itemVariantId" },
};

static void
property_clear (gpointer data)
{
  SbxV1Property *property = data;

  g_free (property->name);
  g_free (property->word);
}

static int
index_of (const char *set)
{
  for (int i = 0; i < (int) G_N_ELEMENTS (sets); i++)
    {
      if (strcmp (sets[i].set, set) == 0)
        return i;
    }
  return -1;
}

gboolean
sbx_v1_has_set (const char *set)
{
  return index_of (set) >= 0;
}

static SbxV1Kind
kind_of (const char *text)
{
  static const struct
  {
    const char *text;
    SbxV1Kind   kind;
  } kinds[] = {
    { "closed-address", SBX_V1_CLOSED_ADDRESS }, { "address", SBX_V1_ADDRESS }, { "unit", SBX_V1_UNIT },   { "details", SBX_V1_DETAILS },
    { "line-id", SBX_V1_LINE_ID },               { "closed", SBX_V1_CLOSED },   { "blank", SBX_V1_BLANK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_has_prefix (text, kinds[i].text))
        return kinds[i].kind;
    }
  g_assert_not_reached ();
}

/* Made once, as the words never change. */
GArray *
sbx_v1_properties (const char *set)
{
  static GHashTable *cache;
  int index = index_of (set);
  g_auto (GStrv) words = NULL;
  GArray *array;

  g_assert (index >= 0);
  if (sets[index].properties == NULL)
    return NULL;
  if (cache == NULL)
    cache = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);
  array = g_hash_table_lookup (cache, sets[index].set);
  if (array != NULL)
    return array;

  array = g_array_new (FALSE, TRUE, sizeof (SbxV1Property));
  g_array_set_clear_func (array, property_clear);
  words = g_strsplit (sets[index].properties, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      SbxV1Property property = { .word = g_strdup (words[i]) };
      char *equals = strchr (property.word, '=');
      char *colon = equals != NULL ? strchr (equals, ':') : NULL;

      property.name = equals != NULL ? g_strndup (property.word, (gsize) (equals - property.word)) : g_strdup (property.word);
      property.kind = equals != NULL ? kind_of (equals + 1) : SBX_V1_SAME;
      property.argument = colon != NULL ? colon + 1 : "";
      g_array_append_val (array, property);
    }
  g_hash_table_insert (cache, (gpointer) sets[index].set, array);
  return array;
}

const SbxV1Property *
sbx_v1_property (const char *set,
                 const char *name)
{
  GArray *properties = sbx_v1_properties (set);

  for (guint i = 0; properties != NULL && i < properties->len; i++)
    {
      if (strcmp (g_array_index (properties, SbxV1Property, i).name, name) == 0)
        return &g_array_index (properties, SbxV1Property, i);
    }
  return NULL;
}

const char *
sbx_v1_edm_type (const char *property)
{
  if (g_str_has_suffix (property, "ostalAddress") || strcmp (property, "address") == 0)
    return "Microsoft.NAV.postaladdresstype";
  if (strcmp (property, "unitOfMeasure") == 0 || strcmp (property, "baseUnitOfMeasure") == 0)
    return "Microsoft.NAV.unitofmeasuretype";
  return strcmp (property, "lineDetails") == 0 ? "Microsoft.NAV.documentlineobjectdetailstype" : NULL;
}

/* Options are plain text in v1.0 (Microsoft, Transition to API v2.0). */
static void
add_same (SbxSchema       *schema,
          const SbxSchema *source,
          const char      *name)
{
  int column = sbx_schema_column (source, name);
  const SbxProperty *property;

  if (column < 0)
    g_error ("%s has no %s", source->set, name);
  property = sbx_schema_property (source, column);
  if (!(property->flags & SBX_PROPERTY_HIDDEN))
    sbx_schema_add (schema, name, property->type == SBX_TYPE_ENUM ? SBX_TYPE_STRING : property->type, property->max_length, property->flags);
}

static SbxSchema *
make_schema (const SbxSchema *source)
{
  SbxSchema *schema = sbx_schema_new (source->set, source->entity, source->type_name);
  GArray *properties = sbx_v1_properties (source->set);

  for (guint i = 0; properties == NULL && i < sbx_schema_n_columns (source); i++)
    add_same (schema, source, sbx_schema_property (source, (int) i)->name);
  for (guint i = 0; properties != NULL && i < properties->len; i++)
    {
      const SbxV1Property *property = &g_array_index (properties, SbxV1Property, i);

      if (property->kind == SBX_V1_SAME || property->kind == SBX_V1_CLOSED)
        add_same (schema, source, property->name);
      else if (property->kind == SBX_V1_LINE_ID || property->kind == SBX_V1_BLANK)
        sbx_schema_add (schema, property->name, SBX_TYPE_STRING, 0, SBX_PROPERTY_READ_ONLY);
      else
        sbx_schema_add (schema, property->name, SBX_TYPE_OBJECT, 0, SBX_PROPERTY_NORMAL);
    }
  return schema;
}

char *
sbx_v1_address_column (const char *prefix,
                       const char *part)
{
  if (*prefix == '\0')
    return g_strdup_printf ("%c%s", g_ascii_tolower (part[0]), strcmp (part, "PostCode") == 0 ? "ostalCode" : part + 1);
  return g_strconcat (prefix, part, NULL);
}

static const char *
address_part (SbxRow     *row,
              const char *prefix,
              const char *part)
{
  g_autofree char *column = sbx_v1_address_column (prefix, part);

  return sbx_row_text (row, column);
}

/* [AL] Graph Mgt - Complex Types: both lines are the street. */
static char *
address_json (SbxRow     *row,
              const char *prefix)
{
  g_autoptr (GString) out = g_string_new ("{");
  const char *second = address_part (row, prefix, "AddressLine2");
  g_autofree char *street = g_strconcat (address_part (row, prefix, "AddressLine1"), *second != '\0' ? "\r\n" : "", second, NULL);

  sbx_json_append_text_member (out, "street", street);
  sbx_json_append_text_member (out, "city", address_part (row, prefix, "City"));
  sbx_json_append_text_member (out, "state", address_part (row, prefix, "State"));
  sbx_json_append_text_member (out, "countryLetterCode", address_part (row, prefix, "Country"));
  sbx_json_append_text_member (out, "postalCode", address_part (row, prefix, "PostCode"));
  g_string_append_c (out, '}');
  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* NULL where there is no unit; the conversion only where the unit isn't the base one. */
static char *
unit_json (SbxCompany *company,
           SbxRow     *row,
           const char *column)
{
  const char *code = sbx_row_text (row, column);
  SbxRow *unit = sbx_table_find_by (sbx_company_table (company, "unitsOfMeasure"), "code", code);
  int per = sbx_schema_column (sbx_table_get_schema (row->table), "al.quantityPer");
  g_autoptr (GString) out = g_string_new ("{");

  if (*code == '\0')
    return NULL;
  sbx_json_append_text_member (out, "code", code);
  sbx_json_append_text_member (out, "displayName", unit != NULL ? sbx_row_text (unit, "displayName") : "");
  sbx_json_append_text_member (out, "symbol", unit != NULL ? sbx_row_text (unit, "symbol") : "");
  sbx_json_append_member (out, "unitConversion");
  if (per >= 0 && row->values[per].integer != 0 && row->values[per].integer != SBX_DECIMAL_ONE
      && strcmp (sbx_row_text (row, "lineType"), "Item") == 0)
    {
      SbxRow *item = sbx_table_find (sbx_company_table (company, "items"), sbx_row_text (row, "itemId"));

      g_string_append_c (out, '{');
      sbx_json_append_text_member (out, "toUnitOfMeasure", item != NULL ? sbx_row_text (item, "baseUnitOfMeasureCode") : "");
      sbx_json_append_member (out, "fromToConversionRate");
      sbx_decimal_append (out, row->values[per].integer);
      g_string_append_c (out, '}');
    }
  else
    g_string_append (out, "null");
  g_string_append_c (out, '}');
  return g_string_free_and_steal (g_steal_pointer (&out));
}

static char *
details_json (SbxCompany *company,
              SbxRow     *row)
{
  const char *type = sbx_row_text (row, "lineType"), *number = sbx_row_text (row, "lineObjectNumber"), *name = "", *second = "";
  g_autoptr (GString) out = g_string_new ("{");
  SbxRow *object;

  if (*number == '\0')
    return NULL;
  object = strcmp (type, "Item") == 0      ? sbx_table_find_by (sbx_company_table (company, "items"), "number", number)
           : strcmp (type, "Account") == 0 ? sbx_table_find_by (sbx_company_table (company, "accounts"), "number", number)
                                           : NULL;
  if (object != NULL)
    name = sbx_row_text (object, "displayName");
  if (object != NULL && strcmp (type, "Item") == 0)
    second = sbx_row_text (object, "displayName2");
  sbx_json_append_text_member (out, "number", number);
  sbx_json_append_text_member (out, "displayName", name);
  sbx_json_append_text_member (out, "displayName2", second);
  g_string_append_c (out, '}');
  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
copy_same (SbxRow     *to,
           SbxRow     *from,
           const char *name)
{
  const SbxSchema *schema = sbx_table_get_schema (from->table);
  int source = sbx_schema_column (schema, name);
  const SbxProperty *property = sbx_schema_property (schema, source);

  if (property->flags & SBX_PROPERTY_HIDDEN)
    return;
  if (property->type == SBX_TYPE_ENUM)
    {
      g_autofree char *plain = sbx_enum_decode (from->values[source].text != NULL ? from->values[source].text : property->values[0]);

      sbx_row_set_text (to, name, plain);
    }
  else
    sbx_row_set_value (to, sbx_row_column (to, name), sbx_value_copy (property->type, from->values[source]));
}

static void
make_property (SbxCompany          *company,
               SbxRow              *to,
               SbxRow              *from,
               const SbxV1Property *property)
{
  g_autofree char *text = NULL;

  switch (property->kind)
    {
    case SBX_V1_SAME:
    case SBX_V1_CLOSED:
      copy_same (to, from, property->name);
      return;
    case SBX_V1_ADDRESS:
    case SBX_V1_CLOSED_ADDRESS:
      text = address_json (from, property->argument);
      break;
    case SBX_V1_UNIT:
      text = unit_json (company, from, property->argument);
      break;
    case SBX_V1_DETAILS:
      text = details_json (company, from);
      break;
    case SBX_V1_LINE_ID:
      text = g_strdup_printf ("%s-%" G_GINT64_FORMAT, sbx_row_text (from, "documentId"), sbx_row_int (from, "sequence"));
      break;
    case SBX_V1_BLANK:
    default:
      return;
    }
  sbx_row_set_text (to, property->name, text);
}

static SbxRow *
add_row (SbxCompany *company,
         SbxTable   *table,
         SbxRow     *from)
{
  const SbxSchema *source = sbx_table_get_schema (from->table);
  GArray *properties = sbx_v1_properties (source->set);
  SbxRow *row = sbx_row_new (table);

  for (guint i = 0; properties == NULL && i < sbx_schema_n_columns (source); i++)
    copy_same (row, from, sbx_schema_property (source, (int) i)->name);
  for (guint i = 0; properties != NULL && i < properties->len; i++)
    make_property (company, row, from, &g_array_index (properties, SbxV1Property, i));
  row->modified = from->modified;
  row = sbx_table_insert (table, row);
  g_assert (row != NULL);
  row->revision = from->revision;
  return row;
}

/* Keeps the places of those behind it. Its id is no GUID: each table would make the same random ones. */
static void
add_hole (SbxTable *table,
          guint     place)
{
  SbxRow *row = sbx_row_new (table);
  g_autofree char *id = g_strdup_printf ("hole %u", place);

  sbx_row_set_text (row, "id", id);
  sbx_table_remove (table, sbx_table_insert (table, row));
}

SbxTable *
sbx_v1_table_new (SbxCompany *company,
                  const char *set,
                  GPtrArray  *rows)
{
  SbxTable *source = sbx_company_table (company, set);
  SbxTable *table = sbx_table_new (make_schema (sbx_table_get_schema (source)));

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      SbxRow *from = rows->pdata[i];

      /* Their tags tell their places. */
      add_row (company, table, from)->ordinal = from->ordinal;
    }
  for (guint i = 0; rows == NULL && i < sbx_table_end (source); i++)
    {
      SbxRow *from = sbx_table_at (source, i);

      if (from != NULL && !sbx_bc_is_hidden (company, from))
        add_row (company, table, from);
      else
        add_hole (table, i);
    }
  return table;
}

const char *
sbx_v1_line_id (SbxCompany *company,
                const char *set,
                const char *key)
{
  gsize length = strlen (key);
  g_autofree char *document = NULL;
  g_autofree char *id = NULL;
  GPtrArray *lines;

  if (length < 40 || key[0] != '\'' || key[length - 1] != '\'' || key[37] != '-')
    return NULL;
  document = g_strndup (key + 1, 36);
  id = sbx_guid_parse (document);
  lines = id != NULL ? sbx_table_list_by (sbx_company_table (company, set), "documentId", id) : NULL;
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      if (sbx_row_int (lines->pdata[i], "sequence") == g_ascii_strtoll (key + 38, NULL, 10))
        return sbx_row_id (lines->pdata[i]);
    }
  return id != NULL ? SBX_ZERO_GUID : NULL;
}
