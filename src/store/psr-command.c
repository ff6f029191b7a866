/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-command"

#include "config.h"

#include "psr-command.h"
#include "psr-fields.h"

/* In the order in which psr_row_bind() and psr_row_read() use them. */
const PsrRowField psr_command_fields[] = {
  PSR_ROW_FIELD (PsrCommand, id, ID),
  PSR_ROW_FIELD (PsrCommand, kind, TEXT),
  PSR_ROW_FIELD (PsrCommand, arguments, TEXT),
  PSR_ROW_FIELD (PsrCommand, requested_by, TEXT),
  PSR_ROW_FIELD (PsrCommand, requested_at, TIMESTAMP),
  PSR_ROW_FIELD (PsrCommand, state, TEXT),
  PSR_ROW_FIELD (PsrCommand, taken_by, TEXT),
  PSR_ROW_FIELD (PsrCommand, finished_at, TIMESTAMP),
  PSR_ROW_FIELD (PsrCommand, result, TEXT),
  PSR_ROW_END,
};

G_DEFINE_BOXED_TYPE (PsrCommand, psr_command, psr_command_ref, psr_command_unref)

/**
 * psr_command_new:
 * @kind: what is asked
 * @requested_by: who asks
 * @arguments: (nullable): JSON text
 *
 * Makes a command about no document.
 *
 * Returns: (transfer full): a new #PsrCommand
 */
PsrCommand *
psr_command_new (const char *kind,
                 const char *requested_by,
                 const char *arguments)
{
  PsrCommand *self;

  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (requested_by != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrCommand);
  psr_row_init (self, psr_command_fields);
  self->document_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_set_str (&self->state, PSR_COMMAND_WAITING);
  g_set_str (&self->kind, kind);
  g_set_str (&self->requested_by, requested_by);
  g_set_str (&self->arguments, arguments != NULL ? arguments : "");

  return self;
}

/**
 * psr_command_ref:
 * @self: a #PsrCommand
 *
 * Returns: (transfer full): @self
 */
PsrCommand *
psr_command_ref (PsrCommand *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_command_finalize (gpointer data)
{
  g_assert (data != NULL);

  g_clear_pointer (&((PsrCommand *) data)->document_ids, g_array_unref);
  psr_row_clear (data, psr_command_fields);
}

/**
 * psr_command_unref:
 * @self: (transfer full): a #PsrCommand
 */
void
psr_command_unref (PsrCommand *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_command_finalize);
}

/**
 * psr_command_add_document:
 * @self: a #PsrCommand that wasn't handed over yet
 * @document_id: number of a document
 *
 * Adds a document that the command is about.
 */
void
psr_command_add_document (PsrCommand *self,
                          gint64      document_id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (document_id > 0);

  g_array_append_val (self->document_ids, document_id);
}
