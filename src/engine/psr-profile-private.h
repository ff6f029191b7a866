/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-profile-system.h"
#include "psr-profile.h"

G_BEGIN_DECLS

struct _PsrProfile
{
  GObject     parent_instance;

  char       *path;
  char       *system_path;            /* what it is laid over */
  char       *values[PSR_PROFILE_N_KEYS];
  GHashTable *entries;                /* section → GPtrArray of PsrProfileEntry */
  GPtrArray  *ignored;
  PsrProfileLocks *locks;             /* what only the system-wide one says */
  gboolean    lacks_environment;      /* unless a key says which */
  gboolean    lacks_version;
};

gboolean psr_profile_lack        (PsrProfile     *self,
                                  PsrProfileKey   key,
                                  const char     *why,
                                  GError        **error);
gboolean psr_profile_check_whole (PsrProfile     *self,
                                  GError        **error);

G_END_DECLS
