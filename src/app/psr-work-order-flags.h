/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "psr-work-order.h"

G_BEGIN_DECLS

void psr_work_order_flags_show   (GtkWidget           *box,
                                  const PsrWorkOrder  *work_order);
void psr_work_order_flags_set_up (GtkColumnViewColumn *column);

G_END_DECLS
