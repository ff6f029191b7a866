/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

void torture_proxy_set_up (void);
void torture_proxy_use    (const char *url);
