/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-check-mappings"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-engine-work.h"
#include "psr-explain.h"
#include "psr-mapping-place.h"
#include "psr-profile-flow.h"
#include "psr-sync-lack.h"
#include "psr-sync-tables.h"

static void
add (GPtrArray      *findings,
     PsrFindingKind  kind,
     const char     *id,
     const char     *what,
     const char     *why,
     const char     *mend)
{
  g_ptr_array_add (findings, psr_finding_new (kind, id, what, why, mend));
}

static void
add_error (GPtrArray    *findings,
           const char   *id,
           const GError *error)
{
  g_ptr_array_add (findings, psr_finding_new_for_error (id, error));
}

/* What a flow that is switched on would read that isn't there. */
static gboolean
add_lacks (PsrEngine      *self,
           GPtrArray      *findings,
           PsrSyncContext *context)
{
  g_auto(GStrv) flows = psr_profile_flow_list (self->profile);
  gboolean found = FALSE;

  for (gsize i = 0; flows[i] != NULL; i++)
    {
      GPtrArray *lacks = NULL;
      PsrSyncFlow flow;

      if (psr_sync_flow_from_string (flows[i], &flow))
        lacks = context->lacks[flow];
      for (guint n = 0; lacks != NULL && n < lacks->len; n++)
        {
          const PsrSyncLack *lack = lacks->pdata[n];
          g_autofree char *what = psr_sync_lack_dup_what (lack);
          g_autofree char *why = psr_sync_lack_dup_why (lack);

          add (findings, lack->is_needed ? PSR_FINDING_PROBLEM : PSR_FINDING_WARNING, "sync.properties", what, why,
               psr_sync_lack_get_mend (lack));
          found = TRUE;
        }
    }

  return found;
}

/* Whether the tables are there in which mappings of a person's own look something up. */
static gboolean
check_own_tables (PsrEngine      *self,
                  GPtrArray      *findings,
                  PsrSyncContext *context)
{
  g_auto(GStrv) flows = psr_profile_flow_list (self->profile);

  for (gsize i = 0; flows[i] != NULL; i++)
    {
      g_autoptr(GError) error = NULL;
      PsrSyncFlow flow;

      if (!psr_sync_flow_from_string (flows[i], &flow) || psr_sync_tables_check_flow (context, flow, &error))
        continue;

      add_error (findings, "sync.mappings", error);
      return FALSE;
    }

  return TRUE;
}

/**
 * psr_engine_check_mappings:
 * @self: an engine that is signed in
 * @findings: (element-type PsrFinding): where to add what is found
 *
 * Looks at the files of a person's own, where there are some; and whether what they and
 * ours read is there. Has to be called in a fiber.
 */
void
psr_engine_check_mappings (PsrEngine *self,
                           GPtrArray *findings)
{
  g_autofree char *folder = psr_mapping_place_dup_folder (self->profile);
  g_autoptr(PsrSyncContext) context = NULL;
  g_autoptr(GError) problem = NULL;
  g_autoptr(GError) error = NULL;

  if (psr_engine_read_schema (self, TRUE, NULL, &problem, &error))
    context = psr_engine_make_sync (self, &error);
  if (context == NULL)
    {
      add_error (findings, "sync.mappings", error);
      return;
    }
  if (folder != NULL && check_own_tables (self, findings, context))
    add (findings, PSR_FINDING_OK, "sync.mappings", _("The mappings of your own can be used"), NULL, NULL);

  if (problem != NULL)
    {
      g_autoptr(PsrExplanation) words = psr_explain (problem);
      g_autofree char *why = psr_engine_join (words->what, words->why);

      add (findings, PSR_FINDING_WARNING, "sync.properties",
           _("It couldn’t be read which properties this Business Central has: all are asked for, as before."), why,
           _("If a sync fails over a property, take it out of the mapping. It is tried again every day."));
    }
  if (!add_lacks (self, findings, context) && problem == NULL)
    add (findings, PSR_FINDING_OK, "sync.properties", _("Business Central has all properties that the mappings read"), NULL, NULL);
}
