/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "wello-fixture.h"

#define OTHER "5d11a7b2-0000-4000-8000-000000000001"

static void
test_sign_in (void)
{
  Fixture f = { 0 };

  fixture_init (&f, NULL);
  f.user = "";
  call (&f, "GET", "Company", NULL);
  g_assert_cmpuint (f.status, ==, 401);
  f.user = "APIUser:wrong@CRONUSBE";
  call (&f, "GET", "Company", NULL);
  g_assert_cmpuint (f.status, ==, 401);
  /* "domain:user:password" stands on one page of the documentation, and is wrong. */
  f.user = "CRONUSBE:APIUser:sandbox-wello-password";
  call (&f, "GET", "Company", NULL);
  g_assert_cmpuint (f.status, ==, 401);
  f.user = NULL;
  call (&f, "GET", "Company", NULL);
  g_assert_cmpuint (f.status, ==, 200);
  fixture_clear (&f);
}

static void
test_routes (void)
{
  Fixture f = { 0 };
  JsonObject *answer;

  fixture_init (&f, NULL);
  g_assert_nonnull (call (&f, "GET", "company", NULL));
  g_assert_cmpuint (f.status, ==, 200);
  g_assert_nonnull (call (&f, "GET", "INVOICEVIEW", NULL));
  g_assert_cmpuint (f.status, ==, 200);
  answer = call (&f, "GET", "Companies", NULL);
  g_assert_cmpuint (f.status, ==, 404);
  g_assert_nonnull (strstr (text_of (answer, "Message"), "No HTTP resource was found"));
  /* Known by reference only: no page of it was found. */
  call (&f, "GET", "CompanyVat", NULL);
  g_assert_cmpuint (f.status, ==, 404);
  call (&f, "GET", "Company('x')", NULL);
  g_assert_cmpuint (f.status, ==, 404);
  call (&f, "GET", "Company(" OTHER ")", NULL);
  g_assert_cmpuint (f.status, ==, 404);
  call (&f, "PATCH", "Company(" OTHER ")", "{}");
  g_assert_cmpuint (f.status, ==, 405);
  call (&f, "POST", "InvoiceView", "{}");
  g_assert_cmpuint (f.status, ==, 405);
  call (&f, "POST", "Invoice", "{}");
  g_assert_cmpuint (f.status, ==, 405);
  call (&f, "GET", "Invoice/ChangeStatusId", NULL);
  g_assert_cmpuint (f.status, ==, 405);
  call (&f, "POST", "Invoice/Nonsense", "{}");
  g_assert_cmpuint (f.status, ==, 404);
  fixture_clear (&f);
}

static void
add_companies (Fixture *f,
               guint    count)
{
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"name\":\"Company %03u\",\"code\":\"C%03u\"}", i, i);

      call (f, "POST", "Company", body);
      g_assert_cmpuint (f->status, ==, 201);
    }
}

/* Follows the links to the end; returns how many rows there were. */
static guint
walk (Fixture    *f,
      const char *target,
      guint      *pages)
{
  g_autofree char *next = g_strdup (target);
  guint rows = 0;

  for (*pages = 0; next != NULL; (*pages)++)
    {
      JsonObject *answer = call (f, "GET", next, NULL);
      const char *link;

      g_assert_cmpuint (f->status, ==, 200);
      rows += count_of (answer);
      link = json_object_get_string_member_with_default (answer, "@odata.nextLink", NULL);
      g_free (next);
      next = NULL;
      if (link != NULL)
        {
          g_assert_true (g_str_has_prefix (link, "http://127.0.0.1/api/Company?"));
          next = g_uri_unescape_string (link + strlen ("http://127.0.0.1/api/"), NULL);
        }
    }
  return rows;
}

