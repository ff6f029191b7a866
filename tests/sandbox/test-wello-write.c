/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "wello-fixture.h"

#define MINE "5d11a7b2-0000-4000-8000-000000000001"
#define OTHER "5d11a7b2-0000-4000-8000-000000000002"
#define NOBODY "5d11a7b2-0000-4000-8000-00000000000f"

static void
expect (Fixture    *f,
        const char *method,
        const char *target,
        const char *body,
        guint       status,
        const char *text)
{
  call (f, method, target, body);
  if (f->status != status || (text != NULL && strstr (f->text, text) == NULL))
    g_error ("%s %s %s → %u %s", method, target, body, f->status, f->text);
}

static char *
company_with (const char *member,
              guint       length,
              const char *character)
{
  g_autoptr (GString) text = g_string_new ("{\"name\":\"A\",\"");

  g_string_append_printf (text, "%s\":\"", member);
  for (guint i = 0; i < length; i++)
    g_string_append (text, character);
  g_string_append (text, "\"}");
  return g_strdup (text->str);
}

/* How many of an article lie somewhere, and what it costs by a label. */
static void
test_stock_and_prices (void)
{
  Fixture f = { 0 };
  JsonObject *answer;

  fixture_init (&f, NULL);
  expect (&f, "POST", "Article", "{\"id\":\"" MINE "\",\"name\":\"Pump\",\"code\":\"PUMP\"}", 201, NULL);
  expect (&f, "POST", "ArticleStockLocation", "{\"id\":\"" OTHER "\",\"name\":\"Van\",\"reference_back_office\":\"VAN01\"}", 201, NULL);
  answer = call (&f, "POST", "ArticleStockLocationList", "{\"article_code\":\"PUMP\",\"article_stock_location_id\":\"" OTHER "\",\"quantity\":3}");
  g_assert_cmpuint (f.status, ==, 201);
  g_assert_cmpstr (text_of (answer, "article_id"), ==, MINE);
  g_assert_cmpint (json_object_get_int_member (answer, "quantity"), ==, 3);
  /* A whole number, of something, somewhere. */
  expect (&f, "POST", "ArticleStockLocationList",
          "{\"article_id\":\"" MINE "\",\"article_stock_location_id\":\"" OTHER "\",\"quantity\":2.5}", 400, "quantity");
  expect (&f, "POST", "ArticleStockLocationList", "{\"article_id\":\"" MINE "\",\"quantity\":2}", 400, "article_stock_location_id");
  expect (&f, "POST", "ArticleStockLocationList",
          "{\"article_id\":\"" MINE "\",\"article_stock_location_id\":\"" NOBODY "\",\"quantity\":2}", 422, "article_stock_location_id");

  answer = call (&f, "POST", "ArticlePriceLabel", "{\"id\":\"" OTHER "\",\"name\":\"Gold\",\"code\":\"G:GOLD\",\"db_currency_code\":\"EUR\"}");
  g_assert_cmpuint (f.status, ==, 201);
  g_assert_cmpstr (text_of (answer, "db_currency_id"), !=, SBX_ZERO_GUID);
  expect (&f, "POST", "ArticlePriceLabel", "{\"code\":\"X\"}", 400, "article_price_label.name");
  expect (&f, "POST", "ArticlePriceList", "{\"article_id\":\"" MINE "\",\"article_price_label_id\":\"" OTHER "\",\"price\":19.99}", 201, "19.99");
  expect (&f, "POST", "ArticlePriceList", "{\"article_id\":\"" MINE "\",\"price\":1}", 400, "article_price_label_id");
  expect (&f, "POST", "Company", "{\"name\":\"A\",\"article_price_label_id\":\"" OTHER "\"}", 201, OTHER);
  fixture_clear (&f);
}

