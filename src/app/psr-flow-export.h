/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <libdex.h>

#include "psr-flow-page.h"
#include "psr-history-pages.h"

G_BEGIN_DECLS

PsrHistoryPages *psr_flow_export_list (PsrEngine       *reader,
                                       PsrFlowPageKind  kind,
                                       const char      *flow,
                                       gint64           run);
DexFuture       *psr_flow_export_to   (GtkWidget       *page,
                                       GFile           *file,
                                       PsrHistoryPages *rows);

G_END_DECLS
