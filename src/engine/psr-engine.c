/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-engine-error.h"
#include "psr-engine-private.h"
#include "psr-explain.h"
#include "psr-neighbour.h"
#include "psr-secret-store.h"
#include "psr-store-error.h"
#include "psr-system-clock.h"
#include "psr-system-random.h"
#include "psr-thread-executor.h"

G_DEFINE_FINAL_TYPE (PsrEngine, psr_engine, G_TYPE_OBJECT)

/**
 * psr_engine_new_with_seams:
 * @profile: a profile
 * @state_folder: (type filename): where the local state lives
 * @credentials_folder: (type filename) (nullable): a folder with the secrets,
 *   or %NULL for the keyring
 * @clock: the time
 * @random: random numbers
 * @executor: the threads
 *
 * Makes an engine on a clock, random numbers and threads of the caller's.
 *
 * Returns: (transfer full): the engine
 */
PsrEngine *
psr_engine_new_with_seams (PsrProfile  *profile,
                           const char  *state_folder,
                           const char  *credentials_folder,
                           PsrClock    *clock,
                           PsrRandom   *random,
                           PsrExecutor *executor)
{
  PsrEngine *self;

  g_return_val_if_fail (PSR_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (state_folder != NULL, NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (PSR_IS_RANDOM (random), NULL);
  g_return_val_if_fail (PSR_IS_EXECUTOR (executor), NULL);

  self = g_object_new (PSR_TYPE_ENGINE, NULL);
  self->profile = g_object_ref (profile);
  self->state_folder = g_strdup (state_folder);
  self->credentials_folder = g_strdup (credentials_folder);
  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);
  self->executor = g_object_ref (executor);

  return self;
}

/**
 * psr_engine_new:
 * @profile: a profile
 * @state_folder: (type filename): where the local state lives
 * @credentials_folder: (type filename) (nullable): a folder with the secrets,
 *   or %NULL for the keyring
 *
 * Makes an engine. Nothing is opened or reached before it is asked for
 * something.
 *
 * Returns: (transfer full): the engine
 */
PsrEngine *
psr_engine_new (PsrProfile *profile,
                const char *state_folder,
                const char *credentials_folder)
{
  g_autoptr(PsrClock) clock = psr_system_clock_new ();
  g_autoptr(PsrRandom) random = psr_system_random_new ();
  g_autoptr(PsrExecutor) executor = psr_thread_executor_new ();

  return psr_engine_new_with_seams (profile, state_folder, credentials_folder, clock, random, executor);
}

/**
 * psr_engine_set_transports:
 * @self: an engine that hasn't been asked for anything yet
 * @bc: what reaches Business Central and its sign-in service
 * @wello: what reaches Wello
 *
 * Has the engine reach the services over these and not over the network.
 */
void
psr_engine_set_transports (PsrEngine    *self,
                           PsrTransport *bc,
                           PsrTransport *wello)
{
  g_return_if_fail (PSR_IS_ENGINE (self));
  g_return_if_fail (PSR_IS_TRANSPORT (bc) && PSR_IS_TRANSPORT (wello));
  g_return_if_fail (self->session == NULL);

  g_set_object (&self->bc_transport, bc);
  g_set_object (&self->wello_transport, wello);
}

/**
 * psr_engine_set_request_log:
 * @self: an engine that hasn't been asked for anything yet
 * @level: `off`, `errors` or `all`
 *
 * Has other requests kept than the profile says.
 *
 * Returns: whether @level is one
 */
gboolean
psr_engine_set_request_log (PsrEngine  *self,
                            const char *level)
{
  PsrRequestLogLevel parsed;

  g_return_val_if_fail (PSR_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (level != NULL, FALSE);
  g_return_val_if_fail (self->session == NULL, FALSE);

  if (!psr_request_log_level_parse (level, &parsed))
    return FALSE;

  g_clear_object (&self->request_log);
  self->request_log = psr_request_log_new (parsed, self->clock);

  return TRUE;
}

static void
make_request_log (PsrEngine *self)
{
  if (self->request_log == NULL)
    psr_engine_set_request_log (self, psr_profile_get_string (self->profile, PSR_PROFILE_LOG_REQUESTS));

  if (self->store != NULL)
    psr_request_log_set_mirror (self->request_log, psr_store_get_mirror (self->store));
}

/**
 * psr_engine_new_session:
 * @self: an engine
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a session that isn't connected yet
 */
PsrSession *
psr_engine_new_session (PsrEngine  *self,
                        GError    **error)
{
  PsrSession *session;

  make_request_log (self);
  session = psr_session_new (self->profile, self->credentials_folder, self->clock, self->random,
                             self->executor, self->bc_transport, self->wello_transport, self->request_log, error);
  if (session != NULL)
    psr_engine_watch_waits (self, session);

  return session;
}

/**
 * psr_engine_set_progress:
 * @self: an engine
 * @func: (nullable): what to call, on the main thread
 * @user_data: data for @func
 *
 * Sets who is told what is going on.
 */
void
psr_engine_set_progress (PsrEngine             *self,
                         PsrEngineProgressFunc  func,
                         gpointer               user_data)
{
  g_return_if_fail (PSR_IS_ENGINE (self));

  self->progress = func;
  self->progress_data = user_data;
}

/**
 * psr_engine_stop:
 * @self: an engine
 *
 * Asks the engine to stop after what is under way. Nothing that was sent is
 * left half done; what waits because a service asks for it isn't sent any more.
 */
void
psr_engine_stop (PsrEngine *self)
{
  g_return_if_fail (PSR_IS_ENGINE (self));

  g_cancellable_cancel (self->stop);
}

/**
 * psr_engine_get_warning:
 * @self: an engine
 *
 * Returns: (transfer none) (nullable): what the person should know of the last
 *   thing that was asked for, although it worked; an explained error
 */
const GError *
psr_engine_get_warning (PsrEngine *self)
{
  g_return_val_if_fail (PSR_IS_ENGINE (self), NULL);

  return self->warning;
}

/**
 * psr_engine_set_warning:
 * @self: an engine
 * @warning: (transfer full): what the person should know
 *
 * Keeps the first warning; a later one is logged.
 */
void
psr_engine_set_warning (PsrEngine *self,
                        GError    *warning)
{
  if (self->warning == NULL)
    {
      self->warning = warning;
      return;
    }

  g_message ("%s", warning->message);
  g_error_free (warning);
}

/**
 * psr_engine_is_stopped:
 * @self: an engine
 *
 * Returns: whether somebody asked to stop
 */
gboolean
psr_engine_is_stopped (PsrEngine *self)
{
  return g_cancellable_is_cancelled (self->stop);
}

/**
 * psr_engine_report:
 * @self: an engine
 * @format: a format for one short line, translated
 *
 * Tells what is going on.
 */
void
psr_engine_report (PsrEngine  *self,
                   const char *format,
                   ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  if (self->progress == NULL)
    return;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_set_str (&self->reported, text);
  self->progress (text, self->progress_data);
}

/**
 * psr_engine_join:
 * @what: what is the matter, translated
 * @why: why, translated, or empty
 *
 * Returns: (transfer full): both in one line
 */
char *
psr_engine_join (const char *what,
                 const char *why)
{
  if (*why == '\0')
    return g_strdup (what);

  /* Some say what is the matter in a sentence, some in a heading. */
  if (g_str_has_suffix (what, "."))
    return g_strdup_printf ("%s %s", what, why);

  /* Translators: what is the matter, then why. */
  return g_strdup_printf (_("%s. %s"), what, why);
}

/**
 * psr_engine_sleep:
 * @self: an engine
 * @usec: how long, in microseconds
 * @error: return location for an error
 *
 * Waits in a fiber, or until somebody asks to stop.
 *
 * Returns: %TRUE after the time, %FALSE with %PSR_ENGINE_ERROR_STOPPED
 */
gboolean
psr_engine_sleep (PsrEngine  *self,
                  gint64      usec,
                  GError    **error)
{
  g_autoptr(GError) local = NULL;

  if (dex_await (dex_future_first (psr_clock_sleep (self->clock, usec),
                                   dex_cancellable_new_from_cancellable (self->stop),
                                   NULL),
                 &local))
    return TRUE;

  psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_STOPPED,
                           _("Stopped."), _("You asked for it."), NULL);

  return FALSE;
}

/**
 * psr_engine_open_store:
 * @self: an engine
 * @error: return location for an error
 *
 * Opens the local state, once.
 *
 * Returns: whether it is open
 */
gboolean
psr_engine_open_store (PsrEngine  *self,
                       GError    **error)
{
  g_autoptr(PsrStateFolder) folder = NULL;
  g_autofree char *id = NULL;
  const char *set_aside;

  if (self->store != NULL)
    return TRUE;

  folder = psr_state_folder_open (self->state_folder, self->clock, error);
  if (folder == NULL)
    return FALSE;

  id = psr_random_guid (self->random);
  if (self->holder == NULL)
    self->holder = psr_holder_acquire (folder, id, error);
  if (self->holder == NULL)
    return FALSE;

  self->store = dex_await_object (psr_store_open (folder, self->executor), error);
  if (self->store == NULL)
    return FALSE;

  if (self->request_log != NULL)
    psr_request_log_set_mirror (self->request_log, psr_store_get_mirror (self->store));

  set_aside = psr_database_get_set_aside (psr_store_get_mirror_database (self->store));
  if (set_aside != NULL)
    {
      g_autofree char *why = g_strdup_printf (_("It was damaged, and is kept as %s."), set_aside);

      psr_engine_set_warning (self, psr_explained_error_new (PSR_STORE_ERROR, PSR_STORE_ERROR_DAMAGED,
                                                             _("The copy of what was read last had to be made anew."),
                                                             why,
                                                             _("Nothing is lost. Look at the disk’s health if it happens again.")));
    }

  return TRUE;
}

/**
 * psr_engine_open_session:
 * @self: an engine
 * @error: return location for an error
 *
 * Signs in to both services, once.
 *
 * Returns: whether both let us in
 */
gboolean
psr_engine_open_session (PsrEngine  *self,
                         GError    **error)
{
  g_autoptr(PsrSession) session = NULL;

  if (self->session != NULL)
    return TRUE;

  psr_engine_report (self, _("Signing in…"));
  session = psr_engine_new_session (self, error);
  if (session == NULL || !dex_await (psr_session_open (session), error))
    return FALSE;

  /* Another fiber may have signed in meanwhile: what it has is in use. */
  if (self->session == NULL)
    {
      self->session = g_steal_pointer (&session);
      /* An end that was wanted meanwhile may have been taken back. */
      psr_session_set_stop (self->session, self->stop);
    }
  /* Who signs in anew may be shown more. */
  self->lacks = 0;

  return TRUE;
}

/**
 * psr_engine_get_person:
 * @self: an engine whose session is open
 * @login: who is at the terminal
 *
 * Who asks is who is signed in to Business Central; an application that signs in
 * is nobody, and then who is at the terminal counts.
 *
 * Returns: (transfer none): who asks
 */
const char *
psr_engine_get_person (PsrEngine  *self,
                       const char *login)
{
  const char *person = psr_session_get_person (self->session);

  return person != NULL ? person : login;
}

/**
 * psr_engine_check_accounts:
 * @self: an engine whose session is open
 * @binding: the accounts
 * @error: return location for an error
 *
 * Two states of one user must not send the same work. And a copied sandbox still has
 * the addresses of the real Wello: it must not tell it of invoices that are none.
 *
 * Returns: whether these accounts may be written to together
 */
gboolean
psr_engine_check_accounts (PsrEngine   *self,
                           PsrBinding  *binding,
                           GError     **error)
{
  g_autoptr(GError) local = NULL;
  gboolean saw_production;

  if (!dex_await (psr_neighbour_refuse (self->executor, self->state_folder, binding), error))
    return FALSE;

  if (psr_session_get_environment_type (self->session) != PSR_BC_ENVIRONMENT_SANDBOX ||
      psr_profile_get_boolean (self->profile, PSR_PROFILE_BC_SANDBOX_MAY_WRITE))
    return TRUE;

  saw_production = dex_await_boolean (psr_binding_wello_saw_production (psr_store_get_ledger_database (self->store),
                                                                        binding->wello_domain), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!saw_production)
    return TRUE;

  psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_BOUND,
                           _("A sandbox environment may not write to this Wello."),
                           _("This Wello has been connected to a production environment; trial documents would be confirmed to it as real ones."),
                           _("Use a trial Wello, or write SandboxMayWrite=yes under [BusinessCentral] if you are sure."));

  return FALSE;
}

