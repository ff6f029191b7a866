/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrStoreError:
 * @PSR_STORE_ERROR_OPEN: a file or folder can't be opened or made
 * @PSR_STORE_ERROR_READ_ONLY: the state folder or a file in it can't be written
 * @PSR_STORE_ERROR_FULL: the disk is full
 * @PSR_STORE_ERROR_NEWER: the file was written by a newer version
 * @PSR_STORE_ERROR_DAMAGED: the file isn't a database or fails its check
 * @PSR_STORE_ERROR_CONFLICT: the row isn't (or is no longer) as expected: its
 *   state or revision moved, or a unique value is taken
 * @PSR_STORE_ERROR_NOT_LOCAL: the state folder is on a network file system
 * @PSR_STORE_ERROR_LOCKED: another process holds the file or lock
 * @PSR_STORE_ERROR_NOT_FOUND: there is no such row
 * @PSR_STORE_ERROR_STOPPED: an earlier write of the ledger failed, so nothing
 *   more is written until the program is started again
 * @PSR_STORE_ERROR_BOUND: the state folder belongs to other accounts
 * @PSR_STORE_ERROR_FAILED: anything else
 *
 * Every message is an explained one: see psr_explain().
 */
typedef enum {
  PSR_STORE_ERROR_OPEN,
  PSR_STORE_ERROR_READ_ONLY,
  PSR_STORE_ERROR_FULL,
  PSR_STORE_ERROR_NEWER,
  PSR_STORE_ERROR_DAMAGED,
  PSR_STORE_ERROR_CONFLICT,
  PSR_STORE_ERROR_NOT_LOCAL,
  PSR_STORE_ERROR_LOCKED,
  PSR_STORE_ERROR_NOT_FOUND,
  PSR_STORE_ERROR_STOPPED,
  PSR_STORE_ERROR_BOUND,
  PSR_STORE_ERROR_FAILED,
} PsrStoreError;

#define PSR_STORE_ERROR (psr_store_error_quark ())

GQuark psr_store_error_quark (void);

G_END_DECLS
