/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-profile-spec"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-decimal.h"
#include "psr-guid.h"
#include "psr-interval.h"
#include "psr-profile-address.h"
#include "psr-profile-flow.h"
#include "psr-profile-spec.h"
#include "psr-profile-value.h"

/* In the order of PsrProfileKey. */
static const PsrProfileSpec specs[] = {
  { "BusinessCentral", "BaseUrl", "https://api.businesscentral.dynamics.com/v2.0", psr_profile_value_bc_address,
    N_("an https address of Business Central or of one of its APIs; http only for this computer") },
  { "BusinessCentral", "Tenant", NULL, psr_profile_value_tenant,
    N_("the GUID or a domain of your tenant, never “common” or “organizations”") },
  { "BusinessCentral", "TenantInUrl", "yes", psr_profile_value_boolean, N_("yes or no") },
  { "BusinessCentral", "Environment", NULL, psr_profile_value_text,
    N_("the name of an environment, such as Production; empty on premises") },
  { "BusinessCentral", "ApiVersion", "v2.0", psr_profile_value_api, N_("v2.0 or v1.0") },
  { "BusinessCentral", "Company", NULL, psr_profile_value_text, N_("the name or the id of a company") },
  { "BusinessCentral", "SignIn", "client-credentials", psr_profile_value_sign_in,
    N_("browser, device-code, client-credentials or basic") },
  { "BusinessCentral", "Authority", "https://login.microsoftonline.com", psr_profile_value_url,
    N_("an https address without query; http only for this computer") },
  { "BusinessCentral", "ClientId", NULL, psr_profile_value_text,
    N_("the application (client) id of the app registration") },
  { "BusinessCentral", "User", NULL, psr_profile_value_text, N_("a user name") },
  { "BusinessCentral", "CaFile", NULL, psr_profile_value_file, N_("an absolute file name") },
  { "BusinessCentral", "LongestRequest", "20min", psr_profile_value_duration,
    N_("a duration such as 30s, 20min or 1h") },
  { "BusinessCentral", "SandboxMayWrite", "no", psr_profile_value_boolean, N_("yes or no") },
  { "Wello", "BaseUrl", "https://developers.wello.solutions/api", psr_profile_value_url,
    N_("an https address without query; http only for this computer") },
  { "Wello", "Domain", NULL, psr_profile_value_text, N_("the domain of your Wello tenant") },
  { "Wello", "User", NULL, psr_profile_value_text, N_("the name of a Wello API user") },
  { "Wello", "CaFile", NULL, psr_profile_value_file, N_("an absolute file name") },
  { "Wello", "SalesOrganization", NULL, psr_profile_value_text,
    N_("the code or the name of a sales organization in Wello") },
  { "Sync", "Flows", "customers;items;contacts", psr_profile_value_flows,
    N_("customers, items and contacts, separated by semicolons") },
  { "Sync", "MostGone", "5", psr_profile_value_share, N_("a share in per cent from 0 to 100, such as 5") },
  { "Sync", "Mappings", NULL, psr_profile_value_file, N_("an absolute folder name") },
  { "Items", "Template", NULL, psr_profile_value_code, N_("the number of an item in Business Central") },
  { "Items", "UnitPrice", "bc", psr_profile_value_prices, N_("bc or wello") },
  { "Prices", "Lines", NULL, psr_profile_value_names,
    N_("names of web services that are published in Business Central, separated by semicolons") },
  { "Prices", "Customers", NULL, psr_profile_value_text,
    N_("the name of a web service that is published in Business Central") },
  { "Prices", "Fill", "changed", psr_profile_value_fill, N_("changed or all") },
  { "Stock", "Source", NULL, psr_profile_value_stock_source,
    N_("analytics, or service: and the name of a web service that is published in Business Central") },
  { "Stock", "Subtract", "unposted", psr_profile_value_subtract, N_("unposted or none") },
  { "Stock", "Locations", NULL, psr_profile_value_names, N_("codes of locations in Business Central, separated by semicolons") },
  { "Stock", "ItemColumn", NULL, psr_profile_value_text, N_("the name of a column of the web service") },
  { "Stock", "LocationColumn", NULL, psr_profile_value_text, N_("the name of a column of the web service") },
  { "Stock", "QuantityColumn", NULL, psr_profile_value_text, N_("the name of a column of the web service") },
  { "Billing", "Document", "invoice", psr_profile_value_document, N_("invoice or order") },
  { "Billing", "From", NULL, psr_profile_value_date, N_("a date such as 2026-01-31") },
  { "Billing", "ExternalNumberPrefix", NULL, psr_profile_value_prefix,
    N_("at most 15 letters, digits or - / _") },
  { "Billing", "TimeZone", "Europe/Brussels", psr_profile_value_time_zone,
    N_("a time zone such as Europe/Brussels") },
  { "Billing", "HandTypedPart", NULL, psr_profile_value_part, N_("item:NUMBER or account:NUMBER") },
  { "Billing", "InvoiceDate", "today", psr_profile_value_day, N_("today, completed or ask") },
  { "Billing", "PostingDate", "today", psr_profile_value_day, N_("today, completed or ask") },
  { "Billing", "HourStep", "none", psr_profile_value_hour_step,
    N_("none, or a step such as “0.25 up” or “0.25 nearest”") },
  { "Billing", "Post", "no", psr_profile_value_boolean, N_("yes or no") },
  { "Billing", "Via", "auto", psr_profile_value_via, N_("auto, quote or direct") },
  { "Billing", "ZeroTotal", "hold", psr_profile_value_zero_total, N_("hold, send or skip") },
  { "Billing", "WarrantyAs", "zero", psr_profile_value_warranty, N_("zero or list-100") },
  { "Billing", "Confirm", "created", psr_profile_value_confirm, N_("created or posted") },
  { "Billing", "Prices", "wello", psr_profile_value_prices, N_("wello or bc") },
  { "Billing", "Internal", NULL, psr_profile_value_customer, N_("customer:NUMBER") },
  { "Billing", "EInvoice", "auto", psr_profile_value_e_invoice, N_("auto, all or none") },
  { "Automatic", "Send", "no", psr_profile_value_boolean, N_("yes or no") },
  { "Automatic", "MaxAmount", NULL, psr_profile_value_amount, N_("an amount above 0 with VAT and its currency, such as 750.00 EUR") },
  { "Automatic", "Customers", NULL, psr_profile_value_numbers,
    N_("numbers of customers in Business Central, separated by semicolons") },
  { "Automatic", "JobTypes", NULL, psr_profile_value_names,
    N_("names or codes of job types in Wello, separated by semicolons") },
  { "Automatic", "Hours", NULL, psr_profile_value_hours, N_("hours of the day such as 07:00-18:30") },
  { "Automatic", "Post", "no", psr_profile_value_boolean, N_("yes or no") },
  { "Log", "Requests", "errors", psr_profile_value_requests, N_("off, errors or all") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (specs) == PSR_PROFILE_N_KEYS);

static const PsrProfileSpec free_specs[] = {
  { "Labour", NULL, NULL, psr_profile_value_labour, N_("item:NUMBER, resource:NUMBER or account:NUMBER") },
  { "Vat", NULL, NULL, psr_profile_value_code, N_("the code of a VAT product posting group") },
  { "VatCustomer", NULL, NULL, psr_profile_value_code, N_("the number of a customer in Business Central") },
  { "VatRates", NULL, NULL, psr_profile_value_percent, N_("a rate in percent, from 0 to 100, such as 21") },
  { "Heading", NULL, NULL, psr_profile_value_heading,
    N_("a text with {number}, {date}, {name}, {invoice}, {site} or {reference} in it") },
  { "Intervals", NULL, NULL, psr_profile_value_interval, N_("a duration from 1min to 24h, such as 5min") },
};

/**
 * psr_profile_spec_get:
 * @key: a key
 *
 * Returns: (transfer none): what is known of @key
 */
const PsrProfileSpec *
psr_profile_spec_get (PsrProfileKey key)
{
  g_return_val_if_fail ((int) key >= 0 && key < PSR_PROFILE_N_KEYS, NULL);

  return &specs[key];
}

/**
 * psr_profile_spec_find:
 * @group: a section
 * @name: a key
 *
 * Returns: (transfer none) (nullable): what is known of the key, or %NULL when
 *   there is no such key
 */
const PsrProfileSpec *
psr_profile_spec_find (const char *group,
                       const char *name)
{
  g_return_val_if_fail (group != NULL && name != NULL, NULL);

  if (psr_profile_flow_is_group (group))
    return psr_profile_flow_find_spec (name);

  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      if (strcmp (specs[i].group, group) == 0 && strcmp (specs[i].name, name) == 0)
        return &specs[i];
    }

  for (gsize i = 0; i < G_N_ELEMENTS (free_specs); i++)
    {
      if (strcmp (free_specs[i].group, group) == 0)
        return &free_specs[i];
    }

  return NULL;
}

