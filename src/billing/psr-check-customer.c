/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-check"

#include "config.h"

#include "psr-bc-customer.h"
#include "psr-check-private.h"
#include "psr-link.h"
#include "psr-wello-company.h"
#include "psr-wello-invoice-line.h"

/* A Wello account, and what it is in Business Central. */
typedef struct
{
  const char          *name;
  const PsrLink       *link;
  const PsrBcCustomer *customer;
} Account;

static Account
look_up (const PsrDraft *draft,
         const char     *company_id,
         const char     *name)
{
  Account account = { name, NULL, NULL };

  if (company_id != NULL)
    account.link = g_hash_table_lookup (draft->facts->customer_links, company_id);

  if (account.link != NULL)
    account.customer = g_hash_table_lookup (draft->facts->customers, account.link->bc_id);

  if (name[0] == '\0')
    account.name = account.link != NULL ? account.link->bc_number : company_id != NULL ? company_id : "?";

  return account;
}

static Account
customer_of (const PsrDraft *draft)
{
  return look_up (draft, draft->invoice->company_id, draft->invoice->company_name);
}

/* Whether somebody else pays than the customer. Nobody does for what is internal. */
static gboolean
has_payer (const PsrDraft *draft)
{
  return !draft->billable->internal && draft->invoice->bill_to_company_id != NULL &&
         g_strcmp0 (draft->invoice->bill_to_company_id, draft->invoice->company_id) != 0;
}

static Account
payer_of (const PsrDraft *draft)
{
  return look_up (draft, draft->invoice->bill_to_company_id, draft->invoice->bill_to_party);
}

static gboolean
is_blocked (const PsrBcCustomer *customer)
{
  return customer->blocked == PSR_BC_BLOCKED_ALL || customer->blocked == PSR_BC_BLOCKED_INVOICE;
}

void
psr_check_no_organization (const PsrDraft *draft,
                           PsrCheckNotes  *notes)
{
  const char *company_id = draft->invoice->company_id;

  if (company_id != NULL && g_hash_table_contains (draft->facts->unassigned, company_id))
    psr_check_notes_add (notes, customer_of (draft).name);
}

void
psr_check_customer_not_coupled (const PsrDraft *draft,
                                PsrCheckNotes  *notes)
{
  Account account = customer_of (draft);

  if (draft->billable->internal)
    return;

  if (account.link == NULL)
    psr_check_notes_add (notes, account.name);
}

void
psr_check_customer_gone (const PsrDraft *draft,
                         PsrCheckNotes  *notes)
{
  Account account = customer_of (draft);

  if (draft->billable->internal)
    return;

  if (account.link != NULL && account.customer == NULL)
    psr_check_notes_add (notes, account.name);
}

void
psr_check_customer_blocked (const PsrDraft *draft,
                            PsrCheckNotes  *notes)
{
  Account account = customer_of (draft);

  if (draft->billable->internal)
    return;

  if (account.customer != NULL && is_blocked (account.customer))
    psr_check_notes_add (notes, account.customer->number);
}

void
psr_check_bill_to_not_coupled (const PsrDraft *draft,
                               PsrCheckNotes  *notes)
{
  Account account;

  if (!has_payer (draft))
    return;

  account = payer_of (draft);

  if (account.link == NULL)
    psr_check_notes_add (notes, account.name);
}

void
psr_check_bill_to_gone (const PsrDraft *draft,
                        PsrCheckNotes  *notes)
{
  Account account;

  if (!has_payer (draft))
    return;

  account = payer_of (draft);

  if (account.link != NULL && account.customer == NULL)
    psr_check_notes_add (notes, account.name);
}

void
psr_check_bill_to_blocked (const PsrDraft *draft,
                           PsrCheckNotes  *notes)
{
  Account account;

  if (!has_payer (draft))
    return;

  account = payer_of (draft);

  if (account.customer != NULL && is_blocked (account.customer))
    psr_check_notes_add (notes, account.customer->number);
}

static const char *
card_of (const PsrDraft *draft,
         guint           line)
{
  const PsrWelloInvoiceLine *from = g_ptr_array_index (draft->invoice->lines, line);

  if (draft->billable->internal)
    return NULL;

  return psr_billing_rules_get_vat_customer (draft->facts->rules, psr_draft_get_payer_number (draft), from->vat_code);
}

/* The VAT business group is that of the whole document ([AL] SalesHeader). */
void
psr_check_vat_customers_mixed (const PsrDraft *draft,
                               PsrCheckNotes  *notes)
{
  for (guint i = 1; i < draft->invoice->lines->len; i++)
    {
      const PsrWelloInvoiceLine *from = g_ptr_array_index (draft->invoice->lines, i);

      if (g_strcmp0 (card_of (draft, i), card_of (draft, 0)) == 0)
        continue;

      psr_check_notes_add (notes, from->vat_code);
    }
}

void
psr_check_vat_customer_gone (const PsrDraft *draft,
                             PsrCheckNotes  *notes)
{
  for (guint i = 0; i < draft->invoice->lines->len; i++)
    {
      const char *number = card_of (draft, i);
      const PsrBcCustomer *card;

      if (number == NULL)
        continue;

      card = g_hash_table_lookup (draft->facts->rule_customers, number);

      if (card == NULL || is_blocked (card))
        psr_check_notes_add (notes, number);
    }
}

/* What blocks it in whatever way blocks orders ([AL] Customer, CheckBlockedCustOnDocs). */
void
psr_check_internal_customer (const PsrDraft *draft,
                             PsrCheckNotes  *notes)
{
  const char *number = psr_billing_rules_get_internal (draft->facts->rules);
  const PsrBcCustomer *card;

  if (!draft->billable->internal)
    return;

  card = g_hash_table_lookup (draft->facts->rule_customers, number);

  if (card == NULL || card->blocked != PSR_BC_BLOCKED_NOT)
    psr_check_notes_add (notes, number);
}

void
psr_check_customer_no_orders (const PsrDraft *draft,
                              PsrCheckNotes  *notes)
{
  if (draft->billable->no_orders[0] != '\0')
    psr_check_notes_add (notes, draft->billable->no_orders);
}

/* Who pays wants to read it on the invoice. */
void
psr_check_order_number (const PsrDraft *draft,
                        PsrCheckNotes  *notes)
{
  const PsrWelloCompany *company;
  const char *id = has_payer (draft) ? draft->invoice->bill_to_company_id : draft->invoice->company_id;
  g_autofree char *number = NULL;

  if (draft->billable->internal)
    return;

  company = id != NULL ? g_hash_table_lookup (draft->facts->companies, id) : NULL;

  if (company == NULL || !company->po_number_required)
    return;

  number = psr_draft_dup_order_number (draft->invoice);

  if (number == NULL)
    psr_check_notes_add (notes, company->name);
}
