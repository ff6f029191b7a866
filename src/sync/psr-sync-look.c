/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-look"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-field-label.h"
#include "psr-json.h"
#include "psr-net-future.h"
#include "psr-odata-pager.h"
#include "psr-service-error.h"
#include "psr-sync-compare.h"
#include "psr-sync-look.h"
#include "psr-sync-person.h"
#include "psr-sync-private.h"

G_DEFINE_BOXED_TYPE (PsrSyncLook, psr_sync_look, psr_sync_look_ref, psr_sync_look_unref)

typedef struct
{
  PsrSyncContext *context;
  PsrSyncFlow     flow;
  char           *id;
} Look;

static void
look_clear (gpointer data)
{
  Look *look = data;

  psr_sync_context_unref (look->context);
  g_free (look->id);
}

static void
look_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, look_clear);
}

static void
field_free (gpointer data)
{
  PsrSyncLookField *field = data;

  g_free (field->label);
  g_free (field->bc);
  g_free (field->wello);
  g_free (field->agreed);
  g_free (field);
}

static void
psr_sync_look_clear (gpointer data)
{
  PsrSyncLook *self = data;

  g_free (self->number);
  g_free (self->name);
  g_free (self->wello_id);
  g_free (self->mark);
  g_free (self->question);
  g_clear_error (&self->problem);
  g_ptr_array_unref (self->fields);
}

/**
 * psr_sync_look_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrSyncLook *
psr_sync_look_ref (PsrSyncLook *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_sync_look_unref:
 * @self: (transfer full): a record
 */
void
psr_sync_look_unref (PsrSyncLook *self)
{
  g_atomic_rc_box_release_full (self, psr_sync_look_clear);
}

/* What Wello has, as far as the map writes it, and what a person would be asked; on the
 * "parse" lane. Without @wanted nothing is. */
typedef struct
{
  PsrFieldMap  *map;
  PsrRecord    *record;
  PsrRecord    *wanted;
  PsrRecord    *agreed;
  PsrSyncTerms  terms;
  GPtrArray    *differences;
  /* What the next run writes to Wello: the names of its members. */
  GHashTable   *changing;
  gboolean      is_coupled;
  char         *wello_id;
} Theirs;

static void
theirs_clear (gpointer data)
{
  Theirs *theirs = data;

  psr_field_map_unref (theirs->map);
  psr_record_unref (theirs->record);
  g_clear_pointer (&theirs->wanted, psr_record_unref);
  g_clear_pointer (&theirs->agreed, psr_record_unref);
  g_ptr_array_unref (theirs->differences);
  g_hash_table_unref (theirs->changing);
  g_free (theirs->wello_id);
}

static void
theirs_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, theirs_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Theirs, theirs_unref)

static void
note_changes (GHashTable *changing,
              GBytes     *changes)
{
  g_autoptr (JsonNode) node = changes != NULL ? psr_json_parse (changes, NULL) : NULL;
  JsonObjectIter iter;
  const char *name;

  g_hash_table_remove_all (changing);
  if (node == NULL)
    return;

  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, NULL))
    g_hash_table_add (changing, g_strdup (name));
}

/* Changes nothing: it only remembers what is there. */
static GBytes *
keep_theirs (JsonObject  *current,
             gpointer     data,
             GError     **error)
{
  Theirs *theirs = data;
  g_autoptr (JsonObject) shown = NULL;
  g_autoptr (GBytes) changes = NULL;

  g_ptr_array_set_size (theirs->differences, 0);
  if (theirs->wanted != NULL && theirs->agreed != NULL)
    changes = psr_sync_compare (&theirs->terms, current, theirs->differences);
  note_changes (theirs->changing, changes);

  shown = psr_field_map_get_entity (theirs->map) == PSR_ENTITY_PERSON ? psr_sync_person_compose (current)
                                                                       : json_object_ref (current);
  for (guint i = 0; i < psr_field_map_get_n_fields (theirs->map); i++)
    {
      const char *name = psr_field_map_get_field (theirs->map, i)->target;
      JsonNode *node = json_object_get_member (shown, name);
      g_autoptr (PsrValue) value = NULL;

      if (node != NULL && JSON_NODE_HOLDS_VALUE (node))
        value = psr_value_new_json (node, NULL);
      if (value != NULL)
        psr_record_set_value (theirs->record, name, value);
    }

  return NULL;
}

