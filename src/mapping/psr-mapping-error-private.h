/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-mapping-error.h"

G_BEGIN_DECLS

gboolean psr_mapping_error_set (GError          **error,
                                PsrMappingError   code,
                                const char       *name,
                                const char       *why,
                                const char       *mend);

G_END_DECLS
