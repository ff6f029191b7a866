/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-finding"

#include "config.h"

#include "psr-explain.h"
#include "psr-finding.h"

G_DEFINE_BOXED_TYPE (PsrFinding, psr_finding, psr_finding_ref, psr_finding_unref)

static void
psr_finding_clear (gpointer data)
{
  PsrFinding *self = data;

  g_free (self->id);
  g_free (self->what);
  g_free (self->why);
  g_free (self->mend);
}

/**
 * psr_finding_new:
 * @kind: how bad it is
 * @id: a stable name of what was looked at
 * @what: what was found, translated
 * @why: (nullable): why it is so, translated
 * @mend: (nullable): what to do about it, translated
 *
 * Returns: (transfer full): a finding
 */
PsrFinding *
psr_finding_new (PsrFindingKind  kind,
                 const char     *id,
                 const char     *what,
                 const char     *why,
                 const char     *mend)
{
  PsrFinding *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (what != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrFinding);
  self->kind = kind;
  self->trouble = kind == PSR_FINDING_PROBLEM ? PSR_TROUBLE_PERSON : PSR_TROUBLE_NONE;
  self->id = g_strdup (id);
  self->what = g_strdup (what);
  self->why = g_strdup (why);
  self->mend = g_strdup (mend);

  return self;
}

/**
 * psr_finding_new_for_error:
 * @id: a stable name of what was looked at
 * @error: what went wrong
 *
 * Returns: (transfer full): a problem
 */
PsrFinding *
psr_finding_new_for_error (const char   *id,
                           const GError *error)
{
  g_autoptr(PsrExplanation) explanation = NULL;
  PsrFinding *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (error != NULL, NULL);

  explanation = psr_explain (error);
  self = psr_finding_new (PSR_FINDING_PROBLEM, id, explanation->what, explanation->why, explanation->mend);
  self->trouble = psr_trouble_of_error (error);

  return self;
}

/**
 * psr_finding_ref:
 * @self: a finding
 *
 * Returns: (transfer full): @self
 */
PsrFinding *
psr_finding_ref (PsrFinding *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_finding_unref:
 * @self: (transfer full): a finding
 */
void
psr_finding_unref (PsrFinding *self)
{
  g_atomic_rc_box_release_full (self, psr_finding_clear);
}

/**
 * psr_finding_kind_to_string:
 * @kind: a kind
 *
 * Returns: its stable name: `ok`, `warning` or `problem`
 */
const char *
psr_finding_kind_to_string (PsrFindingKind kind)
{
  switch (kind)
    {
    case PSR_FINDING_OK:
      return "ok";
    case PSR_FINDING_WARNING:
      return "warning";
    case PSR_FINDING_PROBLEM:
      return "problem";
    default:
      g_return_val_if_reached ("problem");
    }
}