static void
test_post (void)
{
  Fixture f = { 0 };
  JsonObject *answer;

  fixture_init (&f, NULL);
  /* The caller may supply the id; a zero one is none. */
  answer = call (&f, "POST", "Company", "{\"id\":\"5D11A7B2-0000-4000-8000-000000000001\",\"name\":\"A\",\"code\":\"C1\"}");
  g_assert_cmpuint (f.status, ==, 201);
  g_assert_cmpstr (text_of (answer, "id"), ==, MINE);
  g_assert_cmpstr (text_of (answer, "@odata.context"), ==, "http://127.0.0.1/api/$metadata#Company/$entity");
  answer = call (&f, "POST", "Company", "{\"id\":\"" SBX_ZERO_GUID "\",\"name\":\"B\"}");
  g_assert_cmpuint (f.status, ==, 201);
  g_assert_cmpstr (text_of (answer, "id"), !=, SBX_ZERO_GUID);

  expect (&f, "POST", "Company", "{\"id\":\"" MINE "\",\"name\":\"A\"}", 409, "exists already");
  expect (&f, "POST", "Company", "{\"code\":\"C2\"}", 400, "company.name");
  expect (&f, "POST", "Company", "{\"name\":\"\"}", 400, "required");
  expect (&f, "POST", "Company", "{\"name\":7}", 400, "company.name");
  expect (&f, "POST", "Company", "{\"name\":\"A\",\"Name\":\"B\"}", 400, "does not exist on type");
  expect (&f, "POST", "Company", "[]", 400, NULL);
  expect (&f, "POST", "Company", "{\"name\":\"A\",\"parent_id\":\"" NOBODY "\"}", 422, "parent_id");
  expect (&f, "POST", "Company", "{\"name\":\"A\",\"parent_id\":\"" MINE "\"}", 201, NULL);
  expect (&f, "POST", "Company", "{\"name\":\"A\",\"company_sales_status_code\":\"Nonsense\"}", 422, "company_sales_status_code");
  expect (&f, "POST", "Company", "{\"name\":\"A\",\"company_sales_status_code\":\"OrderBlocked\"}", 201, "OrderBlocked");
  expect (&f, "POST", "Company", "{\"name\":\"A\",\"create_date\":\"not a date\"}", 400, "create_date");
  expect (&f, "POST", "Company", "{\"name\":\"A\",\"code\":\"C1\"}", 201, NULL);
  expect (&f, "POST", "Contact", "{\"lastname\":\"Nobody's\"}", 400, "company_id");
  expect (&f, "POST", "Contact", "{\"lastname\":\"X\",\"company_id\":\"" MINE "\",\"e_password\":\"hunter2\"}", 201, "hunter2");
  expect (&f, "POST", "Article", "{\"name\":\"X\",\"physical_stock\":1.5}", 201, NULL);

  f.prefer = "return=minimal";
  answer = call (&f, "POST", "Company", "{\"id\":\"" OTHER "\",\"name\":\"C\"}");
  g_assert_cmpuint (f.status, ==, 201);
  g_assert_cmpuint (json_object_get_size (answer), ==, 1);
  g_assert_cmpstr (text_of (answer, "id"), ==, OTHER);
  fixture_clear (&f);
}

static void
test_lengths (void)
{
  static const struct
  {
    const char *name;
    guint       length;
  } lengths[] = { { "name", 64 }, { "vat_reg_code", 50 }, { "phone", 50 }, { "url", 255 }, { "email", 250 }, { "street", 100 },
                  { "street2", 100 }, { "street_number", 50 }, { "city", 50 }, { "zip", 50 }, { "code", 50 } };
  Fixture f = { 0 };

  fixture_init (&f, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      /* Counted in characters. */
      g_autofree char *good = company_with (lengths[i].name, lengths[i].length, "é");
      g_autofree char *bad = company_with (lengths[i].name, lengths[i].length + 1, "e");

      expect (&f, "POST", "Company", good, 201, NULL);
      expect (&f, "POST", "Company", bad, 400, "maximum length");
    }
  expect (&f, "POST", "Article", "{\"name\":\"123456789012345678901234567890123456789012345678901\"}", 400, "article.name");
  fixture_clear (&f);
}

