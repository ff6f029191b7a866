/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "psr-profile.h"
#include "psr-work-order.h"

G_BEGIN_DECLS

void psr_work_orders_sent_show_number (GtkLabel           *label,
                                       PsrProfile         *profile,
                                       const PsrWorkOrder *work_order);

G_END_DECLS
