/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

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
};

G_END_DECLS
