/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-interval.h"
#include "psr-profile-flow.h"
#include "psr-profile-spec.h"
#include "psr-profile-v1.h"
#include "psr-profile.h"

#define GOOD_BC \
  "[BusinessCentral]\n" \
  "Tenant=contoso.example\n" \
  "Environment=Production\n" \
  "Company=CRONUS BE\n" \
  "ClientId=11111111-2222-3333-4444-555555555555\n"
#define GOOD_WELLO \
  "[Wello]\n" \
  "Domain=CONTOSO\n" \
  "User=api\n"
#define GOOD GOOD_BC GOOD_WELLO

static PsrProfile *
load (const char *text)
{
  g_autoptr(GError) error = NULL;
  PsrProfile *profile = psr_profile_new_from_text (text, "test.ini", &error);

  g_assert_no_error (error);
  g_assert_nonnull (profile);

  return profile;
}

/* A profile that can't be used: what, why and mend must all be there, and the
 * texts in @parts somewhere in them. */
static void
assert_refused (const char *text,
                int         code,
                const char *part,
                const char *other_part)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrProfile) profile = psr_profile_new_from_text (text, "test.ini", &error);
  g_autoptr(PsrExplanation) explanation = NULL;

  g_assert_null (profile);
  g_assert_error (error, PSR_PROFILE_ERROR, code);

  explanation = psr_explain (error);
  g_assert_cmpstr (explanation->what, !=, "");
  g_assert_cmpstr (explanation->why, !=, "");
  g_assert_cmpstr (explanation->mend, !=, "");
  g_assert_nonnull (strstr (error->message, part));
  g_assert_nonnull (strstr (error->message, other_part));
}

static void
test_defaults (void)
{
  g_autoptr(PsrProfile) profile = load (GOOD);
  g_auto(GStrv) flows = psr_profile_get_list (profile, PSR_PROFILE_SYNC_FLOWS);

  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BC_BASE_URL), ==,
                   "https://api.businesscentral.dynamics.com/v2.0");
  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BC_SIGN_IN), ==, "client-credentials");
  g_assert_true (psr_profile_get_boolean (profile, PSR_PROFILE_BC_TENANT_IN_URL));
  g_assert_false (psr_profile_get_boolean (profile, PSR_PROFILE_BC_SANDBOX_MAY_WRITE));
  g_assert_cmpint (psr_profile_get_duration (profile, PSR_PROFILE_BC_LONGEST_REQUEST), ==,
                   20 * 60 * (gint64) G_USEC_PER_SEC);
  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BILLING_TIME_ZONE), ==, "Europe/Brussels");
  g_assert_null (psr_profile_get_string (profile, PSR_PROFILE_BILLING_FROM));
  g_assert_null (psr_profile_get_entries (profile, "Labour"));
  g_assert_true (psr_profile_is_online (profile));
  g_assert_cmpuint (g_strv_length (flows), ==, 3);
}

