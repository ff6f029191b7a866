/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-engine-error.h"
#include "psr-explain.h"
#include "psr-main-hop.h"
#include "psr-scratch-folder.h"
#include "psr-secret-store.h"
#include "psr-setup-steps.h"

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PsrSetup, psr_setup, G_TYPE_OBJECT)

static void
tell (PsrSetup *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
take_list (GPtrArray **mine,
           GPtrArray **theirs)
{
  if (*theirs == NULL)
    return;

  g_clear_pointer (mine, g_ptr_array_unref);
  *mine = g_steal_pointer (theirs);
}

/* From the main loop: what a fiber found belongs to the setup from now on. */
static void
take_outcome (PsrSetup     *self,
              PsrSetupWork *work)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, work->stored);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_hash_table_add (self->stored, name);
      if (!work->is_load)
        g_hash_table_remove (self->typed, name);
    }

  if (work->lists[PSR_SETUP_HOURS] != NULL)
    self->lacks_resources = work->lacks_resources;
  for (gsize i = 0; i < G_N_ELEMENTS (self->lists); i++)
    take_list (&self->lists[i], &work->lists[i]);
  if (work->invoices != self->invoices)
    take_list (&self->invoices, &work->invoices);
  take_list (&self->days, &work->days);
  if (work->mappings != NULL)
    self->n_hand_typed = work->n_hand_typed;
  take_list (&self->mappings, &work->mappings);
  take_list (&self->findings, &work->findings);
  take_list (&self->flows, &work->flows);
}

/* Where there is one, there is nothing to choose. */
static gboolean
choose_only (PsrSetup      *self,
             PsrSetupList   list,
             PsrProfileKey  key)
{
  GPtrArray *choices = self->lists[list];
  g_autofree char *value = psr_setup_dup_value (self, key);

  if (value != NULL || choices == NULL || choices->len != 1)
    return FALSE;

  psr_setup_set_value (self, key, ((PsrSetupChoice *) choices->pdata[0])->value);

  return TRUE;
}

static DexFuture *
on_worked (DexFuture *future,
           gpointer   data)
{
  PsrSetupWork *work = data;
  g_autoptr(PsrSetup) self = g_weak_ref_get (&work->setup);
  PsrSetupResult *result;
  GError *error = NULL;

  dex_future_get_value (future, &error);
  if (self == NULL || self->work != work)
    {
      g_clear_error (&error);
      return dex_ref (future);
    }

  g_clear_pointer (&self->work, psr_setup_work_unref);
  take_outcome (self, work);
  result = &self->results[work->step];
  g_clear_error (&result->error);
  result->error = error;
  if (!work->is_load)
    {
      result->is_done = error == NULL;
      g_free (result->proof);
      result->proof = g_steal_pointer (&work->proof);
    }

  if (error == NULL && work->is_load && work->step == PSR_SETUP_COMPANY)
    {
      gboolean chose = choose_only (self, PSR_SETUP_ENVIRONMENTS, PSR_PROFILE_BC_ENVIRONMENT);

      if (chose && !self->lists[PSR_SETUP_COMPANIES])
        dex_future_disown (psr_setup_load (self, PSR_SETUP_COMPANY));
      else
        choose_only (self, PSR_SETUP_COMPANIES, PSR_PROFILE_BC_COMPANY);
    }

  tell (self);

  return dex_ref (future);
}

/**
 * psr_setup_show_work:
 * @self: setting up
 * @work: what is being done
 *
 * Shows what changed meanwhile. From the main loop.
 */
void
psr_setup_show_work (PsrSetup     *self,
                     PsrSetupWork *work)
{
  if (self->work == work)
    tell (self);
}

static DexFuture *
fail (PsrSetup     *self,
      PsrSetupStep  step,
      GError       *error)
{
  g_clear_error (&self->results[step].error);
  self->results[step].error = g_error_copy (error);
  self->results[step].is_done = FALSE;
  tell (self);

  return dex_future_new_for_error (error);
}

static gboolean
is_listed (GPtrArray  *choices,
           const char *value)
{
  for (guint i = 0; choices != NULL && i < choices->len; i++)
    {
      if (strcmp (((PsrSetupChoice *) choices->pdata[i])->value, value) == 0)
        return TRUE;
    }

  return FALSE;
}

