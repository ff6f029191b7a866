/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-lack"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-sync-error.h"
#include "psr-sync-lack.h"
#include "psr-sync-target.h"

/* Each record is told, found again and read on from by these. */
static const char * const always[] = { "id", "number", "displayName", "lastModifiedDateTime", NULL };

#define WHY_MOVES N_("Which items moved isn’t known without it: the stock of all of them is read each time instead.")

/* What a flow asks for beside its mappings: by what records are left out, which it has to,
 * by what they are recognised, and of what prices and stock are reckoned: each one would be a
 * wrong one without. API v1.0 has some under another name, and some not at all. */
static const struct
{
  PsrSyncFlow  flow;
  const char  *set;
  const char  *property;
  gboolean     is_needed;
  const char  *v1;
  const char  *why;
} besides[] = {
  { PSR_SYNC_CONTACTS, "contacts", "type", TRUE, NULL, NULL },
  { PSR_SYNC_CONTACTS, "contacts", "privacyBlocked", TRUE, NULL, NULL },
  { PSR_SYNC_CONTACTS, "contacts", "companyNumber", TRUE, NULL, NULL },
  { PSR_SYNC_CONTACTS, "contacts", "email", FALSE, NULL, NULL },
  { PSR_SYNC_CUSTOMERS, "customers", "email", FALSE, "email", NULL },
  { PSR_SYNC_CUSTOMERS, "customers", "taxRegistrationNumber", FALSE, "taxRegistrationNumber", NULL },
  { PSR_SYNC_ITEMS, "items", "gtin", FALSE, "gtin", NULL },
  { PSR_SYNC_ITEMS, "itemLedgerEntries", "itemNumber", FALSE, NULL, WHY_MOVES },
  { PSR_SYNC_ITEMS, "itemLedgerEntries", "lastModifiedDateTime", FALSE, NULL, WHY_MOVES },
  { PSR_SYNC_PRICES, "items", "number", TRUE, "number", NULL },
  { PSR_SYNC_PRICES, "items", "displayName", TRUE, "displayName", NULL },
  { PSR_SYNC_PRICES, "items", "lastModifiedDateTime", TRUE, "lastModifiedDateTime", NULL },
  { PSR_SYNC_PRICES, "items", "unitPrice", TRUE, "unitPrice", NULL },
  { PSR_SYNC_PRICES, "items", "priceIncludesTax", TRUE, "priceIncludesTax", NULL },
  { PSR_SYNC_PRICES, "items", "taxGroupCode", TRUE, "taxGroupCode", NULL },
  { PSR_SYNC_PRICES, "items", "baseUnitOfMeasureCode", TRUE, "baseUnitOfMeasure", NULL },
  { PSR_SYNC_PRICES, "items", "type", TRUE, "type", NULL },
  { PSR_SYNC_PRICES, "customers", "number", TRUE, "number", NULL },
  { PSR_SYNC_PRICES, "customers", "lastModifiedDateTime", TRUE, "lastModifiedDateTime", NULL },
  { PSR_SYNC_PRICES, "customers", "currencyCode", TRUE, "currencyCode", NULL },
  { PSR_SYNC_STOCK, "items", "number", TRUE, NULL, NULL },
  { PSR_SYNC_STOCK, "items", "type", TRUE, NULL, NULL },
  { PSR_SYNC_STOCK, "items", "baseUnitOfMeasureCode", TRUE, NULL, NULL },
  { PSR_SYNC_STOCK, "itemLedgerEntries", "itemNumber", FALSE, NULL, WHY_MOVES },
  { PSR_SYNC_STOCK, "itemLedgerEntries", "lastModifiedDateTime", FALSE, NULL, WHY_MOVES },
};

static void
lack_free (gpointer data)
{
  PsrSyncLack *self = data;

  g_free (self->set);
  g_free (self->property);
  g_free (self->target);
  g_free (self->map);
  g_free (self);
}

/**
 * psr_sync_lacks_is_always:
 * @property: a property of Business Central
 *
 * Returns: whether no flow can do without it
 */
gboolean
psr_sync_lacks_is_always (const char *property)
{
  g_return_val_if_fail (property != NULL, FALSE);

  return g_strv_contains (always, property);
}

