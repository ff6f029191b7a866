/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-odata-query.h"
#include "psr-wello-client.h"

G_BEGIN_DECLS

const char *psr_wello_client_get_controller (PsrWelloSet          set);
char      *psr_wello_client_dup_record_url (PsrWelloClient       *self,
                                            const char           *controller,
                                            const char           *id,
                                            const char           *select);
char      *psr_wello_client_dup_list_url   (PsrWelloClient       *self,
                                            const PsrODataQuery  *query);
void       psr_wello_client_set_no_or      (PsrWelloClient       *self);
DexFuture *psr_wello_client_write          (PsrWelloClient       *self,
                                            const char           *method,
                                            const char           *url,
                                            GBytes               *body);

G_END_DECLS
