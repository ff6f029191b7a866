/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-check"

#include "config.h"

#include "psr-bc-document.h"
#include "psr-check-private.h"
#include "psr-check-results.h"
#include "psr-document-builder.h"
#include "psr-ledger-document.h"
#include "psr-lookup.h"
#include "psr-price-gate.h"
#include "psr-text.h"

/* Two documents of the same amount are told apart when they are so far apart. */
#define LOOK_ALIKE_DAYS 10

void
psr_check_unreadable (const PsrDraft *draft,
                      PsrCheckNotes  *notes)
{
  if (draft->invoice->problem != NULL)
    psr_check_notes_add (notes, draft->invoice->problem);
}

void
psr_check_credit_note (const PsrDraft *draft,
                       PsrCheckNotes  *notes)
{
  if (g_ascii_strcasecmp (draft->invoice->type, "CreditNote") == 0 ||
      (draft->pricing != NULL && psr_decimal_is_negative (draft->pricing->net)))
    psr_check_notes_add (notes, draft->invoice->internal_number);
}

void
psr_check_lines_missing (const PsrDraft *draft,
                         PsrCheckNotes  *notes)
{
  if (draft->invoice->total_lines > (gint64) draft->invoice->lines->len)
    psr_check_notes_add (notes, draft->invoice->internal_number);
}

void
psr_check_no_lines (const PsrDraft *draft,
                    PsrCheckNotes  *notes)
{
  if (draft->invoice->lines->len == 0 && draft->invoice->total_lines <= 0)
    psr_check_notes_add (notes, draft->invoice->internal_number);
}

void
psr_check_not_ready (const PsrDraft *draft,
                     PsrCheckNotes  *notes)
{
  if (draft->facts->ready_status != NULL &&
      g_strcmp0 (draft->invoice->status_id, draft->facts->ready_status) != 0)
    psr_check_notes_add (notes, draft->invoice->status_name);
}

void
psr_check_number_too_long (const PsrDraft *draft,
                           PsrCheckNotes  *notes)
{
  if (psr_text_length (draft->billable->external_number) > PSR_EXTERNAL_NUMBER_LENGTH)
    psr_check_notes_add (notes, draft->billable->external_number);
}

/* What was found of an unchanged invoice before holds until it is looked up again. */
static void
recall (const PsrDraft *draft,
        PsrCheckNotes  *notes,
        const char     *id)
{
  const PsrLedgerDocument *existing = g_hash_table_lookup (draft->facts->existing, draft->invoice->id);
  g_autofree char *about = NULL;

  if (existing != NULL && existing->wello_changed == draft->invoice->modified)
    about = psr_check_text_dup_about (existing->checks, id);

  if (about != NULL)
    psr_check_notes_add (notes, about);
  else if (existing == NULL || existing->wello_changed != draft->invoice->modified ||
           !psr_check_text_passed (existing->checks, id))
    psr_check_notes_later (notes);
}

/* Whether it was asked for in Business Central this time. */
static gboolean
is_looked_up (const PsrDraft *draft)
{
  return draft->facts->lookup != NULL && g_hash_table_contains (draft->facts->looked_up, draft->invoice->id);
}

/* One that fits is this very document, whatever became of the answer: it is taken
 * over when it is sent. */
void
psr_check_number_taken (const PsrDraft *draft,
                        PsrCheckNotes  *notes)
{
  const char *number = draft->billable->external_number;
  const char *holder = g_hash_table_lookup (draft->facts->live_numbers, number);
  PsrBcDocument *found = NULL;
  PsrSight sight;

  if (holder != NULL && !g_str_equal (holder, draft->invoice->id))
    {
      psr_check_notes_add (notes, number);
      return;
    }

  if (!is_looked_up (draft))
    {
      recall (draft, notes, "number-taken");
      return;
    }

  if (draft->pricing == NULL)
    return;

  sight = psr_lookup_judge (draft->facts->lookup, number, draft->billable->customer_id,
                            psr_price_gate_is_open (draft->billable) ? NULL : &draft->pricing->net, draft->billable->lines->len, &found);

  if (sight == PSR_SIGHT_DIFFERS || sight == PSR_SIGHT_SEVERAL)
    psr_check_notes_add (notes, found->number);
}

void
psr_check_currency_unknown (const PsrDraft *draft,
                            PsrCheckNotes  *notes)
{
  const char *id = draft->invoice->currency_id;

  if (id != NULL && !g_hash_table_contains (draft->facts->currencies, id))
    psr_check_notes_add (notes, id);
}

