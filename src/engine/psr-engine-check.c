/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-check"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-engine-error.h"
#include "psr-engine-work.h"
#include "psr-explain.h"
#include "psr-quote-trial.h"
#include "psr-quotes-left.h"

/* A clock that is further off spoils look-ups by date and tokens. */
#define MAX_SKEW (2 * 60 * (gint64) G_USEC_PER_SEC)

typedef struct
{
  PsrEngine *engine;
  char      *confirm;
  gboolean   try_quote;
  gboolean   is_bound;
  GPtrArray *findings;
} Check;

static void
check_clear (gpointer data)
{
  Check *check = data;

  g_clear_object (&check->engine);
  g_free (check->confirm);
  g_ptr_array_unref (check->findings);
}

static void
check_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, check_clear);
}

static void
add (Check          *check,
     PsrFindingKind  kind,
     const char     *id,
     const char     *what,
     const char     *why,
     const char     *mend)
{
  g_ptr_array_add (check->findings, psr_finding_new (kind, id, what, why, mend));
}

static void
add_error (Check        *check,
           const char   *id,
           const GError *error)
{
  g_ptr_array_add (check->findings, psr_finding_new_for_error (id, error));
}

static void
check_bc (Check *check)
{
  PsrSession *session = check->engine->session;
  g_autoptr(GError) error = NULL;
  g_autofree char *what = NULL;
  const char *environment;
  const char *type;

  if (!dex_await (psr_session_open_bc (session), &error))
    {
      add_error (check, "connection.bc", error);
      return;
    }

  environment = psr_profile_get_string (check->engine->profile, PSR_PROFILE_BC_ENVIRONMENT);
  type = psr_bc_environment_type_to_string (psr_session_get_environment_type (session));
  what = environment != NULL
           ? g_strdup_printf (_("Business Central: signed in, environment %s (%s), company %s"), environment, type,
                              psr_session_get_company (session)->name)
           : g_strdup_printf (_("Business Central: signed in, company %s"), psr_session_get_company (session)->name);
  add (check, PSR_FINDING_OK, "connection.bc", what, NULL, NULL);
}

static gboolean
check_wello (Check *check)
{
  PsrSession *session = check->engine->session;
  PsrWelloSalesOrganization *organization;
  g_autoptr(PsrWelloStatuses) statuses = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *what = NULL;

  if (!dex_await (psr_session_open_wello (session), &error))
    {
      add_error (check, "connection.wello", error);
      return FALSE;
    }

  organization = psr_session_get_organization (session);
  what = g_strdup_printf (_("Wello: signed in as %s at %s, sales organization %s"),
                          psr_profile_get_string (check->engine->profile, PSR_PROFILE_WELLO_USER),
                          psr_profile_get_string (check->engine->profile, PSR_PROFILE_WELLO_DOMAIN),
                          organization != NULL ? organization->name : "–");
  add (check, PSR_FINDING_OK, "connection.wello", what, NULL, NULL);

  statuses = dex_await_boxed (psr_wello_client_get_statuses (psr_session_get_wello (session)), &error);
  if (statuses == NULL)
    add_error (check, "wello.statuses", error);
  else if (statuses->ready_by_name && statuses->imported_by_name && statuses->error_by_name)
    add (check, PSR_FINDING_OK, "wello.statuses", _("Wello has the statuses Ready for ERP, ERP Imported and ERP Error"), NULL, NULL);
  else
    add (check, PSR_FINDING_WARNING, "wello.statuses",
         _("Wello’s statuses for an ERP weren’t all found by their names."),
         _("They may be translated or renamed; the ids that Wello publishes are used."),
         _("Compare the statuses of invoices in Wello’s settings with its guide."));

  return TRUE;
}

static void
check_clock (Check *check)
{
  PsrServiceClient *service = psr_bc_client_get_service (psr_session_get_bc (check->engine->session));
  gint64 skew = psr_service_client_get_time (service)->skew;
  g_autofree char *what = NULL;
  guint seconds;

  if (ABS (skew) <= MAX_SKEW)
    return;

  seconds = (guint) MIN (ABS (skew) / G_USEC_PER_SEC, G_MAXINT);
  what = skew > 0 ? g_strdup_printf (ngettext ("This computer’s clock is %u second slow.", "This computer’s clock is %u seconds slow.",
                                               seconds), seconds)
                  : g_strdup_printf (ngettext ("This computer’s clock is %u second fast.", "This computer’s clock is %u seconds fast.",
                                               seconds), seconds);
  add (check, PSR_FINDING_WARNING, "clock", what,
       _("Dates on documents are taken from it."),
       _("Switch on automatic date and time in the system’s settings."));
}

