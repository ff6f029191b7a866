/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-gone"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-guid.h"
#include "psr-json.h"
#include "psr-sync-account.h"
#include "psr-sync-apart.h"
#include "psr-sync-private.h"

/* How often ids are compared. */
#define INTERVAL G_TIME_SPAN_DAY

/* Rows of nothing but an id: as many as Business Central puts on a page. */
#define PAGE 20000

/* How many records are asked for by id at a time. */
#define SLICE 100

/* So few may be gone, however large a share of all they are. */
#define HANDFUL 10

/* How many records are named that one may have been merged with. */
#define MAX_SURVIVORS 5

static char *
dup_swept_name (PsrSyncRun *run)
{
  return g_strconcat (psr_sync_flow_to_string (run->flow), ".swept", NULL);
}

static gboolean
set_swept (PsrSyncRun     *run,
           PsrMirrorPage  *page,
           GError        **error)
{
  g_autofree char *name = dup_swept_name (run);
  g_autoptr (PsrWatermark) swept = psr_watermark_new (name);

  swept->since = psr_clock_now (run->context->clock);
  psr_mirror_page_set_watermark (page, swept);

  return psr_sync_run_is_dry (run) || dex_await (psr_mirror_store_commit (run->context->mirror, page), error);
}

/* Which records Business Central has now that it may have been merged with, by what both
 * sides last agreed on; "" where there is none. */
static char *
dup_survivors (PsrSyncRun     *run,
               const PsrLink  *link,
               GError        **error)
{
  PsrEntity entity = run->targets[0].entity;
  const char *ids[] = { link->bc_id, NULL };
  g_autoptr (GHashTable) agreed = dex_await_boxed (psr_mirror_store_get_agreed (run->context->mirror, entity, ids), error);
  const PsrAgreed *known = agreed != NULL ? g_hash_table_lookup (agreed, link->bc_id) : NULL;
  g_autoptr (GBytes) text = known != NULL ? g_bytes_new (known->values, strlen (known->values)) : NULL;
  g_autoptr (JsonNode) node = text != NULL ? psr_json_parse (text, NULL) : NULL;
  g_autoptr (GPtrArray) alike = NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (GString) numbers = g_string_new (NULL);

  if (agreed == NULL)
    return NULL;
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return g_strdup ("");

  alike = psr_sync_account_find_alike (run, json_node_get_object (node), &local);
  /* A hint isn't worth the run. */
  if (alike == NULL && psr_sync_apart_is_of_rows (local))
    return g_strdup ("");
  if (alike == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  for (guint i = 0; i < MIN (alike->len, MAX_SURVIVORS); i++)
    g_string_append_printf (numbers, "%s%s", i > 0 ? ", " : "", ((const PsrSyncAlike *) alike->pdata[i])->number);

  return g_string_free_and_steal (g_steal_pointer (&numbers));
}

/* A merge deletes the double's id, so nothing is archived by itself. */
static gboolean
add_gone (PsrSyncRun     *run,
          PsrMirrorPage  *page,
          const PsrLink  *link,
          gboolean        looks,
          GError        **error)
{
  g_autofree char *survivors = NULL;
  g_autofree char *mend = NULL;
  g_autofree char *why = NULL;

  mend = g_strdup_printf (_("Couple its record in Wello with the one that remains (“passerellectl couple %s NUMBER %s”). Or uncouple it (“passerellectl uncouple”), and archive it in Wello."),
                          psr_sync_flow_to_string (run->flow), link->wello_id);
  survivors = looks && run->flow != PSR_SYNC_CONTACTS ? dup_survivors (run, link, error) : g_strdup ("");
  if (survivors == NULL)
    return FALSE;
  if (*survivors != '\0')
    why = g_strdup_printf (_("It was deleted there, or merged with another one, by its name, its e-mail or its VAT number perhaps with %s."),
                           survivors);

  psr_sync_skip (run, page, link->bc_id, link->bc_number, PSR_SYNC_GONE,
                 _("The record is gone in Business Central."),
                 why != NULL ? why : _("It was deleted there, or merged with another one."), mend);

  return TRUE;
}

/* For each of a handful it is looked whose they may be now. */
static gboolean
add_all_gone (PsrSyncRun     *run,
              PsrMirrorPage  *page,
              GPtrArray      *gone,
              GError        **error)
{
  for (guint i = 0; i < gone->len; i++)
    {
      if (!add_gone (run, page, gone->pdata[i], gone->len <= HANDFUL, error))
        return FALSE;
    }

  return TRUE;
}

/* On the "parse" lane: the ids of a page, as one block. */
static GPtrArray *
make_ids (JsonArray  *rows,
          gpointer    data,
          GError    **error)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (PsrGuid), json_array_get_length (rows));

  g_ptr_array_add (made, ids);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      PsrGuid id;

      if (!JSON_NODE_HOLDS_OBJECT (node) ||
          !psr_guid_parse (psr_json_get_string (json_node_get_object (node), "id"), &id, error))
        return NULL;

      g_array_append_val (ids, id);
    }

  return g_steal_pointer (&made);
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return strcmp (((const PsrGuid *) a)->text, ((const PsrGuid *) b)->text);
}

