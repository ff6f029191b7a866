/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-link-store"

#include "config.h"

#include "psr-fields.h"
#include "psr-link-couple.h"
#include "psr-link-rows.h"
#include "psr-link-store.h"

struct _PsrLinkStore
{
  GObject parent_instance;

  PsrDatabase *database;
  PsrClock *clock;
};

G_DEFINE_FINAL_TYPE (PsrLinkStore, psr_link_store, G_TYPE_OBJECT)

typedef struct {
  PsrLinkDirection direction;
  PsrEntity entity;
  GStrv ids;
} LookUp;

typedef struct {
  GPtrArray *links;
  PsrTimestamp now;
} Adding;

static void
psr_link_store_finalize (GObject *object)
{
  PsrLinkStore *self = PSR_LINK_STORE (object);

  g_clear_object (&self->database);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (psr_link_store_parent_class)->finalize (object);
}

static void
psr_link_store_class_init (PsrLinkStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = psr_link_store_finalize;
}

static void
psr_link_store_init (PsrLinkStore *self)
{
}

/**
 * psr_link_store_new:
 * @ledger: the ledger's database
 * @clock: tells when a link is made
 *
 * Returns: (transfer full): a new #PsrLinkStore
 */
PsrLinkStore *
psr_link_store_new (PsrDatabase *ledger,
                    PsrClock    *clock)
{
  PsrLinkStore *self;

  g_return_val_if_fail (PSR_IS_DATABASE (ledger), NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);

  self = g_object_new (PSR_TYPE_LINK_STORE, NULL);
  self->database = g_object_ref (ledger);
  self->clock = g_object_ref (clock);

  return self;
}

static void
adding_free (gpointer data)
{
  Adding *adding = data;

  g_clear_pointer (&adding->links, g_ptr_array_unref);
  g_free (adding);
}