void
psr_check_amounts_unclear (const PsrDraft *draft,
                           PsrCheckNotes  *notes)
{
  for (guint i = 0; i < draft->unclear->len; i++)
    psr_check_notes_add (notes, g_ptr_array_index (draft->unclear, i));

  if (draft->pricing == NULL && draft->unclear->len == 0)
    psr_check_notes_add (notes, draft->invoice->internal_number);
}

/* Users and journal templates may have dates of their own: only Business Central knows. */
void
psr_check_posting_date (const PsrDraft *draft,
                        PsrCheckNotes  *notes)
{
  const char *day = draft->billable->completed;

  if (draft->facts->period != NULL && day[0] != '\0' &&
      psr_billing_rules_get_posting_date (draft->facts->rules) == PSR_BILLING_DAY_COMPLETED &&
      !psr_bc_period_has (draft->facts->period, day))
    psr_check_notes_add (notes, day);
}

void
psr_check_zero_total (const PsrDraft *draft,
                      PsrCheckNotes  *notes)
{
  if (draft->pricing != NULL && draft->billable->lines->len > 0 && !draft->billable->internal && psr_decimal_is_zero (draft->pricing->net) &&
      psr_billing_rules_get_zero_total (draft->facts->rules) != PSR_ZERO_TOTAL_SEND)
    psr_check_notes_add (notes, draft->invoice->internal_number);
}

static gboolean
is_near (const char *day,
         const char *other)
{
  PsrTimestamp one, two;

  if (!psr_date_is_valid (day) || !psr_date_is_valid (other))
    return FALSE;

  {
    g_autofree char *one_text = g_strconcat (day, "T00:00:00Z", NULL);
    g_autofree char *two_text = g_strconcat (other, "T00:00:00Z", NULL);

    if (!psr_timestamp_parse (one_text, &one, NULL) || !psr_timestamp_parse (two_text, &two, NULL))
      return FALSE;
  }

  return ABS (one - two) <= LOOK_ALIKE_DAYS * G_TIME_SPAN_DAY;
}

static gboolean
is_same_amount (PsrDecimal a,
                PsrDecimal b,
                guint      n_lines)
{
  PsrDecimal difference;

  return psr_decimal_sub (a, b, &difference, NULL) &&
         psr_decimal_compare (psr_decimal_abs (difference), psr_lookup_tolerance (n_lines)) <= 0;
}

static void
look_among (const PsrDraft *draft,
            const char     *customer_id,
            PsrCheckNotes  *notes)
{
  PsrInvoiceFacts *facts = draft->facts;
  GPtrArray *documents = g_hash_table_lookup (facts->documents, customer_id);

  for (guint i = 0; documents != NULL && i < documents->len; i++)
    {
      const PsrBcDocument *document = g_ptr_array_index (documents, i);
      g_autofree char *about = NULL;
      g_autofree char *amount = NULL;

      if (!psr_bc_document_is_live (document) ||
          g_ascii_strcasecmp (document->external_number, draft->billable->external_number) == 0 ||
          g_hash_table_contains (facts->own_numbers, document->external_number) ||
          g_hash_table_contains (facts->own_ids, document->id) ||
          !is_same_amount (document->total_excluding_tax, draft->pricing->net, draft->billable->lines->len) ||
          !(is_near (document->document_date, draft->billable->completed) ||
            is_near (document->document_date, facts->today)))
        continue;

      amount = psr_decimal_to_fixed (document->total_excluding_tax, 2);
      about = g_strdup_printf ("%s (%s: %s)", document->number, document->document_date, amount);
      psr_check_notes_add (notes, about);
    }
}

/* Somebody may have typed the invoice by hand, or another program made it: such a
 * document has no number of ours. What comes to nothing is asked about for that, unless
 * it is internal: then it is the customer's, or the card's, that come to nothing, too. */
void
psr_check_look_alike (const PsrDraft *draft,
                      PsrCheckNotes  *notes)
{
  const char *customer_id = psr_draft_get_customer_id (draft);
  gboolean internal = draft->billable->internal;

  if (!is_looked_up (draft))
    {
      recall (draft, notes, "look-alike");
      return;
    }

  if (draft->pricing == NULL || (!internal && psr_decimal_is_zero (draft->pricing->net)))
    return;

  look_among (draft, customer_id, notes);

  if (internal && !g_str_equal (draft->billable->customer_id, customer_id))
    look_among (draft, draft->billable->customer_id, notes);
}
