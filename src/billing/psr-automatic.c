/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-automatic"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "psr-automatic.h"
#include "psr-bc-client.h"
#include "psr-billable.h"
#include "psr-billing-step.h"
#include "psr-billing.h"
#include "psr-check-results.h"
#include "psr-clock.h"
#include "psr-executor.h"
#include "psr-net-future.h"
#include "psr-wello-client.h"
#include "psr-wello-job-type.h"
#include "psr-wello-job.h"

static void
psr_automatic_clear (gpointer data)
{
  PsrAutomatic *self = data;

  g_free (self->currency);
  g_strfreev (self->customers);
  g_strfreev (self->job_types);
}

/**
 * psr_automatic_new:
 *
 * Returns: (transfer full): rules that let everything pass that passes every check,
 *   all day, to be made and not posted
 */
PsrAutomatic *
psr_automatic_new (void)
{
  return g_atomic_rc_box_new0 (PsrAutomatic);
}

/**
 * psr_automatic_ref:
 * @self: rules
 *
 * Returns: (transfer full): @self
 */
PsrAutomatic *
psr_automatic_ref (PsrAutomatic *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_automatic_unref:
 * @self: (transfer full): rules
 */
void
psr_automatic_unref (PsrAutomatic *self)
{
  g_atomic_rc_box_release_full (self, psr_automatic_clear);
}

/**
 * psr_automatic_set_limit:
 * @self: rules
 * @text: an amount above zero and the code of its currency, such as `750.00 EUR`
 *
 * What is in another currency than the limit waits for a person. Where Wello names none,
 * it is that of the customer in Business Central.
 *
 * Returns: whether @text is such
 */
gboolean
psr_automatic_set_limit (PsrAutomatic *self,
                         const char   *text)
{
  g_auto(GStrv) words = NULL;
  PsrDecimal limit;

  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  words = g_strsplit (text, " ", -1);
  if (g_strv_length (words) != 2 || strlen (words[1]) != 3 || strspn (words[1], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3 ||
      !psr_decimal_parse (words[0], &limit, NULL) || psr_decimal_is_negative (limit) || psr_decimal_is_zero (limit))
    return FALSE;

  self->limit = limit;
  g_set_str (&self->currency, words[1]);

  return TRUE;
}

/**
 * psr_automatic_set_hours:
 * @self: rules
 * @text: hours of the day, such as `07:00-18:30`; also over midnight
 *
 * Returns: whether @text is such
 */
gboolean
psr_automatic_set_hours (PsrAutomatic *self,
                         const char   *text)
{
  guint from_hour;
  guint from_minute;
  guint until_hour;
  guint until_minute;
  char rest;

  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  if (sscanf (text, "%2u:%2u-%2u:%2u%c", &from_hour, &from_minute, &until_hour, &until_minute, &rest) != 4 ||
      from_hour > 23 || until_hour > 24 || from_minute > 59 || until_minute > 59 ||
      until_hour * 60 + until_minute > 24 * 60)
    return FALSE;

  self->from = from_hour * 60 + from_minute;
  self->until = until_hour * 60 + until_minute;

  return self->from != self->until;
}

/**
 * psr_automatic_is_time:
 * @self: rules
 * @minute: the minute of the day
 *
 * Returns: whether something may be sent without a person now
 */
gboolean
psr_automatic_is_time (const PsrAutomatic *self,
                       guint               minute)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->from == self->until)
    return TRUE;
  if (self->from < self->until)
    return minute >= self->from && minute < self->until;

  return minute >= self->from || minute < self->until;
}

/* Every check looked and holds. What a person accepted, a person sends. */
static gboolean
passes_all (const PsrLedgerDocument *document)
{
  g_autoptr(GPtrArray) results = psr_check_results_from_text (document->checks);

  if (results->len == 0)
    return FALSE;

  for (guint i = 0; i < results->len; i++)
    {
      const PsrCheckResult *result = g_ptr_array_index (results, i);

      if (result->verdict != PSR_CHECK_PASSED)
        return FALSE;
    }

  return TRUE;
}