/* A section for each flow. */
static void
test_flows (void)
{
  g_autoptr(PsrProfile) profile = load (GOOD "[Sync]\nFlows=items\n"
                                        "[Flow customers]\nEnabled=yes\nInterval=15min\nFilter=country eq 'BE' and (blocked eq '_x0020_')\n"
                                        "[Flow items]\nFilter=\n[Intervals]\nitems=3min\n");
  g_autoptr(PsrProfile) off = load (GOOD "[Flow items]\nEnabled=no\n[Flow reference]\nEnabled=no\n");
  g_autoptr(PsrProfile) both = load (GOOD "[Flow customers]\nDirection=Both\nConflict=newest\nNewAccounts=First-Invoice\n");
  g_autofree char *long_one = g_strnfill (501, 'a');
  g_autofree char *too_long = g_strconcat (GOOD "[Flow items]\nFilter=", long_one, "\n", NULL);
  g_auto(GStrv) flows = psr_profile_flow_list (profile);
  g_auto(GStrv) fewer = psr_profile_flow_list (off);

  g_assert_cmpuint (g_strv_length (flows), ==, 3);
  g_assert_cmpstr (flows[0], ==, "customers");
  g_assert_cmpstr (flows[1], ==, "items");
  /* What is only read is read unless it is switched off. */
  g_assert_cmpstr (flows[2], ==, "reference");
  g_assert_cmpint (psr_interval_get (profile, "reference"), ==, 24 * 60 * 60 * (gint64) G_USEC_PER_SEC);
  g_assert_false (g_strv_contains ((const char * const *) fewer, "items"));
  g_assert_false (g_strv_contains ((const char * const *) fewer, "reference"));
  g_assert_true (g_strv_contains ((const char * const *) fewer, "customers"));
  g_assert_cmpint (psr_interval_get (profile, "customers"), ==, 15 * 60 * (gint64) G_USEC_PER_SEC);
  g_assert_cmpint (psr_interval_get (profile, "items"), ==, 3 * 60 * (gint64) G_USEC_PER_SEC);
  g_assert_cmpstr (psr_profile_flow_get (profile, "customers", "Filter"), ==, "country eq 'BE' and (blocked eq '_x0020_')");
  g_assert_null (psr_profile_flow_get (profile, "items", "Filter"));

  g_assert_cmpstr (psr_profile_flow_get (both, "customers", "Direction"), ==, "both");
  g_assert_cmpstr (psr_profile_flow_get (both, "customers", "NewAccounts"), ==, "first-invoice");

  assert_refused (GOOD "[Flow customers]\nDirection=wello-to-bc\n", PSR_PROFILE_ERROR_VALUE, "wello-to-bc", "bc-to-wello or both");
  assert_refused (GOOD "[Flow customers]\nConflict=me\n", PSR_PROFILE_ERROR_VALUE, "“me”", "newest");
  assert_refused (GOOD "[Flow customers]\nNewAccounts=always\n", PSR_PROFILE_ERROR_VALUE, "“always”", "review or first-invoice");
  assert_refused (GOOD "[Flow contacts]\nNewAccounts=review\n", PSR_PROFILE_ERROR_VALUE, "[Flow contacts] NewAccounts", "Only customers");
  assert_refused (GOOD "[Flow invoices]\nEnabled=yes\n", PSR_PROFILE_ERROR_UNKNOWN, "[Flow invoices]", "Flow items");
  assert_refused (GOOD "[Flow]\nEnabled=yes\n", PSR_PROFILE_ERROR_UNKNOWN, "[Flow]", "Flow customers");
  assert_refused (GOOD "[Flow items]\nSpeed=high\n", PSR_PROFILE_ERROR_UNKNOWN, "Speed", "Interval");
  assert_refused (GOOD "[Flow items]\nEnabled=sometimes\n", PSR_PROFILE_ERROR_VALUE, "sometimes", "yes or no");
  assert_refused (GOOD "[Flow items]\nInterval=5s\n", PSR_PROFILE_ERROR_VALUE, "5s", "1min");
  assert_refused (GOOD "[Flow items]\nInterval=5min\nInterval=6min\n", PSR_PROFILE_ERROR_VALUE, "line 11", "Line 10");
  assert_refused (GOOD "[Flow items]\nFilter=name eq 'it\n", PSR_PROFILE_ERROR_VALUE, "Filter", "closed");
  assert_refused (GOOD "[Flow items]\nFilter=a eq 1) or (b eq 2\n", PSR_PROFILE_ERROR_VALUE, "Filter", "closed");
  assert_refused (too_long, PSR_PROFILE_ERROR_VALUE, "Filter", "500");
  assert_refused (GOOD "[Flow items]\nInterval=5min\n[Intervals]\nitems=6min\n", PSR_PROFILE_ERROR_VALUE,
                  "[Flow items] Interval", "[Intervals] says already");
}

/* What goes without a person. */
static void
test_automatic (void)
{
  g_autoptr(PsrProfile) profile = load (GOOD "[Automatic]\nSend=yes\nMaxAmount=750.00 EUR\nCustomers=c1 ; C2\n"
                                        "JobTypes=Repair;Maintenance\nHours=07:00-18:30\nPost=yes\n"
                                        "[Intervals]\ncustomers=30min\n");
  static const char * const bad[] = {
    "[Automatic]\nSend=maybe\n", "[Automatic]\nMaxAmount=750\n", "[Automatic]\nHours=7-18\n", "[Automatic]\nCustomers=;\n",
    "[Automatic]\nPost=yes\n", "[Intervals]\ncustomers=30s\n", "[Intervals]\nothers=5min\n",
  };
  g_auto(GStrv) customers = psr_profile_get_list (profile, PSR_PROFILE_AUTOMATIC_CUSTOMERS);

  g_assert_true (psr_profile_get_boolean (profile, PSR_PROFILE_AUTOMATIC_SEND));
  g_assert_cmpstr (customers[1], ==, "C2");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = g_strconcat (GOOD, bad[i], NULL);
      g_autoptr(GError) error = NULL;

      g_assert_null (psr_profile_new_from_text (text, "test", &error));
      g_assert_true (error->domain == PSR_PROFILE_ERROR);
    }
}

