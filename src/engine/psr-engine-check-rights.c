/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-check-rights"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-engine-work.h"
#include "psr-explain.h"
#include "psr-profile-flow.h"
#include "psr-profile-v1.h"
#include "psr-service-error.h"

static void
add (GPtrArray      *findings,
     PsrFindingKind  kind,
     const char     *id,
     const char     *what,
     const char     *why,
     const char     *mend)
{
  g_ptr_array_add (findings, psr_finding_new (kind, id, what, why, mend));
}

static void
add_error (GPtrArray    *findings,
           const char   *id,
           const GError *error)
{
  g_ptr_array_add (findings, psr_finding_new_for_error (id, error));
}

/* What nobody can switch on is said before somebody misses it. */
static void
check_version (PsrEngine *self,
               GPtrArray *findings)
{
  g_autoptr(GPtrArray) off = psr_profile_v1_list_off (self->profile);
  g_autofree char *list = NULL;
  g_autofree char *why = NULL;

  if (off->len == 0)
    return;

  g_ptr_array_add (off, NULL);
  list = g_strjoinv ("; ", (char **) off->pdata);
  why = g_strdup_printf (_("It lacks: %s."), list);
  add (findings, PSR_FINDING_WARNING, "api.version", _("Business Central is reached over API v1.0, which can do less than v2.0."), why,
       _("Where your Business Central offers API v2.0, write ApiVersion=v2.0 under [BusinessCentral]."));
}

/* When it matters whether a set can be read. */
typedef enum
{
  ALWAYS,
  FLOW_ITEMS,
  FLOW_CONTACTS,
  E_INVOICES,
} Matters;

static const struct
{
  const char     *set;
  const char     *id;
  Matters         matters;
  gboolean        in_v1;
  PsrFindingKind  kind;
  const char     *good;     /* worth a line of its own */
  const char     *bad;
  const char     *permission_set;
} rights[] = {
  { "customers", "rights.customers", ALWAYS, TRUE, PSR_FINDING_PROBLEM, N_("Customers can be read"),
    N_("Customers can’t be read: they aren’t synced, and nothing is billed."), "D365 CUSTOMER, VIEW" },
  { "items", "rights.items", ALWAYS, TRUE, PSR_FINDING_PROBLEM, N_("Items can be read"),
    N_("Items can’t be read: they aren’t synced, and no parts are billed."), "D365 ITEM, VIEW" },
  { "itemLedgerEntries", "rights.itemLedgerEntries", FLOW_ITEMS, FALSE, PSR_FINDING_PROBLEM, N_("Item ledger entries can be read"),
    N_("Item ledger entries can’t be read: stock isn’t followed, and items aren’t synced."), "D365 ITEM, VIEW" },
  { "contacts", "rights.contacts", FLOW_CONTACTS, FALSE, PSR_FINDING_PROBLEM, N_("Contacts can be read"),
    N_("Contacts can’t be read: they aren’t synced."), "D365 CUSTOMER, VIEW" },
  { "locations", "rights.locations", ALWAYS, FALSE, PSR_FINDING_PROBLEM, NULL,
    N_("Locations can’t be read: nothing is billed that has parts from a stock location."), "D365 BASIC" },
  { "itemCategories", "rights.itemCategories", FLOW_ITEMS, TRUE, PSR_FINDING_WARNING, NULL,
    N_("Item categories can’t be read: articles don’t get the names of theirs."), "D365 ITEM, VIEW" },
  { "generalLedgerEntries", "rights.generalLedgerEntries", ALWAYS, TRUE, PSR_FINDING_WARNING, NULL,
    N_("The general ledger can’t be read: that something is posted is proven by the list of posted invoices only."), "D365 BASIC" },
  { "generalLedgerSetup", "rights.generalLedgerSetup", ALWAYS, FALSE, PSR_FINDING_WARNING, NULL,
    N_("The general ledger setup can’t be read: nobody is warned of days that are closed for posting."), "D365 BASIC" },
  { "salesShipments", "rights.salesShipments", ALWAYS, FALSE, PSR_FINDING_WARNING, NULL,
    N_("Sales shipments can’t be read: an order that is gone needs a look, and so does any document that isn’t found after its answer was lost."),
    "D365 SALES DOC, EDIT" },
  { "companyInformation", "rights.companyInformation", E_INVOICES, TRUE, PSR_FINDING_WARNING, NULL,
    N_("The company’s information can’t be read: whose invoices are sent electronically isn’t known."), "D365 BASIC" },
  { "unitsOfMeasure", "rights.unitsOfMeasure", E_INVOICES, TRUE, PSR_FINDING_WARNING, NULL,
    N_("Units of measure can’t be read: their codes for electronic invoices aren’t checked."), "D365 BASIC" },
};