/* The numbers of resources that hours are to be billed as from now on, and that nobody has
 * listed. What the profile says already isn't tried once more. */
static char **
list_typed_resources (PsrSetup *self)
{
  g_auto(GStrv) names = psr_setup_draft_list (self->draft, "Labour");
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = psr_setup_draft_dup (self->draft, "Labour", names[i]);

      if (!psr_setup_draft_has_changes (self->draft, "Labour", names[i]))
        continue;
      if (value == NULL || !g_str_has_prefix (value, PSR_SETUP_RESOURCE) || is_listed (self->lists[PSR_SETUP_HOURS], value))
        continue;
      if (g_hash_table_add (seen, g_strdup (value)))
        g_strv_builder_add (builder, value + strlen (PSR_SETUP_RESOURCE));
    }

  return g_strv_builder_end (builder);
}

static PsrSetupWork *
make_work (PsrSetup      *self,
           PsrSetupStep   step,
           gboolean       is_load,
           GError       **error)
{
  g_autoptr(PsrProfile) profile = psr_setup_make_profile (self, step, error);
  g_autofree char *environment = psr_setup_dup_value (self, PSR_PROFILE_BC_ENVIRONMENT);
  PsrSetupWork *work;
  GHashTableIter iter;
  gpointer name;
  gpointer secret;

  if (profile == NULL)
    return NULL;

  work = psr_setup_work_new ();
  g_weak_ref_set (&work->setup, self);
  work->step = step;
  work->is_load = is_load;
  work->is_online = !psr_setup_get_on_premises (self);
  work->knows_environment = environment != NULL;
  work->profile = g_steal_pointer (&profile);
  work->state_folder = g_strdup (self->state_folder);
  work->credentials_folder = g_strdup (self->credentials_folder);
  work->clock = g_object_ref (self->clock);
  work->random = g_object_ref (self->random);
  work->executor = g_object_ref (self->executor);
  g_set_object (&work->bc_transport, self->bc_transport);
  g_set_object (&work->wello_transport, self->wello_transport);
  work->known_labour = psr_setup_draft_list (self->draft, "Labour");
  work->known_vat = psr_setup_draft_list (self->draft, "Vat");
  if (step == PSR_SETUP_BILLING)
    work->resources = list_typed_resources (self);
  if (self->invoices != NULL && step == PSR_SETUP_BILLING)
    work->invoices = g_ptr_array_ref (self->invoices);

  work->typed = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) psr_secret_unref);
  g_hash_table_iter_init (&iter, self->typed);
  while (g_hash_table_iter_next (&iter, &name, &secret))
    g_hash_table_insert (work->typed, name, psr_secret_ref (secret));

  return work;
}

static DexFuture *
start (PsrSetup     *self,
       PsrSetupStep  step,
       gboolean      is_load)
{
  PsrSetupWork *work;
  GError *error = NULL;

  psr_setup_stop (self);
  work = make_work (self, step, is_load, &error);
  if (work == NULL)
    return fail (self, step, error);

  g_clear_error (&self->results[step].error);
  self->work = work;
  tell (self);

  return dex_future_finally (psr_main_hop (dex_scheduler_spawn (NULL, 0, psr_setup_work_fiber,
                                                                psr_setup_work_ref (work), psr_setup_work_unref)),
                             on_worked, psr_setup_work_ref (work), psr_setup_work_unref);
}

/**
 * psr_setup_load:
 * @self: setting up
 * @step: a step
 *
 * Fetches what the step has to choose from. What was being done before is given
 * up.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, from the main loop
 */
DexFuture *
psr_setup_load (PsrSetup     *self,
                PsrSetupStep  step)
{
  dex_return_error_if_fail (PSR_IS_SETUP (self));
  dex_return_error_if_fail (step < PSR_SETUP_N_STEPS);

  return start (self, step, TRUE);
}

