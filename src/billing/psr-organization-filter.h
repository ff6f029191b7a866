/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-billing-context.h"

G_BEGIN_DECLS

GPtrArray *psr_organization_filter_apply (PsrBillingContext  *context,
                                          GPtrArray          *invoices,
                                          GHashTable         *foreign,
                                          GHashTable         *unassigned,
                                          GError            **error);

G_END_DECLS