static void
test_values (void)
{
  g_autoptr(PsrProfile) profile = load (GOOD_BC
                                        "BaseUrl=http://127.0.0.1:4711/v2.0/\n"
                                        "LongestRequest=30s\n"
                                        "TenantInUrl=no\n"
                                        GOOD_WELLO
                                        "[Billing]\n"
                                        "Document=order\n"
                                        "From=2026-02-28\n"
                                        "ExternalNumberPrefix=wello-\n"
                                        "HandTypedPart=account:6110\n"
                                        "HourStep=0.250 UP\n"
                                        "ZeroTotal=Skip\n"
                                        "WarrantyAs=list-100\n"
                                        "PostingDate=ask\n"
                                        "[Labour]\n"
                                        "WorkingTime=item:service-hour\n"
                                        "line:OT150=resource:Linda\n"
                                        "article:STANDBY=item:standby\n"
                                        "[Vat]\n"
                                        "21.0,part=g3\n"
                                        "0,labour=S0\n"
                                        "CC, labour=S3\n"
                                        "[VatCustomer]\n"
                                        "10000, CC=10000-cc\n");
  GPtrArray *labour = psr_profile_get_entries (profile, "Labour");
  GPtrArray *vat = psr_profile_get_entries (profile, "Vat");
  const PsrProfileEntry *entry;

  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BC_BASE_URL), ==, "http://127.0.0.1:4711/v2.0");
  g_assert_false (psr_profile_is_online (profile));
  g_assert_cmpint (psr_profile_get_duration (profile, PSR_PROFILE_BC_LONGEST_REQUEST), ==, 30 * G_USEC_PER_SEC);
  g_assert_false (psr_profile_get_boolean (profile, PSR_PROFILE_BC_TENANT_IN_URL));
  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BILLING_DOCUMENT), ==, "order");
  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BILLING_FROM), ==, "2026-02-28");
  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BILLING_EXTERNAL_NUMBER_PREFIX), ==, "WELLO-");
  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BILLING_HAND_TYPED_PART), ==, "account:6110");
  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BILLING_HOUR_STEP), ==, "0.25 up");

  g_assert_nonnull (labour);
  g_assert_cmpuint (labour->len, ==, 3);
  entry = labour->pdata[0];
  g_assert_cmpstr (entry->name, ==, "WorkingTime");
  g_assert_cmpstr (entry->value, ==, "item:SERVICE-HOUR");
  entry = labour->pdata[1];
  g_assert_cmpstr (entry->name, ==, "line:OT150");
  g_assert_cmpstr (entry->value, ==, "resource:LINDA");

  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BILLING_ZERO_TOTAL), ==, "skip");
  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BILLING_WARRANTY_AS), ==, "list-100");
  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BILLING_POSTING_DATE), ==, "ask");

  g_assert_nonnull (psr_profile_get_entries (profile, "VatCustomer"));
  entry = psr_profile_get_entries (profile, "VatCustomer")->pdata[0];
  g_assert_cmpstr (entry->name, ==, "10000,CC");
  g_assert_cmpstr (entry->value, ==, "10000-CC");

  g_assert_nonnull (vat);
  entry = vat->pdata[2];
  g_assert_cmpstr (entry->name, ==, "CC,labour");
  entry = vat->pdata[0];
  g_assert_cmpstr (entry->name, ==, "21,part");
  g_assert_cmpstr (entry->value, ==, "G3");
}