/* What the field reads that isn't there; NULL for nothing. */
static const char *
find_missing (PsrBcSchema    *schema,
              const char     *set,
              const PsrField *field)
{
  GHashTableIter iter;
  gpointer key;

  if (field->source != NULL && !psr_bc_schema_has (schema, set, field->source))
    return field->source;
  if (field->conditions == NULL)
    return NULL;

  /* Whether a condition holds can't be known. */
  g_hash_table_iter_init (&iter, field->conditions);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (!psr_bc_schema_has (schema, set, key))
        return key;
    }

  return NULL;
}

/**
 * psr_sync_lacks_find_fields:
 * @schema: which properties there are
 * @map: a mapping that reads Business Central
 *
 * Returns: (transfer container) (element-type PsrField): the fields that can't be read, but
 *   for those that have to be
 */
GPtrArray *
psr_sync_lacks_find_fields (PsrBcSchema       *schema,
                            const PsrFieldMap *map)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();

  g_return_val_if_fail (schema != NULL && map != NULL, NULL);
  g_return_val_if_fail (psr_field_map_get_direction (map) == PSR_MAP_BC_TO_WELLO, NULL);

  for (guint i = 0; i < psr_field_map_get_n_fields (map); i++)
    {
      const PsrField *field = psr_field_map_get_field (map, i);

      if (!psr_field_is_fixed (field) && find_missing (schema, psr_field_map_get_source (map), field) != NULL)
        g_ptr_array_add (fields, (gpointer) field);
    }

  return g_steal_pointer (&fields);
}

static gboolean
has_property (GPtrArray  *lacks,
              const char *set,
              const char *property)
{
  for (guint i = 0; i < lacks->len; i++)
    {
      const PsrSyncLack *lack = lacks->pdata[i];

      if (g_str_equal (lack->set, set) && g_str_equal (lack->property, property))
        return TRUE;
    }

  return FALSE;
}

static PsrSyncLack *
add (GPtrArray  *lacks,
     const char *set,
     const char *property,
     const char *target,
     const char *map,
     gboolean    is_needed)
{
  PsrSyncLack *lack = g_new0 (PsrSyncLack, 1);

  lack->set = g_strdup (set);
  lack->property = g_strdup (property);
  lack->target = g_strdup (target);
  lack->map = g_strdup (map);
  lack->is_needed = is_needed;
  g_ptr_array_add (lacks, lack);

  return lack;
}

static const char *
get_map_name (PsrSyncContext    *context,
              const PsrFieldMap *map)
{
  gboolean is_v1 = psr_bc_client_is_v1 (context->bc);

  if (map == context->customers)
    return is_v1 ? PSR_MAP_CUSTOMERS PSR_MAP_V1 : PSR_MAP_CUSTOMERS;
  if (map == context->contacts)
    return is_v1 ? PSR_MAP_CONTACTS PSR_MAP_V1 : PSR_MAP_CONTACTS;
  if (map == context->people)
    return PSR_MAP_PEOPLE;

  return is_v1 ? PSR_MAP_ITEMS PSR_MAP_V1 : PSR_MAP_ITEMS;
}

static void
add_from_map (PsrSyncContext    *context,
              const PsrFieldMap *map,
              GPtrArray         *lacks)
{
  const char *set = psr_field_map_get_source (map);

  for (guint i = 0; i < psr_field_map_get_n_fields (map); i++)
    {
      const PsrField *field = psr_field_map_get_field (map, i);
      const char *missing = find_missing (context->schema, set, field);

      if (missing != NULL)
        add (lacks, set, missing, field->target, get_map_name (context, map), psr_field_is_fixed (field));
    }
}

/**
 * psr_sync_lacks_list:
 * @context: a context with a schema, whose mappings are as they were read
 * @flow: a flow
 *
 * Returns: (transfer full) (element-type PsrSyncLack) (nullable): what the flow would read
 *   that isn't there; %NULL for nothing
 */