/**
 * psr_engine_check_binding:
 * @self: an engine whose state and session are open
 * @error: return location for an error
 *
 * Makes sure that the state belongs to the accounts of the session. Whoever has
 * waited for the lock has to ask again: the state may have been given to
 * another company meanwhile.
 *
 * Returns: whether writing is allowed
 */
gboolean
psr_engine_check_binding (PsrEngine  *self,
                          GError    **error)
{
  g_autoptr(PsrBinding) binding = psr_session_dup_binding (self->session);

  return psr_engine_check_accounts (self, binding, error) &&
         dex_await (psr_binding_check (psr_store_get_ledger_database (self->store), binding), error);
}

/**
 * psr_engine_open_writing:
 * @self: an engine
 * @error: return location for an error
 *
 * Opens the local state, signs in, and makes sure that the state belongs to
 * these accounts. Nothing may be written anywhere before.
 *
 * Returns: whether writing is allowed
 */
gboolean
psr_engine_open_writing (PsrEngine  *self,
                         GError    **error)
{
  return psr_engine_open_store (self, error) &&
         psr_engine_open_session (self, error) &&
         psr_engine_check_binding (self, error);
}

/**
 * psr_engine_store_secret:
 * @self: an engine
 * @name: the name of a secret
 * @value: the secret; not kept
 *
 * Stores a secret in the keyring.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
psr_engine_store_secret (PsrEngine  *self,
                         const char *name,
                         const char *value)
{
  g_autoptr(PsrSession) session = NULL;
  GError *error = NULL;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (name != NULL && value != NULL);

  /* Into the keyring, even where a service manager gives secrets as files. */
  session = psr_session_new (self->profile, NULL, self->clock, self->random, self->executor,
                             self->bc_transport, self->wello_transport, NULL, &error);
  if (session == NULL)
    return dex_future_new_for_error (error);

  return psr_secret_store_store (psr_session_get_secrets (session, name), name, value);
}