/**
 * psr_profile_spec_has_group:
 * @group: a section
 *
 * Returns: whether a profile can have the section
 */
gboolean
psr_profile_spec_has_group (const char *group)
{
  g_return_val_if_fail (group != NULL, FALSE);

  if (psr_profile_flow_is_group (group))
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      if (strcmp (specs[i].group, group) == 0)
        return TRUE;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (free_specs); i++)
    {
      if (strcmp (free_specs[i].group, group) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * psr_profile_spec_list_names:
 * @group: a section
 *
 * Returns: (transfer full): the section's keys, for a message
 */
char *
psr_profile_spec_list_names (const char *group)
{
  g_autoptr(GString) names = g_string_new (NULL);

  g_return_val_if_fail (group != NULL, NULL);

  if (psr_profile_flow_is_group (group))
    return psr_profile_flow_list_keys ();

  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      if (strcmp (specs[i].group, group) != 0)
        continue;

      if (names->len > 0)
        g_string_append (names, ", ");
      g_string_append (names, specs[i].name);
    }

  return g_string_free_and_steal (g_steal_pointer (&names));
}

/**
 * psr_profile_spec_list_groups:
 *
 * Returns: (transfer full): the sections of a profile, for a message
 */
char *
psr_profile_spec_list_groups (void)
{
  g_autoptr(GString) names = g_string_new (NULL);
  g_autofree char *flows = psr_profile_flow_list_groups ();

  /* The keys of a section stand together. */
  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      if (i == 0 || strcmp (specs[i].group, specs[i - 1].group) != 0)
        g_string_append_printf (names, "%s, ", specs[i].group);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (free_specs); i++)
    g_string_append_printf (names, "%s, ", free_specs[i].group);

  g_string_append (names, flows);

  return g_string_free_and_steal (g_steal_pointer (&names));
}

