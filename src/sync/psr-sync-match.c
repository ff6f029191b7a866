/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-match"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-sync-contacts.h"
#include "psr-sync-error.h"
#include "psr-sync-private.h"

static gboolean
is_open (const PsrSyncCandidate *candidate)
{
  return candidate->problem == NULL;
}

/* What @func makes of each open candidate, without those of which it makes
 * nothing. */
static GStrv
collect (GPtrArray   *candidates,
         guint        part,
         const char *(*func) (const PsrSyncCandidate *candidate,
                              guint                   part))
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < candidates->len; i++)
    {
      const PsrSyncCandidate *candidate = g_ptr_array_index (candidates, i);
      const char *text = is_open (candidate) ? func (candidate, part) : NULL;

      if (text != NULL)
        g_strv_builder_add (builder, text);
    }

  return g_strv_builder_end (builder);
}

static const char *
get_bc_id (const PsrSyncCandidate *candidate,
           guint                   part)
{
  return candidate->id;
}

static const char *
get_unlinked_id (const PsrSyncCandidate *candidate,
                 guint                   part)
{
  return candidate->parts[part].link == NULL ? candidate->id : NULL;
}

static const char *
get_wello_id (const PsrSyncCandidate *candidate,
              guint                   part)
{
  return candidate->parts[part].wello_id;
}

static gboolean
read_known (PsrSyncRun  *run,
            GPtrArray   *candidates,
            guint        part,
            GError     **error)
{
  PsrSyncContext *context = run->context;
  PsrEntity entity = run->targets[part].entity;
  g_auto (GStrv) ids = collect (candidates, part, get_bc_id);
  g_autoptr (GHashTable) links = NULL;
  g_autoptr (GHashTable) agreed = NULL;

  links = dex_await_boxed (psr_link_store_map_by_bc (context->links, entity, (const char * const *) ids), error);
  if (links == NULL)
    return FALSE;

  agreed = dex_await_boxed (psr_mirror_store_get_agreed (context->mirror, entity, (const char * const *) ids), error);
  if (agreed == NULL)
    return FALSE;

  for (guint i = 0; i < candidates->len; i++)
    {
      PsrSyncCandidate *candidate = g_ptr_array_index (candidates, i);
      PsrSyncPart *p = &candidate->parts[part];
      PsrLink *link = g_hash_table_lookup (links, candidate->id);
      PsrAgreed *known = g_hash_table_lookup (agreed, candidate->id);

      if (!is_open (candidate))
        continue;

      if (link != NULL)
        {
          p->link = psr_link_ref (link);
          p->wello_id = g_strdup (link->wello_id);
        }

      if (known != NULL && link != NULL)
        p->agreed = psr_agreed_ref (known);
    }

  return TRUE;
}

/* By what a record of Wello with the same code or name is found. */
static char *
dup_match_number (const PsrSyncCandidate *candidate,
                  guint                   part,
                  gboolean                archived)
{
  const PsrSyncPart *p = &candidate->parts[part];

  const char *company_id = part > 0 ? candidate->parts[0].wello_id : candidate->company_id;

  if (part > 0 || company_id != NULL)
    {
      /* The whole name of a person; else as much of it as Wello's last name takes. */
      const char *name = part > 0 || archived ? p->key : candidate->name;

      if ((part > 0 && archived) || company_id == NULL || name == NULL ||
          (part == 0 && archived && g_strcmp0 (name, candidate->name) == 0))
        return NULL;

      return psr_sync_index_dup_name (company_id, name);
    }
  else
    {
      if (p->key == NULL || *p->key == '\0')
        return NULL;

      return archived ? psr_sync_index_dup_archived_code (p->key) : g_strdup (p->key);
    }
}

/**
 * psr_sync_set_ambiguous:
 * @error: return location for the error
 * @code: a code
 *
 * Says that several records in Wello have the code: a person has to choose.
 */
void
psr_sync_set_ambiguous (GError     **error,
                        const char  *code)
{
  g_autofree char *why = NULL;

  g_return_if_fail (code != NULL);

  why = g_strdup_printf (_("More than one record has the code “%s”."), code);
  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_AMBIGUOUS,
                           _("Several records in Wello could be meant."), why,
                           _("Give all but one of them another code in Wello, or archive them."));
}

/**
 * psr_sync_set_unassigned:
 * @error: return location for the error
 * @code: a code
 *
 * Says that the company with this code could be ours or another's.
 */
void
psr_sync_set_unassigned (GError     **error,
                         const char  *code)
{
  g_autofree char *why = NULL;

  g_return_if_fail (code != NULL);

  why = g_strdup_printf (_("The company with the code “%s” has no sales organization, and Wello has several."), code);
  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_AMBIGUOUS,
                           _("It isn’t known whose company in Wello could be meant."), why,
                           _("Choose the company’s sales organization in Wello."));
}

