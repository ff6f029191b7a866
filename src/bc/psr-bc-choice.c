/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-choice"

#include "config.h"

#include "psr-bc-choice.h"
#include "psr-bc-row.h"

G_DEFINE_BOXED_TYPE (PsrBcChoice, psr_bc_choice, psr_bc_choice_ref, psr_bc_choice_unref)

/* What an item and an account have to say beside their names. */
typedef struct
{
  char     *number;
  char     *name;
  gboolean  blocked;
  gboolean  direct_posting;
} Row;

static const PsrJsonField numbered_fields[] = {
  PSR_JSON_FIELD (Row, number, "number", CODE),
  PSR_JSON_FIELD (Row, name, "displayName", TEXT),
  PSR_JSON_FIELD (Row, blocked, "blocked", BOOLEAN),
  PSR_JSON_FIELD (Row, direct_posting, "directPosting", BOOLEAN),
  PSR_JSON_FIELDS_END
};

static const PsrJsonField coded_fields[] = {
  PSR_JSON_FIELD (Row, number, "code", CODE),
  PSR_JSON_FIELD (Row, name, "displayName", TEXT),
  PSR_JSON_FIELDS_END
};

static const PsrJsonField resource_fields[] = {
  PSR_JSON_FIELD (Row, number, "resourceNo", CODE),
  PSR_JSON_FIELD (Row, name, "resourceName", TEXT),
  PSR_JSON_FIELDS_END
};

static const PsrJsonField * const fields_of[] = {
  [PSR_BC_CHOICE_ITEM] = numbered_fields,
  [PSR_BC_CHOICE_RESOURCE] = resource_fields,
  [PSR_BC_CHOICE_ACCOUNT] = numbered_fields,
  [PSR_BC_CHOICE_TAX_GROUP] = coded_fields,
};

static void
psr_bc_choice_finalize (gpointer data)
{
  PsrBcChoice *self = data;

  g_free (self->number);
  g_free (self->name);
}

/**
 * psr_bc_choice_from_json:
 * @kind: what it is
 * @object: a row as the service sent it
 * @error: return location for a PsrBcError
 *
 * Reads something that can be chosen. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrBcChoice *
psr_bc_choice_from_json (PsrBcChoiceKind   kind,
                         JsonObject       *object,
                         GError          **error)
{
  PsrBcChoice *self;
  Row row = { 0 };

  g_return_val_if_fail (kind < G_N_ELEMENTS (fields_of), NULL);
  g_return_val_if_fail (object != NULL, NULL);

  if (!psr_bc_row_read (fields_of[kind], object, &row, error))
    {
      psr_json_fields_clear (fields_of[kind], &row);
      return NULL;
    }

  self = g_atomic_rc_box_new0 (PsrBcChoice);
  self->kind = kind;
  self->number = row.number;
  self->name = row.name;
  /* API v1.0 doesn't tell which accounts are for posting. */
  self->is_usable = *self->number != '\0' && !row.blocked &&
                    (kind != PSR_BC_CHOICE_ACCOUNT ||
                     !json_object_has_member (object, "accountType") ||
                     (row.direct_posting && psr_bc_row_enum_is (object, "accountType", "Posting")));

  return self;
}

/**
 * psr_bc_choice_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrBcChoice *
psr_bc_choice_ref (PsrBcChoice *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_choice_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_bc_choice_unref (PsrBcChoice *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_choice_finalize);
}
