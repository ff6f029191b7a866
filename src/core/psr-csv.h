/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void psr_csv_add (GString             *out,
                  const char * const  *cells);

G_END_DECLS
