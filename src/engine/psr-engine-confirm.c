/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-confirm"

#include "config.h"

#include <string.h>

#include "psr-engine-error.h"
#include "psr-engine-private.h"
#include "psr-explain.h"
#include "psr-finding.h"

typedef struct
{
  PsrEngine *engine;
  char      *company;
} Confirm;

static void
confirm_clear (gpointer data)
{
  Confirm *confirm = data;

  g_object_unref (confirm->engine);
  g_free (confirm->company);
}

static void
confirm_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, confirm_clear);
}

/* What was found of the state, or else what kept from looking at it. */
static const PsrFinding *
find_answer (GPtrArray *findings)
{
  const PsrFinding *problem = NULL;

  for (guint i = 0; i < findings->len; i++)
    {
      const PsrFinding *finding = findings->pdata[i];

      if (strcmp (finding->id, "state.binding") == 0)
        return finding;
      if (problem == NULL && finding->kind == PSR_FINDING_PROBLEM)
        problem = finding;
    }

  return problem;
}

static DexFuture *
confirm_fiber (gpointer data)
{
  Confirm *confirm = data;
  g_autoptr(GPtrArray) findings = NULL;
  const PsrFinding *answer;
  GError *error = NULL;

  findings = dex_await_boxed (psr_engine_check (confirm->engine, confirm->company), &error);
  if (findings == NULL)
    return dex_future_new_for_error (error);

  answer = find_answer (findings);
  if (answer == NULL || answer->kind == PSR_FINDING_OK)
    return dex_future_new_true ();

  psr_set_explained_error (&error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_BOUND, answer->what,
                           answer->why != NULL ? answer->why : "", answer->mend != NULL ? answer->mend : "");

  return dex_future_new_for_error (error);
}

/**
 * psr_engine_confirm:
 * @self: an engine
 * @company: the name or id of the company that the profile names
 *
 * Lets the local state belong to other accounts than before: to those of the profile, after
 * the checks of psr_engine_check(), once nothing is on its way to the old ones. A
 * person decides that.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with what
 *   is in the way
 */
DexFuture *
psr_engine_confirm (PsrEngine  *self,
                    const char *company)
{
  Confirm *confirm;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (company != NULL);

  confirm = g_atomic_rc_box_new0 (Confirm);
  confirm->engine = g_object_ref (self);
  confirm->company = g_strdup (company);

  return dex_scheduler_spawn (NULL, 0, confirm_fiber, confirm, confirm_unref);
}
