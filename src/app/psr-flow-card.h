/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"

G_BEGIN_DECLS

#define PSR_TYPE_FLOW_CARD (psr_flow_card_get_type ())

G_DECLARE_FINAL_TYPE (PsrFlowCard, psr_flow_card, PSR, FLOW_CARD, AdwPreferencesGroup)

GtkWidget *psr_flow_card_new  (PsrDesk             *desk,
                               const char          *flow);
void       psr_flow_card_show (PsrFlowCard         *self,
                               const PsrFlowStatus *status,
                               PsrTimestamp         now);

G_END_DECLS
