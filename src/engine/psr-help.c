/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-help"

#include "config.h"

#include <string.h>

#include "psr-bc-error.h"
#include "psr-billing-error.h"
#include "psr-engine-error.h"
#include "psr-help.h"
#include "psr-mapping-error.h"
#include "psr-profile.h"
#include "psr-secret-store.h"
#include "psr-service-error.h"
#include "psr-store-error.h"
#include "psr-sync-error.h"
#include "psr-transport.h"
#include "psr-wello-error.h"

/* Under which the pages of help/ are installed. */
#define DOCUMENT "passerelle"

/* Which page of the user guide, and which section of it, tells more. */
static const struct
{
  PsrHelpKind  kind;
  const char  *id;
  const char  *page;
} pages[] = {
  { PSR_HELP_CHECK, "not-ready", "refused-number#not-ready" },
  { PSR_HELP_CHECK, "unreadable", "refused-amount#wello" },
  { PSR_HELP_CHECK, "credit-note", "refused-amount#credit" },
  { PSR_HELP_CHECK, "lines-missing", "refused-amount#wello" },
  { PSR_HELP_CHECK, "no-lines", "refused-amount#wello" },
  { PSR_HELP_CHECK, "no-organization", "refused-customer#organization" },
  { PSR_HELP_CHECK, "customer-not-coupled", "refused-customer#not-coupled" },
  { PSR_HELP_CHECK, "customer-gone", "refused-customer#gone" },
  { PSR_HELP_CHECK, "customer-blocked", "refused-customer#blocked" },
  { PSR_HELP_CHECK, "bill-to-not-coupled", "refused-customer#not-coupled" },
  { PSR_HELP_CHECK, "bill-to-gone", "refused-customer#gone" },
  { PSR_HELP_CHECK, "bill-to-blocked", "refused-customer#blocked" },
  { PSR_HELP_CHECK, "vat-customers-mixed", "refused-customer#other-card" },
  { PSR_HELP_CHECK, "vat-customer-gone", "refused-customer#other-card" },
  { PSR_HELP_CHECK, "internal-customer", "refused-customer#other-card" },
  { PSR_HELP_CHECK, "number-too-long", "refused-number#long" },
  { PSR_HELP_CHECK, "number-taken", "refused-number#taken" },
  { PSR_HELP_CHECK, "order-number", "refused-number#purchase-order" },
  { PSR_HELP_CHECK, "currency-unknown", "refused-amount#wello" },
  { PSR_HELP_CHECK, "item-not-coupled", "refused-item#part" },
  { PSR_HELP_CHECK, "item-gone", "refused-item#part" },
  { PSR_HELP_CHECK, "item-blocked", "refused-item#part" },
  { PSR_HELP_CHECK, "labour-not-mapped", "refused-item#hours" },
  { PSR_HELP_CHECK, "hand-typed-part", "refused-item#typed" },
  { PSR_HELP_CHECK, "rule-item-gone", "refused-item#hours" },
  { PSR_HELP_CHECK, "rule-account-gone", "refused-item#hours" },
  { PSR_HELP_CHECK, "location-not-coupled", "refused-item#location" },
  { PSR_HELP_CHECK, "amounts-unclear", "refused-amount#wello" },
  { PSR_HELP_CHECK, "customer-no-orders", "refused-customer#blocked" },
  { PSR_HELP_CHECK, "zero-total", "refused-amount#zero" },
  { PSR_HELP_CHECK, "look-alike", "refused-number#look-alike" },
  { PSR_HELP_CHECK, "hours-odd", "refused-item#hours" },
  { PSR_HELP_CHECK, "price-missing", "refused-amount#zero" },
  { PSR_HELP_CHECK, "posting-date", "refused-amount#date" },
  { PSR_HELP_CHECK, "e-invoice", "refused-document#e-invoice" },
  { PSR_HELP_CHECK, "e-invoice-order", "refused-document#e-invoice" },
  { PSR_HELP_CHECK, "vat-not-mapped", "refused-amount#vat" },

  { PSR_HELP_REASON, "before-start", "setup#first-day" },
  { PSR_HELP_REASON, "no-start", "setup#first-day" },
  { PSR_HELP_REASON, "left-queue", "refused-number#not-ready" },
  { PSR_HELP_REASON, "live-elsewhere", "refused-number#duplicate" },
  { PSR_HELP_REASON, "waiting", "refused-waiting#waiting" },
  { PSR_HELP_REASON, "unread", "refused-waiting#waiting" },
  { PSR_HELP_REASON, "no-date", "refused-waiting#no-date" },
  { PSR_HELP_REASON, "checking", "refused-waiting#checking" },
  { PSR_HELP_REASON, "confirm-waiting", "refused-waiting#waiting" },
  { PSR_HELP_REASON, "posting", "refused-waiting#waiting" },
  { PSR_HELP_REASON, "refused", "refused-document#refused" },
  { PSR_HELP_REASON, "stuck", "refused-document#stuck" },
  { PSR_HELP_REASON, "duplicate", "refused-number#duplicate" },
  { PSR_HELP_REASON, "found-differs", "refused-number#taken" },
  { PSR_HELP_REASON, "echo-differs", "refused-document#differs" },
  { PSR_HELP_REASON, "vat-differs", "refused-amount#vat" },
  { PSR_HELP_REASON, "price-differs", "refused-amount#prices" },
  { PSR_HELP_REASON, "gave-up", "refused-document#refused" },
  { PSR_HELP_REASON, "post-refused", "refused-document#not-posted" },
  { PSR_HELP_REASON, "not-draft", "refused-document#released" },
  { PSR_HELP_REASON, "posted-differs", "refused-document#differs" },
  { PSR_HELP_REASON, "order-shipped", "refused-document#gone" },
  { PSR_HELP_REASON, "order-archived", "refused-document#gone" },
  { PSR_HELP_REASON, "order-gone", "refused-document#gone" },
  { PSR_HELP_REASON, "legal-number-untold", "refused-document#untold" },
  { PSR_HELP_REASON, "number-untold", "refused-document#untold" },
  { PSR_HELP_REASON, "confirm-refused", "refused-document#untold" },
  { PSR_HELP_REASON, "ready-again", "refused-number#again" },
  { PSR_HELP_REASON, "ready-credited", "corrections#credit" },
  { PSR_HELP_REASON, "changed", "refused-document#changed" },
  { PSR_HELP_REASON, "gone", "refused-document#gone" },
  { PSR_HELP_REASON, "quote-differs", "refused-document#quotes" },
  { PSR_HELP_REASON, "quote-vat-differs", "refused-amount#vat" },
  { PSR_HELP_REASON, "quote-not-draft", "refused-document#quotes" },
  { PSR_HELP_REASON, "quote-changed", "refused-document#quotes" },
  { PSR_HELP_REASON, "quote-gone", "refused-document#quotes" },
  { PSR_HELP_REASON, "quote-stuck", "refused-document#quotes" },
  { PSR_HELP_REASON, "quote-unread", "refused-document#quotes" },
  { PSR_HELP_REASON, "no-quotes", "refused-document#quotes" },
  { PSR_HELP_REASON, "reference-refused", "refused-document#not-posted" },
  { PSR_HELP_REASON, "changed-since", "refused-document#changed" },
  { PSR_HELP_REASON, "still-there", "refused-number#duplicate" },
  { PSR_HELP_REASON, "unseen", "refused-waiting#unseen" },
  { PSR_HELP_REASON, "shipments-unseen", "refused-document#gone" },
  { PSR_HELP_REASON, "unchecked", "refused-waiting#unchecked" },
  { PSR_HELP_REASON, "not-withdrawn-open", "corrections#withdraw" },
  { PSR_HELP_REASON, "not-withdrawn-changed", "corrections#withdraw" },
  { PSR_HELP_REASON, "not-withdrawn-version", "corrections#withdraw" },
  { PSR_HELP_REASON, "not-withdrawn-invoiced", "corrections#withdraw" },
  { PSR_HELP_REASON, "not-withdrawn-invoiced-unseen", "corrections#withdraw" },
  { PSR_HELP_REASON, "not-withdrawn-refused", "corrections#withdraw" },
  { PSR_HELP_REASON, "not-withdrawn-unseen", "refused-waiting#unseen" },
  { PSR_HELP_REASON, "not-withdrawn-unsettled", "refused-waiting#unseen" },
  { PSR_HELP_REASON, "withdrawn", "corrections" },
  { PSR_HELP_REASON, "withdrawn-void", "corrections#withdraw" },
  { PSR_HELP_REASON, "withdrawn-imported", "corrections" },
  { PSR_HELP_REASON, "skipped", "corrections" },
  { PSR_HELP_REASON, "already-invoiced", "corrections" },

  { PSR_HELP_FINDING, "profile.system", "admin-profile#system" },
  { PSR_HELP_FINDING, "profile.locked", "admin-profile#system" },
  { PSR_HELP_FINDING, "connection.bc", "admin-entra" },
  { PSR_HELP_FINDING, "connection.wello", "admin-wello" },
  { PSR_HELP_FINDING, "wello.statuses", "admin-wello" },
  { PSR_HELP_FINDING, "api.version", "admin-entra#version" },
  { PSR_HELP_FINDING, "rights.customers", "admin-entra#rights" },
  { PSR_HELP_FINDING, "rights.items", "admin-entra#rights" },
  { PSR_HELP_FINDING, "rights.itemLedgerEntries", "admin-entra#rights" },
  { PSR_HELP_FINDING, "rights.contacts", "admin-entra#rights" },
  { PSR_HELP_FINDING, "rights.locations", "admin-entra#rights" },
  { PSR_HELP_FINDING, "rights.itemCategories", "admin-entra#rights" },
  { PSR_HELP_FINDING, "rights.generalLedgerEntries", "admin-entra#rights" },
  { PSR_HELP_FINDING, "rights.generalLedgerSetup", "admin-entra#rights" },
  { PSR_HELP_FINDING, "rights.salesShipments", "admin-entra#rights" },
  { PSR_HELP_FINDING, "rights.companyInformation", "admin-entra#rights" },
  { PSR_HELP_FINDING, "rights.unitsOfMeasure", "admin-entra#rights" },
  { PSR_HELP_FINDING, "rights.documents", "admin-entra#rights" },
  { PSR_HELP_FINDING, "rights.postedSalesInvoices", "admin-entra#rights" },
  { PSR_HELP_FINDING, "rights.salesCreditMemos", "admin-entra#rights" },
  { PSR_HELP_FINDING, "clock", "connection#clock" },
  { PSR_HELP_FINDING, "billing.items", "refused-item#hours" },
  { PSR_HELP_FINDING, "billing.accounts", "refused-item#hours" },
  { PSR_HELP_FINDING, "billing.resources", "refused-item#hours" },
  { PSR_HELP_FINDING, "billing.labour", "refused-item#hours" },
  { PSR_HELP_FINDING, "billing.vat", "refused-amount#vat" },
  { PSR_HELP_FINDING, "billing.period", "refused-amount#date" },
  { PSR_HELP_FINDING, "billing.quotes", "refused-document#quotes" },
  { PSR_HELP_FINDING, "billing.quotes-left", "refused-document#quotes" },
  { PSR_HELP_FINDING, "billing.rules", "admin-profile" },
  { PSR_HELP_FINDING, "sync.mappings", "sync#mappings" },
  { PSR_HELP_FINDING, "sync.properties", "sync#properties" },
  { PSR_HELP_FINDING, "state.binding", "setup#company" },
};

