/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-field-map.h"
#include "psr-record.h"

G_BEGIN_DECLS

GBytes *psr_sync_compare (PsrFieldMap     *map,
                          const PsrRecord *wanted,
                          const PsrRecord *agreed,
                          JsonObject      *current);

G_END_DECLS