/* All ids that Business Central has, in order. */
static GArray *
read_ids (PsrSyncRun  *run,
          GError     **error)
{
  g_autoptr (PsrODataPager) pager = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (PsrGuid));

  pager = psr_bc_client_pull (run->context->bc, psr_sync_target_get_bc_set (run->flow), "id", NULL, PSR_TIMESTAMP_NONE,
                              PAGE, NULL);

  while (!psr_odata_pager_is_done (pager))
    {
      g_autoptr (PsrODataPage) page = NULL;
      GArray *some;

      if (!psr_sync_run_goes_on (run, error))
        return NULL;

      page = dex_await_object (psr_odata_pager_next (pager, make_ids, NULL, NULL), error);
      if (page == NULL)
        return NULL;

      some = g_ptr_array_index (psr_odata_page_get_rows (page), 0);
      g_array_append_vals (ids, some->data, some->len);
    }

  g_array_sort (ids, compare_ids);

  return g_steal_pointer (&ids);
}

static gboolean
has_id (GArray     *ids,
        const char *text)
{
  PsrGuid id;

  return psr_guid_parse (text, &id, NULL) && g_array_binary_search (ids, &id, compare_ids, NULL);
}

/* Takes out those that are there after all: a list that is read while it changes may
 * pass over one. */
static gboolean
take_out_present (PsrSyncRun  *run,
                  GPtrArray   *gone,
                  GError     **error)
{
  PsrBcSet set = psr_sync_target_get_bc_set (run->flow);
  g_autoptr (GArray) present = g_array_new (FALSE, FALSE, sizeof (PsrGuid));

  for (guint first = 0; first < gone->len; first += SLICE)
    {
      g_autoptr (GPtrArray) slice = g_ptr_array_new ();
      g_autoptr (GPtrArray) pagers = NULL;

      for (guint i = first; i < MIN (first + SLICE, gone->len); i++)
        g_ptr_array_add (slice, ((PsrLink *) gone->pdata[i])->bc_id);
      g_ptr_array_add (slice, NULL);

      pagers = psr_bc_client_pull_by_id (run->context->bc, set, "id", NULL, (const char * const *) slice->pdata);
      for (guint i = 0; i < pagers->len; i++)
        {
          PsrODataPager *pager = pagers->pdata[i];

          while (!psr_odata_pager_is_done (pager))
            {
              g_autoptr (PsrODataPage) page = dex_await_object (psr_odata_pager_next (pager, make_ids, NULL, NULL), error);
              GArray *some;

              if (page == NULL)
                return FALSE;

              some = g_ptr_array_index (psr_odata_page_get_rows (page), 0);
              g_array_append_vals (present, some->data, some->len);
            }
        }
    }

  g_array_sort (present, compare_ids);

  for (guint i = gone->len; i > 0; i--)
    {
      if (has_id (present, ((PsrLink *) gone->pdata[i - 1])->bc_id))
        g_ptr_array_remove_index (gone, i - 1);
    }

  return TRUE;
}

