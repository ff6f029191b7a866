/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-binding.h"
#include "psr-executor.h"

G_BEGIN_DECLS

DexFuture *psr_neighbour_refuse (PsrExecutor *executor,
                                 const char  *state,
                                 PsrBinding  *binding) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
