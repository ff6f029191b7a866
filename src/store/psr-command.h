/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-timestamp.h"

G_BEGIN_DECLS

#define PSR_TYPE_COMMAND (psr_command_get_type ())

#define PSR_COMMAND_WAITING "waiting"
#define PSR_COMMAND_TAKEN   "taken"
#define PSR_COMMAND_DONE    "done"
#define PSR_COMMAND_FAILED  "failed"

/**
 * PsrCommand:
 * @id: number of the row, 0 for one that isn't stored
 * @kind: the engine's word for what is asked
 * @document_ids: (element-type gint64): documents meant, may be empty
 * @arguments: JSON text, or ""
 * @requested_by: who asked
 * @requested_at: when
 * @state: one of %PSR_COMMAND_WAITING, _TAKEN, _DONE and _FAILED
 * @taken_by: holder that took it, or ""
 * @finished_at: when it ended
 * @result: text of the outcome, or ""
 *
 * What somebody asks of the worker. Texts are never %NULL. Don't change one
 * that has been handed over.
 */
typedef struct {
  gint64 id;
  char *kind;
  GArray *document_ids;
  char *arguments;
  char *requested_by;
  PsrTimestamp requested_at;
  char *state;
  char *taken_by;
  PsrTimestamp finished_at;
  char *result;
} PsrCommand;

GType       psr_command_get_type     (void) G_GNUC_CONST;
PsrCommand *psr_command_new          (const char *kind,
                                      const char *requested_by,
                                      const char *arguments);
PsrCommand *psr_command_ref          (PsrCommand *self);
void        psr_command_unref        (PsrCommand *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrCommand, psr_command_unref)

void        psr_command_add_document (PsrCommand *self,
                                      gint64      document_id);

G_END_DECLS
