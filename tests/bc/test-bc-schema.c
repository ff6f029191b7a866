/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-bc-client.h"
#include "psr-bc-schema.h"
#include "psr-fake-transport.h"
#include "psr-inline-executor.h"
#include "psr-test.h"
#include "psr-virtual-clock.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"utf-8\"?><edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">" \
  "<edmx:DataServices><Schema Namespace=\"Microsoft.NAV\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">"
#define TAIL "</Schema></edmx:DataServices></edmx:Edmx>"
#define SETS "<EntityContainer Name=\"NAV\"><EntitySet Name=\"customers\" EntityType=\"Microsoft.NAV.customer\">" \
  "<NavigationPropertyBinding Path=\"currency\" Target=\"currencies\"/></EntitySet>" \
  "<EntitySet Name=\"items\" EntityType=\"Microsoft.NAV.item\"/><EntitySet Name=\"projects\" EntityType=\"Microsoft.NAV.project\"/>" \
  "</EntityContainer>"
#define WHOLE HEAD \
  "<EntityType Name=\"customer\"><Key><PropertyRef Name=\"id\"/></Key><Property Name=\"id\" Type=\"Edm.Guid\" Nullable=\"false\">" \
  "<Annotation Term=\"NAV.NavType\" String=\"GUID\"/></Property>" \
  "<Property Name=\"displayName\" Type=\"Edm.String\" MaxLength=\"100\"/><Property Name=\"address\" Type=\"Microsoft.NAV.postaladdresstype\"/>" \
  "<Property Name=\"notes\" MaxLength=\"max\" Type=\"Edm.String\"/><NavigationProperty Name=\"currency\" Type=\"Microsoft.NAV.currency\"/></EntityType>" \
  "<ComplexType Name=\"postaladdresstype\"><Property Name=\"city\" Type=\"Edm.String\"/></ComplexType>" \
  "<EntityType Name=\"thing\"><Property Name=\"number\" Type=\"Edm.String\"/></EntityType>" \
  "<EntityType Name=\"item\" BaseType=\"Microsoft.NAV.thing\"><Property Name=\"unitPrice\" Type=\"Edm.Decimal\" Scale=\"Variable\"/>" \
  "<Property Name=\"unit\" Type=\"Microsoft.NAV.unheardof\"/></EntityType>" \
  "<EntityType Name=\"project\"><Property Name=\"id\" Type=\"Edm.Guid\"/></EntityType>" SETS TAIL

static const char * const wanted[] = { "customers", "items", "contacts", NULL };

static void
check_whole (PsrBcSchema *schema)
{
  const PsrBcProperty *name;

  g_assert_true (psr_bc_schema_has_set (schema, "customers"));
  g_assert_true (psr_bc_schema_has (schema, "customers", "displayName"));
  /* The answers have it so, and what the mapper looks for has to be written the same. */
  g_assert_false (psr_bc_schema_has (schema, "customers", "DisplayName"));
  g_assert_false (psr_bc_schema_has (schema, "customers", "website"));
  g_assert_false (psr_bc_schema_has (schema, "customers", "currency"));
  g_assert_true (psr_bc_schema_has (schema, "customers", "address/city"));
  g_assert_false (psr_bc_schema_has (schema, "customers", "address/street"));
  g_assert_false (psr_bc_schema_has (schema, "customers", "addr/city"));
  g_assert_true (psr_bc_schema_has (schema, "items", "number"));
  g_assert_true (psr_bc_schema_has (schema, "items", "unitPrice"));
  /* Nothing is known of what is in it. */
  g_assert_true (psr_bc_schema_has (schema, "items", "unit/code"));

  /* What isn't described may have anything; what isn't wanted isn't kept. */
  g_assert_false (psr_bc_schema_has_set (schema, "contacts"));
  g_assert_true (psr_bc_schema_has (schema, "contacts", "whatever"));
  g_assert_false (psr_bc_schema_has_set (schema, "projects"));

  name = psr_bc_schema_list (schema, "customers")->pdata[1];
  g_assert_cmpstr (name->name, ==, "displayName");
  g_assert_cmpstr (name->type, ==, "String");
  g_assert_cmpuint (name->max_length, ==, 100);
}

static void
test_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrBcSchema) schema = psr_bc_schema_new_from_xml (WHOLE, strlen (WHOLE), wanted, &error);
  g_autoptr (PsrBcSchema) marked = NULL;
  g_autoptr (PsrBcSchema) again = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  check_whole (schema);

  marked = psr_bc_schema_new_from_xml ("\xef\xbb\xbf" WHOLE, strlen (WHOLE) + 3, wanted, &error);
  g_assert_no_error (error);
  check_whole (marked);

  text = psr_bc_schema_to_text (schema);
  again = psr_bc_schema_new_from_text (text);
  g_assert_nonnull (again);
  check_whole (again);
}

