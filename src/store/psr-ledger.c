/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-ledger"

#include "config.h"

#include "psr-ledger.h"

G_DEFINE_INTERFACE (PsrLedger, psr_ledger, G_TYPE_OBJECT)

static PsrLedgerUpsert *
psr_ledger_upsert_copy (PsrLedgerUpsert *self)
{
  return g_memdup2 (self, sizeof *self);
}

G_DEFINE_BOXED_TYPE (PsrLedgerUpsert, psr_ledger_upsert, psr_ledger_upsert_copy, g_free)

static void
psr_ledger_default_init (PsrLedgerInterface *iface)
{
}

/**
 * psr_ledger_find:
 * @self: a #PsrLedger
 * @query: (transfer none): which documents, copied
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of
 *   #PsrLedgerDocument, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_ledger_find (PsrLedger      *self,
                 PsrLedgerQuery *query)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);
  g_return_val_if_fail (query != NULL, NULL);

  return PSR_LEDGER_GET_IFACE (self)->find (self, query);
}

/**
 * psr_ledger_list_ids:
 * @self: a #PsrLedger
 * @view: (transfer none): which documents in what order, copied
 *
 * Lists the documents of a view, however many there are: a list that is shown
 * needs the rows of what is seen only. Where the view asks for revisions, each id
 * is followed by that of its row.
 *
 * Returns: (transfer full): a future that resolves to a #GArray of #gint64, or
 *   rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_ledger_list_ids (PsrLedger     *self,
                     PsrLedgerView *view)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);
  g_return_val_if_fail (view != NULL, NULL);

  return PSR_LEDGER_GET_IFACE (self)->list_ids (self, view);
}

/**
 * psr_ledger_sum:
 * @self: a #PsrLedger
 * @ids: (array length=n_ids): documents
 * @n_ids: how many there are
 * @usual_kind: what is made of those for which that isn't decided
 *
 * Adds up what documents come to.
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of
 *   #PsrLedgerSum, one for each currency, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_ledger_sum (PsrLedger    *self,
                const gint64 *ids,
                gsize         n_ids,
                const char   *usual_kind)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);
  g_return_val_if_fail (ids != NULL || n_ids == 0, NULL);
  g_return_val_if_fail (usual_kind != NULL, NULL);

  return PSR_LEDGER_GET_IFACE (self)->sum (self, ids, n_ids, usual_kind);
}

/**
 * psr_ledger_list_customers:
 * @self: a ledger
 * @states: (array zero-terminated=1): the states whose documents count
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of
 *   #PsrLedgerCustomer, those that documents in one of the states are for, by their
 *   names, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_ledger_list_customers (PsrLedger          *self,
                           const char * const *states)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);
  g_return_val_if_fail (states != NULL, NULL);

  return PSR_LEDGER_GET_IFACE (self)->list_customers (self, states);
}

/**
 * psr_ledger_list_days:
 * @self: a ledger
 * @since: what went out before doesn't count
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #PsrLedgerDay,
 *   those on which something was billed, oldest first, or rejects with a
 *   %PSR_STORE_ERROR
 */
DexFuture *
psr_ledger_list_days (PsrLedger    *self,
                      PsrTimestamp  since)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);

  return PSR_LEDGER_GET_IFACE (self)->list_days (self, since);
}

/**
 * psr_ledger_upsert_found:
 * @self: a #PsrLedger
 * @documents: (element-type PsrLedgerDocument) (transfer none): what was read of
 *   Wello, each with its lines, a version and the state in which it should be;
 *   not to be changed until the future is done
 * @refreshable_states: (array zero-terminated=1): states in which a document
 *   isn't under way yet
 * @who: who reads, for the audit
 *
 * Brings what was read of Wello into the ledger. A document whose Wello invoice
 * is new is added. One that stands in a refreshable state and isn't live takes
 * over everything that was read, its lines and state included; its kind and
 * external number only if they aren't "". One that was moved since the revision on
 * which what was read is based stays as it is. Of any other one the new version is
 * noted, if it differs, and nothing else. Where a Wello invoice has several
 * documents, the one with the greatest sequence counts.
 *
 * Each document is brought in as a whole, but not all of them at once.
 *
 * Returns: (transfer full): a future that resolves to a #PsrLedgerUpsert, or
 *   rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_ledger_upsert_found (PsrLedger          *self,
                         GPtrArray          *documents,
                         const char * const *refreshable_states,
                         const char         *who)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);
  g_return_val_if_fail (documents != NULL, NULL);
  g_return_val_if_fail (refreshable_states != NULL, NULL);
  g_return_val_if_fail (who != NULL, NULL);

  return PSR_LEDGER_GET_IFACE (self)->upsert_found (self, documents, refreshable_states, who);
}

/**
 * psr_ledger_transition:
 * @self: a #PsrLedger
 * @transition: (transfer none): the arrow; not to be changed any more
 *
 * Moves a document, if it stands where the transition expects it: state,
 * columns, liveness of its lines and the line of the audit in one commit that
 * survives a power cut.
 *
 * Returns: (transfer full): a future that resolves to the #PsrLedgerDocument as
 *   it is now, without lines, or rejects with %PSR_STORE_ERROR_CONFLICT when the
 *   document stands elsewhere or a line or the external number is live in
 *   another document, %PSR_STORE_ERROR_NOT_FOUND, %PSR_STORE_ERROR_STOPPED or
 *   another %PSR_STORE_ERROR. When it rejects, nothing was changed.
 */
