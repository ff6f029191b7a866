/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-ledger-transition.h"
#include "psr-row.h"

G_BEGIN_DECLS

typedef struct {
  const char *column; /* static: from the table of fields */
  PsrRowType type;
  char *text;
  gint64 number;
} PsrTransitionValue;

typedef struct {
  gint64 line_id;
  char *bc_line_id;
} PsrTransitionLine;

struct _PsrLedgerTransition
{
  gatomicrefcount references;
  gint64 document_id;
  char *expected_state;
  gint64 expected_revision;
  char *new_state;
  char *who;
  char *action;
  char *reason;
  GArray *values; /* of PsrTransitionValue, each column once */
  GArray *lines;  /* of PsrTransitionLine */
  gboolean sets_live;
  gboolean live;
};

PsrLedgerTransition *psr_ledger_transition_ref (PsrLedgerTransition *self);

G_END_DECLS
