/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-order-view.h"

G_BEGIN_DECLS

GtkWidget *psr_review_totals_new (const PsrOrderView *view);

G_END_DECLS