/* Of some tables no page was found: either they can be read, or they aren't there. */
static void
test_small_tables (void)
{
  Fixture f = { 0 };

  fixture_init (&f, NULL);
  call (&f, "GET", "DbUnitOfMeasure", NULL);
  g_assert_cmpuint (f.status, ==, 200);
  g_assert_nonnull (strstr (f.text, "HOUR"));
  call (&f, "POST", "ArticleCategory", "{\"code\":\"X\",\"name\":\"X\"}");
  g_assert_cmpuint (f.status, ==, 405);
  call (&f, "POST", "DbPaymentMethods", "{\"name\":\"Cash\",\"reference_back_office\":\"CASH\"}");
  g_assert_cmpuint (f.status, ==, 201);
  fixture_clear (&f);

  fixture_init (&f, "wello.small-tables=hidden");
  call (&f, "GET", "DbUnitOfMeasure", NULL);
  g_assert_cmpuint (f.status, ==, 404);
  call (&f, "GET", "DbPaymentMethods", NULL);
  g_assert_cmpuint (f.status, ==, 200);
  fixture_clear (&f);
}

static void
test_paging (void)
{
  Fixture f = { 0 };
  JsonObject *answer;
  guint pages;

  fixture_init (&f, NULL);
  add_companies (&f, 205);
  g_assert_cmpuint (walk (&f, "Company", &pages), ==, 205);
  g_assert_cmpuint (pages, ==, 3);
  g_assert_cmpuint (walk (&f, "Company?$select=id,code&$orderby=id&$filter=code ge 'C100'", &pages), ==, 105);
  g_assert_cmpuint (pages, ==, 2);
  g_assert_cmpuint (walk (&f, "Company?$orderby=id&$select=id", &pages), ==, 205);
  g_assert_cmpuint (walk (&f, "Company?$top=150", &pages), ==, 150);

  answer = call (&f, "GET", "Company?$select=code&$orderby=code desc&$top=2&$skip=3", NULL);
  g_assert_cmpuint (count_of (answer), ==, 2);
  g_assert_cmpstr (text_of (row_of (answer, 0), "code"), ==, "C201");
  g_assert_cmpuint (json_object_get_size (row_of (answer, 0)), ==, 1);
  g_assert_false (json_object_has_member (answer, "@odata.nextLink"));
  g_assert_cmpstr (text_of (answer, "@odata.context"), ==, "http://127.0.0.1/api/$metadata#Company");

  answer = call (&f, "GET", "Company?$select=id&$filter=code ge 'C001' and name ne 'x'", NULL);
  g_assert_cmpstr (text_of (answer, "@odata.nextLink"), ==,
                   "http://127.0.0.1/api/Company?$select=id&$filter=code%20ge%20'C001'%20and%20name%20ne%20'x'&$skip=100");
  fixture_clear (&f);
}

/* Rows of a filtered list that leave it while it is read shift what follows. */
static void
test_shifting (void)
{
  Fixture f = { 0 };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *target = NULL;
  JsonObject *answer;

  fixture_init (&f, NULL);
  for (guint i = 0; i < 150; i++)
    {
      g_autofree char *number = g_strdup_printf ("I%03u", i);

      add_invoice (&f, number, SBX_WELLO_STATUS_READY);
    }
  target = g_strdup_printf ("InvoiceView?$filter=invoice_status_id eq %s&$orderby=modified_dateutc",
                            sbx_row_id (sbx_wello_status (f.wello, SBX_WELLO_STATUS_READY)));
  answer = call (&f, "GET", target, NULL);
  g_assert_cmpuint (count_of (answer), ==, 100);
  for (guint i = 0; i < 100; i++)
    g_hash_table_add (seen, g_strdup (text_of (row_of (answer, i), "internal_number")));

  /* Ten of the first page are billed before the second is read. */
  for (guint i = 0; i < 10; i++)
    {
      SbxRow *row = sbx_table_at (sbx_wello_table (f.wello, "Invoice"), i);
      g_autofree char *body = g_strdup_printf ("{\"invoice_id\":\"%s\",\"target_status_id\":\"ae838a69-aea7-4f31-abdd-eafc577ddc5c\","
                                               "\"erp_invoice_number\":\"1\"}", sbx_row_id (row));

      call (&f, "POST", "Invoice/ChangeStatusId", body);
      g_assert_cmpuint (f.status, ==, 200);
    }
  {
    g_autofree char *next = g_strconcat (target, "&$skip=100", NULL);

    answer = call (&f, "GET", next, NULL);
  }
  g_assert_cmpuint (count_of (answer), ==, 40);
  for (guint i = 0; i < 40; i++)
    g_hash_table_add (seen, g_strdup (text_of (row_of (answer, i), "internal_number")));
  g_assert_cmpuint (g_hash_table_size (seen), ==, 140);
  fixture_clear (&f);
}

