/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-work"

#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "psr-engine-error.h"
#include "psr-explain.h"
#include "psr-resource-trial.h"
#include "psr-scratch-folder.h"
#include "psr-service-error.h"
#include "psr-setup-private.h"

static gboolean
open_both (PsrSetupWork  *self,
           PsrSession    *session,
           GError       **error)
{
  return dex_await (psr_session_open_wello (session), error) &&
         (self->step != PSR_SETUP_BILLING || dex_await (psr_session_open_bc (session), error));
}

static void
free_invoice (gpointer invoice)
{
  psr_wello_invoice_unref (invoice);
}

static char **
dup_ids (GPtrArray *invoices,
         gboolean   of_companies)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < invoices->len; i++)
    {
      const PsrWelloInvoice *invoice = invoices->pdata[i];
      char *id = of_companies ? invoice->company_id : invoice->source_id;

      if (!of_companies && *invoice->source_table != '\0' && g_ascii_strcasecmp (invoice->source_table, "jobs") != 0)
        continue;
      if (id != NULL && g_hash_table_add (seen, id))
        g_strv_builder_add (builder, id);
    }

  return g_strv_builder_end (builder);
}

/* An invoice has no sales organization; the company that it is for has. */
static GPtrArray *
keep_ours (GPtrArray   *invoices,
           PsrSession  *session,
           GError     **error)
{
  PsrWelloSalesOrganization *ours = psr_session_get_organization (session);
  g_autoptr(GPtrArray) companies = NULL;
  g_autoptr(GPtrArray) kept = NULL;
  g_autoptr(GHashTable) foreign = NULL;
  g_auto(GStrv) ids = NULL;

  if (ours == NULL || !psr_session_has_organizations (session))
    return g_ptr_array_ref (invoices);

  ids = dup_ids (invoices, TRUE);
  companies = dex_await_boxed (psr_wello_client_get_companies (psr_session_get_wello (session), (const char * const *) ids),
                               error);
  if (companies == NULL)
    return NULL;

  foreign = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < companies->len; i++)
    {
      const PsrWelloCompany *company = companies->pdata[i];

      if (company->sales_organization_id != NULL && strcmp (company->sales_organization_id, ours->id) != 0)
        g_hash_table_add (foreign, company->id);
    }

  kept = g_ptr_array_new_with_free_func (free_invoice);
  for (guint i = 0; i < invoices->len; i++)
    {
      PsrWelloInvoice *invoice = invoices->pdata[i];

      if (invoice->company_id == NULL || !g_hash_table_contains (foreign, invoice->company_id))
        g_ptr_array_add (kept, psr_wello_invoice_ref (invoice));
    }

  return g_steal_pointer (&kept);
}

/* The day on which the work was done, as it is reckoned when it is billed. */
static gboolean
find_days (PsrSetupWork  *self,
           PsrSession    *session,
           GError       **error)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier (psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_TIME_ZONE));
  g_autoptr(GHashTable) closed = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) jobs = NULL;
  g_auto(GStrv) ids = dup_ids (self->invoices, FALSE);

  jobs = dex_await_boxed (psr_wello_client_get_jobs (psr_session_get_wello (session), (const char * const *) ids), error);
  if (jobs == NULL)
    return FALSE;

  for (guint i = 0; i < jobs->len; i++)
    {
      PsrWelloJob *job = jobs->pdata[i];

      if (job->date_closed != PSR_TIMESTAMP_NONE)
        g_hash_table_insert (closed, job->id, &job->date_closed);
    }

  self->days = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->invoices->len; i++)
    {
      const PsrWelloInvoice *invoice = self->invoices->pdata[i];
      const PsrTimestamp *time = invoice->source_id != NULL ? g_hash_table_lookup (closed, invoice->source_id) : NULL;

      if (time == NULL)
        time = &invoice->date_created;
      g_ptr_array_add (self->days, *time != PSR_TIMESTAMP_NONE ? psr_timestamp_to_date (*time, zone) : g_strdup (""));
    }

  return TRUE;
}

static gboolean
find_invoices (PsrSetupWork  *self,
               PsrSession    *session,
               GError       **error)
{
  PsrWelloClient *wello = psr_session_get_wello (session);
  g_autoptr(PsrWelloStatuses) statuses = NULL;
  g_autoptr(GPtrArray) all = NULL;

  statuses = dex_await_boxed (psr_wello_client_get_statuses (wello), error);
  if (statuses == NULL)
    return FALSE;

  all = dex_await_boxed (psr_wello_client_list_invoices (wello, statuses->ready), error);
  if (all == NULL)
    return FALSE;

  self->invoices = keep_ours (all, session, error);

  return self->invoices != NULL && find_days (self, session, error);
}