/**
 * psr_automatic_allows:
 * @self: rules
 * @document: a document of the ledger
 *
 * Decides by what the ledger knows; the kind of work isn't among it, nor the currency
 * where Wello names none. What anybody has approved or taken back before, whatever
 * became of it, and what is made anew after a credit is a person's.
 *
 * Returns: whether it may be sent without a person
 */
gboolean
psr_automatic_allows (const PsrAutomatic      *self,
                      const PsrLedgerDocument *document)
{
  g_return_val_if_fail (self != NULL && document != NULL, FALSE);

  if (psr_billing_step_get_state (document) != PSR_BILLING_STATE_READY || document->details[0] == '\0' ||
      document->approved_by[0] != '\0' || document->by_hand || document->accepted[0] != '\0' || document->sequence != 1 ||
      psr_decimal_is_negative (document->gross) || !passes_all (document))
    return FALSE;

  if (self->currency != NULL &&
      ((document->currency[0] != '\0' && strcmp (document->currency, self->currency) != 0) ||
       psr_decimal_compare (document->gross, self->limit) > 0))
    return FALSE;

  return self->customers == NULL ||
         (document->customer_number[0] != '\0' &&
          g_strv_contains ((const char * const *) self->customers, document->customer_number));
}

/**
 * psr_automatic_is_person:
 * @person: who approved something
 *
 * Returns: whether that was nobody
 */
gboolean
psr_automatic_is_person (const char *person)
{
  return g_strcmp0 (person, PSR_AUTOMATIC_PERSON) == 0;
}

typedef struct
{
  PsrAutomatic      *rules;
  PsrBillingContext *context;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  psr_automatic_unref (ask->rules);
  psr_billing_context_unref (ask->context);
  g_free (ask);
}

static guint
get_minute (PsrBillingContext *context)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc_usec (psr_clock_now (context->clock));
  g_autoptr(GDateTime) local = g_date_time_to_timezone (utc, psr_billing_rules_get_time_zone (context->rules));

  return (guint) (g_date_time_get_hour (local) * 60 + g_date_time_get_minute (local));
}

static gboolean
is_named (char       **names,
          const char  *name)
{
  for (gsize i = 0; name[0] != '\0' && names[i] != NULL; i++)
    {
      g_autofree char *one = g_utf8_casefold (names[i], -1);
      g_autofree char *other = g_utf8_casefold (name, -1);

      if (g_utf8_collate (one, other) == 0)
        return TRUE;
    }

  return FALSE;
}

/* GUIDs of the kinds of work that the rules name. */
static GHashTable *
find_job_types (Ask     *ask,
                GError **error)
{
  g_autoptr(GPtrArray) types = dex_await_boxed (psr_wello_client_get_job_types (ask->context->wello), error);
  g_autoptr(GHashTable) wanted = NULL;

  if (types == NULL)
    return NULL;

  wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < types->len; i++)
    {
      const PsrWelloJobType *type = g_ptr_array_index (types, i);

      if (is_named (ask->rules->job_types, type->name) || is_named (ask->rules->job_types, type->code))
        g_hash_table_add (wanted, g_strdup (type->id));
    }

  return g_steal_pointer (&wanted);
}

/* Leaves those whose work is of a kind that is named. Work that isn't there any more is of
 * none. */
