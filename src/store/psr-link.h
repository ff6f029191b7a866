/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-entity.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

#define PSR_TYPE_LINK (psr_link_get_type ())

#define PSR_LINK_MADE   "made"
#define PSR_LINK_BY_ID   "id"
#define PSR_LINK_BY_CODE "code"
#define PSR_LINK_BY_VAT "vat"
#define PSR_LINK_BY_EMAIL "e-mail"
#define PSR_LINK_MANUAL  "manual"

/**
 * PsrLink:
 * @id: number of the row, 0 for one that isn't stored
 * @entity: of what kind the two records are
 * @bc_id: canonical GUID in Business Central
 * @wello_id: canonical GUID in Wello
 * @bc_number: number or code in Business Central, or ""
 * @how: %PSR_LINK_MADE (this program made the second record),
 *   %PSR_LINK_BY_ID, %PSR_LINK_BY_CODE, %PSR_LINK_BY_VAT, %PSR_LINK_BY_EMAIL or
 *   %PSR_LINK_MANUAL
 * @created: when; %PSR_TIMESTAMP_NONE lets the store fill it in
 *
 * A pair of records that are the same thing in both services. Texts are never
 * %NULL. Don't change one that has been handed over.
 */
typedef struct {
  gint64 id;
  PsrEntity entity;
  char *bc_id;
  char *wello_id;
  char *bc_number;
  char *how;
  PsrTimestamp created;
} PsrLink;

GType    psr_link_get_type (void) G_GNUC_CONST;
PsrLink *psr_link_new      (PsrEntity   entity,
                            const char *bc_id,
                            const char *wello_id,
                            const char *bc_number,
                            const char *how);
PsrLink *psr_link_ref      (PsrLink    *self);
void     psr_link_unref    (PsrLink    *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrLink, psr_link_unref)

G_END_DECLS
