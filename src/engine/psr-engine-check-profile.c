/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-check-profile"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-engine-private.h"

/**
 * psr_engine_check_profile:
 * @self: an engine
 * @findings: (element-type PsrFinding): where to tell it
 *
 * Tells what an administrator set for everybody, and what of one's own doesn't count.
 */
void
psr_engine_check_profile (PsrEngine *self,
                          GPtrArray *findings)
{
  GPtrArray *ignored = psr_profile_get_ignored (self->profile);
  g_autofree char *what = NULL;

  if (psr_profile_get_system_path (self->profile) == NULL)
    return;

  what = g_strdup_printf (_("The profile is laid over %s, which holds for everybody on this computer"),
                          psr_profile_get_system_path (self->profile));
  g_ptr_array_add (findings, psr_finding_new (PSR_FINDING_OK, "profile.system", what, NULL, NULL));

  for (guint i = 0; i < ignored->len; i++)
    {
      g_autofree char *locked = g_strdup_printf (_("%s of your own profile doesn’t count."), (const char *) ignored->pdata[i]);

      g_ptr_array_add (findings, psr_finding_new (PSR_FINDING_WARNING, "profile.locked", locked,
                                                  _("The administrator of this computer has locked it at another value."),
                                                  _("Take the line out of your own profile, or ask the administrator.")));
    }
}
