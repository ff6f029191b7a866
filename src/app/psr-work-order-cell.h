/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "psr-work-order-row.h"

G_BEGIN_DECLS

/**
 * PsrWorkOrderCellFunc:
 * @row: a row, whose work order may not be read yet
 * @pspec: (nullable): what changed
 * @child: what shows it
 *
 * Shows a row in a cell.
 */
typedef void (*PsrWorkOrderCellFunc) (PsrWorkOrderRow *row,
                                      GParamSpec      *pspec,
                                      GtkWidget       *child);

void psr_work_order_cell_bind (GtkListItemFactory   *factory,
                               PsrWorkOrderCellFunc  show);

G_END_DECLS