/* What the sync compares the part by. */
static void
set_terms (Look                 *look,
           const PsrSyncTarget  *target,
           PsrSyncCandidate     *candidate,
           guint                 part,
           PsrRecord            *agreed,
           Theirs               *theirs)
{
  const PsrSyncRules *rules = &look->context->rules[look->flow];

  theirs->wanted = psr_sync_candidate_dup_wanted (candidate, part, target->map);
  theirs->agreed = psr_record_ref (agreed);
  theirs->terms = (PsrSyncTerms) {
    .map = target->map,
    .wanted = theirs->wanted,
    .agreed = agreed,
    .tables = candidate->tables,
    .lossy = candidate->parts[part].lossy,
    .bc_modified = candidate->modified,
    .both_ways = rules->both_ways,
    .conflict = rules->conflict,
  };
}

static Theirs *
read_wello (Look                 *look,
            const PsrSyncTarget  *target,
            PsrSyncCandidate     *candidate,
            guint                 part,
            PsrRecord            *agreed,
            GError              **error)
{
  g_autoptr (Theirs) theirs = g_atomic_rc_box_new0 (Theirs);
  g_autoptr (PsrLink) link = NULL;
  g_autoptr (GError) local = NULL;
  const char *wello_id;

  theirs->map = psr_field_map_ref (target->map);
  theirs->record = psr_record_new ();
  theirs->differences = g_ptr_array_new_with_free_func (psr_sync_difference_free);
  theirs->changing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  link = dex_await_boxed (psr_link_store_find_by_bc (look->context->links, target->entity, look->id), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  theirs->is_coupled = link != NULL;
  theirs->wello_id = g_strdup (link != NULL ? link->wello_id : "");
  if (link != NULL && agreed != NULL && candidate != NULL && candidate->parts[part].values != NULL)
    {
      /* The company of a contact that comes with it. */
      if (part == 0)
        g_set_str (&candidate->parts[0].wello_id, link->wello_id);
      set_terms (look, target, candidate, part, agreed, theirs);
    }

  /* A new record gets the id that Business Central has. */
  wello_id = link != NULL ? link->wello_id : look->id;
  if (!dex_await (psr_wello_client_modify (look->context->wello, target->set, wello_id, keep_theirs,
                                           g_atomic_rc_box_acquire (theirs), theirs_unref),
                  &local) &&
      !g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&theirs);
}

static char *
to_text (const PsrValue *value)
{
  if (value == NULL)
    return g_strdup ("");
  if (value->type == PSR_VALUE_BOOLEAN)
    return g_strdup (value->boolean ? _("Yes") : _("No"));

  return psr_value_to_text (value);
}

static gboolean
are_same (const char     *bc_text,
          const char     *wello_text,
          const PsrValue *bc,
          const PsrValue *wello)
{
  return g_str_equal (bc_text, wello_text) || (bc != NULL && wello != NULL && psr_value_equal (bc, wello));
}

/* What is looked up is an id at least on one side, which says nothing to a person: it is shown as
 * the code that it stands for. */
static char *
dup_looked_up (const PsrSyncTables *tables,
               const PsrField      *field,
               const PsrValue      *value,
               gboolean             is_wello)
{
  g_autofree char *text = NULL;
  char *code;

  if (value == NULL || psr_value_is_nothing (value))
    return g_strdup ("");

  text = psr_value_to_text (value);
  if (is_wello)
    code = field->look_up != NULL ? psr_sync_tables_dup_back (tables, field, text) : g_strdup (text);
  else
    code = psr_sync_tables_dup_code (tables, field, text);

  return code != NULL ? code : g_strdup ("");
}

static void
add_looked_up (PsrSyncLook         *self,
               const PsrSyncTables *tables,
               const PsrField      *field,
               const PsrValue      *bc,
               const PsrValue      *wello,
               const PsrValue      *agreed,
               gboolean             changes)
{
  PsrSyncLookField *row = g_new0 (PsrSyncLookField, 1);

  row->label = g_strdup (psr_field_label_get (field->target));
  row->bc = dup_looked_up (tables, field, bc, FALSE);
  row->wello = dup_looked_up (tables, field, wello, TRUE);
  row->agreed = dup_looked_up (tables, field, agreed, FALSE);

  /* Wello doesn't tell all codes, and may have one of its own where we have none. */
  row->differs = self->has_bc && self->has_wello &&
                 (changes || (*row->bc != '\0' && *row->wello != '\0' && g_ascii_strcasecmp (row->bc, row->wello) != 0));
  g_ptr_array_add (self->fields, row);
}

static void
add_fields (PsrSyncLook         *self,
            const PsrSyncTarget *target,
            const PsrSyncTables *tables,
            PsrRecord           *bc,
            const Theirs        *their_side,
            PsrRecord           *agreed)
{
  PsrRecord *wello = their_side->record;

  for (guint i = 0; i < psr_field_map_get_n_fields (target->map); i++)
    {
      const PsrField *field = psr_field_map_get_field (target->map, i);
      const PsrValue *ours = bc != NULL ? psr_record_get_value (bc, field->target) : NULL;
      /* What is looked up there says nothing to a person. */
      const PsrValue *theirs = field->look_up == NULL ? psr_record_get_value (wello, field->target) : NULL;
      PsrSyncLookField *row;

      if (tables != NULL && field->source != NULL && field->look_up != NULL)
        {
          add_looked_up (self, tables, field, ours, psr_record_get_value (wello, field->target),
                         agreed != NULL ? psr_record_get_value (agreed, field->target) : NULL,
                         g_hash_table_contains (their_side->changing, field->target));
          continue;
        }

      /* What nobody can choose says nothing. */
      if (field->source == NULL || field->transform == PSR_TRANSFORM_GUID || field->transform == PSR_TRANSFORM_LINK ||
          g_str_equal (field->target, "company_id"))
        continue;

      row = g_new0 (PsrSyncLookField, 1);
      row->label = g_strdup (psr_field_label_get (field->target));
      row->bc = to_text (ours);
      row->wello = to_text (theirs);
      row->agreed = to_text (agreed != NULL ? psr_record_get_value (agreed, field->target) : NULL);

      /* Wello doesn't tell what it has behind some codes. */
      row->differs = self->has_bc && self->has_wello && ours != NULL && theirs != NULL &&
                     !are_same (row->bc, row->wello, ours, theirs);
      g_ptr_array_add (self->fields, row);
    }
}

static PsrRecord *
read_agreed (Look                 *look,
             const PsrSyncTarget  *target,
             PsrTimestamp         *at,
             GError              **error)
{
  const char *ids[] = { look->id, NULL };
  g_autoptr (GHashTable) found = dex_await_boxed (psr_mirror_store_get_agreed (look->context->mirror, target->entity, ids),
                                                  error);
  const PsrAgreed *agreed = found != NULL ? g_hash_table_lookup (found, look->id) : NULL;

  if (agreed == NULL)
    return NULL;

  *at = agreed->agreed_at;

  return psr_record_from_json_text (agreed->values, NULL);
}

/* The record as Business Central has it now; none where it is gone. */
static gboolean
read_bc (Look        *look,
         GPtrArray  **candidates,
         GError     **error)
{
  const char *ids[] = { look->id, NULL };
  g_autofree char *select = psr_sync_target_dup_bc_select (look->context, look->flow);
  g_autoptr (GPtrArray) pagers = psr_bc_client_pull_by_id (look->context->bc, psr_sync_target_get_bc_set (look->flow),
                                                           select, NULL, ids);
  PsrSyncTarget targets[PSR_SYNC_MAX_PARTS];
  guint n_parts = psr_sync_target_list (look->context, look->flow, targets);
  g_autoptr (PsrODataPage) page = NULL;

  if (pagers->len == 0)
    return TRUE;

  page = dex_await_object (psr_odata_pager_next_items (g_ptr_array_index (pagers, 0), psr_sync_candidate_make_rows,
                                                       psr_sync_maps_new (targets, n_parts), psr_sync_maps_unref),
                           error);
  if (page == NULL)
    return FALSE;

  *candidates = g_ptr_array_ref (psr_odata_page_get_rows (page));

  return TRUE;
}

static void
add_question (GPtrArray      *differences,
              PsrSyncVerdict  verdict,
              GPtrArray      *reasons)
{
  char *reason = psr_sync_differences_dup_reason (differences, verdict);

  if (reason != NULL)
    g_ptr_array_add (reasons, reason);
}

static gboolean
add_part (Look              *look,
          PsrSyncLook       *self,
          PsrSyncTarget     *target,
          PsrSyncCandidate  *candidate,
          guint              part,
          GPtrArray         *reasons,
          char             **question,
          GError           **error)
{
  g_autoptr (PsrRecord) bc = NULL;
  g_autoptr (Theirs) wello = NULL;
  g_autoptr (PsrRecord) agreed = NULL;
  g_autoptr (GError) local = NULL;

  if (candidate != NULL && candidate->parts[part].values != NULL)
    bc = psr_record_from_json_text (candidate->parts[part].values, NULL);

  agreed = read_agreed (look, target, &self->agreed_at, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  wello = read_wello (look, target, candidate, part, agreed, error);
  if (wello == NULL)
    return FALSE;

  self->is_coupled |= wello->is_coupled;
  if (part == 0)
    g_set_str (&self->wello_id, wello->wello_id);
  self->has_wello |= psr_record_get_n_values (wello->record) > 0;
  add_fields (self, target, candidate != NULL ? candidate->tables : NULL, bc, wello, agreed);
  add_question (wello->differences, PSR_SYNC_CONFLICT, reasons);
  add_question (wello->differences, PSR_SYNC_PROPOSAL, reasons);
  self->can_accept |= psr_sync_differences_can_be_accepted (wello->differences);
  *question = psr_sync_differences_dup_question (wello->differences);

  return TRUE;
}

/* Nothing of it is in Wello: what is shown is what was read. */
static gboolean
look_at_reference (Look         *look,
                   PsrSyncLook  *self,
                   GError      **error)
{
  const char *ids[] = { look->id, NULL };
  g_autoptr (GHashTable) records = dex_await_boxed (psr_mirror_store_get_records (look->context->mirror, PSR_ENTITY_REFERENCE,
                                                                                  PSR_MIRROR_BC, ids),
                                                    error);
  const PsrMirrorRecord *record = records != NULL ? g_hash_table_lookup (records, look->id) : NULL;
  g_autoptr (PsrRecord) values = record != NULL ? psr_record_from_json_text (record->values, NULL) : NULL;

  if (records == NULL)
    return FALSE;

  self->has_bc = record != NULL;
  self->number = g_strdup (record != NULL ? record->number : "");
  self->name = g_strdup (values != NULL && psr_record_has (values, "displayName") ? psr_record_get_string (values, "displayName") : "");
  self->wello_id = g_strdup ("");
  self->mark = g_strdup ("");
  self->question = g_strdup ("");
  for (guint i = 0; values != NULL && i < psr_record_get_n_values (values); i++)
    {
      const char *name = psr_record_get_name (values, i);
      PsrSyncLookField *field = g_new0 (PsrSyncLookField, 1);

      field->label = g_strdup (psr_field_label_get (name));
      field->bc = to_text (psr_record_get_value (values, name));
      field->wello = g_strdup ("");
      field->agreed = g_strdup ("");
      g_ptr_array_add (self->fields, field);
    }

  return TRUE;
}

/* Without them the record is shown all the same. */
static void
read_tables (Look                *look,
             PsrSyncCandidate    *candidate,
             const PsrSyncTarget *targets,
             guint                n_parts)
{
  g_autoptr (GError) error = NULL;

  candidate->tables = psr_sync_tables_read (look->context, targets, n_parts, &error);
  if (candidate->tables == NULL)
    g_message ("What mappings look up can't be read: %s", error->message);
}

static DexFuture *
look_fiber (gpointer data)
{
  Look *look = data;
  g_autoptr (PsrSyncLook) self = g_atomic_rc_box_new0 (PsrSyncLook);
  g_autoptr (GPtrArray) candidates = NULL;
  PsrSyncTarget targets[PSR_SYNC_MAX_PARTS];
  g_autoptr (GPtrArray) questions = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) reasons = g_ptr_array_new_with_free_func (g_free);
  PsrSyncCandidate *candidate;
  guint n_parts = psr_sync_target_list (look->context, look->flow, targets);
  GError *error = NULL;

  self->fields = g_ptr_array_new_with_free_func (field_free);
  self->agreed_at = PSR_TIMESTAMP_NONE;

  if (look->flow == PSR_SYNC_REFERENCE)
    return look_at_reference (look, self, &error) ? dex_future_new_take_boxed (PSR_TYPE_SYNC_LOOK, g_steal_pointer (&self))
                                                  : dex_future_new_for_error (error);
  if (!read_bc (look, &candidates, &error))
    return dex_future_new_for_error (error);

  candidate = candidates != NULL && candidates->len > 0 ? g_ptr_array_index (candidates, 0) : NULL;
  self->has_bc = candidate != NULL;
  self->number = g_strdup (candidate != NULL ? candidate->number : "");
  self->name = g_strdup (candidate != NULL ? candidate->name : "");
  if (candidate != NULL && candidate->problem != NULL)
    self->problem = g_error_copy (candidate->problem);
  if (candidate != NULL && psr_sync_tables_are_needed (targets, n_parts))
    read_tables (look, candidate, targets, n_parts);

  for (guint part = 0; part < n_parts; part++)
    {
      char *question = NULL;

      if (!add_part (look, self, &targets[part], candidate, part, reasons, &question, &error))
        return dex_future_new_for_error (error);
      g_ptr_array_add (questions, question);
    }
  self->mark = psr_sync_question_dup_mark ((const char * const *) questions->pdata, questions->len);
  g_ptr_array_add (reasons, NULL);
  self->question = g_strjoinv ("; ", (char **) reasons->pdata);

  return dex_future_new_take_boxed (PSR_TYPE_SYNC_LOOK, g_steal_pointer (&self));
}

/**
 * psr_sync_look:
 * @context: what to work with
 * @flow: what the record belongs to
 * @bc_id: canonical GUID in Business Central
 *
 * Reads a record from both sides, and what was last agreed on; writes nothing.
 *
 * Returns: (transfer full): a future of a #PsrSyncLook; a side that doesn't have it
 *   is told by its flag
 */
DexFuture *
psr_sync_look (PsrSyncContext *context,
               PsrSyncFlow     flow,
               const char     *bc_id)
{
  Look *look;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (flow < PSR_N_SYNC_FLOWS, NULL);
  g_return_val_if_fail (bc_id != NULL, NULL);

  look = g_atomic_rc_box_new0 (Look);
  look->context = psr_sync_context_ref (context);
  /* What is reckoned belongs to an item. */
  look->flow = psr_sync_flow_is_reckoned (flow) ? PSR_SYNC_ITEMS : flow;
  look->id = g_strdup (bc_id);

  return psr_net_spawn (look_fiber, look, look_unref);
}