/**
 * psr_help_find_page:
 * @kind: what @id names
 * @id: a stable name
 *
 * Returns: (transfer none) (nullable): the page of the user guide about it, with its
 *   section behind a “#”, or %NULL when there is none
 */
const char *
psr_help_find_page (PsrHelpKind  kind,
                    const char  *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      if (pages[i].kind == kind && strcmp (pages[i].id, id) == 0)
        return pages[i].page;
    }

  return NULL;
}

static const char *
find_service_error (int code)
{
  switch ((PsrServiceErrorCode) code)
    {
    case PSR_SERVICE_ERROR_SIGN_IN:
      return "connection#sign-in";
    case PSR_SERVICE_ERROR_FORBIDDEN:
      return "connection#rights";
    case PSR_SERVICE_ERROR_THROTTLED:
    case PSR_SERVICE_ERROR_UNAVAILABLE:
      return "connection#busy";
    case PSR_SERVICE_ERROR_CANCELLED:
      return NULL;
    case PSR_SERVICE_ERROR_UNREACHABLE:
    case PSR_SERVICE_ERROR_CERTIFICATE:
    case PSR_SERVICE_ERROR_BAD_ANSWER:
    case PSR_SERVICE_ERROR_TOO_LARGE:
      return "connection#network";
    case PSR_SERVICE_ERROR_NOT_FOUND:
    case PSR_SERVICE_ERROR_REFUSED:
    case PSR_SERVICE_ERROR_STALE:
    case PSR_SERVICE_ERROR_SKIP_TOKEN:
    default:
      return "connection";
    }
}