static gboolean
keep_job_types (Ask        *ask,
                GPtrArray  *documents,
                GError    **error)
{
  g_autoptr(GHashTable) wanted = NULL;
  g_autoptr(GHashTable) fitting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();
  g_autoptr(GPtrArray) jobs = NULL;

  if (ask->rules->job_types == NULL || documents->len == 0)
    return TRUE;

  wanted = find_job_types (ask, error);
  if (wanted == NULL)
    return FALSE;

  for (guint i = 0; i < documents->len; i++)
    {
      const PsrLedgerDocument *document = g_ptr_array_index (documents, i);

      if (document->job_id[0] != '\0')
        g_ptr_array_add (ids, document->job_id);
    }
  g_ptr_array_add (ids, NULL);

  jobs = dex_await_boxed (psr_wello_client_get_jobs (ask->context->wello, (const char * const *) ids->pdata), error);
  if (jobs == NULL)
    return FALSE;

  for (guint i = 0; i < jobs->len; i++)
    {
      const PsrWelloJob *job = g_ptr_array_index (jobs, i);

      if (job->type_id != NULL && g_hash_table_contains (wanted, job->type_id))
        g_hash_table_add (fitting, g_strdup (job->id));
    }

  for (guint i = documents->len; i > 0; i--)
    {
      const PsrLedgerDocument *document = g_ptr_array_index (documents, i - 1);

      if (!g_hash_table_contains (fitting, document->job_id))
        g_ptr_array_remove_index (documents, i - 1);
    }

  return TRUE;
}

static DexFuture *
read_billables (gpointer data)
{
  GPtrArray *texts = data;
  g_autoptr(GPtrArray) billables = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_billable_unref);

  for (guint i = 0; i < texts->len; i++)
    {
      PsrBillable *billable;
      GError *error = NULL;

      billable = psr_billable_from_json (texts->pdata[i], &error);
      if (billable == NULL)
        return dex_future_new_for_error (error);
      g_ptr_array_add (billables, billable);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&billables));
}

/* GUIDs of those customers whose documents are in the currency of the limit. */
static GHashTable *
find_customers_of_currency (Ask        *ask,
                            GHashTable *ids,
                            GError    **error)
{
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (ids, NULL);
  g_autoptr(GHashTable) fitting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) customers = NULL;

  customers = dex_await_boxed (psr_bc_client_get_customers_by_ids (ask->context->bc, (const char * const *) keys), error);
  if (customers == NULL)
    return NULL;

  for (guint i = 0; i < customers->len; i++)
    {
      const PsrBcCustomer *customer = customers->pdata[i];

      if (g_strcmp0 (customer->currency_code, ask->rules->currency) == 0)
        g_hash_table_add (fitting, g_strdup (customer->id));
    }

  return g_steal_pointer (&fitting);
}

/* Where Wello names no currency, Business Central takes that of the card that pays, which
 * it shows also where that is the company's own. Leaves those that are surely in the
 * currency of the limit. */
static gboolean
keep_currency (Ask        *ask,
               GPtrArray  *documents,
               GError    **error)
{
  g_autoptr(GPtrArray) unnamed = g_ptr_array_new ();
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) billables = NULL;
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) fitting = NULL;

  for (guint i = 0; ask->rules->currency != NULL && i < documents->len; i++)
    {
      const PsrLedgerDocument *document = documents->pdata[i];

      if (document->currency[0] != '\0')
        continue;
      g_ptr_array_add (unnamed, documents->pdata[i]);
      g_ptr_array_add (texts, g_strdup (document->details));
    }

  if (unnamed->len == 0)
    return TRUE;

  billables = dex_await_boxed (psr_executor_run (ask->context->executor, "parse", read_billables, g_steal_pointer (&texts),
                                                 (GDestroyNotify) g_ptr_array_unref),
                               error);
  if (billables == NULL)
    return FALSE;

  for (guint i = 0; i < billables->len; i++)
    {
      PsrBillable *billable = billables->pdata[i];

      g_hash_table_add (ids, billable->customer_id);
      if (billable->bill_to_customer_id[0] != '\0')
        g_hash_table_add (ids, billable->bill_to_customer_id);
    }

  fitting = find_customers_of_currency (ask, ids, error);
  if (fitting == NULL)
    return FALSE;

  for (guint i = 0; i < billables->len; i++)
    {
      const PsrBillable *billable = billables->pdata[i];

      if (!g_hash_table_contains (fitting, billable->customer_id) ||
          (billable->bill_to_customer_id[0] != '\0' && !g_hash_table_contains (fitting, billable->bill_to_customer_id)))
        g_ptr_array_remove (documents, unnamed->pdata[i]);
    }

  return TRUE;
}

