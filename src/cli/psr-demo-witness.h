/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrDemoWitness:
 * @imported: Wello invoices that were told the number of a document
 * @documents: documents in Business Central that carry our mark
 * @twice: marks that are on more than one document
 * @lost: imported Wello invoices whose number no document has
 *
 * What the stand-ins say they have after a demo.
 */
typedef struct
{
  guint imported;
  guint documents;
  guint twice;
  guint lost;
} PsrDemoWitness;

gboolean psr_demo_witness_read (const char      *path,
                                PsrDemoWitness  *witness,
                                GError         **error);

G_END_DECLS
