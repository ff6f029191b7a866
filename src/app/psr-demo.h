/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

#define PSR_TYPE_DEMO (psr_demo_get_type ())

G_DECLARE_FINAL_TYPE (PsrDemo, psr_demo, PSR, DEMO, GObject)

DexFuture  *psr_demo_start           (void);
const char *psr_demo_get_profile     (PsrDemo *self);
const char *psr_demo_get_state       (PsrDemo *self);
const char *psr_demo_get_credentials (PsrDemo *self);

G_END_DECLS
