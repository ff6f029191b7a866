/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/types.h>

/* The process on this computer that has the other end of a connection; 0: none of ours. */
pid_t sbx_peer_find (guint client_port, guint server_port);
