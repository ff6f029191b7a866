/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-mappings"

#include "config.h"

#include "psr-sync-couple.h"
#include "psr-sync-lack.h"
#include "psr-sync-private.h"

static char *
dup_fingerprints (PsrSyncRun *run)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < run->n_parts; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", psr_field_map_get_fingerprint (run->targets[i].map));

  /* What another filter left out hasn't been read either. */
  if (run->context->rules[run->flow].filter != NULL)
    g_string_append_printf (text, " %s", run->context->rules[run->flow].filter);

  /* Contacts of customers that aren't brought to Wello aren't either. */
  if (run->flow == PSR_SYNC_CONTACTS && run->context->rules[PSR_SYNC_CUSTOMERS].filter != NULL)
    g_string_append_printf (text, " %s", run->context->rules[PSR_SYNC_CUSTOMERS].filter);

  /* What wasn't there, and is now, hasn't been read of any. */
  if (run->context->lacks[run->flow] != NULL)
    {
      g_autofree char *names = psr_sync_lacks_dup_names (run->context->lacks[run->flow]);

      g_string_append_printf (text, " without %s", names);
    }

  return g_string_free_and_steal (text);
}

/**
 * psr_sync_mappings_check:
 * @run: a run that has read nothing yet
 * @changed: (out): whether other mappings made what is in Wello
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Records that haven't changed would keep what an older mapping made of them: where
 * the mappings changed, with the program or by a person, the run reads everything. Has
 * to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_mappings_check (PsrSyncRun  *run,
                         gboolean    *changed,
                         GError     **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *name = NULL;
  g_autofree char *known = NULL;
  g_autofree char *now = NULL;

  g_return_val_if_fail (run != NULL, FALSE);

  *changed = FALSE;
  name = g_strconcat (psr_sync_flow_to_string (run->flow), ".mappings", NULL);
  now = dup_fingerprints (run);
  known = dex_await_string (psr_mirror_store_get_fact (run->context->mirror, name), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  if (g_strcmp0 (known, now) == 0)
    return TRUE;

  /* A table that isn't there is told as long as a mapping names it, whether or not a record changes. */
  if (!psr_sync_tables_check_flow (run->context, run->flow, error))
    return FALSE;

  *changed = known != NULL && *known != '\0';
  if (psr_sync_run_is_dry (run))
    return TRUE;

  if (*changed)
    g_info ("The mappings of “%s” changed: everything is read", psr_sync_flow_to_string (run->flow));

  /* In this order: ended in between, it is found out once more. */
  return (!*changed || psr_sync_reset (run->context, run->flow, error)) &&
         dex_await (psr_mirror_store_set_fact (run->context->mirror, name, now), error);
}
