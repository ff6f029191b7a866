/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-decimal.h"

G_BEGIN_DECLS

/**
 * PsrBcServiceRow:
 *
 * A row of a published OData web service. Whoever publishes a page or a query gives its
 * columns their names, so they are found by their letters and digits alone:
 * `Minimum_Quantity`, `MinimumQuantity` and `minimumQuantity` are one.
 */
typedef struct _PsrBcServiceRow PsrBcServiceRow;

PsrBcServiceRow *psr_bc_service_row_new         (JsonObject          *object);
void             psr_bc_service_row_free        (PsrBcServiceRow     *self);
gboolean         psr_bc_service_row_has         (PsrBcServiceRow     *self,
                                                 const char * const  *names);
char            *psr_bc_service_row_dup_text    (PsrBcServiceRow     *self,
                                                 const char * const  *names);
char            *psr_bc_service_row_dup_word    (PsrBcServiceRow     *self,
                                                 const char * const  *names);
char            *psr_bc_service_row_dup_date    (PsrBcServiceRow     *self,
                                                 const char * const  *names);
gboolean         psr_bc_service_row_get_boolean (PsrBcServiceRow     *self,
                                                 const char * const  *names);
gboolean         psr_bc_service_row_get_decimal (PsrBcServiceRow     *self,
                                                 const char * const  *names,
                                                 PsrDecimal          *out,
                                                 GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcServiceRow, psr_bc_service_row_free)

G_END_DECLS