static gboolean
does_matter (PsrEngine *self,
             Matters    matters)
{
  g_auto(GStrv) flows = psr_profile_flow_list (self->profile);

  switch (matters)
    {
    case FLOW_ITEMS:
      return g_strv_contains ((const char * const *) flows, "items");
    case FLOW_CONTACTS:
      return g_strv_contains ((const char * const *) flows, "contacts");
    case E_INVOICES:
      return strcmp (psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_E_INVOICE), "none") != 0;
    case ALWAYS:
    default:
      return TRUE;
    }
}

/* A missing right comes as a refusal, with the table’s name in Business Central’s own words;
 * what an older version doesn’t have isn’t there. */
static gboolean
is_denied (const GError *error)
{
  return g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND);
}

/* Business Central says what an account may not do only when it tries. */
static void
check_rights (PsrEngine *self,
              GPtrArray *findings)
{
  static const char * const numbers[] = { "PASSERELLE-CHECK", NULL };
  PsrBcClient *bc = psr_session_get_bc (self->session);
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrBcLookup) lookup = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rights); i++)
    {
      g_autoptr(GError) local = NULL;
      g_autoptr(PsrExplanation) words = NULL;
      g_autofree char *mend = NULL;

      if (!does_matter (self, rights[i].matters) || (!rights[i].in_v1 && psr_bc_client_is_v1 (bc)))
        continue;

      dex_await (psr_bc_client_try_reading (bc, rights[i].set), &local);
      if (local == NULL && rights[i].good != NULL)
        add (findings, PSR_FINDING_OK, rights[i].id, _(rights[i].good), NULL, NULL);
      if (local == NULL)
        continue;

      if (!is_denied (local))
        {
          add_error (findings, rights[i].id, local);
          continue;
        }

      words = psr_explain (local);
      mend = g_strdup_printf (_("Give the account the right to read them: the permission set %s has it, and PASSERELLE SYNC that comes with the program."),
                              rights[i].permission_set);
      add (findings, rights[i].kind, rights[i].id, _(rights[i].bad), *words->why != '\0' ? words->why : words->what, mend);
    }

  lookup = dex_await_boxed (psr_bc_client_find_documents (bc, numbers), &error);
  if (lookup != NULL)
    add (findings, PSR_FINDING_OK, "rights.documents", _("Sales orders and invoices can be read"), NULL, NULL);
  else
    add_error (findings, "rights.documents", error);
}

/* Without them it goes on, with less to go by. */
static void
check_proofs (PsrEngine *self,
              GPtrArray *findings)
{
  PsrBcClient *bc = psr_session_get_bc (self->session);
  g_autoptr(GPtrArray) memos = NULL;
  g_autoptr(GError) posted = NULL;
  g_autoptr(GError) credited = NULL;

  dex_await_boolean (psr_bc_client_shows_posted (bc), &posted);

  if (posted == NULL)
    add (findings, PSR_FINDING_OK, "rights.postedSalesInvoices", _("Posted sales invoices can be listed"), NULL, NULL);
  else
    add (findings, PSR_FINDING_WARNING, "rights.postedSalesInvoices",
         _("Posted sales invoices can’t be listed; that something is posted is proven by the general ledger instead."),
         posted->message,
         _("Give the account the right to read posted sales invoices (permission set D365 SALES DOC, EDIT), and see that API automate v1.0 is there."));

  memos = dex_await_boxed (psr_bc_client_list_credit_memos (bc, psr_clock_now (self->clock)), &credited);

  if (memos != NULL)
    add (findings, PSR_FINDING_OK, "rights.salesCreditMemos", _("Sales credit memos can be read"), NULL, NULL);
  else
    add (findings, PSR_FINDING_WARNING, "rights.salesCreditMemos",
         _("Sales credit memos can’t be read; an invoice that one credits is taken for paid."),
         credited->message,
         _("Give the account the right to read sales credit memos (permission set D365 SALES DOC, EDIT)."));
}

/**
 * psr_engine_check_rights:
 * @self: an engine with a session whose company is known
 * @findings: (element-type PsrFinding): where to tell it
 *
 * Finds out what the account may read, and what is off because of the version of the API.
 * To be called in a fiber.
 */
void
psr_engine_check_rights (PsrEngine *self,
                         GPtrArray *findings)
{
  g_return_if_fail (PSR_IS_ENGINE (self));
  g_return_if_fail (findings != NULL);

  check_version (self, findings);
  check_rights (self, findings);
  check_proofs (self, findings);
}
