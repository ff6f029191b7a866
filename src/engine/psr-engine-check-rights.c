/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-check-rights"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-engine-work.h"
#include "psr-profile-flow.h"
#include "psr-profile-v1.h"

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

static GPtrArray *
keep_nothing (JsonArray  *value,
              gpointer    data,
              GError    **error)
{
  return g_ptr_array_new ();
}

static gboolean
can_read_set (PsrBcClient  *bc,
              PsrBcSet      set,
              GError      **error)
{
  g_autoptr(PsrODataPager) pager = psr_bc_client_pull (bc, set, "id", NULL, PSR_TIMESTAMP_NONE, 1, NULL);
  g_autoptr(GObject) page = dex_await_object (psr_odata_pager_next (pager, keep_nothing, NULL, NULL), error);

  return page != NULL;
}

/* Business Central says what an account may not do only when it tries. */
static void
check_rights (PsrEngine *self,
              GPtrArray *findings)
{
  static const struct { PsrBcSet set; const char *id; const char *what; const char *flow; } sets[] = {
    { PSR_BC_SET_CUSTOMERS, "rights.customers", N_("Customers can be read"), NULL },
    { PSR_BC_SET_ITEMS, "rights.items", N_("Items can be read"), NULL },
    { PSR_BC_SET_ITEM_LEDGER_ENTRIES, "rights.itemLedgerEntries", N_("Item ledger entries can be read"), "items" },
    { PSR_BC_SET_CONTACTS, "rights.contacts", N_("Contacts can be read"), "contacts" },
  };
  static const char * const numbers[] = { "PASSERELLE-CHECK", NULL };
  PsrBcClient *bc = psr_session_get_bc (self->session);
  g_auto(GStrv) flows = psr_profile_flow_list (self->profile);
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrBcLookup) lookup = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autoptr(GError) local = NULL;

      if (sets[i].flow != NULL && !g_strv_contains ((const char * const *) flows, sets[i].flow))
        continue;
      if (sets[i].set == PSR_BC_SET_ITEM_LEDGER_ENTRIES && psr_bc_client_is_v1 (bc))
        continue;
      if (can_read_set (bc, sets[i].set, &local))
        add (findings, PSR_FINDING_OK, sets[i].id, _(sets[i].what), NULL, NULL);
      else
        add_error (findings, sets[i].id, local);
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
