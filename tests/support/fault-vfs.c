/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "fault-disk.h"

typedef struct
{
  sqlite3_file base;
  FaultDisk *disk;           /* NULL for a nameless file */
  char *name;                /* the same */
  sqlite3_file *real;
} FaultFile;

static struct
{
  sqlite3_vfs *real;
  sqlite3_vfs vfs;
  sqlite3_io_methods methods;
  GHashTable *disks;
  guint counts[6];
  FaultKind fail_kinds;
  guint fail_number;
  gboolean full;
  gboolean lasting;
  FaultKind failed;
  FaultKind cut_kinds;
  guint cut_number;
  gboolean dark;
  int last_errno;
  const char *only;
  const guint *watch;
  guint watched;
} state;

static guint
count (FaultKind kinds)
{
  guint sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (state.counts); i++)
    {
      if (kinds & (1u << i))
        sum += state.counts[i];
    }

  return sum;
}

/* Counts an operation, and tells how it ends before it is begun. */
static int
begin (const char *name,
       FaultKind   kind,
       int         usual)
{
  if (!state.dark && state.only != NULL && (name == NULL || strstr (name, state.only) == NULL))
    return SQLITE_OK;

  state.counts[g_bit_nth_lsf (kind, -1)]++;

  if ((state.cut_kinds & kind) && count (state.cut_kinds) >= state.cut_number)
    state.dark = TRUE;

  if (state.dark)
    {
      state.last_errno = EIO;
      return usual;
    }

  if ((state.fail_kinds & kind) == 0 || count (state.fail_kinds) < state.fail_number ||
      (count (state.fail_kinds) > state.fail_number && !state.lasting))
    return SQLITE_OK;

  if (state.failed == 0)
    {
      state.failed = kind;
      state.watched = state.watch != NULL ? *state.watch : 0;
    }
  state.last_errno = state.full ? ENOSPC : EIO;

  return state.full && kind == FAULT_WRITE ? SQLITE_FULL : usual;
}

static int
on_close (sqlite3_file *base)
{
  FaultFile *file = (FaultFile *) base;

  g_clear_pointer (&file->name, g_free);

  return file->real->pMethods->xClose (file->real);
}

static int
on_read (sqlite3_file  *base,
         void          *data,
         int            length,
         sqlite3_int64  offset)
{
  FaultFile *file = (FaultFile *) base;

  return file->real->pMethods->xRead (file->real, data, length, offset);
}

static int
on_write (sqlite3_file  *base,
          const void    *data,
          int            length,
          sqlite3_int64  offset)
{
  FaultFile *file = (FaultFile *) base;
  int result = begin (file->name, FAULT_WRITE, SQLITE_IOERR_WRITE);
  int written;

  if (state.dark)
    return result;

  /* A disk that fails, or is full, has taken a part. */
  if (result != SQLITE_OK)
    length /= 2;

  if (file->disk != NULL)
    fault_disk_write (file->disk, offset, data, (gsize) length);
  written = file->real->pMethods->xWrite (file->real, data, length, offset);

  return result != SQLITE_OK ? result : written;
}

static int
on_truncate (sqlite3_file  *base,
             sqlite3_int64  size)
{
  FaultFile *file = (FaultFile *) base;
  int result = begin (file->name, FAULT_TRUNCATE, SQLITE_IOERR_TRUNCATE);

  if (result != SQLITE_OK)
    return result;

  if (file->disk != NULL)
    fault_disk_truncate (file->disk, size);

  return file->real->pMethods->xTruncate (file->real, size);
}

static int
on_sync (sqlite3_file *base,
         int           flags)
{
  FaultFile *file = (FaultFile *) base;
  int result = begin (file->name, FAULT_SYNC, SQLITE_IOERR_FSYNC);

  /* The real disk needs none of this. */
  if (!state.dark && file->disk != NULL)
    fault_disk_sync (file->disk, result == SQLITE_OK);

  return result;
}