static void
test_filters (void)
{
  Fixture f = { 0 };
  static const char *const refused[] = {
    "Company?$filter=nonsense eq 'x'", "Company?$filter=Code eq 'C000'", "Company?$select=Name", "Company?$filter=code AND name",
    "Company?$filter=contains(name,'Comp')", "Company?$expand=sales_territory", "Company?$count=true", "Company?$skiptoken=x",
    "Company?$filter=id eq 'C000'", "Company?$filter=db_country_code eq 'BE'", "Company?$orderby=sideways", "Company?$top=x",
    "Invoice?$filter=company_email eq 'a@b.example'", "Invoice?$select=invoice_details", "Company?$filter=is_client eq 'true'",
    "Invoice?$filter=sbx.errorMessage eq ''",
  };
  JsonObject *answer;

  fixture_init (&f, NULL);
  add_companies (&f, 3);
  call (&f, "POST", "Company", "{\"name\":\"O'Brien & Fils\",\"code\":\"C'9\"}");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      call (&f, "GET", refused[i], NULL);
      if (f.status != 400)
        g_error ("%s → %u", refused[i], f.status);
    }

  answer = call (&f, "GET", "Company?$filter=code eq 'C''9'", NULL);
  g_assert_cmpuint (count_of (answer), ==, 1);
  g_assert_cmpstr (text_of (row_of (answer, 0), "name"), ==, "O'Brien & Fils");
  answer = call (&f, "GET", "Company?$filter=code+eq+'C000'+or+code+eq+'C002'", NULL);
  g_assert_cmpuint (count_of (answer), ==, 2);
  /* Date-times are documented as texts; both are taken. */
  answer = call (&f, "GET", "Company?$filter=modified_dateutc gt '2015-06-02T00:00:00.000Z'", NULL);
  g_assert_cmpuint (count_of (answer), ==, 4);
  answer = call (&f, "GET", "Company?$filter=modified_dateutc gt 2015-06-02T00:00:00.000Z and archived eq false", NULL);
  g_assert_cmpuint (count_of (answer), ==, 4);
  answer = call (&f, "GET", "Company?$filter=parent_id eq 00000000-0000-0000-0000-000000000000", NULL);
  g_assert_cmpuint (count_of (answer), ==, 4);
  answer = call (&f, "GET", "InvoiceView?$filter=company_email eq ''&$select=id,invoice_details", NULL);
  g_assert_cmpuint (f.status, ==, 200);

  fixture_clear (&f);
  fixture_init (&f, "wello.or=refused wello.status-filter=refused wello.query-extras=allowed");
  call (&f, "GET", "Company?$filter=code eq '1' or code eq '2'", NULL);
  g_assert_cmpuint (f.status, ==, 400);
  call (&f, "GET", "Company?$filter=name eq 'this or that'", NULL);
  g_assert_cmpuint (f.status, ==, 200);
  call (&f, "GET", "InvoiceView?$filter=invoice_status_id eq 284b65d7-d5c8-419f-91d5-10a2f5132bab", NULL);
  g_assert_cmpuint (f.status, ==, 400);
  call (&f, "GET", "Company?$filter=contains(name,'x')&$count=true", NULL);
  g_assert_cmpuint (f.status, ==, 200);
  fixture_clear (&f);
}

