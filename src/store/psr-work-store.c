/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-work-store"

#include "config.h"

#include "psr-ledger-customer.h"
#include "psr-work-store.h"

struct _PsrWorkStore
{
  GObject parent_instance;

  PsrDatabase *database;
  PsrClock *clock;
};

G_DEFINE_BOXED_TYPE (PsrKeptWork, psr_kept_work, psr_kept_work_copy, psr_kept_work_free)
G_DEFINE_FINAL_TYPE (PsrWorkStore, psr_work_store, G_TYPE_OBJECT)

typedef struct {
  GPtrArray *kept;
  GHashTable *names;
  PsrTimestamp now;
} Putting;

typedef struct {
  GStrv states;
  guint n_states;
  PsrTimestamp since;
  guint limit;
} Listing;

/**
 * psr_kept_work_new:
 * @job_id: canonical GUID of the work order
 * @changed: when Wello had last changed the invoice for which it was read, or none
 * @content: what was done
 * @technicians: (nullable): who did it, by name
 *
 * Returns: (transfer full): a new #PsrKeptWork
 */
PsrKeptWork *
psr_kept_work_new (const char         *job_id,
                   PsrTimestamp        changed,
                   const char         *content,
                   const char * const *technicians)
{
  static const char * const nobody[] = { NULL };
  PsrKeptWork *self;

  g_return_val_if_fail (job_id != NULL && content != NULL, NULL);

  self = g_new0 (PsrKeptWork, 1);
  self->job_id = g_strdup (job_id);
  self->changed = changed;
  self->content = g_strdup (content);
  self->technicians = g_strdupv ((char **) (technicians != NULL ? technicians : nobody));

  return self;
}

/**
 * psr_kept_work_copy:
 * @self: a #PsrKeptWork
 *
 * Returns: (transfer full): a copy
 */
PsrKeptWork *
psr_kept_work_copy (const PsrKeptWork *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return psr_kept_work_new (self->job_id, self->changed, self->content, (const char * const *) self->technicians);
}

/**
 * psr_kept_work_free:
 * @self: (transfer full): a #PsrKeptWork
 */
void
psr_kept_work_free (PsrKeptWork *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->job_id);
  g_free (self->content);
  g_strfreev (self->technicians);
  g_free (self);
}

static void
kept_work_free (gpointer data)
{
  psr_kept_work_free (data);
}

static void
psr_work_store_finalize (GObject *object)
{
  PsrWorkStore *self = PSR_WORK_STORE (object);

  g_clear_object (&self->database);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (psr_work_store_parent_class)->finalize (object);
}

static void
psr_work_store_class_init (PsrWorkStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = psr_work_store_finalize;
}

static void
psr_work_store_init (PsrWorkStore *self)
{
}

/**
 * psr_work_store_new:
 * @ledger: the ledger's database
 * @clock: tells when something was read
 *
 * Returns: (transfer full): a new #PsrWorkStore
 */
PsrWorkStore *
psr_work_store_new (PsrDatabase *ledger,
                    PsrClock    *clock)
{
  PsrWorkStore *self;

  g_return_val_if_fail (PSR_IS_DATABASE (ledger), NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);

  self = g_object_new (PSR_TYPE_WORK_STORE, NULL);
  self->database = g_object_ref (ledger);
  self->clock = g_object_ref (clock);

  return self;
}

static DexFuture *
get_func (PsrConnection *connection,
          gpointer       data)
{
  const char *job_id = data;
  g_autoptr (PsrKeptWork) kept = psr_kept_work_new (job_id, PSR_TIMESTAMP_NONE, "", NULL);
  g_autoptr (PsrStatement) statement = NULL;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);

  statement = psr_connection_prepare (connection, "SELECT changed, content FROM work WHERE job_id = ?", &error);
  if (statement == NULL)
    return dex_future_new_for_error (error);

  psr_statement_bind_text (statement, 1, job_id);
  if (!psr_statement_step (statement, &has_row, &error))
    return dex_future_new_for_error (error);

  if (has_row)
    {
      kept->changed = psr_statement_get_int64 (statement, 0);
      g_free (kept->content);
      kept->content = psr_statement_dup_text (statement, 1);
    }

  return dex_future_new_take_boxed (PSR_TYPE_KEPT_WORK, g_steal_pointer (&kept));
}