static int
on_file_size (sqlite3_file  *base,
              sqlite3_int64 *size)
{
  FaultFile *file = (FaultFile *) base;

  return file->real->pMethods->xFileSize (file->real, size);
}

static int
on_lock (sqlite3_file *base,
         int           level)
{
  FaultFile *file = (FaultFile *) base;

  return file->real->pMethods->xLock (file->real, level);
}

static int
on_unlock (sqlite3_file *base,
           int           level)
{
  FaultFile *file = (FaultFile *) base;

  return file->real->pMethods->xUnlock (file->real, level);
}

static int
on_check_reserved_lock (sqlite3_file *base,
                        int          *reserved)
{
  FaultFile *file = (FaultFile *) base;

  return file->real->pMethods->xCheckReservedLock (file->real, reserved);
}

static int
on_file_control (sqlite3_file *base,
                 int           operation,
                 void         *argument)
{
  FaultFile *file = (FaultFile *) base;

  return file->real->pMethods->xFileControl (file->real, operation, argument);
}

static int
on_sector_size (sqlite3_file *base)
{
  FaultFile *file = (FaultFile *) base;

  return file->real->pMethods->xSectorSize (file->real);
}

static int
on_device_characteristics (sqlite3_file *base)
{
  FaultFile *file = (FaultFile *) base;

  return file->real->pMethods->xDeviceCharacteristics (file->real);
}

static int
on_shm_map (sqlite3_file   *base,
            int             region,
            int             size,
            int             extend,
            void volatile **pointer)
{
  FaultFile *file = (FaultFile *) base;
  int result = begin (file->name, FAULT_SHM_MAP, SQLITE_IOERR_SHMMAP);

  if (result != SQLITE_OK)
    {
      *pointer = NULL;
      return result;
    }

  return file->real->pMethods->xShmMap (file->real, region, size, extend, pointer);
}

static int
on_shm_lock (sqlite3_file *base,
             int           offset,
             int           n,
             int           flags)
{
  FaultFile *file = (FaultFile *) base;

  return file->real->pMethods->xShmLock (file->real, offset, n, flags);
}

static void
on_shm_barrier (sqlite3_file *base)
{
  FaultFile *file = (FaultFile *) base;

  file->real->pMethods->xShmBarrier (file->real);
}

static int
on_shm_unmap (sqlite3_file *base,
              int           delete_it)
{
  FaultFile *file = (FaultFile *) base;

  return file->real->pMethods->xShmUnmap (file->real, delete_it && !state.dark);
}

static int
on_open (sqlite3_vfs  *vfs,
         const char   *name,
         sqlite3_file *base,
         int           flags,
         int          *out_flags)
{
  FaultFile *file = (FaultFile *) base;
  gboolean was_there = name != NULL && g_file_test (name, G_FILE_TEST_EXISTS);
  int result;

  memset (file, 0, sizeof *file);
  file->real = (sqlite3_file *) (file + 1);

  if ((result = begin (name, FAULT_OPEN, SQLITE_CANTOPEN)) != SQLITE_OK)
    return result;

  memset (file->real, 0, (gsize) state.real->szOsFile);
  result = state.real->xOpen (state.real, name, file->real, flags, out_flags);
  if (result != SQLITE_OK)
    {
      state.last_errno = errno;
      if (file->real->pMethods != NULL)
        file->real->pMethods->xClose (file->real);
      return result;
    }

  file->name = g_strdup (name);
  if (name != NULL)
    file->disk = fault_disks_follow (state.disks, name, was_there);
  file->base.pMethods = &state.methods;

  return SQLITE_OK;
}

static int
on_delete (sqlite3_vfs *vfs,
           const char  *name,
           int          sync_folder)
{
  int result = begin (name, FAULT_DELETE, SQLITE_IOERR_DELETE);

  if (result != SQLITE_OK)
    return result;

  result = state.real->xDelete (state.real, name, 0);
  if (result == SQLITE_OK)
    fault_disks_delete (state.disks, name, sync_folder);

  return result;
}

static int
on_access (sqlite3_vfs *vfs,
           const char  *name,
           int          flags,
           int         *out)
{
  return state.real->xAccess (state.real, name, flags, out);
}

