/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "psr-json.h"
#include "psr-mapper.h"
#include "psr-mapping-error.h"

#define ID "5d115c9c-44e3-ea11-bb43-000d3a2feca1"
#define LOCATION "86f2d3a1-44e3-ea11-bb43-000d3a2feca1"

static const char *const names[] = {
  PSR_MAP_CUSTOMERS, PSR_MAP_CONTACTS, PSR_MAP_ITEMS, PSR_MAP_LOCATIONS, PSR_MAP_INVOICE_LINES,
};

static PsrFieldMap *
load (const char *name)
{
  g_autoptr (GError) error = NULL;
  PsrFieldMap *map = psr_field_map_load_named (name, NULL, &error);

  g_assert_no_error (error);
  return map;
}

static PsrRecord *
apply (const char   *name,
       const char   *text,
       PsrMapNotes  *notes,
       GError      **error)
{
  g_autoptr (PsrFieldMap) map = load (name);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (PsrJsonTree) root = psr_json_tree_new (bytes, error);

  g_assert_nonnull (root);
  return psr_mapper_apply (map, psr_json_tree_get_root (root), notes, error);
}

static void
check (const char *name,
       const char *source,
       const char *target)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrRecord) record = apply (name, source, NULL, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = psr_record_to_json_text (record);
  g_assert_cmpstr (text, ==, target);
}

static void
check_identity (const char *name,
                const char *source,
                const char *target)
{
  g_autoptr (PsrFieldMap) map = load (name);
  const PsrField *field = psr_field_map_find_target (map, target);

  g_assert_nonnull (field);
  g_assert_cmpstr (field->source, ==, source);
  g_assert_true (field->identity);
}

/* The files of the source tree and those that are built in are the same. */
static void
test_built_in (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_strconcat (names[i], ".json", NULL);
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "mappings", file, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (PsrFieldMap) from_file = psr_field_map_load (path, &error);
      g_autoptr (PsrFieldMap) built_in = load (names[i]);

      g_assert_no_error (error);
      g_assert_cmpuint (psr_field_map_get_n_fields (from_file), ==, psr_field_map_get_n_fields (built_in));
    }
}

/* The predefined correspondences. */
static void
test_customer_id_is_company_id_of_contact (void)
{
  check_identity (PSR_MAP_CONTACTS, "id", "company_id");
  check_identity (PSR_MAP_CUSTOMERS, "id", "id");
}

static void
test_customer_name_is_lastname (void)
{
  check_identity (PSR_MAP_CONTACTS, "displayName", "lastname");
}

static void
test_item_id_is_article_id (void)
{
  check_identity (PSR_MAP_ITEMS, "id", "id");
}

static void
test_item_inventory_is_physical_stock (void)
{
  check_identity (PSR_MAP_ITEMS, "inventory", "physical_stock");
}

static void
test_location_id_is_stock_location_id (void)
{
  g_autoptr (PsrFieldMap) map = load (PSR_MAP_LOCATIONS);

  check_identity (PSR_MAP_LOCATIONS, "id", "id");
  g_assert_true (psr_field_map_is_read_only (map));
}

static void
test_article_id_is_item_id (void)
{
  check_identity (PSR_MAP_INVOICE_LINES, "article_id", "itemId");
}

#define CUSTOMER(name, blocked) \
  "{\"id\":\"" ID "\",\"number\":\"10000\",\"displayName\":\"" name "\",\"addressLine1\":\"Rue de l'\xc3\x89glise 5\"," \
  "\"addressLine2\":\"bus 2\",\"city\":\"Li\xc3\xa8ge\",\"state\":\"\",\"country\":\"BE\",\"postalCode\":\"4000\"," \
  "\"phoneNumber\":\"+32 4 123 45 67\",\"email\":\"info@example.be\",\"website\":\"\"," \
  "\"taxRegistrationNumber\":\"BE 0123.456.789\",\"blocked\":\"" blocked "\"}"

