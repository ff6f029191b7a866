/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-flow-page.h"
#include "psr-state-bin.h"

G_BEGIN_DECLS

void psr_flow_empty_show (PsrStateBin     *state,
                          PsrFlowPageKind  kind);

G_END_DECLS
