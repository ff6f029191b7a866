/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-check"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-customer.h"
#include "psr-check-private.h"
#include "psr-document-maker.h"

/* What isn't on the card of who pays. */
static void
look_at_card (const PsrBcCustomer *payer,
              PsrCheckNotes       *notes)
{
  const struct
  {
    const char *value;
    const char *name;
  } fields[] = {
    { payer->display_name, N_("a name") },
    { payer->address1, N_("an address") },
    { payer->city, N_("a city") },
    { payer->postal_code, N_("a post code") },
    { payer->country, N_("a country") },
    { payer->tax_registration, N_("a VAT or enterprise number") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *about = NULL;

      if (fields[i].value[0] != '\0')
        continue;

      /* Translators: such as “a post code on customer 10000”. */
      about = g_strdup_printf (_("%s on customer %s"), _(fields[i].name), payer->number);
      psr_check_notes_add (notes, about);
    }
}

/* Only items are sent with their unit; that of a resource is its card's, which the API
 * doesn't show. */
static void
look_at_units (const PsrDraft *draft,
               PsrCheckNotes  *notes)
{
  GHashTable *standards = draft->facts->unit_standards;

  for (guint i = 0; standards != NULL && i < draft->billable->lines->len; i++)
    {
      const PsrBillableLine *line = g_ptr_array_index (draft->billable->lines, i);
      const char *standard = g_hash_table_lookup (standards, line->unit_code);
      g_autofree char *about = NULL;

      if (standard == NULL || standard[0] != '\0')
        continue;

      about = g_strdup_printf (_("an international standard code for the unit %s"), line->unit_code);
      psr_check_notes_add (notes, about);
    }
}

/*
 * It only asks: a draft is made all the same, what is missing can be put right in Business
 * Central before it is posted, and whether an invoice really goes out electronically isn't
 * to be seen over the API. One that is to be posted and lacks something is refused with
 * Business Central's own words and needs a look; nothing is lost.
 *
 * Source: [AL] PEPPOL30, PEPPOL30BESalesValidation. Your Reference is never blank, by the
 * document builder.
 */
void
psr_check_e_invoice (const PsrDraft *draft,
                     PsrCheckNotes  *notes)
{
  const PsrBcCustomer *payer = draft->billable->e_invoiced[0] != '\0' ? psr_draft_find_payer (draft) : NULL;

  if (payer == NULL)
    return;

  look_at_card (payer, notes);
  look_at_units (draft, notes);
}

/* Source: Microsoft, API v2.0: salesOrders has no customerPurchaseOrderReference. */
void
psr_check_e_invoice_order (const PsrDraft *draft,
                           PsrCheckNotes  *notes)
{
  if (draft->billable->e_invoiced[0] != '\0' && psr_document_maker_makes_order (draft))
    psr_check_notes_add (notes, draft->billable->e_invoiced);
}