static void
take_match (PsrSyncRun       *run,
            PsrSyncCandidate *candidate,
            guint             part,
            PsrMirrorRecord  *match,
            const char       *how)
{
  PsrSyncPart *p = &candidate->parts[part];

  /* Left over from an earlier reading: it is gone. */
  if (match == NULL || match->seen_run != run->seen_run || p->wello_id != NULL)
    return;

  p->wello_id = g_strdup (match->id);
  p->how = how;
}

/* Which of them is meant has to be settled: until then none is alone. */
static void
leave_all (PsrSyncRun *run,
           GPtrArray  *matches)
{
  for (guint i = 0; i < matches->len; i++)
    psr_sync_alone_leave (run, ((const PsrMirrorRecord *) g_ptr_array_index (matches, i))->id);
}

/* A record is never guessed: one of several with its code is nobody's. For a default
 * contact it doesn't matter which of those that are alike is taken. What is @taken is
 * somebody else's. */
static void
take_match_by_number (PsrSyncRun       *run,
                      PsrSyncCandidate *candidate,
                      guint             part,
                      GPtrArray        *matches,
                      GHashTable       *taken,
                      gboolean          archived)
{
  PsrMirrorRecord *match = NULL;
  guint n_free = 0;

  if (matches == NULL || candidate->parts[part].wello_id != NULL)
    return;

  for (guint i = 0; i < matches->len; i++)
    {
      PsrMirrorRecord *record = g_ptr_array_index (matches, i);

      if (taken != NULL && g_hash_table_contains (taken, record->id))
        continue;

      if (n_free++ == 0)
        match = record;
    }

  if (n_free > 1 && candidate->company_id != NULL)
    psr_sync_contacts_set_ambiguous (&candidate->problem, candidate->name);
  else if (n_free > 0 && candidate->has_twin)
    psr_sync_contacts_set_twins (&candidate->problem, candidate->name);
  else if (n_free > 1 && part == 0 && !archived)
    {
      leave_all (run, matches);
      psr_sync_set_ambiguous (&candidate->problem, candidate->number);
    }
  else
    take_match (run, candidate, part, match, PSR_LINK_BY_CODE);
}

/* Which of the contacts that have the same names are somebody else's: they are no choice. */
static gboolean
list_taken (PsrSyncRun  *run,
            guint        part,
            GHashTable  *by_number,
            GHashTable **taken,
            GError     **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;
  GHashTableIter iter;
  gpointer value;

  if (run->targets[part].set != PSR_WELLO_SET_CONTACTS)
    return TRUE;

  g_hash_table_iter_init (&iter, by_number);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      GPtrArray *records = value;

      for (guint i = 0; i < records->len; i++)
        g_strv_builder_add (builder, ((const PsrMirrorRecord *) g_ptr_array_index (records, i))->id);
    }
  ids = g_strv_builder_end (builder);

  return psr_sync_contacts_list_taken (run, run->targets[part].entity, (const char * const *) ids, taken, error);
}

/* People that aren't coupled and have the name of another one of their company: which of
 * them a contact in Wello is, nothing says. */
static void
note_twins (GPtrArray *candidates)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < candidates->len; i++)
    {
      PsrSyncCandidate *candidate = g_ptr_array_index (candidates, i);
      g_autofree char *name = NULL;
      PsrSyncCandidate *other;

      if (!is_open (candidate) || candidate->company_id == NULL || candidate->parts[0].link != NULL)
        continue;

      name = psr_sync_index_dup_name (candidate->company_id, candidate->name);
      other = g_hash_table_lookup (names, name);
      if (other != NULL)
        candidate->has_twin = other->has_twin = TRUE;
      else
        g_hash_table_insert (names, g_steal_pointer (&name), candidate);
    }
}

/* Finds records that aren't coupled among those that Wello has: by id, then by
 * code, an archived one last. */
