/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrBcError:
 * @PSR_BC_ERROR_NO_COMPANY: no company answers to the id or name asked for, or
 *   none was chosen yet
 * @PSR_BC_ERROR_MANY_COMPANIES: several companies answer to the name
 * @PSR_BC_ERROR_BAD_ROW: a row lacks what every row of its kind has, or holds
 *   a value that can't be read
 * @PSR_BC_ERROR_BAD_ADDRESS: a text is no address of Business Central
 * @PSR_BC_ERROR_BAD_SCHEMA: what it says of its properties can't be read
 *
 * What can go wrong with Business Central's answers beyond what the net layer
 * reports as PsrServiceErrorCode. The texts are explained errors.
 */
typedef enum
{
  PSR_BC_ERROR_NO_COMPANY,
  PSR_BC_ERROR_MANY_COMPANIES,
  PSR_BC_ERROR_BAD_ROW,
  PSR_BC_ERROR_BAD_ADDRESS,
  PSR_BC_ERROR_BAD_SCHEMA,
} PsrBcError;

#define PSR_BC_ERROR (psr_bc_error_quark ())
GQuark psr_bc_error_quark (void);

G_END_DECLS