static gboolean
find_mappings (PsrSetupWork  *self,
               PsrSession    *session,
               GError       **error)
{
  g_autoptr(GPtrArray) labour = NULL;
  g_auto(GStrv) ids = dup_ids (self->invoices, FALSE);

  labour = dex_await_boxed (psr_wello_client_get_labour_usages (psr_session_get_wello (session), (const char * const *) ids),
                            error);
  if (labour == NULL)
    return FALSE;

  self->mappings = psr_setup_find_mappings (self->invoices, labour, (const char * const *) self->known_labour,
                                            (const char * const *) self->known_vat);
  self->n_hand_typed = psr_setup_count_hand_typed (self->invoices, labour);

  return TRUE;
}

static int
compare_choices (gconstpointer one,
                 gconstpointer two)
{
  const PsrBcChoice *a = *(PsrBcChoice * const *) one;
  const PsrBcChoice *b = *(PsrBcChoice * const *) two;

  return strcmp (a->number, b->number);
}

static const char *
describe_kind (PsrBcChoiceKind kind)
{
  switch (kind)
    {
    case PSR_BC_CHOICE_ITEM:
      return _("Item");
    case PSR_BC_CHOICE_RESOURCE:
      return _("Resource");
    case PSR_BC_CHOICE_ACCOUNT:
      return _("Account");
    case PSR_BC_CHOICE_TAX_GROUP:
    default:
      return "";
    }
}

static const char * const prefixes[] = {
  [PSR_BC_CHOICE_ITEM] = "item:",
  [PSR_BC_CHOICE_RESOURCE] = PSR_SETUP_RESOURCE,
  [PSR_BC_CHOICE_ACCOUNT] = "account:",
  [PSR_BC_CHOICE_TAX_GROUP] = "",
};

static void
add_choice (GPtrArray         *list,
            const PsrBcChoice *choice)
{
  g_autofree char *value = g_strconcat (prefixes[choice->kind], choice->number, NULL);
  g_autofree char *title = NULL;

  title = *choice->name != '\0' ? g_strdup_printf ("%s · %s", choice->number, choice->name) : g_strdup (choice->number);
  psr_setup_add_choice (list, value, title, describe_kind (choice->kind));
}

/* Resources can be listed only where the query for reports is there. */
static gboolean
list_choices (PsrSetupWork  *self,
              PsrSession    *session,
              GError       **error)
{
  GPtrArray *hours = self->lists[PSR_SETUP_HOURS] = psr_setup_list_new ();
  GPtrArray *parts = self->lists[PSR_SETUP_PARTS] = psr_setup_list_new ();
  GPtrArray *groups = self->lists[PSR_SETUP_TAX_GROUPS] = psr_setup_list_new ();

  for (guint kind = 0; kind < PSR_BC_N_CHOICE_KINDS; kind++)
    {
      g_autoptr(GPtrArray) choices = NULL;
      g_autoptr(GError) local = NULL;

      choices = dex_await_boxed (psr_bc_client_list_choices (psr_session_get_bc (session), kind), &local);
      if (choices == NULL && kind == PSR_BC_CHOICE_RESOURCE && local->domain == PSR_SERVICE_ERROR &&
          (local->code == PSR_SERVICE_ERROR_NOT_FOUND || local->code == PSR_SERVICE_ERROR_FORBIDDEN ||
           local->code == PSR_SERVICE_ERROR_REFUSED))
        {
          g_message ("Resources can't be listed: %s", local->message);
          /* Over API v1.0 nothing can be billed as one. */
          self->lacks_resources = !psr_bc_client_is_v1 (psr_session_get_bc (session));
          continue;
        }
      if (choices == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }

      g_ptr_array_sort (choices, compare_choices);
      for (guint i = 0; i < choices->len; i++)
        {
          const PsrBcChoice *choice = choices->pdata[i];

          if (kind == PSR_BC_CHOICE_TAX_GROUP)
            add_choice (groups, choice);
          else
            add_choice (hours, choice);
          if (kind == PSR_BC_CHOICE_ITEM || kind == PSR_BC_CHOICE_ACCOUNT)
            add_choice (parts, choice);
        }
    }

  return TRUE;
}

/**
 * psr_setup_work_find:
 * @self: something to be done
 * @session: what reaches both services
 * @error: return location for an error
 *
 * Finds what is ready to be billed in Wello, and for the rules of billing what
 * has to be mapped and to what. In a fiber.
 *
 * Returns: whether that could be read
 */
gboolean
psr_setup_work_find (PsrSetupWork  *self,
                     PsrSession    *session,
                     GError       **error)
{
  if (!open_both (self, session, error) ||
      (self->invoices == NULL && !find_invoices (self, session, error)))
    return FALSE;

  return self->step != PSR_SETUP_BILLING ||
         (find_mappings (self, session, error) && list_choices (self, session, error));
}

/**
 * psr_setup_work_prove:
 * @self: something to be done
 * @session: what reaches both services
 * @error: return location for an error
 *
 * Tries resources that somebody typed on a quote, which is removed again. Where no quote
 * can be made that is told, and they are taken as they are. In a fiber.
 *
 * Returns: whether hours can be billed as them, as far as that can be known
 */
