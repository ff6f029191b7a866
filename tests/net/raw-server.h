/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * An HTTP server that misbehaves as told by the path: threads and plain
 * sockets, so that every byte and every closed connection is ours.
 */
#define RAW_TYPE_SERVER (raw_server_get_type ())
G_DECLARE_FINAL_TYPE (RawServer, raw_server, RAW, SERVER, GObject)

RawServer *raw_server_new         (GTlsCertificate *certificate);
char      *raw_server_make_url    (RawServer  *self,
                                   const char *path);
guint      raw_server_get_port    (RawServer  *self);
guint      raw_server_n_requests  (RawServer  *self);
char      *raw_server_get_request (RawServer  *self,
                                   guint       position);
guint      raw_server_n_hang_ups  (RawServer  *self);
guint      raw_server_n_begun     (RawServer  *self);
guint      raw_server_n_closed    (RawServer  *self);
void       raw_server_stop        (RawServer  *self);

G_END_DECLS