static void
test_helpers (void)
{
  Fixture f = { 0 };
  JsonObject *answer;
  g_autofree char *france = NULL;
  g_autofree char *body = NULL;

  fixture_init (&f, NULL);
  expect (&f, "POST", "Company", "{\"id\":\"" MINE "\",\"name\":\"A\",\"code\":\"C1\",\"db_country_code\":\"BE\"}", 201, NULL);
  answer = call (&f, "POST", "Contact", "{\"lastname\":\"X\",\"company_code\":\"C1\",\"db_language_code\":\"nl\"}");
  g_assert_cmpuint (f.status, ==, 201);
  g_assert_cmpstr (text_of (answer, "company_id"), ==, MINE);
  g_assert_true (json_object_get_null_member (answer, "company_code"));
  expect (&f, "POST", "Contact", "{\"lastname\":\"X\",\"company_code\":\"C404\"}", 422, "C404");
  expect (&f, "POST", "Company", "{\"name\":\"A\",\"db_country_code\":\"XX\"}", 422, "db_country_code");
  /* What was read as null is sent back as null. */
  expect (&f, "PUT", "Company(" MINE ")", "{\"name\":\"B\",\"db_country_code\":null,\"sales_territory\":null}", 200, NULL);

  /* The id wins over the code: a client that changes the country must not send the old id along. */
  answer = call (&f, "POST", "Company", "{\"name\":\"F\",\"db_country_code\":\"FR\"}");
  france = g_strdup (text_of (answer, "db_country_id"));
  body = g_strdup_printf ("{\"name\":\"G\",\"db_country_id\":\"%s\",\"db_country_code\":\"DE\"}", france);
  answer = call (&f, "POST", "Company", body);
  g_assert_cmpstr (text_of (answer, "db_country_id"), ==, france);

  /* Embedded: found by its key and changed, else made. */
  answer = call (&f, "POST", "Contact", "{\"lastname\":\"Y\",\"company\":{\"code\":\"C1\",\"name\":\"Renamed\"}}");
  g_assert_cmpstr (text_of (answer, "company_id"), ==, MINE);
  expect (&f, "GET", "Company(" MINE ")?$select=name", NULL, 200, "Renamed");
  expect (&f, "POST", "Contact", "{\"lastname\":\"Z\",\"company\":{\"code\":\"C2\",\"name\":\"New\"}}", 201, NULL);
  expect (&f, "GET", "Company?$filter=code eq 'C2'", NULL, 200, "\"New\"");
  expect (&f, "POST", "Contact", "{\"lastname\":\"Z\",\"company\":{\"name\":\"New\"}}", 400, "code");
  fixture_clear (&f);

  fixture_init (&f, "wello.unknown-code=400");
  expect (&f, "POST", "Contact", "{\"lastname\":\"X\",\"company_code\":\"C404\"}", 400, "C404");
  fixture_clear (&f);
}

static void
test_put (void)
{
  Fixture f = { 0 };
  JsonObject *answer;
  gint64 before, after;

  fixture_init (&f, NULL);
  answer = call (&f, "POST", "Company", "{\"id\":\"" MINE "\",\"name\":\"A\",\"code\":\"C1\",\"phone\":\"1\",\"is_client\":true}");
  g_assert_true (sbx_datetime_parse (text_of (answer, "modified_dateutc"), &before));
  g_usleep (2000);
  answer = call (&f, "PUT", "Company(" MINE ")", "{\"phone\":\"2\",\"modified_dateutc\":\"1999-01-01T00:00:00Z\",\"@odata.context\":\"x\"}");
  g_assert_cmpuint (f.status, ==, 200);
  g_assert_cmpstr (text_of (answer, "name"), ==, "A");
  g_assert_cmpstr (text_of (answer, "phone"), ==, "2");
  g_assert_true (sbx_datetime_parse (text_of (answer, "modified_dateutc"), &after));
  g_assert_cmpint (after, >, before);

  expect (&f, "PUT", "Company(" MINE ")", "{\"name\":\"\"}", 400, "required");
  expect (&f, "PUT", "Company(" MINE ")", "{\"phone\":\"3\",\"parent_id\":\"" NOBODY "\"}", 422, NULL);
  expect (&f, "GET", "Company(" MINE ")", NULL, 200, "\"phone\":\"2\"");
  expect (&f, "PUT", "Company(" MINE ")", "{\"id\":\"" OTHER "\"}", 400, NULL);
  expect (&f, "PUT", "Company(" MINE ")", "{\"id\":\"" SBX_ZERO_GUID "\"}", 200, NULL);
  expect (&f, "PUT", "Company(" NOBODY ")", "{\"name\":\"A\"}", 404, NULL);
  expect (&f, "PUT", "Company", "{\"name\":\"A\"}", 405, NULL);
  expect (&f, "DELETE", "Company(" MINE ")", NULL, 405, NULL);
  expect (&f, "DELETE", "Article(" MINE ")", NULL, 405, NULL);
  f.prefer = "return=minimal";
  expect (&f, "PUT", "Company(" MINE ")", "{\"name\":\"B\"}", 200, "{\"id\":\"" MINE "\"}");
  fixture_clear (&f);

  f = (Fixture){ 0 };
  fixture_init (&f, "wello.put=replace wello.delete-refused-status=403 wello.duplicate-code=refused wello.physical-stock=int wello.unknown-property=ignored");
  expect (&f, "POST", "Company", "{\"id\":\"" MINE "\",\"name\":\"A\",\"code\":\"C1\",\"phone\":\"1\"}", 201, NULL);
  expect (&f, "PUT", "Company(" MINE ")", "{\"name\":\"B\",\"nonsense\":1}", 200, "\"phone\":\"\"");
  expect (&f, "PUT", "Company(" MINE ")", "{\"phone\":\"2\"}", 400, "company.name");
  expect (&f, "PUT", "Company(" MINE ")", "{\"name\":\"B\",\"code\":\"C1\"}", 200, NULL);
  expect (&f, "POST", "Company", "{\"name\":\"C\",\"code\":\"C1\"}", 409, "C1");
  expect (&f, "DELETE", "Company(" MINE ")", NULL, 403, NULL);
  expect (&f, "POST", "Article", "{\"name\":\"X\",\"physical_stock\":1.5}", 400, "physical_stock");
  expect (&f, "POST", "Article", "{\"name\":\"X\",\"physical_stock\":12}", 201, NULL);
  fixture_clear (&f);

  fixture_init (&f, "wello.put-status=204");
  expect (&f, "POST", "JobType", "{\"id\":\"" MINE "\",\"name\":\"A\"}", 201, NULL);
  expect (&f, "PUT", "JobType(" MINE ")", "{\"name\":\"B\"}", 204, NULL);
  g_assert_cmpstr (f.text, ==, "");
  expect (&f, "DELETE", "JobType(" MINE ")", NULL, 204, NULL);
  expect (&f, "GET", "JobType(" MINE ")", NULL, 404, NULL);
  fixture_clear (&f);
}

