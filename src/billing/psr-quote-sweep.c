/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-quote-sweep"

#include "config.h"

#include "psr-audit-entry.h"
#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-ledger.h"
#include "psr-mirror-store.h"
#include "psr-quote-sweep.h"
#include "psr-quote-trial-made.h"
#include "psr-quote-trial.h"
#include "psr-quotes-left.h"
#include "psr-service-error.h"

#define HOUR (G_GINT64_CONSTANT (60) * 60 * G_USEC_PER_SEC)

/* How often is looked, and how long nobody may have touched a quote before it is
 * removed: a younger one may be another desktop's that is about to convert it. */
#define INTERVAL HOUR
#define UNTOUCHED (24 * HOUR)

/* Without a prefix, by which quotes of ours are recognized, only those of documents
 * that moved in so many days are looked for; the ledger gives so many at once. */
#define RECENT (7 * 24 * HOUR)
#define PAGE 500

/* Whether it is time, and whether quotes are @known to be used. A service that asks us to wait
 * isn't waited for; the next run looks. A fiber that is dropped meanwhile starts nothing more:
 * what comes last tells. */
static gboolean
is_due (PsrPushRun *run,
        gboolean   *known)
{
  PsrBillingContext *context = run->context;
  g_autofree char *name = g_strconcat ("quote-sweep:", psr_bc_client_get_company (context->bc), NULL);
  g_autofree char *last = NULL;
  g_autofree char *text = NULL;
  PsrTimestamp now = psr_clock_now (context->clock);

  *known = psr_quote_trial_is_known (context);

  if (psr_service_client_get_pause (psr_bc_client_get_service (context->bc)) > 0)
    return FALSE;

  last = dex_await_string (psr_mirror_store_get_fact (context->mirror, name), NULL);

  if (last != NULL && ABS (now - g_ascii_strtoll (last, NULL, 10)) < INTERVAL)
    return FALSE;

  text = g_strdup_printf ("%" G_GINT64_FORMAT, now);

  return dex_await (psr_mirror_store_set_fact (context->mirror, name, text), NULL);
}

/* One page, from @last on. */
static GPtrArray *
find_recent (PsrPushRun               *run,
             PsrTimestamp              since,
             const PsrLedgerDocument  *last,
             GError                  **error)
{
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();

  psr_ledger_query_set_since (query, since);
  psr_ledger_query_set_limit (query, PAGE);

  if (last != NULL)
    psr_ledger_query_set_after (query, last->date, last->id);

  return psr_billing_step_find (run->context, query, error);
}

static char **
dup_recent_numbers (PsrPushRun  *run,
                    GError     **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(PsrLedgerDocument) last = NULL;
  PsrTimestamp since = psr_clock_now (run->context->clock) - RECENT;
  guint n;

  do
    {
      g_autoptr(GPtrArray) found = find_recent (run, since, last, error);

      if (found == NULL)
        return NULL;

      for (guint i = 0; i < found->len; i++)
        {
          const PsrLedgerDocument *document = g_ptr_array_index (found, i);

          if (document->attempts > 0 && document->external_number[0] != '\0')
            g_strv_builder_add (builder, document->external_number);
        }

      n = found->len;
      g_clear_pointer (&last, psr_ledger_document_unref);
      if (n > 0)
        last = psr_ledger_document_ref (g_ptr_array_index (found, n - 1));
    }
  while (n == PAGE && !psr_push_run_is_over (run));

  return g_strv_builder_end (builder);
}

static PsrBcLookup *
find_quotes (PsrPushRun  *run,
             GError     **error)
{
  const char *prefix = psr_billing_rules_get_external_prefix (run->context->rules);
  g_auto(GStrv) numbers = NULL;

  if (prefix[0] != '\0')
    return dex_await_boxed (psr_bc_client_list_quotes (run->context->bc, prefix), error);

  numbers = dup_recent_numbers (run, error);

  if (numbers == NULL)
    return NULL;

  return dex_await_boxed (psr_bc_client_find_quotes (run->context->bc, (const char * const *) numbers), error);
}