static void
test_empty_value (void)
{
  g_autoptr(PsrProfile) profile = load (GOOD "[Billing]\nHandTypedPart=\nFrom=\n");

  g_assert_null (psr_profile_get_string (profile, PSR_PROFILE_BILLING_HAND_TYPED_PART));
  g_assert_null (psr_profile_get_string (profile, PSR_PROFILE_BILLING_FROM));
}

static void
test_refused (void)
{
  assert_refused (GOOD "[Biling]\n", PSR_PROFILE_ERROR_UNKNOWN, "Biling", "Billing");
  assert_refused (GOOD "[Billing]\nForm=2026-01-01\n", PSR_PROFILE_ERROR_UNKNOWN, "Form", "From");
  assert_refused (GOOD "[Billing]\nDocument=bill\n", PSR_PROFILE_ERROR_VALUE, "“bill”", "invoice or order");
  assert_refused (GOOD "[Billing]\nVia=mail\n", PSR_PROFILE_ERROR_VALUE, "“mail”", "auto, quote or direct");
  assert_refused (GOOD "[Billing]\nFrom=2026-02-30\n", PSR_PROFILE_ERROR_VALUE, "2026-02-30", "2026-01-31");
  assert_refused (GOOD "[Billing]\nTimeZone=Mars/Base\n", PSR_PROFILE_ERROR_VALUE, "Mars/Base", "Europe/Brussels");
  assert_refused (GOOD "[Billing]\nExternalNumberPrefix=a b\n", PSR_PROFILE_ERROR_VALUE, "a b", "letters");
  assert_refused (GOOD "[Billing]\nHourStep=0 up\n", PSR_PROFILE_ERROR_VALUE, "0 up", "0.25 up");
  assert_refused (GOOD "[Labour]\nLunch=item:X\n", PSR_PROFILE_ERROR_UNKNOWN, "Lunch", "WorkingTime");
  assert_refused (GOOD "[Labour]\nWorkingTime=SERVICE\n", PSR_PROFILE_ERROR_VALUE, "SERVICE", "item:NUMBER");
  assert_refused (GOOD "[Vat]\n21=G3\n", PSR_PROFILE_ERROR_UNKNOWN, "21", "21,part");
  assert_refused (GOOD "[Vat]\nCC,goods=G3\n", PSR_PROFILE_ERROR_UNKNOWN, "CC,goods", "21,part");
  assert_refused (GOOD "[VatCustomer]\n10000=10001\n", PSR_PROFILE_ERROR_UNKNOWN, "10000", "10000,CC");
  assert_refused (GOOD "[Billing]\nZeroTotal=never\n", PSR_PROFILE_ERROR_VALUE, "never", "hold");
  assert_refused (GOOD "[Vat]\n21,part=\n", PSR_PROFILE_ERROR_VALUE, "21,part", "VAT");
  assert_refused (GOOD "[Sync]\nFlows=customers;prices\n", PSR_PROFILE_ERROR_VALUE, "prices", "items");
  assert_refused (GOOD "[Wello]\nBaseUrl=http://wello.example/api\n", PSR_PROFILE_ERROR_VALUE, "http://wello.example/api", "https");
  assert_refused ("no key file", PSR_PROFILE_ERROR_SYNTAX, "test.ini", "Key=value");
  assert_refused ("[BusinessCentral]\nCompany=\xff\n", PSR_PROFILE_ERROR_SYNTAX, "test.ini", "UTF-8");
}

/* Whoever misspelt a section is told of every one that there is. */
static void
test_sections (void)
{
  static const char * const free_names[] = { "Labour", "Vat", "VatCustomer", "VatRates", "Heading", "Intervals" };

  for (gsize i = 0; i < PSR_PROFILE_N_KEYS + G_N_ELEMENTS (free_names); i++)
    {
      const char *group = i < PSR_PROFILE_N_KEYS ? psr_profile_spec_get (i)->group : free_names[i - PSR_PROFILE_N_KEYS];
      g_autofree char *listed = g_strdup_printf (" %s,", group);

      assert_refused (GOOD "[Biling]\n", PSR_PROFILE_ERROR_UNKNOWN, "Biling", listed);
    }
}

static void
test_line_number (void)
{
  /* The typo is on line 11 of the text. */
  assert_refused (GOOD "\n[Billing]\n# a comment\nDocument = bill\n", PSR_PROFILE_ERROR_VALUE, "line 12", "[Billing] Document");
}

