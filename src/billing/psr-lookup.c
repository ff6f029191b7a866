/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-lookup"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-lookup.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define MINUTE (60 * SECOND)

/* When to look after a request whose outcome isn't known. */
static const gint64 waits[] = {
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
};

/* After that, until a look-up has settled it. */
#define AFTERWARDS (10 * MINUTE)

/* How many documents are named at most. */
#define MOST_NAMES 3

/**
 * psr_lookup_tolerance:
 * @n_lines: number of lines of a document
 *
 * Returns: by how much its total may differ through rounding: a cent for each
 *   line, five at most
 */
PsrDecimal
psr_lookup_tolerance (guint n_lines)
{
  return (PsrDecimal) PSR_DECIMAL_INIT ((gint64) CLAMP (n_lines, 1, 5) * (PSR_DECIMAL_SCALE / 100));
}

/* An order that is invoiced in part stands beside its invoices. */
static gboolean
is_invoice_of_found_order (const PsrBcLookup   *lookup,
                           const PsrBcDocument *document)
{
  if (document->kind != PSR_BC_DOCUMENT_INVOICE || document->order_number[0] == '\0')
    return FALSE;

  for (guint i = 0; i < lookup->documents->len; i++)
    {
      const PsrBcDocument *other = g_ptr_array_index (lookup->documents, i);

      if (other->kind == PSR_BC_DOCUMENT_ORDER && g_str_equal (other->number, document->order_number))
        return TRUE;
    }

  return FALSE;
}

static gboolean
counts (const PsrBcLookup   *lookup,
        const PsrBcDocument *document,
        const char          *external_number)
{
  return psr_bc_lookup_is_of (lookup, document, external_number) &&
         psr_bc_document_is_live (document) &&
         !is_invoice_of_found_order (lookup, document);
}

static gboolean
fits (const PsrBcDocument *document,
      const char          *customer_id,
      const PsrDecimal    *wanted,
      guint                n_lines)
{
  PsrDecimal net, difference;

  if (g_strcmp0 (document->customer_id, customer_id) != 0)
    return FALSE;

  if (wanted == NULL)
    return TRUE;

  net = *wanted;

  /* Prices that were taken for prices with VAT are put right afterwards: the
   * amount that was sent is then the one with VAT. */
  if (document->prices_include_tax && psr_decimal_equal (document->total_including_tax, net))
    return TRUE;

  if (!psr_decimal_sub (document->total_excluding_tax, net, &difference, NULL))
    return FALSE;

  return psr_decimal_compare (psr_decimal_abs (difference), psr_lookup_tolerance (n_lines)) <= 0;
}

/**
 * psr_lookup_judge:
 * @lookup: what was found for many external document numbers
 * @external_number: the one asked about, as Business Central keeps it
 * @customer_id: GUID of the customer it should have
 * @net: (nullable): the net total it should have; %NULL where Business Central decides
 *   what it costs, which is compared line by line once it is found
 * @n_lines: number of its lines, for the tolerance of @net
 * @found: (out) (optional) (transfer none) (nullable): the document, unless
 *   there is none; the first of several
 *
 * Documents that were cancelled don't count; posted ones that bill nothing aren't
 * among those of a look-up.
 *
 * Returns: what was seen
 */
PsrSight
psr_lookup_judge (const PsrBcLookup  *lookup,
                  const char         *external_number,
                  const char         *customer_id,
                  const PsrDecimal   *net,
                  guint               n_lines,
                  PsrBcDocument     **found)
{
  PsrBcDocument *only = NULL;
  guint n = 0;

  g_return_val_if_fail (lookup != NULL && external_number != NULL, PSR_SIGHT_SEVERAL);

  for (guint i = 0; i < lookup->documents->len; i++)
    {
      PsrBcDocument *document = g_ptr_array_index (lookup->documents, i);

      if (!counts (lookup, document, external_number))
        continue;

      if (n++ == 0)
        only = document;
    }

  if (found != NULL)
    *found = only;

  if (n == 0)
    return PSR_SIGHT_NOTHING;
  if (n > 1)
    return PSR_SIGHT_SEVERAL;

  return fits (only, customer_id, net, n_lines) ? PSR_SIGHT_FITS : PSR_SIGHT_DIFFERS;
}

/**
 * psr_lookup_dup_ids:
 * @lookup: what was found
 * @external_number: an external document number
 *
 * Returns: (transfer full): the GUIDs of all documents that count for it, separated
 *   by spaces
 */
char *
psr_lookup_dup_ids (const PsrBcLookup *lookup,
                    const char        *external_number)
{
  g_autoptr(GString) ids = g_string_new (NULL);

  g_return_val_if_fail (lookup != NULL && external_number != NULL, NULL);

  for (guint i = 0; i < lookup->documents->len; i++)
    {
      const PsrBcDocument *document = g_ptr_array_index (lookup->documents, i);

      if (counts (lookup, document, external_number))
        g_string_append_printf (ids, "%s%s", ids->len > 0 ? " " : "", document->id);
    }

  return g_string_free_and_steal (g_steal_pointer (&ids));
}

