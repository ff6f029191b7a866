/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/**
 * PsrJobFunc:
 * @data: what psr_executor_run() was given
 *
 * Work that must not run in a fiber: SQL, JSON, hashing, mapping a page. It
 * runs on the thread of its lane and may block there, but must not await.
 *
 * Returns: (transfer full): a future that is completed already, such as
 *   dex_future_new_take_object() makes. Its value is used from another thread,
 *   so references to it must be counted atomically: a #GObject, #GBytes or an
 *   atomic rc box, not a tree of json-glib.
 */
typedef DexFuture *(*PsrJobFunc) (gpointer data);

#define PSR_TYPE_EXECUTOR (psr_executor_get_type ())
G_DECLARE_INTERFACE (PsrExecutor, psr_executor, PSR, EXECUTOR, GObject)

/**
 * PsrExecutorInterface:
 * @run: runs a job on a lane
 *
 * The one way to a thread. Jobs of one lane run one after another, in the
 * order in which they were given.
 */
struct _PsrExecutorInterface
{
  GTypeInterface parent_iface;

  DexFuture *(*run) (PsrExecutor    *self,
                     const char     *lane,
                     PsrJobFunc      func,
                     gpointer        data,
                     GDestroyNotify  data_free);
};

DexFuture *psr_executor_run (PsrExecutor    *self,
                             const char     *lane,
                             PsrJobFunc      func,
                             gpointer        data,
                             GDestroyNotify  data_free) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
