/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *psr_audit_words_get_action (const char *action);
char       *psr_audit_words_dup_change (const char *action,
                                        const char *old_value,
                                        const char *new_value) G_GNUC_WARN_UNUSED_RESULT;
char       *psr_audit_words_dup_reason (const char *action,
                                        const char *reason) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
