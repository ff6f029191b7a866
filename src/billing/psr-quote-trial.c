/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-quote-trial"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-audit-entry.h"
#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-echo-check.h"
#include "psr-json-writer.h"
#include "psr-ledger.h"
#include "psr-mirror-store.h"
#include "psr-net-future.h"
#include "psr-push-run.h"
#include "psr-quote-trial-made.h"
#include "psr-quote-trial.h"
#include "psr-service-error.h"

/* How many customers are looked through for one that isn't blocked. */
#define CUSTOMERS 50

/* How long it is remembered that there are no quotes. */
#define NOT_OFFERED_FOR (24 * 60 * 60 * (gint64) G_USEC_PER_SEC)

G_DEFINE_BOXED_TYPE (PsrQuoteTrial, psr_quote_trial, psr_quote_trial_ref, psr_quote_trial_unref)

static const char * const results[] = {
  [PSR_QUOTE_TRIAL_WORKS] = "works",
  [PSR_QUOTE_TRIAL_NOT_OFFERED] = "not-offered",
  [PSR_QUOTE_TRIAL_REFUSED] = "refused",
  [PSR_QUOTE_TRIAL_REFUSED_ONE] = "refused-one",
  [PSR_QUOTE_TRIAL_NEEDS_APPROVAL] = "needs-approval",
};

static PsrQuoteTrial *
trial_new (PsrQuoteTrialResult  result,
           const char          *why,
           PsrTimestamp         at)
{
  PsrQuoteTrial *self = g_atomic_rc_box_new0 (PsrQuoteTrial);

  self->result = result;
  self->why = g_strdup (why);
  self->at = at;
  self->left = g_strdup ("");
  self->left_why = g_strdup ("");

  return self;
}

/**
 * psr_quote_trial_ref:
 * @self: a trial
 *
 * Returns: (transfer full): another reference to @self
 */
PsrQuoteTrial *
psr_quote_trial_ref (PsrQuoteTrial *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_quote_trial_finalize (gpointer data)
{
  PsrQuoteTrial *self = data;

  g_free (self->why);
  g_free (self->left);
  g_free (self->left_why);
}

/**
 * psr_quote_trial_unref:
 * @self: (transfer full): a trial
 *
 * Drops a reference to @self.
 */
void
psr_quote_trial_unref (PsrQuoteTrial *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_quote_trial_finalize);
}

static char *
dup_fact_name (PsrBillingContext *context)
{
  return g_strconcat ("quote-trial:", psr_bc_client_get_company (context->bc), NULL);
}

static void
remember (PsrBillingContext *context,
          PsrQuoteTrial     *trial)
{
  g_autofree char *name = dup_fact_name (context);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  text = g_strdup_printf ("%s\n%" G_GINT64_FORMAT "\n%s", results[trial->result], trial->at, trial->why);

  /* It may be found out again. */
  if (!dex_await (psr_mirror_store_set_fact (context->mirror, name, text), &error))
    g_message ("The trial quote’s outcome isn’t kept: %s", error->message);
}

/* One odd answer, as while Business Central is updated, must not end all quotes for good.
 * A clock that was set back isn't waited for. */
static gboolean
is_out_of_date (const PsrQuoteTrial *trial,
                PsrTimestamp         now)
{
  return trial->result == PSR_QUOTE_TRIAL_NOT_OFFERED && (now - trial->at >= NOT_OFFERED_FOR || trial->at > now);
}

static PsrQuoteTrial *
recall (PsrBillingContext *context)
{
  g_autofree char *name = dup_fact_name (context);
  g_autoptr(PsrQuoteTrial) trial = NULL;
  g_autofree char *text = NULL;
  g_auto(GStrv) words = NULL;

  text = dex_await_string (psr_mirror_store_get_fact (context->mirror, name), NULL);

  if (text == NULL)
    return NULL;

  words = g_strsplit (text, "\n", 3);

  for (guint i = 0; i < G_N_ELEMENTS (results) && g_strv_length (words) == 3 && trial == NULL; i++)
    {
      if (g_str_equal (results[i], words[0]))
        trial = trial_new (i, words[2], g_ascii_strtoll (words[1], NULL, 10));
    }

  return trial != NULL && !is_out_of_date (trial, psr_clock_now (context->clock)) ? g_steal_pointer (&trial) : NULL;
}

/**
 * psr_quote_trial_is_known:
 * @context: the context
 *
 * To be called in a fiber.
 *
 * Returns: whether it is remembered that quotes can be made in the company
 */
