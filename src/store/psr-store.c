/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-store"

#include "config.h"

#include "psr-sqlite-ledger.h"
#include "psr-store.h"

struct _PsrStore
{
  GObject parent_instance;

  PsrStateFolder *folder;
  PsrDatabase *ledger_database;
  PsrDatabase *mirror_database;
  PsrLedger *ledger;
  PsrLinkStore *links;
  PsrWorkStore *work;
  PsrMirrorStore *mirror;
};

G_DEFINE_FINAL_TYPE (PsrStore, psr_store, G_TYPE_OBJECT)

static void
psr_store_finalize (GObject *object)
{
  PsrStore *self = PSR_STORE (object);

  g_clear_object (&self->mirror);
  g_clear_object (&self->links);
  g_clear_object (&self->work);
  g_clear_object (&self->ledger);
  g_clear_object (&self->mirror_database);
  g_clear_object (&self->ledger_database);
  g_clear_object (&self->folder);

  G_OBJECT_CLASS (psr_store_parent_class)->finalize (object);
}

static void
psr_store_class_init (PsrStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = psr_store_finalize;
}

static void
psr_store_init (PsrStore *self)
{
}

static DexFuture *
opened (DexFuture *future,
        gpointer   data)
{
  PsrStateFolder *folder = PSR_STATE_FOLDER (data);
  PsrClock *clock = psr_state_folder_get_clock (folder);
  DexFutureSet *set = DEX_FUTURE_SET (future);
  const GValue *values[2] = { NULL, NULL };
  PsrStore *self;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      GError *error = NULL;

      values[i] = dex_future_set_get_value_at (set, i, &error);
      if (values[i] == NULL)
        return dex_future_new_for_error (error);
    }

  self = g_object_new (PSR_TYPE_STORE, NULL);
  self->folder = g_object_ref (folder);
  self->ledger_database = g_value_dup_object (values[0]);
  self->mirror_database = g_value_dup_object (values[1]);
  self->ledger = psr_sqlite_ledger_new (self->ledger_database, clock);
  self->links = psr_link_store_new (self->ledger_database, clock);
  self->work = psr_work_store_new (self->ledger_database, clock);
  self->mirror = psr_mirror_store_new (self->mirror_database, clock);

  return dex_future_new_take_object (self);
}

/**
 * psr_store_open:
 * @folder: the state folder
 * @executor: what runs the databases' lanes
 *
 * Opens both databases of a state, and makes or upgrades them as need be. A
 * damaged ledger is an error; a damaged mirror is set aside, see
 * psr_database_get_set_aside().
 *
 * Returns: (transfer full): a future that resolves to a #PsrStore or rejects
 *   with a %PSR_STORE_ERROR
 */
DexFuture *
psr_store_open (PsrStateFolder *folder,
                PsrExecutor    *executor)
{
  g_autoptr (PsrMigrations) ledger_migrations = NULL;
  g_autoptr (PsrMigrations) mirror_migrations = NULL;
  g_autofree char *ledger_path = NULL;
  g_autofree char *mirror_path = NULL;
  PsrClock *clock;

  g_return_val_if_fail (PSR_IS_STATE_FOLDER (folder), NULL);
  g_return_val_if_fail (PSR_IS_EXECUTOR (executor), NULL);

  clock = psr_state_folder_get_clock (folder);
  ledger_migrations = psr_migrations_new_ledger ();
  mirror_migrations = psr_migrations_new_mirror ();
  ledger_path = psr_state_folder_build_filename (folder, "ledger.db");
  mirror_path = psr_state_folder_build_filename (folder, "mirror.db");

  /* Finally, not then: the set itself would only say that too many failed. */
  return dex_future_finally (dex_future_all (psr_database_open_kept (ledger_path, ledger_migrations,
                                                                     PSR_DATABASE_FULL | PSR_DATABASE_STOP_ON_FAILURE,
                                                                     executor, clock, G_OBJECT (folder)),
                                             psr_database_open_kept (mirror_path, mirror_migrations, PSR_DATABASE_NORMAL,
                                                                     executor, clock, G_OBJECT (folder)),
                                             NULL),
                             opened, g_object_ref (folder), g_object_unref);
}

/**
 * psr_store_get_folder:
 * @self: a #PsrStore
 *
 * Returns: (transfer none): the state folder
 */
PsrStateFolder *
psr_store_get_folder (PsrStore *self)
{
  g_return_val_if_fail (PSR_IS_STORE (self), NULL);

  return self->folder;
}

/**
 * psr_store_get_ledger_database:
 * @self: a #PsrStore
 *
 * Returns: (transfer none): ledger.db
 */
PsrDatabase *
psr_store_get_ledger_database (PsrStore *self)
{
  g_return_val_if_fail (PSR_IS_STORE (self), NULL);

  return self->ledger_database;
}

/**
 * psr_store_get_mirror_database:
 * @self: a #PsrStore
 *
 * Returns: (transfer none): mirror.db
 */
PsrDatabase *
psr_store_get_mirror_database (PsrStore *self)
{
  g_return_val_if_fail (PSR_IS_STORE (self), NULL);

  return self->mirror_database;
}

/**
 * psr_store_get_ledger:
 * @self: a #PsrStore
 *
 * Returns: (transfer none): the ledger
 */
PsrLedger *
psr_store_get_ledger (PsrStore *self)
{
  g_return_val_if_fail (PSR_IS_STORE (self), NULL);

  return self->ledger;
}

/**
 * psr_store_get_links:
 * @self: a #PsrStore
 *
 * Returns: (transfer none): the links
 */
PsrLinkStore *
psr_store_get_links (PsrStore *self)
{
  g_return_val_if_fail (PSR_IS_STORE (self), NULL);

  return self->links;
}

/**
 * psr_store_get_work:
 * @self: a #PsrStore
 *
 * Returns: (transfer none): what was done for work orders
 */
PsrWorkStore *
psr_store_get_work (PsrStore *self)
{
  g_return_val_if_fail (PSR_IS_STORE (self), NULL);

  return self->work;
}

/**
 * psr_store_get_mirror:
 * @self: a #PsrStore
 *
 * Returns: (transfer none): the mirror
 */
PsrMirrorStore *
psr_store_get_mirror (PsrStore *self)
{
  g_return_val_if_fail (PSR_IS_STORE (self), NULL);

  return self->mirror;
}
