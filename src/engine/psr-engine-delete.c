/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-delete"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-act-command.h"
#include "psr-bill-command.h"
#include "psr-couple-command.h"
#include "psr-engine-delete.h"
#include "psr-engine-private.h"
#include "psr-explain.h"
#include "psr-secret-store.h"
#include "psr-store-error.h"
#include "psr-sync-account.h"

/* How often, and how long, whoever has the state open is asked for it. */
#define POLL     (G_USEC_PER_SEC / 10)
#define PATIENCE (15 * (gint64) G_USEC_PER_SEC)

/* Deleting what a profile keeps on this computer: the ledger with its audit, what was
 * read, the history, and where it is wanted the secrets. */

typedef struct
{
  PsrEngine            *engine;
  PsrEngineDeleteFlags  flags;
} Delete;

static void
delete_clear (gpointer data)
{
  Delete *delete = data;

  g_clear_object (&delete->engine);
}

static void
delete_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, delete_clear);
}

/* What is looked after until it has come to an end. */
static gboolean
is_unfinished (PsrBillingState state)
{
  if (state == PSR_BILLING_STATE_FOLLOWED || state == PSR_BILLING_STATE_CLOSED || state == PSR_BILLING_STATE_ALREADY_INVOICED)
    return FALSE;

  return psr_billing_state_is_intent (state) || psr_billing_state_has_live_lines (state) ||
         psr_billing_state_get_queue (state) == PSR_BILLING_QUEUE_SENDING;
}

/* Documents that are followed and of which no legal number is known. */
static gboolean
count_unposted (PsrStore  *store,
                guint      n_followed,
                guint     *n_unposted,
                GError   **error)
{
  static const char * const over[] = { "posted", "paid", "credited", "gone" };
  const char *followed[] = { psr_billing_state_to_string (PSR_BILLING_STATE_FOLLOWED), NULL };

  *n_unposted = n_followed;
  for (gsize i = 0; n_followed > 0 && i < G_N_ELEMENTS (over); i++)
    {
      g_autoptr(PsrLedgerView) view = psr_ledger_view_new (followed, NULL, PSR_LEDGER_ORDER_DATE, FALSE);
      g_autoptr(GArray) ids = NULL;

      psr_ledger_view_set_bc_status (view, over[i]);
      ids = dex_await_boxed (psr_ledger_list_ids (psr_store_get_ledger (store), view), error);
      if (ids == NULL)
        return FALSE;

      *n_unposted -= MIN (ids->len, *n_unposted);
    }

  return TRUE;
}

/* Reading and syncing once more needn't be waited for. */
static gboolean
count_requests (PsrStore     *store,
                PsrDeletion  *deletion,
                GError      **error)
{
  static const char * const kinds[] = { PSR_ACT_COMMAND, PSR_BILL_COMMAND, PSR_COUPLE_COMMAND, NULL };
  g_autoptr(GPtrArray) commands = dex_await_boxed (psr_ledger_list_commands (psr_store_get_ledger (store)), error);

  if (commands == NULL)
    return FALSE;

  for (guint i = 0; i < commands->len; i++)
    deletion->requests += g_strv_contains (kinds, ((PsrCommand *) commands->pdata[i])->kind);

  return TRUE;
}

/* In a fiber. */
static PsrDeletion *
count (PsrEngine  *self,
       PsrStore   *store,
       GError    **error)
{
  g_autoptr(PsrDeletion) deletion = psr_deletion_new ();
  g_autoptr(GHashTable) counts = dex_await_boxed (psr_ledger_count (psr_store_get_ledger (store)), error);
  g_autoptr(GError) local = NULL;
  guint n_followed = 0;
  guint n_unposted;

  if (counts == NULL)
    return NULL;

  for (PsrBillingState state = 0; state < PSR_BILLING_N_STATES; state++)
    {
      guint n = (guint) psr_ledger_counts_get (counts, psr_billing_state_to_string (state));

      deletion->documents += n;
      if (is_unfinished (state))
        deletion->unfinished += n;
      if (state == PSR_BILLING_STATE_FOLLOWED)
        n_followed = n;
      if (state == PSR_BILLING_STATE_SKIPPED || state == PSR_BILLING_STATE_ALREADY_INVOICED)
        deletion->listed_again += n;
    }

  if (!count_unposted (store, n_followed, &n_unposted, error) || !count_requests (store, deletion, error))
    return NULL;

  deletion->unfinished += n_unposted;
  deletion->accounts = (guint) dex_await_int64 (psr_link_store_count_marks (psr_store_get_links (store),
                                                                            PSR_SYNC_ACCOUNT_REJECTED), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  deletion->is_automatic = psr_profile_get_boolean (self->profile, PSR_PROFILE_AUTOMATIC_SEND);

  return g_steal_pointer (&deletion);
}

static DexFuture *
view_fiber (gpointer data)
{
  PsrEngine *self = PSR_ENGINE (data);
  PsrDeletion *deletion = NULL;
  GError *error = NULL;

  if (psr_engine_open_store (self, &error))
    deletion = count (self, self->store, &error);
  if (deletion == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_DELETION, deletion);
}

/**
 * psr_engine_view_deletion:
 * @self: an engine
 *
 * Tells what psr_engine_delete_data() would delete, and what keeps it from that; see
 * psr_deletion_check().
 *
 * Returns: (transfer full): a future that resolves to a #PsrDeletion
 */
DexFuture *
psr_engine_view_deletion (PsrEngine *self)
{
  dex_return_error_if_fail (PSR_IS_ENGINE (self));

  return dex_scheduler_spawn (NULL, 0, view_fiber, g_object_ref (self), g_object_unref);
}

/* Whoever has it open may be about to close it. */
static PsrStateFolder *
take_folder (PsrEngine             *self,
             PsrEngineDeleteFlags   flags,
             GError               **error)
{
  gint64 end = psr_clock_monotonic (self->clock) + ((flags & PSR_ENGINE_DELETE_WAIT) != 0 ? PATIENCE : 0);

  while (TRUE)
    {
      g_autoptr(GError) local = NULL;
      PsrStateFolder *folder = psr_state_folder_open_alone (self->state_folder, self->clock, &local);

      if (folder != NULL)
        return folder;

      if (!g_error_matches (local, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED) || psr_clock_monotonic (self->clock) >= end)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }

      if (!psr_engine_sleep (self, POLL, error))
        return NULL;
    }
}