gboolean
psr_quote_trial_is_known (PsrBillingContext *context)
{
  g_autoptr(PsrQuoteTrial) trial = NULL;

  g_return_val_if_fail (context != NULL, FALSE);

  trial = recall (context);

  return trial != NULL && (trial->result == PSR_QUOTE_TRIAL_WORKS ||
                           trial->result == PSR_QUOTE_TRIAL_NEEDS_APPROVAL);
}

/**
 * psr_quote_trial_learn:
 * @context: the context
 * @why: what Business Central said
 *
 * A trial quote has no lines and is not converted. Remembers what only the conversion
 * of a real one tells: that it needs an approval. To be called in a fiber.
 *
 * Returns: (transfer full): what is remembered now
 */
PsrQuoteTrial *
psr_quote_trial_learn (PsrBillingContext *context,
                       const char        *why)
{
  g_autoptr(PsrQuoteTrial) trial = NULL;

  g_return_val_if_fail (context != NULL && why != NULL, NULL);

  trial = trial_new (PSR_QUOTE_TRIAL_NEEDS_APPROVAL, why, psr_clock_now (context->clock));
  remember (context, trial);

  return g_steal_pointer (&trial);
}

static GPtrArray *
read_customers (JsonArray  *value,
                gpointer    data,
                GError    **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < json_array_get_length (value); i++)
    {
      JsonNode *node = json_array_get_element (value, i);
      g_autoptr(PsrBcCustomer) customer = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        customer = psr_bc_customer_from_json (json_node_get_object (node), NULL);

      if (customer != NULL && customer->blocked == PSR_BC_BLOCKED_NOT)
        g_ptr_array_add (ids, g_strdup (customer->id));
    }

  return g_steal_pointer (&ids);
}

/**
 * psr_quote_trial_find_customer:
 * @bc: Business Central
 * @but: (nullable): GUID of a customer that isn't meant
 * @error: return location for an error
 *
 * Finds a customer to try something for. To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): GUID of any customer that isn't blocked; %NULL with
 *   @error set, which is %PSR_BILLING_ERROR_FAILED where there is none
 */
char *
psr_quote_trial_find_customer (PsrBcClient  *bc,
                               const char   *but,
                               GError      **error)
{
  g_autoptr(PsrODataPager) pager = NULL;
  g_autoptr(PsrODataPage) page = NULL;
  GPtrArray *ids;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (bc), NULL);

  pager = psr_bc_client_pull (bc, PSR_BC_SET_CUSTOMERS, NULL, NULL, PSR_TIMESTAMP_NONE, CUSTOMERS, NULL);
  page = dex_await_object (psr_odata_pager_next (pager, read_customers, NULL, NULL), error);

  if (page == NULL)
    return NULL;

  ids = psr_odata_page_get_rows (page);

  for (guint i = 0; i < ids->len; i++)
    {
      if (but == NULL || g_ascii_strcasecmp (g_ptr_array_index (ids, i), but) != 0)
        return g_strdup (g_ptr_array_index (ids, i));
    }

  g_set_error_literal (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_FAILED,
                       "There is no customer to make a trial quote for");

  return NULL;
}

static GBytes *
make_body (const char *customer_id)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "externalDocumentNumber", PSR_QUOTE_TRIAL_NUMBER);
  psr_json_writer_add_string (writer, "customerId", customer_id);
  psr_json_writer_end_object (writer);

  return psr_json_writer_finish (writer);
}

static gboolean
note (PsrBillingContext  *context,
      const char         *action,
      const char         *number,
      GError            **error)
{
  g_autoptr(PsrAuditEntry) entry = psr_audit_entry_new (PSR_BILLING_WORKER, action, 0);

  g_set_str (&entry->new_value, number);

  return dex_await (psr_ledger_add_audit (context->ledger, entry), error);
}

/* One try. Whether the quote is gone, or else @why it isn't, which says that it is worth
 * another try when it is %NULL. */
static gboolean
try_to_remove (PsrBcClient          *bc,
               const PsrBcDocument  *quote,
               char                **why)
{
  g_autoptr(PsrWriteOutcome) outcome = NULL;
  g_autoptr(GError) error = NULL;

  outcome = dex_await_object (psr_bc_client_delete_document (bc, PSR_BC_DOCUMENT_QUOTE, quote->id, quote->etag), &error);

  if (outcome == NULL)
    {
      *why = psr_billing_step_dup_words (error);
      return FALSE;
    }

  if (psr_write_outcome_get_kind (outcome) == PSR_WRITE_REFUSED && !psr_bc_outcome_says_no_quote (outcome))
    *why = psr_push_run_dup_reason (outcome);

  return psr_write_outcome_get_kind (outcome) == PSR_WRITE_MADE || psr_bc_outcome_says_no_quote (outcome);
}