/* The last one would win without a word. */
static void
test_twice (void)
{
  assert_refused (GOOD "[Billing]\nDocument=invoice\nDocument=order\n", PSR_PROFILE_ERROR_VALUE, "Line ", "the two lines");
  assert_refused (GOOD "[Wello]\nDomain = OTHER\n", PSR_PROFILE_ERROR_VALUE, "[Wello] Domain", "the two lines");
  assert_refused (GOOD "[Vat]\n21,part=G3\n[Labour]\n[Vat]\n 21,part =G2\n", PSR_PROFILE_ERROR_VALUE, "[Vat] 21,part", "the two lines");
  assert_refused (GOOD "[Labour]\nline:OT=item:A\nline:ot=item:B\n", PSR_PROFILE_ERROR_VALUE, "Another line", "the two lines");
  assert_refused (GOOD "[Vat]\n21,part=G3\n21.0,part=G2\n", PSR_PROFILE_ERROR_VALUE, "“21,part”", "the two lines");
  assert_refused (GOOD "[Vat]\nCC,part=G3\ncc,part=G2\n", PSR_PROFILE_ERROR_VALUE, "“cc,part”", "the two lines");
  /* Neither a comment nor the same key of another section. */
  g_object_unref (load (GOOD "[Billing]\n#Document=order\nDocument=invoice\n[Vat]\n21,part=G3\n21,labour=S3\n"));
}

static void
test_missing (void)
{
  assert_refused (GOOD_WELLO, PSR_PROFILE_ERROR_MISSING, "[BusinessCentral] Company", "Company=");
  assert_refused (GOOD_BC, PSR_PROFILE_ERROR_MISSING, "[Wello] Domain", "Domain=");
  assert_refused ("[BusinessCentral]\nCompany=C\nClientId=x\n" GOOD_WELLO,
                  PSR_PROFILE_ERROR_MISSING, "Tenant", "GUID");
  assert_refused ("[BusinessCentral]\nCompany=C\nTenant=common\nClientId=x\n" GOOD_WELLO,
                  PSR_PROFILE_ERROR_VALUE, "common", "never");
  assert_refused ("[BusinessCentral]\nCompany=C\nSignIn=basic\nUser=u\n" GOOD_WELLO,
                  PSR_PROFILE_ERROR_VALUE, "basic", "client-credentials");
  assert_refused ("[BusinessCentral]\nBaseUrl=https://erp.example:7048/BC\nCompany=C\nSignIn=basic\n" GOOD_WELLO,
                  PSR_PROFILE_ERROR_MISSING, "User", "password");
}

static void
test_on_premises (void)
{
  g_autoptr(PsrProfile) profile = load ("[BusinessCentral]\nBaseUrl=https://erp.example:7048/BC\nCompany=C\nSignIn=basic\nUser=u\n" GOOD_WELLO);

  g_assert_false (psr_profile_is_online (profile));
  g_assert_null (psr_profile_get_string (profile, PSR_PROFILE_BC_ENVIRONMENT));
}

#define ID "0f7e1c6a-7b2d-ef11-8409-6045bde9ca0b"
#define ADDRESS(rest) "[BusinessCentral]\nSignIn=client-credentials\nClientId=x\nBaseUrl=https://api.businesscentral.dynamics.com/v2.0" rest "\n"