/**
 * psr_setup_apply:
 * @self: setting up
 * @step: a step
 *
 * Tries what was given for the step, and stores the secrets that proved right.
 * With the last step the profile is written, and everything read for the first
 * time.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, from the main loop;
 *   an explained error says what, why and how to mend
 */
DexFuture *
psr_setup_apply (PsrSetup     *self,
                 PsrSetupStep  step)
{
  GError *error = NULL;

  dex_return_error_if_fail (PSR_IS_SETUP (self));
  dex_return_error_if_fail (step < PSR_SETUP_N_STEPS);

  if (!psr_setup_check_step (self, step, &error) ||
      (step == PSR_SETUP_FIRST_SYNC && !psr_setup_write_profile (self, &error)))
    return fail (self, step, error);

  return start (self, step, FALSE);
}

/**
 * psr_setup_stop:
 * @self: setting up
 *
 * Gives up what is being done. What was given is kept.
 */
void
psr_setup_stop (PsrSetup *self)
{
  g_return_if_fail (PSR_IS_SETUP (self));

  if (self->work == NULL)
    return;

  g_cancellable_cancel (self->work->stop);
  if (self->work->engine != NULL)
    {
      psr_engine_set_progress (self->work->engine, NULL, NULL);
      psr_engine_stop (self->work->engine);
    }
  g_clear_pointer (&self->work, psr_setup_work_unref);
  tell (self);
}

/**
 * psr_setup_write_profile:
 * @self: setting up
 * @error: return location for an error
 *
 * Writes the profile as it is now, for somebody who changes a single step.
 *
 * Returns: whether it is written
 */
gboolean
psr_setup_write_profile (PsrSetup  *self,
                         GError   **error)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), FALSE);

  if (!psr_setup_draft_write_profile (self->draft, error))
    return FALSE;

  self->is_written = TRUE;

  return TRUE;
}

/**
 * psr_setup_keep:
 * @self: setting up
 * @error: return location for an error
 *
 * Keeps what was given, to be resumed another time. Secrets are kept in the
 * keyring once they proved right, and nowhere before.
 *
 * Returns: whether it is kept
 */
gboolean
psr_setup_keep (PsrSetup  *self,
                GError   **error)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), FALSE);

  return psr_setup_draft_keep (self->draft, error);
}

/**
 * psr_setup_is_written:
 * @self: setting up
 *
 * Returns: whether the profile was written
 */
gboolean
psr_setup_is_written (PsrSetup *self)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), FALSE);

  return self->is_written;
}

/**
 * psr_setup_has_changes:
 * @self: setting up
 *
 * Returns: whether something was given that isn't in the profile
 */
gboolean
psr_setup_has_changes (PsrSetup *self)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), FALSE);

  return psr_setup_draft_has_changes (self->draft, NULL, NULL);
}

static void
psr_setup_dispose (GObject *object)
{
  PsrSetup *self = PSR_SETUP (object);

  if (self->work != NULL)
    {
      g_cancellable_cancel (self->work->stop);
      if (self->work->engine != NULL)
        {
          psr_engine_set_progress (self->work->engine, NULL, NULL);
          psr_engine_stop (self->work->engine);
        }
      g_clear_pointer (&self->work, psr_setup_work_unref);
    }
  g_clear_object (&self->draft);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  g_clear_object (&self->executor);
  g_clear_object (&self->bc_transport);
  g_clear_object (&self->wello_transport);

  G_OBJECT_CLASS (psr_setup_parent_class)->dispose (object);
}

static void
psr_setup_finalize (GObject *object)
{
  PsrSetup *self = PSR_SETUP (object);

  g_free (self->state_folder);
  g_free (self->credentials_folder);
  g_hash_table_unref (self->typed);
  g_hash_table_unref (self->stored);
  for (gsize i = 0; i < G_N_ELEMENTS (self->results); i++)
    {
      g_clear_error (&self->results[i].error);
      g_free (self->results[i].proof);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (self->lists); i++)
    g_clear_pointer (&self->lists[i], g_ptr_array_unref);
  g_clear_pointer (&self->invoices, g_ptr_array_unref);
  g_clear_pointer (&self->days, g_ptr_array_unref);
  g_clear_pointer (&self->mappings, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->flows, g_ptr_array_unref);

  G_OBJECT_CLASS (psr_setup_parent_class)->finalize (object);
}