/* Reading a quote may change its version, and says nothing of what is in it. */
static gboolean
is_same (PsrBcClient         *bc,
         const PsrBcDocument *quote,
         const PsrBcDocument *now)
{
  g_autofree char *print = NULL;

  if (quote->lines == NULL || now->lines == NULL)
    return FALSE;

  print = psr_echo_check_dup_print (quote, psr_bc_client_is_v1 (bc));

  return psr_echo_check_compare_print (print, now, psr_bc_client_is_v1 (bc)) == PSR_ECHO_PRINT_SAME;
}

/**
 * psr_quote_trial_remove:
 * @bc: Business Central
 * @quote: a trial quote, as it was just read, with its lines
 *
 * Removes it, unless somebody changes it meanwhile. What can't be removed now is left for
 * the sweep, which looks for trial quotes whatever is remembered of quotes. To be called in
 * a fiber.
 *
 * Returns: (transfer full) (nullable): %NULL when it is gone, else why it is left, in words
 */
char *
psr_quote_trial_remove (PsrBcClient   *bc,
                        PsrBcDocument *quote)
{
  g_autoptr(PsrBcDocument) current = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *why = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (bc), NULL);
  g_return_val_if_fail (quote != NULL, NULL);

  current = psr_bc_document_ref (quote);

  /* Reading a quote may change its version; a lost answer tells nothing. */
  for (guint tried = 0; tried < PSR_PUSH_TRIES && why == NULL && error == NULL; tried++)
    {
      if (current->etag[0] != '\0' && psr_bc_document_is_draft (current) && try_to_remove (bc, current, &why))
        return NULL;

      g_clear_pointer (&current, psr_bc_document_unref);
      current = dex_await_boxed (psr_bc_client_get_document (bc, PSR_BC_DOCUMENT_QUOTE, quote->id, TRUE), &error);

      if (g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
        return NULL;

      if (current != NULL && why == NULL && !is_same (bc, quote, current))
        /* Translators: of a quote that wasn’t deleted; this follows a colon. */
        why = g_strdup (_("somebody has changed it"));
    }

  if (why == NULL)
    why = error != NULL ? psr_billing_step_dup_words (error)
                        /* Translators: of a quote that wasn’t deleted; this follows a colon. */
                        : g_strdup (_("Business Central didn’t delete it"));

  g_message ("The trial quote %s wasn’t removed: %s", quote->number, why);

  return g_steal_pointer (&why);
}

/* Makes a quote without lines, reads it, and removes it. Nothing bills anything,
 * whatever becomes of the answers. */
static PsrQuoteTrial *
make (PsrBillingContext  *context,
      const char         *customer_id,
      GError            **error)
{
  const char *numbers[] = { PSR_QUOTE_TRIAL_NUMBER, NULL };
  PsrTimestamp now = psr_clock_now (context->clock);
  g_autoptr(PsrBcLookup) there = NULL;
  g_autoptr(PsrWriteOutcome) outcome = NULL;
  g_autoptr(PsrBcDocument) made = NULL;
  g_autoptr(PsrBcDocument) quote = NULL;
  g_autoptr(GBytes) body = make_body (customer_id);
  g_autoptr(PsrQuoteTrial) trial = NULL;
  g_autoptr(GError) local = NULL;
  g_autofree char *words = NULL;
  g_autofree char *left = NULL;

  there = dex_await_boxed (psr_bc_client_find_quotes (context->bc, numbers), &local);

  if (there == NULL &&
      (g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND) ||
       g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN) ||
       g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED)))
    {
      words = psr_billing_step_dup_words (local);
      return trial_new (PSR_QUOTE_TRIAL_NOT_OFFERED, words, now);
    }

  if (there == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  if (!note (context, "try-quote", PSR_QUOTE_TRIAL_NUMBER, error))
    return NULL;

  outcome = dex_await_object (psr_bc_client_create_document (context->bc, PSR_BC_DOCUMENT_QUOTE, body), error);

  if (outcome == NULL)
    return NULL;

  if (psr_write_outcome_get_kind (outcome) == PSR_WRITE_REFUSED)
    {
      words = psr_push_run_dup_reason (outcome);
      return trial_new (PSR_QUOTE_TRIAL_REFUSED, words, now);
    }

  if (psr_write_outcome_get_kind (outcome) != PSR_WRITE_MADE)
    {
      g_propagate_error (error, g_error_copy (psr_write_outcome_get_reason (outcome)));
      return NULL;
    }

  made = dex_await_boxed (psr_bc_client_parse_document (context->bc, PSR_BC_DOCUMENT_QUOTE,
                                                        psr_write_outcome_get_response (outcome)), error);

  if (made == NULL)
    return NULL;

  quote = dex_await_boxed (psr_bc_client_get_document (context->bc, PSR_BC_DOCUMENT_QUOTE, made->id, TRUE), error);

  if (quote == NULL)
    return NULL;

  psr_quote_trial_note_made (context, quote);

  if (!psr_bc_document_is_draft (quote))
    {
      words = g_strdup_printf (_("A trial quote didn’t stay a draft; %s is left in Business Central."), quote->number);
      return trial_new (PSR_QUOTE_TRIAL_NOT_OFFERED, words, now);
    }

  trial = trial_new (PSR_QUOTE_TRIAL_WORKS, "", now);
  left = psr_quote_trial_remove (context->bc, quote);

  if (left != NULL)
    {
      g_set_str (&trial->left, quote->number);
      g_set_str (&trial->left_why, left);
    }
  else
    {
      psr_quote_trial_forget (context, quote);
    }

  return g_steal_pointer (&trial);
}

