/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"

G_BEGIN_DECLS

#define PSR_TYPE_REQUEST_LIST (psr_request_list_get_type ())

G_DECLARE_FINAL_TYPE (PsrRequestList, psr_request_list, PSR, REQUEST_LIST, AdwBin)

void psr_request_list_set_desk  (PsrRequestList *self,
                                 PsrDesk        *desk);
void psr_request_list_read      (PsrRequestList *self);
void psr_request_list_export_to (PsrRequestList *self,
                                 GFile          *file);

G_END_DECLS
