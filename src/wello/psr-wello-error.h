/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrWelloError:
 * @PSR_WELLO_ERROR_BAD_ROW: a row lacks what every row of its kind has, or
 *   holds a value that can't be read
 *
 * What can go wrong with Wello's answers beyond what the net layer reports as
 * PsrServiceErrorCode. The texts are explained errors.
 */
typedef enum
{
  PSR_WELLO_ERROR_BAD_ROW,
} PsrWelloError;

#define PSR_WELLO_ERROR (psr_wello_error_quark ())
GQuark psr_wello_error_quark (void);

G_END_DECLS
