/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-profile-key.h"

G_BEGIN_DECLS

#define PSR_PROFILE_ERROR (psr_profile_error_quark ())

/**
 * PsrProfileError:
 * @PSR_PROFILE_ERROR_NOT_FOUND: there is no such file
 * @PSR_PROFILE_ERROR_UNREADABLE: the file can't be read
 * @PSR_PROFILE_ERROR_SYNTAX: the file is no key file
 * @PSR_PROFILE_ERROR_UNKNOWN: a section or key is not known
 * @PSR_PROFILE_ERROR_VALUE: a value is not allowed
 * @PSR_PROFILE_ERROR_MISSING: a key that is needed is missing
 */
typedef enum
{
  PSR_PROFILE_ERROR_NOT_FOUND,
  PSR_PROFILE_ERROR_UNREADABLE,
  PSR_PROFILE_ERROR_SYNTAX,
  PSR_PROFILE_ERROR_UNKNOWN,
  PSR_PROFILE_ERROR_VALUE,
  PSR_PROFILE_ERROR_MISSING,
} PsrProfileError;

GQuark psr_profile_error_quark (void);

/**
 * PsrProfileEntry:
 * @name: the key
 * @value: its value
 * @is_system: whether the system-wide profile says so, and not the user's own
 *
 * A key with a free name.
 */
typedef struct
{
  char     *name;
  char     *value;
  gboolean  is_system;
} PsrProfileEntry;

#define PSR_TYPE_PROFILE (psr_profile_get_type ())

G_DECLARE_FINAL_TYPE (PsrProfile, psr_profile, PSR, PROFILE, GObject)

PsrProfile      *psr_profile_load          (const char     *path,
                                            GError        **error);
PsrProfile      *psr_profile_new_from_text (const char     *text,
                                            const char     *path,
                                            GError        **error);
const char      *psr_profile_get_path      (PsrProfile     *self);
const char      *psr_profile_get_system_path
                                           (PsrProfile     *self);
GPtrArray       *psr_profile_get_ignored   (PsrProfile     *self);
gboolean         psr_profile_is_locked     (PsrProfile     *self,
                                            const char     *group,
                                            const char     *name);
const char      *psr_profile_get_string    (PsrProfile     *self,
                                            PsrProfileKey   key);
gboolean         psr_profile_get_boolean   (PsrProfile     *self,
                                            PsrProfileKey   key);
gint64           psr_profile_get_duration  (PsrProfile     *self,
                                            PsrProfileKey   key);
char           **psr_profile_get_list      (PsrProfile     *self,
                                            PsrProfileKey   key);
GPtrArray       *psr_profile_get_entries   (PsrProfile     *self,
                                            const char     *group);
gboolean         psr_profile_is_online     (PsrProfile     *self);
gboolean         psr_profile_require       (PsrProfile     *self,
                                            PsrProfileKey   key,
                                            const char     *why,
                                            GError        **error);

G_END_DECLS