/**
 * psr_work_store_get:
 * @self: a #PsrWorkStore
 * @job_id: canonical GUID of a work order
 *
 * Returns: (transfer full): a future that resolves to a #PsrKeptWork without its
 *   technicians, whose content is "" where nothing is kept
 */
DexFuture *
psr_work_store_get (PsrWorkStore *self,
                    const char   *job_id)
{
  g_return_val_if_fail (PSR_IS_WORK_STORE (self), NULL);
  g_return_val_if_fail (job_id != NULL, NULL);

  return psr_database_read (self->database, get_func, g_strdup (job_id), g_free);
}

static void
putting_free (gpointer data)
{
  Putting *putting = data;

  g_ptr_array_unref (putting->kept);
  g_hash_table_unref (putting->names);
  g_free (putting);
}

static gboolean
put_one (PsrConnection      *connection,
         const PsrKeptWork  *kept,
         PsrTimestamp        now,
         GError            **error)
{
  g_autoptr (PsrStatement) insert = NULL;
  g_autoptr (PsrStatement) clear = NULL;
  g_autoptr (PsrStatement) add = NULL;

  insert = psr_connection_prepare (connection,
                                   "INSERT INTO work (job_id, changed, read_at, content) VALUES (?, ?, ?, ?) "
                                   "ON CONFLICT (job_id) DO UPDATE SET changed = excluded.changed, "
                                   "read_at = excluded.read_at, content = excluded.content", error);
  clear = psr_connection_prepare (connection, "DELETE FROM work_technicians WHERE job_id = ?", error);
  add = psr_connection_prepare (connection, "INSERT OR IGNORE INTO work_technicians (job_id, technician) VALUES (?, ?)", error);
  if (insert == NULL || clear == NULL || add == NULL)
    return FALSE;

  psr_statement_bind_text (insert, 1, kept->job_id);
  psr_statement_bind_int64 (insert, 2, kept->changed);
  psr_statement_bind_int64 (insert, 3, now);
  psr_statement_bind_text (insert, 4, kept->content);
  psr_statement_bind_text (clear, 1, kept->job_id);
  if (!psr_statement_run (insert, error) || !psr_statement_run (clear, error))
    return FALSE;

  for (gsize i = 0; kept->technicians[i] != NULL; i++)
    {
      psr_statement_bind_text (add, 1, kept->job_id);
      psr_statement_bind_text (add, 2, kept->technicians[i]);
      if (!psr_statement_run (add, error))
        return FALSE;
    }

  return TRUE;
}

static DexFuture *
put_func (PsrConnection *connection,
          gpointer       data)
{
  Putting *putting = data;
  g_autoptr (PsrStatement) statement = NULL;
  GError *error = NULL;
  GHashTableIter iter;
  gpointer id, name;

  g_assert (connection != NULL);
  g_assert (putting != NULL);

  for (guint i = 0; i < putting->kept->len; i++)
    {
      if (!put_one (connection, putting->kept->pdata[i], putting->now, &error))
        return dex_future_new_for_error (error);
    }

  statement = psr_connection_prepare (connection,
                                      "INSERT INTO technicians (id, name) VALUES (?, ?) "
                                      "ON CONFLICT (id) DO UPDATE SET name = excluded.name", &error);
  if (statement == NULL)
    return dex_future_new_for_error (error);

  g_hash_table_iter_init (&iter, putting->names);
  while (g_hash_table_iter_next (&iter, &id, &name))
    {
      psr_statement_bind_text (statement, 1, id);
      psr_statement_bind_text (statement, 2, name);
      if (!psr_statement_run (statement, &error))
        return dex_future_new_for_error (error);
    }

  return dex_future_new_true ();
}