static void
test_defaults (void)
{
  Fixture f = { 0 };
  JsonObject *answer;
  g_autoptr (GList) members = NULL;
  gint64 modified;

  fixture_init (&f, NULL);
  answer = call (&f, "POST", "Company", "{\"name\":\"A\",\"db_country_code\":\"BE\"}");
  g_assert_cmpuint (f.status, ==, 201);
  g_assert_cmpstr (text_of (answer, "create_date"), ==, "1980-01-01T00:00:00Z");
  g_assert_cmpstr (text_of (answer, "parent_id"), ==, SBX_ZERO_GUID);
  g_assert_cmpstr (text_of (answer, "notes"), ==, "");
  g_assert_true (json_object_get_boolean_member (answer, "is_working_address"));
  g_assert_cmpstr (text_of (answer, "company_sales_status_code"), ==, "Normal");
  g_assert_cmpstr (text_of (answer, "db_country_id"), !=, SBX_ZERO_GUID);
  g_assert_true (sbx_datetime_parse (text_of (answer, "modified_dateutc"), &modified));
  g_assert_cmpint (modified % 1000, ==, 0);
  g_assert_cmpint (modified, >, g_get_real_time () - G_TIME_SPAN_HOUR);
  /* Only the helpers are null. */
  members = json_object_get_members (answer);
  for (GList *it = members; it != NULL; it = it->next)
    {
      gboolean helper = g_str_has_suffix (it->data, "_code") || g_str_has_suffix (it->data, "_reference_back_office")
                        || strcmp (it->data, "sales_territory") == 0 || strcmp (it->data, "marketing_segment") == 0
                        || strcmp (it->data, "sales_organization") == 0 || strcmp (it->data, "company_type_name") == 0;

      if (json_object_get_null_member (answer, it->data))
        g_assert_true (helper);
    }
  g_assert_true (json_object_get_null_member (answer, "db_country_code"));
  fixture_clear (&f);

  fixture_init (&f, "wello.helpers-on-read=omitted wello.country-code-on-read=text wello.sales-status-on-read=null wello.dates=long");
  answer = call (&f, "POST", "Company", "{\"name\":\"A\",\"db_country_code\":\"BE\"}");
  g_assert_cmpstr (text_of (answer, "db_country_code"), ==, "BE");
  g_assert_false (json_object_has_member (answer, "sales_territory_code"));
  g_assert_true (json_object_get_null_member (answer, "company_sales_status_code"));
  g_assert_cmpstr (text_of (answer, "create_date"), ==, "1980-01-01T00:00:00.0000000+00:00");
  fixture_clear (&f);
}