static int
on_full_pathname (sqlite3_vfs *vfs,
                  const char  *name,
                  int          length,
                  char        *out)
{
  return state.real->xFullPathname (state.real, name, length, out);
}

static int
on_randomness (sqlite3_vfs *vfs,
               int          length,
               char        *out)
{
  return state.real->xRandomness (state.real, length, out);
}

static int
on_sleep (sqlite3_vfs *vfs,
          int          microseconds)
{
  return state.real->xSleep (state.real, microseconds);
}

static int
on_current_time (sqlite3_vfs   *vfs,
                 sqlite3_int64 *now)
{
  return state.real->xCurrentTimeInt64 (state.real, now);
}

static int
on_get_last_error (sqlite3_vfs *vfs,
                   int          length,
                   char        *out)
{
  return state.last_errno;
}

void
fault_vfs_register (void)
{
  if (state.real != NULL)
    return;

  state.real = sqlite3_vfs_find (NULL);
  g_assert_nonnull (state.real);
  state.disks = fault_disks_new ();

  state.methods = (sqlite3_io_methods) {
    .iVersion = 2,
    .xClose = on_close,
    .xRead = on_read,
    .xWrite = on_write,
    .xTruncate = on_truncate,
    .xSync = on_sync,
    .xFileSize = on_file_size,
    .xLock = on_lock,
    .xUnlock = on_unlock,
    .xCheckReservedLock = on_check_reserved_lock,
    .xFileControl = on_file_control,
    .xSectorSize = on_sector_size,
    .xDeviceCharacteristics = on_device_characteristics,
    .xShmMap = on_shm_map,
    .xShmLock = on_shm_lock,
    .xShmBarrier = on_shm_barrier,
    .xShmUnmap = on_shm_unmap,
  };

  state.vfs = (sqlite3_vfs) {
    .iVersion = 2,
    .szOsFile = (int) sizeof (FaultFile) + state.real->szOsFile,
    .mxPathname = state.real->mxPathname,
    .zName = "fault",
    .xOpen = on_open,
    .xDelete = on_delete,
    .xAccess = on_access,
    .xFullPathname = on_full_pathname,
    .xRandomness = on_randomness,
    .xSleep = on_sleep,
    .xCurrentTimeInt64 = on_current_time,
    .xGetLastError = on_get_last_error,
  };

  g_assert_cmpint (sqlite3_vfs_register (&state.vfs, 1), ==, SQLITE_OK);
}

void
fault_vfs_reset (void)
{
  g_hash_table_remove_all (state.disks);
  memset (state.counts, 0, sizeof state.counts);
  state.fail_kinds = 0;
  state.failed = 0;
  state.cut_kinds = 0;
  state.dark = FALSE;
  state.last_errno = 0;
  state.only = NULL;
  state.watch = NULL;
}

guint
fault_vfs_count (FaultKind kinds)
{
  return count (kinds);
}

void
fault_vfs_fail (FaultKind kinds,
                guint     number,
                gboolean  full,
                gboolean  lasting)
{
  g_assert (number > 0);

  state.fail_kinds = kinds;
  state.fail_number = number;
  state.full = full;
  state.lasting = lasting;
}

FaultKind
fault_vfs_get_failed (void)
{
  return state.failed;
}

void
fault_vfs_only (const char *part)
{
  state.only = part;
}

void
fault_vfs_watch (const guint *number)
{
  state.watch = number;
}

guint
fault_vfs_get_watched (void)
{
  return state.watched;
}

void
fault_vfs_cut_power (FaultKind kinds,
                     guint     number)
{
  g_assert (number > 0);

  state.cut_kinds = kinds;
  state.cut_number = number;
}

gboolean
fault_vfs_is_dark (void)
{
  return state.dark;
}

void
fault_vfs_restore (FaultLoss loss,
                   guint64   seed)
{
  fault_disks_restore (state.disks, loss, seed);
  fault_vfs_reset ();
}
