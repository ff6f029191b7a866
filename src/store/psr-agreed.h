/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-entity.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

#define PSR_TYPE_AGREED (psr_agreed_get_type ())

/**
 * PsrAgreed:
 * @entity: of what kind
 * @bc_id: canonical GUID in Business Central; with @entity the key
 * @hash: fingerprint of @values
 * @values: what both sides last agreed on, as JSON text
 * @lossy: values that were cut, floored, folded or composed, with their source,
 *   as JSON text, or ""
 * @agreed_at: when
 *
 * What the two records of a link last agreed on. Texts are never %NULL. Don't
 * change one that has been handed over.
 */
typedef struct {
  PsrEntity entity;
  char *bc_id;
  char *hash;
  char *values;
  char *lossy;
  PsrTimestamp agreed_at;
} PsrAgreed;

GType      psr_agreed_get_type (void) G_GNUC_CONST;
PsrAgreed *psr_agreed_new      (PsrEntity   entity,
                                const char *bc_id);
PsrAgreed *psr_agreed_ref      (PsrAgreed  *self);
void       psr_agreed_unref    (PsrAgreed  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrAgreed, psr_agreed_unref)

G_END_DECLS