static gboolean
has_item (GPtrArray  *items,
          const char *number)
{
  for (guint i = 0; i < items->len; i++)
    {
      const PsrBcItem *item = items->pdata[i];

      if (g_ascii_strcasecmp (item->number, number) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
check_billed_items (Check           *check,
                    PsrBillingRules *rules)
{
  g_autoptr(GPtrArray) numbers = psr_billing_rules_get_item_numbers (rules);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GPtrArray) items = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) wanted = NULL;

  for (guint i = 0; i < numbers->len; i++)
    g_strv_builder_add (builder, numbers->pdata[i]);
  wanted = g_strv_builder_end (builder);
  if (wanted[0] == NULL)
    return;

  items = dex_await_boxed (psr_bc_client_get_items_by_numbers (psr_session_get_bc (check->engine->session),
                                                               (const char * const *) wanted),
                           &error);
  if (items == NULL)
    {
      add_error (check, "billing.items", error);
      return;
    }

  for (gsize i = 0; wanted[i] != NULL; i++)
    {
      g_autofree char *what = NULL;

      if (has_item (items, wanted[i]))
        continue;

      what = g_strdup_printf (_("Business Central has no item “%s”, which hours or parts are to be billed as."), wanted[i]);
      add (check, PSR_FINDING_PROBLEM, "billing.items", what,
           _("The profile names it under [Labour], or as HandTypedPart= under [Billing]."),
           _("Make the item in Business Central, or correct the profile."));
    }
}

static gboolean
has_choice (GPtrArray  *choices,
            const char *number)
{
  for (guint i = 0; i < choices->len; i++)
    {
      if (strcmp (((const PsrBcChoice *) choices->pdata[i])->number, number) == 0)
        return TRUE;
    }

  return FALSE;
}

/* What a document is refused for where it isn't there. */
static void
check_choices (Check           *check,
               PsrBcChoiceKind  kind,
               const char      *id,
               GPtrArray       *numbers,
               const char      *missing,
               const char      *why)
{
  g_autoptr(GPtrArray) choices = NULL;
  g_autoptr(GError) error = NULL;

  if (numbers->len == 0)
    return;

  choices = dex_await_boxed (psr_bc_client_list_choices (psr_session_get_bc (check->engine->session), kind), &error);
  if (choices == NULL)
    {
      g_autoptr(PsrExplanation) explanation = psr_explain (error);

      /* Only some have the query that lists them. */
      if (kind != PSR_BC_CHOICE_RESOURCE)
        add (check, PSR_FINDING_WARNING, id,
             _("It can’t be found out whether Business Central has what the profile names."), explanation->what,
             _("Let the account read it, or compare the profile with Business Central yourself."));
      return;
    }

  for (guint i = 0; i < numbers->len; i++)
    {
      g_autoptr(GString) what = NULL;

      if (has_choice (choices, numbers->pdata[i]))
        continue;

      what = g_string_new (missing);
      g_string_replace (what, "%s", numbers->pdata[i], 1);
      add (check, PSR_FINDING_PROBLEM, id, what->str, why,
           _("Correct the profile, or make it usable in Business Central."));
    }
}

static void
check_billed_choices (Check           *check,
                      PsrBillingRules *rules)
{
  g_autoptr(GPtrArray) accounts = psr_billing_rules_get_target_numbers (rules, PSR_LINE_TARGET_ACCOUNT);
  g_autoptr(GPtrArray) resources = psr_billing_rules_get_target_numbers (rules, PSR_LINE_TARGET_RESOURCE);
  g_autoptr(GPtrArray) groups = psr_billing_rules_get_vat_groups (rules);

  check_choices (check, PSR_BC_CHOICE_ACCOUNT, "billing.accounts", accounts,
                 _("Business Central has no G/L account “%s” that can be billed to."),
                 _("The profile names it under [Labour], or as HandTypedPart= under [Billing]."));
  check_choices (check, PSR_BC_CHOICE_RESOURCE, "billing.resources", resources,
                 _("Business Central has no resource “%s”, which hours are to be billed as."),
                 _("The profile names it under [Labour]."));
  check_choices (check, PSR_BC_CHOICE_TAX_GROUP, "billing.vat", groups,
                 _("Business Central has no VAT product posting group “%s”, which lines are to be billed with."),
                 _("The profile names it under [Vat]. Documents with such a line would be refused."));
}

/* As billing found them when it last looked. */
static void
check_quotes_left (Check             *check,
                   PsrBillingContext *context)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) numbers = psr_quotes_left_read (context->mirror, psr_bc_client_get_company (context->bc), &error);
  g_autoptr(GString) joined = g_string_new (NULL);
  g_autofree char *what = NULL;

  if (numbers == NULL)
    {
      add_error (check, "billing.quotes-left", error);
      return;
    }

  if (numbers->len == 0)
    return;

  for (guint i = 0; i < numbers->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? ", " : "", (const char *) numbers->pdata[i]);

  /* Translators: numbers of quotes. */
  what = g_strdup_printf (_("Left over in Business Central: %s."), joined->str);
  add (check, PSR_FINDING_WARNING, "billing.quotes-left", what, _("Nothing is to be made of these quotes any more."),
       _("One of which it is known here of which document it is, is removed once it has been a draft that nobody changed for a day; delete any other one there."));
}

