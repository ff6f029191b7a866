/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-clock.h"

G_BEGIN_DECLS

#define PSR_TYPE_STATE_FOLDER (psr_state_folder_get_type ())

/**
 * PsrStateFolder:
 *
 * The folder with the databases and locks of one profile, used by several
 * processes at once. It is made on demand for its user alone, and has to be on
 * a local file system.
 */
G_DECLARE_FINAL_TYPE (PsrStateFolder, psr_state_folder, PSR, STATE_FOLDER, GObject)

PsrStateFolder *psr_state_folder_open             (const char      *path,
                                                   PsrClock        *clock,
                                                   GError         **error);
PsrStateFolder *psr_state_folder_open_alone       (const char      *path,
                                                   PsrClock        *clock,
                                                   GError         **error);
gboolean        psr_state_folder_delete           (PsrStateFolder  *self,
                                                   GError         **error);
gboolean        psr_state_folder_is_being_deleted (const char      *path);
const char     *psr_state_folder_get_path         (PsrStateFolder  *self);
PsrClock       *psr_state_folder_get_clock        (PsrStateFolder  *self);
char           *psr_state_folder_build_filename   (PsrStateFolder  *self,
                                                   const char      *name);

G_END_DECLS