/* A whole address says what four keys say else. */
static void
test_address (void)
{
  g_autoptr(PsrProfile) whole = load (ADDRESS ("/contoso.example/Production/api/v2.0/companies(" ID ")/items") GOOD_WELLO);
  g_autoptr(PsrProfile) filled = load (ADDRESS ("/companies(" ID ")/salesOrders") "Tenant=t.example\nEnvironment=Test\nApiVersion=v2.0\n" GOOD_WELLO);
  g_autoptr(PsrProfile) same = load (ADDRESS ("/production/api/v2.0/companies({id})/items")
                                     "Tenant=t.example\nEnvironment=Production\nCompany=CRONUS BE\n" GOOD_WELLO);
  g_autoptr(PsrProfile) premises = load ("[BusinessCentral]\nBaseUrl=https://erp.example:7048/BC/api/v2.0/companies(" ID ")/items?tenant=one\n"
                                         "SignIn=basic\nUser=u\n" GOOD_WELLO);

  g_assert_cmpstr (psr_profile_get_string (whole, PSR_PROFILE_BC_BASE_URL), ==, "https://api.businesscentral.dynamics.com/v2.0");
  g_assert_cmpstr (psr_profile_get_string (whole, PSR_PROFILE_BC_TENANT), ==, "contoso.example");
  g_assert_cmpstr (psr_profile_get_string (whole, PSR_PROFILE_BC_ENVIRONMENT), ==, "Production");
  g_assert_cmpstr (psr_profile_get_string (whole, PSR_PROFILE_BC_API_VERSION), ==, "v2.0");
  g_assert_cmpstr (psr_profile_get_string (whole, PSR_PROFILE_BC_COMPANY), ==, ID);
  g_assert_cmpstr (psr_profile_get_string (filled, PSR_PROFILE_BC_COMPANY), ==, ID);
  g_assert_cmpstr (psr_profile_get_string (filled, PSR_PROFILE_BC_ENVIRONMENT), ==, "Test");
  g_assert_cmpstr (psr_profile_get_string (same, PSR_PROFILE_BC_ENVIRONMENT), ==, "Production");
  g_assert_cmpstr (psr_profile_get_string (same, PSR_PROFILE_BC_COMPANY), ==, "CRONUS BE");
  g_assert_cmpstr (psr_profile_get_string (premises, PSR_PROFILE_BC_BASE_URL), ==, "https://erp.example:7048/BC");
  g_assert_cmpstr (psr_profile_get_string (premises, PSR_PROFILE_BC_TENANT), ==, "one");
  g_assert_null (psr_profile_get_string (premises, PSR_PROFILE_BC_ENVIRONMENT));
}

/* What it lacks is named; what it says otherwise than another key is no guess. */
static void
test_address_lacks (void)
{
  assert_refused (ADDRESS ("/companies(" ID ")/salesOrders") "Tenant=t.example\nApiVersion=v2.0\n" GOOD_WELLO,
                  PSR_PROFILE_ERROR_MISSING, "[BusinessCentral] Environment", "Environment=");
  assert_refused (ADDRESS ("/companies(" ID ")/salesOrders") "Tenant=t.example\nEnvironment=Test\n" GOOD_WELLO,
                  PSR_PROFILE_ERROR_MISSING, "[BusinessCentral] ApiVersion", "version");
  assert_refused (ADDRESS ("/Test/api/v2.0/companies({id})/items") "Tenant=t.example\n" GOOD_WELLO,
                  PSR_PROFILE_ERROR_MISSING, "[BusinessCentral] Company", "Company=");
  assert_refused (ADDRESS ("/Test/api/v2.0/companies(" ID ")") "Tenant=t.example\nEnvironment=Production\n" GOOD_WELLO,
                  PSR_PROFILE_ERROR_VALUE, "“Test”", "Environment says “Production”");
  assert_refused (ADDRESS ("/Test/api/v2.0/companies(" ID ")") "Tenant=t.example\nCompany=CRONUS BE\n" GOOD_WELLO,
                  PSR_PROFILE_ERROR_VALUE, ID, "CRONUS BE");
  assert_refused (ADDRESS ("/Test/api/beta/companies(" ID ")") "Tenant=t.example\n" GOOD_WELLO,
                  PSR_PROFILE_ERROR_VALUE, "“beta”", "v2.0");
  assert_refused (ADDRESS ("/Test/api/v2.0?key=1") GOOD_WELLO, PSR_PROFILE_ERROR_VALUE, "BaseUrl", "address");
  assert_refused ("[BusinessCentral]\nBaseUrl=http://erp.example/BC/api/v2.0\n" GOOD_WELLO, PSR_PROFILE_ERROR_VALUE, "http://erp.example", "https");
  assert_refused ("[BusinessCentral]\nTenant=t\nCompany=C\nClientId=x\n" GOOD_WELLO,
                  PSR_PROFILE_ERROR_MISSING, "[BusinessCentral] Environment", "environments");
}

