/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mirror-names"

#include "config.h"

#include "psr-like.h"
#include "psr-mirror-names.h"
#include "psr-mirror-record.h"

/* What the maps write as name and city: of a mapping of one's own they may be missing. */
#define NAME "coalesce (json_extract (\"values\", '$.name'), '')"
#define CITY "coalesce (json_extract (\"values\", '$.city'), '')"
#define COLUMNS "id, number, " NAME ", " CITY
#define SEARCHED "(number || char (10) || " NAME " || char (10) || " CITY ")"

/* A person has a last name instead. */
#define ANY_NAME "coalesce (json_extract (\"values\", '$.name'), json_extract (\"values\", '$.lastname'), '')"

/* Parameters before the words of a search. */
#define FIRST_WORD 4

typedef struct
{
  PsrEntity     entity;
  char         *search;
  char        **ids;
  guint         limit;
  GCancellable *cancellable;
} Job;

static void
psr_mirror_name_free (gpointer data)
{
  PsrMirrorName *self = data;

  g_free (self->id);
  g_free (self->number);
  g_free (self->name);
  g_free (self->city);
  g_free (self);
}

/*
 * For psr_mirror_names_find().
 */
gpointer
psr_mirror_names_job_new (PsrEntity     entity,
                          const char   *search,
                          guint         limit,
                          GCancellable *cancellable)
{
  Job *job = g_new0 (Job, 1);

  job->entity = entity;
  job->search = g_strdup (search);
  job->limit = limit;
  g_set_object (&job->cancellable, cancellable);

  return job;
}

/*
 * For psr_mirror_names_get().
 */
gpointer
psr_mirror_names_job_new_for_ids (PsrEntity           entity,
                                  const char * const *ids)
{
  Job *job = g_new0 (Job, 1);

  job->entity = entity;
  job->ids = g_strdupv ((char **) ids);

  return job;
}

void
psr_mirror_names_job_free (gpointer data)
{
  Job *job = data;

  g_free (job->search);
  g_strfreev (job->ids);
  g_clear_object (&job->cancellable);
  g_free (job);
}

static gboolean
read_names (PsrStatement  *statement,
            GPtrArray     *names,
            GError       **error)
{
  gboolean has_row;

  while (psr_statement_step (statement, &has_row, error))
    {
      PsrMirrorName *name;

      if (!has_row)
        return TRUE;

      name = g_new0 (PsrMirrorName, 1);
      name->id = psr_statement_dup_text (statement, 0);
      name->number = psr_statement_dup_text (statement, 1);
      name->name = psr_statement_dup_text (statement, 2);
      name->city = psr_statement_dup_text (statement, 3);
      g_ptr_array_add (names, name);
    }

  return FALSE;
}

static DexFuture *
find (PsrConnection *connection,
      const Job     *job)
{
  g_autoptr(GPtrArray) words = psr_like_split_words (job->search);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (psr_mirror_name_free);
  g_autoptr(GString) sql = g_string_new ("SELECT " COLUMNS " FROM records WHERE entity = ?1 AND side = ?2");
  g_autoptr(PsrStatement) statement = NULL;
  GError *error = NULL;

  for (guint i = 0; i < words->len; i++)
    g_string_append_printf (sql, " AND " SEARCHED " LIKE ?%u ESCAPE '\\'", FIRST_WORD + i);
  g_string_append (sql, " ORDER BY " NAME " COLLATE NOCASE, id LIMIT ?3");

  statement = psr_connection_prepare (connection, sql->str, &error);
  if (statement == NULL)
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, psr_entity_to_string (job->entity));
  psr_statement_bind_int64 (statement, 2, PSR_MIRROR_BC);
  psr_statement_bind_int64 (statement, 3, job->limit);
  for (guint i = 0; i < words->len; i++)
    psr_statement_bind_text (statement, (int) (FIRST_WORD + i), words->pdata[i]);

  if (!read_names (statement, names, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&names));
}

/*
 * The names in which all words of a search are, by name.
 */
DexFuture *
psr_mirror_names_find (PsrConnection *connection,
                       gpointer       data)
{
  const Job *job = data;
  DexFuture *future;

  g_assert (connection != NULL);
  g_assert (job != NULL);

  if (job->cancellable == NULL)
    return find (connection, job);

  psr_connection_set_cancellable (connection, job->cancellable);
  future = find (connection, job);
  psr_connection_set_cancellable (connection, NULL);

  if (!g_cancellable_is_cancelled (job->cancellable))
    return future;

  dex_unref (future);

  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nobody looks for it any more");
}

/*
 * Names by id.
 */
DexFuture *
psr_mirror_names_get (PsrConnection *connection,
                      gpointer       data)
{
  const Job *job = data;
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (psr_mirror_name_free);
  g_autoptr(PsrStatement) statement = NULL;
  GError *error = NULL;

  g_assert (connection != NULL);
  g_assert (job != NULL);

  statement = psr_connection_prepare (connection,
                                      "SELECT " COLUMNS " FROM records WHERE entity = ? AND side = ? AND id = ?", &error);
  if (statement == NULL)
    return dex_future_new_for_error (error);

  for (gsize i = 0; job->ids[i] != NULL; i++)
    {
      psr_statement_bind_static_text (statement, 1, psr_entity_to_string (job->entity));
      psr_statement_bind_int64 (statement, 2, PSR_MIRROR_BC);
      psr_statement_bind_static_text (statement, 3, job->ids[i]);
      if (!read_names (statement, names, &error))
        return dex_future_new_for_error (error);
      psr_statement_reset (statement);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&names));
}

/*
 * All names, by name.
 */
DexFuture *
psr_mirror_names_list (PsrConnection *connection,
                       gpointer       data)
{
  const Job *job = data;
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (psr_mirror_name_free);
  g_autoptr(PsrStatement) statement = NULL;
  GError *error = NULL;

  g_assert (connection != NULL);
  g_assert (job != NULL);

  statement = psr_connection_prepare (connection,
                                      "SELECT id, number, " ANY_NAME ", " CITY " FROM records WHERE entity = ? AND side = ? "
                                      "ORDER BY 3 COLLATE NOCASE, id",
                                      &error);
  if (statement == NULL)
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, psr_entity_to_string (job->entity));
  psr_statement_bind_int64 (statement, 2, PSR_MIRROR_BC);
  if (!read_names (statement, names, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&names));
}