static gboolean
is_trial (const PsrBcDocument *quote)
{
  return g_ascii_strcasecmp (quote->external_number, PSR_QUOTE_TRIAL_NUMBER) == 0;
}

/*
 * Whether nothing is to be made of it any more, and whether it is ours. Ours has the
 * number and the customer of a document of the ledger. What has our prefix, and is of no
 * document at all, may be somebody's own, or of a state that was lost: it is listed, and
 * stays. Without a prefix the number may be anybody's.
 */
static gboolean
is_left_over (PsrPushRun           *run,
              const PsrBcDocument  *quote,
              gboolean             *left_over,
              gboolean             *ours,
              GError              **error)
{
  const char *numbers[] = { quote->external_number, NULL };
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) rows = NULL;

  *left_over = *ours = is_trial (quote);

  if (*left_over)
    return TRUE;

  *left_over = psr_billing_rules_get_external_prefix (run->context->rules)[0] != '\0';

  psr_ledger_query_set_external_numbers (query, numbers);
  rows = psr_billing_step_find (run->context, query, error);

  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const PsrLedgerDocument *row = g_ptr_array_index (rows, i);

      if (g_strcmp0 (psr_billing_step_get_card (row), quote->customer_id) != 0)
        continue;

      /* The one that is to be converted, or was and is looked after. */
      if (g_str_equal (row->quote_id, quote->id) && row->bc_id[0] == '\0' &&
          !psr_billing_state_is_end (psr_billing_step_get_state (row)))
        {
          *left_over = *ours = FALSE;
          return TRUE;
        }

      *left_over = *ours = TRUE;
    }

  return TRUE;
}

static gboolean
note (PsrPushRun           *run,
      const PsrBcDocument  *quote,
      GError              **error)
{
  g_autoptr(PsrAuditEntry) entry = psr_audit_entry_new (PSR_BILLING_WORKER, "remove-quote", 0);

  g_set_str (&entry->old_value, quote->number);
  g_set_str (&entry->reason, quote->external_number);

  return dex_await (psr_ledger_add_audit (run->context->ledger, entry), error);
}

/**
 * psr_quote_sweep_note_left:
 * @run: the run
 * @number: number of a quote that nothing is to be made of, or ""
 *
 * Has the run's report name it, once.
 */
void
psr_quote_sweep_note_left (PsrPushRun *run,
                           const char *number)
{
  g_return_if_fail (run != NULL && number != NULL);

  if (number[0] != '\0' && !g_ptr_array_find_with_equal_func (run->quotes_left, number, g_str_equal, NULL))
    g_ptr_array_add (run->quotes_left, g_strdup (number));
}

/* Read anew: nothing is removed that somebody has touched, and no trial that isn't what it
 * was made as any more, however long ago it was written to. */
static gboolean
remove_quote (PsrPushRun           *run,
              const PsrBcDocument  *quote,
              GError              **error)
{
  PsrBcClient *bc = run->context->bc;
  g_autoptr(PsrBcDocument) fresh = NULL;
  g_autoptr(PsrWriteOutcome) outcome = NULL;

  fresh = dex_await_boxed (psr_bc_client_get_document (bc, PSR_BC_DOCUMENT_QUOTE, quote->id, TRUE), error);

  if (fresh == NULL || fresh->etag[0] == '\0' || !psr_bc_document_is_draft (fresh) ||
      fresh->modified != quote->modified)
    return FALSE;

  if (is_trial (quote) && !psr_quote_trial_is_as_made (run->context, fresh))
    return FALSE;

  if (!note (run, fresh, error) || !psr_push_run_may_send (run, error))
    return FALSE;

  outcome = dex_await_object (psr_bc_client_delete_document (bc, PSR_BC_DOCUMENT_QUOTE, fresh->id, fresh->etag), error);

  if (outcome == NULL || psr_write_outcome_get_kind (outcome) != PSR_WRITE_MADE)
    return FALSE;

  if (is_trial (quote))
    psr_quote_trial_forget (run->context, fresh);

  return TRUE;
}

