/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-profile.h"
#include "psr-work-order.h"

G_BEGIN_DECLS

char *psr_web_client_dup_url (PsrProfile         *profile,
                              const PsrWorkOrder *work_order);

G_END_DECLS