static void
test_refused (void)
{
  static const char * const texts[] = {
    "",
    "Down",
    "<html><body>Down</body></html>",
    "{\"error\":{}}",
    HEAD TAIL,
    HEAD "<EntityType Name=\"customer\"/>" SETS TAIL,
    HEAD "<EntityType><Property Name=\"a\" Type=\"Edm.String\"/></EntityType>" TAIL,
    HEAD "<EntityType Name=\"customer\"><Property Type=\"Edm.String\"/></EntityType>" SETS TAIL,
    HEAD "<EntityType Name=\"customer\"><Property Name=\"a b:c\" Type=\"Edm.String\"/></EntityType>" SETS TAIL,
    HEAD "<EntityType Name=\"customer\"><Property Name=\"id\" Type=\"Edm.Guid\"/></EntityType>" SETS,
    HEAD "<!DOCTYPE x [<!ENTITY a \"b\">]><EntityType Name=\"&a;\"/>" TAIL,
  };
  g_autoptr (GString) deep = g_string_new (HEAD);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (psr_bc_schema_new_from_xml (texts[i], strlen (texts[i]), wanted, &error));
      g_assert_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_SCHEMA);
    }

  for (guint i = 0; i < 100000; i++)
    g_string_append (deep, "<a>");
  g_assert_null (psr_bc_schema_new_from_xml (deep->str, deep->len, wanted, NULL));

  g_assert_null (psr_bc_schema_new_from_text (""));
  g_assert_null (psr_bc_schema_new_from_text ("customers id"));
  g_assert_null (psr_bc_schema_new_from_text ("customers id:Guid:x"));
}

/* A type that is its own base ends. */
static void
test_circle (void)
{
  const char *text = HEAD "<EntityType Name=\"customer\" BaseType=\"customer\"><Property Name=\"id\" Type=\"Edm.Guid\"/></EntityType>" SETS TAIL;
  g_autoptr (PsrBcSchema) schema = psr_bc_schema_new_from_xml (text, strlen (text), wanted, NULL);

  g_assert_nonnull (schema);
  g_assert_true (psr_bc_schema_has (schema, "customers", "id"));
}

static PsrResponse *
serve (const char *method,
       const char *url,
       const char *body,
       gpointer    data)
{
  const char *answer = data;

  g_assert_cmpstr (method, ==, "GET");
  g_assert_cmpstr (url, ==, "https://bc.example/v2.0/t/Production/api/v1.0/$metadata");

  return psr_fake_answer (answer != NULL ? 200 : 403, answer != NULL ? answer : "{\"error\":{\"code\":\"X\",\"message\":\"No.\"}}");
}

static gpointer
read_with (const char  *answer,
           GError     **error)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (0);
  g_autoptr (PsrExecutor) executor = psr_inline_executor_new ();
  g_autoptr (PsrBcEndpoint) endpoint = psr_bc_endpoint_new ("https://bc.example/v2.0", "t", TRUE, "Production", "v1.0");
  g_autoptr (PsrFakeTransport) transport = psr_fake_transport_new (serve, (gpointer) answer);
  g_autoptr (PsrServiceClient) service = psr_fake_service_client_new (transport, PSR_SERVICE_BC, clock, executor);
  g_autoptr (PsrBcClient) client = psr_bc_client_new (service, endpoint);
  g_autoptr (DexFuture) future = psr_test_await (psr_bc_client_read_schema (client));
  const GValue *value = dex_future_get_value (future, error);

  return value != NULL ? g_value_dup_boxed (value) : NULL;
}

static void
test_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) forbidden = NULL;
  g_autoptr (PsrBcSchema) schema = NULL;

  dex_init ();
  schema = read_with (WHOLE, &error);
  g_assert_no_error (error);
  g_assert_true (psr_bc_schema_has (schema, "customers", "displayName"));

  g_assert_null (read_with ("<html/>", &error));
  g_assert_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_SCHEMA);
  g_assert_null (read_with (NULL, &forbidden));
  g_assert_nonnull (forbidden);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bc/schema/whole", test_whole);
  g_test_add_func ("/bc/schema/refused", test_refused);
  g_test_add_func ("/bc/schema/circle", test_circle);
  g_test_add_func ("/bc/schema/read", test_read);

  return g_test_run ();
}
