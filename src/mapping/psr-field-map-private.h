/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-field-map.h"

G_BEGIN_DECLS

/* Before the map is given to anybody. */
void psr_field_map_set_own (PsrFieldMap        *self,
                            const char         *file,
                            const char * const *tables);

G_END_DECLS
