/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *psr_net_report_soup   (void);
char *psr_net_report_secret (void);
char *psr_net_report_tls    (void);

G_END_DECLS
