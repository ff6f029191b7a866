/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrMappingError:
 * @PSR_MAPPING_ERROR_FILE: a mapping file is missing or cannot be read
 * @PSR_MAPPING_ERROR_SYNTAX: it is not JSON
 * @PSR_MAPPING_ERROR_INVALID: it says what no mapping can mean
 * @PSR_MAPPING_ERROR_SET_ASIDE: this record cannot be mapped; others can
 */
typedef enum
{
  PSR_MAPPING_ERROR_FILE,
  PSR_MAPPING_ERROR_SYNTAX,
  PSR_MAPPING_ERROR_INVALID,
  PSR_MAPPING_ERROR_SET_ASIDE,
} PsrMappingError;

#define PSR_MAPPING_ERROR (psr_mapping_error_quark ())
GQuark psr_mapping_error_quark (void);

G_END_DECLS
