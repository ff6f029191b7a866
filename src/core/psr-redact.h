/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PSR_REDACT_MASK:
 *
 * What stands in the place of a secret.
 */
#define PSR_REDACT_MASK "[redacted]"

char *psr_redact          (const char *text) G_GNUC_WARN_UNUSED_RESULT;
void  psr_redact_register (const char *secret);
void  psr_redact_register_passing (const char *secret);
guint psr_redact_get_size (void);

G_END_DECLS
