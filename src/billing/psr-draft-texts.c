/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-draft"

#include "config.h"

#include <string.h>

#include "psr-draft.h"
#include "psr-ledger-document.h"
#include "psr-text.h"
#include "psr-wello-job.h"

/* As in Business Central's Your Reference. */
#define REFERENCE_LENGTH 35

static gpointer
find (GHashTable *table,
      const char *key)
{
  return key != NULL ? g_hash_table_lookup (table, key) : NULL;
}

/**
 * psr_draft_dup_external_number:
 * @facts: what the ledger knows
 * @invoice: a Wello invoice
 *
 * Returns: (transfer full): the number by which the document will be looked up,
 *   alike at every reading; one that the ledger knows stays. A number alone after the
 *   hyphen is that of a document made again after a credit
 */
char *
psr_draft_dup_external_number (PsrInvoiceFacts *facts,
                               PsrWelloInvoice *invoice)
{
  const PsrLedgerDocument *existing;
  g_autofree char *plain = NULL;
  g_autofree char *number = NULL;

  g_return_val_if_fail (facts != NULL && invoice != NULL, NULL);

  existing = find (facts->existing, invoice->id);
  plain = g_strconcat (psr_billing_rules_get_external_prefix (facts->rules), invoice->internal_number, NULL);

  if (existing != NULL && existing->external_number[0] != '\0')
    number = g_strdup (existing->external_number);
  else if (invoice->internal_number[0] != '\0' &&
           !g_hash_table_contains (facts->shared_numbers, invoice->internal_number))
    number = g_strdup (plain);
  else if (invoice->internal_number[0] != '\0' && invoice->number2 > 0)
    number = g_strdup_printf ("%s-N%" G_GINT64_FORMAT, plain, invoice->number2);
  else
    {
      g_auto(GStrv) groups = g_strsplit (invoice->id, "-", -1);
      g_autofree char *hex = g_strjoinv ("", groups);

      number = g_strdup_printf ("%s%s%.12s", plain, invoice->internal_number[0] != '\0' ? "-" : "", hex);
    }

  return psr_text_code (number);
}

/**
 * psr_draft_dup_next_number:
 * @number: the external document number of a document that was credited
 * @internal_number: its invoice's number in Wello, which @number ends with, but for what
 *   tells it from others, or ""
 *
 * A document made again after its invoice was credited has a number of its own, so that
 * customers and look-ups tell the two apart.
 *
 * Returns: (transfer full): @number with -2, or with -3 and so on instead of that
 */
char *
psr_draft_dup_next_number (const char *number,
                           const char *internal_number)
{
  g_autofree char *code = NULL;
  const char *own, *hyphen;
  guint64 n = 0;

  g_return_val_if_fail (number != NULL && internal_number != NULL, NULL);

  /* It is in @number as Business Central writes codes. A hyphen of its own is no
   * counter. */
  code = psr_text_code (internal_number);
  own = code[0] != '\0' ? g_strrstr (number, code) : NULL;

  if (own != NULL)
    hyphen = strrchr (own + strlen (code), '-');
  else
    hyphen = code[0] == '\0' ? strrchr (number, '-') : NULL;

  if (hyphen != NULL && strlen (hyphen + 1) <= 3 && g_ascii_string_to_unsigned (hyphen + 1, 10, 2, 999, &n, NULL))
    return g_strdup_printf ("%.*s-%" G_GUINT64_FORMAT, (int) (hyphen - number), number, n + 1);

  return g_strconcat (number, "-2", NULL);
}

/**
 * psr_draft_dup_day:
 * @facts: what was looked up
 * @invoice: a Wello invoice
 *
 * Returns: (transfer full): the day on which the work was done, by the company's
 *   time zone; of an invoice without a work order, the day of the invoice; ""
 *   when neither is known
 */
char *
psr_draft_dup_day (PsrInvoiceFacts *facts,
                   PsrWelloInvoice *invoice)
{
  const PsrWelloJob *job;
  PsrTimestamp time;

  g_return_val_if_fail (facts != NULL && invoice != NULL, NULL);

  job = find (facts->jobs, invoice->source_id);
  time = job != NULL && job->date_closed != PSR_TIMESTAMP_NONE ? job->date_closed : invoice->date_created;

  if (time == PSR_TIMESTAMP_NONE)
    return g_strdup ("");

  return psr_timestamp_to_date (time, psr_billing_rules_get_time_zone (facts->rules));
}

static GRegex *
get_order_number_regex (void)
{
  static GRegex *regex = NULL;

  if (g_once_init_enter_pointer (&regex))
    {
      GRegex *made = g_regex_new ("(?<![[:alnum:]])(?:p\\.?o\\.?|purchase order|bestel(?:bon|nummer|nr|order)|bon de commande)"
                                  "(?:[ -]?(?:number|nummer|nr|no))?\\.?[[:space:]]*(?:n[ro°º]\\.?)?[[:space:]:#=-]*"
                                  "([[:alnum:]][[:alnum:]/._-]*)",
                                  G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);

      g_assert (made != NULL);
      g_once_init_leave_pointer (&regex, made);
    }

  return regex;
}

static char *
dup_order_number_in (const char *text)
{
  g_autoptr(GMatchInfo) match = NULL;

  if (!g_utf8_validate (text, -1, NULL) || !g_regex_match (get_order_number_regex (), text, 0, &match))
    return NULL;

  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *number = g_match_info_fetch (match, 1);
      gsize length = strlen (number);

      while (length > 0 && strchr ("./_-", number[length - 1]) != NULL)
        number[--length] = '\0';

      if (strpbrk (number, "0123456789") != NULL && psr_text_length (number) <= REFERENCE_LENGTH)
        return g_steal_pointer (&number);
    }

  return NULL;
}

/**
 * psr_draft_dup_order_number:
 * @invoice: a Wello invoice
 *
 * Wello's invoices have no field for the number of the customer's purchase order;
 * it is written into their texts, as in “PO 4500012345”.
 *
 * Returns: (transfer full) (nullable): that number
 */
char *
psr_draft_dup_order_number (PsrWelloInvoice *invoice)
{
  const char *texts[3];

  g_return_val_if_fail (invoice != NULL, NULL);

  texts[0] = invoice->memo;
  texts[1] = invoice->description;
  texts[2] = invoice->customer_remarks;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      char *number = dup_order_number_in (texts[i]);

      if (number != NULL)
        return number;
    }

  return NULL;
}
