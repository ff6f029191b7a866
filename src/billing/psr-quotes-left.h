/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-mirror-store.h"

G_BEGIN_DECLS

gboolean   psr_quotes_left_keep (PsrMirrorStore   *mirror,
                                 const char       *company,
                                 const GPtrArray  *numbers,
                                 GError          **error);
GPtrArray *psr_quotes_left_read (PsrMirrorStore   *mirror,
                                 const char       *company,
                                 GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
