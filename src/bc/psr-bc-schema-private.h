/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-schema.h"

G_BEGIN_DECLS

PsrBcProperty *psr_bc_property_new    (const char  *name,
                                       const char  *type,
                                       guint        max_length);
void           psr_bc_property_free   (gpointer     property);

PsrBcSchema   *psr_bc_schema_new      (void);
void           psr_bc_schema_take_set (PsrBcSchema *self,
                                       const char  *set,
                                       GPtrArray   *properties);

G_END_DECLS
