/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-token-source.h"

G_BEGIN_DECLS

#define TORTURE_TYPE_TOKEN (torture_token_get_type ())
G_DECLARE_FINAL_TYPE (TortureToken, torture_token, TORTURE, TOKEN, GObject)

PsrTokenSource *torture_token_new (void);

G_END_DECLS