/* Stock per location has its source for nothing else; price lists may be there to explain prices. */
static void
test_prices_flow (void)
{
  g_autoptr(PsrProfile) explain = load (GOOD "[Stock]\nSource=analytics\n[Prices]\nLines=Lines\n");
  g_autoptr(PsrProfile) enabled = load (GOOD "[Prices]\nLines=Lines\n[Flow prices]\nEnabled=yes\n");
  g_auto(GStrv) only_explained = psr_profile_flow_list (explain);
  g_auto(GStrv) by_section = psr_profile_flow_list (enabled);

  g_assert_true (g_strv_contains ((const char * const *) only_explained, "stock"));
  g_assert_false (g_strv_contains ((const char * const *) only_explained, "prices"));
  g_assert_true (g_strv_contains ((const char * const *) by_section, "prices"));
}

/* What API v1.0 can't do is refused where the profile asks for it, and off where it doesn't. */
static void
test_v1 (void)
{
  g_autoptr(PsrProfile) profile = load (GOOD "[BusinessCentral]\nApiVersion=v1.0\n[Labour]\nWorkingTime=item:A\nTravelTime=account:B\n");
  g_autoptr(PsrProfile) off = load (GOOD "[BusinessCentral]\nApiVersion=v1.0\n[Flow contacts]\nEnabled=no\n[Sync]\nFlows=items;contacts\n");
  g_autoptr(PsrProfile) newer = load (GOOD);
  g_autoptr(GPtrArray) lacks = psr_profile_v1_list_off (profile);
  g_autoptr(GPtrArray) nothing = psr_profile_v1_list_off (newer);
  g_auto(GStrv) flows = psr_profile_flow_list (profile);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_strv_contains ((const char * const *) flows, "customers"));
  g_assert_true (g_strv_contains ((const char * const *) flows, "items"));
  g_assert_false (g_strv_contains ((const char * const *) flows, "contacts"));
  g_assert_cmpuint (lacks->len, >, 5);
  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_true (psr_profile_v1_check_flow (profile, "items", &error));
  g_assert_false (psr_profile_v1_check_flow (profile, "contacts", &error));
  g_assert_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE);
  assert_refused (GOOD "[BusinessCentral]\nApiVersion=v1.0\n[Labour]\nTravelTime=resource:B\n",
                  PSR_PROFILE_ERROR_VALUE, "[Labour] TravelTime", "item:NUMBER");
  assert_refused (GOOD "[BusinessCentral]\nApiVersion=v1.0\n[Sync]\nFlows=items;contacts\n",
                  PSR_PROFILE_ERROR_VALUE, "[Sync] Flows", "contacts");
  assert_refused (GOOD "[BusinessCentral]\nApiVersion=v1.0\n[Flow contacts]\nEnabled=yes\n",
                  PSR_PROFILE_ERROR_VALUE, "[Flow contacts] Enabled", "v2.0");
  assert_refused (GOOD "[BusinessCentral]\nApiVersion=v1.0\n[Flow items]\nDirection=both\n",
                  PSR_PROFILE_ERROR_VALUE, "[Flow items] Direction", "posting groups");
}

static void
test_no_file (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("profile-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "none.ini", NULL);

  g_assert_null (psr_profile_load (path, &error));
  g_assert_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);

  g_assert_null (psr_profile_load (folder, &error));
  g_assert_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_UNREADABLE);

  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/profile/defaults", test_defaults);
  g_test_add_func ("/engine/profile/values", test_values);
  g_test_add_func ("/engine/profile/automatic", test_automatic);
  g_test_add_func ("/engine/profile/flows", test_flows);
  g_test_add_func ("/engine/profile/prices-flow", test_prices_flow);
  g_test_add_func ("/engine/profile/empty-value", test_empty_value);
  g_test_add_func ("/engine/profile/refused", test_refused);
  g_test_add_func ("/engine/profile/sections", test_sections);
  g_test_add_func ("/engine/profile/line-number", test_line_number);
  g_test_add_func ("/engine/profile/twice", test_twice);
  g_test_add_func ("/engine/profile/missing", test_missing);
  g_test_add_func ("/engine/profile/on-premises", test_on_premises);
  g_test_add_func ("/engine/profile/address", test_address);
  g_test_add_func ("/engine/profile/address-lacks", test_address_lacks);
  g_test_add_func ("/engine/profile/v1", test_v1);
  g_test_add_func ("/engine/profile/no-file", test_no_file);

  return g_test_run ();
}
