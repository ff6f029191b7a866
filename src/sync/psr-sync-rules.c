/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-rules"

#include "config.h"

#include "psr-sync-rules.h"

static const char * const names[] = {
  [PSR_SYNC_BC_WINS] = "bc",
  [PSR_SYNC_WELLO_WINS] = "wello",
  [PSR_SYNC_NEWEST_WINS] = "newest",
  [PSR_SYNC_ASK] = "ask",
};

/**
 * psr_sync_conflict_to_string:
 * @conflict: a rule
 *
 * Returns: its stable name, as in the profile
 */
const char *
psr_sync_conflict_to_string (PsrSyncConflict conflict)
{
  g_return_val_if_fail ((int) conflict >= 0 && conflict < G_N_ELEMENTS (names), NULL);

  return names[conflict];
}

/**
 * psr_sync_conflict_from_string:
 * @text: a name
 * @out: (out): return location for the rule
 *
 * Returns: whether there is a rule of this name
 */
gboolean
psr_sync_conflict_from_string (const char      *text,
                               PsrSyncConflict *out)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_equal (text, names[i]))
        {
          *out = (PsrSyncConflict) i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * psr_sync_rules_set:
 * @self: rules
 * @other: (transfer none): what they become
 */
void
psr_sync_rules_set (PsrSyncRules       *self,
                    const PsrSyncRules *other)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (other != NULL);

  self->both_ways = other->both_ways;
  self->conflict = other->conflict;
  self->takes_prices = other->takes_prices;
  g_set_str (&self->filter, other->filter);
  g_set_str (&self->wello_filter, other->wello_filter);
}

/**
 * psr_sync_rules_clear:
 * @self: rules
 *
 * Frees what they hold.
 */
void
psr_sync_rules_clear (PsrSyncRules *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->filter, g_free);
  g_clear_pointer (&self->wello_filter, g_free);
}