static void
sweep (PsrPushRun   *run,
       PsrBcLookup  *lookup,
       GError      **error)
{
  for (guint i = 0; i < lookup->documents->len && !psr_push_run_is_over (run); i++)
    {
      PsrBcDocument *quote = g_ptr_array_index (lookup->documents, i);
      gboolean left_over, ours, is_old;

      if (!is_left_over (run, quote, &left_over, &ours, error))
        return;
      if (!left_over)
        continue;

      /* By the server's own clock. */
      is_old = ours && psr_bc_document_is_draft (quote) && quote->modified != PSR_TIMESTAMP_NONE &&
               lookup->earliest != PSR_TIMESTAMP_NONE && lookup->earliest - quote->modified >= UNTOUCHED;

      if (is_old && remove_quote (run, quote, error))
        g_ptr_array_add (run->quotes_removed, g_strdup (quote->number));
      else
        psr_quote_sweep_note_left (run, quote->number);

      if (error != NULL && *error != NULL)
        return;
    }
}

/* Quotes that nobody may read, or that aren't there at all, leave nothing over. */
static gboolean
are_missing (const GError *error)
{
  return g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED);
}

/* What was found when it was last looked is left over still, as far as is known. */
static void
note_kept (PsrPushRun *run)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) kept = psr_quotes_left_read (run->context->mirror, psr_bc_client_get_company (run->context->bc), &error);

  for (guint i = 0; kept != NULL && i < kept->len; i++)
    {
      if (!g_ptr_array_find_with_equal_func (run->quotes_removed, kept->pdata[i], g_str_equal, NULL))
        psr_quote_sweep_note_left (run, kept->pdata[i]);
    }

  if (error != NULL)
    g_message ("Which quotes were left over isn't known: %s", error->message);
}

/* A run that stopped halfway doesn't know them all. */
static void
keep (PsrPushRun *run)
{
  g_autoptr(GError) error = NULL;

  if (psr_push_run_is_over (run))
    return;

  if (!psr_quotes_left_keep (run->context->mirror, psr_bc_client_get_company (run->context->bc), run->quotes_left, &error))
    g_message ("Which quotes are left over isn't kept: %s", error->message);
}

/**
 * psr_quote_sweep_run:
 * @run: the run
 *
 * Lists the quotes that nothing is to be made of any more, as they were found when it
 * was last looked if it isn't time to look, and removes those that
 * nobody has touched for a day: those of documents where quotes are known to be used,
 * and those of trials in any case, since it isn't remembered of each that it was made. They
 * bill nothing; that it can't be looked stops no run. To be called in a fiber.
 */
void
psr_quote_sweep_run (PsrPushRun *run)
{
  const char *trial[] = { PSR_QUOTE_TRIAL_NUMBER, NULL };
  g_autoptr(PsrBcLookup) lookup = NULL;
  g_autoptr(GError) error = NULL;
  gboolean known;

  g_return_if_fail (run != NULL);

  if (!is_due (run, &known))
    {
      note_kept (run);
      return;
    }

  if (known)
    lookup = find_quotes (run, &error);

  if (lookup != NULL)
    sweep (run, lookup, &error);

  if (error == NULL)
    {
      g_clear_pointer (&lookup, psr_bc_lookup_unref);
      lookup = dex_await_boxed (psr_bc_client_find_quotes (run->context->bc, trial), &error);
    }

  if (error == NULL)
    sweep (run, lookup, &error);

  if (error != NULL && !known && are_missing (error))
    {
      g_debug ("There are no trial quotes to look for: %s", error->message);
      keep (run);
    }
  else if (error != NULL)
    {
      g_message ("Left-over quotes are looked for later: %s", error->message);
      note_kept (run);
      keep (run);
    }
  else
    {
      keep (run);
    }
}