static DexFuture *
add_func (PsrConnection *connection,
          gpointer       data)
{
  Adding *adding = data;
  GError *error = NULL;
  guint added = 0;

  g_assert (connection != NULL);
  g_assert (adding != NULL);

  for (guint i = 0; i < adding->links->len; i++)
    {
      if (!psr_link_rows_add (connection, g_ptr_array_index (adding->links, i), adding->now, &added, &error))
        return dex_future_new_for_error (error);
    }

  if (!psr_connection_bump_revision (connection, "links", &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_uint (added);
}

/**
 * psr_link_store_add:
 * @self: a #PsrLinkStore
 * @links: (element-type PsrLink) (transfer none): links; not to be changed
 *   until the future is done
 *
 * Adds links, all or none. One that is there already only takes its new number.
 *
 * Returns: (transfer full): a future that resolves to a #guint, how many are
 *   new, or rejects with %PSR_STORE_ERROR_CONFLICT when a record is coupled to
 *   another one
 */
DexFuture *
psr_link_store_add (PsrLinkStore *self,
                    GPtrArray    *links)
{
  Adding *adding;

  g_return_val_if_fail (PSR_IS_LINK_STORE (self), NULL);
  g_return_val_if_fail (links != NULL, NULL);

  adding = g_new0 (Adding, 1);
  adding->links = g_ptr_array_ref (links);
  adding->now = psr_clock_now (self->clock);

  return psr_database_write (self->database, add_func, adding, adding_free);
}

/**
 * psr_link_store_couple:
 * @self: a #PsrLinkStore
 * @link: (transfer none): a pair that a person named; not to be changed until the
 *   future is done
 * @who: who asks for it
 *
 * Couples two records, with a line in the audit.
 *
 * Returns: (transfer full): a future that resolves to a #gboolean, whether they
 *   weren't coupled before, or rejects with %PSR_STORE_ERROR_CONFLICT when one of
 *   them is coupled to another one
 */
DexFuture *
psr_link_store_couple (PsrLinkStore *self,
                       PsrLink      *link,
                       const char   *who)
{
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_link_unref);

  g_return_val_if_fail (PSR_IS_LINK_STORE (self), NULL);
  g_return_val_if_fail (link != NULL, NULL);
  g_return_val_if_fail (who != NULL, NULL);

  g_ptr_array_add (links, psr_link_ref (link));

  return psr_database_write (self->database, psr_link_coupling_run,
                             psr_link_coupling_new (links, NULL, who, psr_clock_now (self->clock)), psr_link_coupling_free);
}

/**
 * psr_link_store_take_place:
 * @self: a #PsrLinkStore
 * @links: (element-type PsrLink) (transfer none): pairs of different entities; not to be changed
 *   until the future is done
 * @left: canonical GUID in Business Central of what these records of Wello were coupled with
 * @who: who asks for it
 *
 * Couples records of Wello with another one than before, all or none, with the lines in the audit.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with
 *   %PSR_STORE_ERROR_NOT_FOUND when they aren't coupled with @left any more, or with
 *   %PSR_STORE_ERROR_CONFLICT when the other one is coupled
 */
DexFuture *
psr_link_store_take_place (PsrLinkStore *self,
                           GPtrArray    *links,
                           const char   *left,
                           const char   *who)
{
  g_return_val_if_fail (PSR_IS_LINK_STORE (self), NULL);
  g_return_val_if_fail (links != NULL, NULL);
  g_return_val_if_fail (left != NULL, NULL);
  g_return_val_if_fail (who != NULL, NULL);

  return psr_database_write (self->database, psr_link_coupling_run,
                             psr_link_coupling_new (links, left, who, psr_clock_now (self->clock)), psr_link_coupling_free);
}

/**
 * psr_link_store_remove:
 * @self: a #PsrLinkStore
 * @entity: of what kind
 * @bc_id: canonical GUID in Business Central
 * @who: who asks for it
 * @reason: why
 *
 * Uncouples two records, with a line in the audit.
 *
 * Returns: (transfer full): a future that resolves to %TRUE or rejects with
 *   %PSR_STORE_ERROR_NOT_FOUND
 */
DexFuture *
psr_link_store_remove (PsrLinkStore *self,
                       PsrEntity     entity,
                       const char   *bc_id,
                       const char   *who,
                       const char   *reason)
{
  g_return_val_if_fail (PSR_IS_LINK_STORE (self), NULL);
  g_return_val_if_fail (bc_id != NULL, NULL);
  g_return_val_if_fail (who != NULL, NULL);
  g_return_val_if_fail (reason != NULL, NULL);

  return psr_database_write (self->database, psr_link_removing_run,
                             psr_link_removing_new (entity, bc_id, who, reason, psr_clock_now (self->clock)),
                             psr_link_removing_free);
}

static LookUp *
look_up_new (PsrLinkDirection    direction,
             PsrEntity           entity,
             const char * const *ids)
{
  LookUp *look_up = g_new0 (LookUp, 1);

  look_up->direction = direction;
  look_up->entity = entity;
  look_up->ids = g_strdupv ((GStrv) ids);

  return look_up;
}

static void
look_up_free (gpointer data)
{
  LookUp *look_up = data;

  g_strfreev (look_up->ids);
  g_free (look_up);
}

static DexFuture *
find_func (PsrConnection *connection,
           gpointer       data)
{
  LookUp *look_up = data;
  PsrLink *link;
  GError *error = NULL;

  g_assert (look_up != NULL);

  if (!psr_link_rows_find (connection, look_up->direction, look_up->entity, look_up->ids[0], &link, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_LINK, link);
}

static DexFuture *
map_func (PsrConnection *connection,
          gpointer       data)
{
  g_autoptr (GHashTable) map = NULL;
  LookUp *look_up = data;
  GError *error = NULL;

  g_assert (look_up != NULL);

  map = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) psr_link_unref);

  for (gsize i = 0; look_up->ids[i] != NULL; i++)
    {
      PsrLink *link;

      if (!psr_link_rows_find (connection, look_up->direction, look_up->entity, look_up->ids[i], &link, &error))
        return dex_future_new_for_error (error);

      if (link != NULL)
        g_hash_table_insert (map, g_strdup (look_up->ids[i]), link);
    }

  return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, g_steal_pointer (&map));
}

static DexFuture *
look_up_one (PsrLinkStore *self,
             PsrLinkDirection direction,
             PsrEntity     entity,
             const char   *id)
{
  const char *ids[] = { id, NULL };

  return psr_database_read (self->database, find_func, look_up_new (direction, entity, ids), look_up_free);
}

/**
 * psr_link_store_find_by_bc:
 * @self: a #PsrLinkStore
 * @entity: of what kind
 * @bc_id: canonical GUID in Business Central
 *
 * Returns: (transfer full): a future that resolves to a #PsrLink, or to %NULL
 *   when the record isn't coupled
 */
DexFuture *
psr_link_store_find_by_bc (PsrLinkStore *self,
                           PsrEntity     entity,
                           const char   *bc_id)
{
  g_return_val_if_fail (PSR_IS_LINK_STORE (self), NULL);
  g_return_val_if_fail (bc_id != NULL, NULL);

  return look_up_one (self, PSR_LINK_DIRECTION_BC, entity, bc_id);
}

/**
 * psr_link_store_find_by_wello:
 * @self: a #PsrLinkStore
 * @entity: of what kind
 * @wello_id: canonical GUID in Wello
 *
 * Returns: (transfer full): a future that resolves to a #PsrLink, or to %NULL
 *   when the record isn't coupled
 */
DexFuture *
psr_link_store_find_by_wello (PsrLinkStore *self,
                              PsrEntity     entity,
                              const char   *wello_id)
{
  g_return_val_if_fail (PSR_IS_LINK_STORE (self), NULL);
  g_return_val_if_fail (wello_id != NULL, NULL);

  return look_up_one (self, PSR_LINK_DIRECTION_WELLO, entity, wello_id);
}

