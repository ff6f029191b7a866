/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-explain.h"

G_BEGIN_DECLS

char       *psr_details_dup_mend   (const PsrExplanation *explanation);
char       *psr_details_dup        (const PsrExplanation *explanation);
char       *psr_details_dup_error  (const GError         *error);
const char *psr_details_get_step   (const PsrExplanation *explanation);

G_END_DECLS
