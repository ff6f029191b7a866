/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-audit-entry.h"
#include "psr-command.h"
#include "psr-ledger-customer.h"
#include "psr-ledger-day.h"
#include "psr-ledger-document.h"
#include "psr-ledger-query.h"
#include "psr-ledger-transition.h"
#include "psr-ledger-view.h"

G_BEGIN_DECLS

#define PSR_TYPE_LEDGER (psr_ledger_get_type ())

/**
 * PsrLedger:
 *
 * The book of every document that is, was or may become one in Business
 * Central. All functions return futures; all that change something commit
 * before their future resolves, together with their line of the audit, and
 * survive a power cut from then on.
 *
 * The ledger knows no states: those are words of billing. It only guarantees
 * that a document moves from the state that was expected, that a Wello line is
 * live in one document at most, and that an external number is.
 */
G_DECLARE_INTERFACE (PsrLedger, psr_ledger, PSR, LEDGER, GObject)

/**
 * PsrLedgerUpsert:
 * @added: documents that are new
 * @added_id: the id of the last one of these, else 0
 * @changed: documents that were refreshed
 * @unchanged: documents that were the same
 * @left: documents under way whose content differs now; their
 *   @newer_version was noted and nothing else
 */
typedef struct {
  guint  added;
  gint64 added_id;
  guint  changed;
  guint  unchanged;
  guint  left;
} PsrLedgerUpsert;

#define PSR_TYPE_LEDGER_UPSERT (psr_ledger_upsert_get_type ())

struct _PsrLedgerInterface
{
  GTypeInterface parent;

  DexFuture *(*find)             (PsrLedger            *self,
                                  PsrLedgerQuery       *query);
  DexFuture *(*list_ids)         (PsrLedger            *self,
                                  PsrLedgerView        *view);
  DexFuture *(*sum)              (PsrLedger            *self,
                                  const gint64         *ids,
                                  gsize                 n_ids,
                                  const char           *usual_kind);
  DexFuture *(*list_customers)   (PsrLedger            *self,
                                  const char * const   *states);
  DexFuture *(*list_days)        (PsrLedger            *self,
                                  PsrTimestamp          since);
  DexFuture *(*upsert_found)     (PsrLedger            *self,
                                  GPtrArray            *documents,
                                  const char * const   *refreshable_states,
                                  const char           *who);
  DexFuture *(*transition)       (PsrLedger            *self,
                                  PsrLedgerTransition  *transition);
  DexFuture *(*count)            (PsrLedger            *self);
  DexFuture *(*list_holders)     (PsrLedger            *self);
  DexFuture *(*add_command)      (PsrLedger            *self,
                                  PsrCommand           *command,
                                  const char           *reason);
  DexFuture *(*take_commands)    (PsrLedger            *self,
                                  const char           *kind,
                                  const char           *holder,
                                  guint                 limit);
  DexFuture *(*finish_command)   (PsrLedger            *self,
                                  gint64                id,
                                  const char           *holder,
                                  gboolean              success,
                                  const char           *result);
  DexFuture *(*give_up_command)  (PsrLedger            *self,
                                  gint64                id,
                                  const char           *person,
                                  const char           *result);
  DexFuture *(*release_commands) (PsrLedger            *self,
                                  const char           *holder);
  DexFuture *(*get_command)      (PsrLedger            *self,
                                  gint64                id);
  DexFuture *(*list_commands)    (PsrLedger            *self);
  DexFuture *(*add_audit)        (PsrLedger            *self,
                                  PsrAuditEntry        *entry);
  DexFuture *(*list_audit)       (PsrLedger            *self,
                                  gint64                document_id,
                                  gint64                before,
                                  guint                 limit);
  DexFuture *(*get_revision)     (PsrLedger            *self,
                                  const char           *table);
  DexFuture *(*get_data_version) (PsrLedger            *self);
  gboolean   (*is_stopped)       (PsrLedger            *self);
  GError    *(*dup_stop_reason)  (PsrLedger            *self);
};

GType      psr_ledger_upsert_get_type  (void) G_GNUC_CONST;

DexFuture *psr_ledger_find             (PsrLedger            *self,
                                        PsrLedgerQuery       *query);
DexFuture *psr_ledger_list_ids         (PsrLedger            *self,
                                        PsrLedgerView        *view);
DexFuture *psr_ledger_sum              (PsrLedger            *self,
                                        const gint64         *ids,
                                        gsize                 n_ids,
                                        const char           *usual_kind);
DexFuture *psr_ledger_list_customers   (PsrLedger            *self,
                                        const char * const   *states);
DexFuture *psr_ledger_list_days        (PsrLedger            *self,
                                        PsrTimestamp          since);
DexFuture *psr_ledger_upsert_found     (PsrLedger            *self,
                                        GPtrArray            *documents,
                                        const char * const   *refreshable_states,
                                        const char           *who);
DexFuture *psr_ledger_transition       (PsrLedger            *self,
                                        PsrLedgerTransition  *transition);
DexFuture *psr_ledger_count            (PsrLedger            *self);
gint64     psr_ledger_counts_get       (GHashTable           *counts,
                                        const char           *state);
DexFuture *psr_ledger_list_holders     (PsrLedger            *self);
DexFuture *psr_ledger_add_command      (PsrLedger            *self,
                                        PsrCommand           *command,
                                        const char           *reason);
DexFuture *psr_ledger_take_commands    (PsrLedger            *self,
                                        const char           *kind,
                                        const char           *holder,
                                        guint                 limit);
DexFuture *psr_ledger_finish_command   (PsrLedger            *self,
                                        gint64                id,
                                        const char           *holder,
                                        gboolean              success,
                                        const char           *result);
DexFuture *psr_ledger_give_up_command  (PsrLedger            *self,
                                        gint64                id,
                                        const char           *person,
                                        const char           *result);
DexFuture *psr_ledger_release_commands (PsrLedger            *self,
                                        const char           *holder);
DexFuture *psr_ledger_get_command      (PsrLedger            *self,
                                        gint64                id);
DexFuture *psr_ledger_list_commands    (PsrLedger            *self);
DexFuture *psr_ledger_add_audit        (PsrLedger            *self,
                                        PsrAuditEntry        *entry);
DexFuture *psr_ledger_list_audit       (PsrLedger            *self,
                                        gint64                document_id,
                                        gint64                before,
                                        guint                 limit);
DexFuture *psr_ledger_get_revision     (PsrLedger            *self,
                                        const char           *table);
DexFuture *psr_ledger_get_data_version (PsrLedger            *self);
gboolean   psr_ledger_is_stopped       (PsrLedger            *self);
GError    *psr_ledger_dup_stop_reason  (PsrLedger            *self);

G_END_DECLS
