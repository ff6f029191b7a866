/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-check"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-bc-customer.h"
#include "psr-check-private.h"
#include "psr-document-maker.h"

/* What is found is kept in English, for whoever reads it next may speak another
 * language; psr_check_e_invoice_translate() knows what is made of these. */
static const char * const fields[] = {
  N_("a name"), N_("an address"), N_("a city"), N_("a post code"), N_("a country"), N_("a VAT or enterprise number"),
};

#define ON_CUSTOMER " on customer "
#define UNIT        "an international standard code for the unit "

/* What isn't on the card of who pays. */
static void
look_at_card (const PsrBcCustomer *payer,
              PsrCheckNotes       *notes)
{
  const char * const values[] = {
    payer->display_name, payer->address1, payer->city, payer->postal_code, payer->country, payer->tax_registration,
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (values) == G_N_ELEMENTS (fields));

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *about = NULL;

      if (values[i][0] != '\0')
        continue;

      about = g_strconcat (fields[i], ON_CUSTOMER, payer->number, NULL);
      psr_check_notes_add (notes, about);
    }
}

static char *
translate_one (const char *part)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *start = g_strconcat (fields[i], ON_CUSTOMER, NULL);

      /* Translators: such as “a post code on customer 10000”. */
      if (g_str_has_prefix (part, start))
        return g_strdup_printf (_("%s on customer %s"), _(fields[i]), part + strlen (start));
    }

  if (g_str_has_prefix (part, UNIT))
    return g_strdup_printf (_("an international standard code for the unit %s"), part + strlen (UNIT));

  return g_strdup (part);
}

/* What the check named, in the language of who reads it. */
char *
psr_check_e_invoice_translate (const char *about)
{
  g_auto(GStrv) parts = g_strsplit (about, ", ", -1);

  for (char **part = parts; *part != NULL; part++)
    {
      g_autofree char *old = *part;

      *part = translate_one (old);
    }

  return g_strjoinv (", ", parts);
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

      about = g_strconcat (UNIT, line->unit_code, NULL);
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
