/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-engine.h"
#include "psr-json-writer.h"

G_BEGIN_DECLS

void psr_cli_order_print (PsrOrderView  *view);
void psr_cli_order_json  (PsrJsonWriter *writer,
                          PsrOrderView  *view);

G_END_DECLS
