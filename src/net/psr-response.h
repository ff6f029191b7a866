/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "psr-timestamp.h"

G_BEGIN_DECLS

#define PSR_TYPE_RESPONSE (psr_response_get_type ())
G_DECLARE_FINAL_TYPE (PsrResponse, psr_response, PSR, RESPONSE, GObject)

PsrResponse  *psr_response_new              (guint         status,
                                             GBytes       *body,
                                             PsrTimestamp  received);
void          psr_response_add_header       (PsrResponse  *self,
                                             const char   *name,
                                             const char   *value);
guint         psr_response_get_status       (PsrResponse  *self);
gboolean      psr_response_is_success       (PsrResponse  *self);
const char   *psr_response_get_header       (PsrResponse  *self,
                                             const char   *name);
char         *psr_response_dup_content_type (PsrResponse  *self);
GBytes       *psr_response_get_body         (PsrResponse  *self);
PsrTimestamp  psr_response_get_date         (PsrResponse  *self);
PsrTimestamp  psr_response_get_received     (PsrResponse  *self);
const char   *psr_response_get_request_id   (PsrResponse  *self);

G_END_DECLS
