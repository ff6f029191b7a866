/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"

G_BEGIN_DECLS

/**
 * PsrFlowPageKind:
 * @PSR_FLOW_PAGE_RUNS: the runs of a flow
 * @PSR_FLOW_PAGE_RUN: the records of one run
 * @PSR_FLOW_PAGE_SET_ASIDE: the records that are set aside
 *
 * What is listed.
 */
typedef enum
{
  PSR_FLOW_PAGE_RUNS,
  PSR_FLOW_PAGE_RUN,
  PSR_FLOW_PAGE_SET_ASIDE,
} PsrFlowPageKind;

#define PSR_TYPE_FLOW_PAGE (psr_flow_page_get_type ())

G_DECLARE_FINAL_TYPE (PsrFlowPage, psr_flow_page, PSR, FLOW_PAGE, AdwNavigationPage)

AdwNavigationPage *psr_flow_page_new (PsrDesk         *desk,
                                      const char      *flow,
                                      const char      *title,
                                      PsrFlowPageKind  kind,
                                      gint64           run);

G_END_DECLS
