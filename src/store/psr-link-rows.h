/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-connection.h"
#include "psr-link.h"

G_BEGIN_DECLS

/* For PsrLinkStore: links as rows. */

typedef enum {
  PSR_LINK_DIRECTION_BC,    /* by the id in Business Central */
  PSR_LINK_DIRECTION_WELLO, /* by the id in Wello */
} PsrLinkDirection;

typedef struct {
  char *wello_id;
  char *text;
} PsrAccountMark;

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

PsrAccountMark *psr_account_mark_new   (const char    *wello_id,
                                        const char    *text);
void            psr_account_mark_free  (gpointer       data);
DexFuture      *psr_link_rows_set_mark (PsrConnection *connection,
                                        gpointer       data);
DexFuture      *psr_link_rows_get_mark (PsrConnection *connection,
                                        gpointer       data);
DexFuture      *psr_link_rows_count_marks
                                       (PsrConnection *connection,
                                        gpointer       data);

G_END_DECLS