GPtrArray *
psr_sync_lacks_list (PsrSyncContext *context,
                     PsrSyncFlow     flow)
{
  g_autoptr (GPtrArray) lacks = g_ptr_array_new_with_free_func (lack_free);
  PsrSyncTarget targets[PSR_SYNC_MAX_PARTS];
  guint n_parts;

  g_return_val_if_fail (context != NULL && context->schema != NULL, NULL);

  n_parts = psr_sync_target_list (context, flow, targets);
  for (guint part = 0; part < n_parts; part++)
    add_from_map (context, targets[part].map, lacks);

  for (guint i = 0; n_parts > 0 && always[i] != NULL; i++)
    {
      const char *set = psr_field_map_get_source (targets[0].map);

      if (!psr_bc_schema_has (context->schema, set, always[i]))
        add (lacks, set, always[i], NULL, NULL, TRUE);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (besides); i++)
    {
      const char *property = psr_bc_client_is_v1 (context->bc) ? besides[i].v1 : besides[i].property;

      if (property != NULL && besides[i].flow == flow && !psr_bc_schema_has (context->schema, besides[i].set, property) &&
          (besides[i].is_needed || !has_property (lacks, besides[i].set, property)))
        add (lacks, besides[i].set, property, NULL, NULL, besides[i].is_needed)->why = besides[i].why;
    }

  return lacks->len > 0 ? g_steal_pointer (&lacks) : NULL;
}

/**
 * psr_sync_lack_dup_what:
 * @self: a property that isn't there
 *
 * Returns: (transfer full): what is the matter, translated
 */
char *
psr_sync_lack_dup_what (const PsrSyncLack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  /* Translators: the name of a property, and that of what has it, such as customers. */
  return g_strdup_printf (_("This Business Central has no property “%s” of “%s”."), self->property, self->set);
}

/**
 * psr_sync_lack_dup_why:
 * @self: a property that isn't there
 *
 * Returns: (transfer full): what comes of it, translated
 */
char *
psr_sync_lack_dup_why (const PsrSyncLack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->is_needed && self->map != NULL)
    /* Translators: the name of a mapping, and that of a property of Wello. */
    return g_strdup_printf (_("The mapping “%s” makes “%s” of it, and records can’t be told apart without."), self->map, self->target);
  if (self->is_needed)
    return g_strdup (_("Without it records can’t be told apart, left out where they have to be, or reckoned with."));
  if (self->map != NULL)
    /* Translators: the name of a mapping, and that of a property of Wello. */
    return g_strdup_printf (_("The mapping “%s” needs it for “%s”, which stays as it is in Wello. Nothing is written to it, either way."),
                            self->map, self->target);

  return g_strdup (self->why != NULL ? _(self->why) : _("Records aren’t recognised by it."));
}

/**
 * psr_sync_lack_get_mend:
 * @self: a property that isn't there
 *
 * Returns: (transfer none): what to do about it, translated
 */
const char *
psr_sync_lack_get_mend (const PsrSyncLack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->is_needed)
    return _("Check again in a while: “passerellectl check” reads it anew. If it stays so, use another ApiVersion= in the profile, or update Business Central.");
  if (self->map != NULL)
    return _("Correct the name in the mapping, or take the field out of it; or update Business Central. It is looked for again every day.");

  return _("Update Business Central. It is looked for again every day.");
}

/**
 * psr_sync_lacks_check:
 * @lacks: (nullable) (element-type PsrSyncLack): what a flow would read that isn't there
 * @error: return location for %PSR_SYNC_ERROR_REFUSED
 *
 * Returns: whether the flow can do without all of it
 */
gboolean
psr_sync_lacks_check (GPtrArray  *lacks,
                      GError    **error)
{
  for (guint i = 0; lacks != NULL && i < lacks->len; i++)
    {
      const PsrSyncLack *lack = lacks->pdata[i];
      g_autofree char *what = NULL;
      g_autofree char *why = NULL;

      if (!lack->is_needed)
        continue;

      what = psr_sync_lack_dup_what (lack);
      why = psr_sync_lack_dup_why (lack);
      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED, what, why, psr_sync_lack_get_mend (lack));
      return FALSE;
    }

  return TRUE;
}

/**
 * psr_sync_lacks_dup_names:
 * @lacks: (nullable) (element-type PsrSyncLack): what a flow would read that isn't there
 *
 * Returns: (transfer full): their names in short, such as “customers.website”; "" for none
 */
char *
psr_sync_lacks_dup_names (GPtrArray *lacks)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; lacks != NULL && i < lacks->len; i++)
    {
      const PsrSyncLack *lack = lacks->pdata[i];
      g_autofree char *name = g_strconcat (lack->set, ".", lack->property, NULL);

      if (g_hash_table_contains (told, name))
        continue;
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
      g_hash_table_add (told, g_steal_pointer (&name));
    }

  return g_string_free_and_steal (g_steal_pointer (&names));
}