/* Where a person finds it. */
static char *
dup_name (const PsrBcDocument *document)
{
  const char *customer = document->customer_number[0] != '\0' ? document->customer_number : document->customer_name;

  if (document->kind == PSR_BC_DOCUMENT_ORDER)
    /* Translators: the numbers of an order and of a customer, in a list. */
    return g_strdup_printf (_("sales order %s of customer %s"), document->number, customer);

  /* Translators: the numbers of an invoice and of a customer, in a list. */
  return g_strdup_printf (_("sales invoice %s of customer %s"), document->number, customer);
}

/**
 * psr_lookup_dup_names:
 * @lookup: what was found
 * @external_number: an external document number
 *
 * Returns: (transfer full): the number, and the documents that count for it, not more than
 *   a reason can tell in another language, in the user's language
 */
char *
psr_lookup_dup_names (const PsrBcLookup *lookup,
                      const char        *external_number)
{
  g_autofree char *names = NULL;
  guint n = 0;

  g_return_val_if_fail (lookup != NULL && external_number != NULL, NULL);

  for (guint i = lookup->documents->len; i-- > 0 && n < MOST_NAMES;)
    {
      const PsrBcDocument *document = g_ptr_array_index (lookup->documents, i);
      g_autofree char *behind = NULL;
      g_autofree char *name = NULL;

      if (!counts (lookup, document, external_number))
        continue;

      n++;
      behind = g_steal_pointer (&names);
      name = dup_name (document);
      /* Translators: a document, and others: “sales order 101 of customer 10000; also …”. */
      names = behind != NULL ? g_strdup_printf (_("%s; also %s"), name, behind) : g_steal_pointer (&name);
    }

  return names != NULL ? g_strdup_printf ("%s: %s", external_number, names) : g_strdup (external_number);
}

/**
 * psr_lookup_was_shown:
 * @lookup: what was found
 * @external_number: an external document number
 * @shown: what psr_lookup_dup_ids() said when a person was asked, or ""
 *
 * Returns: whether a person has decided about all documents that count for the
 *   number, so that there is nothing new to ask
 */
gboolean
psr_lookup_was_shown (const PsrBcLookup *lookup,
                      const char        *external_number,
                      const char        *shown)
{
  g_return_val_if_fail (lookup != NULL && external_number != NULL && shown != NULL, FALSE);

  for (guint i = 0; i < lookup->documents->len; i++)
    {
      const PsrBcDocument *document = g_ptr_array_index (lookup->documents, i);

      if (counts (lookup, document, external_number) && strstr (shown, document->id) == NULL)
        return FALSE;
    }

  return TRUE;
}

/**
 * psr_lookup_is_proof:
 * @lookup: a look-up that didn't find a document
 * @intent_server_date: the server's time before the request was sent
 * @longest_request: how long, in microseconds, a request may wait and run
 *
 * A request may still be queued, or running, when a look-up finds nothing of
 * it. Only by the server's own clock, and only once no request can last that
 * long, does nothing mean that there is and will be nothing.
 *
 * Source: Microsoft, operational limits: 8 minutes in the queue, then 8 minutes
 * of running.
 *
 * Returns: whether the document isn't there and won't appear any more
 */
gboolean
psr_lookup_is_proof (const PsrBcLookup *lookup,
                     PsrTimestamp       intent_server_date,
                     gint64             longest_request)
{
  g_return_val_if_fail (lookup != NULL, FALSE);

  if (lookup->earliest == PSR_TIMESTAMP_NONE || intent_server_date == PSR_TIMESTAMP_NONE)
    return FALSE;

  return lookup->earliest >= intent_server_date + longest_request;
}

/**
 * psr_lookup_next:
 * @sent_at: when the request was sent, by our clock
 * @now: the time, by our clock
 * @longest_request: how long, in microseconds, a request may wait and run
 *
 * Returns: when to look for the document next: 5 and 30 seconds, 2, 5, 10 and 20
 *   minutes after it was sent, once it can't arrive any more, and every 10
 *   minutes from then on
 */
PsrTimestamp
psr_lookup_next (PsrTimestamp sent_at,
                 PsrTimestamp now,
                 gint64       longest_request)
{
  PsrTimestamp next = now + AFTERWARDS;
  /* The server's Date has no fractions of a second. */
  PsrTimestamp proof = sent_at + longest_request + 2 * SECOND;

  if (sent_at == PSR_TIMESTAMP_NONE)
    return now + waits[0];

  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      if (sent_at + waits[i] > now)
        {
          next = sent_at + waits[i];
          break;
        }
    }

  if (proof > now && proof < next)
    next = proof;

  /* It was sent in the future where this computer's clock was set back since. */
  return MIN (next, now + AFTERWARDS);
}
