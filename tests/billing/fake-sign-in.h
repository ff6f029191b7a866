/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-token-source.h"

G_BEGIN_DECLS

/* Signs in at once, as nobody in particular. */
#define FAKE_TYPE_SIGN_IN (fake_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (FakeSignIn, fake_sign_in, FAKE, SIGN_IN, GObject)

PsrTokenSource *fake_sign_in_new (void);

G_END_DECLS
