/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-sync-cell.h"

G_BEGIN_DECLS

void psr_sync_cells_settle (PsrSyncRun    *run,
                            GPtrArray     *cells,
                            GPtrArray     *row_ids,
                            gboolean       ended_early,
                            PsrMirrorPage *page);

G_END_DECLS
