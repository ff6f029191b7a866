/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-billing"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-automatic.h"
#include "psr-check-results.h"
#include "psr-document-maker.h"
#include "psr-engine-work.h"
#include "psr-explain.h"
#include "psr-help.h"
#include "psr-profile-spec.h"

static PsrBillingDay
day_of (const char *text)
{
  if (strcmp (text, "ask") == 0)
    return PSR_BILLING_DAY_ASKED;

  return strcmp (text, "completed") == 0 ? PSR_BILLING_DAY_COMPLETED : PSR_BILLING_DAY_TODAY;
}

static PsrZeroTotal
zero_total_of (const char *text)
{
  if (strcmp (text, "send") == 0)
    return PSR_ZERO_TOTAL_SEND;

  return strcmp (text, "skip") == 0 ? PSR_ZERO_TOTAL_SKIP : PSR_ZERO_TOTAL_HOLD;
}

static PsrEInvoice
e_invoice_of (const char *text)
{
  if (strcmp (text, "all") == 0)
    return PSR_E_INVOICE_ALL;

  return strcmp (text, "none") == 0 ? PSR_E_INVOICE_NONE : PSR_E_INVOICE_AUTO;
}

static gboolean
set_entries (PsrEngine        *self,
             PsrBillingRules  *rules,
             const char       *group,
             gboolean        (*set) (PsrBillingRules *, const char *, const char *, GError **),
             GError          **error)
{
  GPtrArray *entries = psr_profile_get_entries (self->profile, group);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const PsrProfileEntry *entry = entries->pdata[i];

      if (!set (rules, entry->name, entry->value, error))
        return FALSE;
    }

  return TRUE;
}

static PsrBillingRules *
make_rules (PsrEngine  *self,
            GError    **error)
{
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();
  PsrWelloSalesOrganization *organization = psr_session_get_organization (self->session);
  const char *prefix = psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_EXTERNAL_NUMBER_PREFIX);
  const char *part = psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_HAND_TYPED_PART);
  const char *internal = psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_INTERNAL);
  const char *from = psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_FROM);
  const char *step = psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_HOUR_STEP);
  PsrBillingVia via;

  psr_billing_rules_set_kind (rules,
                              strcmp (psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_DOCUMENT), "order") == 0
                                ? PSR_BILLING_KIND_ORDER : PSR_BILLING_KIND_INVOICE);
  if (psr_billing_via_from_string (psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_VIA), &via))
    psr_billing_rules_set_via (rules, via);
  psr_billing_rules_set_invoice_date (rules, day_of (psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_INVOICE_DATE)));
  psr_billing_rules_set_posting_date (rules, day_of (psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_POSTING_DATE)));
  psr_billing_rules_set_tell_when_posted (rules,
                                          strcmp (psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_CONFIRM),
                                                  "posted") == 0);
  psr_billing_rules_set_longest_request (rules, psr_profile_get_duration (self->profile, PSR_PROFILE_BC_LONGEST_REQUEST));
  psr_billing_rules_set_zero_total (rules, zero_total_of (psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_ZERO_TOTAL)));
  psr_billing_rules_set_warranty_as_list (rules, strcmp (psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_WARRANTY_AS),
                                                         "list-100") == 0);
  psr_billing_rules_set_prices_from_bc (rules, strcmp (psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_PRICES), "bc") == 0);
  psr_billing_rules_set_e_invoice (rules, e_invoice_of (psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_E_INVOICE)));
  psr_billing_rules_set_is_v1 (rules, psr_bc_client_is_v1 (psr_session_get_bc (self->session)));
  if (organization != NULL && psr_session_has_organizations (self->session))
    psr_billing_rules_set_sales_organization (rules, organization->id);

  if ((prefix != NULL && !psr_billing_rules_set_external_prefix (rules, prefix, error)) ||
      (part != NULL && !psr_billing_rules_set_hand_typed_part (rules, part, error)) ||
      (internal != NULL && !psr_billing_rules_set_internal (rules, internal, error)) ||
      (from != NULL && !psr_billing_rules_set_from (rules, from, error)) ||
      (strcmp (step, "none") != 0 && !psr_billing_rules_set_hour_step (rules, step, error)) ||
      !psr_billing_rules_set_time_zone (rules, psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_TIME_ZONE), error) ||
      !set_entries (self, rules, "Labour", psr_billing_rules_set_labour, error) ||
      !set_entries (self, rules, "Heading", psr_billing_rules_set_heading, error) ||
      !set_entries (self, rules, "Vat", psr_billing_rules_set_vat, error) ||
      !set_entries (self, rules, "VatCustomer", psr_billing_rules_set_vat_customer, error))
    return NULL;

  return g_steal_pointer (&rules);
}