/* WorkingTime, TravelTime, line:CODE or article:CODE; the codes are Wello's. */
static char *
check_labour_name (const char *name)
{
  if (strcmp (name, "WorkingTime") == 0 || strcmp (name, "TravelTime") == 0)
    return g_strdup (name);

  if ((g_str_has_prefix (name, "line:") && strlen (name) > strlen ("line:")) ||
      (g_str_has_prefix (name, "article:") && strlen (name) > strlen ("article:")))
    return g_strdup (name);

  return NULL;
}

/* A VAT code of Wello or a rate in percent, and what the line is for: 21,part */
static char *
check_vat_name (const char *name)
{
  g_auto(GStrv) words = g_strsplit (name, ",", 2);
  g_autofree char *rate = NULL;
  PsrDecimal percent;

  if (words[0] == NULL || words[1] == NULL)
    return NULL;

  g_strstrip (words[0]);
  g_strstrip (words[1]);

  if (*words[0] == '\0' || (strcmp (words[1], "part") != 0 && strcmp (words[1], "labour") != 0))
    return NULL;

  if (!psr_decimal_parse (words[0], &percent, NULL))
    return g_strdup_printf ("%s,%s", words[0], words[1]);

  if (psr_decimal_is_negative (percent))
    return NULL;

  rate = psr_decimal_to_string (percent);

  return g_strdup_printf ("%s,%s", rate, words[1]);
}