static void
test_change_status (void)
{
  Fixture f = { 0 };
  SbxRow *row;
  JsonObject *answer;
  static const struct
  {
    const char *body;
    guint       status;
  } steps[] = {
    { "{", 400 },
    { "{\"target_status_id\":\"ae838a69-aea7-4f31-abdd-eafc577ddc5c\"}", 400 },
    { "{\"invoice_id\":\"%s\"}", 400 },
    { "{\"invoice_id\":\"" OTHER "\",\"target_status_id\":\"ae838a69-aea7-4f31-abdd-eafc577ddc5c\",\"erp_invoice_number\":\"1\"}", 404 },
    { "{\"invoice_id\":\"%s\",\"target_status_id\":\"" OTHER "\"}", 422 },
    { "{\"invoice_id\":\"%s\",\"target_status_id\":\"ae838a69-aea7-4f31-abdd-eafc577ddc5c\"}", 400 },
    { "{\"invoice_id\":\"%s\",\"target_status_id\":\"b47eb12c-8f28-4cde-b8f8-32428f4bec03\"}", 400 },
    { "{\"invoice_id\":\"%s\",\"target_status_id\":\"0c5b7a4e-52d1-4f0b-9a06-5f1d2f9e7a01\"}", 409 },
    { "{\"invoice_id\":\"%s\",\"target_status_id\":\"B47EB12C-8F28-4CDE-B8F8-32428F4BEC03\",\"error_message\":\"Blocked\"}", 200 },
    { "{\"invoice_id\":\"%s\",\"target_status_id\":\"ae838a69-aea7-4f31-abdd-eafc577ddc5c\",\"erp_invoice_number\":\"1\"}", 409 },
    { "{\"invoice_id\":\"%s\",\"target_status_id\":\"284b65d7-d5c8-419f-91d5-10a2f5132bab\"}", 200 },
    { "{\"invoice_id\":\"%s\",\"target_status_id\":\"ae838a69-aea7-4f31-abdd-eafc577ddc5c\",\"erp_invoice_number\":\"SI-1\"}", 200 },
    { "{\"invoice_id\":\"%s\",\"target_status_id\":\"ae838a69-aea7-4f31-abdd-eafc577ddc5c\",\"erp_invoice_number\":\"SI-1\"}", 409 },
    { "{\"invoice_id\":\"%s\",\"target_status_id\":\"284b65d7-d5c8-419f-91d5-10a2f5132bab\"}", 409 },
  };

  fixture_init (&f, NULL);
  row = add_invoice (&f, "I1", SBX_WELLO_STATUS_READY);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_auto (GStrv) halves = g_strsplit (steps[i].body, "%s", -1);
      g_autofree char *body = g_strjoinv (sbx_row_id (row), halves);

      call (&f, "POST", "Invoice/ChangeStatusId", body);
      if (f.status != steps[i].status)
        g_error ("%s → %u %s", body, f.status, f.text);
    }
  {
    g_autofree char *target = g_strdup_printf ("Invoice(%s)", sbx_row_id (row));

    answer = call (&f, "GET", target, NULL);
  }
  g_assert_cmpstr (text_of (answer, "invoice_number"), ==, "SI-1");
  g_assert_cmpstr (text_of (answer, "invoice_status_name"), ==, "ERP Imported");
  g_assert_cmpstr (sbx_row_text (row, "sbx.errorMessage"), ==, "Blocked");
  g_assert_false (json_object_has_member (answer, "invoice_details"));
  fixture_clear (&f);

  fixture_init (&f, "wello.imported-final=no wello.repeat-status=accepted wello.change-status-code=201 wello.status-ids=own wello.status-names=dutch");
  row = add_invoice (&f, "I1", SBX_WELLO_STATUS_IMPORTED);
  g_assert_cmpstr (sbx_row_text (row, "invoice_status_name"), ==, "ERP geïmporteerd");
  for (guint i = 0; i < 2; i++)
    {
      SbxRow *status = sbx_wello_status (f.wello, SBX_WELLO_STATUS_READY);
      g_autofree char *body = g_strdup_printf ("{\"invoice_id\":\"%s\",\"target_status_id\":\"%s\"}", sbx_row_id (row), sbx_row_id (status));

      g_assert_cmpstr (sbx_row_id (status), !=, "284b65d7-d5c8-419f-91d5-10a2f5132bab");
      call (&f, "POST", "Invoice/ChangeStatusId", body);
      g_assert_cmpuint (f.status, ==, 201);
    }
  fixture_clear (&f);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/wello/sign-in", test_sign_in);
  g_test_add_func ("/sandbox/wello/routes", test_routes);
  g_test_add_func ("/sandbox/wello/small-tables", test_small_tables);
  g_test_add_func ("/sandbox/wello/paging", test_paging);
  g_test_add_func ("/sandbox/wello/shifting", test_shifting);
  g_test_add_func ("/sandbox/wello/filters", test_filters);
  g_test_add_func ("/sandbox/wello/defaults", test_defaults);
  g_test_add_func ("/sandbox/wello/change-status", test_change_status);
  return g_test_run ();
}