static void
test_customer (void)
{
  check (PSR_MAP_CUSTOMERS, CUSTOMER ("O'Brien & Fils", "_x0020_"),
         "{\"id\":\"" ID "\",\"code\":\"10000\",\"name\":\"O'Brien & Fils\",\"is_client\":true,"
         "\"company_sales_status_code\":\"Normal\",\"vat_reg_code\":\"BE 0123.456.789\",\"phone\":\"+32 4 123 45 67\","
         "\"email\":\"info@example.be\",\"url\":\"\",\"street\":\"Rue de l'\xc3\x89glise 5\",\"street2\":\"bus 2\","
         "\"zip\":\"4000\",\"city\":\"Li\xc3\xa8ge\",\"db_country_code\":\"BE\"}");
}

static void
test_customer_blocked (void)
{
  static const struct
  {
    const char *source;
    const char *status;
  } cases[] = {
    { CUSTOMER ("x", "_x0020_"), "Normal" },
    { CUSTOMER ("x", " "), "Normal" },
    { CUSTOMER ("x", "Ship"), "OrderBlocked" },
    { CUSTOMER ("x", "Invoice"), "BlockedbyCM" },
    { CUSTOMER ("x", "All"), "OrderBlocked" },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PsrRecord) record = apply (PSR_MAP_CUSTOMERS, cases[i].source, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (psr_record_get_string (record, "company_sales_status_code"), ==, cases[i].status);
    }

  g_assert_null (apply (PSR_MAP_CUSTOMERS, CUSTOMER ("x", "Partly"), NULL, &error));
  g_assert_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_SET_ASIDE);
}

/* Who decides: the address and how to reach a customer may be changed on both
 * sides, all else only in Business Central. */
static void
test_customer_master (void)
{
  static const char *const both[] = {
    "phone", "email", "url", "street", "street2", "zip", "city", "db_country_code",
  };
  g_autoptr (PsrFieldMap) map = load (PSR_MAP_CUSTOMERS);
  guint n_both = 0;

  for (guint i = 0; i < psr_field_map_get_n_fields (map); i++)
    {
      g_assert_cmpint (psr_field_map_get_field (map, i)->master, !=, PSR_MASTER_WELLO);
      n_both += psr_field_map_get_field (map, i)->master == PSR_MASTER_BOTH;
    }
  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    g_assert_cmpint (psr_field_map_find_target (map, both[i])->master, ==, PSR_MASTER_BOTH);
  g_assert_cmpuint (n_both, ==, G_N_ELEMENTS (both));
}

#define LONG_NAME "Soci\xc3\xa9t\xc3\xa9 anonyme des Ateliers de Construction M\xc3\xa9" "canique de la Basse-Meuse et de Hesbaye"

static void
test_customer_long_name (void)
{
  g_autoptr (PsrMapNotes) notes = psr_map_notes_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrRecord) company = apply (PSR_MAP_CUSTOMERS, CUSTOMER (LONG_NAME, "_x0020_"), notes, &error);
  g_autoptr (PsrRecord) contact = apply (PSR_MAP_CONTACTS, CUSTOMER (LONG_NAME, "_x0020_"), notes, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (psr_record_get_string (company, "name"), ==,
                   "Soci\xc3\xa9t\xc3\xa9 anonyme des Ateliers de Construction M\xc3\xa9" "canique de la");
  g_assert_cmpstr (psr_record_get_string (contact, "lastname"), ==,
                   "Soci\xc3\xa9t\xc3\xa9 anonyme des Ateliers de Construction");
  g_assert_cmpuint (psr_map_notes_get_n_notes (notes), ==, 2);
  g_assert_cmpstr (psr_map_notes_find_target (notes, "name")->original, ==, LONG_NAME);
  g_assert_cmpstr (psr_map_notes_find_target (notes, "lastname")->original, ==, LONG_NAME);
}

