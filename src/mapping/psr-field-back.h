/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-field.h"

G_BEGIN_DECLS

gboolean  psr_field_goes_back  (const PsrField *self);
PsrValue *psr_field_make_back  (const PsrField *self,
                                const PsrValue *value,
                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;
PsrValue *psr_field_make_again (const PsrField *self,
                                const PsrValue *back) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
