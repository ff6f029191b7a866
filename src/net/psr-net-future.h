/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

DexFuture *psr_net_keep  (DexFuture      *future);
DexFuture *psr_net_spawn (DexFiberFunc    func,
                          gpointer        data,
                          GDestroyNotify  data_free);

G_END_DECLS
