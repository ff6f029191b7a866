/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-desk.h"

G_BEGIN_DECLS

/*
 * Holds the program to its promises. It reads the ledger beside the program,
 * after each of its commits, and compares with what the services know.
 */
/* What the ledger says of an invoice. */
typedef struct
{
  gint64      id;
  SimInvoice *invoice;
  char       *state;
  char       *reason;
  char       *why;
  char       *mend;
  char       *bc_id;
  char       *bc_number;
  char       *bc_status;
  char       *told;
  char       *kind;
  /* What was sent before, or its quote, is looked for before anything else is. */
  gboolean    is_looked_for;
  gint64      net;
  gboolean    is_live;
} SimRow;

SimChecker *sim_checker_new     (SimWorld   *world,
                                 guint       state);
void        sim_checker_free    (SimChecker *self);
gboolean    sim_checker_is_open (SimChecker *self);
void        sim_checker_open    (SimChecker *self,
                                 const char *path);
void        sim_checker_look    (SimChecker *self,
                                 SimDesk    *desk);
GPtrArray  *sim_checker_read    (SimChecker *self);
void        sim_checker_end     (SimChecker *self);

G_END_DECLS
