/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-matching"

#include "config.h"

#include <string.h>

#include "psr-engine-work.h"
#include "psr-matching.h"
#include "psr-mirror-names.h"
#include "psr-sync-couple.h"
#include "psr-sync-error.h"
#include "psr-sync-target.h"
#include "psr-sync-there.h"

typedef struct
{
  PsrEngine *engine;
  char      *flow;
} Ask;

static void
ask_clear (gpointer data)
{
  Ask *ask = data;

  g_clear_object (&ask->engine);
  g_free (ask->flow);
}

static void
ask_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, ask_clear);
}

/* The links by the ids of Business Central, and the ids of Wello that are coupled. */
static gboolean
add_links (PsrEngine   *self,
           PsrEntity    entity,
           GHashTable  *bc,
           GHashTable  *wello,
           GError     **error)
{
  g_autoptr(GPtrArray) links = dex_await_boxed (psr_link_store_list (psr_store_get_links (self->store), entity), error);

  if (links == NULL)
    return FALSE;

  for (guint i = 0; i < links->len; i++)
    {
      PsrLink *link = psr_link_ref (links->pdata[i]);

      g_hash_table_replace (bc, link->bc_id, link);
      g_hash_table_add (wello, g_strdup (link->wello_id));
    }

  return TRUE;
}

/* What is coupled with a record that is gone in Business Central is alone. */
static gboolean
leave_gone (PsrEngine    *self,
            const char   *flow,
            GHashTable   *bc,
            GHashTable   *wello,
            GError      **error)
{
  g_autoptr(GPtrArray) rows = dex_await_boxed (psr_mirror_store_list_skipped (psr_store_get_mirror (self->store), flow, NULL, 0), error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const PsrSkippedRow *row = rows->pdata[i];
      const PsrLink *link = strcmp (row->code, PSR_SYNC_CODE_GONE) == 0 ? g_hash_table_lookup (bc, row->row_id) : NULL;

      if (link != NULL)
        g_hash_table_remove (wello, link->wello_id);
    }

  return rows != NULL;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  return g_utf8_collate (psr_match_row_get_name ((PsrMatchRow *) a), psr_match_row_get_name ((PsrMatchRow *) b));
}

static PsrMatchRow *
make_row (const PsrMirrorName *name,
          const PsrLink       *link)
{
  return psr_match_row_new_coupled (name->id, name->number, name->name, name->city, link != NULL ? link->wello_id : "");
}

static void
take_rows (GListStore *store,
           GPtrArray  *rows)
{
  g_list_store_splice (store, 0, 0, rows->pdata, rows->len);
}

/* What is coupled without ever having been read here is told by its number. */
static void
add_unread (GPtrArray  *coupled,
            GHashTable *links,
            GHashTable *read)
{
  GHashTableIter iter;
  gpointer id;
  gpointer value;

  g_hash_table_iter_init (&iter, links);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      const PsrLink *link = value;

      if (!g_hash_table_contains (read, id))
        g_ptr_array_add (coupled, psr_match_row_new_coupled (id, link->bc_number, "", "", link->wello_id));
    }
}

static gboolean
read_bc (PsrEngine    *self,
         PsrEntity     entity,
         GHashTable   *links,
         PsrMatching  *matching,
         GError      **error)
{
  g_autoptr(GPtrArray) coupled = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) alone = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) read = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) names = NULL;

  names = dex_await_boxed (psr_mirror_store_list_names (psr_store_get_mirror (self->store), entity), error);
  if (names == NULL)
    return FALSE;

  for (guint i = 0; i < names->len; i++)
    {
      const PsrMirrorName *name = names->pdata[i];

      const PsrLink *link = g_hash_table_lookup (links, name->id);

      g_hash_table_add (read, name->id);
      g_ptr_array_add (link != NULL ? coupled : alone, make_row (name, link));
    }
  add_unread (coupled, links, read);
  take_rows (matching->coupled, coupled);
  take_rows (matching->bc, alone);

  return TRUE;
}

