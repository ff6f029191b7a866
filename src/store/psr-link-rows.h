/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-connection.h"
#include "psr-link.h"

G_BEGIN_DECLS

/* For PsrLinkStore: links as rows. */

typedef enum {
  PSR_LINK_DIRECTION_BC,    /* by the id in Business Central */
  PSR_LINK_DIRECTION_WELLO, /* by the id in Wello */
} PsrLinkDirection;

gboolean psr_link_rows_find (PsrConnection     *connection,
                             PsrLinkDirection   direction,
                             PsrEntity          entity,
                             const char        *id,
                             PsrLink          **found,
                             GError           **error);
gboolean psr_link_rows_add  (PsrConnection     *connection,
                             PsrLink           *link,
                             PsrTimestamp       now,
                             guint             *added,
                             GError           **error);

G_END_DECLS