DexFuture *
psr_ledger_transition (PsrLedger           *self,
                       PsrLedgerTransition *transition)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);
  g_return_val_if_fail (transition != NULL, NULL);

  return PSR_LEDGER_GET_IFACE (self)->transition (self, transition);
}

/**
 * psr_ledger_count:
 * @self: a #PsrLedger
 *
 * Counts the documents of each state, quickly however many there are.
 *
 * Returns: (transfer full): a future that resolves to a #GHashTable for
 *   psr_ledger_counts_get(), or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_ledger_count (PsrLedger *self)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);

  return PSR_LEDGER_GET_IFACE (self)->count (self);
}

/**
 * psr_ledger_counts_get:
 * @counts: (element-type utf8 gint64): what psr_ledger_count() resolved to
 * @state: a state
 *
 * Returns: how many documents stand there
 */
gint64
psr_ledger_counts_get (GHashTable *counts,
                       const char *state)
{
  const gint64 *count;

  g_return_val_if_fail (counts != NULL, 0);
  g_return_val_if_fail (state != NULL, 0);

  count = g_hash_table_lookup (counts, state);

  return count != NULL ? *count : 0;
}

/**
 * psr_ledger_list_holders:
 * @self: a #PsrLedger
 *
 * Asks which holders are named by an intent or by a command that was taken, to
 * find those that are gone.
 *
 * Returns: (transfer full): a future that resolves to a #GStrv, or rejects with
 *   a %PSR_STORE_ERROR
 */
DexFuture *
psr_ledger_list_holders (PsrLedger *self)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);

  return PSR_LEDGER_GET_IFACE (self)->list_holders (self);
}

/**
 * psr_ledger_add_command:
 * @self: a #PsrLedger
 * @command: (transfer none): what is asked; not to be changed any more
 * @reason: (nullable): why, for the audit
 *
 * Asks something of the worker, with a line in the audit for each document (or
 * one, without a document) in the same commit.
 *
 * Returns: (transfer full): a future that resolves to a #gint64, the number of
 *   the command, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_ledger_add_command (PsrLedger  *self,
                        PsrCommand *command,
                        const char *reason)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);
  g_return_val_if_fail (command != NULL, NULL);

  return PSR_LEDGER_GET_IFACE (self)->add_command (self, command, reason);
}

/**
 * psr_ledger_take_commands:
 * @self: a #PsrLedger
 * @kind: only commands of this kind
 * @holder: id of the holder that takes them
 * @limit: at most so many; 0 for all
 *
 * Takes commands that wait, oldest first. No command is taken twice.
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of
 *   #PsrCommand, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_ledger_take_commands (PsrLedger  *self,
                          const char *kind,
                          const char *holder,
                          guint       limit)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (holder != NULL && holder[0] != '\0', NULL);

  return PSR_LEDGER_GET_IFACE (self)->take_commands (self, kind, holder, limit);
}

/**
 * psr_ledger_finish_command:
 * @self: a #PsrLedger
 * @id: number of the command
 * @holder: id of the holder that took it
 * @success: whether it was carried out
 * @result: (nullable): the outcome, in words
 *
 * Ends a command: one that @holder has taken, or one that nobody has taken yet
 * and that whoever asked for it gives up.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with
 *   %PSR_STORE_ERROR_CONFLICT when somebody else has it, or when it has ended
 */
DexFuture *
psr_ledger_finish_command (PsrLedger  *self,
                           gint64      id,
                           const char *holder,
                           gboolean    success,
                           const char *result)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);
  g_return_val_if_fail (id > 0, NULL);
  g_return_val_if_fail (holder != NULL && holder[0] != '\0', NULL);

  return PSR_LEDGER_GET_IFACE (self)->finish_command (self, id, holder, success, result);
}

/**
 * psr_ledger_give_up_command:
 * @self: a #PsrLedger
 * @id: number of the command
 * @person: who gives it up
 * @result: what whoever asked is told
 *
 * Ends a command that nobody has taken, with its line of the audit.
 *
 * Returns: (transfer full): a #DexFuture that resolves to %TRUE, or rejects with
 *   a %PSR_STORE_ERROR; %PSR_STORE_ERROR_CONFLICT when somebody has taken it, or
 *   it has ended, or doesn't exist
 */