static void
test_contact (void)
{
  check (PSR_MAP_CONTACTS, CUSTOMER ("O'Brien & Fils", "_x0020_"),
         "{\"id\":\"" ID "\",\"company_id\":\"" ID "\",\"lastname\":\"O'Brien & Fils\","
         "\"phone\":\"+32 4 123 45 67\",\"email\":\"info@example.be\"}");
}

static char *
coupled_company (PsrEntity   entity,
                 const char *id,
                 gpointer    user_data)
{
  g_assert_cmpint (entity, ==, PSR_ENTITY_CUSTOMER);
  g_assert_cmpstr (id, ==, ID);

  return g_strdup (LOCATION);
}

/* A company that was there before keeps its id, and its contact points to it. */
static void
test_contact_of_coupled_company (void)
{
  g_autoptr (PsrFieldMap) map = load (PSR_MAP_CONTACTS);
  g_autoptr (GBytes) bytes = g_bytes_new_static (CUSTOMER ("x", "All"), strlen (CUSTOMER ("x", "All")));
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrJsonTree) root = psr_json_tree_new (bytes, &error);
  g_autoptr (PsrRecord) record = NULL;

  g_assert_no_error (error);
  record = psr_mapper_apply_linked (map, psr_json_tree_get_root (root), NULL, coupled_company, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (psr_record_get_string (record, "company_id"), ==, LOCATION);
  g_assert_cmpstr (psr_record_get_string (record, "id"), ==, ID);
}

#define ITEM(type, inventory, gross) \
  "{\"id\":\"" ID "\",\"number\":\"1896-S\",\"displayName\":\"ATHENS Desk\",\"type\":\"" type "\",\"blocked\":true," \
  "\"gtin\":\"05412345678908\",\"inventory\":" inventory ",\"unitPrice\":1000.8,\"priceIncludesTax\":" gross "}"

static void
test_item (void)
{
  g_autoptr (PsrFieldMap) map = load (PSR_MAP_ITEMS);

  check (PSR_MAP_ITEMS, ITEM ("Inventory", "12.75", "false"),
         "{\"id\":\"" ID "\",\"code\":\"1896-S\",\"name\":\"ATHENS Desk\",\"description_short\":\"ATHENS Desk\","
         "\"barcode\":\"05412345678908\",\"entered_price\":1000.8,\"no_stock\":false,\"physical_stock\":12,\"archived\":true}");

  /* The barcode is Wello's own once there is one. */
  g_assert_cmpint (psr_field_map_find_target (map, "barcode")->master, ==, PSR_MASTER_WELLO);
}

/* What is not kept in stock has none to write. */
static void
test_item_without_stock (void)
{
  static const char *const sources[] = {
    ITEM ("Service", "0", "false"), ITEM ("Non_x002D_Inventory", "0", "false"), ITEM ("Non-Inventory", "0", "false"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PsrRecord) record = apply (PSR_MAP_ITEMS, sources[i], NULL, &error);

      g_assert_no_error (error);
      g_assert_true (psr_record_get_boolean (record, "no_stock"));
      g_assert_false (psr_record_has (record, "physical_stock"));
    }
}

/* A price with VAT is not a price without; it is listed, not written. */
static void
test_item_gross_price (void)
{
  g_autoptr (PsrMapNotes) notes = psr_map_notes_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrRecord) record = apply (PSR_MAP_ITEMS, ITEM ("Inventory", "-3", "true"), notes, &error);

  g_assert_no_error (error);
  g_assert_false (psr_record_has (record, "entered_price"));
  g_assert_cmpint (psr_map_notes_find_target (notes, "entered_price")->kind, ==, PSR_MAP_NOTE_OMITTED);
  g_assert_cmpint (psr_record_get_int64 (record, "physical_stock"), ==, 0);
  g_assert_cmpint (psr_map_notes_find_target (notes, "physical_stock")->kind, ==, PSR_MAP_NOTE_RAISED);
}

