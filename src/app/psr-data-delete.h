/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"

G_BEGIN_DECLS

void psr_data_delete_ask (PsrDesk   *desk,
                          GtkWidget *parent);

G_END_DECLS
