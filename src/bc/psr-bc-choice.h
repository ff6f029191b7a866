/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PsrBcChoiceKind:
 * @PSR_BC_CHOICE_ITEM: items that have no stock: services and non-inventory ones
 * @PSR_BC_CHOICE_RESOURCE: resources; the standard API has none, so that they
 *   are read by the analytics query where that answers
 * @PSR_BC_CHOICE_ACCOUNT: G/L accounts
 * @PSR_BC_CHOICE_TAX_GROUP: VAT product posting groups
 *
 * What hours, parts typed by hand and VAT codes can be mapped to.
 */
typedef enum
{
  PSR_BC_CHOICE_ITEM,
  PSR_BC_CHOICE_RESOURCE,
  PSR_BC_CHOICE_ACCOUNT,
  PSR_BC_CHOICE_TAX_GROUP,
} PsrBcChoiceKind;

#define PSR_BC_N_CHOICE_KINDS (PSR_BC_CHOICE_TAX_GROUP + 1)

/**
 * PsrBcChoice:
 * @kind: what it is
 * @number: its number or code, upper case
 * @name: what people call it, or ""
 * @is_usable: whether a line of a sales document may name it, as far as the
 *   service tells
 *
 * Something in Business Central that a person chooses from a list. Immutable and
 * reference counted.
 *
 * Source: [AL] APIV2 - Items, Accounts, Tax Groups; the query Resources of the
 * API microsoft/analytics/v1.0. An account can be on a line only if it is one
 * for posting, directly, and not blocked.
 */
typedef struct
{
  PsrBcChoiceKind  kind;
  char            *number;
  char            *name;
  gboolean         is_usable;
} PsrBcChoice;

#define PSR_TYPE_BC_CHOICE (psr_bc_choice_get_type ())

GType        psr_bc_choice_get_type  (void) G_GNUC_CONST;
PsrBcChoice *psr_bc_choice_from_json (PsrBcChoiceKind   kind,
                                      JsonObject       *object,
                                      GError          **error);
PsrBcChoice *psr_bc_choice_ref       (PsrBcChoice      *self);
void         psr_bc_choice_unref     (PsrBcChoice      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcChoice, psr_bc_choice_unref)

G_END_DECLS