static void
psr_setup_class_init (PsrSetupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = psr_setup_dispose;
  object_class->finalize = psr_setup_finalize;

  /**
   * PsrSetup::changed:
   *
   * Something is to be shown anew.
   */
  signals[CHANGED] = g_signal_new ("changed", PSR_TYPE_SETUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
psr_setup_init (PsrSetup *self)
{
  self->typed = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) psr_secret_unref);
  self->stored = g_hash_table_new (g_str_hash, g_str_equal);
}

/* For the first profile: people sign in as themselves, and what was completed
 * before today may be billed already. */
static void
suggest (PsrSetup *self)
{
  g_autofree char *zone_name = psr_setup_dup_value (self, PSR_PROFILE_BILLING_TIME_ZONE);
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  g_autofree char *today = psr_timestamp_to_date (psr_clock_now (self->clock), zone);

  psr_setup_draft_set (self->draft, "BusinessCentral", "SignIn", "browser");
  psr_setup_draft_set (self->draft, "Billing", "From", today);
  psr_setup_draft_set (self->draft, "Billing", "ExternalNumberPrefix", "WELLO-");
}

/**
 * psr_setup_new:
 * @profile_path: (type filename): the profile, which needn't be there yet
 * @state_folder: (type filename): where the local state lives, or will
 * @credentials_folder: (type filename) (nullable): a folder with the secrets, or
 *   %NULL for the keyring
 * @clock: the time
 * @random: random numbers
 * @executor: the threads
 * @is_single: whether a single step is to be changed, so that nothing is resumed
 * @error: return location for an error
 *
 * Begins to set up, or goes on where somebody left. What isn't in the profile yet
 * is kept beside it, in a file whose name ends with `.setup`.
 *
 * Returns: (transfer full) (nullable): setting up, or %NULL when a profile is
 *   there and can't be read
 */
PsrSetup *
psr_setup_new (const char   *profile_path,
               const char   *state_folder,
               const char   *credentials_folder,
               PsrClock     *clock,
               PsrRandom    *random,
               PsrExecutor  *executor,
               gboolean      is_single,
               GError      **error)
{
  g_autoptr(PsrSetup) self = NULL;
  g_autofree char *draft_path = NULL;
  g_autofree char *address = NULL;

  g_return_val_if_fail (profile_path != NULL && state_folder != NULL, NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (PSR_IS_RANDOM (random), NULL);
  g_return_val_if_fail (PSR_IS_EXECUTOR (executor), NULL);

  psr_scratch_folder_sweep (PSR_SETUP_SCRATCH, psr_clock_now (clock));

  if (!is_single)
    draft_path = g_strconcat (profile_path, ".setup", NULL);
  self = g_object_new (PSR_TYPE_SETUP, NULL);
  self->state_folder = g_strdup (state_folder);
  self->credentials_folder = g_strdup (credentials_folder);
  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);
  self->executor = g_object_ref (executor);
  self->draft = psr_setup_draft_open (profile_path, draft_path, error);
  if (self->draft == NULL)
    return NULL;

  if (!psr_setup_draft_has_profile (self->draft) && !psr_setup_draft_is_resumed (self->draft))
    suggest (self);

  address = psr_setup_dup_value (self, PSR_PROFILE_BC_BASE_URL);
  if (address != NULL)
    g_free (psr_setup_take_address (self, address));

  return g_steal_pointer (&self);
}

/**
 * psr_setup_set_transports:
 * @self: setting up, before anything is done
 * @bc: what reaches Business Central and its sign-in service
 * @wello: what reaches Wello
 *
 * Has the services reached over these and not over the network.
 */
void
psr_setup_set_transports (PsrSetup     *self,
                          PsrTransport *bc,
                          PsrTransport *wello)
{
  g_return_if_fail (PSR_IS_SETUP (self));
  g_return_if_fail (PSR_IS_TRANSPORT (bc) && PSR_IS_TRANSPORT (wello));

  g_set_object (&self->bc_transport, bc);
  g_set_object (&self->wello_transport, wello);
}
