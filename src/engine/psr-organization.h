/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-wello-sales-organization.h"

G_BEGIN_DECLS

gboolean psr_organization_choose (GPtrArray                  *organizations,
                                  const char                 *wanted,
                                  PsrWelloSalesOrganization **chosen,
                                  GError                    **error);

G_END_DECLS