/**
 * psr_work_store_put:
 * @self: a #PsrWorkStore
 * @kept: (element-type PsrKeptWork): what was done, not to be changed any more
 * @names: (element-type utf8 utf8): what technicians are called, by their ids; not to be
 *   changed any more
 *
 * Keeps that in the place of what was kept of the same.
 *
 * Returns: (transfer full): a future that resolves once it is kept
 */
DexFuture *
psr_work_store_put (PsrWorkStore *self,
                    GPtrArray    *kept,
                    GHashTable   *names)
{
  Putting *putting;

  g_return_val_if_fail (PSR_IS_WORK_STORE (self), NULL);
  g_return_val_if_fail (kept != NULL && names != NULL, NULL);

  putting = g_new0 (Putting, 1);
  putting->kept = g_ptr_array_ref (kept);
  putting->names = g_hash_table_ref (names);
  putting->now = psr_clock_now (self->clock);

  return psr_database_write (self->database, put_func, putting, putting_free);
}

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  g_strfreev (listing->states);
  g_free (listing);
}

static Listing *
listing_new (const char * const *states,
             guint               limit)
{
  Listing *listing = g_new0 (Listing, 1);

  listing->states = g_strdupv ((char **) states);
  listing->n_states = g_strv_length (listing->states);
  listing->limit = limit;

  return listing;
}

/* The statement, up to its states: those come first among the parameters. */
static PsrStatement *
prepare_listing (PsrConnection  *connection,
                 const Listing  *listing,
                 const char     *begin,
                 const char     *end,
                 GError        **error)
{
  g_autoptr (GString) sql = g_string_new (begin);
  PsrStatement *statement;

  g_string_append (sql, "state IN (");
  for (guint i = 0; listing->states[i] != NULL; i++)
    g_string_append_printf (sql, "%s?%u", i > 0 ? ", " : "", i + 1);
  g_string_append_printf (sql, ") %s", end);

  statement = psr_connection_prepare (connection, sql->str, error);
  for (guint i = 0; statement != NULL && listing->states[i] != NULL; i++)
    psr_statement_bind_text (statement, (int) i + 1, listing->states[i]);

  return statement;
}

static DexFuture *
list_missing_func (PsrConnection *connection,
                   gpointer       data)
{
  const Listing *listing = data;
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (kept_work_free);
  g_autoptr (PsrStatement) statement = NULL;
  g_autofree char *end = NULL;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);

  end = g_strdup_printf ("AND documents.job_id <> '' "
                         "AND (work.job_id IS NULL OR work.changed < coalesce (wello_changed, 0) OR work.read_at >= ?%u) "
                         "GROUP BY documents.job_id ORDER BY max (date) DESC, documents.job_id", listing->n_states + 1);
  statement = prepare_listing (connection, listing,
                               "SELECT documents.job_id, max (coalesce (wello_changed, 0)) FROM documents "
                               "LEFT JOIN work ON work.job_id = documents.job_id WHERE documents.",
                               end, &error);
  if (statement == NULL)
    return dex_future_new_for_error (error);

  psr_statement_bind_int64 (statement, (int) listing->n_states + 1, listing->since);

  while (missing->len < listing->limit && psr_statement_step (statement, &has_row, &error) && has_row)
    g_ptr_array_add (missing, psr_kept_work_new (psr_statement_get_text (statement, 0), psr_statement_get_int64 (statement, 1),
                                                 "", NULL));
  if (error != NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&missing));
}

/**
 * psr_work_store_list_missing:
 * @self: a #PsrWorkStore
 * @states: (array zero-terminated=1): the states whose documents count
 * @since: a time, or %PSR_TIMESTAMP_NONE
 * @limit: at most so many
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrKeptWork without
 *   content: the work orders of which nothing is kept, or which Wello changed since, the
 *   newest first; and those of which something was kept at @since or later
 */
DexFuture *
psr_work_store_list_missing (PsrWorkStore       *self,
                             const char * const *states,
                             PsrTimestamp        since,
                             guint               limit)
{
  Listing *listing;

  g_return_val_if_fail (PSR_IS_WORK_STORE (self), NULL);
  g_return_val_if_fail (states != NULL, NULL);

  listing = listing_new (states, limit);
  listing->since = since != PSR_TIMESTAMP_NONE ? since : G_MAXINT64;

  return psr_database_read (self->database, list_missing_func, listing, listing_free);
}

