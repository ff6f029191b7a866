/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-clock.h"
#include "psr-transport.h"

G_BEGIN_DECLS

#define PSR_TYPE_SOUP_TRANSPORT (psr_soup_transport_get_type ())
G_DECLARE_FINAL_TYPE (PsrSoupTransport, psr_soup_transport, PSR, SOUP_TRANSPORT, GObject)

PsrTransport *psr_soup_transport_new (const char         *user_agent,
                                      const char         *ca_file,
                                      const char * const *ca_hosts,
                                      guint               max_conns,
                                      PsrClock           *clock,
                                      GError            **error);

G_END_DECLS