/* So many at once: more likely the account doesn't see them. */
static void
add_many (PsrSyncRun    *run,
          PsrMirrorPage *page,
          guint          n_gone,
          guint          n_links)
{
  g_autofree char *what = NULL;

  what = g_strdup_printf (ngettext ("%u of %u record seems to be gone in Business Central.",
                                    "%u of %u records seem to be gone in Business Central.", n_gone),
                          n_gone, n_links);
  psr_sync_skip (run, page, PSR_SYNC_MANY_GONE, "", PSR_SYNC_MANY_GONE, what,
                 _("So many at once are more likely hidden from the account than deleted; nothing was done about them."),
                 _("See to it that the account may read all of them. Where they are gone indeed, “passerellectl sync --all-gone” lists each of them."));
}

/* In a dry run it stays in the mirror, and isn't told again. */
static void
clear (PsrSyncRun    *run,
       PsrMirrorPage *page,
       const char    *flow,
       const char    *row_id)
{
  psr_mirror_page_clear_skipped (page, flow, row_id);
  if (psr_sync_run_is_dry (run))
    g_hash_table_add (run->told, g_strdup (row_id));
}

static gboolean
sweep (PsrSyncRun  *run,
       GError     **error)
{
  const char *flow = psr_sync_flow_to_string (run->flow);
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (GPtrArray) gone = g_ptr_array_new ();
  g_autoptr (GArray) ids = NULL;

  /* The links first: what is coupled meanwhile is there. */
  links = dex_await_boxed (psr_link_store_list (run->context->links, run->targets[0].entity), error);
  if (links == NULL || !(ids = read_ids (run, error)))
    return FALSE;

  clear (run, page, flow, PSR_SYNC_MANY_GONE);

  for (guint i = 0; i < links->len; i++)
    {
      PsrLink *link = links->pdata[i];
      const PsrSkippedRow *known = g_hash_table_lookup (run->was_skipped, link->bc_id);
      gboolean is_noted = known != NULL && g_str_equal (known->code, PSR_SYNC_GONE);
      gboolean is_there = has_id (ids, link->bc_id);

      if (is_there && is_noted)
        clear (run, page, flow, link->bc_id);
      else if (!is_there && !is_noted)
        g_ptr_array_add (gone, link);
    }

  if ((run->flags & PSR_SYNC_ALL_GONE) == 0 && gone->len > HANDFUL &&
      (guint64) gone->len * 100 > (guint64) links->len * run->context->most_gone)
    {
      g_autoptr (PsrMirrorPage) many = psr_mirror_page_new ();

      add_many (run, many, gone->len, links->len);
      return set_swept (run, many, error);
    }

  if (!take_out_present (run, gone, error))
    return FALSE;

  return add_all_gone (run, page, gone, error) && set_swept (run, page, error);
}

/* What a run that reads everything would find, without having written down what it came
 * across: rows that were set aside and aren't there any more would be forgotten. */
static gboolean
note_unseen_dry (PsrSyncRun  *run,
                 GError     **error)
{
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (GPtrArray) gone = g_ptr_array_new ();
  g_autoptr (GArray) ids = NULL;
  GHashTableIter iter;
  gpointer id;

  links = dex_await_boxed (psr_link_store_list (run->context->links, run->targets[0].entity), error);
  if (links == NULL || !(ids = read_ids (run, error)))
    return FALSE;

  for (guint i = 0; i < links->len; i++)
    {
      PsrLink *link = links->pdata[i];

      if (!has_id (ids, link->bc_id) && !g_hash_table_contains (run->told, link->bc_id))
        g_ptr_array_add (gone, link);
    }
  if (!take_out_present (run, gone, error))
    return FALSE;

  g_hash_table_iter_init (&iter, run->was_skipped);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_hash_table_add (run->told, g_strdup (id));
  return add_all_gone (run, page, gone, error);
}