static DexFuture *
make_fiber (gpointer data)
{
  PsrBillingContext *context = data;
  g_autoptr(PsrQuoteTrial) trial = NULL;
  g_autofree char *customer_id = NULL;
  GError *error = NULL;

  customer_id = psr_quote_trial_find_customer (context->bc, NULL, &error);

  if (customer_id != NULL)
    trial = make (context, customer_id, &error);

  if (trial == NULL)
    return dex_future_new_for_error (error);

  remember (context, trial);

  return dex_future_new_take_boxed (PSR_TYPE_QUOTE_TRIAL, g_steal_pointer (&trial));
}

static void
context_unref (gpointer data)
{
  psr_billing_context_unref (data);
}

/**
 * psr_quote_trial_make:
 * @context: the context
 *
 * Makes a trial quote for any customer, and remembers for the company what came
 * of it.
 *
 * Returns: (transfer full): a future of a #PsrQuoteTrial; rejects when it couldn't
 *   be found out
 */
DexFuture *
psr_quote_trial_make (PsrBillingContext *context)
{
  g_return_val_if_fail (context != NULL, NULL);

  return psr_net_spawn (make_fiber, psr_billing_context_ref (context), context_unref);
}

/**
 * psr_quote_trial_recall:
 * @context: the context
 * @customer_id: GUID of a customer that is about to be billed
 * @doubt: whether to try again when the trial that is remembered failed
 * @error: return location for an error
 *
 * Says what is remembered of the company, or makes a trial quote for @customer_id.
 * To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the trial; %NULL with @error set when it
 *   couldn't be found out
 */
PsrQuoteTrial *
psr_quote_trial_recall (PsrBillingContext  *context,
                        const char         *customer_id,
                        gboolean            doubt,
                        GError            **error)
{
  g_autoptr(PsrQuoteTrial) trial = NULL;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (customer_id != NULL, NULL);

  trial = recall (context);

  /* Whoever asks for quotes doesn't rest with a trial that failed some day. */
  if (trial != NULL && (trial->result == PSR_QUOTE_TRIAL_WORKS || !doubt))
    return g_steal_pointer (&trial);

  return psr_quote_trial_renew (context, customer_id, error);
}

/**
 * psr_quote_trial_renew:
 * @context: the context
 * @customer_id: GUID of a customer that is about to be billed
 * @error: return location for an error
 *
 * Makes a trial quote for @customer_id, whatever is remembered. A refusal may be about
 * that customer alone, of its posting group or its privacy: then another one tells
 * whether quotes can be made. To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the trial; %NULL with @error set when it
 *   couldn't be found out
 */
PsrQuoteTrial *
psr_quote_trial_renew (PsrBillingContext  *context,
                       const char         *customer_id,
                       GError            **error)
{
  g_autoptr(PsrQuoteTrial) trial = NULL;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (customer_id != NULL, NULL);

  trial = make (context, customer_id, error);

  if (trial != NULL && trial->result == PSR_QUOTE_TRIAL_REFUSED)
    {
      g_autoptr(PsrQuoteTrial) first = g_steal_pointer (&trial);
      g_autoptr(GError) local = NULL;
      g_autofree char *other = psr_quote_trial_find_customer (context->bc, customer_id, &local);

      if (other != NULL)
        trial = make (context, other, error);
      else if (g_error_matches (local, PSR_BILLING_ERROR, PSR_BILLING_ERROR_FAILED))
        return trial_new (PSR_QUOTE_TRIAL_REFUSED_ONE, first->why, first->at);
      else
        g_propagate_error (error, g_steal_pointer (&local));
    }

  /* Two that happened to be refused say nothing of tomorrow. */
  if (trial != NULL && trial->result != PSR_QUOTE_TRIAL_REFUSED)
    remember (context, trial);

  return g_steal_pointer (&trial);
}
