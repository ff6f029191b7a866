/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-wello-set"

#include "sbx-wello-private.h"

#include <string.h>

/* A set of Wello: a table, and what the property list says besides what tables know. */

static void
read_column (SbxWelloSet *set,
             JsonObject  *object,
             int          column)
{
  SbxWelloColumn *extra = &set->columns[column];
  const char *target = json_object_get_string_member_with_default (object, "resolves", NULL);
  const char *node = json_object_get_string_member_with_default (object, "node", NULL);

  extra->ref = json_object_get_string_member_with_default (object, "ref", NULL);
  extra->view_only = json_object_get_boolean_member_with_default (object, "viewOnly", FALSE);
  extra->own = json_object_get_boolean_member_with_default (object, "hidden", FALSE);
  extra->is_default = json_object_get_boolean_member_with_default (object, "default", FALSE);
  extra->node = node != NULL;
  extra->target = -1;
  if (target == NULL && node == NULL)
    return;

  extra->by = target != NULL ? json_object_get_string_member (object, "by") : NULL;
  extra->target = sbx_schema_column (set->schema, target != NULL ? target : node);
  g_assert (extra->target >= 0);
}

/**
 * sbx_wello_set_new:
 * @name: name of the controller
 * @description: its entry in the property list, which must outlive the set
 *
 * Returns: (transfer full): an empty set
 */
SbxWelloSet *
sbx_wello_set_new (const char *name,
                   JsonObject *description)
{
  SbxWelloSet *set = g_new0 (SbxWelloSet, 1);
  JsonArray *properties = json_object_get_array_member (description, "properties");
  JsonArray *indexes = NULL;

  set->name = g_strdup (name);
  set->entity = g_strdup (json_object_get_string_member (description, "entity"));
  set->view = g_strdup (json_object_get_string_member_with_default (description, "view", NULL));
  set->view_entity = g_strdup (json_object_get_string_member_with_default (description, "viewEntity", NULL));
  set->key = json_object_get_string_member_with_default (description, "key", NULL);
  set->internal = json_object_get_boolean_member_with_default (description, "internal", FALSE);
  set->small = json_object_get_boolean_member_with_default (description, "small", FALSE);
  set->schema = sbx_schema_from_json (name, description, "Wello.");
  set->table = sbx_table_new (set->schema);

  set->columns = g_new0 (SbxWelloColumn, sbx_schema_n_columns (set->schema));
  for (guint i = 0; i < json_array_get_length (properties); i++)
    read_column (set, json_array_get_object_element (properties, i), (int) i);

  if (json_object_has_member (description, "requireOneOf"))
    set->groups = json_object_get_array_member (description, "requireOneOf");
  if (json_object_has_member (description, "indexes"))
    indexes = json_object_get_array_member (description, "indexes");
  for (guint i = 0; indexes != NULL && i < json_array_get_length (indexes); i++)
    sbx_table_add_index (set->table, json_array_get_string_element (indexes, i));
  if (set->key != NULL)
    sbx_table_add_index (set->table, set->key);
  return set;
}

void
sbx_wello_set_free (SbxWelloSet *set)
{
  if (set == NULL)
    return;
  g_clear_pointer (&set->by_id, g_ptr_array_unref);
  g_free (set->columns);
  g_free (set->name);
  g_free (set->view);
  g_free (set->entity);
  g_free (set->view_entity);
  sbx_table_free (set->table);
  g_free (set);
}

static void
set_flag (SbxWelloSet     *set,
          int              column,
          SbxPropertyFlags flag,
          gboolean         on)
{
  SbxProperty *property = &g_array_index (set->schema->properties, SbxProperty, column);

  if (on)
    property->flags |= flag;
  else
    property->flags &= ~flag;
}

void
sbx_wello_set_show (SbxWello    *wello,
                    SbxWelloSet *set,
                    gboolean     view)
{
  int status = sbx_schema_column (set->schema, "invoice_status_id");
  int user = strcmp (set->name, "JobPlanningView") == 0 ? sbx_schema_column (set->schema, "user_id") : -1;

  for (int i = 0; set->view != NULL && i < (int) sbx_schema_n_columns (set->schema); i++)
    set_flag (set, i, SBX_PROPERTY_HIDDEN, set->columns[i].own || (set->columns[i].view_only && !view));

  /* "Not every property is filterable on every entity" (Wello, ChangeLog); of this one nothing is said. */
  if (status >= 0)
    set_flag (set, status, SBX_PROPERTY_NO_FILTER, sbx_options_is (wello->options, "wello.status-filter", "refused"));

  /* Nobody has shown more of it than the names. */
  if (user >= 0)
    set_flag (set, user, SBX_PROPERTY_HIDDEN, sbx_options_is (wello->options, "wello.planning", "no-user"));
}

SbxRow *
sbx_wello_find_by_key (SbxWelloSet *set,
                       const char  *key,
                       const char  *text)
{
  int column = sbx_schema_column (set->schema, key);
  gboolean indexed;
  GPtrArray *rows;

  g_assert (column >= 0);
  rows = sbx_table_list_at (set->table, column, text, &indexed);
  if (indexed)
    return rows != NULL ? rows->pdata[0] : NULL;

  for (guint i = 0; i < sbx_table_end (set->table); i++)
    {
      SbxRow *row = sbx_table_at (set->table, i);

      if (row != NULL && strcmp (sbx_row_text_at (row, column), text) == 0)
        return row;
    }
  return NULL;
}
