/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

#define PSR_TYPE_SANDBOX_PROCESS (psr_sandbox_process_get_type ())

G_DECLARE_FINAL_TYPE (PsrSandboxProcess, psr_sandbox_process, PSR, SANDBOX_PROCESS, GObject)

DexFuture  *psr_sandbox_process_start           (const char * const *options);
const char *psr_sandbox_process_get             (PsrSandboxProcess  *self,
                                                 const char         *name);
gboolean    psr_sandbox_process_write_profile   (PsrSandboxProcess  *self,
                                                 const char         *folder,
                                                 GError            **error);
DexFuture  *psr_sandbox_process_list            (void);
DexFuture  *psr_sandbox_process_wait            (PsrSandboxProcess  *self);
void        psr_sandbox_process_stop            (PsrSandboxProcess  *self);

G_END_DECLS