static void
test_error_shapes (void)
{
  Fixture f = { 0 };
  JsonObject *answer;

  fixture_init (&f, "wello.error-shape=webapi");
  answer = call (&f, "POST", "Company", "{}");
  g_assert_cmpstr (text_of (answer, "Message"), ==, "The request is invalid.");
  g_assert_true (json_object_has_member (json_object_get_object_member (answer, "ModelState"), "company.name"));
  fixture_clear (&f);

  fixture_init (&f, "wello.error-shape=odata");
  answer = call (&f, "POST", "Company", "{}");
  g_assert_cmpstr (text_of (json_object_get_object_member (answer, "error"), "message"), ==, "The request is invalid.");
  fixture_clear (&f);

  fixture_init (&f, "wello.error-shape=text");
  g_assert_null (call (&f, "POST", "Company", "{}"));
  g_assert_cmpstr (f.text, ==, "The name field is required.");
  fixture_clear (&f);
}

static void
test_organizations (void)
{
  Fixture f = { 0 };
  JsonObject *answer;
  g_autofree char *body = NULL;

  fixture_init (&f, "wello.sales-organizations=2");
  answer = call (&f, "GET", "SalesOrganization", NULL);
  g_assert_cmpuint (count_of (answer), ==, 2);
  body = g_strdup_printf ("{\"name\":\"A\",\"sales_organization_id\":\"%s\"}", text_of (row_of (answer, 1), "id"));
  expect (&f, "POST", "Company", "{\"name\":\"A\"}", 400, "sales_organization_id");
  expect (&f, "POST", "Company", body, 201, NULL);
  expect (&f, "POST", "Company", "{\"name\":\"A\",\"sales_organization_code\":\"CRONUS2\"}", 201, NULL);
  fixture_clear (&f);
}

/* The trap of the two totals: with VAT in InvoiceDetails, without in InvoiceView. */
static void
test_lines (void)
{
  Fixture f = { 0 };
  SbxRow *invoice, *line;
  JsonObject *answer;
  JsonArray *lines;
  g_autofree char *target = NULL;

  fixture_init (&f, NULL);
  invoice = add_invoice (&f, "I1", SBX_WELLO_STATUS_READY);
  line = sbx_row_new (sbx_wello_table (f.wello, "InvoiceDetails"));
  sbx_row_set_text (line, "invoice_id", sbx_row_id (invoice));
  sbx_row_set_decimal (line, "quantity_decimal", 250000);
  sbx_row_set_int (line, "quantity", 2);
  sbx_row_set_decimal (line, "article_price", SBX_DECIMAL_INT (10));
  sbx_row_set_decimal (line, "discount", SBX_DECIMAL_INT (1));
  sbx_row_set_decimal (line, "vat_rate", 21000);
  sbx_row_set_decimal (line, "vat_value", 189000);
  sbx_row_set_decimal (line, "total_line", 2722500);
  sbx_row_set_text (line, "article_stock_location_id", MINE);
  sbx_table_insert (sbx_wello_table (f.wello, "InvoiceDetails"), line);

  target = g_strdup_printf ("InvoiceView(%s)", sbx_row_id (invoice));
  answer = call (&f, "GET", target, NULL);
  lines = json_object_get_array_member (answer, "invoice_details");
  g_assert_cmpuint (json_array_get_length (lines), ==, 1);
  answer = json_array_get_object_element (lines, 0);
  g_assert_cmpfloat (json_object_get_double_member (answer, "total_line"), ==, 22.5);
  g_assert_cmpfloat (json_object_get_double_member (answer, "total_vat"), ==, 4.725);
  g_assert_cmpfloat (json_object_get_double_member (answer, "total_line_with_vat"), ==, 27.225);
  g_assert_false (json_object_has_member (answer, "article_stock_location_id"));
  g_assert_false (json_object_has_member (answer, "quantity"));

  answer = call (&f, "GET", "InvoiceDetails", NULL);
  answer = row_of (answer, 0);
  g_assert_cmpfloat (json_object_get_double_member (answer, "total_line"), ==, 27.225);
  g_assert_cmpstr (text_of (answer, "article_stock_location_id"), ==, MINE);
  fixture_clear (&f);
}

