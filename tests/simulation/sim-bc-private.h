/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-world.h"

G_BEGIN_DECLS

/* The sets of the service. */
typedef enum
{
  SIM_INVOICES,
  SIM_ORDERS,
  SIM_QUOTES,
  SIM_N_SETS,
} SimSet;

void         sim_bc_append_document (GString     *json,
                                     SimDocument *document,
                                     gboolean     with_lines,
                                     gboolean     v1);
PsrResponse *sim_bc_create          (SimWorld    *self,
                                     SimSet       set,
                                     const char  *body,
                                     gboolean     with_lines,
                                     guint        state,
                                     SimCause     cause);
PsrResponse *sim_bc_act             (SimWorld    *self,
                                     const char  *url,
                                     SimSet       set,
                                     const char  *id,
                                     guint        state);
gboolean     sim_bc_is_named        (const char  *filter,
                                     const char  *value);
PsrResponse *sim_bc_list_memos      (SimWorld    *self,
                                     const char  *url,
                                     const char  *filter);
PsrResponse *sim_bc_list_entries    (SimWorld    *self,
                                     const char  *filter);
PsrResponse *sim_bc_list_shipments  (SimWorld    *self,
                                     const char  *filter);
SimSet       sim_document_get_set   (const SimDocument *document);

G_END_DECLS