DexFuture *
psr_ledger_give_up_command (PsrLedger  *self,
                            gint64      id,
                            const char *person,
                            const char *result)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);
  g_return_val_if_fail (person != NULL && result != NULL, NULL);

  return PSR_LEDGER_GET_IFACE (self)->give_up_command (self, id, person, result);
}

/**
 * psr_ledger_release_commands:
 * @self: a #PsrLedger
 * @holder: id of the holder that is the worker
 *
 * Lets commands wait again that others took and didn't finish. Only for who has
 * the worker's lock: then nobody else can be at work on them.
 *
 * Returns: (transfer full): a future that resolves to a #gint64, how many, or
 *   rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_ledger_release_commands (PsrLedger  *self,
                             const char *holder)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);
  g_return_val_if_fail (holder != NULL && holder[0] != '\0', NULL);

  return PSR_LEDGER_GET_IFACE (self)->release_commands (self, holder);
}

/**
 * psr_ledger_get_command:
 * @self: a #PsrLedger
 * @id: number of the command
 *
 * Returns: (transfer full): a future that resolves to a #PsrCommand, or rejects
 *   with %PSR_STORE_ERROR_NOT_FOUND
 */
DexFuture *
psr_ledger_get_command (PsrLedger *self,
                        gint64     id)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);
  g_return_val_if_fail (id > 0, NULL);

  return PSR_LEDGER_GET_IFACE (self)->get_command (self, id);
}

/**
 * psr_ledger_list_commands:
 * @self: a #PsrLedger
 *
 * Lists the commands that haven't ended: those that wait and those that somebody
 * took, oldest first.
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of
 *   #PsrCommand, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_ledger_list_commands (PsrLedger *self)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);

  return PSR_LEDGER_GET_IFACE (self)->list_commands (self);
}

/**
 * psr_ledger_add_audit:
 * @self: a #PsrLedger
 * @entry: (transfer none): what was done; not to be changed any more
 *
 * Adds a line to the audit for something that isn't a transition or a command.
 *
 * Returns: (transfer full): a future that resolves to %TRUE or rejects with a
 *   %PSR_STORE_ERROR
 */
DexFuture *
psr_ledger_add_audit (PsrLedger     *self,
                      PsrAuditEntry *entry)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);
  g_return_val_if_fail (entry != NULL, NULL);

  return PSR_LEDGER_GET_IFACE (self)->add_audit (self, entry);
}

/**
 * psr_ledger_list_audit:
 * @self: a #PsrLedger
 * @document_id: only lines about this document; 0 for all
 * @before: only lines with a lower number; 0 for the newest
 * @limit: at most so many; 0 for all
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of
 *   #PsrAuditEntry, newest first, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_ledger_list_audit (PsrLedger *self,
                       gint64     document_id,
                       gint64     before,
                       guint      limit)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);

  return PSR_LEDGER_GET_IFACE (self)->list_audit (self, document_id, before, limit);
}

/**
 * psr_ledger_get_revision:
 * @self: a #PsrLedger
 * @table: "documents", "commands", "audit" or "links"
 *
 * Asks how often a table was changed: whoever shows it asks again when this
 * moves.
 *
 * Returns: (transfer full): a future that resolves to a #gint64, or rejects
 *   with a %PSR_STORE_ERROR
 */
DexFuture *
psr_ledger_get_revision (PsrLedger  *self,
                         const char *table)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);
  g_return_val_if_fail (table != NULL, NULL);

  return PSR_LEDGER_GET_IFACE (self)->get_revision (self, table);
}

/**
 * psr_ledger_get_data_version:
 * @self: a #PsrLedger
 *
 * Asks for a number that changes whenever anybody, this process included,
 * commits something. Cheap enough to be asked ten times a second.
 *
 * Returns: (transfer full): a future that resolves to a #gint64, or rejects
 *   with a %PSR_STORE_ERROR
 */
DexFuture *
psr_ledger_get_data_version (PsrLedger *self)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);

  return PSR_LEDGER_GET_IFACE (self)->get_data_version (self);
}

/**
 * psr_ledger_is_stopped:
 * @self: a #PsrLedger
 *
 * Tells whether a write failed. Then every later one is rejected with
 * %PSR_STORE_ERROR_STOPPED, and nothing may be sent.
 *
 * Returns: whether the ledger is stopped
 */
gboolean
psr_ledger_is_stopped (PsrLedger *self)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), TRUE);

  return PSR_LEDGER_GET_IFACE (self)->is_stopped (self);
}

/**
 * psr_ledger_dup_stop_reason:
 * @self: a #PsrLedger
 *
 * Returns: (transfer full) (nullable): the failure that stopped the ledger
 */
GError *
psr_ledger_dup_stop_reason (PsrLedger *self)
{
  g_return_val_if_fail (PSR_IS_LEDGER (self), NULL);

  return PSR_LEDGER_GET_IFACE (self)->dup_stop_reason (self);
}