static DexFuture *
doubt_func (PsrConnection *connection,
            gpointer       data)
{
  const PsrTimestamp *since = data;
  g_autoptr (PsrStatement) statement = NULL;
  GError *error = NULL;

  g_assert (connection != NULL);
  g_assert (since != NULL);

  /* What couldn't be read at all stays as it is until Wello changes it. */
  statement = psr_connection_prepare (connection, "UPDATE work SET changed = -1 WHERE read_at >= ? AND content <> ''", &error);
  if (statement == NULL)
    return dex_future_new_for_error (error);

  psr_statement_bind_int64 (statement, 1, *since);
  if (!psr_statement_run (statement, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/**
 * psr_work_store_doubt:
 * @self: a #PsrWorkStore
 * @since: a time
 *
 * Has what was kept at @since or later counted as missing, as if Wello had changed it; until
 * it is read again it is there.
 *
 * Returns: (transfer full): a future that resolves once that is stored
 */
DexFuture *
psr_work_store_doubt (PsrWorkStore *self,
                      PsrTimestamp  since)
{
  PsrTimestamp *at;

  g_return_val_if_fail (PSR_IS_WORK_STORE (self), NULL);

  at = g_new (PsrTimestamp, 1);
  *at = since;

  return psr_database_write (self->database, doubt_func, at, g_free);
}

static DexFuture *
get_names_func (PsrConnection *connection,
                gpointer       data)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (PsrStatement) statement = NULL;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);

  statement = psr_connection_prepare (connection, "SELECT id, name FROM technicians", &error);
  if (statement == NULL)
    return dex_future_new_for_error (error);

  while (psr_statement_step (statement, &has_row, &error) && has_row)
    g_hash_table_replace (names, psr_statement_dup_text (statement, 0), psr_statement_dup_text (statement, 1));
  if (error != NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, g_steal_pointer (&names));
}

/**
 * psr_work_store_get_names:
 * @self: a #PsrWorkStore
 *
 * Returns: (transfer full): a future that resolves to a #GHashTable of what technicians
 *   are called, by their ids
 */
DexFuture *
psr_work_store_get_names (PsrWorkStore *self)
{
  g_return_val_if_fail (PSR_IS_WORK_STORE (self), NULL);

  return psr_database_read (self->database, get_names_func, NULL, NULL);
}

static DexFuture *
list_technicians_func (PsrConnection *connection,
                       gpointer       data)
{
  g_autoptr (GPtrArray) technicians = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_customer_free);
  g_autoptr (PsrStatement) statement = NULL;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);

  statement = prepare_listing (connection, data,
                               "SELECT technician, count (*) FROM documents "
                               "JOIN work_technicians ON work_technicians.job_id = documents.job_id WHERE documents.",
                               "AND documents.job_id <> '' GROUP BY technician ORDER BY technician COLLATE NOCASE", &error);
  if (statement == NULL)
    return dex_future_new_for_error (error);

  while (psr_statement_step (statement, &has_row, &error) && has_row)
    {
      PsrLedgerCustomer *technician = psr_ledger_customer_new ();

      technician->number = psr_statement_dup_text (statement, 0);
      technician->name = psr_statement_dup_text (statement, 0);
      technician->count = psr_statement_get_int64 (statement, 1);
      g_ptr_array_add (technicians, technician);
    }
  if (error != NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&technicians));
}

/**
 * psr_work_store_list_technicians:
 * @self: a #PsrWorkStore
 * @states: (array zero-terminated=1): the states whose documents count
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrLedgerCustomer: who
 *   did the work of these documents, by name, and of how many
 */
DexFuture *
psr_work_store_list_technicians (PsrWorkStore       *self,
                                 const char * const *states)
{
  g_return_val_if_fail (PSR_IS_WORK_STORE (self), NULL);
  g_return_val_if_fail (states != NULL, NULL);

  return psr_database_read (self->database, list_technicians_func, listing_new (states, 0), listing_free);
}
