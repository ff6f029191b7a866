/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-database.h"

G_BEGIN_DECLS

#define PSR_TYPE_BINDING (psr_binding_get_type ())

/**
 * PsrBinding:
 * @id: number of the row, 0 for one that isn't stored
 * @tenant: tenant of Business Central
 * @environment: its environment, "" on premises
 * @environment_type: "Production", "Sandbox" or ""
 * @company_id: GUID of the company
 * @company_name: for messages only; a company may be renamed
 * @wello_domain: domain of Wello
 * @wello_organisation: id of the sales organization, or ""
 * @confirmed_at: when it was confirmed; kept by the store
 * @confirmed_by: who did
 *
 * The accounts to which a state folder belongs. Texts are never %NULL.
 */
typedef struct {
  gint64 id;
  char *tenant;
  char *environment;
  char *environment_type;
  char *company_id;
  char *company_name;
  char *wello_domain;
  char *wello_organisation;
  PsrTimestamp confirmed_at;
  char *confirmed_by;
} PsrBinding;

GType       psr_binding_get_type               (void) G_GNUC_CONST;
PsrBinding *psr_binding_new                    (void);
PsrBinding *psr_binding_ref                    (PsrBinding  *self);
void        psr_binding_unref                  (PsrBinding  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBinding, psr_binding_unref)

DexFuture  *psr_binding_check                  (PsrDatabase *ledger,
                                                PsrBinding  *binding);
DexFuture  *psr_binding_confirm                (PsrDatabase *ledger,
                                                PsrBinding  *binding);
DexFuture  *psr_binding_get_current            (PsrDatabase *ledger);
PsrBinding *psr_binding_read_file              (const char  *path,
                                                GError     **error);
DexFuture  *psr_binding_wello_saw_production   (PsrDatabase *ledger,
                                                const char  *wello_domain);

G_END_DECLS
