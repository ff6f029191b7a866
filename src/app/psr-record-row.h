/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-flow-view.h"

G_BEGIN_DECLS

/* A value of a record as both sides have it. */

GtkWidget *psr_record_row_new        (const PsrRecordField *field);
GtkWidget *psr_record_row_make_label (const char           *text,
                                      const char           *style);

G_END_DECLS