static gboolean
match_in_index (PsrSyncRun  *run,
                GPtrArray   *candidates,
                guint        part,
                GError     **error)
{
  PsrMirrorStore *mirror = run->context->mirror;
  PsrEntity entity = run->targets[part].entity;
  g_auto (GStrv) ids = collect (candidates, part, get_unlinked_id);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) numbers = NULL;
  g_autoptr (GHashTable) by_id = NULL;
  g_autoptr (GHashTable) by_number = NULL;
  g_autoptr (GHashTable) taken = NULL;

  for (guint i = 0; i < candidates->len; i++)
    {
      const PsrSyncCandidate *candidate = g_ptr_array_index (candidates, i);

      if (part == 0 && run->context->has_organizations && is_open (candidate) && candidate->parts[part].link == NULL)
        g_strv_builder_take (builder, psr_sync_index_dup_unassigned_code (candidate->number));

      for (guint archived = 0; archived < 2; archived++)
        {
          char *number = is_open (candidate) && candidate->parts[part].link == NULL
                           ? dup_match_number (candidate, part, archived)
                           : NULL;

          if (number != NULL)
            g_strv_builder_take (builder, number);
        }
    }

  numbers = g_strv_builder_end (builder);

  by_id = dex_await_boxed (psr_mirror_store_get_records (mirror, entity, PSR_MIRROR_WELLO, (const char * const *) ids), error);
  if (by_id == NULL)
    return FALSE;

  by_number = dex_await_boxed (psr_mirror_store_get_by_numbers (mirror, entity, PSR_MIRROR_WELLO, run->seen_run,
                                                                (const char * const *) numbers), error);
  if (by_number == NULL || !list_taken (run, part, by_number, &taken, error))
    return FALSE;

  for (guint i = 0; i < candidates->len; i++)
    {
      PsrSyncCandidate *candidate = g_ptr_array_index (candidates, i);

      if (!is_open (candidate) || candidate->parts[part].link != NULL)
        continue;

      take_match (run, candidate, part, g_hash_table_lookup (by_id, candidate->id), PSR_LINK_BY_ID);

      for (guint archived = 0; is_open (candidate) && archived < 2; archived++)
        {
          g_autofree char *number = dup_match_number (candidate, part, archived);

          if (number != NULL)
            take_match_by_number (run, candidate, part, g_hash_table_lookup (by_number, number), taken, archived);
        }

      if (part == 0 && run->context->has_organizations && is_open (candidate) && candidate->parts[part].wello_id == NULL)
        {
          g_autofree char *number = psr_sync_index_dup_unassigned_code (candidate->number);

          if (g_hash_table_contains (by_number, number))
            {
              leave_all (run, g_hash_table_lookup (by_number, number));
              psr_sync_set_unassigned (&candidate->problem, candidate->number);
            }
        }
    }

  return TRUE;
}

static const char *
get_matched_id (const PsrSyncCandidate *candidate,
                guint                   part)
{
  return candidate->parts[part].link == NULL ? candidate->parts[part].wello_id : NULL;
}

/* A default contact is no person, and a person is one of Business Central's only. */
static gboolean
drop_taken_contacts (PsrSyncRun  *run,
                     GPtrArray   *candidates,
                     guint        part,
                     GError     **error)
{
  g_auto (GStrv) ids = NULL;
  g_autoptr (GHashTable) taken = NULL;

  if (run->targets[part].set != PSR_WELLO_SET_CONTACTS)
    return TRUE;

  ids = collect (candidates, part, get_matched_id);
  if (!psr_sync_contacts_list_taken (run, run->targets[part].entity, (const char * const *) ids, &taken, error))
    return FALSE;

  for (guint i = 0; i < candidates->len; i++)
    {
      PsrSyncPart *p = &((PsrSyncCandidate *) g_ptr_array_index (candidates, i))->parts[part];

      if (p->link == NULL && p->wello_id != NULL && g_hash_table_contains (taken, p->wello_id))
        {
          g_clear_pointer (&p->wello_id, g_free);
          p->how = NULL;
        }
    }

  return TRUE;
}

/* What Wello was just seen to have, for those that are or will be coupled. */
static gboolean
read_theirs (PsrSyncRun  *run,
             GPtrArray   *candidates,
             guint        part,
             GError     **error)
{
  g_auto (GStrv) ids = collect (candidates, part, get_wello_id);
  g_autoptr (GHashTable) records = NULL;

  records = dex_await_boxed (psr_mirror_store_get_records (run->context->mirror,
                                                           run->targets[part].entity,
                                                           PSR_MIRROR_WELLO, (const char * const *) ids),
                             error);
  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < candidates->len; i++)
    {
      PsrSyncCandidate *candidate = g_ptr_array_index (candidates, i);
      PsrSyncPart *p = &candidate->parts[part];
      PsrMirrorRecord *record = p->wello_id != NULL ? g_hash_table_lookup (records, p->wello_id) : NULL;

      if (record != NULL && record->seen_run == run->seen_run)
        p->theirs = psr_mirror_record_ref (record);
    }

  return TRUE;
}

/**
 * psr_sync_match_part:
 * @run: a run
 * @candidates: (element-type PsrSyncCandidate): the records of a page
 * @part: number of a part
 * @error: return location for an error
 *
 * Finds out what the part of each record is coupled with and what was last
 * agreed on, and, where the mirror has all of Wello's records, with which of
 * them those that aren't coupled belong together. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_match_part (PsrSyncRun  *run,
                     GPtrArray   *candidates,
                     guint        part,
                     GError     **error)
{
  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (candidates != NULL, FALSE);
  g_return_val_if_fail (part < run->n_parts, FALSE);

  if (!read_known (run, candidates, part, error))
    return FALSE;

  if (part == 0)
    note_twins (candidates);

  if (!run->indexed)
    return TRUE;

  return match_in_index (run, candidates, part, error) &&
         drop_taken_contacts (run, candidates, part, error) &&
         (part > 0 || psr_sync_match_keys (run, candidates, error)) &&
         read_theirs (run, candidates, part, error);
}
