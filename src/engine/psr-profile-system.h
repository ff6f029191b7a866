/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A profile of the whole system, which an administrator writes below /etc, lies under
 * the user's own of the same name: a key that the user's own lacks is taken from
 * it, and keys that it locks count whatever the user's own says.
 */

#define PSR_PROFILE_SYSTEM_LOCKED "Locked"

typedef struct _PsrProfileLocks PsrProfileLocks;

char            *psr_profile_system_dup_path (const char       *path);
gboolean         psr_profile_system_read     (const char       *path,
                                              char            **system_path,
                                              char            **text,
                                              GError          **error);

PsrProfileLocks *psr_profile_locks_new       (void);
void             psr_profile_locks_free      (PsrProfileLocks  *self);
char            *psr_profile_locks_add       (PsrProfileLocks  *self,
                                              const char       *group,
                                              const char       *names);
gboolean         psr_profile_locks_has       (PsrProfileLocks  *self,
                                              const char       *group,
                                              const char       *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrProfileLocks, psr_profile_locks_free)

G_END_DECLS
