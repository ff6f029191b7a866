/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fault-vfs.h"

G_BEGIN_DECLS

/* For the failing disk: a file, with what is written but not yet synced. */
typedef struct _FaultDisk FaultDisk;

/* All files, by name. */
GHashTable *fault_disks_new     (void);

/* Begins, or goes on, to follow a file that was opened. */
FaultDisk  *fault_disks_follow  (GHashTable    *disks,
                                 const char    *path,
                                 gboolean       was_there);
void        fault_disks_delete  (GHashTable    *disks,
                                 const char    *path,
                                 gboolean       synced);

/* Writes the files as the power cut leaves them. */
void        fault_disks_restore (GHashTable    *disks,
                                 FaultLoss      loss,
                                 guint64        seed);
void        fault_disk_write    (FaultDisk     *disk,
                                 gint64         offset,
                                 gconstpointer  data,
                                 gsize          length);
void        fault_disk_truncate (FaultDisk     *disk,
                                 gint64         size);
void        fault_disk_sync     (FaultDisk     *disk,
                                 gboolean       success);

G_END_DECLS
