/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mapping-error"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-mapping-error-private.h"

G_DEFINE_QUARK (psr-mapping-error-quark, psr_mapping_error)

/*
 * Says why the mapping @name can’t be used, and returns FALSE.
 */
gboolean
psr_mapping_error_set (GError          **error,
                       PsrMappingError   code,
                       const char       *name,
                       const char       *why,
                       const char       *mend)
{
  g_autofree char *what = NULL;

  g_return_val_if_fail (name != NULL, FALSE);

  what = g_strdup_printf (_("The mapping “%s” can’t be used."), name);
  psr_set_explained_error (error, PSR_MAPPING_ERROR, (int) code, what, why, mend);

  return FALSE;
}
