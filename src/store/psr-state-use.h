/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For the state folder's own use: who has it open, and that all in it is deleted. */

/**
 * PsrStateUseResult:
 * @PSR_STATE_USE_DONE: it is ours to use until the descriptor is closed
 * @PSR_STATE_USE_AGAIN: the folder went away meanwhile, or was emptied; begin anew
 * @PSR_STATE_USE_TAKEN: others don't let it be used so
 * @PSR_STATE_USE_FAILED: an error is set
 */
typedef enum {
  PSR_STATE_USE_DONE,
  PSR_STATE_USE_AGAIN,
  PSR_STATE_USE_TAKEN,
  PSR_STATE_USE_FAILED,
} PsrStateUseResult;

PsrStateUseResult psr_state_use_take     (const char  *path,
                                          gboolean     alone,
                                          int         *fd,
                                          GError     **error);
gboolean          psr_state_use_delete   (const char  *path,
                                          GError     **error);
gboolean          psr_state_use_is_begun (const char  *path);

G_END_DECLS
