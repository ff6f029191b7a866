/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-token-source.h"

G_BEGIN_DECLS

#define FAKE_TYPE_TOKEN_SOURCE (fake_token_source_get_type ())
G_DECLARE_FINAL_TYPE (FakeTokenSource, fake_token_source, FAKE, TOKEN_SOURCE, GObject)

FakeTokenSource *fake_token_source_new   (void);
void             fake_token_source_break (FakeTokenSource *self);

G_END_DECLS