/* People are told in their words, not in those of the services. */
static void
test_labels (void)
{
  g_autoptr (PsrMapNotes) notes = psr_map_notes_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrRecord) record = apply (PSR_MAP_ITEMS, ITEM ("Inventory", "-3", "true"), notes, &error);
  g_autoptr (PsrRecord) refused = NULL;
  g_autofree char *price = NULL;
  g_autofree char *stock = NULL;

  g_assert_no_error (error);
  price = psr_map_note_to_string (psr_map_notes_find_target (notes, "entered_price"));
  stock = psr_map_note_to_string (psr_map_notes_find_target (notes, "physical_stock"));
  g_assert_cmpstr (price, ==, "Price: 1000.8 was left out because of “Price includes VAT”");
  g_assert_cmpstr (stock, ==, "Stock: -3 is below zero; 0 was written");

  refused = apply (PSR_MAP_ITEMS, "{\"id\":\"" ID "\",\"number\":\"X\",\"displayName\":\"X\",\"type\":\"Toy\"}", NULL, &error);
  g_assert_null (refused);
  g_assert_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_SET_ASIDE);
  g_assert_nonnull (strstr (error->message, "“Type”"));
}

static void
test_location (void)
{
  check (PSR_MAP_LOCATIONS, "{\"id\":\"" LOCATION "\",\"code\":\"van1\",\"displayName\":\"Van 1\"}",
         "{\"id\":\"" LOCATION "\",\"reference_back_office\":\"VAN1\",\"name\":\"Van 1\"}");
}

static void
test_invoice_line (void)
{
  check (PSR_MAP_INVOICE_LINES,
         "{\"article_id\":\"" ID "\",\"article_name\":\"ATHENS Desk\",\"quantity\":1,\"quantity_decimal\":1.5,"
         "\"article_price\":100.05,\"article_stock_location_id\":\"" LOCATION "\"}",
         "{\"itemId\":\"" ID "\",\"description\":\"ATHENS Desk\",\"quantity\":1.5,\"unitPrice\":100.05,"
         "\"locationId\":\"" LOCATION "\"}");

  /* A part typed by hand has no article. */
  check (PSR_MAP_INVOICE_LINES,
         "{\"article_id\":\"00000000-0000-0000-0000-000000000000\",\"article_name\":\"Joint\",\"quantity_decimal\":2,"
         "\"article_price\":3}",
         "{\"description\":\"Joint\",\"quantity\":2,\"unitPrice\":3}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mapping/mappings/built-in", test_built_in);
  g_test_add_func ("/mapping/mappings/customer-id-is-company-id-of-contact", test_customer_id_is_company_id_of_contact);
  g_test_add_func ("/mapping/mappings/customer-name-is-lastname", test_customer_name_is_lastname);
  g_test_add_func ("/mapping/mappings/item-id-is-article-id", test_item_id_is_article_id);
  g_test_add_func ("/mapping/mappings/item-inventory-is-physical-stock", test_item_inventory_is_physical_stock);
  g_test_add_func ("/mapping/mappings/location-id-is-stock-location-id", test_location_id_is_stock_location_id);
  g_test_add_func ("/mapping/mappings/article-id-is-item-id", test_article_id_is_item_id);
  g_test_add_func ("/mapping/mappings/customer", test_customer);
  g_test_add_func ("/mapping/mappings/customer-blocked", test_customer_blocked);
  g_test_add_func ("/mapping/mappings/customer-master", test_customer_master);
  g_test_add_func ("/mapping/mappings/customer-long-name", test_customer_long_name);
  g_test_add_func ("/mapping/mappings/contact", test_contact);
  g_test_add_func ("/mapping/mappings/contact-of-coupled-company", test_contact_of_coupled_company);
  g_test_add_func ("/mapping/mappings/item", test_item);
  g_test_add_func ("/mapping/mappings/item-without-stock", test_item_without_stock);
  g_test_add_func ("/mapping/mappings/item-gross-price", test_item_gross_price);
  g_test_add_func ("/mapping/mappings/labels", test_labels);
  g_test_add_func ("/mapping/mappings/location", test_location);
  g_test_add_func ("/mapping/mappings/invoice-line", test_invoice_line);

  return g_test_run ();
}
