/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-clock.h"
#include "psr-transport.h"

G_BEGIN_DECLS

#define FAKE_TYPE_TRANSPORT (fake_transport_get_type ())
G_DECLARE_FINAL_TYPE (FakeTransport, fake_transport, FAKE, TRANSPORT, GObject)

FakeTransport *fake_transport_new       (PsrClock      *clock);
void           fake_transport_answer    (FakeTransport *self,
                                         guint          status,
                                         const char    *body,
                                         ...) G_GNUC_NULL_TERMINATED;
void           fake_transport_fail      (FakeTransport *self,
                                         int            code);
void           fake_transport_set_delay (FakeTransport *self,
                                         gint64         usec);
guint          fake_transport_n_sent    (FakeTransport *self);
PsrRequest    *fake_transport_get_sent  (FakeTransport *self,
                                         guint          position);
gint64         fake_transport_get_time  (FakeTransport *self,
                                         guint          position);
guint          fake_transport_max_busy  (FakeTransport *self);

G_END_DECLS
