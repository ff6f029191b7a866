/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-ledger-transition"

#include "config.h"

#include "psr-fields.h"
#include "psr-ledger-transition-private.h"

static void
clear_value (gpointer data)
{
  PsrTransitionValue *value = data;

  g_clear_pointer (&value->text, g_free);
}

static void
clear_line (gpointer data)
{
  PsrTransitionLine *line = data;

  g_clear_pointer (&line->bc_line_id, g_free);
}

/**
 * psr_ledger_transition_new:
 * @document_id: number of the document
 * @expected_state: the state in which it has to be
 * @expected_revision: the revision that it has to have, or -1 for any
 * @new_state: the state in which it will be
 *
 * Makes a transition that sets nothing but the state. Its line of the audit
 * names "passerelle" and the new state until psr_ledger_transition_set_audit().
 *
 * Returns: (transfer full): a new #PsrLedgerTransition
 */
PsrLedgerTransition *
psr_ledger_transition_new (gint64      document_id,
                           const char *expected_state,
                           gint64      expected_revision,
                           const char *new_state)
{
  PsrLedgerTransition *self;

  g_return_val_if_fail (document_id > 0, NULL);
  g_return_val_if_fail (expected_state != NULL, NULL);
  g_return_val_if_fail (new_state != NULL && new_state[0] != '\0', NULL);

  self = g_new0 (PsrLedgerTransition, 1);
  g_atomic_ref_count_init (&self->references);
  self->document_id = document_id;
  self->expected_state = g_strdup (expected_state);
  self->expected_revision = expected_revision;
  self->new_state = g_strdup (new_state);
  self->who = g_strdup ("passerelle");
  self->action = g_strdup (new_state);
  self->reason = g_strdup ("");
  self->values = g_array_new (FALSE, FALSE, sizeof (PsrTransitionValue));
  g_array_set_clear_func (self->values, clear_value);
  self->lines = g_array_new (FALSE, FALSE, sizeof (PsrTransitionLine));
  g_array_set_clear_func (self->lines, clear_line);

  return self;
}

/*
 * For the ledger, which keeps it while the caller may drop it.
 */
PsrLedgerTransition *
psr_ledger_transition_ref (PsrLedgerTransition *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);

  return self;
}

/**
 * psr_ledger_transition_free:
 * @self: (transfer full): a #PsrLedgerTransition
 */
void
psr_ledger_transition_free (PsrLedgerTransition *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_free (self->expected_state);
  g_free (self->new_state);
  g_free (self->who);
  g_free (self->action);
  g_free (self->reason);
  g_array_unref (self->values);
  g_array_unref (self->lines);
  g_free (self);
}

/**
 * psr_ledger_transition_set_audit:
 * @self: a #PsrLedgerTransition
 * @who: the person, or "passerelle"
 * @action: what is done: a word of billing
 * @reason: (nullable): why
 *
 * Sets what the audit says besides the two states.
 */
void
psr_ledger_transition_set_audit (PsrLedgerTransition *self,
                                 const char          *who,
                                 const char          *action,
                                 const char          *reason)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (who != NULL);
  g_return_if_fail (action != NULL);

  g_set_str (&self->who, who);
  g_set_str (&self->action, action);
  g_set_str (&self->reason, reason != NULL ? reason : "");
}

static const PsrRowField *
find_field (const char *column)
{
  for (const PsrRowField *field = psr_ledger_document_fields; field->column != NULL; field++)
    {
      if (g_str_equal (field->column, column))
        return field;
    }

  return NULL;
}

static gboolean
is_settable (const PsrRowField *field,
             PsrRowType         type)
{
  return field != NULL && (field->flags & PSR_ROW_SETTABLE) != 0 && field->type == type;
}

static PsrTransitionValue *
take_value (PsrLedgerTransition *self,
            const PsrRowField   *field)
{
  PsrTransitionValue value = { .column = field->column, .type = field->type };

  g_assert (self != NULL);
  g_assert (field != NULL);

  for (guint i = 0; i < self->values->len; i++)
    {
      PsrTransitionValue *present = &g_array_index (self->values, PsrTransitionValue, i);

      if (g_str_equal (present->column, field->column))
        return present;
    }

  g_array_append_val (self->values, value);

  return &g_array_index (self->values, PsrTransitionValue, self->values->len - 1);
}

