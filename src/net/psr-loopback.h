/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

#define PSR_TYPE_LOOPBACK (psr_loopback_get_type ())

/**
 * PsrLoopback:
 *
 * Waits on a port of this computer for the browser that comes back from the
 * sign-in service. It answers one request, and nothing but this computer can
 * reach it.
 */
G_DECLARE_FINAL_TYPE (PsrLoopback, psr_loopback, PSR, LOOPBACK, GObject)

PsrLoopback *psr_loopback_new              (const char   *state,
                                            GError      **error);
const char  *psr_loopback_get_redirect_uri (PsrLoopback  *self);
DexFuture   *psr_loopback_wait             (PsrLoopback  *self);

G_END_DECLS
