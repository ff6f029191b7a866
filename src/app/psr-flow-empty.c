/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-flow-empty"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-flow-empty.h"

/* What is said where a flow has nothing to list. */

/**
 * psr_flow_empty_show:
 * @state: where it is shown
 * @kind: what isn’t there
 *
 * Tells that nothing is listed, and why.
 */
void
psr_flow_empty_show (PsrStateBin     *state,
                     PsrFlowPageKind  kind)
{
  g_return_if_fail (PSR_IS_STATE_BIN (state));

  switch (kind)
    {
    case PSR_FLOW_PAGE_SET_ASIDE:
      psr_state_bin_show_empty (state, "object-select-symbolic", _("Nothing Is Set Aside"),
                                _("All records could be carried over."));
      break;

    case PSR_FLOW_PAGE_RUN:
      psr_state_bin_show_empty (state, "object-select-symbolic", _("Nothing Had Changed"),
                                _("What records did is known for thirty days."));
      break;

    case PSR_FLOW_PAGE_RUNS:
    default:
      psr_state_bin_show_empty (state, "document-open-recent-symbolic", _("No Runs Yet"), NULL);
      break;
    }
}
