/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-ours"

#include "config.h"

#include <string.h>

#include "psr-bc-client.h"
#include "psr-bc-header.h"
#include "psr-clock.h"
#include "psr-document-builder.h"
#include "psr-push-send-private.h"
#include "psr-text.h"

/* Lengths: [AL] APIV2 - Sales Invoices. */
#define SITE_LENGTH 100
#define CITY_LENGTH 30
#define POST_CODE_LENGTH 20

/* Of a street API v1.0 has both lines; Business Central may trim what it keeps. What this
 * version of the API doesn't show can't be told. */
static gboolean
is_written (const PsrBcDocument *made,
            const char          *name,
            const char          *sent,
            guint                length)
{
  g_autofree char *kept = psr_bc_header_dup_value (made->header, name);
  g_autofree char *cut = psr_text_cut (sent, length);

  if (kept == NULL)
    return TRUE;

  kept[strcspn (kept, "\r\n")] = '\0';

  return g_str_equal (g_strstrip (cut), g_strstrip (kept));
}

/* A town and its code, which may be kept in capitals. */
static gboolean
is_place_written (const PsrBcDocument *made,
                  const char          *name,
                  const char          *sent,
                  guint                length)
{
  g_autofree char *kept = psr_bc_header_dup_value (made->header, name);
  g_autofree char *cut = psr_text_cut (sent, length);
  g_autofree char *one = g_utf8_casefold (g_strstrip (cut), -1);
  g_autofree char *two = kept != NULL ? g_utf8_casefold (g_strstrip (kept), -1) : NULL;

  return two == NULL || sent[0] == '\0' || g_str_equal (one, two);
}

/* From the approval to the sending, or from when it was found until now, where one of them
 * isn't known; what is made over a quote bears the day of the quote. */
static void
get_span (PsrPushRun              *run,
          const PsrLedgerDocument *document,
          PsrTimestamp            *first,
          PsrTimestamp            *last)
{
  if (document->approved_at == PSR_TIMESTAMP_NONE || document->sent_at == PSR_TIMESTAMP_NONE)
    {
      *first = document->found_at;
      *last = psr_clock_now (run->context->clock);
      return;
    }

  *first = MIN (document->approved_at, document->sent_at);
  *last = MAX (document->approved_at, document->sent_at);
}

static gboolean
is_day_sent (PsrPushRun              *run,
             const PsrLedgerDocument *document,
             PsrPushPlan             *plan,
             gboolean                 posting,
             const char              *day)
{
  g_autofree char *earliest = NULL;
  g_autofree char *latest = NULL;
  PsrTimestamp first, last;

  if (day == NULL)
    return TRUE;

  get_span (run, document, &first, &last);
  earliest = psr_document_builder_dup_day (plan->billable, run->context->rules, posting, first);
  latest = psr_document_builder_dup_day (plan->billable, run->context->rules, posting, last);

  return strcmp (earliest, day) <= 0 && strcmp (day, latest) <= 0;
}

/* Who pays, where that isn't sent, says the customer's card, which the API doesn't show: it is
 * the customer, or it isn't known. */
static gboolean
has_sent_payer (const PsrBillable   *billable,
                const PsrBcDocument *made)
{
  return billable->bill_to_customer_id[0] != '\0' || made->bill_to_customer_id == NULL ||
         g_strcmp0 (made->bill_to_customer_id, billable->customer_id) == 0;
}

/**
 * psr_push_has_sent_header:
 * @run: the run
 * @document: a document
 * @plan: what it is to be
 * @made: the document as Business Central has it
 *
 * As far as it is known what was sent: what Business Central fills in by itself, such as the
 * day on which it is due, isn't. Where it spells a town in its own way that can't be told
 * from an edit.
 *
 * Returns: whether its header is as it was sent
 */
gboolean
psr_push_has_sent_header (PsrPushRun              *run,
                          const PsrLedgerDocument *document,
                          PsrPushPlan             *plan,
                          const PsrBcDocument     *made)
{
  const PsrBillable *billable;
  g_autofree char *day = NULL;
  g_autofree char *posting = NULL;

  g_return_val_if_fail (run != NULL && document != NULL && plan != NULL && made != NULL, FALSE);

  billable = plan->billable;
  day = psr_bc_header_dup_value (made->header, made->kind == PSR_BC_DOCUMENT_ORDER ? "orderDate" : "invoiceDate");
  posting = psr_bc_header_dup_value (made->header, "postingDate");

  /* One that has none yet lacks what we couldn't write, and nothing of anybody's. */
  if (made->kind == PSR_BC_DOCUMENT_INVOICE && made->customer_po_reference[0] != '\0' &&
      !is_written (made, "customerPurchaseOrderReference", plan->built->reference, G_MAXUINT))
    return FALSE;

  if (billable->ship_to_name[0] != '\0' &&
      !(is_written (made, "shipToName", billable->ship_to_name, SITE_LENGTH) &&
        (billable->ship_to_address[0] == '\0' ||
         is_written (made, "shipToAddressLine1", billable->ship_to_address, SITE_LENGTH)) &&
        is_place_written (made, "shipToCity", billable->ship_to_city, CITY_LENGTH) &&
        is_place_written (made, "shipToPostCode", billable->ship_to_post_code, POST_CODE_LENGTH)))
    return FALSE;

  return has_sent_payer (billable, made) && is_day_sent (run, document, plan, FALSE, day) && is_day_sent (run, document, plan, TRUE, posting);
}

/**
 * psr_push_is_ours:
 * @run: the run
 * @document: a document
 * @plan: what it is to be
 * @made: the document as Business Central has it, with its lines
 * @source: when it was read
 *
 * As psr_echo_check_is_ours(), of the header as well. What Business Central fills in by
 * itself is ours as it was read first; so is what it made of what was sent right before.
 *
 * Returns: whether it is certain that nobody else has written to it
 */
gboolean
psr_push_is_ours (PsrPushRun              *run,
                  const PsrLedgerDocument *document,
                  PsrPushPlan             *plan,
                  const PsrBcDocument     *made,
                  PsrEchoSource            source)
{
  g_return_val_if_fail (run != NULL && document != NULL && plan != NULL && made != NULL, FALSE);

  return psr_echo_check_is_ours (plan->billable, plan->built->pricing, made, source) &&
         (source != PSR_ECHO_READ || psr_push_has_sent_header (run, document, plan, made));
}

/**
 * psr_push_read_patched:
 * @run: the run
 * @made: the document as it was when its header was written to, with its lines
 * @outcome: what came of writing to it
 *
 * What we change of a document is no edit of somebody's. To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the document as the answer has it, with the lines
 *   of @made; %NULL when the answer doesn't tell
 */
PsrBcDocument *
psr_push_read_patched (PsrPushRun      *run,
                       PsrBcDocument   *made,
                       PsrWriteOutcome *outcome)
{
  g_autoptr(PsrBcDocument) patched = NULL;

  g_return_val_if_fail (run != NULL && made != NULL && outcome != NULL, NULL);

  patched = dex_await_boxed (psr_bc_client_parse_document (run->context->bc, made->kind,
                                                           psr_write_outcome_get_response (outcome)), NULL);

  if (patched == NULL || patched->lines != NULL || !g_str_equal (patched->id, made->id))
    return NULL;

  psr_bc_document_take_lines (patched, made);

  return g_steal_pointer (&patched);
}