/**
 * psr_link_store_map_by_bc:
 * @self: a #PsrLinkStore
 * @entity: of what kind
 * @bc_ids: (array zero-terminated=1): canonical GUIDs in Business Central
 *
 * Looks up many at once.
 *
 * Returns: (transfer full): a future that resolves to a #GHashTable from GUID
 *   to #PsrLink, without those that aren't coupled
 */
DexFuture *
psr_link_store_map_by_bc (PsrLinkStore       *self,
                          PsrEntity           entity,
                          const char * const *bc_ids)
{
  g_return_val_if_fail (PSR_IS_LINK_STORE (self), NULL);
  g_return_val_if_fail (bc_ids != NULL, NULL);

  return psr_database_read (self->database, map_func, look_up_new (PSR_LINK_DIRECTION_BC, entity, bc_ids), look_up_free);
}

/**
 * psr_link_store_map_by_wello:
 * @self: a #PsrLinkStore
 * @entity: of what kind
 * @wello_ids: (array zero-terminated=1): canonical GUIDs in Wello
 *
 * Looks up many at once.
 *
 * Returns: (transfer full): a future that resolves to a #GHashTable from GUID
 *   to #PsrLink, without those that aren't coupled
 */
DexFuture *
psr_link_store_map_by_wello (PsrLinkStore       *self,
                             PsrEntity           entity,
                             const char * const *wello_ids)
{
  g_return_val_if_fail (PSR_IS_LINK_STORE (self), NULL);
  g_return_val_if_fail (wello_ids != NULL, NULL);

  return psr_database_read (self->database, map_func, look_up_new (PSR_LINK_DIRECTION_WELLO, entity, wello_ids), look_up_free);
}

static DexFuture *
list_func (PsrConnection *connection,
           gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GPtrArray) links = NULL;
  LookUp *look_up = data;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (look_up != NULL);

  links = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_link_unref);

  if (!(statement = psr_connection_prepare (connection,
                                            "SELECT id, entity, bc_id, wello_id, bc_number, how, created "
                                            "FROM links WHERE entity = ? ORDER BY id", &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, psr_entity_to_string (look_up->entity));

  while (psr_statement_step (statement, &has_row, &error) && has_row)
    {
      PsrLink *link = psr_link_new (look_up->entity, "", "", "", "");

      g_ptr_array_add (links, link);
      if (!psr_row_read (link, psr_link_fields, statement, 0, &error))
        break;
    }

  if (error != NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&links));
}

/**
 * psr_link_store_list:
 * @self: a #PsrLinkStore
 * @entity: of what kind
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of all
 *   #PsrLink of @entity, oldest first
 */
DexFuture *
psr_link_store_list (PsrLinkStore *self,
                     PsrEntity     entity)
{
  const char *none[] = { NULL };

  g_return_val_if_fail (PSR_IS_LINK_STORE (self), NULL);

  return psr_database_read (self->database, list_func, look_up_new (PSR_LINK_DIRECTION_BC, entity, none), look_up_free);
}

/**
 * psr_link_store_set_mark:
 * @self: a #PsrLinkStore
 * @wello_id: canonical GUID of an account that isn't coupled
 * @mark: what has to be remembered of it, whatever happens; "" = nothing
 *
 * Returns: (transfer full): a future that resolves to %TRUE once it is on the disk
 */
DexFuture *
psr_link_store_set_mark (PsrLinkStore *self,
                         const char   *wello_id,
                         const char   *mark)
{
  g_return_val_if_fail (PSR_IS_LINK_STORE (self), NULL);
  g_return_val_if_fail (wello_id != NULL && mark != NULL, NULL);

  return psr_database_write (self->database, psr_link_rows_set_mark, psr_account_mark_new (wello_id, mark),
                             psr_account_mark_free);
}

/**
 * psr_link_store_get_mark:
 * @self: a #PsrLinkStore
 * @wello_id: canonical GUID of an account
 *
 * Returns: (transfer full): a future that resolves to what is remembered of it, or ""
 */
DexFuture *
psr_link_store_get_mark (PsrLinkStore *self,
                         const char   *wello_id)
{
  g_return_val_if_fail (PSR_IS_LINK_STORE (self), NULL);
  g_return_val_if_fail (wello_id != NULL, NULL);

  return psr_database_read (self->database, psr_link_rows_get_mark, psr_account_mark_new (wello_id, NULL),
                            psr_account_mark_free);
}

/**
 * psr_link_store_count_marks:
 * @self: a #PsrLinkStore
 * @except: marks that don't count
 *
 * Returns: (transfer full): a future that resolves to how many accounts have another
 *   mark, a #gint64
 */
DexFuture *
psr_link_store_count_marks (PsrLinkStore *self,
                            const char   *except)
{
  g_return_val_if_fail (PSR_IS_LINK_STORE (self), NULL);
  g_return_val_if_fail (except != NULL, NULL);

  return psr_database_read (self->database, psr_link_rows_count_marks, g_strdup (except), g_free);
}
