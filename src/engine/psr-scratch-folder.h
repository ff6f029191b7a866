/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-timestamp.h"

G_BEGIN_DECLS

char *psr_scratch_folder_make   (const char   *prefix,
                                 int          *lock,
                                 GError      **error);
void  psr_scratch_folder_remove (const char   *path);
guint psr_scratch_folder_sweep  (const char   *prefix,
                                 PsrTimestamp  now);

G_END_DECLS
