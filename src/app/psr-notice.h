/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "psr-worker.h"

G_BEGIN_DECLS

GNotification *psr_notice_new (const PsrWorkerNews *news);

G_END_DECLS
