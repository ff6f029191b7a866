/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PsrRequestKind:
 * @PSR_REQUEST_READ: a GET; 100 seconds, an answer of up to 64 MiB
 * @PSR_REQUEST_CREATE: a write of one record; 180 seconds, up to 1 MiB
 * @PSR_REQUEST_ACTION: posting and other bound actions; 540 seconds, up to
 *   1 MiB. Business Central itself stops one after 8 minutes
 *   (Source: Microsoft, operational limits).
 * @PSR_REQUEST_SIGN_IN: a token request; 30 seconds, up to 1 MiB
 *
 * What a request is for: it decides how long it may take and how much may
 * come back.
 */
typedef enum
{
  PSR_REQUEST_READ,
  PSR_REQUEST_CREATE,
  PSR_REQUEST_ACTION,
  PSR_REQUEST_SIGN_IN,
} PsrRequestKind;

#define PSR_TYPE_REQUEST (psr_request_get_type ())
G_DECLARE_FINAL_TYPE (PsrRequest, psr_request, PSR, REQUEST, GObject)

PsrRequest     *psr_request_new              (PsrRequestKind  kind,
                                              const char     *method,
                                              const char     *url);
PsrRequest     *psr_request_copy             (PsrRequest     *self);
PsrRequestKind  psr_request_get_kind         (PsrRequest     *self);
const char     *psr_request_get_method       (PsrRequest     *self);
const char     *psr_request_get_url          (PsrRequest     *self);
gboolean        psr_request_is_read          (PsrRequest     *self);
void            psr_request_set_header       (PsrRequest     *self,
                                              const char     *name,
                                              const char     *value);
const char     *psr_request_get_header       (PsrRequest     *self,
                                              const char     *name);
guint           psr_request_get_n_headers    (PsrRequest     *self);
const char     *psr_request_get_header_at    (PsrRequest     *self,
                                              guint           position,
                                              const char    **value);
void            psr_request_set_body         (PsrRequest     *self,
                                              GBytes         *body,
                                              const char     *content_type);
GBytes         *psr_request_get_body         (PsrRequest     *self);
const char     *psr_request_get_content_type (PsrRequest     *self);
gsize           psr_request_get_max_body     (PsrRequest     *self);
void            psr_request_set_max_body     (PsrRequest     *self,
                                              gsize           bytes);
gint64          psr_request_get_deadline     (PsrRequest     *self);
void            psr_request_set_deadline     (PsrRequest     *self,
                                              gint64          usec);
gint64          psr_request_get_patience     (PsrRequest     *self);
void            psr_request_set_patience     (PsrRequest     *self,
                                              gint64          usec);

G_END_DECLS
