/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-executor.h"

G_BEGIN_DECLS

#define PSR_TYPE_THREAD_EXECUTOR (psr_thread_executor_get_type ())
G_DECLARE_FINAL_TYPE (PsrThreadExecutor, psr_thread_executor, PSR, THREAD_EXECUTOR, GObject)

PsrExecutor *psr_thread_executor_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