static void
psr_engine_dispose (GObject *object)
{
  PsrEngine *self = PSR_ENGINE (object);

  psr_engine_release_lock (self);
  g_clear_object (&self->session);
  g_clear_object (&self->store);
  g_clear_pointer (&self->holder, psr_holder_free);
  g_clear_object (&self->bc_transport);
  g_clear_object (&self->wello_transport);
  g_clear_object (&self->request_log);
  g_clear_object (&self->executor);
  g_clear_object (&self->random);
  g_clear_object (&self->clock);
  g_clear_object (&self->stop);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (psr_engine_parent_class)->dispose (object);
}

static void
psr_engine_finalize (GObject *object)
{
  PsrEngine *self = PSR_ENGINE (object);

  g_free (self->state_folder);
  g_free (self->credentials_folder);
  g_free (self->reported);
  g_ptr_array_unref (self->waits);
  g_clear_error (&self->warning);

  G_OBJECT_CLASS (psr_engine_parent_class)->finalize (object);
}

static void
psr_engine_class_init (PsrEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = psr_engine_dispose;
  object_class->finalize = psr_engine_finalize;
}

static void
psr_engine_init (PsrEngine *self)
{
  self->doubted_at = PSR_TIMESTAMP_NONE;
  self->stop = g_cancellable_new ();
  self->waits = psr_engine_waits_new ();
}