static void
check_billing (Check *check)
{
  g_autoptr(PsrBillingContext) context = NULL;
  g_autofree char *what = NULL;
  g_autofree char *why = NULL;
  g_autoptr(GError) error = NULL;

  context = psr_engine_make_billing (check->engine, TRUE, &error);
  if (context == NULL)
    {
      add_error (check, "billing.rules", error);
      return;
    }

  check_billed_items (check, context->rules);
  check_billed_choices (check, context->rules);
  check_quotes_left (check, context);

  if (psr_engine_is_day_closed (check->engine, context->rules, &what, &why))
    add (check, PSR_FINDING_WARNING, "billing.period", what, why,
         _("Have that period opened in Business Central, or post as a user who has dates of their own."));

  if (psr_profile_get_entries (check->engine->profile, "Labour") == NULL)
    add (check, PSR_FINDING_WARNING, "billing.labour",
         _("The profile doesn’t say what hours are billed as."),
         _("Invoices with hours wait until it does."),
         _("Write WorkingTime= and TravelTime= under [Labour]."));
}

/* Documents on their way belong to the company in which they were begun. */
static gboolean
is_idle (PsrEngine  *self,
         GError    **error)
{
  g_auto(GStrv) states = psr_billing_queue_dup_states (PSR_BILLING_QUEUE_SENDING);
  g_autoptr(GHashTable) counts = dex_await_boxed (psr_ledger_count (psr_store_get_ledger (self->store)), error);
  gint64 n = 0;

  if (counts == NULL)
    return FALSE;

  for (gsize i = 0; states[i] != NULL; i++)
    n += psr_ledger_counts_get (counts, states[i]);

  if (n == 0)
    return TRUE;

  psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_BOUND,
                           _("The change of company wasn’t confirmed."),
                           _("Documents are still on their way to the company from before."),
                           _("Bring them to an end with the old profile (“passerellectl bill --all --wait”), or use another state folder with --state."));

  return FALSE;
}

static gboolean
confirm_binding (Check       *check,
                 PsrBinding  *binding,
                 GError     **error)
{
  PsrEngine *self = check->engine;
  PsrBcCompany *company = psr_session_get_company (self->session);
  g_autofree char *what = NULL;
  gboolean good;

  if (g_ascii_strcasecmp (check->confirm, company->id) != 0 && strcmp (check->confirm, company->name) != 0)
    {
      what = g_strdup_printf (_("“%s” wasn’t confirmed."), check->confirm);
      psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_BOUND, what,
                               _("It isn’t the company that the profile names."),
                               _("Write the company’s name exactly as it is in Business Central."));
      return FALSE;
    }

  g_free (binding->confirmed_by);
  binding->confirmed_by = g_strdup_printf ("%s@%s", g_get_user_name (), g_get_host_name ());

  good = psr_engine_wait_for_lock (self, error) &&
         is_idle (self, error) &&
         dex_await (psr_binding_confirm (psr_store_get_ledger_database (self->store), binding), error);
  psr_engine_release_lock (self);

  return good;
}

static void
check_binding (Check *check)
{
  PsrEngine *self = check->engine;
  g_autoptr(PsrBinding) binding = psr_session_dup_binding (self->session);
  g_autoptr(GError) error = NULL;
  g_autofree char *what = NULL;
  gboolean good;

  good = check->confirm == NULL || confirm_binding (check, binding, &error);
  good = good &&
         psr_engine_check_accounts (self, binding, &error) &&
         dex_await (psr_binding_check (psr_store_get_ledger_database (self->store), binding), &error);

  if (!good)
    {
      add_error (check, "state.binding", error);
      return;
    }

  check->is_bound = TRUE;
  what = g_strdup_printf (_("The local state belongs to company %s"), psr_session_get_company (self->session)->name);
  add (check, PSR_FINDING_OK, "state.binding", what, NULL, NULL);
}