/* Each database holds the folder until it is closed, on whatever thread. */
static gboolean
wait_until_closed (PsrEngine       *self,
                   PsrStateFolder  *folder,
                   GError         **error)
{
  gint64 end = psr_clock_monotonic (self->clock) + PATIENCE;

  while (g_atomic_int_get (&G_OBJECT (folder)->ref_count) > 1)
    {
      if (psr_clock_monotonic (self->clock) >= end)
        {
          psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED,
                                   _("What is kept here can’t be deleted while it is used."),
                                   _("Another Passerelle has it open."), _("Try again in a moment."));
          return FALSE;
        }
      if (!psr_engine_sleep (self, POLL, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
has_ledger (PsrStateFolder *folder)
{
  g_autofree char *ledger = psr_state_folder_build_filename (folder, "ledger.db");
  g_autofree char *log = psr_state_folder_build_filename (folder, "ledger.db-wal");

  return g_file_test (ledger, G_FILE_TEST_EXISTS) || g_file_test (log, G_FILE_TEST_EXISTS);
}

/* Those of the keyring: what a service manager provides isn't ours to take away. Where
 * there is no keyring there is nothing in it. */
static gboolean
forget_secrets (PsrEngine  *self,
                GError    **error)
{
  const char * const *names = psr_secret_store_get_names ();
  g_autoptr(PsrSession) session = NULL;

  session = psr_session_new (self->profile, NULL, self->clock, self->random, self->executor,
                             self->bc_transport, self->wello_transport, NULL, error);
  if (session == NULL)
    return FALSE;

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autoptr(GError) local = NULL;

      if (dex_await (psr_secret_store_clear (psr_session_get_secrets (session, names[i]), names[i]), &local) ||
          g_error_matches (local, PSR_SECRET_ERROR, PSR_SECRET_ERROR_NO_KEYRING))
        continue;

      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

/* What is there, if it may go. In a fiber. */
static PsrDeletion *
check_state (PsrEngine       *self,
             PsrStateFolder  *folder,
             GError         **error)
{
  g_autoptr(PsrStore) store = dex_await_object (psr_store_open (folder, self->executor), error);
  g_autoptr(PsrDeletion) deletion = store != NULL ? count (self, store, error) : NULL;

  return deletion != NULL && psr_deletion_check (deletion, error) ? g_steal_pointer (&deletion) : NULL;
}

/* Nobody else can have it open any more: what is found now stays so. A folder without a
 * ledger isn't known to be ours: nothing is taken from it. One that an older version works
 * at, which doesn't say so otherwise, has its worker's lock taken. */
static PsrDeletion *
delete_state (PsrEngine             *self,
              PsrEngineDeleteFlags   flags,
              GError               **error)
{
  g_autoptr(PsrStateFolder) folder = take_folder (self, flags, error);
  g_autoptr(PsrWorkerLock) lock = folder != NULL ? psr_worker_lock_acquire (folder, g_get_prgname (), error) : NULL;
  gboolean is_ours = folder != NULL && has_ledger (folder);
  g_autoptr(PsrDeletion) deletion = NULL;

  if (lock == NULL)
    return NULL;

  deletion = is_ours ? check_state (self, folder, error) : psr_deletion_new ();
  if (deletion == NULL || !wait_until_closed (self, folder, error))
    return NULL;

  /* A keyring that stays locked keeps the rest, too. */
  if ((flags & PSR_ENGINE_DELETE_SECRETS) != 0 && !forget_secrets (self, error))
    return NULL;

  psr_engine_report (self, _("Deleting…"));
  if (is_ours && !psr_state_folder_delete (folder, error))
    return NULL;

  return g_steal_pointer (&deletion);
}

static DexFuture *
delete_fiber (gpointer data)
{
  Delete *delete = data;
  g_autoptr(PsrDeletion) deletion = NULL;
  GError *error = NULL;

  deletion = delete_state (delete->engine, delete->flags, &error);
  if (deletion == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_DELETION, g_steal_pointer (&deletion));
}

/**
 * psr_engine_delete_data:
 * @self: an engine that has opened nothing yet
 * @flags: what else, and whether to wait
 *
 * Deletes what the profile keeps on this computer; the profile stays. It is refused
 * while anybody has it open, and while something of it isn't finished. Afterwards
 * either all is there or nothing is, whatever happens in between.
 *
 * Returns: (transfer full): a future that resolves to a #PsrDeletion, what was deleted;
 *   it rejects with %PSR_ENGINE_ERROR_UNFINISHED, %PSR_STORE_ERROR_LOCKED and what else
 *   can be wrong with a state
 */
DexFuture *
psr_engine_delete_data (PsrEngine            *self,
                        PsrEngineDeleteFlags  flags)
{
  Delete *delete;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (self->store == NULL);

  delete = g_atomic_rc_box_new0 (Delete);
  delete->engine = g_object_ref (self);
  delete->flags = flags;

  return dex_scheduler_spawn (NULL, 0, delete_fiber, delete, delete_unref);
}