gboolean
psr_setup_work_prove (PsrSetupWork  *self,
                      PsrSession    *session,
                      GError       **error)
{
  PsrResourceTrialResult result;
  g_autofree char *names = NULL;
  g_autofree char *what = NULL;
  g_autofree char *why = NULL;
  g_autofree char *left = NULL;

  if (self->resources == NULL || self->resources[0] == NULL)
    return TRUE;

  if (!dex_await (psr_session_open_bc (session), error) ||
      !psr_resource_trial_make (psr_session_get_bc (session), (const char * const *) self->resources, &result, &why, &left, error))
    return FALSE;

  names = g_strjoinv (", ", self->resources);
  switch (result)
    {
    case PSR_RESOURCE_TRIAL_WORKS:
      if (left != NULL)
        {
          /* Translators: numbers of resources, and that of a quote. */
          self->proof = g_strdup_printf (_("%s: tried on the sales quote %s, which couldn’t be removed: delete it in Business Central"), names, left);
          return TRUE;
        }

      /* Translators: numbers of resources. */
      self->proof = g_strdup_printf (_("%s: tried on a sales quote, which was removed again"), names);
      return TRUE;

    case PSR_RESOURCE_TRIAL_UNKNOWN:
      /* Translators: numbers of resources, and what Business Central said. */
      self->proof = g_strdup_printf (_("%s: couldn’t be tried, since no sales quote can be made: %s"), names, why);
      return TRUE;

    case PSR_RESOURCE_TRIAL_REFUSED:
    default:
      /* Translators: numbers of resources. */
      what = g_strdup_printf (_("Business Central refuses hours as %s."), names);
      psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_SETTINGS, what, why,
                               _("Type the number that it has on the page Resources in Business Central, and see that it isn’t blocked."));
      return FALSE;
    }
}

static void
on_progress (const char *text,
             gpointer    data)
{
  PsrSetupWork *self = data;

  g_set_str (&self->progress, text);
  psr_setup_work_tell (self);
}

static char *
dup_person (void)
{
  return g_strdup_printf ("%s@%s", g_get_user_name (), g_get_host_name ());
}

static const PsrFinding *
find_problem (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const PsrFinding *finding = findings->pdata[i];

      if (finding->kind == PSR_FINDING_PROBLEM)
        return finding;
    }

  return NULL;
}

static gboolean
run_flows (PsrSetupWork        *self,
           PsrEngineSyncFlags   flags,
           GError             **error)
{
  g_autofree char *person = dup_person ();

  self->flows = dex_await_boxed (psr_engine_sync (self->engine, NULL, person, flags), error);
  for (guint i = 0; self->flows != NULL && i < self->flows->len; i++)
    {
      const PsrFlowResult *flow = self->flows->pdata[i];

      if (flow->error != NULL)
        {
          g_propagate_error (error, g_error_copy (flow->error));
          return FALSE;
        }
    }

  return self->flows != NULL;
}

static gboolean
run_engine (PsrSetupWork  *self,
            GError       **error)
{
  const PsrFinding *problem;

  if (self->step == PSR_SETUP_FIRST_SYNC)
    return run_flows (self, PSR_ENGINE_SYNC_NONE, error);

  self->findings = dex_await_boxed (psr_engine_check (self->engine, NULL), error);
  if (self->findings == NULL)
    return FALSE;

  problem = find_problem (self->findings);
  if (problem != NULL)
    {
      psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_SETTINGS, problem->what,
                               problem->why != NULL ? problem->why : "", problem->mend != NULL ? problem->mend : "");
      return FALSE;
    }

  return run_flows (self, PSR_ENGINE_SYNC_DRY_RUN, error);
}

/**
 * psr_setup_work_engine_fiber:
 * @work: something to be done with a whole engine
 *
 * Checks and tries everything, or makes the first sync. What is only tried where
 * there is no local state yet leaves none behind, so that it belongs to no
 * company before a person has decided.
 *
 * Returns: (transfer full): %TRUE, or why not
 */
DexFuture *
psr_setup_work_engine_fiber (PsrSetupWork *work)
{
  g_autofree char *ledger = g_build_filename (work->state_folder, "ledger.db", NULL);
  g_autofree char *scratch = NULL;
  g_autofd int lock = -1;
  GError *error = NULL;
  gboolean worked;

  if (work->step == PSR_SETUP_CHECK && !g_file_test (ledger, G_FILE_TEST_EXISTS))
    {
      scratch = psr_scratch_folder_make (PSR_SETUP_SCRATCH, &lock, &error);
      if (scratch == NULL)
        return dex_future_new_for_error (error);
    }

  work->engine = psr_engine_new_with_seams (work->profile, scratch != NULL ? scratch : work->state_folder,
                                            work->credentials_folder, work->clock, work->random, work->executor);
  if (work->bc_transport != NULL)
    psr_engine_set_transports (work->engine, work->bc_transport, work->wello_transport);
  psr_engine_set_progress (work->engine, on_progress, work);
  worked = run_engine (work, &error);
  psr_engine_set_progress (work->engine, NULL, NULL);
  g_clear_object (&work->engine);
  if (scratch != NULL)
    psr_scratch_folder_remove (scratch);

  return worked ? dex_future_new_true () : dex_future_new_for_error (error);
}
