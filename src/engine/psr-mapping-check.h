/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-field-map.h"
#include "psr-mapping-example.h"

G_BEGIN_DECLS

gboolean psr_mapping_check_field      (PsrMappingExample  *example,
                                       PsrFieldMap        *map,
                                       const PsrField     *field,
                                       GError            **error);
guint    psr_mapping_check_get_length (PsrMappingExample  *example,
                                       const char         *source);

G_END_DECLS