static const char *
find_engine_error (int code)
{
  switch ((PsrEngineError) code)
    {
    case PSR_ENGINE_ERROR_BOUND:
      return "setup#company";
    case PSR_ENGINE_ERROR_UNFINISHED:
      return "state#delete";
    case PSR_ENGINE_ERROR_ELSEWHERE:
      return "state#elsewhere";
    case PSR_ENGINE_ERROR_STOPPED:
      return NULL;
    case PSR_ENGINE_ERROR_SETTINGS:
    case PSR_ENGINE_ERROR_NOT_FOUND:
    case PSR_ENGINE_ERROR_AMBIGUOUS:
    default:
      return "admin-profile";
    }
}

/**
 * psr_help_find_error:
 * @error: an error that a person is shown
 *
 * Returns: (transfer none) (nullable): as psr_help_find_page()
 */
const char *
psr_help_find_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == PSR_SERVICE_ERROR)
    return find_service_error (error->code);
  if (error->domain == PSR_ENGINE_ERROR)
    return find_engine_error (error->code);
  if (error->domain == PSR_TRANSPORT_ERROR)
    return "connection#network";
  if (error->domain == PSR_SECRET_ERROR)
    return "connection#secrets";
  if (error->domain == PSR_BC_ERROR || error->domain == PSR_WELLO_ERROR)
    return "connection";
  if (error->domain == PSR_PROFILE_ERROR)
    return "admin-profile";
  if (error->domain == PSR_STORE_ERROR)
    return "state";
  if (error->domain == PSR_BILLING_ERROR)
    return "refused";
  if (error->domain == PSR_SYNC_ERROR)
    return "sync";
  if (error->domain == PSR_MAPPING_ERROR)
    return "sync#mappings";

  return NULL;
}

/**
 * psr_help_dup_uri:
 * @page: (nullable): a page, with or without a section
 *
 * Returns: (transfer full): the address at which the desktop's help reader has it; that
 *   of the first page where @page is %NULL
 */
char *
psr_help_dup_uri (const char *page)
{
  if (page == NULL)
    return g_strdup ("help:" DOCUMENT);

  return g_strdup_printf ("help:%s/%s", DOCUMENT, page);
}
