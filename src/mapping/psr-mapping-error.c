/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mapping-error"

#include "config.h"

#include "psr-mapping-error.h"

G_DEFINE_QUARK (psr-mapping-error-quark, psr_mapping_error)
