/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-world.h"

G_BEGIN_DECLS

PsrResponse *fake_world_answer        (FakeWorld         *self,
                                       guint              status,
                                       const char        *json);
PsrResponse *fake_world_refuse        (FakeWorld         *self,
                                       guint              status,
                                       const char        *code,
                                       const char        *message);
DexFuture   *fake_world_fail          (PsrTransportError  code,
                                       const char        *message);
PsrResponse *fake_world_list_invoices (FakeWorld         *self,
                                       const char        *url);
DexFuture   *fake_world_change_status (FakeWorld         *self,
                                       const char        *body);

PsrResponse *fake_world_list_posted   (FakeWorld  *self,
                                       const char *url);
DexFuture   *fake_world_answer_action (FakeWorld  *self,
                                       const char *url);

G_END_DECLS
