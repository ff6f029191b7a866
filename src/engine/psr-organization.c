/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-organization"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-engine-error.h"
#include "psr-explain.h"
#include "psr-organization.h"

/**
 * psr_organization_choose:
 * @organizations: (element-type PsrWelloSalesOrganization): those of Wello
 * @wanted: (nullable): the code, id or name of one, as the profile has it
 * @chosen: (out) (optional) (nullable): return location for the one; %NULL
 *   where Wello has none
 * @error: return location for %PSR_ENGINE_ERROR_SETTINGS
 *
 * Finds for which sales organization a profile is. One Wello may sell for
 * several companies, and each of them has its own books; archived ones don't
 * count.
 *
 * Returns: %FALSE when there are several and none is named, or the named one
 *   isn't there
 */
gboolean
psr_organization_choose (GPtrArray                  *organizations,
                         const char                 *wanted,
                         PsrWelloSalesOrganization **chosen,
                         GError                    **error)
{
  g_autoptr(GString) names = g_string_new (NULL);
  g_autofree char *what = NULL;
  g_autofree char *why = NULL;
  PsrWelloSalesOrganization *found = NULL;
  guint living = 0;

  g_return_val_if_fail (organizations != NULL, FALSE);

  for (guint i = 0; i < organizations->len; i++)
    {
      PsrWelloSalesOrganization *organization = organizations->pdata[i];

      if (organization->archived)
        continue;

      living++;
      if (names->len > 0)
        g_string_append (names, ", ");
      g_string_append (names, *organization->code != '\0' ? organization->code : organization->name);

      if (wanted == NULL ||
          g_ascii_strcasecmp (organization->code, wanted) == 0 ||
          g_ascii_strcasecmp (organization->id, wanted) == 0 ||
          strcmp (organization->name, wanted) == 0)
        found = organization;
    }

  if (wanted == NULL && living > 1)
    {
      what = g_strdup (_("The profile doesn’t say for which sales organization of Wello it is."));
      why = g_strdup_printf (_("Wello has several: %s. Their invoices must not end in the wrong company."), names->str);
    }
  else if (wanted != NULL && found == NULL)
    {
      what = g_strdup_printf (_("Wello has no sales organization “%s”."), wanted);
      why = g_strdup_printf (_("There are: %s."), names->str);
    }

  if (what != NULL)
    {
      psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_SETTINGS, what, why,
                               _("Write its code to SalesOrganization= under [Wello] in the profile."));
      return FALSE;
    }

  if (chosen != NULL)
    *chosen = found != NULL ? psr_wello_sales_organization_ref (found) : NULL;

  return TRUE;
}
