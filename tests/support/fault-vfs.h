/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A disk for SQLite that fails when it is told to. Once registered it stands
 * before the usual file access of everything that is opened afterwards, and
 * remembers what was written but not yet synced, so that a power cut can take
 * it away. For tests on one thread.
 */
typedef enum
{
  FAULT_WRITE    = 1 << 0,
  FAULT_SYNC     = 1 << 1,
  FAULT_TRUNCATE = 1 << 2,
  FAULT_DELETE   = 1 << 3,
  FAULT_OPEN     = 1 << 4,
  FAULT_SHM_MAP  = 1 << 5,
} FaultKind;

#define FAULT_ALL (FAULT_WRITE | FAULT_SYNC | FAULT_TRUNCATE | FAULT_DELETE | FAULT_OPEN | FAULT_SHM_MAP)

/* What becomes of what wasn't synced. */
typedef enum
{
  FAULT_LOSE_ALL,
  FAULT_KEEP_ALL,
  FAULT_KEEP_SOME,
} FaultLoss;

/* Stands before the usual file access from now on. */
void      fault_vfs_register  (void);

/* Forgets all files, counts and plans. Only while nothing is open. */
void      fault_vfs_reset     (void);

/* How many operations of @kinds there were since the last reset. */
guint     fault_vfs_count     (FaultKind  kinds);

/* The operation of @kinds with that number, counted since the last reset, fails
 * with SQLITE_IOERR (or what is usual for it), or as it does on a full disk; a
 * write does half of its work before. With @lasting all later ones of @kinds
 * fail, too. */
void      fault_vfs_fail      (FaultKind  kinds,
                               guint      number,
                               gboolean   full,
                               gboolean   lasting);

/* The kind of the operation that failed first; 0 as long as none did. */
FaultKind fault_vfs_get_failed (void);

/* Only files whose path has @part in it are counted and fail; %NULL for all. */
void      fault_vfs_only      (const char *part);

/* Remembers what @number is at the first failure. */
void      fault_vfs_watch     (const guint *number);
guint     fault_vfs_get_watched (void);

/* From the operation of @kinds with that number on, nothing reaches the disk
 * and everything fails. */
void      fault_vfs_cut_power (FaultKind  kinds,
                               guint      number);

gboolean  fault_vfs_is_dark   (void);

/* Takes the power now, once everything is closed, and leaves on the disk what
 * was synced and, as @loss says, what wasn't; with FAULT_KEEP_SOME a choice that
 * @seed makes, in which writes may be torn between two sectors. */
void      fault_vfs_restore   (FaultLoss  loss,
                               guint64    seed);

G_END_DECLS
