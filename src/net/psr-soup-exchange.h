/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "psr-clock.h"
#include "psr-transport.h"
#include "psr-trust.h"

G_BEGIN_DECLS

DexFuture *psr_soup_exchange_start (SoupSession *session,
                                    SoupMessage *message,
                                    PsrRequest  *request,
                                    PsrTrust    *trust,
                                    PsrClock    *clock);

G_END_DECLS