/**
 * psr_sync_gone_note_unseen:
 * @run: a run that read everything because a person asked for it
 * @error: return location for an error
 *
 * What it didn't come across is gone in Business Central. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_gone_note_unseen (PsrSyncRun  *run,
                           GError     **error)
{
  PsrEntity entity;
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (GHashTable) links = NULL;
  g_autoptr (GPtrArray) missing = NULL;
  g_autoptr (GPtrArray) gone = g_ptr_array_new ();
  g_auto (GStrv) ids = NULL;
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (run != NULL, FALSE);

  if (psr_sync_run_is_dry (run))
    return note_unseen_dry (run, error);

  entity = run->targets[0].entity;
  missing = g_hash_table_get_keys_as_ptr_array (run->was_skipped);
  if (!psr_sync_listed_forget (run, missing, error))
    return FALSE;

  ids = dex_await_boxed (psr_mirror_store_list_unseen (run->context->mirror, entity, PSR_MIRROR_BC,
                                                       run->seen_run, PSR_SYNC_MAX_ROWS),
                         error);
  if (ids == NULL)
    return FALSE;

  links = dex_await_boxed (psr_link_store_map_by_bc (run->context->links, entity, (const char * const *) ids), error);
  if (links == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, links);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      /* What this run itself set aside is there. */
      if (!g_hash_table_contains (run->told, ((const PsrLink *) value)->bc_id))
        g_ptr_array_add (gone, value);
    }

  return add_all_gone (run, page, gone, error) && set_swept (run, page, error);
}

/**
 * psr_sync_gone_check:
 * @run: a run
 * @bc_id: canonical GUID of a record that was coupled
 * @gone: (out): whether Business Central doesn't have it any more
 * @error: return location for an error
 *
 * Asks for it now. Has to be called in a fiber.
 *
 * Returns: whether it could be found out
 */
gboolean
psr_sync_gone_check (PsrSyncRun  *run,
                     const char  *bc_id,
                     gboolean    *gone,
                     GError     **error)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  PsrLink asked = { .bc_id = (char *) bc_id };

  g_return_val_if_fail (run != NULL && bc_id != NULL && gone != NULL, FALSE);

  g_ptr_array_add (one, &asked);
  if (!take_out_present (run, one, error))
    return FALSE;
  *gone = one->len > 0;

  return TRUE;
}

/**
 * psr_sync_gone_sweep:
 * @run: a run that read what changed, or everything
 * @everything: whether it read everything
 * @error: return location for an error
 *
 * Business Central says nothing of what is deleted: once a day the ids that it has are
 * compared with those that are coupled, and a record that is gone is set aside. Where
 * many seem to be gone, only that is told, unless a person said that they are. A full run does so whenever it is run. Has to
 * be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_gone_sweep (PsrSyncRun  *run,
                     gboolean     everything,
                     GError     **error)
{
  g_autoptr (PsrWatermark) swept = NULL;
  g_autofree char *name = NULL;
  gint64 age;

  g_return_val_if_fail (run != NULL, FALSE);

  name = dup_swept_name (run);
  swept = dex_await_boxed (psr_mirror_store_get_watermark (run->context->mirror, name), error);
  if (swept == NULL)
    return FALSE;

  if (swept->since == PSR_TIMESTAMP_NONE && everything)
    {
      g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();

      /* Nothing can be coupled with what wasn't just there. */
      return set_swept (run, page, error);
    }

  /* A clock that was set back makes it due, too. */
  age = swept->since != PSR_TIMESTAMP_NONE ? psr_clock_now (run->context->clock) - swept->since : INTERVAL;

  return (!psr_sync_run_is_full (run) && (run->flags & PSR_SYNC_ALL_GONE) == 0 && age >= 0 && age < INTERVAL) || sweep (run, error);
}