/**
 * psr_engine_make_billing:
 * @self: an engine that may write
 * @to_send: whether anything is to be sent, not only listed
 * @error: return location for an error
 *
 * Makes what billing works with from the profile, the session and the state.
 *
 * Returns: (transfer full) (nullable): the context, or %NULL when the profile
 *   has no first day to bill from, or rules that contradict each other
 */
PsrBillingContext *
psr_engine_make_billing (PsrEngine  *self,
                         gboolean    to_send,
                         GError    **error)
{
  g_autoptr(PsrBillingRules) rules = NULL;

  if (to_send &&
      !psr_profile_require (self->profile, PSR_PROFILE_BILLING_FROM,
                            _("Invoices that are ready in Wello from before Passerelle was set up may have been billed by hand; it must know from which day on they are its own to bill."),
                            error))
    return NULL;

  rules = make_rules (self, error);
  if (rules == NULL)
    return NULL;

  return psr_billing_context_new (psr_session_get_bc (self->session),
                                  psr_session_get_wello (self->session),
                                  psr_store_get_ledger (self->store),
                                  psr_store_get_links (self->store),
                                  psr_store_get_mirror (self->store),
                                  rules, self->clock, self->random, self->executor,
                                  self->holder,
                                  psr_store_get_folder (self->store));
}

static char **
dup_list (PsrEngine     *self,
          PsrProfileKey  key)
{
  g_auto(GStrv) list = psr_profile_get_list (self->profile, key);

  return list[0] != NULL ? g_steal_pointer (&list) : NULL;
}

/**
 * psr_engine_send_automatically:
 * @self: an engine that has the lock
 * @work: what it remembers, with a context whose ledger was just brought up to date
 * @n_approved: (out): how many documents were approved
 * @error: return location for an error
 *
 * Approves without a person what the profile lets pass, where it does. It is sent with
 * the next push.
 *
 * Returns: %FALSE when it could not be found out; in a fiber
 */
gboolean
psr_engine_send_automatically (PsrEngine      *self,
                               PsrEngineWork  *work,
                               guint          *n_approved,
                               GError        **error)
{
  const char *limit = psr_profile_get_string (self->profile, PSR_PROFILE_AUTOMATIC_MAX_AMOUNT);
  const char *hours = psr_profile_get_string (self->profile, PSR_PROFILE_AUTOMATIC_HOURS);
  g_autoptr(PsrAutomatic) rules = NULL;
  g_autoptr(PsrBillingReport) report = NULL;

  *n_approved = 0;
  if (!psr_profile_get_boolean (self->profile, PSR_PROFILE_AUTOMATIC_SEND))
    return TRUE;

  rules = psr_automatic_new ();
  if (limit != NULL)
    psr_automatic_set_limit (rules, limit);
  rules->customers = dup_list (self, PSR_PROFILE_AUTOMATIC_CUSTOMERS);
  rules->job_types = dup_list (self, PSR_PROFILE_AUTOMATIC_JOB_TYPES);
  rules->posts = psr_profile_get_boolean (self->profile, PSR_PROFILE_AUTOMATIC_POST);
  if (hours != NULL)
    psr_automatic_set_hours (rules, hours);

  report = dex_await_boxed (psr_automatic_approve (rules, work->context), error);
  if (report == NULL)
    return FALSE;

  *n_approved = report->approved;

  return TRUE;
}

