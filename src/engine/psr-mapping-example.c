/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mapping-example"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-engine-work.h"
#include "psr-json.h"
#include "psr-mapper.h"
#include "psr-mapping-example-private.h"
#include "psr-service-error.h"
#include "psr-sync-target.h"

G_DEFINE_BOXED_TYPE (PsrMappingExample, psr_mapping_example, psr_mapping_example_ref, psr_mapping_example_unref)

typedef struct
{
  PsrEngine         *engine;
  char              *flow;
  guint              position;
  PsrMappingExample *example;
  char              *set;     /* that is being looked at */
} Ask;

static void
ask_clear (gpointer data)
{
  Ask *ask = data;

  g_clear_object (&ask->engine);
  g_clear_pointer (&ask->example, psr_mapping_example_unref);
  g_free (ask->flow);
  g_free (ask->set);
}

static void
ask_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, ask_clear);
}

static void
example_clear (gpointer data)
{
  PsrMappingExample *self = data;

  g_free (self->number);
  g_free (self->name);
  g_clear_pointer (&self->tree, psr_json_tree_unref);
  g_free (self->set);
  g_clear_pointer (&self->schema, psr_bc_schema_unref);
  g_strfreev (self->sources);
  g_clear_pointer (&self->tables, psr_sync_tables_unref);
  g_hash_table_unref (self->targets);
  g_hash_table_unref (self->lists);
}

/**
 * psr_mapping_example_ref:
 * @self: an example
 *
 * Returns: (transfer full): @self
 */
PsrMappingExample *
psr_mapping_example_ref (PsrMappingExample *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_mapping_example_unref:
 * @self: (transfer full): an example
 */
void
psr_mapping_example_unref (PsrMappingExample *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, example_clear);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_ascii_strcasecmp (*(const char * const *) a, *(const char * const *) b);
}

static PsrMappingKind
kind_of_node (JsonNode *node)
{
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return PSR_MAPPING_UNKNOWN;
  if (!JSON_NODE_HOLDS_VALUE (node))
    return PSR_MAPPING_OBJECT;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return PSR_MAPPING_TEXT;

  return json_node_get_value_type (node) == G_TYPE_BOOLEAN ? PSR_MAPPING_BOOLEAN : PSR_MAPPING_NUMBER;
}

/* On the "parse" lane: only remembers what there is, and none of a contact's secrets. */
static GBytes *
keep_members (JsonObject  *current,
              gpointer     data,
              GError     **error)
{
  Ask *ask = data;
  GHashTable *kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, current);
  while (json_object_iter_next (&iter, &name, &node))
    {
      if (strchr (name, '@') != NULL || g_str_equal (name, "e_login") || g_str_equal (name, "e_password"))
        continue;
      g_hash_table_replace (kinds, g_strdup (name), GINT_TO_POINTER (kind_of_node (node)));
      g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);

  g_hash_table_replace (ask->example->targets, g_strdup (ask->set), kinds);
  g_hash_table_replace (ask->example->lists, g_strdup (ask->set), g_strdupv ((char **) names->pdata));

  return NULL;
}

static void
add_source (GPtrArray         *names,
            const PsrJsonItem *item)
{
  const char *name = psr_json_item_get_name (item);

  if (strchr (name, '@') != NULL)
    return;
  if (psr_json_item_get_type (item) != PSR_JSON_OBJECT)
    {
      if (psr_json_item_get_type (item) != PSR_JSON_ARRAY)
        g_ptr_array_add (names, g_strdup (name));
      return;
    }

  for (const PsrJsonItem *part = psr_json_item_get_first (item); part != NULL; part = psr_json_item_get_next (item, part))
    {
      if (psr_json_item_get_type (part) != PSR_JSON_OBJECT && psr_json_item_get_type (part) != PSR_JSON_ARRAY)
        g_ptr_array_add (names, g_strdup_printf ("%s/%s", name, psr_json_item_get_name (part)));
    }
}

/* On the "parse" lane. */
static DexFuture *
parse_job (gpointer data)
{
  PsrMappingExample *self = data;
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const PsrJsonItem *root = psr_json_tree_get_root (self->tree);

  for (const PsrJsonItem *item = psr_json_item_get_first (root); item != NULL; item = psr_json_item_get_next (root, item))
    add_source (names, item);
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  self->sources = g_strdupv ((char **) names->pdata);
  self->number = g_strdup (psr_json_item_get_string (root, "number"));
  self->name = g_strdup (psr_json_item_get_string (root, "displayName"));

  return dex_future_new_true ();
}

static gboolean
take_record (PsrEngine          *self,
             PsrMappingExample  *example,
             GBytes             *body,
             GError            **error)
{
  example->tree = psr_json_tree_new (body, error);

  return example->tree != NULL && psr_json_tree_get_root (example->tree) != NULL &&
         dex_await (psr_executor_run (self->executor, "parse", parse_job, psr_mapping_example_ref (example),
                                      (GDestroyNotify) psr_mapping_example_unref),
                    error);
}