/* Makes a quote and removes it again, in the company that this state belongs to. */
static void
try_quote (Check *check)
{
  g_autoptr(PsrBillingContext) context = NULL;
  g_autoptr(PsrQuoteTrial) trial = NULL;
  g_autoptr(GError) error = NULL;

  context = psr_engine_make_billing (check->engine, TRUE, &error);
  if (context != NULL)
    trial = dex_await_boxed (psr_quote_trial_make (context), &error);

  if (trial == NULL)
    add_error (check, "billing.quotes", error);
  else if (trial->left[0] != '\0')
    {
      g_autofree char *what = g_strdup_printf (_("Documents can be made over quotes, but the trial quote %s couldn’t be removed."), trial->left);

      add (check, PSR_FINDING_WARNING, "billing.quotes", what, trial->left_why,
           _("Delete it in Business Central. Or leave it: it is removed while Passerelle bills, once it has been a draft that nobody changed for a day, if the account may delete quotes."));
    }
  else if (trial->result == PSR_QUOTE_TRIAL_WORKS)
    add (check, PSR_FINDING_OK, "billing.quotes", _("Documents can be made over quotes"), NULL, NULL);
  else
    add (check, PSR_FINDING_WARNING, "billing.quotes",
         _("Documents can’t be made over quotes; with Via=auto they are made directly."), trial->why,
         _("Set up a number series for quotes in Business Central, let the account make sales quotes and keep them out of approvals; then check again. Or write Via=direct under [Billing]."));
}

static DexFuture *
check_fiber (gpointer data)
{
  Check *check = data;
  PsrEngine *self = check->engine;
  gboolean has_wello;
  GError *error = NULL;

  if (!psr_engine_open_store (self, &error))
    return dex_future_new_for_error (error);

  g_clear_object (&self->session);
  self->session = psr_engine_new_session (self, &error);
  if (self->session == NULL)
    return dex_future_new_for_error (error);

  psr_engine_check_profile (self, check->findings);
  psr_engine_report (self, _("Signing in…"));
  check_bc (check);
  has_wello = check_wello (check);
  if (psr_session_get_company (self->session) != NULL)
    {
      psr_engine_report (self, _("Checking…"));
      psr_engine_check_rights (self, check->findings);
      check_clock (check);
      check_billing (check);
      if (has_wello)
        {
          psr_engine_check_mappings (self, check->findings);
          check_binding (check);
        }
      if (check->try_quote && check->is_bound)
        try_quote (check);
    }

  /* One that is half open serves nobody. */
  if (!has_wello || psr_session_get_company (self->session) == NULL)
    g_clear_object (&self->session);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_ptr_array_ref (check->findings));
}

static DexFuture *
start (PsrEngine  *self,
       const char *confirm,
       gboolean    with_quote)
{
  Check *check = g_atomic_rc_box_new0 (Check);

  check->engine = g_object_ref (self);
  check->confirm = g_strdup (confirm);
  check->try_quote = with_quote;
  check->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_finding_unref);

  return dex_scheduler_spawn (NULL, 0, check_fiber, check, check_unref);
}

/**
 * psr_engine_check:
 * @self: an engine
 * @confirm: (nullable): the name or id of the company to which the local state
 *   belongs from now on
 *
 * Signs in to both services, and finds what is missing. What is wrong with the
 * services is a finding; only a state that can't be used is an error.
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrFinding
 */
DexFuture *
psr_engine_check (PsrEngine  *self,
                  const char *confirm)
{
  dex_return_error_if_fail (PSR_IS_ENGINE (self));

  return start (self, confirm, FALSE);
}

/**
 * psr_engine_check_quotes:
 * @self: an engine
 * @confirm: (nullable): the name or id of the company to which the local state
 *   belongs from now on
 *
 * As psr_engine_check(), and makes a trial quote in Business Central, which is
 * removed again. What came of it is remembered for billing.
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrFinding
 */
DexFuture *
psr_engine_check_quotes (PsrEngine  *self,
                         const char *confirm)
{
  dex_return_error_if_fail (PSR_IS_ENGINE (self));

  return start (self, confirm, TRUE);
}
