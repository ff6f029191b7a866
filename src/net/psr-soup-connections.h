/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define PSR_TYPE_SOUP_CONNECTIONS (psr_soup_connections_get_type ())
G_DECLARE_FINAL_TYPE (PsrSoupConnections, psr_soup_connections, PSR, SOUP_CONNECTIONS, GObject)

PsrSoupConnections *psr_soup_connections_get   (SoupSession        *session);
void                psr_soup_connections_watch (PsrSoupConnections *self,
                                                SoupMessage        *message);
void                psr_soup_connections_shut  (PsrSoupConnections *self,
                                                SoupMessage        *message);
void                psr_soup_connections_doubt (PsrSoupConnections *self,
                                                SoupMessage        *message);
gboolean            psr_soup_connections_trust (PsrSoupConnections *self);

G_END_DECLS
