/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-transport.h"

G_BEGIN_DECLS

#define TORTURE_TYPE_TRANSPORT (torture_transport_get_type ())
G_DECLARE_FINAL_TYPE (TortureTransport, torture_transport, TORTURE, TRANSPORT, GObject)

TortureTransport *torture_transport_new        (PsrTransport     *inner);
guint             torture_transport_get_n_sent (TortureTransport *self);
const char       *torture_transport_get_last   (TortureTransport *self);
void              torture_transport_forget     (TortureTransport *self);

G_END_DECLS
