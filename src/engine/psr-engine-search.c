/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-search"

#include "config.h"

#include <string.h>

#include "psr-engine-private.h"
#include "psr-mirror-names.h"
#include "psr-search-hit.h"
#include "psr-work-order-list-private.h"

/* With what the id of a hit begins. */
#define WORK "work:"
#define CUSTOMER "customer:"

typedef struct
{
  PsrEngine    *engine;
  char         *text;
  char        **ids;
  guint         limit;
  GCancellable *cancellable;
} Search;

static void
search_clear (gpointer data)
{
  Search *search = data;

  g_clear_object (&search->engine);
  g_free (search->text);
  g_strfreev (search->ids);
  g_clear_object (&search->cancellable);
}

static void
search_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, search_clear);
}

/**
 * psr_search_hit_free:
 * @self: (transfer full): a hit
 */
void
psr_search_hit_free (PsrSearchHit *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->id);
  g_clear_pointer (&self->work_order, psr_work_order_unref);
  g_free (self->record);
  g_free (self->number);
  g_free (self->name);
  g_free (self->city);
  g_free (self);
}

static void
add_work (GPtrArray    *hits,
          PsrWorkOrder *work_order)
{
  PsrSearchHit *hit = g_new0 (PsrSearchHit, 1);

  hit->id = g_strdup_printf (WORK "%" G_GINT64_FORMAT, work_order->id);
  hit->work_order = psr_work_order_ref (work_order);
  g_ptr_array_add (hits, hit);
}

static void
add_customers (GPtrArray       *hits,
               const GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    {
      const PsrMirrorName *name = names->pdata[i];
      PsrSearchHit *hit = g_new0 (PsrSearchHit, 1);

      hit->id = g_strconcat (CUSTOMER, name->id, NULL);
      hit->record = g_strdup (name->id);
      hit->number = g_strdup (name->number);
      hit->name = g_strdup (name->name);
      hit->city = g_strdup (name->city);
      g_ptr_array_add (hits, hit);
    }
}

/* Adds work in the order of its ids, which it isn't read in. */
static gboolean
add_works (PsrEngine  *self,
           GArray     *ids,
           GPtrArray  *hits,
           GError    **error)
{
  g_autoptr(GPtrArray) work = NULL;

  if (ids->len == 0)
    return TRUE;

  work = psr_work_order_list_read (self, ids, error);
  if (work == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      for (guint j = 0; j < work->len; j++)
        {
          PsrWorkOrder *work_order = work->pdata[j];

          if (work_order->id == g_array_index (ids, gint64, i))
            add_work (hits, work_order);
        }
    }

  return TRUE;
}

static DexFuture *
search_fiber (gpointer data)
{
  Search *search = data;
  PsrEngine *self = search->engine;
  g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_search_hit_free);
  g_auto(GStrv) states = psr_engine_dup_queue_states (PSR_QUEUE_ALL);
  g_autoptr(PsrLedgerView) view = NULL;
  g_autoptr(GArray) ids = NULL;
  g_autoptr(GPtrArray) names = NULL;
  GError *error = NULL;

  if (!psr_engine_open_store (self, &error))
    return dex_future_new_for_error (error);

  view = psr_ledger_view_new ((const char * const *) states, search->text, PSR_LEDGER_ORDER_DATE, TRUE);
  psr_ledger_view_set_limit (view, search->limit);
  psr_ledger_view_set_cancellable (view, search->cancellable);
  ids = dex_await_boxed (psr_ledger_list_ids (psr_store_get_ledger (self->store), view), &error);
  if (ids == NULL || !add_works (self, ids, hits, &error))
    return dex_future_new_for_error (error);

  names = dex_await_boxed (psr_mirror_store_find_names (psr_store_get_mirror (self->store), PSR_ENTITY_CUSTOMER,
                                                        search->text, search->limit, search->cancellable),
                           &error);
  if (names == NULL)
    return dex_future_new_for_error (error);

  add_customers (hits, names);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&hits));
}

/**
 * psr_engine_search:
 * @self: an engine
 * @text: what to look for; every word has to be in it
 * @limit: at most so many of each kind
 * @cancellable: (nullable): makes it give up, with %G_IO_ERROR_CANCELLED
 *
 * Looks for work and for customers in what is known here; neither service is asked.
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrSearchHit: the work,
 *   the newest first, then customers by name
 */
DexFuture *
psr_engine_search (PsrEngine    *self,
                   const char   *text,
                   guint         limit,
                   GCancellable *cancellable)
{
  Search *search;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (text != NULL);
  dex_return_error_if_fail (limit > 0);

  search = g_atomic_rc_box_new0 (Search);
  search->engine = g_object_ref (self);
  search->text = g_strdup (text);
  search->limit = limit;
  g_set_object (&search->cancellable, cancellable);

  return dex_scheduler_spawn (NULL, 0, search_fiber, search, search_unref);
}

static DexFuture *
get_fiber (gpointer data)
{
  Search *search = data;
  PsrEngine *self = search->engine;
  g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_search_hit_free);
  g_autoptr(GArray) works = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GStrvBuilder) customers = g_strv_builder_new ();
  g_auto(GStrv) wanted = NULL;
  g_autoptr(GPtrArray) names = NULL;
  GError *error = NULL;

  for (gsize i = 0; search->ids[i] != NULL; i++)
    {
      gint64 id;

      if (g_str_has_prefix (search->ids[i], CUSTOMER))
        g_strv_builder_add (customers, search->ids[i] + strlen (CUSTOMER));
      else if (g_str_has_prefix (search->ids[i], WORK) &&
               g_ascii_string_to_signed (search->ids[i] + strlen (WORK), 10, 1, G_MAXINT64, &id, NULL))
        g_array_append_val (works, id);
    }
  wanted = g_strv_builder_end (customers);

  if (!psr_engine_open_store (self, &error) || !add_works (self, works, hits, &error))
    return dex_future_new_for_error (error);

  names = dex_await_boxed (psr_mirror_store_get_names (psr_store_get_mirror (self->store), PSR_ENTITY_CUSTOMER,
                                                       (const char * const *) wanted),
                           &error);
  if (names == NULL)
    return dex_future_new_for_error (error);

  add_customers (hits, names);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&hits));
}

/**
 * psr_engine_get_hits:
 * @self: an engine
 * @ids: (array zero-terminated=1): ids of hits
 *
 * Reads what was found as it is now. What isn't there any more is left out.
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrSearchHit
 */
DexFuture *
psr_engine_get_hits (PsrEngine          *self,
                     const char * const *ids)
{
  Search *search;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (ids != NULL);

  search = g_atomic_rc_box_new0 (Search);
  search->engine = g_object_ref (self);
  search->ids = g_strdupv ((char **) ids);

  return dex_scheduler_spawn (NULL, 0, get_fiber, search, search_unref);
}