static gboolean
read_wello (PsrEngine    *self,
            PsrSyncFlow   flow,
            GHashTable   *links,
            PsrMatching  *matching,
            GError      **error)
{
  g_autoptr(GPtrArray) alone = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(PsrSyncContext) context = NULL;
  g_autoptr(GPtrArray) all = NULL;

  if (psr_engine_open_session (self, error))
    context = psr_engine_make_sync (self, error);
  if (context != NULL)
    all = psr_sync_list_there (context, flow, error);
  if (all == NULL)
    return FALSE;

  for (guint i = 0; i < all->len; i++)
    {
      const PsrSyncThere *there = all->pdata[i];

      if (!g_hash_table_contains (links, there->id))
        g_ptr_array_add (alone, psr_match_row_new (there->id, there->code, there->name, there->city));
    }
  g_ptr_array_sort_values (alone, compare_rows);
  take_rows (matching->wello, alone);

  return TRUE;
}

static gboolean
add_to_settle (PsrEngine    *self,
               const char   *flow,
               PsrMatching  *matching,
               GError      **error)
{
  g_autoptr(GPtrArray) rows = dex_await_boxed (psr_mirror_store_list_skipped (psr_store_get_mirror (self->store), flow, NULL, 0), error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const PsrSkippedRow *row = rows->pdata[i];

      if (psr_sync_code_is_coupling (row->code))
        psr_matching_add_open (matching, row->row_id, row->number, row->what, row->why, row->mend);
    }

  return rows != NULL;
}

static DexFuture *
matching_fiber (gpointer data)
{
  Ask *ask = data;
  PsrEngine *self = ask->engine;
  g_autoptr(PsrMatching) matching = psr_matching_new ();
  g_autoptr(GHashTable) bc = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) psr_link_unref);
  g_autoptr(GHashTable) wello = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) unused = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) psr_link_unref);
  PsrEntity entity;
  PsrSyncFlow flow;
  GError *error = NULL;

  if (!psr_engine_find_flow (ask->flow, &flow, &error) || !psr_engine_open_store (self, &error))
    return dex_future_new_for_error (error);
  if (!psr_sync_flow_couples (flow))
    {
      psr_sync_set_no_coupling (&error, flow);
      return dex_future_new_for_error (error);
    }

  entity = psr_sync_target_get_entity (flow);
  /* A default contact stands for its customer, and is nobody of its own. */
  if (!add_links (self, entity, bc, wello, &error) || !leave_gone (self, ask->flow, bc, wello, &error) ||
      (entity == PSR_ENTITY_PERSON && !add_links (self, PSR_ENTITY_CONTACT, unused, wello, &error)) ||
      !read_bc (self, entity, bc, matching, &error) ||
      !read_wello (self, flow, wello, matching, &error) ||
      !add_to_settle (self, ask->flow, matching, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_MATCHING, g_steal_pointer (&matching));
}

/**
 * psr_engine_can_couple:
 * @flow: the stable name of a flow
 *
 * Returns: whether its records are coupled, each with one of the other side
 */
gboolean
psr_engine_can_couple (const char *flow)
{
  PsrSyncFlow known;

  g_return_val_if_fail (flow != NULL, FALSE);

  return psr_sync_flow_from_string (flow, &known) && psr_sync_flow_couples (known);
}

/**
 * psr_engine_read_matching:
 * @self: an engine
 * @flow: the stable name of a flow
 *
 * Tells what is coupled and what is alone on each side: of Business Central as it was last
 * read, and as Wello has it now. Nothing is written.
 *
 * Returns: (transfer full): a future that resolves to a #PsrMatching
 */
DexFuture *
psr_engine_read_matching (PsrEngine  *self,
                          const char *flow)
{
  Ask *ask;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (flow != NULL);

  ask = g_atomic_rc_box_new0 (Ask);
  ask->engine = g_object_ref (self);
  ask->flow = g_strdup (flow);

  return dex_scheduler_spawn (NULL, 0, matching_fiber, ask, ask_unref);
}