static gboolean
read_targets (Ask             *ask,
              PsrSyncContext  *context,
              PsrSyncTarget   *target,
              const char      *bc_id,
              GError         **error)
{
  g_autoptr(PsrLink) link = NULL;
  g_autoptr(GError) local = NULL;

  link = dex_await_boxed (psr_link_store_find_by_bc (context->links, target->entity, bc_id), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (link == NULL)
    return TRUE;

  g_set_str (&ask->set, psr_field_map_get_target (target->map));
  if (dex_await (psr_wello_client_modify (context->wello, target->set, link->wello_id, keep_members,
                                          g_atomic_rc_box_acquire (ask), ask_unref),
                 &local) ||
      g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

static DexFuture *
read_fiber (gpointer data)
{
  Ask *ask = data;
  PsrEngine *self = ask->engine;
  g_autoptr(PsrSyncContext) context = NULL;
  g_autoptr(GPtrArray) links = NULL;
  g_autoptr(GBytes) body = NULL;
  PsrSyncTarget targets[PSR_SYNC_MAX_PARTS];
  const PsrLink *link;
  PsrSyncFlow flow;
  guint n_parts;
  GError *error = NULL;

  if (!psr_engine_find_flow (ask->flow, &flow, &error) || !psr_engine_open_store (self, &error) ||
      !psr_engine_open_session (self, &error) || (context = psr_engine_make_sync (self, &error)) == NULL)
    return dex_future_new_for_error (error);

  n_parts = psr_sync_target_list (context, flow, targets);
  if (n_parts > 0)
    ask->example->set = g_strdup (psr_field_map_get_source (targets[0].map));
  if (context->schema != NULL)
    ask->example->schema = psr_bc_schema_ref (context->schema);
  links = dex_await_boxed (psr_link_store_list (context->links, psr_sync_target_get_entity (flow)), &error);
  if (links == NULL)
    return dex_future_new_for_error (error);
  if (n_parts == 0 || links->len == 0)
    return dex_future_new_take_boxed (PSR_TYPE_MAPPING_EXAMPLE, psr_mapping_example_ref (ask->example));

  link = links->pdata[ask->position % links->len];
  body = dex_await_boxed (psr_bc_client_read_record (context->bc, psr_sync_target_get_bc_set (flow), link->bc_id), &error);
  if (body == NULL || !take_record (self, ask->example, body, &error))
    return dex_future_new_for_error (error);

  if (psr_sync_tables_are_needed (targets, n_parts) &&
      (ask->example->tables = psr_sync_tables_read (context, targets, n_parts, &error)) == NULL)
    return dex_future_new_for_error (error);

  for (guint part = 0; part < n_parts; part++)
    {
      if (!read_targets (ask, context, &targets[part], link->bc_id, &error))
        return dex_future_new_for_error (error);
    }

  return dex_future_new_take_boxed (PSR_TYPE_MAPPING_EXAMPLE, psr_mapping_example_ref (ask->example));
}

/**
 * psr_engine_read_mapping_example:
 * @self: an engine
 * @flow: the stable name of a flow
 * @position: which of the coupled records
 *
 * Reads a record of both services. Nothing is written.
 *
 * Returns: (transfer full): a future that resolves to a #PsrMappingExample, without values
 *   where nothing is coupled yet
 */
DexFuture *
psr_engine_read_mapping_example (PsrEngine  *self,
                                 const char *flow,
                                 guint       position)
{
  Ask *ask;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (flow != NULL);

  ask = g_atomic_rc_box_new0 (Ask);
  ask->engine = g_object_ref (self);
  ask->flow = g_strdup (flow);
  ask->position = position;
  ask->example = g_atomic_rc_box_new0 (PsrMappingExample);
  ask->example->targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  ask->example->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);

  return dex_scheduler_spawn (NULL, 0, read_fiber, ask, ask_unref);
}

/**
 * psr_mapping_example_get_number:
 * @self: an example
 *
 * Returns: (transfer none): the number of the record, or ""
 */
const char *
psr_mapping_example_get_number (PsrMappingExample *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->number != NULL ? self->number : "";
}

/**
 * psr_mapping_example_get_name:
 * @self: an example
 *
 * Returns: (transfer none): the name of the record, or ""
 */
const char *
psr_mapping_example_get_name (PsrMappingExample *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name != NULL ? self->name : "";
}

/**
 * psr_mapping_example_get_sources:
 * @self: an example
 *
 * Returns: (transfer none): the properties that Business Central's record has; none where
 *   they aren't known
 */
const char * const *
psr_mapping_example_get_sources (PsrMappingExample *self)
{
  static const char * const none[] = { NULL };

  g_return_val_if_fail (self != NULL, NULL);

  return self->sources != NULL ? (const char * const *) self->sources : none;
}

/**
 * psr_mapping_example_get_targets:
 * @self: an example
 * @name: what Wello calls such records, such as `Company`
 *
 * Returns: (transfer none): the properties that Wello's record has; none where they aren't
 *   known
 */
const char * const *
psr_mapping_example_get_targets (PsrMappingExample *self,
                                 const char        *name)
{
  static const char * const none[] = { NULL };
  GStrv list;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  list = g_hash_table_lookup (self->lists, name);

  return list != NULL ? (const char * const *) list : none;
}