/* What was put off, or passed in an earlier reading, because too much was to be looked up
 * in one run, waits for the run that looks: sending looks at whether the number is taken,
 * and not at whether a document looks alike. */
static gboolean
is_looked_up (Ask                     *ask,
              const PsrLedgerDocument *document)
{
  return ask->context->looked_up != NULL && g_hash_table_contains (ask->context->looked_up, document->wello_invoice_id);
}

static GPtrArray *
find_allowed (Ask     *ask,
              GError **error)
{
  const char *ready[] = { psr_billing_state_to_string (PSR_BILLING_STATE_READY), NULL };
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GPtrArray) allowed = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);

  psr_ledger_query_set_states (query, ready);
  psr_ledger_query_set_oldest_first (query, TRUE);
  found = psr_billing_step_find (ask->context, query, error);
  if (found == NULL)
    return NULL;

  for (guint i = 0; i < found->len; i++)
    {
      PsrLedgerDocument *document = g_ptr_array_index (found, i);

      if (psr_automatic_allows (ask->rules, document) && is_looked_up (ask, document))
        g_ptr_array_add (allowed, psr_ledger_document_ref (document));
    }

  return keep_job_types (ask, allowed, error) && keep_currency (ask, allowed, error) ? g_steal_pointer (&allowed) : NULL;
}

static DexFuture *
approve_fiber (gpointer data)
{
  Ask *ask = data;
  g_autoptr(GPtrArray) documents = NULL;
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(PsrBillingReport) report = NULL;
  GError *error = NULL;

  /* The day that a person has to name is nobody's to guess. */
  if (!psr_automatic_is_time (ask->rules, get_minute (ask->context)) ||
      psr_billing_rules_get_invoice_date (ask->context->rules) == PSR_BILLING_DAY_ASKED ||
      psr_billing_rules_get_posting_date (ask->context->rules) == PSR_BILLING_DAY_ASKED)
    return dex_future_new_take_boxed (PSR_TYPE_BILLING_REPORT, psr_billing_report_new ());

  documents = find_allowed (ask, &error);
  if (documents == NULL)
    return dex_future_new_for_error (error);

  for (guint i = 0; i < documents->len; i++)
    {
      const PsrLedgerDocument *document = g_ptr_array_index (documents, i);

      g_array_append_val (ids, document->id);
    }

  report = dex_await_boxed (psr_billing_approve (ask->context, (const gint64 *) (gpointer) ids->data, ids->len,
                                                 PSR_BILLING_KIND_DEFAULT,
                                                 ask->rules->posts && ask->rules->currency != NULL ? PSR_APPROVE_POST : PSR_APPROVE_NONE,
                                                 PSR_AUTOMATIC_PERSON),
                            &error);
  if (report == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_BILLING_REPORT, g_steal_pointer (&report));
}

/**
 * psr_automatic_approve:
 * @self: rules
 * @context: the context
 *
 * Approves what is ready, passes every check and these rules; psr_billing_push() sends
 * it. Who approved it is %PSR_AUTOMATIC_PERSON, in the ledger and in the audit.
 *
 * Returns: (transfer full): a future of a #PsrBillingReport with what was approved
 */
DexFuture *
psr_automatic_approve (PsrAutomatic      *self,
                       PsrBillingContext *context)
{
  Ask *ask;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (context != NULL, NULL);

  ask = g_new0 (Ask, 1);
  ask->rules = psr_automatic_ref (self);
  ask->context = psr_billing_context_ref (context);

  return psr_net_spawn (approve_fiber, ask, ask_free);
}