/* Columns that explain a state aren't settable one by one. */
static void
set_reason_text (PsrLedgerTransition *self,
                 const char          *column,
                 const char          *text)
{
  g_set_str (&take_value (self, find_field (column))->text, text != NULL ? text : "");
}

/**
 * psr_ledger_transition_set_text:
 * @self: a #PsrLedgerTransition
 * @column: a column of texts, such as %PSR_LEDGER_COLUMN_BC_ID
 * @value: (nullable): its new value; %NULL is ""
 */
void
psr_ledger_transition_set_text (PsrLedgerTransition *self,
                                const char          *column,
                                const char          *value)
{
  const PsrRowField *field;

  g_return_if_fail (self != NULL);
  g_return_if_fail (column != NULL);

  field = find_field (column);
  g_return_if_fail (is_settable (field, PSR_ROW_TEXT));

  g_set_str (&take_value (self, field)->text, value != NULL ? value : "");
}

/**
 * psr_ledger_transition_set_int64:
 * @self: a #PsrLedgerTransition
 * @column: %PSR_LEDGER_COLUMN_LOOKUPS, _ATTEMPTS or _NOT_SENT
 * @value: its new value; for the last 0 or 1
 */
void
psr_ledger_transition_set_int64 (PsrLedgerTransition *self,
                                 const char          *column,
                                 gint64               value)
{
  const PsrRowField *field;

  g_return_if_fail (self != NULL);
  g_return_if_fail (column != NULL);

  field = find_field (column);
  g_return_if_fail (is_settable (field, PSR_ROW_INT64) || is_settable (field, PSR_ROW_BOOLEAN));
  g_return_if_fail (field->type != PSR_ROW_BOOLEAN || value == 0 || value == 1);

  take_value (self, field)->number = value;
}

/**
 * psr_ledger_transition_set_timestamp:
 * @self: a #PsrLedgerTransition
 * @column: a column of times, such as %PSR_LEDGER_COLUMN_SENT_AT
 * @value: its new value, or %PSR_TIMESTAMP_NONE
 */
void
psr_ledger_transition_set_timestamp (PsrLedgerTransition *self,
                                     const char          *column,
                                     PsrTimestamp         value)
{
  const PsrRowField *field;

  g_return_if_fail (self != NULL);
  g_return_if_fail (column != NULL);

  field = find_field (column);
  g_return_if_fail (is_settable (field, PSR_ROW_TIMESTAMP));

  take_value (self, field)->number = value;
}

/**
 * psr_ledger_transition_set_reason:
 * @self: a #PsrLedgerTransition
 * @code: (nullable): billing's word; with %NULL for all the reason is cleared
 * @what: (nullable): what is the matter
 * @why: (nullable): why
 * @mend: (nullable): how to mend it
 *
 * Sets why the document stands where it will. Without this call the reason from
 * before stays.
 */
void
psr_ledger_transition_set_reason (PsrLedgerTransition *self,
                                  const char          *code,
                                  const char          *what,
                                  const char          *why,
                                  const char          *mend)
{
  g_return_if_fail (self != NULL);

  set_reason_text (self, "reason_code", code);
  set_reason_text (self, "reason_what", what);
  set_reason_text (self, "reason_why", why);
  set_reason_text (self, "reason_mend", mend);
}

/**
 * psr_ledger_transition_set_live:
 * @self: a #PsrLedgerTransition
 * @live: whether the document and all its lines are live from now on
 *
 * Without this call that stays as it was. The transition is refused when a
 * Wello line or the external number is live in another document.
 */
void
psr_ledger_transition_set_live (PsrLedgerTransition *self,
                                gboolean             live)
{
  g_return_if_fail (self != NULL);

  self->sets_live = TRUE;
  self->live = !!live;
}

/**
 * psr_ledger_transition_set_line_bc_id:
 * @self: a #PsrLedgerTransition
 * @line_id: number of a line of the document
 * @bc_line_id: GUID of the line in Business Central, or ""
 */
void
psr_ledger_transition_set_line_bc_id (PsrLedgerTransition *self,
                                      gint64               line_id,
                                      const char          *bc_line_id)
{
  PsrTransitionLine line = { .line_id = line_id };

  g_return_if_fail (self != NULL);
  g_return_if_fail (line_id > 0);
  g_return_if_fail (bc_line_id != NULL);

  line.bc_line_id = g_strdup (bc_line_id);
  g_array_append_val (self->lines, line);
}