/* Where the document is says more than that it is followed. */
static const char *
title_of (PsrBillingState  state,
          const char      *bc_status)
{
  static const struct { const char *status; const char *title; } titles[] = {
    { "draft", N_("Draft") },
    { "in-approval", N_("In approval") },
    { "released", N_("Released") },
    { "posted", N_("Posted") },
    { "paid", N_("Paid") },
    { "credited", N_("Credited") },
    { "gone", N_("Gone") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      if ((state == PSR_BILLING_STATE_FOLLOWED || state == PSR_BILLING_STATE_CLOSED) &&
          strcmp (titles[i].status, bc_status) == 0)
        return _(titles[i].title);
    }

  return psr_billing_state_get_label (state);
}

/* What a person may accept and hasn't: nothing is sent before. */
static char *
dup_open (const PsrLedgerDocument *document)
{
  g_autoptr(GPtrArray) results = psr_check_results_from_text (document->checks);

  return psr_check_results_dup_open (results, document->accepted, NULL);
}

/* What stands in the way is a check or a reason. */
static const char *
find_help (const char *code)
{
  const char *page = psr_help_find_page (PSR_HELP_REASON, code);

  return page != NULL ? page : psr_help_find_page (PSR_HELP_CHECK, code);
}

/**
 * psr_work_order_from_document:
 * @document: a document of the ledger
 * @usual_kind: what is made of it where that isn't decided
 * @longest: how long a request may take at most, in microseconds
 *
 * May be called on any thread.
 *
 * Returns: (transfer full): what is shown of it
 */
PsrWorkOrder *
psr_work_order_from_document (const PsrLedgerDocument *document,
                              const char              *usual_kind,
                              gint64                   longest)
{
  PsrWorkOrder *row = psr_work_order_new ();
  g_autoptr(PsrExplanation) words = NULL;
  PsrBillingState state;

  row->id = document->id;
  row->revision = document->revision;
  row->number = g_strdup (document->internal_number);
  row->work_order = g_strdup (document->job_number);
  row->customer_number = g_strdup (document->customer_number);
  row->customer_name = g_strdup (document->customer_name);
  row->site = g_strdup (document->site);
  row->date = g_strdup (document->date);
  row->parts = document->parts;
  row->hours = document->hours;
  row->net = document->net;
  row->vat = document->vat;
  row->gross = document->gross;
  row->currency = g_strdup (document->currency);
  row->document = g_strdup (document->kind[0] != '\0' ? document->kind : document->internal ? "order" : usual_kind);
  row->is_internal = document->internal;
  row->state = g_strdup (document->state);
  row->state_title = g_strdup (psr_billing_state_from_string (document->state, &state)
                                 ? title_of (state, document->bc_status) : document->state);
  if (psr_automatic_is_person (document->approved_by))
    {
      g_autofree char *title = g_steal_pointer (&row->state_title);

      /* Translators: where a document is, that was sent without a person. */
      row->state_title = g_strdup_printf (_("%s · by itself"), title);
    }
  row->asks = dup_open (document);
  row->approved_by = g_strdup (document->approved_by);
  row->has_changed = document->newer_version[0] != '\0' && !g_str_equal (document->newer_version, document->version);
  row->is_automatic = psr_automatic_is_person (document->approved_by);
  row->can_approve = strcmp (document->state, psr_billing_state_to_string (PSR_BILLING_STATE_READY)) == 0 &&
                     row->asks[0] == '\0';
  row->can_bill_again =
    strcmp (document->state, psr_billing_state_to_string (PSR_BILLING_STATE_BEFORE_START)) == 0 ||
    strcmp (document->state, psr_billing_state_to_string (PSR_BILLING_STATE_REFUSED)) == 0 ||
    strcmp (document->state, psr_billing_state_to_string (PSR_BILLING_STATE_NEEDS_LOOK)) == 0;
  row->bc_number = g_strdup (document->bc_number);
  row->bc_status = g_strdup (document->bc_status);
  row->external_number = g_strdup (document->external_number);
  words = psr_document_maker_explain (document);
  row->mend = g_strdup (words->mend);
  row->help = find_help (document->reason_code);
  row->reason = psr_engine_join (words->what, words->why);

  if (strcmp (document->state, psr_billing_state_to_string (PSR_BILLING_STATE_CHECKING)) == 0 &&
      document->intent_server_date != PSR_TIMESTAMP_NONE)
    row->checking_until = document->intent_server_date + longest;

  return row;
}

/**
 * psr_engine_to_work_order:
 * @self: the engine
 * @document: a document of the ledger
 *
 * Returns: (transfer full): what is shown of it
 */
PsrWorkOrder *
psr_engine_to_work_order (PsrEngine         *self,
                          PsrLedgerDocument *document)
{
  return psr_work_order_from_document (document, psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_DOCUMENT),
                                       psr_profile_get_duration (self->profile, PSR_PROFILE_BC_LONGEST_REQUEST));
}

/**
 * psr_engine_show_billing:
 * @result: (nullable): the document that moved
 * @done: how many have
 * @total: how many there are, or 0
 * @user_data: the engine
 *
 * Tells how far billing is.
 */
void
psr_engine_show_billing (const PsrBillingResult *result,
                         guint                   done,
                         guint                   total,
                         gpointer                user_data)
{
  PsrEngine *self = PSR_ENGINE (user_data);

  if (result == NULL)
    psr_engine_report (self, _("Reading completed work: %u…"), done);
  else
    psr_engine_report (self, _("Sending: %u of %u…"), done, total);
}