/* The number of a customer and a VAT code of Wello: 10000,CC */
static char *
check_vat_customer_name (const char *name)
{
  g_auto(GStrv) words = g_strsplit (name, ",", 3);

  if (g_strv_length (words) != 2 || *g_strstrip (words[0]) == '\0' || *g_strstrip (words[1]) == '\0')
    return NULL;

  return g_strdup_printf ("%s,%s", words[0], words[1]);
}

/* A language of Wello, by its code or its GUID, or “default” for all others. */
static char *
check_heading_name (const char *name)
{
  g_autofree char *id = psr_guid_normalize (name);

  if (id != NULL)
    return g_steal_pointer (&id);

  for (const char *p = name; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '-')
        return NULL;
    }

  return *name != '\0' && strlen (name) <= 20 ? g_ascii_strdown (name, -1) : NULL;
}

/* What the worker does again and again. */
/* One group, or two. */
static char *
check_vat_rate_name (const char *name)
{
  g_auto(GStrv) words = g_strsplit (name, "/", 3);
  g_autoptr(GStrvBuilder) codes = g_strv_builder_new ();
  g_auto(GStrv) both = NULL;

  if (g_strv_length (words) == 0 || g_strv_length (words) > 2)
    return NULL;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      char *code = psr_profile_value_code (words[i]);

      if (code == NULL)
        return NULL;
      g_strv_builder_take (codes, code);
    }

  both = g_strv_builder_end (codes);

  return g_strjoinv ("/", both);
}

static char *
check_interval_name (const char *name)
{
  return psr_interval_is_of_task (name) ? g_strdup (name) : NULL;
}

/**
 * psr_profile_spec_check_name:
 * @group: a section with free keys
 * @name: a key of it
 *
 * Returns: (transfer full) (nullable): the key in its canonical form, or %NULL
 *   when the section can't have it
 */
char *
psr_profile_spec_check_name (const char *group,
                             const char *name)
{
  g_return_val_if_fail (group != NULL && name != NULL, NULL);

  if (psr_profile_flow_is_group (group))
    return g_strdup (name);
  if (strcmp (group, "Labour") == 0)
    return check_labour_name (name);
  if (strcmp (group, "Vat") == 0)
    return check_vat_name (name);
  if (strcmp (group, "VatCustomer") == 0)
    return check_vat_customer_name (name);
  if (strcmp (group, "VatRates") == 0)
    return check_vat_rate_name (name);
  if (strcmp (group, "Heading") == 0)
    return check_heading_name (name);
  if (strcmp (group, "Intervals") == 0)
    return check_interval_name (name);

  return NULL;
}

/**
 * psr_profile_spec_allowed_name:
 * @group: a section with free keys
 *
 * Returns: (transfer none): what its keys look like, to be translated
 */
const char *
psr_profile_spec_allowed_name (const char *group)
{
  g_return_val_if_fail (group != NULL, NULL);

  if (strcmp (group, "Labour") == 0)
    return N_("WorkingTime, TravelTime, line:CODE or article:CODE");
  if (strcmp (group, "Heading") == 0)
    return N_("default, or a language of Wello, by its code such as fr, or by its GUID");
  if (strcmp (group, "Intervals") == 0)
    return N_("customers, items, contacts, stock, prices, reference, workorders or followed");
  if (strcmp (group, "VatRates") == 0)
    return N_("a VAT product posting group such as VAT21, or one with the VAT business posting group in front, such as NAT/VAT21");
  if (strcmp (group, "VatCustomer") == 0)
    return N_("the number of a customer and a VAT code of Wello, such as 10000,CC");

  return N_("a VAT code of Wello or a rate in percent, and “part” or “labour”, such as 21,part");
}