/* What isn't documented can be read in each way. */
static void
test_readings (void)
{
  Fixture f = { 0 };
  SbxRow *invoice, *line;
  JsonObject *answer;

  fixture_init (&f, NULL);
  invoice = add_invoice (&f, "I1", SBX_WELLO_STATUS_READY);
  line = sbx_row_new (sbx_wello_table (f.wello, "InvoiceDetails"));
  sbx_row_set_text (line, "invoice_id", sbx_row_id (invoice));
  sbx_row_set_decimal (line, "quantity_decimal", 250000);
  sbx_row_set_int (line, "quantity", 2);
  sbx_row_set_decimal (line, "article_price", SBX_DECIMAL_INT (40));
  sbx_table_insert (sbx_wello_table (f.wello, "InvoiceDetails"), line);
  sbx_row_set_decimal (invoice, "discount", SBX_DECIMAL_INT (5));
  sbx_row_set_decimal (invoice, "total_amount", SBX_DECIMAL_INT (95));
  sbx_row_set_decimal (invoice, "total_taxes", 1995000);

  answer = row_of (call (&f, "GET", "Invoice", NULL), 0);
  g_assert_cmpfloat (json_object_get_double_member (answer, "total_amount"), ==, 95);
  g_assert_cmpfloat (json_object_get_double_member (answer, "discount"), ==, 5);
  answer = row_of (call (&f, "GET", "InvoiceDetails", NULL), 0);
  g_assert_cmpint (json_object_get_int_member (answer, "quantity"), ==, 2);

  g_assert_true (sbx_options_set (f.options, "wello.total-amount=with-vat", NULL));
  answer = row_of (call (&f, "GET", "InvoiceView", NULL), 0);
  g_assert_cmpfloat (json_object_get_double_member (answer, "total_amount"), ==, 114.95);
  g_assert_cmpfloat (json_object_get_double_member (answer, "discount"), ==, 5);

  /* 5 % of 100 happen to be 5: halve the line. */
  sbx_row_set_decimal (line, "article_price", SBX_DECIMAL_INT (20));
  sbx_row_set_decimal (invoice, "total_amount", 4750000);
  sbx_row_set_decimal (invoice, "total_taxes", 997500);
  g_assert_true (sbx_options_set (f.options, "wello.header-discount=amount", NULL));
  answer = row_of (call (&f, "GET", "InvoiceView", NULL), 0);
  g_assert_cmpfloat (json_object_get_double_member (answer, "discount"), ==, 2.5);
  g_assert_cmpfloat (json_object_get_double_member (answer, "total_amount"), ==, 57.475);

  g_assert_true (sbx_options_set (f.options, "wello.quantity=round", NULL));
  answer = row_of (call (&f, "GET", "InvoiceDetails", NULL), 0);
  g_assert_cmpint (json_object_get_int_member (answer, "quantity"), ==, 3);
  fixture_clear (&f);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/wello/stock-and-prices", test_stock_and_prices);
  g_test_add_func ("/sandbox/wello/post", test_post);
  g_test_add_func ("/sandbox/wello/lengths", test_lengths);
  g_test_add_func ("/sandbox/wello/helpers", test_helpers);
  g_test_add_func ("/sandbox/wello/put", test_put);
  g_test_add_func ("/sandbox/wello/error-shapes", test_error_shapes);
  g_test_add_func ("/sandbox/wello/organizations", test_organizations);
  g_test_add_func ("/sandbox/wello/lines", test_lines);
  g_test_add_func ("/sandbox/wello/readings", test_readings);
  return g_test_run ();
}
